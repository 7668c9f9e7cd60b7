"""Whole programs, run for real with training intercepted, against what is said of them without running them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from benchmarks.oracle.compare import Comparison, claims, compare
from benchmarks.oracle.run import run_programs

from tests.conftest import THOROUGH

HERE = Path(__file__).parent
ENTRIES = ("train.py", "run.py")
"""What is started of a program of several files."""


def programs() -> list[Path]:
    files = [path for path in HERE.glob("*/*") if path.suffix in (".py", ".ipynb")]
    return sorted(files + [path for path in HERE.glob("projects/*/*.py") if path.name in ENTRIES])


QUICK = programs() if THOROUGH else programs()[::4]
"""All of them run for a minute and a half."""


@cache
def verdicts() -> dict[Path, tuple[str | None, Comparison]]:
    """How each program ended, and what the comparison says."""
    ran = run_programs(QUICK)
    return {path: (ran[str(path)]["error"], compare(ran[str(path)], *claims(path))) for path in QUICK}


def total() -> Comparison:
    result = Comparison()
    for _, verdict in verdicts().values():
        result.add(verdict)
    return result


def test_there_are_enough_programs() -> None:
    assert len(programs()) >= 60


@pytest.mark.parametrize("path", QUICK, ids=lambda path: str(path.relative_to(HERE)))
def test_nothing_said_of_a_program_is_wrong(path: Path) -> None:
    error, verdict = verdicts()[path]
    assert error is None
    assert verdict.models
    assert verdict.wrong == []


@pytest.mark.long
def test_models_are_inferred_whole() -> None:
    found = total()
    assert found.share_whole >= 0.95, found.gaps


@pytest.mark.long
def test_data_are_known() -> None:
    found = total()
    assert found.share_known >= 0.80, found.gaps

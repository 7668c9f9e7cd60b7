"""The examples of the README have the faults they are there for, and their fixes leave programs that parse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keras_lint.source import read_source

from .conftest import ROOT, Cli

EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".py", ".ipynb"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_flawed_and_can_be_fixed(cli: Cli, project: Path, example: Path) -> None:
    path = project / example.name
    shutil.copy(example, path)
    before = cli(path, "--output-format", "json")
    assert before.status == 1
    assert len(before.json) > 2
    after = cli(path, "--fix", "--unsafe-fixes", "--output-format", "json")
    assert len(after.json) < len(before.json)
    assert "stopped after" not in after.err
    compile(read_source(path).text, example.name, "exec")


def test_there_are_programs_and_a_notebook() -> None:
    assert {path.suffix for path in EXAMPLES} == {".py", ".ipynb"}
    assert len(EXAMPLES) >= 3

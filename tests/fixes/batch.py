"""Many programs in one TensorFlow process: starting it costs more than running a program."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MOST_STARTS = 4
"""A program that kills the process is noted, and the rest runs in a new one; but not for ever."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program to run, and how."""

    code: str
    traced: bool = False
    """Whether Keras compiles the training as it does for its users; eager functions take a third of the time."""
    epochs: int = 1


@dataclass(slots=True)
class Outcome:
    """How a program ran."""

    ok: bool
    error: str = ""
    row: int | None = None
    exercised: str = ""
    """``trained``, ``called`` (no training in the program) or ``ran`` (no model either)."""
    fits: list[dict[str, Any]] = field(default_factory=list)
    """What reached each ``fit``, and its last ``loss``."""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    """Shape and range of what the models answered that were only called."""
    problems: list[str] = field(default_factory=list)
    """Synthetic rows where real ones belong, and the like."""
    seconds: float = 0.0


def run_programs(programs: dict[str, Program]) -> dict[str, Outcome]:
    """Run programs, given by name; equal ones run once."""
    unique = {program: name for name, program in reversed(list(programs.items()))}
    outcomes: dict[str, Outcome] = {}
    waiting = [(name, program) for program, name in unique.items()]
    for _ in range(MOST_STARTS):
        if not waiting:
            break
        outcomes |= _run(waiting)
        waiting = [(name, program) for name, program in waiting if name not in outcomes]
    return {name: outcomes.get(unique[program], Outcome(False, "never ran")) for name, program in programs.items()}


def _run(programs: list[tuple[str, Program]]) -> dict[str, Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        jobs, results = Path(folder, "jobs.json"), Path(folder, "results.jsonl")
        jobs.write_text(json.dumps([{"id": name, **asdict(program)} for name, program in programs]))
        results.touch()
        command = [sys.executable, "-m", "tests.fixes.worker", str(jobs), str(results)]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in results.read_text().splitlines()]
    outcomes: dict[str, Outcome] = {}
    for line in lines:
        if "started" in line:
            outcomes[line["started"]] = Outcome(False, f"the process died: {process.stderr[-2000:]}")
        else:
            name = line.pop("id")
            outcomes[name] = Outcome(**line)
    if not lines:
        raise RuntimeError(f"the worker did not start:\n{process.stderr[-4000:]}")
    return outcomes

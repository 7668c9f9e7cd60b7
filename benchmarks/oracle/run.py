"""Running programs for real: many in one process, or each in its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keras_lint.source import read_source

ROOT = Path(__file__).resolve().parents[2]
MOST_STARTS = 4
"""A program that kills the process is noted, and the rest runs in a new one; but not for ever."""


def run_programs(paths: Iterable[Path], seconds: int = 60) -> dict[str, dict[str, Any]]:
    """Run programs in one process; what each made and fed, by path."""
    waiting = [
        {"id": str(path), "path": str(path.resolve()), "code": read_source(path).text, "seconds": seconds}
        for path in paths
    ]
    found: dict[str, dict[str, Any]] = {}
    for _ in range(MOST_STARTS):
        if waiting:
            found |= _run(waiting, limit=(seconds + 5) * len(waiting) + 60)
            waiting = [job for job in waiting if job["id"] not in found]
    return found


def _run(jobs: list[dict[str, Any]], limit: int) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        given, results = Path(folder, "jobs.json"), Path(folder, "results.jsonl")
        given.write_text(json.dumps(jobs))
        results.touch()
        words = ""
        try:
            process = subprocess.run(
                [sys.executable, "-m", "benchmarks.oracle.worker", str(given), str(results)],
                cwd=ROOT, capture_output=True, text=True, check=False, timeout=limit, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            words = process.stderr[-2000:]
        except subprocess.TimeoutExpired:
            words = "ran too long"
        lines = [json.loads(line) for line in results.read_text().splitlines()]
    if not lines:
        raise RuntimeError(f"the worker did not start:\n{words}")
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        if "started" in line:
            died = f"the process died: {words}"
            found[line["started"]] = {"id": line["started"], "error": died, "models": [], "values": [], "seconds": 0}
        else:
            found[line["id"]] = line
    return found

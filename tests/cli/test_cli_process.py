"""The command line as a process of its own: what it imports, how long it takes, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import SOFTMAX, environment

RUN = [sys.executable, "-m", "keras_lint"]


def process(*arguments: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *map(str, arguments)], cwd=cwd, env=environment(**more), capture_output=True, text=True, timeout=120
    )


def modules_of(code: str, cwd: Path, **more: str) -> set[str]:
    """Modules that a piece of code leaves imported."""
    script = f"import sys\n{code}\nprint('\\nMODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment(**more), capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_the_module_runs(project: Path, softmax: Path) -> None:
    done = process("softmax.py", "--select", "KL203", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("softmax.py:4:73: KL203")


def test_starting_imports_nothing_heavy(project: Path) -> None:
    found = modules_of("from keras_lint.cli.main import run\nrun(['--version'])", project)
    for heavy in (
        "libcst",
        "rich",
        "pathspec",
        "platformdirs",
        "pygls",
        "keras_lint.program.program",
        "keras_lint.source",
    ):
        assert heavy not in found


def test_an_unchanged_file_comes_from_the_cache_without_a_parser(project: Path, softmax: Path) -> None:
    process("softmax.py", cwd=project)
    arguments = ["softmax.py", "--output-format", "json", "--select", "KL203"]
    code = f"from keras_lint.cli.main import run\nassert run({arguments}) == 1"
    assert "libcst" in modules_of(code, project)
    found = modules_of(code, project)
    assert "libcst" not in found
    assert "keras_lint_rules" not in found


def test_the_version_is_quick(project: Path) -> None:
    """Measured as processor time: what else the machine does must not count."""

    def cheapest(arguments: list[str]) -> float:
        costs = []
        for _ in range(9):
            before = os.times()
            subprocess.run(arguments, env=environment(), capture_output=True, check=True)
            after = os.times()
            costs.append(after.children_user + after.children_system - before.children_user - before.children_system)
        return min(costs)

    script = [sys.executable, "-c", "from keras_lint.cli.main import main; main()", "--version"]
    more = cheapest(script) - cheapest([sys.executable, "-c", "pass"])
    assert more <= 0.08 * float(os.environ.get("KERAS_LINT_SLOWNESS", "1.5")), f"{more * 1000:.0f} ms"


def heed_interrupts() -> None:
    """Undo what a shell does to commands in the background: they and all their children ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither process groups nor `killpg` to interrupt one by")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_the_run_without_a_traceback(project: Path, jobs: str) -> None:
    for number in range(300):
        (project / f"m{number}.py").write_text(SOFTMAX * 10)
    child = subprocess.Popen(
        [*RUN, ".", "--no-cache", "--jobs", jobs],
        cwd=project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    time.sleep(2.5)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert err.strip() == "interrupted"
    # A signal while CPython runs `exec` (dataclasses do) ends the process by the signal; shells show 130 either way.
    assert child.returncode in (130, -signal.SIGINT)


def test_a_reader_that_goes_away_is_no_failure(project: Path) -> None:
    for number in range(40):
        (project / f"m{number}.py").write_text(SOFTMAX)
    child = subprocess.Popen(
        [*RUN, ".", "--jobs", "1"], cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.read(1)
    child.stdout.close()
    assert child.stderr is not None
    assert b"Traceback" not in child.stderr.read()
    child.wait(60)

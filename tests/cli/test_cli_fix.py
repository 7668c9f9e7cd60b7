"""`--fix`, `--diff` and `keras-lint refactor` write what they say, and nothing else."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from keras_lint.source import read_source

from .conftest import SOFTMAX, Cli, notebook

ONLY = ("--select", "KL203,KL302", "--unsafe-fixes")

TRAINING = """\
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])  # 🙂
model.compile(loss="mse")
if True:
\tmodel.fit(x, y, epochs=100)
"""


def test_unsafe_fixes_are_not_made_unless_asked_for(cli: Cli, softmax: Path) -> None:
    before = softmax.read_bytes()
    assert cli(softmax, "--select", "KL203", "--fix").status == 1
    assert softmax.read_bytes() == before


def test_all_fixes_of_a_file_are_made(cli: Cli, project: Path) -> None:
    path = project / "t.py"
    path.write_text(TRAINING)
    outcome = cli("t.py", *ONLY, "--fix")
    assert outcome.out == "Fixed 2 findings: KL203 (1), KL302 (1)\nNo problems found in 1 file\n"
    assert outcome.status == 0
    assert 'activation="sigmoid"' in path.read_text()
    assert "\tearly_stopping = keras.callbacks.EarlyStopping(" in path.read_text()
    assert "\tmodel.fit(x, y, epochs=100, callbacks=[early_stopping])" in path.read_text()
    compile(path.read_text(), "t.py", "exec")


def test_newlines_mark_and_mode_of_a_file_stay(cli: Cli, project: Path) -> None:
    path = project / "t.py"
    path.write_bytes(b"\xef\xbb\xbf" + TRAINING.replace("\n", "\r\n").encode())
    path.chmod(0o755)
    cli("t.py", *ONLY, "--fix")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfimport keras\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert "🙂" in data.decode()


def test_a_notebook_keeps_all_but_the_cell_that_is_fixed(cli: Cli, project: Path) -> None:
    path = project / "n.ipynb"
    before = notebook("import keras\nfrom keras import layers\n%matplotlib inline", SOFTMAX.splitlines()[3], "x = 1.50")
    path.write_bytes(before)
    outcome = cli("n.ipynb", *ONLY, "--fix")
    assert outcome.status == 0
    assert path.read_bytes() == before.replace(b'\\"softmax\\"', b'\\"sigmoid\\"')


def test_a_diff_shows_the_changes_and_makes_none(cli: Cli, softmax: Path) -> None:
    outcome = cli("softmax.py", *ONLY, "--diff")
    assert outcome.status == 1
    assert outcome.out.startswith("--- softmax.py\n+++ softmax.py\n@@ ")
    assert '-model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])\n' in outcome.out
    assert '+model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])\n' in outcome.out
    assert softmax.read_text() == SOFTMAX
    assert "Would fix 1 finding in 1 file" in outcome.err


def test_a_diff_goes_to_a_file(cli: Cli, softmax: Path, project: Path) -> None:
    shown = cli("softmax.py", *ONLY, "--diff").raw
    outcome = cli("softmax.py", *ONLY, "--diff", "-o", "changes.diff")
    assert (outcome.status, outcome.raw) == (1, b"")
    assert (project / "changes.diff").read_bytes() == shown


def test_a_diff_without_changes_exits_with_zero(cli: Cli, softmax: Path) -> None:
    outcome = cli(softmax, "--select", "KL203", "--diff")
    assert (outcome.status, outcome.out) == (0, "")


def test_a_diff_of_a_notebook_is_by_cell(cli: Cli, project: Path) -> None:
    (project / "n.ipynb").write_bytes(notebook("import keras\nfrom keras import layers", SOFTMAX.splitlines()[3]))
    shown = cli("n.ipynb", *ONLY, "--diff").out
    assert shown.startswith("--- n.ipynb:cell 3\n+++ n.ipynb:cell 3\n@@ -1 +1 @@\n")
    assert "No newline" not in shown


def test_a_diff_can_be_applied_to_a_file_with_windows_newlines(cli: Cli, project: Path) -> None:
    (project / "t.py").write_bytes(TRAINING.replace("\n", "\r\n").encode())
    raw = cli("t.py", *ONLY, "--diff").raw
    body = [line for line in raw.split(b"\n")[3:] if line]
    assert all(line.endswith(b"\r") for line in body)


def test_standard_input_is_fixed_to_standard_output(cli: Cli) -> None:
    outcome = cli("-", *ONLY, "--fix", stdin=SOFTMAX.replace("\n", "\r\n").encode())
    assert outcome.raw == SOFTMAX.replace("softmax", "sigmoid").replace("\n", "\r\n").encode()
    assert "Fixed 1 finding" in outcome.err


def test_a_read_only_file_is_left_alone_and_said_to_be_so(cli: Cli, softmax: Path) -> None:
    softmax.chmod(0o444)
    outcome = cli(softmax, *ONLY, "--fix")
    assert outcome.status == 2
    assert "cannot be written: the file is read-only" in outcome.err
    assert softmax.read_text() == SOFTMAX


def test_what_is_left_is_reported(cli: Cli, project: Path) -> None:
    (project / "t.py").write_text(TRAINING)
    outcome = cli("t.py", "--select", "KL203,KL302", "--fix", "--unsafe-fixes", "--remedy", "KL302=output-activation")
    assert "KL302" in outcome.out
    assert "Fixed 1 finding: KL203 (1)" in outcome.out


def test_a_remedy_that_does_not_exist_is_named(cli: Cli, softmax: Path) -> None:
    outcome = cli(softmax, "--fix", "--remedy", "KL203=output-activaton")
    assert outcome.status == 2
    assert "did you mean `output-activation`?" in outcome.err
    assert cli(softmax, "--remedy", "KL203").status == 2
    assert "did you mean `KL203`?" in cli(softmax, "--remedy", "KL2O3=early-stopping").err


def test_fixes_are_idempotent(cli: Cli, project: Path) -> None:
    path = project / "t.py"
    path.write_text(TRAINING)
    cli("t.py", *ONLY, "--fix")
    once = path.read_bytes()
    cli("t.py", *ONLY, "--fix")
    assert path.read_bytes() == once


def test_json_goes_on_holding_nothing_but_json(cli: Cli, project: Path) -> None:
    (project / "t.py").write_text(TRAINING)
    outcome = cli("t.py", *ONLY, "--fix", "--output-format", "json")
    assert outcome.json == []
    assert "Fixed 2 findings" in outcome.err


# refactor


def test_a_remedy_is_applied_where_no_rule_fires(cli: Cli, project: Path) -> None:
    path = project / "t.py"
    path.write_text(TRAINING.replace("epochs=100", "epochs=5"))
    outcome = cli("refactor", "early-stopping", "t.py:6")
    assert (outcome.status, outcome.err) == (0, "")
    assert "callbacks=[early_stopping]" in path.read_text()


def test_a_refactoring_is_shown_as_a_diff(cli: Cli, project: Path) -> None:
    path = project / "t.py"
    path.write_text(TRAINING)
    outcome = cli("refactor", "early-stopping", "t.py:6:4", "--diff")
    assert outcome.status == 1
    assert "+\tearly_stopping = keras" in outcome.out
    assert path.read_text() == TRAINING


def test_a_refactoring_in_a_notebook_names_the_cell(cli: Cli, project: Path) -> None:
    path = project / "n.ipynb"
    path.write_bytes(
        notebook("import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])", "model.fit(x, y, epochs=5)")
    )
    assert cli("refactor", "early-stopping", "n.ipynb:3:1").status == 0
    cells = json.loads(path.read_bytes())["cells"]
    assert cells[2]["source"][-1] == "model.fit(x, y, epochs=5, callbacks=[early_stopping])"
    assert read_source(path).cells


@pytest.mark.parametrize(
    ("remedy", "place", "message"),
    [
        ("early-stopping", "t.py:1", "no call of `fit` stands there"),
        ("early-stoping", "t.py:6", "did you mean `early-stopping`?"),
        ("early-stopping", "t.py", "a row is needed"),
        ("early-stopping", "t.py:99", "there is no row 99"),
        ("early-stopping", "none.py:1", "cannot be read"),
    ],
)
def test_a_refactoring_that_cannot_be_made_says_why(
    cli: Cli, project: Path, remedy: str, place: str, message: str
) -> None:
    (project / "t.py").write_text(TRAINING)
    outcome = cli("refactor", remedy, place)
    assert outcome.status == 2
    assert message in outcome.err

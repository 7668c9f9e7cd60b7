"""One text in, diagnostics out: severities, ignored files, suppressions, files without Keras."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from keras_lint.lint.finding import Severity
from keras_lint.lint.service import FileResult, Options, Service
from keras_lint.lint.settings import Overrides
from keras_lint.source import source_from_text

PROGRAM = """\
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])
"""


def check(folder: Path, text: str = PROGRAM, *select: str) -> FileResult:
    service = Service(Options(Overrides(select=select or ("KL203", "KL902"))))
    filename = str(folder / "a.py")
    return service.check_source(source_from_text(text, filename), service.settings_of(filename))


def codes(result: FileResult) -> list[str]:
    return [diagnostic.code for diagnostic in result.diagnostics]


def test_severities_are_those_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "keras-lint.toml").write_text("severity = { softmax-single-unit = 'info' }\n")
    result = check(tmp_path)
    assert [d.severity for d in result.diagnostics] == [Severity.INFO]
    assert not result.failed


@pytest.mark.parametrize("pattern", ["a.py", "*.py", "/a.py"])
def test_rules_are_ignored_in_some_files(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "keras-lint.toml").write_text(f"per-file-ignores = {{ '{pattern}' = ['KL2'] }}\n")
    assert codes(check(tmp_path)) == []


def test_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "keras-lint.toml").write_text("per-file-ignores = { 'tests/**' = ['KL2'] }\n")
    assert codes(check(tmp_path)) == ["KL203"]


def test_a_suppression_that_is_needed_is_no_finding(tmp_path: Path) -> None:
    assert codes(check(tmp_path, PROGRAM.rstrip() + "  # keras-lint: ignore[KL203]\n")) == []


@pytest.mark.parametrize("comment", ["ignore[KL203]", "ignore", "ignore-file[softmax-single-unit]"])
def test_a_suppression_that_nobody_needs_is_one(tmp_path: Path, comment: str) -> None:
    result = check(tmp_path, f"import keras\n# keras-lint: {comment}\n")
    assert codes(result) == ["KL902"]
    assert result.diagnostics[0].message == f"`# keras-lint: {comment}` suppresses nothing"


def test_a_suppression_of_a_rule_that_is_off_is_left_alone(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "import keras\nx = 1  # keras-lint: ignore[KL302]\n")) == []


def test_a_foreign_noqa_is_left_alone(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "import keras  # noqa: F401\n")) == []


def test_an_analysis_that_ends_early_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from keras_lint.program import run

    monkeypatch.setattr(run, "MAX_STEPS", 3)
    result = check(tmp_path, PROGRAM + "x = 1  # keras-lint: ignore\n", "ALL")
    assert "KL903" in codes(result)
    assert "KL902" not in codes(result)


def test_a_file_without_keras_is_not_analysed(tmp_path: Path) -> None:
    result = check(tmp_path, "import numpy\nmodel.fit(x, y, epochs=1000)\n", "ALL")
    assert (codes(result), result.program) == ([], None)


def test_a_broken_file_without_keras_has_its_syntax_error(tmp_path: Path) -> None:
    result = check(tmp_path, "x = (\n", "KL203")
    assert codes(result) == ["KL901"]
    assert codes(check(tmp_path, "x = (  # keras-lint: ignore\n", "KL203")) == []


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
def test_syntax_newer_than_this_python_is_no_error(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "type X = int\n")) == []


def test_a_rule_that_fails_spares_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from keras_lint_rules.training.missing_early_stopping import MissingEarlyStopping

    def fail(*_: object) -> None:
        raise KeyError("oh")

    monkeypatch.setattr(MissingEarlyStopping, "check", fail)
    monkeypatch.setattr(
        MissingEarlyStopping,
        "subject",
        classmethod(lambda _: __import__("keras_lint.program.program", fromlist=["Program"]).Program),
    )
    result = check(tmp_path, PROGRAM, "KL203", "KL302")
    assert codes(result) == ["KL203"]
    assert result.crash is not None
    assert result.crash.message == "KeyError in KL302: 'oh'"


def test_open_texts_stand_for_files(tmp_path: Path) -> None:
    (tmp_path / "sizes.py").write_text("UNITS = 3\n")
    main = tmp_path / "main.py"
    main.write_text("from sizes import UNITS\n" + PROGRAM.replace("Dense(1", "Dense(UNITS"))
    options = Options(Overrides(select=("KL203",)))
    assert codes(Service(options).check_path(main)) == []
    open_texts = {str(tmp_path / "sizes.py"): source_from_text("UNITS = 1\n", str(tmp_path / "sizes.py"))}
    assert codes(Service(options, open_texts).check_path(main)) == ["KL203"]


def test_an_analysis_that_ended_early_is_never_a_clean_bill_of_health(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keras_lint.program.run.MAX_STEPS", 3)
    result = check(tmp_path)
    assert codes(result) == []
    assert [w.message for w in result.warnings] == [
        "not all of the program could be followed (stopped after 3 steps); findings may be missing"
    ]

"""Settings: found in the nearest file, checked, and clear about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from keras_lint.lint.catalogue import Catalogue, RuleInfo
from keras_lint.lint.finding import Severity
from keras_lint.lint.pins import Pins, release_of
from keras_lint.lint.selection import Layer, resolve
from keras_lint.lint.settings import Loader, Overrides, Settings, SettingsError

CATALOGUE = Catalogue(
    (
        RuleInfo("KL301", "missing-validation-data", "warning", ""),
        RuleInfo("KL302", "missing-early-stopping", "info", ""),
        RuleInfo("KL322", "unseeded-run", "hint", ""),
        RuleInfo("KL401", "argmax-on-sigmoid", "error", ""),
        RuleInfo("KL901", "syntax-error", "error", ""),
        RuleInfo("KL904", "unreadable-file", "error", ""),
    ),
    ("early-stopping",),
)
DEFAULT = {"KL301", "KL302", "KL401", "KL901", "KL904"}


def settings(folder: Path, overrides: Overrides | None = None, *, isolated: bool = False) -> Settings:
    return Loader(lambda: CATALOGUE, overrides, isolated=isolated).settings(folder)


def on(*layers: Layer, **severities: Severity) -> set[str]:
    return set(resolve(layers, severities, CATALOGUE).on)


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.keras-lint]\nignore = ["KL301"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert settings(inner).layers == (Layer(ignore=("KL301",)),)
    (tmp_path / "a" / "keras-lint.toml").write_text('ignore = ["KL302"]\n')
    assert settings(inner).layers == (Layer(ignore=("KL302",)),)


def test_the_own_file_wins_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.keras-lint]\nignore = ["KL301"]\n')
    (tmp_path / "keras-lint.toml").write_text('ignore = ["KL302"]\n')
    found = settings(tmp_path)
    assert found.layers == (Layer(ignore=("KL302",)),)
    assert dict(found.origins) == {"ignore": str(tmp_path / "keras-lint.toml")}


def test_isolated_runs_read_no_file(tmp_path: Path) -> None:
    (tmp_path / "keras-lint.toml").write_text("nonsense =")
    assert settings(tmp_path, isolated=True).layers == ()


def test_all_keys_are_read(tmp_path: Path) -> None:
    (tmp_path / "keras-lint.toml").write_text(
        """
        select = ["ALL"]
        ignore = ["missing-early-stopping"]
        extend-select = ["KL322"]
        exclude = ["old/"]
        fail-on = "error"
        target-keras = "3.4"
        backend = "jax"
        severity = { KL3 = "info", KL301 = "error" }
        [per-file-ignores]
        "tests/**" = ["KL3"]
        """
    )
    found = settings(tmp_path)
    assert found.severities["KL301"] is Severity.ERROR
    assert found.severities["KL302"] is Severity.INFO
    assert found.per_file_ignores == (("tests/**", ("KL3",)),)
    assert (found.fail_on, found.target_keras, found.backend) == (Severity.ERROR, "3.4", "jax")
    assert (found.exclude, found.root) == (("old/",), str(tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct`; did you mean `select`?"),
        ("fail_on = 'error'", "unknown key `fail_on`; did you mean `fail-on`?"),
        ("zebra = 1", "unknown key `zebra` (known: select, ignore"),
        ("select = ['KL3O1']", "unknown rule `KL3O1`; did you mean `KL301`? (in `select`)"),
        ("ignore = ['missing-early-stoping']", "did you mean `missing-early-stopping`?"),
        ("select = 'KL301'", '`select` must be a list of strings, not "KL301"'),
        ("select = [1]", "`select` must be a list of strings, not [1]"),
        ("severity = ['KL301']", "`severity` must be a table"),
        (
            "severity = {KL301 = 'fatal'}",
            '`severity.KL301` must be one of "hint", "info", "warning", "error", not "fatal"',
        ),
        ("severity = {KL999 = 'info'}", "unknown rule `KL999`"),
        ("fail-on = 'never'", '`fail-on` must be one of "hint"'),
        ("backend = 'theano'", '`backend` must be one of "tensorflow", "jax", "torch", not "theano"'),
        ("target-keras = '4'", '`target-keras` must be "2", "3" or a release such as "3.4", not "4"'),
        ("target-keras = 3", "`target-keras` must be"),
        ("[per-file-ignores]\n'a.py' = ['KL999']", "unknown rule `KL999`"),
        ("[per-file-ignores]\n'a.py' = 'KL301'", "must be a list of strings"),
        ("select = [", "is not valid TOML"),
        ("a = '\xff'", "is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_the_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "keras-lint.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path)
    assert str(raised.value).startswith(f"{path}: ")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_command_line_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "keras-lint.toml").write_text('ignore = ["KL301"]\nfail-on = "error"\n')
    found = settings(tmp_path, Overrides(select=("KL301",), fail_on="info"))
    assert on(*found.layers) == {"KL301", "KL901", "KL904"}
    assert found.fail_on is Severity.INFO
    added = settings(tmp_path, Overrides(ignore=("KL302",)))
    assert on(*added.layers) == DEFAULT - {"KL301", "KL302"}


# Selection


def test_all_rules_but_hints_are_on() -> None:
    assert on() == DEFAULT


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (Layer(("ALL",)), DEFAULT | {"KL322"}),
        (Layer(("KL3",)), {"KL301", "KL302", "KL322", "KL901", "KL904"}),
        (Layer(("KL3",), (), ("KL301",)), {"KL302", "KL322", "KL901", "KL904"}),
        (Layer(("KL301",), (), ("KL3",)), {"KL301", "KL901", "KL904"}),
        (Layer(None, ("KL322",)), DEFAULT | {"KL322"}),
        (Layer(None, (), ("KL9",)), DEFAULT - {"KL901"}),
        (Layer(None, (), ("ALL",)), {"KL904"}),
        (Layer(()), {"KL901", "KL904"}),
    ],
)
def test_the_more_exact_selector_wins(layer: Layer, wanted: set[str]) -> None:
    assert on(layer) == wanted


def test_a_hint_that_is_raised_is_on() -> None:
    assert "KL322" in on(KL322=Severity.WARNING)
    assert "KL301" not in on(KL301=Severity.HINT)


# Pins


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("keras==2.12.0", "2.12"),
        ("keras==3.4.1", "3.4"),
        ("keras<3", "2"),
        ("keras>=2.10,<3", "2"),
        ("keras>=3", None),
        ("keras~=3.4.0", "3.4"),
        ("keras", None),
        ("tensorflow==2.10.0", "2.10"),
        ("tensorflow-gpu == 1.15", "2"),
        ("tensorflow<2.16", "2"),
        ("tensorflow>=2.16", None),
        ("tensorflow[and-cuda]==2.17.0", "3"),
        ('dependencies = ["numpy>=1.2", "tensorflow==2.12"]', "2.12"),
        ('keras = "2.9.0"', "2.9"),
        ('tensorflow = "^2.10"', None),
        ("  - tensorflow=2.10", "2.10"),
        ("keras-tuner==1.4\ntf-keras==2.15\n", None),
        ("tensorflow-datasets==4.9", None),
        ("tensorflow>=2.16\nkeras==3.4.1", "3.4"),
    ],
)
def test_requirements_say_which_keras_is_meant(text: str, release: str | None) -> None:
    assert release_of(text) == release


def test_the_pin_is_that_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# keras==3.1\nkeras==2.12.0\n")
    inner = tmp_path / "src"
    inner.mkdir()
    pin = Pins().of(inner)
    assert pin is not None
    assert (pin.release, pin.file) == ("2.12", str(tmp_path / "requirements.txt"))
    assert settings(inner).target_keras == "2.12"
    (inner / "pyproject.toml").write_text("")
    assert Pins().of(inner) is None

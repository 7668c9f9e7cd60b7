"""`rule`, `config`, `facts` and `server`."""

from __future__ import annotations

from pathlib import Path

import pytest

from keras_lint.lint.registry import all_rules

from .conftest import SOFTMAX, Cli, notebook

DATA = """\
import keras
import numpy as np

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
small, unknown = np.zeros((4, 2)), load()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
model.fit(x_train, y_train)
model.evaluate(unknown, y_test)
"""


@pytest.mark.parametrize("name", ["KL203", "kl203", "softmax-single-unit"])
def test_a_page_is_found_by_code_and_name(cli: Cli, name: str) -> None:
    outcome = cli("rule", name)
    assert outcome.status == 0
    assert outcome.out.startswith("# softmax-single-unit (KL203)\n\nSeverity: error\n\nA softmax over one unit")
    assert "## Why is this bad?" in outcome.out


def test_all_pages_are_printed(cli: Cli) -> None:
    shown = cli("rule", "--all").out
    assert all(f"# {rule.name} ({rule.code})" in shown for rule in all_rules())
    listed = cli("rule", "--all", "--output-format", "json").json
    assert [entry["code"] for entry in listed] == [rule.code for rule in all_rules()]


def test_a_page_for_machines(cli: Cli) -> None:
    entry = cli("rule", "KL901", "--output-format", "json").json
    assert (entry["code"], entry["name"], entry["severity"]) == ("KL901", "syntax-error", "error")
    assert "## What it does" in entry["explanation"]


def test_without_a_rule_all_are_listed(cli: Cli) -> None:
    assert "- **KL203** `softmax-single-unit` (error): A softmax over one unit always outputs 1.0." in cli("rule").out


def test_an_unknown_rule_has_no_page(cli: Cli) -> None:
    outcome = cli("rule", "KL2O3")
    assert outcome.status == 2
    assert "did you mean `KL203`?" in outcome.err


def test_settings_are_shown_with_where_they_come_from(cli: Cli, project: Path) -> None:
    path = project / "keras-lint.toml"
    path.write_text('ignore = ["KL302"]\n[severity]\nKL203 = "warning"\n')
    shown = cli("config", "--output-format", "json", "--select", "KL2")
    settings = shown.json["settings"]
    assert settings["ignore"] == {"value": [], "origin": str(path)}
    assert settings["severity"] == {"value": {"KL203": "warning"}, "origin": str(path)}
    assert settings["select"] == {"value": ["KL2"], "origin": "command line"}
    assert settings["fail-on"] == {"value": "warning", "origin": "default"}
    assert "KL203" in shown.json["rules"]
    assert f'ignore = ["KL302"]  # {path}' in cli("config").out


def test_facts_say_what_reaches_the_model(cli: Cli, project: Path) -> None:
    (project / "d.py").write_text(DATA)
    found = {(r["name"], r["use"]): r for r in cli("facts", "--format", "json", "d.py").json}
    x = found["x_train", "fit x"]
    assert (x["kind"], x["shape"], x["dtype"], x["min"], x["max"]) == ("array", [60000, 28, 28], "uint8", 0, 255)
    assert (x["split"], x["origin"], x["scaled"]) == ("train", "mnist", False)
    assert x["location"] == {"row": 7, "column": 11}
    y = found["y_train", "fit y"]
    assert (y["classes"], y["labels"]) == (10, "integer")
    assert found["model", "fit"]["kind"] == "model"
    hidden = found["unknown", "evaluate x"]
    assert (hidden["kind"], hidden["shape"]) == ("unknown", None)
    assert hidden["unknown"]


def test_facts_of_a_row_are_those_of_the_names_bound_there(cli: Cli, project: Path) -> None:
    (project / "d.py").write_text(DATA)
    found = cli("facts", "--format", "json", "d.py:5").json
    assert [(r["name"], r["kind"]) for r in found] == [("small", "array"), ("unknown", "unknown")]
    assert [r["name"] for r in cli("facts", "--format", "json", "d.py:4").json] == [
        "x_train",
        "y_train",
        "x_test",
        "y_test",
    ]


def test_facts_are_readable(cli: Cli, project: Path) -> None:
    (project / "d.py").write_text(DATA)
    shown = cli("facts", "d.py").out
    facts = "array, shape (60000, 28, 28), uint8, values 0..255, train split, not scaled, from mnist"
    assert f"7:11 x_train (fit x)\n    {facts}\n" in shown
    assert "not known:" in shown


def test_facts_say_once_what_is_not_known_and_why_where_there_is_a_reason(cli: Cli, project: Path) -> None:
    (project / "d.py").write_text(
        "import keras\nimport numpy as np\nfrom mine import load\na, b = load()\n"
        "model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
        "model.fit(np.random.normal(size=(100, 8)), np.load('y.npy'))\nmodel.fit(a, b)\n"
    )
    shown = cli("facts", "d.py").out
    assert "array, shape (100, 8), float64\n    not known: range\n" in shown
    assert "array\n    not known: shape; dtype; range\n" in shown
    assert "a (fit x)\n    unknown\n    not known: the result of `mine.load`\n" in shown


@pytest.mark.parametrize("option", ["--format", "--output-format"])
@pytest.mark.parametrize(
    "command", [("facts", "d.py"), ("summary", "d.py"), ("check", "d.py"), ("rule", "KL203"), ("config",)]
)
def test_the_format_is_asked_for_by_either_name(cli: Cli, project: Path, command: tuple[str, ...], option: str) -> None:
    (project / "d.py").write_text(DATA)
    assert cli(*command, option, "json").json


@pytest.mark.parametrize(("word", "meant"), [("chekc", "check"), ("fact", "facts"), ("refacter", "refactor")])
def test_a_misspelt_command_is_no_path(cli: Cli, project: Path, word: str, meant: str) -> None:
    outcome = cli(word, "d.py")
    assert outcome.status == 2
    assert f"no path `{word}`; did you mean `{meant}`?" in outcome.err
    (project / word).mkdir()
    assert "did you mean" not in cli(word).err


@pytest.mark.parametrize("path", ["check.py", "./chekc", "src", "train"])
def test_a_path_that_does_not_exist_is_a_path(cli: Cli, path: str) -> None:
    outcome = cli(path)
    assert outcome.status == 2
    assert "KL904" in outcome.out


def test_facts_of_a_notebook_name_cell_and_row(cli: Cli, project: Path) -> None:
    first, _, rest = DATA.partition("model.fit")
    (project / "n.ipynb").write_bytes(notebook(first, "model.fit" + rest))
    found = cli("facts", "--format", "json", "n.ipynb:2:5").json
    assert [(r["cell"], r["location"]["row"], r["name"]) for r in found] == [(2, 5, "small"), (2, 5, "unknown")]


def test_facts_of_a_broken_file_say_what_was_not_followed(cli: Cli, project: Path) -> None:
    (project / "d.py").write_text(SOFTMAX + "x = (\n")
    assert "not followed: " in cli("facts", "d.py").out


def test_the_server_command_checks_its_address(cli: Cli) -> None:
    assert cli("server", "--tcp", "nowhere").status == 2
    assert cli("server", "--tcp", "a:1", "--ws", "b:2").status == 2

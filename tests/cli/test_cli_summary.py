"""`keras-lint summary`: tables as Keras prints them, data, pictures."""

from __future__ import annotations

import itertools
import os
import re
import textwrap
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keras_lint.cli.layout import Box, arranged
from tests.knowledge.oracle import execute
from tests.program.test_summary import HEAD, PROGRAMS

from .conftest import Cli, notebook

TWO = """\
import keras
from keras import layers

encoder = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dropout(0.5)], name="encoder")
inputs = keras.Input((8,), name="<b>&\\"quoted\\"")
left = layers.Dense(3, name="left")(encoder(inputs))
right = layers.Dense(3)(inputs)
model = keras.Model(inputs, layers.Add()([left, right]))
"""
SVG = "{http://www.w3.org/2000/svg}"


def rows_of(text: str) -> list[list[str]]:
    """The cells of a printed table, lines that were broken joined again, and the lines beneath it."""
    found: list[list[str]] = []
    starts = True
    for line in text.splitlines():
        if line.startswith(("┃", "│")):
            cells = [cell.strip() for cell in re.split("[┃│]", line)[1:-1]]
            if starts:
                found.append(cells)
            else:
                found[-1] = [a + b for a, b in zip(found[-1], cells, strict=True)]
            starts = False
        else:
            starts = True
            if ":" in line:
                found.append([line.strip()])
    return [[re.sub(r"\s", "", cell) for cell in row] for row in found]


def printed_by_keras(model: Any) -> list[list[str]]:
    """What ``model.summary()`` prints where there is room."""
    lines: list[str] = []
    model.summary(line_length=200, print_fn=lambda text, **_: lines.append(text))
    return rows_of("\n".join(lines))


@pytest.mark.parametrize(
    "title",
    [
        "a stack",
        "branches, a shared layer, two inputs and two outputs",
        "operators",
        "nested models, some of it frozen",
        "sequence to sequence",
        "attention",
    ],
)
def test_a_table_is_what_keras_prints(cli: Cli, project: Path, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "210")
    text = HEAD + textwrap.dedent(PROGRAMS[title])
    (project / "program.py").write_text(text)
    keras.utils.clear_session()
    real = execute(text)
    outcome = cli("summary", "program.py", "--model", "model")
    assert outcome.status == 0
    mine, truth = rows_of(outcome.out), printed_by_keras(real["model"])
    assert mine[0][0].startswith(truth[0][0])
    assert mine[1:] == truth[1:]


def test_inner_layers_are_shown_where_asked_for(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    assert "└ dropout (Dropout)" in cli("summary", "two.py", "--model", "model", "--expand-nested").out
    assert "└ " not in cli("summary", "two.py").out
    assert cli("summary", "two.py", "--expand-nested", "--format", "json").status == 2


def test_data_have_the_keys_that_are_promised(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    encoder, model = cli("summary", "--format", "json", "two.py").json
    assert list(model) == [
        "variable", "name", "kind", "filename", "location", "entry", "complete", "input_shapes", "output_shapes", "layers",
        "params", "trainable_params", "unknown",
    ]  # fmt: skip
    assert list(model["layers"][0]) == ["name", "class", "output_shape", "params", "trainable", "location", "layers"]
    assert (encoder["name"], encoder["location"]) == ("encoder", {"row": 4, "column": 11})
    assert model["filename"] == str(project / "two.py")
    nested = next(layer for layer in model["layers"] if layer["name"] == "encoder")
    assert [layer["name"] for layer in nested["layers"]] == ["dense", "dropout"]


def test_a_model_is_asked_for_by_name_variable_or_place(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    for wanted in ("encoder", "0", "-2"):
        found = cli("summary", "--format", "json", "--model", wanted, "two.py").json
        assert [model["variable"] for model in found] == ["encoder"]
    outcome = cli("summary", "--model", "decoder", "two.py")
    assert outcome.status == 2
    assert "no model `decoder` (there are: 0 encoder, 1 functional_1)" in outcome.err
    assert cli("summary", "--model", "2", "two.py").status == 2


def test_what_is_not_known_is_named_and_never_guessed(cli: Cli, project: Path) -> None:
    (project / "open.py").write_text(
        "import keras\n"
        "def build(units, classes):\n"
        "    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units), keras.layers.Dense(classes)])\n"
    )
    (model,) = cli("summary", "--format", "json", "open.py").json
    assert (model["entry"], model["complete"], model["name"], model["params"]) == ("function", False, None, None)
    assert [layer["class"] for layer in model["layers"]] == ["Dense", "Dense"]
    assert {layer["name"] for layer in model["layers"]} == {None}
    assert any("`units` of `build`" in reason for reason in model["unknown"])
    text = cli("summary", "open.py").out
    assert "in a function that nothing here calls" in text
    assert "Total params: ?" in text
    assert "not known: " in text


def test_code_that_is_not_followed_takes_the_names_away(cli: Cli, project: Path) -> None:
    lines = "m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1), keras.layers.Dense(1, name='head')])\n"
    (project / "known.py").write_text("import keras\nimport json\njson.loads('1')\n" + lines)
    (project / "strange.py").write_text("import keras\nfrom elsewhere import prepare\nprepare()\n" + lines)
    (known,) = cli("summary", "--format", "json", "known.py").json
    (strange,) = cli("summary", "--format", "json", "strange.py").json
    assert [layer["name"] for layer in known["layers"]] == ["dense", "head"]
    assert [layer["name"] for layer in strange["layers"]] == [None, "head"]
    assert (strange["params"], strange["complete"]) == (5, True)


def test_branches_leave_what_they_agree_on(cli: Cli, project: Path) -> None:
    (project / "b.py").write_text(
        "import keras, sys\n"
        "units = 8 if len(sys.argv) > 1 else 16\n"
        "model = keras.Sequential([keras.Input((4,))])\n"
        "if len(sys.argv) > 2:\n"
        "    keras.layers.Dense(1)\n"
        "model.add(keras.layers.Dense(3))\n"
    )
    (model,) = cli("summary", "--format", "json", "b.py").json
    assert [(layer["name"], layer["params"]) for layer in model["layers"]] == [(None, 15)]
    assert model["complete"] is True


def test_files_without_models_say_so(cli: Cli, project: Path) -> None:
    (project / "plain.py").write_text("print('no models')\n")
    outcome = cli("summary", "plain.py")
    assert (outcome.status, outcome.out) == (0, "")
    assert "No models" in outcome.err
    assert cli("summary", "--format", "json", "plain.py").json == []


def test_files_that_cannot_be_read_are_trouble_and_the_others_are_shown(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    outcome = cli("summary", "--format", "json", "missing.py", "two.py")
    assert outcome.status == 2
    assert "missing.py cannot be read: no such file or directory" in outcome.err
    assert len(outcome.json) == 2


def test_notebooks_folders_and_standard_input(cli: Cli, project: Path) -> None:
    first, _, rest = TWO.partition("inputs =")
    (project / "n.ipynb").write_bytes(notebook(first, "inputs =" + rest))
    (project / "two.py").write_text(TWO)
    found = cli("summary", "--format", "json", ".").json
    assert [(Path(model["filename"]).name, model["name"]) for model in found] == [
        ("n.ipynb", "encoder"), ("n.ipynb", "functional_1"), ("two.py", "encoder"), ("two.py", "functional_1"),
    ]  # fmt: skip
    assert found[1]["location"] == {"cell": 3, "row": 4, "column": 9}
    piped = cli("summary", "--format", "json", "-", "--stdin-filename", "piped.py", stdin=TWO.encode()).json
    assert Path(piped[0]["filename"]).name == "piped.py"
    assert cli("summary", "-", "two.py").status == 2
    assert cli("summary", "two.py", "--stdin-filename", "x.py").status == 2


def test_names_of_keras_2_are_left_out(cli: Cli, project: Path) -> None:
    (project / "keras-lint.toml").write_text('target-keras = "2"\n')
    (project / "two.py").write_text(TWO)
    model = cli("summary", "--format", "json", "two.py").json[1]
    assert {layer["name"] for layer in model["layers"]} == {'<b>&"quoted"', "encoder", "left", None}


def test_a_report_goes_into_a_file(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    outcome = cli("summary", "two.py", "-o", "models.txt")
    assert outcome.out == ""
    assert 'Model: "encoder"' in (project / "models.txt").read_text(encoding="utf-8")
    assert cli("summary", "two.py", "-o", "no/such/folder.txt").status == 2


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_a_picture_shows_every_layer_of_every_model(cli: Cli, project: Path) -> None:
    (project / "two.py").write_text(TWO)
    outcome = cli("summary", "--format", "svg", "two.py")
    root = ElementTree.fromstring(outcome.raw)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Models: encoder, functional_1"
    assert description is not None
    for model in cli("summary", "--format", "json", "two.py").json:
        told = f"{model['name']}: a {model['kind']} model of {len(model['layers'])} layers with {model['params']} parameters"
        assert told in (description.text or "")
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert '<b>&"quoted" (InputLayer)' in words
    assert "left (Dense)" in words
    assert "(None, 3) · 15 params" in words
    assert "2 layers inside" in words
    assert len(list(root.iter(f"{SVG}path"))) == 1 + 1 + 5  # the arrow's head, and the edges of both models
    assert b"<script" not in outcome.raw
    assert b"prefers-color-scheme: dark" in outcome.raw
    assert b"href" not in outcome.raw


def test_a_picture_is_drawn_for_models_of_every_form(cli: Cli, project: Path) -> None:
    for place, program in enumerate(PROGRAMS.values()):
        path = project / f"p{place}.py"
        path.write_text(HEAD + textwrap.dedent(program))
        first, again = cli("summary", "--format", "svg", path), cli("summary", "--format", "svg", path)
        assert first.status == 0
        assert first.raw == again.raw
        ElementTree.fromstring(first.raw)


def test_the_layout_is_not_loaded_for_tables() -> None:
    import subprocess
    import sys

    from .conftest import ROOT, environment

    code = (
        "import sys; from keras_lint.cli.main import run; run(['summary', sys.argv[1]]); "
        "assert 'grandalf' not in sys.modules"
    )
    example = ROOT / "examples" / "fraud.py"
    subprocess.run([sys.executable, "-c", code, str(example)], check=True, env=environment(), capture_output=True)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[tuple[int, int]]]:
    """Boxes and edges as models have them: mostly downwards, now and then back or to itself by a shared layer."""
    count = draw(st.integers(1, 25))
    sizes = draw(st.lists(st.tuples(st.integers(60, 400), st.sampled_from([44, 61])), min_size=count, max_size=count))
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=40, unique=True))
    down = [(a, b) if a < b or draw(st.integers(0, 9)) == 0 else (b, a) for a, b in pairs if a != b]
    return [Box(float(w), float(h)) for w, h in sizes], list(dict.fromkeys(down))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_boxes_stand_apart_and_edges_run_between_them(graph: tuple[list[Box], list[tuple[int, int]]]) -> None:
    boxes, pairs = graph
    drawing = arranged(boxes, pairs)
    for one, other in itertools.combinations(boxes, 2):
        across = abs(one.x - other.x) - (one.width + other.width) / 2
        down = abs(one.y - other.y) - (one.height + other.height) / 2
        assert max(across, down) > 5
    assert len(drawing.edges) == len(pairs)
    for way in drawing.edges:
        for (x, y), (next_x, next_y) in itertools.pairwise(way):
            left, right = sorted((x, next_x))
            top, bottom = sorted((y, next_y))
            assert left >= 0
            assert right <= drawing.width + 1
            for box in boxes:
                beside = right <= box.x - box.width / 2 + 1 or left >= box.x + box.width / 2 - 1
                above_or_below = bottom <= box.y - box.height / 2 + 1 or top >= box.y + box.height / 2 - 1
                assert beside or above_or_below

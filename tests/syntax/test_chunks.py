"""Text is cut into its top-level statements, and a broken one costs only itself."""

from __future__ import annotations

import ast
import time
from itertools import pairwise
from pathlib import Path

import libcst as cst
import pytest

from keras_lint.source import source_from_text
from keras_lint.syntax import Tree, parse
from keras_lint.syntax.cut import cut
from keras_lint.syntax.tree import ParsedChunks

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(file for folder in ("server", "rules", "tools", "tests") for file in (ROOT / folder).rglob("*.py"))
AWKWARD = '''# 🦊 a comment first
"""Docstring with a # and a ( in it."""
import os; import sys
@decorator(
    1,
)
# between decorators
@other

def f(a, b={}):
\treturn """
not a statement: x = 1
"""

if a: pass

elif b:
    pass
else :
    pass
x = [
1,
2,
]; y = \\
3
try:
    pass
except (A, B): pass
finally:
    pass
z = "(" + '[' + \'\'\'{\'\'\'
with a as b, \\
     c as d:
    pass
for i in x:
    pass
else:
    pass

# a comment last'''


def parsed(text: str) -> Tree:
    return parse(source_from_text(text, "/example/example.py"))


def assert_chunks_are_statements(text: str) -> None:
    """Every line on which a top-level statement starts is the first code of a chunk, but for those behind a semicolon."""
    spans = cut(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    lines = []
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        lines.append(min([node.lineno, *(d.lineno for d in decorators)]))
    starts = []
    for start, end in spans:
        body = ast.parse(text[start:end]).body
        row = text.count("\n", 0, start)
        starts += sorted({row + min([n.lineno, *(d.lineno for d in getattr(n, "decorator_list", []))]) for n in body})[
            :1
        ]
    expected = sorted(set(lines))
    assert [row for row in expected if row not in starts] == [
        row for row in expected if row not in starts and _behind_semicolon(text, row)
    ]
    assert set(starts) <= set(expected)


def _behind_semicolon(text: str, row: int) -> bool:
    return ";" in text.split("\n")[row - 1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_chunks_of_the_project_are_its_statements(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if text.strip():
        assert_chunks_are_statements(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_chunks_of_awkward_code_are_its_statements(newline: str) -> None:
    source = source_from_text(AWKWARD.replace("\n", newline), "/example/example.py")
    assert source.text == AWKWARD
    assert_chunks_are_statements(source.text)
    assert not parse(source).problems


def test_chunks_together_are_the_module() -> None:
    whole = cst.parse_module(AWKWARD)
    statements = [statement for chunk in parsed(AWKWARD).chunks for statement in chunk.statements]
    assert [type(s) for s in statements] == [type(s) for s in whole.body]
    assert "".join(chunk.module.code for chunk in parsed(AWKWARD).chunks if chunk.module is not None) == AWKWARD


BROKEN = {
    "an argument without a value": "model.compile(optimizer='adam', loss=)",
    "an open bracket": "model.fit(x_train, y_train,",
    "an open list": "model = Sequential([Dense(1),",
    "an open string": "name = 'adam",
    "an open long string": 'text = """never closed',
    "a keyword": "for = 3",
    "a half-typed import": "from keras import",
    "a half-typed name": "keras.",
    "a stray closing bracket": "x = 1)",
    "a colon forgotten": "if x",
    "Python 2": "print 'loss', loss",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_statement_costs_only_itself(broken: str) -> None:
    before = "import keras\nmodel = keras.Sequential()\n"
    after = "history = model.fit(x, y)\n\n\ndef later():\n    return 1\n"
    tree = parsed(f"{before}{broken}\n{after}")
    codes = [chunk.module.code.strip() for chunk in tree.chunks if chunk.module is not None]
    assert "import keras" in codes
    assert "model = keras.Sequential()" in codes
    if not broken.startswith("text ="):  # what follows may be meant to be part of the string
        assert "history = model.fit(x, y)" in codes
        assert any(code.startswith("def later") for code in codes)
    assert len(tree.problems) == 1
    problem = tree.problems[0]
    assert len(before) <= problem.span.start <= problem.span.end <= len(tree.source.text)


NAMES = {
    "x = y = f(": {"x", "y"},
    "(x_train, y_train), (x_test, y_test) = load(": {"x_train", "y_train", "x_test", "y_test"},
    "for i, (a, b) in enumerate(": {"i", "a", "b"},
    "with open(x) as f, g(": {"f"},
    "import numpy as np, os,": {"np", "numpy", "os"},
    "from keras import layers as l,": {"layers", "l"},
    "def build(a,": {"build"},
    "class Net(keras.Model:": {"Net"},
    "rate: float = (": {"rate"},
    "weights[0] = (": {"weights"},
    "count += (": {"count"},
    "if x: y = (": {"y"},
}


@pytest.mark.parametrize(("code", "names"), NAMES.items(), ids=NAMES)
def test_what_a_broken_statement_would_bind_is_known(code: str, names: set[str]) -> None:
    assert names <= parsed(code + "\n").problems[0].names


def test_arguments_of_a_broken_call_are_not_bound() -> None:
    names = parsed("model.fit(x_train, y_train, epochs=, batch_size=32)\n").problems[0].names
    assert not names & {"x_train", "y_train", "epochs", "batch_size", "model"}


@pytest.mark.parametrize(
    "text", ["a" * 5000, "a_" * 2500 + "(", "a.b " * 2000 + "(", "(" + " " * 5000, "x, " * 2000 + "("]
)
def test_a_broken_statement_is_read_in_no_time(text: str) -> None:
    start = time.process_time()
    parsed(f"{text} =\n{text} )\n")
    assert time.process_time() - start < 1


def test_an_edit_costs_only_the_statement_it_touches() -> None:
    reuse = ParsedChunks()
    before = parse(source_from_text(AWKWARD, "/example/example.py"), reuse)
    after = parse(source_from_text(AWKWARD.replace("return", "yield"), "/example/example.py"), reuse)
    new = [chunk for chunk in after.chunks if not any(chunk.module is other.module for other in before.chunks)]
    assert len(new) == 1
    assert "yield" in new[0].text


def test_each_cell_of_a_notebook_is_cut_alone() -> None:
    from keras_lint.source import source_from_cells

    source = source_from_cells([(1, "x = (1,\n"), (2, "y = 2"), (4, "%%time\nz = 3")], "/example/example.ipynb")
    tree = parse(source)
    assert len(tree.problems) == 1
    assert next(chunk.text.strip() for chunk in tree.chunks if chunk.statements) == "y = 2"

"""What IPython understands and Python does not is masked, column for column."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keras_lint.source import source_from_cells, source_from_text
from keras_lint.source.magics import mask


def masked(text: str) -> str:
    result = mask(text).text
    assert [len(line) for line in result.split("\n")] == [len(line) for line in text.split("\n")]
    return result


def stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in masked(text).split("\n"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("%cd /content\nx = 1", "pass\nx = 1"),
        ("%cd\n", "0\n"),
        ("!ls\n", "0\n"),
        ("!pip install x", "pass"),
        ("!!cmd", "pass"),
        ("!pip install \\\n  a \\\n  b\nx = 1", "pass\n#\n#\nx = 1"),
        ("!echo \"it's (\nx = 1", "pass\nx = 1"),
        ("%tensorflow_version 2.x", "pass"),
        ("%pip install keras==3.0", "pass"),
        ("?model", "pass"),
        ("??m", "0"),
        ("model.fit?", "pass"),
        ("model??", "pass"),
        ("x = model?", "pass"),
        ("np.*load*?", "pass"),
        ("%time?", "pass"),
        ("/f x", "pass"),
        (",f a b", "pass"),
        (";f a b", "pass"),
        ("ls -l foo", "pass"),
        ("cd ..", "pass"),
        ("cd x", "pass"),
        ("pip install foo", "pass"),
        ("conda install -c conda-forge foo", "pass"),
        ("if x:\n    %matplotlib inline\nelse:\n\t!ls\n", "if x:\n    pass\nelse:\n\t0\n"),
        ("for x in y:\n  !echo {x}\n  f(x)", "for x in y:\n  pass\n  f(x)"),
        ("try:\n  %tensorflow_version 2.x\nexcept Exception:\n  pass", "try:\n  pass\nexcept Exception:\n  pass"),
    ],
)
def test_a_magic_becomes_a_statement_that_does_nothing(cell: str, expected: str) -> None:
    assert stripped(cell) == expected
    ast.parse(masked(cell))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%time model.fit(x)", "pass; model.fit(x)"),
        ("%time h = model.fit(x)", "pass; h = model.fit(x)"),
        ("%timeit -n 3 f(x)", "pass; f(x)"),
        ("%timeit -n10 f(x)", "pass; f(x)"),
        ("%timeit -n10 -r 3 -q f(x)", "pass; f(x)"),
        ("%timeit -qo f(x)", "pass; f(x)"),
        ("%timeit -x", "pass; -x"),
        ("%time -x", "pass; -x"),
        ("%prun -l 5 -s cumulative f(x)", "pass; f(x)"),
        ("%memit f(x)", "pass; f(x)"),
        ("%lprun -f model.call model(x)", "pass; model(x)"),
        ("time f(x)", "pass; f(x)"),
        ("if x:\n    %time f(x)", "if x:\n    pass; f(x)"),
        ("%time model.fit(x,\n    y)", "pass; model.fit(x,\n    y)"),
        ("%time model.fit(x, \\\n    y)", "pass; model.fit(x, \\\n    y)"),
        ("%time model.fit(x)  # noqa", "pass; model.fit(x)  # noqa"),
        ("x = %time f()", "x = f()"),
    ],
)
def test_python_behind_a_magic_stays_alive(cell: str, expected: str) -> None:
    assert re.sub("(pass;|=) *", r"\1 ", masked(cell)) == expected
    ast.parse(masked(cell))


@pytest.mark.parametrize(
    "cell", ["%time for x in y: f(x)", "%time !ls", "%time", "%timeit", "%timeit -n 3", "%time f?"]
)
def test_what_cannot_stand_behind_a_statement_is_masked(cell: str) -> None:
    assert stripped(cell) == "pass"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("files = !ls *.png", "files = _________"),
        ("files = !ls *.png \\\n  *.jpg\nx = 1", "files = _________\n#\nx = 1"),
        ('files = !echo "(\nx = 1', "files = ________\nx = 1"),
        ("x = %timeit -o f()", "x = ______________"),
        ("x = %env VAR", "x = ________"),
        ("a, b = !ls", "a, b = ___"),
        ("if x:\n    files = !ls\n    y = 1", "if x:\n    files = ___\n    y = 1"),
    ],
)
def test_the_value_of_a_magic_is_a_name_that_nobody_binds(cell: str, expected: str) -> None:
    assert stripped(cell) == expected
    ast.parse(masked(cell))


@pytest.mark.parametrize(
    "magic", ["%%time", "%%timeit -n 3", "%%capture out", "%%prun", "%%capture\n%%time", "  %%time"]
)
def test_a_cell_magic_whose_body_is_python_masks_only_its_line(magic: str) -> None:
    text = masked(f"\n# @title\n{magic}\nmodel.fit(x)\n%matplotlib inline")
    assert text.split("\n")[-2] == "model.fit(x)"
    assert text.rstrip().endswith("pass")
    ast.parse(text)


def test_the_setup_of_a_timed_cell_is_python() -> None:
    assert masked("%%timeit -n 3 x = f()\ng(x)").replace(" ", "") == "pass;x=f()\ng(x)"


@pytest.mark.parametrize(
    "name", ["%%bash", "%%html", "%%writefile x.py", "%%javascript", "%%R", "%%whatever -x", "%%!", "%%sql"]
)
def test_a_cell_of_another_language_is_blank(name: str) -> None:
    cell = f"# note\n{name}\nx = [1, 'it is\n\tls -la"
    assert stripped(cell) == "# note\n#\n#\n#"
    source = source_from_cells([(1, cell)], "n.ipynb")
    assert source.cells[0].body == source.cells[0].end


@pytest.mark.parametrize(
    "cell",
    [
        "x = (a\n  % b)",
        "x = [a,\n% b]",
        "x = a \\\n  % b",
        's = """\n!ls\n%foo\n?x\n"""',
        "s = f'''\n!ls {x}\n%foo\n'''",
        "s = 'a \\\n!ls'",
        "print('%s' % x, end='?')",
        "x != y",
        "x %= 3",
        "x = y if z else w  # why?",
        "# %matplotlib inline\n# !ls\n#@title Form {display-mode: 'form'}\nn = 3 #@param {type:'integer'}",
        "ls = 3\nls -la\nls\ncd = ls",
        "ls - (\n  la)",
        "time(3)\ntime .sleep\nrun if x else y\npip in x\nenv [0]\nload (x)",
        "await f()",
        "d = {'a': '!x'}",
        'f"{x["!"]}"',
        "f'{x!r:>{w}} it''s'\ny = 1",
        "def f(a,\n      /, b): pass",
        "x = y[::\n  -1]",
    ],
)
def test_python_is_left_alone(cell: str) -> None:
    assert masked(cell) == cell


def test_an_open_bracket_does_not_hide_a_shell_line_below() -> None:
    assert stripped("f(x\n!ls -l\ny = 1") == "f(x\npass\ny = 1"


def test_a_backslash_at_the_end_of_a_cell_does_not_join_the_next() -> None:
    source = source_from_cells([(1, "x = 1 \\"), (2, "y = 2")], "n.ipynb")
    assert source.text == "x = 1  \ny = 2\n"


@pytest.mark.parametrize(
    "cell", [" x = 1\n y = 2", "  for i in x:\n    f(i)\n  g()", "  %matplotlib inline\nimport x", "\n  !ls\n"]
)
def test_a_cell_may_be_indented_as_a_whole(cell: str) -> None:
    source = source_from_cells([(1, "a = 1"), (2, cell), (3, "b = 2")], "n.ipynb")
    ast.parse(source.text)
    start = source.cell(2).start
    assert source.original[start : source.cell(2).end] == cell
    assert source.location(start) == (2, 1, 1)
    assert [source.location(piece.start).cell for piece in source.pieces] == [1, 1, 3]
    assert "".join(source.text[start:end] for start, end in source.pieces) == source.text


def test_files_have_no_magics_but_ipython_scripts_have() -> None:
    assert source_from_text("%time x\n", "a.py").text == "%time x\n"
    assert source_from_text("%time x\n", "a.ipy").text == "pass; x\n"


LINE = st.sampled_from(
    [
        *(
            "%matplotlib inline",
            "%time f(x",
            "!ls 'a",
            "x = !ls \\",
            "?x",
            "x?",
            "%%time",
            "%%bash",
            "x = (",
            ")",
            '"""',
        ),
        *("'a' \\", "    pip install x", "if x:", "\t%timeit -n3 f'{x}'", "# %x", "f'{", "}'", "🙂 = 1", "\f", ""),
        *("ls -l a", "\\", "{[(", "/f"),
    ]
)


@given(st.lists(LINE, max_size=12).map("\n".join) | st.text("%!?'\"{}()fx =\\\n# \t🙂\u2028\f", max_size=60))
def test_masking_moves_no_character(cell: str) -> None:
    result = mask(cell)
    assert [len(line) for line in result.text.split("\n")] == [len(line) for line in cell.split("\n")]
    outside = [True] * len(cell)
    for start, end in result.spans:
        assert start < end
        outside[start:end] = [False] * (end - start)
    assert all(a == b for a, b, kept in zip(result.text, cell, outside, strict=True) if kept)
    assert sorted(result.spans) == list(result.spans)
    assert all(before.end <= after.start for before, after in zip(result.spans, result.spans[1:], strict=False))

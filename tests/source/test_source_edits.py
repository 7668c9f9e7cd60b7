"""Edits change what they name and not a byte more."""

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keras_lint.source import (
    EditError,
    Source,
    TextEdit,
    apply_edits,
    render,
    source_from_bytes,
    source_from_text,
    write_atomically,
)

CODE = st.text("ab =\t\n\r\f\u2028é🙂\\\"'#/", max_size=25)


def edited(data: bytes, *edits: TextEdit, filename: str = "a.py") -> bytes:
    return render(source_from_bytes(data, filename), data, edits)


def test_edits_are_made_together() -> None:
    source = source_from_text("abcdef\n", "a.py")
    edits = [TextEdit(4, 5, "E"), TextEdit(0, 1, ""), TextEdit(2, 2, "1"), TextEdit(2, 2, "2"), TextEdit(2, 3, "C")]
    assert apply_edits(source, edits) == "b12CdEf\n"
    assert apply_edits(source, [TextEdit(4, 5, "E"), TextEdit(4, 5, "E")]) == "abcdEf\n"
    assert apply_edits(source, []) == "abcdef\n"


@pytest.mark.parametrize(
    "second", [TextEdit(2, 4, "x"), TextEdit(1, 3, "y"), TextEdit(2, 2, ""), TextEdit(0, 9, ""), TextEdit(9, 9, "")]
)
def test_overlapping_edits_are_refused(second: TextEdit) -> None:
    with pytest.raises(ValueError, match=r"overlap|outside"):
        apply_edits(source_from_text("abcdef", "a.py"), [TextEdit(1, 3, "x"), second])


def test_a_new_line_ends_as_the_file_does_and_old_lines_stay() -> None:
    data = codecs.BOM_UTF8 + "a\r\n\tb🙂\nc\rd\r\n".encode()
    assert (
        edited(data, TextEdit(2, 2, "x\n"), TextEdit(6, 7, "C\nD"))
        == codecs.BOM_UTF8 + "a\r\nx\r\n\tb🙂\nC\r\nD\rd\r\n".encode()
    )


def test_the_encoding_stays() -> None:
    data = "# coding: latin-1\nx = 'é'\n".encode("latin-1")
    assert edited(data, TextEdit(18, 19, "ü")) == "# coding: latin-1\nü = 'é'\n".encode("latin-1")
    with pytest.raises(EditError, match="has no '🙂'"):
        edited(data, TextEdit(18, 19, "🙂"))


def test_a_file_that_has_changed_is_not_written() -> None:
    with pytest.raises(EditError, match="changed since"):
        render(source_from_bytes(b"a\n", "a.py"), b"b\n", [TextEdit(0, 1, "x")])


@given(CODE, st.data())
def test_text_outside_an_edit_stays_byte_for_byte(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    source = source_from_bytes(raw, "a.py")
    assert render(source, raw, []) == raw
    start = data.draw(st.integers(0, len(source.text)))
    end = data.draw(st.integers(start, len(source.text)))
    new = render(source, raw, [TextEdit(start, end, "N\nN")])
    at = new.index(b"N")
    assert raw.startswith(new[:at])
    assert raw.endswith(new[new.rindex(b"N") + 1 :])
    assert new.decode().replace("\r\n", "\n").replace("\r", "\n") == apply_edits(source, [TextEdit(start, end, "N\nN")])


# Notebooks


@st.composite
def notebooks(draw: st.DrawFn) -> bytes:
    version = draw(st.sampled_from([3, 4]))
    cells: list[dict[str, Any]] = []
    for text in draw(st.lists(CODE, min_size=1, max_size=4)):
        source: Any = text
        if draw(st.booleans()):
            source = text.splitlines(keepends=version == 4 or draw(st.booleans()))
        kind = draw(st.sampled_from(["code", "code", "markdown"]))
        cells.append({"outputs": [{"source": [1.5, "é"]}], "cell_type": kind, "metadata": {"source": "no"}})
        cells[-1]["input" if version == 3 and kind == "code" else "source"] = source
    value: dict[str, Any] = {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    value.update(nbformat=version, metadata={"é": float("nan")})
    indent = draw(st.sampled_from([None, 1, 2, "\t"]))
    text = json.dumps(value, indent=indent, ensure_ascii=draw(st.booleans()))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from([b"", codecs.BOM_UTF8])) + text.encode() + draw(st.sampled_from([b"", b"\n"]))


@given(notebooks())
def test_a_notebook_without_edits_is_the_same_file(data: bytes) -> None:
    assert render(source_from_bytes(data, "n.ipynb"), data, []) == data


@given(notebooks(), st.data())
def test_an_edit_changes_only_its_cell(data: bytes, draws: st.DataObject) -> None:
    source = source_from_bytes(data, "n.ipynb")
    if not source.cells:
        return
    number = draws.draw(st.integers(0, len(source.cells) - 1))
    cell = source.cells[number]
    start = draws.draw(st.integers(cell.start, cell.end))
    end = draws.draw(st.integers(start, cell.end))
    content = draws.draw(st.sampled_from(["", "new", "é\n", "\n", "a\nb", "🙂 = 1\n\n"]))
    edits = [TextEdit(start, end, content)]
    if source.text != source.original:
        try:
            apply_edits(source, edits)
        except EditError:
            return
    new = render(source, data, edits)
    after = source_from_bytes(new, "n.ipynb")
    texts = [source.original[old.start : old.end] for old in source.cells]
    texts[number] = texts[number][: start - cell.start] + content + texts[number][end - cell.start :]
    assert [after.original[one.start : one.end] for one in after.cells] == texts
    # All that is not this cell's source is the same text.
    changed = data[shared(data, new) : len(data) - shared(data[::-1], new[::-1])]
    assert b'"cell_type"' not in changed
    assert json.dumps(without_cell(new, cell.index)) == json.dumps(without_cell(data, cell.index))
    if data.isascii() and "é" in content:
        assert new.isascii() or b"\\u" not in data


def shared(one: bytes, other: bytes) -> int:
    """Length of the beginning that both have."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def without_cell(data: bytes, index: int) -> Any:
    value = json.loads(data.decode("utf-8-sig"))
    cells = value["cells"] if "cells" in value else value["worksheets"][0]["cells"]
    cells[index - 1].pop("source", None)
    cells[index - 1].pop("input", None)
    return value


NOTEBOOK = """{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "import keras\\n",
    "x = 'caf\\u00e9'\\n",
    "y = \\"\\/\\" "
   ],
   "outputs": [{"a":1 , "b": 1e5}]
  },
  {"cell_type": "code", "source": "z = 1\\nw = 2"},
  {"cell_type": "code",
   "source": []
  }
 ],
 "nbformat": 4
}"""


def edited_notebook(*edits: TextEdit) -> str:
    return edited(NOTEBOOK.encode(), *edits, filename="n.ipynb").decode()


def test_lines_of_a_cell_that_no_edit_touches_are_written_as_they_were() -> None:
    assert edited_notebook(TextEdit(13, 14, "ü = 1\nq")) == NOTEBOOK.replace(
        "    \"x = 'caf\\u00e9'\\n\"", '    "\\u00fc = 1\\n",\n    "q = \'caf\\u00e9\'\\n"'
    )


def test_lines_may_be_added_at_both_ends_and_removed() -> None:
    assert edited_notebook(TextEdit(0, 0, "a\n")) == NOTEBOOK.replace('    "import', '    "a\\n",\n    "import')
    source = source_from_bytes(NOTEBOOK.encode(), "n.ipynb")
    end = source.cell(1).end
    assert edited_notebook(TextEdit(end, end, "\nb")) == NOTEBOOK.replace('\\"\\/\\" "', '\\"/\\" \\n",\n    "b"')
    assert edited_notebook(TextEdit(0, 13, "")) == NOTEBOOK.replace('    "import keras\\n",\n', "")
    assert json.loads(edited_notebook(TextEdit(0, end, "")))["cells"][0]["source"] == []
    assert edited_notebook(TextEdit(12, 13, "; ")) == NOTEBOOK.replace('keras\\n",\n    "x', "keras; x")


def test_a_cell_written_as_a_string_stays_a_string() -> None:
    start = source_from_bytes(NOTEBOOK.encode(), "n.ipynb").cell(2).start
    assert edited_notebook(TextEdit(start, start + 1, "q\nr")) == NOTEBOOK.replace('"z = 1\\n', '"q\\nr = 1\\n')


def test_an_empty_cell_is_filled_in_the_style_of_the_file() -> None:
    start = source_from_bytes(NOTEBOOK.encode(), "n.ipynb").cell(3).start
    expected = NOTEBOOK.replace('"source": []', '"source": [\n    "a\\n",\n    "b"\n   ]')
    assert edited_notebook(TextEdit(start, start, "a\nb")) == expected


def test_a_newline_across_two_elements_is_one_newline() -> None:
    data = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a\\r", "\\nb", "c"]}]}'
    assert edited(data, TextEdit(2, 3, "x"), filename="n.ipynb") == data.replace(
        b'"a\\r", "\\nb", "c"', b'"a\\r\\n", "xc"'
    )


def test_the_last_of_two_equal_keys_counts() -> None:
    data = b'{"nbformat": 4, "cells": [], "cells": [{"cell_type": "code", "source": "a", "source": "b"}]}'
    assert edited(data, TextEdit(0, 1, "c"), filename="n.ipynb") == data.replace(b'"b"', b'"c"')


@pytest.mark.parametrize("edit", [TextEdit(32, 33, ""), TextEdit(0, 34, "x")])
def test_an_edit_that_leaves_its_cell_is_refused(edit: TextEdit) -> None:
    with pytest.raises(EditError, match=r"leaves its cell"):
        edited_notebook(edit)


# Magics


def magic(text: str) -> Source:
    return source_from_text(json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": text}]}), "n.ipynb")


@pytest.mark.parametrize(
    ("text", "edit", "allowed"),
    [
        ("!ls -l\nx", TextEdit(0, 0, "y\n"), True),
        ("!ls -l\nx", TextEdit(2, 2, "y"), False),
        ("!ls -l\nx", TextEdit(0, 3, ""), False),
        ("!ls -l\nx", TextEdit(6, 6, "\ny"), True),
        ("!ls -l\nx", TextEdit(7, 8, "y"), True),
        ("%%time\nx", TextEdit(0, 0, "import a\n"), False),
        ("%%time\nx", TextEdit(7, 7, "import a\n"), True),
        ("%%bash\nx", TextEdit(7, 8, "y"), False),
        ("%time f(x)", TextEdit(8, 9, "y"), True),
        ("%time f(x)", TextEdit(8, 9, "y,\nz"), False),
        ("%time f(x)", TextEdit(6, 6, "y\n"), False),
        ("%time f(x)", TextEdit(0, 0, "y\n"), True),
        ("%time f(x)", TextEdit(10, 10, "\ny"), True),
        ("x = !ls", TextEdit(0, 1, "y"), True),
        ("x = !ls", TextEdit(0, 7, "y"), False),
    ],
)
def test_edits_leave_magics_alone(text: str, edit: TextEdit, allowed: bool) -> None:
    source = magic(text)
    if allowed:
        assert apply_edits(source, [edit]).startswith(text[: edit.start] + edit.content)
    else:
        with pytest.raises(EditError):
            apply_edits(source, [edit])


# Files on disk


def test_a_file_is_replaced_with_its_mode_and_through_links(tmp_path: Path) -> None:
    target = tmp_path / "real" / "a.py"
    target.parent.mkdir()
    target.write_bytes(b"old")
    target.chmod(0o754)
    link = tmp_path / "link.py"
    link.symlink_to(target)
    write_atomically(link, b"new\r\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"new\r\n"
    assert target.stat().st_mode & 0o777 == 0o754
    assert [path.name for path in target.parent.iterdir()] == ["a.py"]


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder" / "x").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011
        write_atomically(tmp_path / "folder", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("other", "written"), [("\\u00e9", "\\u00fc"), ("é", "ü"), ("plain", "ü"), ("\\\\u00e9", "ü"), ("\\u001b", "ü")]
)
def test_characters_are_escaped_if_the_file_escapes_them(other: str, written: str) -> None:
    text = f'{{"nbformat": 4, "cells": [{{"cell_type": "code", "source": ["a"]}}], "other": "{other}"}}'
    assert edited(text.encode(), TextEdit(0, 1, "ü"), filename="n.ipynb").decode() == text.replace(
        '"a"', f'"{written}"'
    )

"""Files are read as Python and Jupyter read them; what cannot be read is said in one line."""

import ast
import codecs
import json
import time
from pathlib import Path
from typing import Any

import pytest

from keras_lint.source import SourceError, read_source, source_from_bytes, source_from_text


def notebook(*sources: Any, version: int = 4, **extra: Any) -> dict[str, Any]:
    key = "input" if version == 3 else "source"
    cells = [{"cell_type": "code", "metadata": {}, key: source, "outputs": []} for source in sources]
    body = {"worksheets": [{"cells": cells}]} if version == 3 else {"cells": cells}
    return {"nbformat": version, "nbformat_minor": 0, "metadata": {}, **body, **extra}


def read(value: object) -> str:
    return source_from_bytes(json.dumps(value).encode(), "n.ipynb").text


def error(data: bytes, filename: str = "a.py") -> str:
    with pytest.raises(SourceError) as caught:
        source_from_bytes(data, filename)
    message = str(caught.value)
    assert "\n" not in message
    assert ";" in message, "it says what to do"
    return message


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("x = 'é🙂'\n".encode(), "x = 'é🙂'\n", "utf-8"),
        (codecs.BOM_UTF8 + b"x\n", "x\n", "utf-8"),
        ("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "# -*- coding: latin-1 -*-\nx = 'é'\n", "iso8859-1"),
        ("#!/usr/bin/python\r# vim: set fileencoding=cp1252 :\rx = '€'".encode("cp1252"), None, "cp1252"),
        (b"x = 1\n# coding: latin-1\n", None, "utf-8"),
        (b"# coding: UTF_8\n\x0cx = 1", None, "utf-8"),
    ],
)
def test_a_file_is_decoded_as_python_would(data: bytes, text: str | None, encoding: str) -> None:
    source = source_from_bytes(data, "a.py")
    assert source.encoding == encoding
    if text is not None:
        assert source.text == text
    assert ast.dump(ast.parse(source.text)) == ast.dump(ast.parse(data))
    assert source.bom == data.startswith(codecs.BOM_UTF8)


def test_newlines_become_line_feeds_and_the_dominant_one_is_remembered() -> None:
    source = source_from_bytes(b"a\r\nb\rc\nd\r\n\x0ce", "a.py")
    assert source.text == "a\nb\nc\nd\n\x0ce"
    assert source.newline == "\r\n"
    assert source_from_text("a\rb", "a.py").newline == "\r"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"x = '\xff'\n", "is not valid UTF-8 (byte 0xff at offset 5); save it as UTF-8 or declare its encoding"),
        (codecs.BOM_UTF8 + b"x\xff", "byte 0xff at offset 4"),
        (b"x\0y", "NUL byte at offset 1"),
        ("x".encode("utf-16"), "UTF-16"),
        ("x".encode("utf-32"), "UTF-32"),
        (b"# coding: klingon\n", "encoding klingon"),
        (b"# coding: rot13\n", "encoding rot13"),
        (b"# coding: utf-16\n", "utf-16"),
        (b"# coding: ascii\nx = '\xe9'", "is not valid ascii (byte 0xe9 at offset 21)"),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "mark of UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_explained(data: bytes, part: str) -> None:
    assert part in error(data)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b"{", "is not valid JSON (line 1, column 2"),
        (b"print(1)", "is not valid JSON"),
        (b"[]", "is not a Jupyter notebook"),
        (b"{}", '"nbformat"'),
        (b'{"nbformat": 5, "cells": []}', "nbformat 5"),
        (b'{"nbformat": 2, "worksheets": []}', "nbformat 2"),
        (b'{"nbformat": true}', "nbformat True"),
        (b'{"nbformat": 4, "metadata": {}}', 'it has no "cells"'),
        (b'{"nbformat": 3, "metadata": {}}', 'it has no "worksheets"'),
        (b'{"nbformat": 4, "cells": 1}', '"cells" are not a list'),
        (b'{"nbformat": 3, "worksheets": [1]}', '"cells" are not a list'),
        (b'{"nbformat": 4, "cells": [1]}', "cell 1 is not an object"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', "source of cell 1"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a", 3]}]}', "source of cell 1"),
        (b'{"nbformat": 4, "cells": ["\xff"]}', "byte 0xff"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_notebook_is_explained(data: bytes, part: str) -> None:
    assert part in error(data, "n.ipynb")


def test_a_file_that_cannot_be_opened_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^cannot be read: no such file"):
        read_source(tmp_path / "missing.py")
    with pytest.raises(SourceError, match=r"^cannot be read"):
        read_source(tmp_path)


def test_the_code_cells_of_a_notebook_are_one_text() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title"]},
        {"cell_type": "code", "source": ["import keras\n", "x = 1"]},
        {"cell_type": "raw", "source": "raw"},
        {"cell_type": "code", "source": "y = 2\n"},
        {"cell_type": "code", "source": []},
    ]
    source = source_from_bytes(json.dumps({"nbformat": 4, "cells": cells}).encode(), "n.ipynb")
    assert source.text == "import keras\nx = 1\ny = 2\n\n\n"
    assert [(cell.index, cell.first_row) for cell in source.cells] == [(2, 1), (4, 3), (5, 5)]
    assert source.is_notebook


def test_notebooks_of_format_3_are_read() -> None:
    assert read(notebook(["a\n", "b"], "c", version=3)) == "a\nb\nc\n"
    assert read(notebook(["a", "b"], version=3)) == "a\nb\n", "lists without newlines"
    value = notebook("x", version=3)
    value["worksheets"][0]["cells"][0]["language"] = "ruby"
    assert read(value) == "#\n"


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "R"}},
        {"kernelspec": {"language": "julia", "name": "julia-1.6"}},
        {"kernelspec": {"name": "ir"}},
        {"kernelspec": {"name": "xcpp17"}},
    ],
)
def test_a_notebook_of_another_language_has_no_code(metadata: dict[str, Any]) -> None:
    assert read(notebook("x <- 1", metadata=metadata)) == ""


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": None},
        {"kernelspec": {"name": "python3"}},
        {"language_info": {"name": "python"}},
        {"kernelspec": {"name": "my-env"}},
    ],
)
def test_a_notebook_is_python_unless_it_says_otherwise(metadata: dict[str, Any]) -> None:
    assert read(notebook("x = 1", metadata=metadata)) == "x = 1\n"


def test_odd_but_readable_notebooks_are_read() -> None:
    assert read(notebook()) == ""
    assert (
        source_from_bytes(b'{"nbformat": 3, "nbformat": 4, "cells": [], "x": NaN, "y": -Infinity}', "n.ipynb").text
        == ""
    )
    assert read(notebook("x = 1", big=1)) == "x = 1\n"
    data = json.dumps(notebook("x = 1")).encode().replace(b'"nbformat_minor": 0', b'"nbformat_minor": ' + b"1" * 5000)
    assert source_from_bytes(data, "n.ipynb").text == "x = 1\n"
    assert source_from_bytes(codecs.BOM_UTF8 + data, "n.ipynb").bom
    assert read(notebook("a\r\nb\rc\u2028d\x0ce")) == "a\nb\nc\u2028d\x0ce\n"


def test_characters_that_no_parser_takes_are_replaced_in_the_analysed_text() -> None:
    source = source_from_bytes(
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \'\\ud83d\\u0000\'"}]}', "n.ipynb"
    )
    assert source.text == "x = '\ufffd\ufffd'\n"
    assert source.original == "x = '\ud83d\0'\n"
    source.text.encode()


def test_huge_outputs_cost_no_more_than_their_length() -> None:
    value = notebook(*["x = 1"] * 200)
    for cell in value["cells"]:
        cell["outputs"] = [{"data": {"image/png": "A" * 100_000, "n": list(range(200))}}]
    data = json.dumps(value).encode()
    start = time.perf_counter()
    source_from_bytes(data, "n.ipynb")
    assert time.perf_counter() - start < 2


def test_file_names_are_absolute_unless_they_are_uris() -> None:
    assert source_from_text("", "a.py").filename == str(Path.cwd() / "a.py")
    assert source_from_text("", "untitled:Untitled-1").filename == "untitled:Untitled-1"

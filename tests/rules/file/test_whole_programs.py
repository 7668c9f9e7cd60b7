"""KL901 and KL904 in whole programs: the file that does not parse, and the one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from keras_lint.lint.service import FileResult, Options, Service
from keras_lint.lint.settings import Overrides
from tests.rules.training.programs import program
from tests.rules.whole_programs import FORMS, ROUTES, Written

PLACE = "import numpy as np"
"""A line that every program has; what is tried stands in the line after it."""

BROKEN = {
    "half an assignment": "rate = = 0.1",
    "a block without its colon": "if True\n    rate = 0.1",
    "Python 2": 'print "loading the data"',
    "a conflict that was not resolved": "<<<<<<< HEAD",
    "a bracket too many": "shape = (28, 28))",
    "a keyword as a name": "lambda = 0.01",
    "a string without its end": "name = 'digits",
}
SOUND = {
    "soft keywords as names": "match, case, type = 1, 2, 3",
    "what Python 2 wrote, in a string": "note = \"print 'loading'\"",
    "the marks of a conflict in a string": 'note = """\n<<<<<<< HEAD\n======="""',
    "quotes within a formatted string": "note = f\"{dict(a='b')['a']!r:>{10}}\"",
    "a name bound in passing": "print(size := 28 * 28)",
    "a name that is not ASCII": "Größe = 28  # 🙂",
    "a line that goes on": "size = 28 * \\\n    28",
    "a tab and a form feed": "if True:\n\trate = 0.1\f",
}
WAYS = [pytest.param(form, route, id=f"{form}-{route}") for form in FORMS for route in ROUTES]


def checked(folder: Path, form: str, data: bytes) -> FileResult:
    """What is said of a file as it stands on disk."""
    path = folder / ("train.ipynb" if form == "notebook" else "train.py")
    path.write_bytes(data)
    return Service(Options(Overrides(select=("KL901", "KL904")), isolated=True)).check_path(path)


def with_line(form: str, route: str, line: str) -> Written:
    """The program with a line more."""
    text = program(form, route, {}).text
    assert f"{PLACE}\n" in text
    return Written(form, text.replace(f"{PLACE}\n", f"{PLACE}\n{line}\n", 1))


@pytest.mark.parametrize(("form", "route"), WAYS)
@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_statement_that_does_not_parse_is_found_where_it_stands(
    form: str, route: str, line: str, tmp_path: Path
) -> None:
    written = with_line(form, route, line)
    (found,) = checked(tmp_path, form, written.data).diagnostics
    assert found.code == "KL901"
    assert written.line(found) in line.split("\n")


@pytest.mark.parametrize(("form", "route"), WAYS)
@pytest.mark.parametrize("line", SOUND.values(), ids=SOUND)
def test_a_statement_that_only_looks_odd_is_sound(form: str, route: str, line: str, tmp_path: Path) -> None:
    assert checked(tmp_path, form, with_line(form, route, line).data).diagnostics == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("magic", ["%pip install keras", "!ls -l data", "?np.zeros", "%%time\nprint(1)", "%%bash\nls"])
def test_magics_are_an_error_of_scripts_alone(form: str, magic: str, tmp_path: Path) -> None:
    text = program(form, "variable", {}).text
    written = Written(form, f"{text}\n# %%\n{magic}\n")
    codes = {diagnostic.code for diagnostic in checked(tmp_path, form, written.data).diagnostics}
    assert codes == (set() if form == "notebook" else {"KL901"})


def accented(form: str) -> bytes:
    return with_line(form, "parameter", "author = 'René'").data


UNREADABLE = {
    "Latin-1 that is not declared": lambda data: data.replace("é".encode(), b"\xe9").replace(rb"\u00e9", b"\xe9"),
    "a NUL": lambda data: data + b"\0",
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "cut off within a character": lambda data: data + "🙂".encode()[:3],
}
READABLE = {
    "as it is": lambda data: data,
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "lines that end as on Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "no line feed at its end": lambda data: data.rstrip(b"\n"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", UNREADABLE)
def test_bytes_that_are_no_text_cannot_be_read(form: str, way: str, tmp_path: Path) -> None:
    result = checked(tmp_path, form, UNREADABLE[way](accented(form)))
    assert ([d.code for d in result.diagnostics], result.unreadable) == (["KL904"], True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", READABLE)
def test_text_as_editors_write_it_can_be_read(form: str, way: str, tmp_path: Path) -> None:
    assert checked(tmp_path, form, READABLE[way](accented(form))).diagnostics == []


@pytest.mark.parametrize("form", ["script", "class"])
def test_a_declared_encoding_can_be_read(form: str, tmp_path: Path) -> None:
    text = with_line(form, "dictionary", "author = 'René'").text.replace("✏️", "").replace("🙂", "")
    data = f"# -*- coding: latin-1 -*-\n{text}".encode("latin-1")
    assert checked(tmp_path, form, data).diagnostics == []


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"[" + data + b"]",
        lambda data: data.replace(b'"cells"', b'"sheets"'),
        lambda data: data.replace(b'"nbformat": 4', b'"nbformat": 2'),
        lambda data: b"",
    ],
    ids=["cut off", "a list", "without cells", "of an old format", "empty"],
)
def test_what_is_no_notebook_cannot_be_read(spoilt: object, tmp_path: Path) -> None:
    assert callable(spoilt)
    result = checked(tmp_path, "notebook", spoilt(accented("notebook")))
    assert [d.code for d in result.diagnostics] == ["KL904"]

"""Notebook files: which cells they have, and where in the file's text the code of each stands."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from .text import SourceError

_EXPORT = "export it from Jupyter again"
_PYTHON = frozenset(("python", "python2", "python3", "ipython", "ipython2", "ipython3", "pyspark"))
_PYTHON_KERNEL = re.compile(r"python|py\d|conda|venv|pyspark", re.IGNORECASE)
_FOREIGN_KERNEL = re.compile(
    r"^(?:ir\d*|r|julia.*|bash|deno|javascript|typescript|ijavascript|tslab|iruby|ruby|scala|almond|spark|sparkkernel|sparkrkernel"
    r"|spylon-kernel|\.net-.*|xcpp.*|xeus-cling|clang.*|rust|evcxr|gophernotes|gonb|java|ijava|kotlin|octave|matlab|maxima|sas"
    r"|stata|haskell|ihaskell|lua|perl|iperl|php|jupyter-php|ocaml.*|elixir|swift|wolframlanguage.*|sql|xsqlite|powershell)$",
    re.IGNORECASE,
)


class RawCell(NamedTuple):
    """A code cell as the file has it."""

    number: int
    """From 1, among all cells."""
    source: str
    """Newlines may be of any kind."""
    is_python: bool


def read_cells(text: str) -> list[RawCell]:
    """The code cells of a notebook's JSON text, none if its kernel is not Python. Raises SourceError."""
    notebook = _load(text)
    if not isinstance(notebook, dict):
        raise SourceError(f"is not a Jupyter notebook: its JSON is not an object; {_EXPORT}")
    version = notebook.get("nbformat")
    if version is None:
        raise SourceError('is not a Jupyter notebook: it has no "nbformat"; export it from Jupyter again')
    if version not in (3, 4) or isinstance(version, bool):
        raise SourceError(f"has nbformat {_short(version)}; known are 3 and 4: open it in Jupyter and save it as 4")
    metadata = notebook.get("metadata")
    foreign = _is_foreign(metadata if isinstance(metadata, dict) else {})
    found = []
    for index, cell in enumerate(_all_cells(notebook, version), 1):
        if not isinstance(cell, dict):
            raise SourceError(f"is not a valid notebook: cell {index} is not an object; {_EXPORT}")
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("input" if version == 3 else "source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = joiner(source, version).join(source)
        if not isinstance(source, str):
            raise SourceError(f"is not a valid notebook: the source of cell {index} is no text; {_EXPORT}")
        found.append(RawCell(index, source, _is_python_cell(cell)))
    return [] if foreign else found


def joiner(lines: list[str], version: int) -> str:
    """What stands between the lines of a cell: nbformat 3 knows lists of lines without their newlines."""
    return "\n" if version == 3 and lines and not lines[0].endswith(("\n", "\r")) else ""


def _load(text: str) -> Any:
    try:
        try:
            return json.loads(text)
        except JSONDecodeError:
            raise
        except ValueError:  # a number with more digits than Python reads into an int
            return json.loads(text, parse_int=float)
    except JSONDecodeError as error:
        if not text.strip():
            raise SourceError(f"is empty, which no notebook is; restore it, or {_EXPORT}") from None
        place = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise SourceError(f"is not valid JSON ({place}), which a notebook must be; restore it, or {_EXPORT}") from None
    except RecursionError:
        raise SourceError(f"is nested too deeply to be a notebook; {_EXPORT}") from None


def _all_cells(notebook: dict[str, Any], version: int) -> list[Any]:
    if version == 4:
        groups = [notebook.get("cells")]
    else:
        sheets = _list(notebook.get("worksheets"), "worksheets")
        groups = [sheet.get("cells") if isinstance(sheet, dict) else sheet for sheet in sheets]
    return [cell for group in groups for cell in _list(group, "cells")]


def _list(value: object, name: str) -> list[Any]:
    if value is None:
        raise SourceError(f'is not a valid notebook: it has no "{name}"; export it from Jupyter again')
    if not isinstance(value, list):
        raise SourceError(f'is not a valid notebook: its "{name}" are not a list; export it from Jupyter again')
    return value


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 20 else text[:20] + "…"


def _is_foreign(metadata: dict[str, Any]) -> bool:
    """Whether the notebook's kernel is known to run another language than Python."""
    kernel = metadata.get("kernelspec")
    for holder, key in ((metadata.get("language_info"), "name"), (kernel, "language")):
        language = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(language, str) and language:
            return language.lower() not in _PYTHON
    name = kernel.get("name") if isinstance(kernel, dict) else None
    return isinstance(name, str) and not _PYTHON_KERNEL.search(name) and bool(_FOREIGN_KERNEL.match(name))


def _is_python_cell(cell: dict[str, Any]) -> bool:
    """Cells of nbformat 3, and of VS Code's polyglot notebooks, name a language of their own."""
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = editor.get("languageId") if isinstance(editor, dict) else cell.get("language")
    return not isinstance(language, str) or not language or language.lower() in _PYTHON


class SourceSpan(NamedTuple):
    """Where the code of a cell stands in the JSON text of its notebook."""

    key: int
    """Offset of the key, `"source"`."""
    start: int
    end: int
    """The value with its quotes or brackets."""
    version: int


_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder(parse_int=str)  # values are only skipped


def source_spans(text: str, version: int) -> dict[int, SourceSpan]:
    """The code of each code cell by its index, in JSON text that `read_cells` has read."""
    try:
        return _source_spans(text, version)
    except (JSONDecodeError, StopIteration, IndexError):
        raise SourceError(f"is not valid JSON, which a notebook must be; restore it, or {_EXPORT}") from None


def nbformat_of(text: str) -> int:
    """The version a notebook's JSON text gives, 4 if it gives none."""
    members = _members(text, _space(text, 0))
    at = members.get("nbformat")
    value = json.loads(text[at[1] : at[2]]) if at else 4
    return value if isinstance(value, int) else int(value)


def _source_spans(text: str, version: int) -> dict[int, SourceSpan]:
    top = _members(text, _space(text, 0))
    if version == 4:
        groups = [top["cells"][1]] if "cells" in top else []
    else:
        sheets = _elements(text, top["worksheets"][1]) if "worksheets" in top else []
        groups = [_members(text, sheet)["cells"][1] for sheet, _ in sheets if "cells" in _members(text, sheet)]
    spans: dict[int, SourceSpan] = {}
    cells = [start for group in groups for start, _ in _elements(text, group)]
    for index, start in enumerate(cells, 1):
        members = _members(text, start)
        kind = members.get("cell_type")
        if kind is None or json.loads(text[kind[1] : kind[2]]) != "code":
            continue
        found = members.get("input" if version == 3 else "source")
        if found is not None:
            spans[index] = SourceSpan(*found, version)
    return spans


def _space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _members(text: str, start: int) -> dict[str, tuple[int, int, int]]:
    """For each key of the object at `start` the offsets of the key, of its value and behind that; the last one wins."""
    members: dict[str, tuple[int, int, int]] = {}
    position = _space(text, start + 1)
    while text[position] != "}":
        key_start = position
        key, position = _DECODER.raw_decode(text, position)
        value_start = _space(text, _space(text, position) + 1)
        _, end = _DECODER.raw_decode(text, value_start)
        members[key] = (key_start, value_start, end)
        position = _space(text, end)
        if text[position] == ",":
            position = _space(text, position + 1)
    return members


def _elements(text: str, start: int) -> list[tuple[int, int]]:
    """Where the elements of the list at `start` start and end."""
    elements = []
    position = _space(text, start + 1)
    while text[position] != "]":
        _, end = _DECODER.raw_decode(text, position)
        elements.append((position, end))
        position = _space(text, end)
        if text[position] == ",":
            position = _space(text, position + 1)
    return elements


def list_elements(text: str, span: SourceSpan) -> list[tuple[int, int]]:
    """The same for the lines of a cell that is written as a list."""
    return _elements(text, span.start)

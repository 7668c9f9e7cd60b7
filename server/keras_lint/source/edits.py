"""Edits on a source's text, and the file that results from them: what no edit touches stays byte for byte."""

from __future__ import annotations

import json
import os
import re
import stat
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from .notebook import SourceSpan, joiner, list_elements, nbformat_of, source_spans
from .read import decode, dominant_newline, source_from_bytes, with_line_feeds
from .text import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .text import Cell, Source


class EditError(ValueError):
    """Edits that cannot be made; the message says why."""


def apply_edits(source: Source, edits: Iterable[TextEdit]) -> str:
    """`source.original` with all edits made.

    Edits are those of one text, not of one another's results. The same edit given twice is made once; insertions at one
    place keep their order. Raises EditError where edits overlap, leave their cell, or touch what is no Python.
    """
    return _replaced(source.original, _checked(source, edits))


def render(source: Source, data: bytes, edits: Iterable[TextEdit]) -> bytes:
    """The new content of a file whose content is `data`, which `source` was read from.

    Newlines, encoding and BOM stay; a new line ends as most lines of its file or cell do. Raises EditError as
    `apply_edits` does, and if the file has changed since it was read or cannot hold the new text in its encoding.
    """
    checked = _checked(source, edits)
    if source_from_bytes(data, source.filename).original != source.original:
        raise EditError("the file has changed since it was read")
    if not checked:
        return data
    text, encoding, bom = decode(data, source.filename)
    changed = _notebook_text(source, text, checked) if source.is_notebook else _with_newlines(text, checked)
    mark = data[:3] if bom else b""
    return mark + _encoded(text, data[len(mark) :], changed, encoding)


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Replace a file's content at once: a reader finds the old or the new one. Its mode stays, links are followed."""
    import tempfile  # takes longer to import than all the rest

    target = Path(path).resolve()
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


# Checks


def _checked(source: Source, edits: Iterable[TextEdit]) -> list[TextEdit]:
    """The edits in order, each once."""
    ordered = sorted(dict.fromkeys(edits))
    before: TextEdit | None = None
    for edit in ordered:
        if not 0 <= edit.start <= edit.end <= len(source.original):
            raise EditError(f"an edit at {edit.start}..{edit.end} is outside the text")
        if before is not None and edit.start < before.end:
            raise EditError(f"the edits at {before.start}..{before.end} and {edit.start}..{edit.end} overlap")
        before = edit
        cell = source.cell_at(edit.start)
        if source.is_notebook and (cell is None or edit.end > cell.end or edit.start < cell.start):
            raise EditError(f"the edit at {edit.start}..{edit.end} leaves its cell")
        _check_magics(source, edit, cell)
    return ordered


def _check_magics(source: Source, edit: TextEdit, cell: Cell | None) -> None:
    if not source.masked:
        return
    if cell is not None and edit.start < cell.body:
        raise EditError(f"the edit at {edit.start}..{edit.end} touches a cell magic, or what stands above it")
    index = bisect_right(source.masked, edit.start, key=lambda span: span.end)
    if index < len(source.masked):
        span = source.masked[index]
        inside = span.start < edit.start if edit.start == edit.end else span.start < edit.end
        if inside:
            raise EditError(f"the edit at {edit.start}..{edit.end} touches what is no Python")
    if ("\n" in edit.content or "\n" in source.original[edit.start : edit.end]) and is_behind_magic(source, edit.start):
        raise EditError(f"the edit at {edit.start}..{edit.end} would break the line of a magic")


def is_behind_magic(source: Source, offset: int) -> bool:
    """Whether a magic runs the Python at an offset, as in `%time model.fit(x)`: it must stay one line."""
    index = bisect_right(source.masked, offset, key=lambda span: span.end) - 1
    if index < 0:
        return False
    line = source.line_span(source.row(offset))
    span = source.masked[index]
    code = source.original[span.end : line.end].strip()
    return span.end > line.start and bool(code) and offset < line.end


# Text


def _replaced(text: str, edits: Iterable[TextEdit]) -> str:
    parts: list[str] = []
    done = 0

    def put(part: str) -> None:
        if part.startswith("\n") and parts and parts[-1].endswith("\r"):
            part = "\r" + part[1:]  # two newlines that have become neighbours must not become one
        if part:
            parts.append(part)

    for edit in edits:
        put(text[done : edit.start])
        put(edit.content)
        done = edit.end
    put(text[done:])
    return "".join(parts)


def _with_newlines(raw: str, edits: list[TextEdit], newline: str | None = None) -> str:
    """A text with its newlines as they were, edited by offsets that count each newline as one character."""
    collapsed: list[int] = []
    if "\r\n" in raw:
        collapsed = [match.start() - number for number, match in enumerate(re.finditer("\r\n", raw))]
    newline = newline or dominant_newline(raw)

    def moved(edit: TextEdit) -> TextEdit:
        start = edit.start + bisect_left(collapsed, edit.start)
        end = edit.end + bisect_left(collapsed, edit.end)
        content = with_line_feeds(edit.content).replace("\n", newline)
        if content.endswith("\r") and raw.startswith("\n", end):
            content = content[:-1] + "\n"
        return TextEdit(start, end, content)

    return _replaced(raw, [moved(edit) for edit in edits])


def _encoded(text: str, data: bytes, changed: str, encoding: str) -> bytes:
    try:
        if encoding != "utf-8" and text.encode(encoding) != data:
            raise EditError(f"what the file holds cannot be written back in {encoding} as it was")
        return changed.encode(encoding)
    except UnicodeEncodeError as error:
        character = changed[error.start : error.start + 1]
        raise EditError(f"the file's encoding {encoding} has no {character!r}") from None


# Notebooks


def _notebook_text(source: Source, text: str, edits: list[TextEdit]) -> str:
    spans = source_spans(text, nbformat_of(text))
    by_cell: dict[int, list[TextEdit]] = {}
    for edit in edits:
        cell = source.cell_at(edit.start)
        if cell is None:
            raise EditError("the notebook has no cell to edit")
        within = TextEdit(edit.start - cell.start, edit.end - cell.start, edit.content)
        by_cell.setdefault(cell.index, []).append(within)
    changes = []
    for index, cell_edits in by_cell.items():
        if index not in spans:
            raise EditError(f"cell {index} has no source to edit")
        span = spans[index]
        changes.append(TextEdit(span.start, span.end, _new_value(text, span, cell_edits)))
    return _replaced(text, sorted(changes))


def _new_value(text: str, span: SourceSpan, edits: list[TextEdit]) -> str:
    """The JSON of a cell's code after edits, in the style that it had."""
    value = text[span.start : span.end]
    ascii_only = _is_ascii_style(value, text)
    if value[0] == '"':
        return json.dumps(_with_newlines(json.loads(value), edits), ensure_ascii=ascii_only)
    return _ListValue(text, span).edited(edits, ascii_only)


_ESCAPED = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")


def _is_ascii_style(value: str, text: str) -> bool:
    """Whether characters beyond ASCII are written as escapes: as in this value, else as in the rest of the file."""
    for sample in (value, text):
        if not sample.isascii():
            return False
        for match in _ESCAPED.finditer(sample):
            before = sample[max(match.start() - 50, 0) : match.start()]
            if (len(before) - len(before.rstrip("\\"))) % 2 == 0:  # else `\\u` is a backslash and a letter
                return True
    return False


class _ListValue:
    """The code of a cell, written as a list of lines."""

    def __init__(self, text: str, span: SourceSpan) -> None:
        self.text, self.span = text, span
        self.places = list_elements(text, span)
        self.lines: list[str] = json.loads(text[span.start : span.end])
        # nbformat 3 also knows lists whose lines have no newline.
        self.bare = bool(joiner(self.lines, span.version))

    def edited(self, edits: list[TextEdit], ascii_only: bool) -> str:
        """The list with only those elements new that an edit changes."""
        if self.bare:
            return self.edited_bare(edits, ascii_only)
        lines = self.lines
        newline = dominant_newline("".join(lines))
        first, last = self.touched(edits[0].start, edits[-1].end)
        if _length(lines) != len(with_line_feeds("".join(lines))):  # a newline lies across two elements
            first, last = 0, len(lines)
        base = _length(lines[:first])
        while True:
            inner = [TextEdit(edit.start - base, edit.end - base, edit.content) for edit in edits]
            changed = _with_newlines("".join(lines[first:last]), inner, newline)
            if last == len(lines) or not changed or changed.endswith(("\n", "\r")):
                break
            last += 1  # the line goes on in the next element
        before, after = self.elements(0, first), self.elements(last, len(lines))
        new = re.findall("[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", changed)
        return self.joined(before + [json.dumps(line, ensure_ascii=ascii_only) for line in new] + after)

    def edited_bare(self, edits: list[TextEdit], ascii_only: bool) -> str:
        """The same for a list of lines without newlines."""
        new = _with_newlines("\n".join(self.lines), edits, "\n").split("\n")
        new[0] = new[0].removesuffix("\r")  # it would say that the lines have their newlines
        known = dict(zip(self.lines, self.elements(0, len(self.lines)), strict=True))
        return self.joined([known.get(line) or json.dumps(line, ensure_ascii=ascii_only) for line in new])

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The range of elements that hold these offsets; an offset between two belongs to the second."""
        starts = []
        position = 0
        for line in self.lines:
            starts.append(position)
            position += len(with_line_feeds(line))
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_left(starts, end) if end > start else bisect_right(starts, end)
        return first, min(max(last, first + 1), len(starts))

    def elements(self, first: int, last: int) -> list[str]:
        return [self.text[start:end] for start, end in self.places[first:last]]

    def joined(self, elements: list[str]) -> str:
        """The elements as a list with the white space that the list had."""
        start, end = self.span.start, self.span.end
        if not elements:
            return "[]"
        if self.places:
            opening = self.text[start + 1 : self.places[0][0]]
            closing = self.text[self.places[-1][1] : end - 1]
            between = "," + (opening or " ")
            if len(self.places) > 1:
                between = self.text[self.places[0][1] : self.places[1][0]]
        else:
            opening, between, closing = self.empty_style()
        return "[" + opening + between.join(elements) + closing + "]"

    def empty_style(self) -> tuple[str, str, str]:
        """White space for a list that had none: one line for each element where the file is written so."""
        line_start = max(self.text.rfind("\n", 0, self.span.key), self.text.rfind("\r", 0, self.span.key)) + 1
        indent = self.text[line_start : self.span.key]
        if line_start == 0 or indent.strip():
            return "", ", ", ""
        unit = re.match(r"\{\s*?[\r\n]+([ \t]+)", self.text)
        outer = dominant_newline(self.text) + indent
        inner = outer + (unit[1] if unit else " ")
        return inner, "," + inner, outer


def _length(lines: list[str]) -> int:
    return sum(len(with_line_feeds(line)) for line in lines)

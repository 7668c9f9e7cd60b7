"""Pieces of source text with what is meant underlined, as wide as the terminal shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from keras_lint.cli.terminal import visible_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keras_lint.lint.finding import Place
    from keras_lint.source import Source

TAB = 4
"""Columns between tab stops."""

MAX_LINES = 6
"""A marked piece of more lines is shown by its first and its last ones."""


class Line(NamedTuple):
    """One line of an excerpt."""

    number: int | None
    """Row as shown; ``None`` for a line of marks, or for lines left out."""
    text: str
    marks: bool = False


class Shown(NamedTuple):
    """A line of source as it is displayed."""

    text: str
    columns: list[int]
    """Where each character of the source starts, and where the line ends."""


def display(line: str, width: Callable[[str], int]) -> Shown:
    """A line with tabs as spaces and control characters visible."""
    parts: list[str] = []
    columns = [0]
    column = 0
    for character in line:
        shown = " " * (TAB - column % TAB) if character == "\t" else visible_character(character)
        parts.append(shown)
        column += len(shown) if shown.isascii() else width(shown)
        columns.append(column)
    return Shown("".join(parts), columns)


def excerpt(source: Source, place: Place, room: int) -> list[Line]:
    """The lines of a place, with marks.

    Args:
        source: the text.
        place: what is marked.
        room: columns there are for the text.
    """
    from rich.cells import cell_len

    if place.row == place.end_row:
        shown = display(_line(source, place.cell, place.row), cell_len)
        start = shown.columns[min(place.column - 1, len(shown.columns) - 1)]
        end = shown.columns[min(place.end_column - 1, len(shown.columns) - 1)]
        text, start, end = _cropped(shown.text, start, max(end, start + 1), room, cell_len)
        return [Line(place.row, text), Line(None, " " * start + "^" * (end - start), True)]
    return list(_block(source, place, room))


def _block(source: Source, place: Place, room: int) -> Iterator[Line]:
    """Several lines with a bar at their left, as compilers draw it."""
    from rich.cells import cell_len, set_cell_size

    rows = list(range(place.row, place.end_row + 1))
    left_out = len(rows) > MAX_LINES
    if left_out:
        rows = [*rows[: MAX_LINES - 2], -1, *rows[-1:]]
    width = 0
    for row in rows:
        if row < 0:
            yield Line(None, "| …")
            continue
        shown = display(_line(source, place.cell, row), cell_len)
        text = (
            shown.text if shown.columns[-1] <= room - 2 else set_cell_size(shown.text, max(room - 3, 1)).rstrip() + "…"
        )
        yield Line(row, f"{'/' if row == place.row else '|'} {text}".rstrip())
        width = min(shown.columns[min(max(place.end_column - 2, 0), len(shown.columns) - 1)], max(room - 3, 1))
    yield Line(None, "|" + "_" * (width + 1) + "^", True)


def _line(source: Source, cell: int | None, row: int) -> str:
    try:
        return source.line_text(source.offset(row, 1, cell))
    except KeyError:
        return ""


def _cropped(text: str, start: int, end: int, room: int, width: Callable[[str], int]) -> tuple[str, int, int]:
    """A line cut to the room there is, so that the marked columns stay in sight."""
    if width(text) <= room:
        return text, start, end
    from rich.cells import chop_cells

    skip = 0
    if end > room - 1:
        skip = max(min(start - room // 4, end - room + 2), 0)
    head = chop_cells(text, skip)[0] if skip else ""
    rest = text[len(head) :]
    skipped = width(head)
    shift = skipped - 1 if head else 0
    tail = chop_cells(rest, max(room - 2, 1))[0]
    cut = ("…" if head else "") + tail + ("…" if len(tail) < len(rest) else "")
    limit = width(cut)
    start = max(start - shift, 0)
    return cut, start, max(min(end - shift, limit), start + 1)

"""A program's text, and the way between offsets in it and positions in its file or notebook."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

Unit = Literal["utf-8", "utf-16", "utf-32"]


class SourceError(Exception):
    """A file cannot be read as a Python program; the message is one line that says why and what to do."""


class Span(NamedTuple):
    """A piece of `Source.text`: offsets in code points, the end exclusive."""

    start: int
    end: int


class Location(NamedTuple):
    """A position as people count it: from 1, columns in code points; in a notebook, rows within the cell."""

    cell: int | None
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell of a notebook."""

    index: int
    """Counted from 1 among all cells of the notebook, text cells too."""
    start: int
    """Offset of its first character in `Source.text`."""
    end: int
    """Offset behind its last character: there `Source.text` has a newline that is not the cell's."""
    first_row: int
    """Row of its first line in `Source.text`, from 1."""
    body: int
    """Offset behind its cell magics such as `%%time`, which must stay first; the cell's end if it holds no Python."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace `Source.text[start:end]` by `content`; sorts by its place alone, so that sorting is stable."""

    start: int
    end: int
    content: str

    def __lt__(self, other: TextEdit) -> bool:
        return (self.start, self.end) < (other.start, other.end)


class Source:
    r"""One Python text to analyse: a file, or all code cells of a notebook in document order.

    Newlines are always "\n" here; `newline` says what the file has. Each cell is followed by one "\n" that is not part
    of it, so that every offset belongs to one cell, and the end of a cell to that cell. Before a cell whose first
    statement is indented there is a line of nobody's, `if 1:` in `text` and blank in `original`.
    """

    __slots__ = (
        "_line_starts",
        "bom",
        "cells",
        "encoding",
        "filename",
        "is_notebook",
        "masked",
        "memo",
        "newline",
        "original",
        "text",
    )

    def __init__(
        self,
        filename: str,
        text: str,
        original: str,
        *,
        cells: tuple[Cell, ...] = (),
        masked: tuple[Span, ...] = (),
        is_notebook: bool = False,
        newline: str = "\n",
        encoding: str = "utf-8",
        bom: bool = False,
    ) -> None:
        if len(text) != len(original):
            raise AssertionError("masking must not move a character")
        self.filename: Final = filename
        self.text: Final = text
        """What is analysed: magics and what else is not Python are masked."""
        self.original: Final = original
        """What the author wrote: the same text before masking, column for column."""
        self.cells: Final = cells
        self.masked: Final = masked
        """Where `text` stands for something that is not Python, in ascending order."""
        self.is_notebook: Final = is_notebook
        self.newline: Final = newline
        self.encoding: Final = encoding
        self.bom: Final = bom
        self._line_starts: list[int] | None = None
        self.memo: dict[str, Any] = {}
        """What later stages have read from this text, such as its comments."""

    def __repr__(self) -> str:
        return f"Source({self.filename!r}, {len(self.text)} characters, {len(self.cells)} cells)"

    # Lines of the whole text

    @property
    def line_starts(self) -> list[int]:
        """Offsets at which the lines of `text` start."""
        if self._line_starts is None:
            starts = [0]
            find = self.original.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts

    @property
    def rows(self) -> int:
        """Number of lines of `text`; the empty line behind a last newline counts."""
        return len(self.line_starts)

    def row(self, offset: int) -> int:
        """The row in the whole `text`, from 1."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, row: int) -> Span:
        """The line at this row of the whole `text`, without its newline."""
        starts = self.line_starts
        end = starts[row] - 1 if row < len(starts) else len(self.original)
        return Span(starts[row - 1], end)

    def line_text(self, offset: int) -> str:
        """The line around an offset as its author wrote it, without its newline."""
        start, end = self.line_span(self.row(offset))
        return self.original[start:end]

    # Cells

    @property
    def pieces(self) -> tuple[Span, ...]:
        """What can be parsed alone, in order and without gaps: the file, or each cell with its newline."""
        if not self.cells:
            return (Span(0, len(self.text)),)
        ends = [cell.end + 1 for cell in self.cells]
        return tuple(Span(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True))

    def cell_at(self, offset: int) -> Cell | None:
        """The cell that an offset belongs to; None in a file, and in a notebook without code."""
        if not self.cells:
            return None
        index = bisect_right(self.cells, offset, key=_cell_start) - 1
        return self.cells[max(index, 0)]

    def cell(self, index: int) -> Cell:
        """The code cell with this number. Raises KeyError if the notebook has none."""
        at = bisect_left(self.cells, index, key=_cell_index)
        if at == len(self.cells) or self.cells[at].index != index:
            raise KeyError(f"{self.filename} has no code cell {index}")
        return self.cells[at]

    # Positions

    def location(self, offset: int) -> Location:
        """Where people find an offset."""
        cell = self.cell_at(offset)
        if cell is not None:
            offset = min(max(offset, cell.start), cell.end)
        row = self.row(offset)
        column = offset - self.line_starts[row - 1] + 1
        return Location(None, row, column) if cell is None else Location(cell.index, row - cell.first_row + 1, column)

    def offset(self, row: int, column: int, cell: int | None = None) -> int:
        """The reverse of `location`; without a cell, rows are those of the whole text.

        What lies behind the end of a line is its end.
        """
        first, last = self._reach(cell)
        row = max(row, 1) + first - 1
        if row > last:
            return self.line_span(last).end
        start, end = self.line_span(row)
        return min(start + max(column - 1, 0), end)

    def column(self, offset: int, unit: Unit) -> tuple[int, int]:
        """Line and character from 0 as the language server protocol counts them, in a notebook within the cell."""
        location = self.location(offset)
        line = self.line_text(offset)
        return location.row - 1, _units(line[: location.column - 1], unit)

    def offset_at(self, line: int, character: int, unit: Unit, cell: int | None = None) -> int:
        """The reverse of `column`: behind the end of a line is its end, within a code point is its start."""
        first, last = self._reach(cell)
        row = max(line, 0) + first
        if row > last:
            return self.line_span(last).end
        start, end = self.line_span(row)
        return start + _code_points(self.original[start:end], max(character, 0), unit)

    def _reach(self, cell: int | None) -> tuple[int, int]:
        """First and last row of a cell, or of the whole text."""
        if cell is None:
            return 1, self.rows
        found = self.cell(cell)
        return found.first_row, self.row(found.end)


def _cell_start(cell: Cell) -> int:
    return cell.start


def _cell_index(cell: Cell) -> int:
    return cell.index


def _units(text: str, unit: Unit) -> int:
    if unit == "utf-32" or text.isascii():
        return len(text)
    if unit == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


def _code_points(text: str, units: int, unit: Unit) -> int:
    if unit == "utf-32" or text.isascii():
        return min(units, len(text))
    for index, character in enumerate(text):
        units -= _units(character, unit)
        if units < 0:
            return index
    return len(text)

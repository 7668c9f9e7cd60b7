"""What fixes would change, as unified diffs; in notebooks one for each cell."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from keras_lint.cli.text import display_path
from keras_lint.source.read import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keras_lint.lint.fixing import Fixed
    from keras_lint.source import Source


def diff(fixed: Fixed, data: bytes) -> Iterator[str]:
    """Lines of the diff between a file's content before and after, each with its newline."""
    name = display_path(fixed.before.filename)
    if not fixed.before.is_notebook:
        old, new = (decode(content, fixed.before.filename)[0] for content in (data, fixed.data))
        yield from _unified(old, new, name)
        return
    cells = {cell.index: _cell(fixed.after, cell.index) for cell in fixed.after.cells}
    for cell in fixed.before.cells:
        old, new = _cell(fixed.before, cell.index), cells.get(cell.index, "")
        yield from _unified(old, new, f"{name}:cell {cell.index}", whole=True)


def _cell(source: Source, index: int) -> str:
    cell = source.cell(index)
    return source.original[cell.start : cell.end]


def _unified(old: str, new: str, name: str, *, whole: bool = False) -> Iterator[str]:
    """A diff of two texts. The end of a cell (``whole``) has no newline, and nobody wants to be told."""
    for line in difflib.unified_diff(_lines(old), _lines(new), name, name):
        if line.endswith("\n"):
            yield line
        else:
            yield line + ("\n" if whole else "\n\\ No newline at end of file\n")


def _lines(text: str) -> list[str]:
    """Lines with their newlines, a carriage return before it included."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

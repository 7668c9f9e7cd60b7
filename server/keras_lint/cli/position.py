"""Places as they are written on the command line: ``FILE:ROW:COLUMN``, in notebooks ``FILE:CELL:ROW:COLUMN``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keras_lint.source import SourceError, Span, is_notebook_name, read_source

if TYPE_CHECKING:
    from keras_lint.source import Source

_NUMBERS = re.compile(r"^(?P<file>.+?)(?P<numbers>(?::(?:cell )?\d+){1,3}):?$", re.DOTALL)


def place_given(text: str) -> tuple[Source, Span | None]:
    """The file, and the place in it: a row, or a position; ``None`` where only the file is given.

    Raises:
        UsageError: the file cannot be read, or there is no such place.
    """
    match = None if Path(text).exists() else _NUMBERS.match(text)
    name = match["file"] if match is not None else text
    numbers = [int(number) for number in re.findall(r"\d+", match["numbers"])] if match is not None else []
    try:
        source = read_source(name)
    except SourceError as error:
        raise click.ClickException(f"{name} {error}") from None
    if not numbers:
        return source, None
    cell: int | None = None
    if is_notebook_name(name):
        if len(numbers) < 2:
            raise click.UsageError(f"in a notebook a place is FILE:CELL:ROW, not {text}")
        cell = numbers.pop(0)
    elif len(numbers) > 2:
        raise click.UsageError(f"expected FILE:ROW:COLUMN, not {text}")
    return source, _span(source, cell, numbers, text)


def _span(source: Source, cell: int | None, numbers: list[int], text: str) -> Span:
    try:
        first = source.offset(numbers[0], 1, cell)
    except KeyError:
        raise click.UsageError(f"{text}: there is no code cell {cell}") from None
    if source.location(first).row != numbers[0]:
        raise click.UsageError(f"{text}: there is no row {numbers[0]}")
    if len(numbers) > 1:
        offset = source.offset(numbers[0], numbers[1], cell)
        return Span(offset, offset)
    line = source.line_text(first)
    return Span(first + len(line) - len(line.lstrip()), first + len(line))

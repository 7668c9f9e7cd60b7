"""What a terminal may be sent: colours where they are wanted, and nothing that the terminal would obey."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 160
"""Columns of an excerpt where there is no terminal: a longer line is cut around what is marked."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of what follows: text would seem to say something else."""


def visible(text: str) -> str:
    """The text with every control character replaced by a picture or number of it."""
    if text.isprintable():
        return text
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    """A character as it can be shown."""
    code = ord(character)
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "␡"
    if character in _BIDI or 0xD800 <= code <= 0xDFFF or unicodedata.category(character) in ("Cc", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return character


def wants_colour(stream: IO[str]) -> bool:
    """Whether output to this stream is coloured: on a terminal, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def console(stream: IO[str] | None = None) -> Console:
    """A console that shows text as it is: no markup, no emoji codes, no highlighting of its own."""
    from rich.console import Console

    stream = stream or sys.stdout
    colour = wants_colour(stream)
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(
        file=stream,
        force_terminal=colour,
        no_color=not colour,
        color_system="auto" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        width=width,
    )

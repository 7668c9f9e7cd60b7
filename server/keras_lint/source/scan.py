"""A light scanner that cuts a text into logical lines: it knows brackets, strings and comments, and nothing else.

It is what magics and comments are found by, on text that may be half typed; the syntax tree comes later.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .text import Span

_TOKEN = re.compile(
    r"""
      (?P<string> (?: \b [rRbBuUfFtT]{1,2} )? (?: \"{3} | '{3} | ["'] ) )
    | (?P<comment> \#[^\n]* )
    | (?P<newline> \n )
    | (?P<joined> \\\n )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<assign> = [ \t]* (?= ![^=] | %{1,2}[A-Za-z] ) )   # never Python: what follows is a magic
    """,
    re.VERBOSE,
)
_SHELL_LINE = re.compile(r"[ \t]*!(?!=)")
_BLANK = " \t\f"
_STRING_END = {
    "'": re.compile(r"[^'\\\n]*(?:\\.[^'\\\n]*)*'", re.DOTALL),
    '"': re.compile(r'[^"\\\n]*(?:\\.[^"\\\n]*)*"', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""', re.DOTALL),
}
_BROKEN_STRING = re.compile(r"[^\\\n]*(?:\\.[^\\\n]*)*", re.DOTALL)
_FORMAT_TOKEN = re.compile(r"""\\.|\{\{|\}\}|[{}\n]|\"{3}|'{3}|["']""", re.DOTALL)
_FIELD_TOKEN = re.compile(r"""(?:\b[rRbBuUfFtT]{1,2})?(?:\"{3}|'{3}|["'])|\#[^\n]*|[()\[\]{}\n]""")


class LogicalLine(NamedTuple):
    """A statement line with what continues it, or a line without code. All numbers are offsets."""

    start: int
    code: int
    """Where the code begins, behind the indentation; -1 on a line without code."""
    code_end: int
    """Behind the last character that is code."""
    end: int
    """At the newline that ends it, or at the end of the text."""
    comments: tuple[Span, ...]
    magic: int
    """Where `%` or `!` stands behind `name =`; scanning ended there. Else -1."""
    help: bool
    """Whether the code ends with a `?`, which no Python does."""


def logical_line(text: str, start: int, end: int, code: int | None = None) -> LogicalLine:
    """Scan one logical line of `text[:end]` from `start`, or from `code` if what stands before is known."""
    if code is None:
        code = start
        while code < end and text[code] in _BLANK:
            code += 1
    if code == end or text[code] == "\n":
        return LogicalLine(start, -1, code, code, (), -1, False)
    position = code
    depth = 0
    comments: list[Span] = []
    code_end = code
    while True:
        match = _TOKEN.search(text, position, end)
        if match is None:
            code_end = _last_code(text, position, end, code_end)
            position = end
            break
        kind = match.lastgroup
        code_end = _last_code(text, position, match.start(), code_end)
        position = match.end()
        if kind == "newline":
            if depth == 0 or _SHELL_LINE.match(text, position, end):
                position -= 1
                break
        elif kind == "comment":
            comments.append(Span(match.start(), position))
        elif kind == "string":
            position = code_end = string_end(text, match.start(), position, end)
        elif kind == "assign":
            if depth == 0:
                return LogicalLine(start, code, position, position, tuple(comments), position, False)
            code_end = match.start() + 1
        else:
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(depth - 1, 0)
            code_end = position
    if code_end == code:  # nothing but a comment
        return LogicalLine(start, -1, code, position, tuple(comments), -1, False)
    return LogicalLine(start, code, code_end, position, tuple(comments), -1, text[code_end - 1] == "?" and depth == 0)


def _last_code(text: str, start: int, end: int, before: int) -> int:
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return end if end > start else before


def string_end(text: str, start: int, opened: int, end: int) -> int:
    """Offset behind a string literal whose prefix starts at `start` and whose opening quotes end at `opened`.

    A string that nobody closes ends with its line, or with the text if it has triple quotes.
    """
    quotes = _quotes(text, start, opened)
    if _is_formatted(text, start, opened):
        formatted = _format_string_end(text, opened, end, quotes, _MAX_NESTING)
        if formatted >= 0:
            return formatted
    closed = _STRING_END[quotes].match(text, opened, end)
    if closed is not None:
        return closed.end()
    if len(quotes) == 3:
        return end
    broken = _BROKEN_STRING.match(text, opened, end)
    return broken.end() if broken is not None else opened


# Limits to what is looked at in f-strings, so that text nobody means to be one costs no more than its length.
_MAX_NESTING = 5
_MAX_FIELD = 10_000


def _quotes(text: str, start: int, opened: int) -> str:
    return text[start:opened].lstrip("rRbBuUfFtT")


def _is_formatted(text: str, start: int, opened: int) -> bool:
    return not set(text[start:opened]).isdisjoint("fFtT")


def _format_string_end(text: str, position: int, end: int, quotes: str, nesting: int) -> int:
    """The same for an f-string, in whose fields the same quotes may stand (PEP 701); -1 if it is not closed so."""
    while True:
        match = _FORMAT_TOKEN.search(text, position, end)
        if match is None:
            return -1
        token, position = match.group(), match.end()
        if token == "{":
            position = _field_end(text, position, min(end, position + _MAX_FIELD), quotes, nesting)
            if position < 0:
                return -1
        elif token == quotes or (len(quotes) == 1 and token == quotes * 3):
            return match.start() + len(quotes)
        elif token == "\n" and len(quotes) == 1:
            return -1


def _field_end(text: str, position: int, end: int, quotes: str, nesting: int) -> int:
    """Offset behind the `}` that closes a field; what follows a `:` is taken for code, which only counts brackets."""
    depth = 1
    while depth:
        match = _FIELD_TOKEN.search(text, position, end)
        if match is None:
            return -1
        token, position = match.group(), match.end()
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        elif token == "\n":
            if len(quotes) == 1:
                return -1
        elif token[0] == "#":
            if len(quotes) == 1:
                position = match.start() + 1  # `{x:#x}`
        elif len(quotes) == 3 and token.endswith(quotes):
            return -1
        else:
            position = _nested_string_end(text, match.start(), position, end, nesting)
            if position < 0:
                return -1
    return position


def _nested_string_end(text: str, start: int, opened: int, end: int, nesting: int) -> int:
    """The same for a string within a field: -1 if it is not closed."""
    quotes = _quotes(text, start, opened)
    if _is_formatted(text, start, opened):
        return _format_string_end(text, opened, end, quotes, nesting - 1) if nesting else -1
    closed = _STRING_END[quotes].match(text, opened, end)
    return -1 if closed is None else closed.end()

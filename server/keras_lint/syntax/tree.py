"""A file's statements: each chunk parsed alone, broken ones kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keras_lint.collector import paused_collector
from keras_lint.source import Span
from keras_lint.syntax.cut import cut, cut_broken
from keras_lint.syntax.depth import deep_stack, too_deep
from keras_lint.syntax.positions import offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import libcst as cst

    from keras_lint.source import Source
    from keras_lint.syntax.site import Site

_BINDINGS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\b(?:def|class)[ \t]+(\w+)",
        r"\bfor[ \t]+([\w.,*() \t]+?)[ \t]in\b",
        r"\bas[ \t]+(\w+)",
        r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]([\w.,*() \t]+)",
        r"(?:^|[;:])((?:[\w., \t]+|[ \t]*\([\w.,*() \t]+)(?:=[\w., \t]+)*)[-+*/]?=(?!=)",
        r"^[ \t]*(\w+)[ \t]*:[^=\n]*=(?!=)",
        r"^[ \t]*(\w+)(?:\.\w+)*\[[^\n]*\][ \t]*[-+*/]?=(?!=)",
        r"^([\w., \t]+)$",
    )
)
"""What looks like binding names, each in time linear in the line: this runs while somebody types."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A piece of text that does not parse."""

    span: Span
    message: str
    names: frozenset[str]
    """Names the piece would bind: they are unknown from here on."""


@dataclass(slots=True, eq=False)
class Chunk:
    """One top-level statement (or a run of comments) with its tree."""

    start: int
    text: str
    module: cst.Module | None
    problem: SyntaxProblem | None = None
    _spans: dict[int, tuple[int, int]] | None = None

    @property
    def statements(self) -> Sequence[cst.BaseStatement | cst.SimpleStatementLine]:
        """The chunk's statements; none where it does not parse."""
        return self.module.body if self.module is not None else ()

    def span(self, node: cst.CSTNode) -> Span:
        """Offsets of ``node`` in the whole text.

        Raises:
            KeyError: the node does not belong to this chunk.
        """
        if self._spans is None:
            assert self.module is not None
            with deep_stack():
                self._spans = offsets(self.module)
        start, end = self._spans[id(node)]
        return Span(self.start + start, self.start + end)


@dataclass(slots=True, eq=False)
class Tree:
    """The syntax of one file."""

    source: Source
    chunks: list[Chunk]
    problems: list[SyntaxProblem] = field(default_factory=list)

    def span(self, site: Site) -> Span:
        """Offsets of the site's node."""
        return site.chunk.span(site.node)


class ParsedChunks:
    """Trees of chunks by their text, so that an edit costs only the statements it touches."""

    def __init__(self, limit: int = 4096) -> None:
        self.limit = limit
        self.modules: dict[str, cst.Module | SyntaxFailure] = {}

    def parse(self, text: str) -> cst.Module | SyntaxFailure:
        """The tree of ``text``, or why there is none."""
        known = self.modules.get(text)
        if known is None:
            if len(self.modules) >= self.limit:
                self.modules.clear()
            known = self.modules[text] = _parse_text(text)
        return known


@dataclass(frozen=True, slots=True)
class SyntaxFailure:
    """Where and why a text does not parse; row from 1, column from 0."""

    message: str
    row: int
    column: int


def parse(source: Source, reuse: ParsedChunks | None = None) -> Tree:
    """The tree of a source. Never raises for what the text holds: broken pieces become ``problems``."""
    chunks: list[Chunk] = []
    with paused_collector():
        for piece in source.pieces:
            text = without_form_feeds(source.text[piece.start : piece.end])
            for start, end in cut(text):
                chunks.extend(_parse_chunk(text[start:end], piece.start + start, reuse))
    return Tree(source, chunks, [chunk.problem for chunk in chunks if chunk.problem is not None])


def without_form_feeds(text: str) -> str:
    """The text with form feeds replaced, length kept: libcst drops those before a statement, and positions with
    them.
    """
    if "\f" not in text:
        return text
    return re.sub(r"(?m)^\f", "\n", text).replace("\f", " ")


def _parse_chunk(text: str, start: int, reuse: ParsedChunks | None) -> Iterator[Chunk]:
    parsed = _parse(text, reuse)
    if not isinstance(parsed, SyntaxFailure):
        yield Chunk(start, text, parsed)
        return
    pieces = cut_broken(text)
    if len(pieces) == 1:
        yield _broken(text, start, parsed)
        return
    for piece_start, piece_end in pieces:
        piece = text[piece_start:piece_end]
        outcome = _parse(piece, reuse)
        if isinstance(outcome, SyntaxFailure):
            yield _broken(piece, start + piece_start, outcome)
        else:
            yield Chunk(start + piece_start, piece, outcome)


def _parse(text: str, reuse: ParsedChunks | None) -> cst.Module | SyntaxFailure:
    return reuse.parse(text) if reuse is not None else _parse_text(text)


def parses(text: str) -> bool:
    """Whether a text parses on its own."""
    return not isinstance(_parse_text(text), SyntaxFailure)


def _parse_text(text: str) -> cst.Module | SyntaxFailure:
    import libcst as cst

    deep = too_deep(text)
    if deep is not None:
        message, offset = deep
        line_start = text.rfind("\n", 0, offset) + 1
        return SyntaxFailure(f"nested too deeply: {message}", text.count("\n", 0, offset) + 1, offset - line_start)
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return SyntaxFailure(_plain(error, text), error.raw_line, error.raw_column)
    except (RecursionError, ValueError) as error:
        return SyntaxFailure(f"cannot be parsed: {error}".split("\n")[0], 1, 0)


def _broken(text: str, start: int, failure: SyntaxFailure) -> Chunk:
    lines = text.split("\n")
    row = min(max(failure.row, 1), len(lines))
    offset = sum(len(line) + 1 for line in lines[: row - 1]) + min(failure.column, len(lines[row - 1]))
    end = start + min(offset + 1, max(len(text.rstrip("\n")), offset))
    names = frozenset(
        name for pattern in _BINDINGS for targets in pattern.findall(text) for name in re.findall(r"\w+", targets)
    )
    return Chunk(
        start, text, None, SyntaxProblem(Span(start + offset, max(end, start + offset)), failure.message, names)
    )


_PYTHON2 = re.compile(r"^\s*(?:print\s+[^(=\s]|exec\s+['\"]|raise\s+\w+\s*,|except\s+\w+\s*,\s*\w+\s*:)", re.MULTILINE)


def _plain(error: cst.ParserSyntaxError, text: str) -> str:
    if _PYTHON2.search(text):
        return "this is Python 2 syntax (`print` without parentheses, or the like)"
    return "syntax error: " + error.message.split("\n")[0].removeprefix("parser error: ").strip()

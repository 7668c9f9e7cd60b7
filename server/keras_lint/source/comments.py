"""What authors tell the linter in comments: findings to leave out, and facts that the code cannot say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import FactComment

ALL = "ALL"

_INTERESTING = re.compile(r"#[ \t]*(?:noqa|keras-lint)", re.IGNORECASE)
_PART = re.compile(r"#+[ \t]*(?:(?P<ours>keras-lint\s*:\s*)|(?P<noqa>noqa)(?![\w-]))", re.IGNORECASE)
_IGNORE = re.compile(r"ignore(?P<file>-file)?(?![\w-])\s*(?P<codes>\[[^\]\n]*\]?)?(?P<rest>[^\n]*)")
_NOQA_CODES = re.compile(r"\s*:\s*(?P<codes>[^#\n]*)")
_SELECTOR = re.compile(r"[A-Za-z][\w-]*")
_CODE = re.compile(r"[A-Z]+[0-9]*")
_FACT = re.compile(r"(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*:(?P<facts>.*)", re.DOTALL)


class CommentProblem(NamedTuple):
    """A comment that speaks to the linter and is not understood."""

    span: Span
    message: str


class WrittenCode(NamedTuple):
    """A code, prefix or rule name as an author wrote it."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that leaves out findings."""

    span: Span
    """The comment from its `#`."""
    codes: tuple[WrittenCode, ...] | None
    """None for all findings."""
    first_row: int
    last_row: int
    """The rows of the whole text that it covers."""
    is_noqa: bool
    whole_file: bool = False

    def selects(self, code: str, name: str) -> bool:
        """Whether it speaks of the rule with this code and name."""
        if self.codes is None:
            return True
        for written in self.codes:
            upper = written.text.upper()
            if upper == ALL or written.text.lower() == name or (_CODE.fullmatch(upper) and code.startswith(upper)):
                return True
        return False


class Suppressions:
    """The suppressions of one source, which remember whether they were needed."""

    def __init__(self, source: Source, comments: tuple[Suppression, ...]) -> None:
        self._source = source
        self.comments = comments
        self.used: set[Suppression] = set()
        """Those that have left out a finding."""

    def __bool__(self) -> bool:
        return bool(self.comments)

    def is_suppressed(self, code: str, name: str, place: Span | int) -> bool:
        """Whether a finding at this place is left out; all comments that do so count as used."""
        if not self.comments:
            return False
        row = self._source.row(place if isinstance(place, int) else place.start)
        found = False
        for comment in self.comments:
            if comment.first_row <= row <= comment.last_row and comment.selects(code, name):
                self.used.add(comment)
                found = True
        return found

    @property
    def unused(self) -> list[Suppression]:
        """The comments for this linter that have left out nothing so far."""
        return [comment for comment in self.comments if not comment.is_noqa and comment not in self.used]

    @property
    def written_codes(self) -> list[WrittenCode]:
        """All codes in comments for this linter; those of `noqa` may be another tool's."""
        return [code for comment in self.comments if not comment.is_noqa for code in comment.codes or ()]


class Comments(NamedTuple):
    """All that comments say to the linter."""

    suppressions: tuple[Suppression, ...]
    facts: tuple[FactComment, ...]
    problems: tuple[CommentProblem, ...]


def suppressions(source: Source) -> Suppressions:
    """The comments of a source that leave out findings."""
    return Suppressions(source, read_comments(source).suppressions)


def fact_comments(source: Source) -> list[FactComment]:
    """The facts that comments state, in order."""
    return list(read_comments(source).facts)


def comment_problems(source: Source) -> list[CommentProblem]:
    """The comments that address the linter in a way it does not understand, in order."""
    return list(read_comments(source).problems)


def read_comments(source: Source) -> Comments:
    """All comments of a source, read once."""
    found = source.memo.get("comments")
    if not isinstance(found, Comments):
        found = _Reader(source).read() if _INTERESTING.search(source.text) else Comments((), (), ())
        source.memo["comments"] = found
    return found


class _Reach(NamedTuple):
    """What a comment speaks about."""

    first_row: int
    last_row: int
    code_row: int | None
    """The first row of that code; None if there is none."""
    alone: bool
    """Whether it has its line for itself, outside of any statement."""


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.suppressions: list[Suppression] = []
        self.facts: list[FactComment] = []
        self.problems: list[CommentProblem] = []

    def read(self) -> Comments:
        pieces = self.source.cells or (Span(0, len(self.source.text)),)
        for piece in pieces:
            self.read_piece(piece.start, piece.end)
        return Comments(tuple(self.suppressions), tuple(self.facts), tuple(self.problems))

    def read_piece(self, position: int, end: int) -> None:
        """Read one cell, or a whole file. Comments alone on their lines wait for the code below."""
        from .scan import logical_line

        text, row_of = self.source.text, self.source.row
        waiting: list[Span] = []
        while position < end:
            line = logical_line(text, position, end)
            if line.code < 0:
                waiting += line.comments
            elif waiting or line.comments:
                first, last = row_of(line.code), row_of(line.end)
                for comment in waiting:
                    self.comment(comment, _Reach(row_of(comment.start), last, first, True))
                waiting = []
                for comment in line.comments:
                    self.comment(comment, _Reach(first, last, first, False))
            position = max(line.end, position) + 1
        for comment in waiting:
            row = row_of(comment.start)
            self.comment(comment, _Reach(row, row, None, True))

    def comment(self, span: Span, reach: _Reach) -> None:
        for match, part in self.parts(span):
            if match["noqa"]:
                self.noqa(match.end(), part, reach)
                continue
            body = self.source.text[match.end() : part.end]
            ignore = _IGNORE.match(self.source.text, match.end(), part.end)
            fact = _FACT.fullmatch(body)
            if ignore:
                self.ignore(ignore, part, reach)
            elif fact:
                self.fact(fact, match.end(), part, reach)
            else:
                self.problem(part, "expected `ignore[CODE]`, `ignore-file` or `name: facts` behind `keras-lint:`")

    def parts(self, span: Span) -> Iterator[tuple[re.Match[str], Span]]:
        """Several comments may share one: `# noqa  # keras-lint: ignore[KL301]`."""
        text = self.source.text
        matches = list(_PART.finditer(text, span.start, span.end))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else span.end
            while text[end - 1] in " \t\f":
                end -= 1
            yield match, Span(match.start(), end)

    def problem(self, span: Span, message: str) -> None:
        self.problems.append(CommentProblem(span, message))

    def noqa(self, position: int, part: Span, reach: _Reach) -> None:
        match = _NOQA_CODES.match(self.source.text, position, part.end)
        codes = self.codes(match["codes"], match.start("codes")) if match else None
        self.suppressions.append(Suppression(part, codes, reach.first_row, reach.last_row, True))

    def ignore(self, match: re.Match[str], part: Span, reach: _Reach) -> None:
        directive = "ignore-file" if match["file"] else "ignore"
        written = match["codes"]
        codes: tuple[WrittenCode, ...] | None = None
        if written is not None:
            codes = self.codes(written[1:].rstrip("]"), match.start("codes") + 1)
            if not written.endswith("]") or not codes:
                self.problem(part, f"expected codes in brackets, such as `{directive}[KL301, KL302]`")
                return
        else:
            first = re.match(r"[\s:(]*(KL\d+)\b", match["rest"], re.IGNORECASE)
            if first:
                self.problem(part, f"codes stand in brackets: write `{directive}[{first[1]}]`")
                return
        if not match["file"]:
            self.suppressions.append(Suppression(part, codes, reach.first_row, reach.last_row, False))
        elif reach.alone:
            self.suppressions.append(Suppression(part, codes, 1, self.source.rows, False, whole_file=True))
        else:
            self.problem(part, "`ignore-file` must stand on a line of its own; write `ignore` for this line alone")

    def codes(self, text: str, offset: int) -> tuple[WrittenCode, ...]:
        return tuple(
            WrittenCode(match.group(), Span(offset + match.start(), offset + match.end()))
            for match in re.finditer(r"[^\s,]+", text)
        )

    def fact(self, match: re.Match[str], offset: int, part: Span, reach: _Reach) -> None:
        from .facts import FactComment, FactSyntaxError, parse_facts

        try:
            facts = parse_facts(match["facts"])
        except FactSyntaxError as error:
            start = offset + match.start("facts") + error.start
            self.problem(Span(start, max(offset + match.start("facts") + error.end, start)), str(error))
            return
        row = self.source.row(part.start)
        self.facts.append(FactComment(match["name"], part, row, reach.code_row, facts))

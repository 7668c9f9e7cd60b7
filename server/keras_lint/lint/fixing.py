"""Applying fixes: what fits together in one pass, analysed again after each, until nothing is left to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from keras_lint.lint.finding import Diagnostic, Fix
from keras_lint.source import EditError, Source, TextEdit, render, source_from_bytes

if TYPE_CHECKING:
    from keras_lint.lint.service import FileResult, Service
    from keras_lint.lint.settings import Settings

Choice: TypeAlias = Callable[[Diagnostic], "Fix | None"]
"""Says which fix to make for a finding, if any."""

MAX_PASSES = 10
"""One fix may make room for the next, but not for ever: fixes that need more passes undo one another."""


@dataclass(slots=True)
class Fixed:
    """A file after its fixes."""

    before: Source
    after: Source
    data: bytes
    """The new content."""
    result: FileResult
    """What is left."""
    applied: Counter[str] = field(default_factory=Counter)
    """Number of fixes by the rules' codes."""
    messages: list[str] = field(default_factory=list)
    """Why a fix was not made."""

    @property
    def changed(self) -> bool:
        """Whether the file has new content."""
        return self.before.original != self.after.original


def fix_all(service: Service, source: Source, data: bytes, settings: Settings, choose: Choice) -> Fixed:
    """Make all chosen fixes of a file, in passes.

    Args:
        service: checks the text after each pass.
        source: the text of the file.
        data: the content it was read from.
        settings: what is in force for the file.
        choose: says which fix to make.
    """
    fixed = Fixed(source, source, data, service.check_source(source, settings))
    seen = {source.original}
    for _ in range(MAX_PASSES):
        taken = compatible(fixed.result.diagnostics, choose)
        if not taken or fixed.result.crash is not None:
            return fixed
        edits = [edit for _, fix in taken for edit in edits_of(fix)]
        step = attempt(fixed, edits)
        if isinstance(step, str):
            fixed.messages.append(f"{step} (fixes of {', '.join(sorted({d.code for d, _ in taken}))})")
            return fixed
        after, content = step
        if after.original in seen:
            fixed.messages.append(f"fixes of {', '.join(sorted({d.code for d, _ in taken}))} undo one another")
            return fixed
        seen.add(after.original)
        fixed.after, fixed.data = after, content
        fixed.applied.update(diagnostic.code for diagnostic, _ in taken)
        fixed.result = service.check_source(after, settings)
    if compatible(fixed.result.diagnostics, choose):
        fixed.messages.append(f"stopped after {MAX_PASSES} passes: more fixes keep coming up")
    return fixed


def attempt(fixed: Fixed, edits: list[TextEdit]) -> tuple[Source, bytes] | str:
    """The file after edits, or why they cannot be made."""
    from keras_lint.syntax import parse

    try:
        content = render(fixed.after, fixed.data, edits)
    except EditError as error:
        return str(error)
    after = source_from_bytes(content, fixed.after.filename)
    if len(parse(after).problems) > len(parse(fixed.after).problems):
        return "the result would not parse, so nothing was changed"
    return after, content


def compatible(diagnostics: list[Diagnostic], choose: Choice) -> list[tuple[Diagnostic, Fix]]:
    """The fixes that can be made in one pass, the most severe first; what overlaps has to wait for the next."""
    taken: list[tuple[Diagnostic, Fix]] = []
    edits: list[TextEdit] = []
    for diagnostic in sorted(diagnostics, key=lambda d: (-d.severity.rank, d.start)):
        fix = choose(diagnostic)
        if fix is None:
            continue
        own = edits_of(fix)
        if not any(conflict(edit, other) for edit in own for other in edits):
            taken.append((diagnostic, fix))
            edits += own
    return taken


_IMPORT_LINE = re.compile(r"(?:from[ \t][^\n]*|import[ \t][^\n]*)\n")


def edits_of(fix: Fix) -> list[TextEdit]:
    """The edits of a fix; an insertion of several import lines becomes one for each, so that two fixes share them."""
    found: list[TextEdit] = []
    for edit in fix.edits:
        lines = edit.content.splitlines(keepends=True)
        if edit.start == edit.end and lines and all(_IMPORT_LINE.fullmatch(line) for line in lines):
            found += [TextEdit(edit.start, edit.end, line) for line in lines]
        else:
            found.append(TextEdit(edit.start, edit.end, edit.content))
    return found


def conflict(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits cannot be made in one pass."""
    if one == other:
        return False
    if one.start == one.end == other.start == other.end:
        return not (_IMPORT_LINE.fullmatch(one.content) and _IMPORT_LINE.fullmatch(other.content))
    return one.start < other.end and other.start < one.end

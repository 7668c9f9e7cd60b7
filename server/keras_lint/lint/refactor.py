"""Remedies where no rule fires: which apply at a place, and the edits of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from keras_lint.lint.editor import Editor
from keras_lint.lint.registry import all_remedies
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.lint.runner import work_out

if TYPE_CHECKING:
    from keras_lint.lint.finding import Fix
    from keras_lint.program.program import Program
    from keras_lint.source import Span


def refactorings(program: Program, span: Span) -> Iterator[Fix]:
    """What can be asked for at a place."""
    for remedy in all_remedies().values():
        if remedy.refactoring is not None:
            try:
                yield refactor(program, remedy, span)
            except NotApplicable:
                continue


def refactor(program: Program, remedy: type[Remedy], span: Span) -> Fix:
    """The edits of a remedy on what stands at a place.

    Raises:
        NotApplicable: there is nothing it can be asked for on, or a precondition does not hold.
    """
    if remedy.refactoring is None:
        raise NotApplicable("it repairs findings only")
    subjects = at(program, remedy.refactoring, span)
    if not subjects:
        raise NotApplicable(f"no {SPOKEN.get(remedy.refactoring.__name__, remedy.refactoring.__name__)} stands there")
    fixes: list[Fix] = []
    for subject in subjects:
        make: Any = remedy  # a remedy with a refactoring takes its subject alone
        instance = make(subject)
        instance.edit(Editor(program))
        fix = work_out(program, instance)
        if fix is None:
            raise NotApplicable("its edits cannot be made here")
        fixes.append(fix)
    if any(fix != fixes[0] for fix in fixes):
        raise NotApplicable("the code there is run in several ways that call for different edits")
    return fixes[0]


SPOKEN = {
    "FitCall": "call of `fit`",
    "CompileCall": "call of `compile`",
    "LayerView": "layer",
    "ModelView": "model",
    "SplitCall": "split of data",
}
"""How to speak of what remedies look at."""


def at(program: Program, kind: type, span: Span) -> list[Any]:
    """The subjects of a kind at a place, over all ways to it: of the smallest call, else of the smallest statement."""
    for extent in (_site_span, _statement_span):
        covering: list[tuple[int, Any]] = []
        subjects: tuple[Any, ...] = program.subjects(kind)
        for subject in subjects:
            found = extent(subject, program)
            if found is not None and found.start <= span.end and span.start <= found.end:
                covering.append((found.end - found.start, subject))
        if covering:
            smallest = min(covering, key=lambda pair: pair[0])[1]
            return [subject for _, subject in covering if subject.site.key == smallest.site.key]
    return []


def _site_span(subject: Any, program: Program) -> Span | None:
    site = subject.site
    return site.span if site.tree is program.tree else None


def _statement_span(subject: Any, program: Program) -> Span | None:
    statement = getattr(subject, "statement", None)
    if statement is None:
        use = getattr(subject, "use", None)
        statement = use.statement if use is not None else None
    return statement.span if statement is not None and statement.tree is program.tree else None

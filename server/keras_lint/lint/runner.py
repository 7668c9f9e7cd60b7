"""Lint one source: run the program symbolically, ask the rules, merge what they found over all ways through the
code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras_lint.collector import paused_collector
from keras_lint.lint.editor import Editor
from keras_lint.lint.finding import Diagnostic, Edit, Finding, Fix, Place, Severity, place
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.lint.requirements import unlisted
from keras_lint.program.modules import Project
from keras_lint.program.program import Program, interpret
from keras_lint.source import EditError, Span, source_from_text
from keras_lint.source.edits import apply_edits
from keras_lint.syntax import parse, parses
from keras_lint.syntax.depth import deep_stack

if TYPE_CHECKING:
    from keras_lint.lint.rule import Rule
    from keras_lint.source import Source, TextEdit
    from keras_lint.syntax import Site


@dataclass(slots=True)
class Merged:
    """One finding over all contexts in which its subject occurs."""

    rule: type[Rule]
    finding: Finding
    everywhere: bool
    """Whether every context of the subject has it: only then may the text be edited."""


def analyse(source: Source) -> Program:
    """The program of a source."""
    with paused_collector():
        return interpret(parse(source), Project(source))


def lint(source: Source, rules: Iterable[type[Rule]]) -> list[Diagnostic]:
    """The diagnostics of one source, in the order of the text; suppressions and severities are the caller's."""
    with paused_collector():
        program = analyse(source)
        try:
            return diagnose(program, rules)
        finally:
            program.release()


def diagnose(program: Program, rules: Iterable[type[Rule]]) -> list[Diagnostic]:
    """The diagnostics of a program."""
    with paused_collector(), deep_stack():
        found = [diagnostic(program, merged) for rule in rules for merged in findings(program, rule)]
    return sorted(found, key=lambda d: (d.start, d.code, d.end))


def findings(program: Program, rule: type[Rule]) -> list[Merged]:
    """What one rule finds: in a context only if every branch has it, then merged over contexts."""
    instance = rule()
    groups: dict[Any, list[dict[Any, Finding]]] = defaultdict(list)
    subjects: tuple[Any, ...] = program.subjects(rule.subject())
    for subject in subjects:
        key = getattr(subject, "key", ())
        groups[key].append({finding.site.key: finding for finding in instance.check(subject, program)})
    merged: dict[Any, list[Finding]] = defaultdict(list)
    contexts: dict[Any, int] = defaultdict(int)
    for key, alternatives in groups.items():
        contexts[key[:2]] += 1
        for site_key, finding in alternatives[0].items():
            if all(site_key in other for other in alternatives[1:]):
                merged[key[:2], site_key].append(finding)
    result: dict[Any, Merged] = {}
    for (subject, site_key), same in merged.items():
        if same[0].site.tree is not program.tree:
            continue
        everywhere = len(same) == contexts[subject] and len({remedy_key(f) for f in same}) == 1
        previous = result.get(site_key)
        if previous is None:
            result[site_key] = Merged(rule, same[0], everywhere)
    return list(result.values())


def remedy_key(finding: Finding) -> tuple[Any, ...]:
    """Findings of several contexts may be repaired by one edit only if they call for the same."""
    return tuple((type(remedy).__name__, remedy.title) for remedy in finding.remedies)


def site_place(site: Site) -> Place:
    """The place of a node, in whatever file it stands."""
    return place(site.source, site.span)


def diagnostic(program: Program, merged: Merged) -> Diagnostic:
    """A merged finding as plain data, with its remedies worked out."""
    finding, rule = merged.finding, merged.rule
    span = finding.site.span
    fixes = (
        [fix for remedy in finding.remedies if (fix := work_out(program, remedy)) is not None]
        if merged.everywhere
        else []
    )
    return Diagnostic(
        rule.code,
        rule.name,
        finding.severity or rule.severity,
        finding.message,
        place(program.source, span),
        span.start,
        span.end,
        tuple((related.message, site_place(related.site)) for related in finding.related),
        tuple(finding.notes),
        tuple(fixes),
    )


def work_out(program: Program, remedy: Remedy) -> Fix | None:
    """The edits of a remedy; ``None`` where it does not apply, or where the result would not parse."""
    editor = Editor(program)
    try:
        remedy.edit(editor)
        edits = editor.finish()
        apply_edits(program.source, edits)  # raises where they overlap or touch what must not be edited
    except (NotApplicable, EditError, ValueError, KeyError):
        return None
    if not edits or not still_parses(program, edits):
        return None
    shown = tuple(Edit(place(program.source, Span(e.start, e.end)), e.content, e.start, e.end) for e in edits)
    return Fix(remedy.id, title(program, remedy), remedy.safe, shown)


def title(program: Program, remedy: Remedy) -> str:
    """What the quick fix says; it names the packages that the repaired program needs and the project does not list."""
    needed = unlisted(program, remedy.packages)
    return f"{remedy.title} (needs {' and '.join(needed)})" if needed else remedy.title


def still_parses(program: Program, edits: list[TextEdit]) -> bool:
    """Whether every statement that the edits touch still parses, on its own; what did not parse before may stay so."""
    chunks = program.tree.chunks
    touched: dict[int, list[TextEdit]] = defaultdict(list)
    for edit in edits:
        first = max(bisect_right(chunks, edit.start, key=lambda chunk: chunk.start) - 1, 0)
        if chunks and edit.end > chunks[first].start + len(chunks[first].text):
            return whole_still_parses(program, edits)
        touched[first].append(edit)
    for index, local in touched.items():
        chunk = chunks[index] if chunks else None
        text, start = (chunk.text, chunk.start) if chunk is not None else ("", 0)
        for edit in sorted(local, reverse=True):
            text = text[: edit.start - start] + edit.content + text[edit.end - start :]
        if parses(text) or (chunk is not None and chunk.problem is not None):
            continue
        return False
    return True


def whole_still_parses(program: Program, edits: list[TextEdit]) -> bool:
    """The same for edits that reach over several statements: the text has no more problems than before."""
    source = program.source
    if source.is_notebook:
        return False  # no remedy edits over the statements of a cell
    edited = parse(source_from_text(apply_edits(source, edits), source.filename))
    return len(edited.problems) <= len(program.tree.problems)


__all__ = ["Severity", "analyse", "diagnose", "lint"]

"""From what the rules found to what is shown: severities, selection, ignored files, suppression comments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from keras_lint.lint.finding import Diagnostic, Severity, place
from keras_lint.lint.patterns import matched
from keras_lint.lint.selection import ALWAYS, matches
from keras_lint.source import Span, comment_problems, suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keras_lint.lint.catalogue import Catalogue, RuleInfo
    from keras_lint.lint.finding import Place
    from keras_lint.lint.selection import Selection
    from keras_lint.lint.settings import Settings
    from keras_lint.source import Source, Suppression

UNUSED = "KL902"


class Warned(NamedTuple):
    """Something about a file that its author should know, and that is no finding: a comment, an analysis cut short."""

    place: Place
    message: str


def rules_on(settings: Settings, selection: Selection, catalogue: Catalogue, filename: str) -> list[RuleInfo]:
    """The rules that are on for one file."""
    ignored = [
        selector
        for pattern, selectors in settings.per_file_ignores
        if matched((pattern,), settings.root, filename)
        for selector in selectors
    ]
    return [
        rule
        for rule in catalogue.rules
        if rule.code in selection.on and (rule.code == "KL904" or not any(matches(s, rule) for s in ignored))
    ]


def shown(found: Iterable[Diagnostic], settings: Settings, selection: Selection) -> list[Diagnostic]:
    """The diagnostics with their severities by the settings, without hints that nobody asked for."""
    severities = settings.severities
    result = []
    for diagnostic in found:
        severity = severities.get(diagnostic.code, diagnostic.severity)
        if severity is not Severity.HINT or diagnostic.code in selection.explicit | ALWAYS:
            result.append(diagnostic if severity is diagnostic.severity else replace(diagnostic, severity=severity))
    return result


def suppress(
    source: Source, found: list[Diagnostic], on: Iterable[RuleInfo], catalogue: Catalogue, *, complete: bool
) -> list[Diagnostic]:
    """The diagnostics that no comment leaves out, and those about comments that leave out nothing.

    Args:
        source: the text they were found in.
        found: what the rules found.
        on: the rules that are on.
        catalogue: all rules.
        complete: whether the rules have seen the whole file; else nothing is said of comments.
    """
    comments = suppressions(source)
    kept = [d for d in found if not comments.is_suppressed(d.code, d.name, Span(d.start, d.end))]
    unused = next((rule for rule in on if rule.code == UNUSED), None)
    if unused is None or not complete:
        return kept
    for comment in comments.unused:
        if _speaks_of_rules_that_are_off(comment, on, catalogue):
            continue
        text = " ".join(source.original[comment.span.start : comment.span.end].split())
        text = text if len(text) <= 60 else text[:59] + "…"
        diagnostic = Diagnostic(
            unused.code,
            unused.name,
            unused.default,
            f"`{text}` suppresses nothing",
            place(source, comment.span),
            *comment.span,
        )
        if not _is_named(unused, source.row(comment.span.start), comments.comments):
            kept.append(diagnostic)
    return sorted(kept, key=lambda d: (d.start, d.code, d.end))


def _is_named(rule: RuleInfo, row: int, comments: Iterable[Suppression]) -> bool:
    """Whether a comment leaves out this rule by name; one for all rules must not hide that nobody needs it."""
    return any(
        comment.codes is not None
        and comment.first_row <= row <= comment.last_row
        and comment.selects(rule.code, rule.name)
        for comment in comments
    )


def _speaks_of_rules_that_are_off(comment: Suppression, on: Iterable[RuleInfo], catalogue: Catalogue) -> bool:
    meant = [rule for rule in catalogue.rules if comment.codes is not None and comment.selects(rule.code, rule.name)]
    return bool(meant) and not any(rule in on for rule in meant)


def warnings(source: Source, catalogue: Catalogue) -> list[Warned]:
    """Comments for this linter that it does not understand, and codes in them that no rule has."""
    found = [Warned(place(source, problem.span), problem.message) for problem in comment_problems(source)]
    for written in suppressions(source).written_codes:
        if written.text.upper() != "ALL" and not any(matches(written.text, rule) for rule in catalogue.rules):
            near = catalogue.nearest(written.text)
            hint = f"; did you mean `{near}`?" if near else ""
            found.append(Warned(place(source, written.span), f"unknown rule `{written.text}`{hint}"))
    return sorted(found, key=lambda warned: (warned.place.cell or 0, warned.place.row, warned.place.column))

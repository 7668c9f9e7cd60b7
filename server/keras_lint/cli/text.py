"""Findings as people read them: where, what, the source, notes, and the fixes that are offered."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from keras_lint.cli.terminal import visible
from keras_lint.lint.finding import Severity
from keras_lint.source import Source, SourceError, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from keras_lint.lint.finding import Diagnostic, Fix, Place
    from keras_lint.lint.service import FileResult

STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold cyan",
    Severity.HINT: "bold green",
}
MARGIN = "bold blue"


class Offer(NamedTuple):
    """Which fixes the command at hand would make."""

    unsafe: bool = False
    remedies: tuple[tuple[str, str], ...] = ()
    """Chosen remedies by code."""


def display_path(filename: str) -> str:
    """A file as the user knows it: relative to where they are, if it is below."""
    try:
        relative = os.path.relpath(filename)
    except ValueError:  # another drive
        return visible(filename)
    return visible(filename if relative.startswith("..") else relative)


def display_place(place: Place) -> str:
    """``path:row:column``, in a notebook ``path:cell 3:row:column``."""
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    return f"{display_path(place.filename)}:{cell}{place.row}:{place.column}"


def chosen_fix(diagnostic: Diagnostic, offer: Offer) -> Fix | None:
    """The fix that ``--fix`` makes: by the remedy asked for, else the first; safe ones alone unless told otherwise."""
    wanted = dict(offer.remedies).get(diagnostic.code)
    fixes = [fix for fix in diagnostic.fixes if (fix.safe or offer.unsafe) and wanted in (None, fix.remedy)]
    return fixes[0] if fixes else None


def concise_line(diagnostic: Diagnostic, offer: Offer) -> str:
    """A finding on one line."""
    mark = "[*] " if chosen_fix(diagnostic, offer) is not None else ""
    return f"{display_place(diagnostic.place)}: {diagnostic.code} {mark}{visible(diagnostic.message)}"


class TextReport:
    """Writes findings to a console."""

    def __init__(self, console: Console, offer: Offer, sources: Iterable[Source] = ()) -> None:
        self.console = console
        self.offer = offer
        self._sources: dict[str, Source | None] = {source.filename: source for source in sources}

    def write(self, diagnostics: Iterable[Diagnostic]) -> None:
        """All findings, each with an empty line behind it."""
        for diagnostic in diagnostics:
            self.diagnostic(diagnostic)
            self.console.print()

    def diagnostic(self, diagnostic: Diagnostic) -> None:
        """One finding."""
        style = STYLES[diagnostic.severity]
        gutter = len(str(max(p.end_row for p in (diagnostic.place, *(place for _, place in diagnostic.related)))))
        mark = "[*] " if chosen_fix(diagnostic, self.offer) is not None else ""
        where, message = display_place(diagnostic.place), visible(diagnostic.message)
        self.line((where, "bold"), ": ", (diagnostic.code, style), " ", (mark, "bold cyan"), message)
        if diagnostic.code != "KL904":
            self.excerpt(diagnostic.place, gutter, style, diagnostic.severity.value)
        for note in diagnostic.notes:
            self.note(gutter, "note", visible(note))
        for message, place in diagnostic.related:
            self.note(gutter, "note", f"{visible(message)} ({display_place(place)})")
            self.excerpt(place, gutter, MARGIN)
        for fix in diagnostic.fixes:
            self.note(gutter, "fix" if fix is diagnostic.fixes[0] else "or", self.offered(fix))

    def offered(self, fix: Fix) -> str:
        """A fix, its id, and what it takes to have it."""
        how = "" if fix.safe or self.offer.unsafe else " (unsafe: --unsafe-fixes)"
        return f"{visible(fix.message)} [{fix.remedy}]{how}"

    def excerpt(self, place: Place, gutter: int, style: str, label: str = "") -> None:
        """The source of a place, if it can be read."""
        from keras_lint.cli.excerpt import excerpt

        source = self.source(place.filename)
        if source is None:
            return
        margin = " " * gutter
        room = self.console.width - gutter - 4
        self.line((f"{margin} |", MARGIN))
        for line in excerpt(source, place, max(room, 20)):
            number = f"{line.number:>{gutter}}" if line.number is not None else margin
            text = (f"{line.text} {label}".rstrip(), style) if line.marks else line.text
            self.line((f"{number} |", MARGIN), " ", text)

    def source(self, filename: str) -> Source | None:
        """The text of a file, read again where it is not at hand."""
        if filename not in self._sources:
            try:
                self._sources[filename] = read_source(filename)
            except SourceError:
                self._sources[filename] = None
        return self._sources[filename]

    def note(self, gutter: int, kind: str, text: str) -> None:
        """A line beneath the excerpt, wrapped to the terminal."""
        import textwrap

        lead = f"{' ' * gutter} = "
        first = f"{kind}: "
        indent = len(lead) + len(first)
        room = max(self.console.width - indent, 20)
        lines = [text]
        if self.console.is_terminal:
            lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
        self.line((lead, MARGIN), (first, "bold"), lines[0] if lines else "")
        for rest in lines[1:]:
            self.line(" " * indent + rest)

    def line(self, *parts: str | tuple[str, str]) -> None:
        """One line, which the terminal may wrap but nobody cuts."""
        self.console.print(_assemble(*parts), soft_wrap=True)


def _assemble(*parts: str | tuple[str, str]) -> Text:
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True)


def summary(results: Sequence[FileResult], offer: Offer) -> str:
    """The last line: how much was found, and what can be fixed how."""
    found = [diagnostic for result in results for diagnostic in result.diagnostics]
    failed = sum(1 for result in results if result.crash is not None)
    rest = f"; {count(failed, 'file')} could not be checked" if failed else ""
    if not found:
        return f"No problems found in {count(len(results) - failed, 'file')}{rest}"
    counts = Counter(diagnostic.severity for diagnostic in found)
    parts = [count(counts[level], level.value) for level in reversed(Severity) if counts[level]]
    files = sum(1 for result in results if result.diagnostics)
    where = count(files, "file") if files == len(results) else f"{files} of {len(results)} files"
    return f"Found {', '.join(parts)} in {where}{_fixable(found, offer)}{rest}"


def _fixable(found: Sequence[Diagnostic], offer: Offer) -> str:
    """What the fix options would do, as the end of the summary."""
    safe = sum(1 for d in found if chosen_fix(d, offer._replace(unsafe=False)) is not None)
    more = sum(1 for d in found if chosen_fix(d, offer._replace(unsafe=True)) is not None) - safe
    if not safe + more:
        return ""
    if offer.unsafe or not safe:
        return f"; {count(safe + more, 'fix')} available with --fix{' --unsafe-fixes' if more else ''}"
    return f"; {count(safe, 'fix')} available with --fix" + (f", {more} more with --unsafe-fixes" if more else "")


def count(number: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    plural = {"info": "info", "fix": "fixes"}.get(word, f"{word}s")
    return f"{number} {word if number == 1 else plural}"


def statistics(results: Sequence[FileResult], offer: Offer) -> list[str]:
    """How often each rule fired, the most frequent first."""
    rules: dict[str, list[Diagnostic]] = {}
    for result in results:
        for diagnostic in result.diagnostics:
            rules.setdefault(diagnostic.code, []).append(diagnostic)
    lines = []
    for code, found in sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])):
        mark = "[*]" if any(chosen_fix(d, offer) is not None for d in found) else "[ ]"
        lines.append(f"{len(found):>6}  {code}  {mark} {found[0].name}")
    return lines

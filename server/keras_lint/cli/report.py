"""Where a run's results go: the format that was asked for, a file or a terminal, and what is said beside it."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from keras_lint.cli.terminal import console, visible, wants_colour
from keras_lint.cli.text import (
    Offer,
    TextReport,
    concise_line,
    count,
    display_path,
    display_place,
    statistics,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keras_lint.lint.finding import Diagnostic
    from keras_lint.lint.fixing import Fixed
    from keras_lint.lint.service import FileResult
    from keras_lint.source import Source

ISSUES = "https://github.com/keras-lint/keras-lint/issues"
"""Where failures of the tool are reported."""


class Report:
    """Writes the results of one run."""

    def __init__(self, form: str, file: Path | None, only_statistics: bool, offer: Offer, debug: bool) -> None:
        self.form = form
        self.file = file
        self.only_statistics = only_statistics
        self.offer = offer
        self.debug = debug
        self.to_stderr = False
        self.sources: list[Source] = []
        """Texts that cannot be read again."""
        self.fixed: Counter[str] = Counter()
        """Fixes made, by code."""
        self.in_trouble = False
        self._diffs: list[str] = []

    def write(self, results: Sequence[FileResult]) -> None:
        """Report, and say beside it what is wrong with comments, files or this tool."""
        self.asides(results)
        if self.file is None:
            self._write(results, sys.stderr if self.to_stderr else sys.stdout)
            return
        text = io.StringIO()
        self._write(results, text)
        self._into_file(text.getvalue())

    def _into_file(self, text: str) -> None:
        assert self.file is not None
        try:
            self.file.write_bytes(text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise click.ClickException(f"{self.file}: cannot be written: {reason}") from None

    def _write(self, results: Sequence[FileResult], stream: IO[str]) -> None:
        found = [diagnostic for result in results for diagnostic in result.diagnostics]
        if self.form == "json":
            rows = self._statistics_json(found) if self.only_statistics else [self._json(d) for d in found]
            stream.write(json.dumps(rows, indent=2) + "\n")
            self._say_fixed(sys.stderr)
            return
        if self.only_statistics:
            stream.writelines(f"{line}\n" for line in statistics(results, self.offer))
        elif self.form == "concise":
            stream.writelines(f"{concise_line(diagnostic, self.offer)}\n" for diagnostic in found)
        elif found:
            TextReport(console(stream), self.offer, self.sources).write(found)
        self._say_fixed(stream)
        stream.write(f"{summary(results, self.offer)}\n")

    def _json(self, diagnostic: Diagnostic) -> dict[str, Any]:
        """A finding for machines; the remedy that was chosen on the command line comes first."""
        wanted = dict(self.offer.remedies).get(diagnostic.code)
        fixes = tuple(sorted(diagnostic.fixes, key=lambda fix: fix.remedy != wanted))
        return replace(diagnostic, fixes=fixes).to_json()

    def _statistics_json(self, found: Sequence[Diagnostic]) -> list[dict[str, Any]]:
        counts = Counter((d.code, d.name) for d in found)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [{"code": code, "name": name, "count": number} for (code, name), number in ordered]

    def _say_fixed(self, stream: IO[str]) -> None:
        if self.fixed:
            codes = ", ".join(f"{code} ({number})" for code, number in sorted(self.fixed.items()))
            stream.write(f"Fixed {count(self.fixed.total(), 'finding')}: {codes}\n")

    # --- diffs

    def diff(self, fixed: Fixed, data: bytes) -> None:
        """A file's changes: exact where a program reads them, coloured and harmless on a terminal."""
        from keras_lint.cli.diff import diff

        lines = diff(fixed, data)
        if self.file is not None:
            self._diffs.extend(lines)
        elif sys.stdout.isatty():
            for line in lines:
                colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[0])
                text = visible(line.rstrip("\r\n"))
                click.echo(click.style(text, fg=colour), color=wants_colour(sys.stdout))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write("".join(lines).encode("utf-8", "surrogatepass"))
            sys.stdout.buffer.flush()

    def end_diff(self, files: int) -> None:
        """Write the diffs where they go into a file, and say on standard error how much they would fix."""
        if self.file is not None:
            self._into_file("".join(self._diffs))
        if files:
            click.echo(f"Would fix {count(self.fixed.total(), 'finding')} in {count(files, 'file')}", err=True)
        else:
            click.echo("Nothing to fix", err=True)

    # --- beside the results

    def asides(self, results: Sequence[FileResult]) -> None:
        """Comments that are not understood, and failures of this tool, on standard error."""
        for result in results:
            for warned in result.warnings:
                self.warn(f"{display_place(warned.place)}: {visible(warned.message)}")
            if result.crash is not None:
                self._crash(result)

    def _crash(self, result: FileResult) -> None:
        assert result.crash is not None
        how = "" if self.debug else " (KERAS_LINT_DEBUG=1 shows the traceback)"
        click.echo(
            f"error: keras-lint failed on {display_path(result.filename)}: {visible(result.crash.message)}; "
            f"please report it at {ISSUES}{how}",
            err=True,
        )
        if self.debug:
            click.echo(result.crash.trace, err=True)

    def warn(self, message: str) -> None:
        """Something that its author should know."""
        click.echo(f"warning: {message}", err=True)

    def trouble(self, message: str) -> None:
        """Something that could not be done: the run ends with status 2."""
        self.in_trouble = True
        click.echo(f"error: {message}", err=True)

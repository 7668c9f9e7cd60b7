"""``keras-lint check``: findings in files, folders and notebooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from keras_lint.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE
from keras_lint.cli.options import Given, configuration_options, format_option, selection_options, settings_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keras_lint.cli.text import Offer
    from keras_lint.lint.files import Unreadable
    from keras_lint.lint.service import FileResult, Service

STDIN = "-"
LEVELS = ("hint", "info", "warning", "error")


@click.command(short_help="Check files, folders and notebooks.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--fix", is_flag=True, help="Make the safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Count and make fixes as well that change how the model trains.")
@click.option("--remedy", "remedies", multiple=True, metavar="CODE=REMEDY", help="Fix this rule by this remedy only.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@selection_options
@click.option("--fail-on", type=click.Choice(LEVELS), help="Exit with 1 from this severity on (default: warning).")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something is found.")
@format_option("text", "concise", "json", what="How to report.")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False, path_type=Path), help="Report into this file.")
@click.option("--statistics", is_flag=True, help="Report only how often each rule fired.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes (default: one for each core).")
@click.option("--stdin-filename", metavar="NAME", help="The name of what is read from standard input.")
@configuration_options
def check(
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    remedies: tuple[str, ...],
    diff: bool,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    fail_on: str | None,
    exit_zero: bool,
    form: str,
    output_file: Path | None,
    statistics: bool,
    jobs: int | None,
    stdin_filename: str | None,
    **common: Any,
) -> int:
    """Check files, folders and notebooks (default: the current folder; `-` is standard input).

    Exit status: 0 if nothing reaches --fail-on, 1 if something does (with --diff: if something would change), 2 for
    wrong usage or settings, a file that cannot be read, or a failure of keras-lint itself.
    """
    from keras_lint.cli.report import Report

    given = Given(**common)
    service = given.service(select, ignore, extend_select, fail_on)
    offer = offered(service, unsafe_fixes, remedies)
    report = Report(form, output_file, statistics, offer, given.debug)
    if stdin_filename is not None and STDIN not in paths:
        raise click.UsageError("--stdin-filename needs `-` among the paths")
    with settings_errors():
        if STDIN in paths:
            if len(paths) > 1:
                raise click.UsageError("`-` cannot be combined with other paths")
            return _check_stdin(service, report, stdin_filename or "<stdin>", fix, diff, exit_zero)
        targets = _targets(paths or (".",), service)
        if not targets:
            click.echo("warning: no Python files or notebooks found", err=True)
        if diff:
            return _show_diff(targets, service, report, jobs, exit_zero)
        results = _check_files(targets, service, jobs)
        if fix:
            results = _fix_files(targets, results, service, report, jobs)
    report.write(results)
    return status(results, report, exit_zero)


def offered(service: Service, unsafe: bool, remedies: Sequence[str]) -> Offer:
    """Which fixes are to be made.

    Raises:
        UsageError: a rule or remedy that is named does not exist.
    """
    from keras_lint.cli.text import Offer
    from keras_lint.lint.catalogue import nearest

    chosen: list[tuple[str, str]] = []
    for text in remedies:
        name, sign, remedy = text.partition("=")
        if not sign:
            raise click.UsageError(f"expected --remedy CODE=REMEDY, not {text!r}")
        rule = service.catalogue.find(name)
        if rule is None:
            near = service.catalogue.nearest(name)
            raise click.UsageError(f"unknown rule `{name}`" + (f"; did you mean `{near}`?" if near else ""))
        if remedy not in service.catalogue.remedies:
            near = nearest(remedy, list(service.catalogue.remedies))
            hint = f"; did you mean `{near}`?" if near else f" (known: {', '.join(service.catalogue.remedies)})"
            raise click.UsageError(f"unknown remedy `{remedy}`{hint}")
        chosen.append((rule.code, remedy))
    return Offer(unsafe, tuple(chosen))


def _targets(paths: Sequence[str], service: Service) -> list[Path | Unreadable]:
    from keras_lint.lint.files import discover

    return list(discover(paths, service.loader))


def _check_files(targets: Sequence[Path | Unreadable], service: Service, jobs: int | None) -> list[FileResult]:
    from keras_lint.cli.progress import Progress
    from keras_lint.lint.batch import check_files

    with Progress(len(targets)) as progress:
        return check_files(targets, service, jobs, progress.done)


def _fixable(result: FileResult, report: Any) -> bool:
    from keras_lint.cli.text import chosen_fix

    return result.crash is None and any(chosen_fix(d, report.offer) is not None for d in result.diagnostics)


def _fix_files(
    targets: Sequence[Path | Unreadable], results: list[FileResult], service: Service, report: Any, jobs: int | None
) -> list[FileResult]:
    """Fix the files that have something to fix; what others import may have changed, so all are asked again."""
    from keras_lint.lint.service import Service
    from keras_lint.source import write_atomically

    wrote = False
    for result in results:
        if not _fixable(result, report):
            continue
        path = Path(result.filename)
        fixed = _fixed(path.read_bytes(), result.filename, service, report)
        if not fixed.changed:
            continue
        try:
            if not path.stat().st_mode & 0o222:
                raise PermissionError(13, "the file is read-only")
            write_atomically(path, fixed.data)
        except OSError as error:
            report.trouble(f"{result.filename}: cannot be written: {(error.strerror or type(error).__name__).lower()}")
            continue
        report.fixed.update(fixed.applied)
        wrote = True
    return _check_files(targets, Service(service.options), jobs) if wrote else results


def _fixed(data: bytes, filename: str, service: Service, report: Any) -> Any:
    from keras_lint.cli.text import chosen_fix
    from keras_lint.lint.fixing import fix_all
    from keras_lint.source import source_from_bytes

    source = source_from_bytes(data, filename)
    fixed = fix_all(service, source, data, service.settings_of(source.filename), lambda d: chosen_fix(d, report.offer))
    for message in fixed.messages:
        report.warn(f"{filename}: {message}")
    return fixed


def _show_diff(
    targets: Sequence[Path | Unreadable], service: Service, report: Any, jobs: int | None, exit_zero: bool
) -> int:
    """Print what would change. Findings are not reported."""
    results = _check_files(targets, service, jobs)
    files = 0
    for result in results:
        if _fixable(result, report):
            data = Path(result.filename).read_bytes()
            fixed = _fixed(data, result.filename, service, report)
            if fixed.changed:
                report.diff(fixed, data)
                report.fixed.update(fixed.applied)
                files += 1
    return _after_diff(results, report, files, exit_zero)


def _after_diff(results: Sequence[FileResult], report: Any, files: int, exit_zero: bool) -> int:
    report.asides(results)
    report.end_diff(files)
    if _in_trouble(results, report):
        return EXIT_TROUBLE
    return EXIT_FOUND if files and not exit_zero else EXIT_CLEAN


def _check_stdin(service: Service, report: Any, name: str, fix: bool, diff: bool, exit_zero: bool) -> int:
    """Check standard input. With --fix the fixed text is the output, and findings go to standard error."""
    from keras_lint.lint.service import unreadable
    from keras_lint.source import SourceError, source_from_bytes

    data = sys.stdin.buffer.read()
    filename = str(Path.cwd() / name)
    settings = service.settings_of(filename)
    try:
        source = source_from_bytes(data, filename)
    except SourceError as error:
        results = [unreadable(filename, str(error), settings)]
    else:
        report.sources.append(source)
        if fix or diff:
            fixed = _fixed(data, filename, service, report)
            report.fixed.update(fixed.applied)
            if diff:
                report.diff(fixed, data)
                return _after_diff([fixed.result], report, int(fixed.changed), exit_zero)
            sys.stdout.buffer.write(fixed.data)
            sys.stdout.buffer.flush()
            report.to_stderr = True
            report.sources[:] = [fixed.after]
            results = [fixed.result]
        else:
            results = [service.check_source(source, settings)]
    report.write(results)
    return status(results, report, exit_zero)


def _in_trouble(results: Sequence[FileResult], report: Any) -> bool:
    return report.in_trouble or any(result.unreadable or result.crash is not None for result in results)


def status(results: Sequence[FileResult], report: Any, exit_zero: bool) -> int:
    """The exit status."""
    if _in_trouble(results, report):
        return EXIT_TROUBLE
    return EXIT_FOUND if not exit_zero and any(result.failed for result in results) else EXIT_CLEAN

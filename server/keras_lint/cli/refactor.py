"""``keras-lint refactor``: a remedy where no rule fires."""

from __future__ import annotations

from pathlib import Path

import click

from keras_lint.cli.main import EXIT_CLEAN, EXIT_FOUND
from keras_lint.cli.position import place_given


@click.command(short_help="Apply a remedy where no rule asks for it.")
@click.argument("remedy", metavar="REMEDY")
@click.argument("place", metavar="FILE:ROW[:COLUMN]")
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
def refactor(remedy: str, place: str, diff: bool) -> int:
    """Apply a remedy to the call or layer at a place, whether or not a rule asks for it.

    In a notebook the place is FILE:CELL:ROW[:COLUMN]. With --diff the exit status is 1 if something would change.
    """
    from keras_lint.cli.report import Report
    from keras_lint.cli.text import Offer
    from keras_lint.lint.fixing import Fixed, attempt, edits_of
    from keras_lint.lint.refactor import refactor as worked_out
    from keras_lint.lint.registry import all_remedies
    from keras_lint.lint.remedy import NotApplicable
    from keras_lint.lint.runner import analyse
    from keras_lint.lint.service import FileResult
    from keras_lint.source import write_atomically

    remedies = {name: kind for name, kind in all_remedies().items() if kind.refactoring is not None}
    if remedy not in remedies:
        raise click.UsageError(unknown_remedy(remedy, list(remedies)))
    source, span = place_given(place)
    if span is None:
        raise click.UsageError("a row is needed: FILE:ROW[:COLUMN]")
    path = Path(source.filename)
    data = path.read_bytes()
    try:
        fix = worked_out(analyse(source), remedies[remedy], span)
    except NotApplicable as reason:
        raise click.ClickException(f"`{remedy}` does not apply at {place}: {reason}") from None
    fixed = Fixed(source, source, data, FileResult(source.filename))
    step = attempt(fixed, edits_of(fix))
    if isinstance(step, str):
        raise click.ClickException(f"`{remedy}` cannot be applied at {place}: {step}")
    fixed.after, fixed.data = step
    if diff:
        Report("text", None, False, Offer(), False).diff(fixed, data)
        return EXIT_FOUND
    if not path.stat().st_mode & 0o222:
        raise click.ClickException(f"{path}: cannot be written: the file is read-only")
    try:
        write_atomically(path, fixed.data)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from None
    click.echo(f"{fix.message} [{fix.remedy}]")
    return EXIT_CLEAN


def unknown_remedy(remedy: str, known: list[str]) -> str:
    """What to say of a remedy that nothing can be asked for by."""
    from keras_lint.lint.catalogue import nearest

    near = nearest(remedy, known)
    hint = f"; did you mean `{near}`?" if near else ""
    return f"unknown remedy `{remedy}`{hint} (known: {', '.join(known) or 'none'})"

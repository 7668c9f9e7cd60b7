"""``keras-lint summary``: the models of programs as Keras would print them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keras_lint.cli.main import EXIT_CLEAN, EXIT_TROUBLE
from keras_lint.cli.options import format_option, settings_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keras_lint.lint.service import Service
    from keras_lint.program.summary import ModelSummary
    from keras_lint.source import Source

STDIN = "-"


@click.command(short_help="Show the models that a program builds.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@format_option("table", "json", "svg", what="How to show them: as tables, as data, or as a picture.")
@click.option(
    "--model", "wanted", metavar="NAME|INDEX", help="Show this model only: by name, variable or place from 0."
)
@click.option("--expand-nested", is_flag=True, help="Show the layers of models inside models.")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False, path_type=Path), help="Write into this file.")
@click.option("--stdin-filename", metavar="NAME", help="The name of what is read from standard input.")
def summary(
    paths: tuple[str, ...],
    form: str,
    wanted: str | None,
    expand_nested: bool,
    output_file: Path | None,
    stdin_filename: str | None,
) -> int:
    """Show the models that programs build, as Keras would print them, without running anything.

    Every model is shown as it stands at its first fit, or at the end of the file. A number that is shown is right;
    what is not known is a `?`, with the reason beneath the table.
    """
    from keras_lint.lint.service import Service

    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("`-` cannot be combined with other paths")
    if stdin_filename is not None and STDIN not in paths:
        raise click.UsageError("--stdin-filename needs `-` among the paths")
    if expand_nested and form != "table":
        raise click.UsageError("--expand-nested is for tables")
    service, found, troubled = Service(), [], False
    with settings_errors():
        for source in sources(paths, service, stdin_filename or "<stdin>"):
            if isinstance(source, str):
                click.echo(f"error: {source}", err=True)
                troubled = True
            else:
                found += models_of(source, service)
    if wanted is not None:
        found = chosen(found, wanted)
    if not found and form != "json":
        click.echo("No models are built here", err=True)
    else:
        show(found, form, expand_nested, output_file)
    return EXIT_TROUBLE if troubled else EXIT_CLEAN


def sources(paths: Sequence[str], service: Service, name: str) -> Iterator[Source | str]:
    """The texts that the paths mean; a sentence for what cannot be read."""
    from keras_lint.cli.text import display_path
    from keras_lint.lint.files import Unreadable, discover
    from keras_lint.source import SourceError, read_source, source_from_bytes

    if STDIN in paths:
        try:
            yield source_from_bytes(sys.stdin.buffer.read(), str(Path.cwd() / name))
        except SourceError as error:
            yield f"{name} {error}"
        return
    for path in discover(paths, service.loader):
        if isinstance(path, Unreadable):
            yield f"{display_path(str(path.path))} cannot be read: {path.reason}"
            continue
        try:
            yield read_source(str(path))
        except SourceError as error:
            yield f"{display_path(str(path))} {error}"


def models_of(source: Source, service: Service) -> list[ModelSummary]:
    """The models of one file."""
    from keras_lint.lint.leads import LeadScan
    from keras_lint.lint.runner import analyse
    from keras_lint.lint.summary import summaries

    settings = service.settings_of(source.filename)
    if not LeadScan().leads(source, {}):
        return []
    program = analyse(source)
    program.target_keras = settings.target_keras
    return summaries(program)


def chosen(found: list[ModelSummary], wanted: str) -> list[ModelSummary]:
    """The model that is asked for; all that share the name.

    Raises:
        UsageError: there is none.
    """
    from keras_lint.cli.terminal import visible

    same = [model for model in found if wanted in (model.name, model.variable)]
    if same:
        return same
    if wanted.lstrip("-").isdecimal() and -len(found) <= int(wanted) < len(found):
        return [found[int(wanted)]]
    if not found:
        raise click.UsageError(f"there is no model `{visible(wanted)}`: no models are built here")
    known = ", ".join(f"{place} {visible(model.title)}" for place, model in enumerate(found))
    raise click.UsageError(f"there is no model `{visible(wanted)}` (there are: {known})")


def show(found: list[ModelSummary], form: str, expand_nested: bool, output_file: Path | None) -> None:
    """Print the models, or write them into a file."""
    import io

    stream = sys.stdout if output_file is None else io.StringIO()
    if form == "json":
        import json

        from keras_lint.lint.summary import to_json

        stream.write(json.dumps([to_json(model) for model in found], indent=2) + "\n")
    elif form == "svg":
        from keras_lint.cli.picture import picture

        stream.write(picture(found))
    else:
        from keras_lint.cli.table import write_tables

        write_tables(found, stream, expand_nested)
    if output_file is not None and isinstance(stream, io.StringIO):
        try:
            output_file.write_bytes(stream.getvalue().encode("utf-8", "surrogatepass"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise click.ClickException(f"{output_file}: cannot be written: {reason}") from None

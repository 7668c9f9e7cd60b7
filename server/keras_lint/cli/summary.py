"""``keras-lint summary``: the models of a program as Keras would print them."""

from __future__ import annotations

import json

import click

from keras_lint.cli.options import format_option


@click.command(short_help="Show the models that a program builds.")
@click.argument("path", metavar="PATH")
@format_option("table", "json", what="How to print them.")
def summary(path: str, form: str) -> int:
    """Show the models that a program builds, as Keras would print them, without running it."""
    from keras_lint.lint.runner import analyse
    from keras_lint.lint.summary import summaries, to_json
    from keras_lint.source import SourceError, read_source

    try:
        source = read_source(path)
    except SourceError as error:
        raise click.ClickException(f"{path} {error}") from None
    found = summaries(analyse(source))
    click.echo(json.dumps([to_json(each) for each in found], indent=2))
    return 0

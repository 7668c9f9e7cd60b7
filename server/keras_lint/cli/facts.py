"""``keras-lint facts``: what is known of the values of a program."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from keras_lint.cli.options import format_option
from keras_lint.cli.position import place_given


@click.command()
@click.argument("place", metavar="FILE[:ROW]")
@format_option("text", "json", what="How to print it.")
def facts(place: str, form: str) -> int:
    """Show what is known of the data that reaches a model.

    For each value that reaches fit, evaluate or predict (with :ROW for each name that is bound there as well): shape,
    type, range, classes, and what is not known, with the reason. What is not known keeps rules silent.
    """
    from keras_lint.lint.facts import facts_of

    source, span = place_given(place)
    found, reasons = facts_of(source, span)
    if form == "json":
        click.echo(json.dumps(found, indent=2))
        return 0
    for record in found:
        _write(record)
    if not found:
        click.echo("No value that reaches a model is known here" if span is None else "Nothing is bound on this row")
    for reason in reasons:
        click.echo(f"not followed: {reason}")
    return 0


def _write(record: dict[str, Any]) -> None:
    from keras_lint.cli.terminal import console, visible

    cell = f"cell {record['cell']}:" if record["cell"] is not None else ""
    where = f"{cell}{record['location']['row']}:{record['location']['column']}"
    out = console(sys.stdout)
    from rich.text import Text

    head = Text.assemble((where, "bold"), " ", (visible(record["name"]), "bold cyan"), f" ({record['use']})")
    out.print(head, soft_wrap=True)
    out.print(Text(f"    {', '.join(described(record))}"), soft_wrap=True)
    if record["unknown"]:
        missing = visible("; ".join(record["unknown"]))
        out.print(Text.assemble("    ", ("not known: ", "yellow"), missing), soft_wrap=True)


def described(record: dict[str, Any]) -> list[str]:
    """What is known, in words."""
    words = [record["kind"]]
    if record["shape"] is not None:
        dims = ", ".join("None" if dim is None else str(dim) for dim in record["shape"])
        words.append(f"shape ({dims}{',' if len(record['shape']) == 1 else ''})")
    if record["dtype"] is not None:
        words.append(record["dtype"])
    if record["kind"] != "scalar" and record["min"] is not None and record["max"] is not None:
        words.append(f"values {record['min']:g}..{record['max']:g}")
    if record["classes"] is not None:
        words.append(f"{record['classes']} classes")
    if record["class_counts"] is not None:
        words.append(f"counts {', '.join(map(str, record['class_counts']))}")
    if record["labels"] is not None:
        words.append(f"{record['labels']} labels")
    if record["split"] is not None:
        words.append(f"{record['split']} split")
    if record["scaled"] is not None:
        words.append("scaled" if record["scaled"] else "not scaled")
    if record["origin"] is not None:
        words.append(f"from {record['origin']}" if record["kind"] in ("array", "dataset") else str(record["origin"]))
    return words

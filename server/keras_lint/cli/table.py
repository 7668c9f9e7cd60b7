"""Models as tables: what ``model.summary()`` prints, and what is not known."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from keras_lint.cli.terminal import console, visible
from keras_lint.cli.text import display_place
from keras_lint.knowledge.facts import Unknown
from keras_lint.lint.finding import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from keras_lint.program.summary import LayerSummary, ModelSummary

UNKNOWN = "?"
NUMBER, NONE, CLASS = "color(34)", "color(45)", "color(33)"
"""Keras's own colours."""
WEIGHT_BYTES = 4
_UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


def write_tables(models: Sequence[ModelSummary], stream: IO[str], expand_nested: bool) -> None:
    """Write the tables of all models into a stream."""
    print_tables(models, console(stream), expand_nested)


def print_tables(models: Sequence[ModelSummary], out: Console, expand_nested: bool) -> None:
    """Print the tables of all models, an empty line between them."""
    for number, model in enumerate(models):
        if number:
            out.print()
        out.print(Text("  ").join(heading(model)), soft_wrap=True)
        if model.rows:
            out.print(table(model, expand_nested))
        for line in totals(model):
            out.print(line, soft_wrap=True)
        for reason in model.unknown:
            out.print(Text.assemble(" ", ("not known: ", "yellow"), visible(reason)), soft_wrap=True)


def heading(model: ModelSummary) -> tuple[Text, Text]:
    """The model's name; the variable, and where it is made."""
    name = f'"{visible(model.name)}"' if model.name is not None else UNKNOWN
    where = [visible(model.variable)] if model.variable is not None else []
    where.append(display_place(place(model.site.source, model.site.span)))
    if model.entry == "function":
        where.append("in a function that nothing here calls")
    return Text(f"Model: {name}", "bold"), Text(", ".join(where), "dim")


def table(model: ModelSummary, expand_nested: bool) -> Table:
    """The layers, in Keras's columns."""
    found = Table(show_lines=True)
    found.add_column("Layer (type)", overflow="fold")
    found.add_column("Output Shape", overflow="fold")
    found.add_column("Param #", justify="right")
    if not model.linear:
        found.add_column("Connected to", overflow="fold")
    for row, level in leveled(model.rows, expand_nested, 0):
        cells = [name_cell(row, level), shape_text(row.output_shape), count_text(row.params)]
        if not model.linear:
            cells.append(connections_text(row, model) if not level else Text("-"))
        found.add_row(*cells)
    return found


def leveled(rows: Iterable[LayerSummary], expand_nested: bool, level: int) -> Iterator[tuple[LayerSummary, int]]:
    """The rows with how deep they stand inside other models."""
    for row in rows:
        yield row, level
        if expand_nested and isinstance(row.layers, tuple):
            yield from leveled(row.layers, expand_nested, level + 1)


def name_cell(row: LayerSummary, level: int) -> Text:
    """``conv2d (Conv2D)``."""
    prefix = "   " * level + "└ " if level else ""
    name = visible(row.name) if row.name is not None else UNKNOWN
    cls = visible(row.cls) if row.cls is not None else UNKNOWN
    return Text.assemble(prefix, name, " (", (cls, CLASS), ")")


def shape_text(shape: Any) -> Text:
    """A shape, or several, as Keras prints them."""
    if isinstance(shape, Unknown):
        return Text(UNKNOWN)
    parts = [shape_text(dim) if isinstance(dim, (tuple, Unknown)) else dim_text(dim) for dim in shape]
    opening, closing = ("[", "]") if isinstance(shape, list) else ("(", ")")
    return Text.assemble(opening, Text(", ").join(parts), closing)


def dim_text(dim: int | None) -> Text:
    """One axis."""
    return Text(str(dim), NONE if dim is None else NUMBER)


def count_text(number: int | Unknown) -> Text:
    """A number with separators."""
    return Text(f"{number:,}", NUMBER) if isinstance(number, int) else Text(UNKNOWN)


def connections_text(row: LayerSummary, model: ModelSummary) -> Text:
    """The tensors that a layer takes: ``dense[0][0]`` is the first tensor of the first call of ``dense``."""
    parts = []
    for connection in row.connections:
        number = str(connection.number) if isinstance(connection.number, int) else UNKNOWN
        source = visible(model.rows[connection.source].title)
        parts.append(Text.assemble(source, "[", (number, NUMBER), "][", (str(connection.place), NUMBER), "]"))
    return Text(", ").join(parts) if parts else Text("-")


def totals(model: ModelSummary) -> Iterator[Text]:
    """The lines beneath the table."""
    weights = model.weights
    lines = (("Total", model.params), ("Trainable", weights.trainable), ("Non-trainable", weights.non_trainable))
    for title, number in lines:
        size = f" ({memory(number * WEIGHT_BYTES)})" if isinstance(number, int) and model.single else ""
        yield Text.assemble((f" {title} params: ", "bold"), count_text(number), size)


def memory(size: float) -> str:
    """A number of bytes in the unit that Keras takes for it."""
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} {_UNITS[-1]}"

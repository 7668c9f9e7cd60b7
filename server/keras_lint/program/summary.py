"""What Keras would print of a model: its layers with their shapes and numbers of weights.

A number here is right or it is unknown, with the reason: a number that Keras would contradict is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import Shape, Unknown
from keras_lint.knowledge.layers.base import Weights
from keras_lint.program.weights import frozen, total

if TYPE_CHECKING:
    from keras_lint.syntax import Site

DIFFERS = Unknown("it differs between the branches of the program")


@dataclass(frozen=True, slots=True, eq=False)
class Connection:
    """A tensor that a layer takes."""

    source: int
    """The row of the layer that makes it, from 0."""
    number: int | Unknown
    """How many calls of that layer came before the one that makes it."""
    place: int
    """Which of the call's tensors it is."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerSummary:
    """One row of a model's table."""

    name: str | None
    """``None`` where the name that Keras gives it is not known."""
    cls: str | None
    """Keras's class name; ``None`` where not even that is known."""
    output_shape: Any
    """Shape of its output, batch axis included; a list of shapes where it has several; Unknown."""
    weights: Weights
    """How many it can train and how many it never trains, whatever is frozen."""
    trainable: bool | Unknown
    """Its own flag."""
    site: Site | None
    """Where it is made."""
    layers: tuple[LayerSummary, ...] | Unknown | None = None
    """The layers of a nested model; ``None`` for a layer."""
    is_layer: bool = True
    """False for an operation outside layers (``x + y``): a row of the table, but not one of ``model.layers``."""
    single: bool = True
    """Whether its weights are known to be 4 bytes wide."""
    key: Any = None
    """Identifies the object: what is in a model twice counts once."""
    connections: tuple[Connection, ...] = ()
    """The tensors it takes, in order; none in a stack."""

    @property
    def params(self) -> int | Unknown:
        """Number of all its weights."""
        return total(self.weights)

    @property
    def title(self) -> str:
        """How to speak of it: its name if that is known, else its class."""
        return self.name or self.cls or "a layer that is not known"


@dataclass(frozen=True, slots=True, eq=False)
class ModelSummary:
    """One model as it stands at its first ``fit``, else at the end of the program."""

    variable: str | None
    """The name it is bound to."""
    name: str | None
    """Keras's name; ``None`` where it is not known."""
    kind: str
    """``Sequential``, ``Functional`` or ``Subclass``."""
    site: Site
    """Where it is made."""
    entry: str
    """``module``, or ``function`` where the function that builds it is not called."""
    input_shapes: tuple[Shape | Unknown, ...] | Unknown
    output_shapes: tuple[Shape | Unknown, ...] | Unknown
    rows: tuple[LayerSummary, ...]
    """What Keras prints, in its order."""
    weights: Weights
    """How many are trained and how many are not, frozen layers counted as such."""
    params: int | Unknown
    """Number of all weights; known also where it is open which of them are trained."""
    linear: bool = True
    """Whether Keras prints it without the column of connections."""
    unknown: tuple[str, ...] = field(default=())
    """Why something is missing; empty where all is known."""

    @property
    def layers(self) -> tuple[LayerSummary, ...]:
        """``model.layers``."""
        return tuple(row for row in self.rows if row.is_layer)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.unknown

    @property
    def single(self) -> bool:
        """Whether all weights are known to be 4 bytes wide."""
        return all(leaf.single for leaf in leaves(self.rows, {}))

    @property
    def title(self) -> str:
        """How to speak of it: its name if that is known, else the variable, else its kind."""
        return self.name or self.variable or self.kind


def leaves(rows: Iterable[LayerSummary], seen: dict[Any, None]) -> Iterator[LayerSummary]:
    """The layers inside, to any depth, each object once."""
    for row in rows:
        if isinstance(row.layers, tuple) and row.layers:
            yield from leaves(row.layers, seen)
        elif row.key not in seen:
            seen[row.key] = None
            yield row


def counted(rows: Iterable[LayerSummary], trainable: bool | Unknown) -> tuple[Weights, int | Unknown]:
    """How many weights of these rows are trained and how many are not, and how many there are.

    Keras freezes by the flags of the layers and by that of the model itself, not by those of the models in between.
    """
    rows = tuple(rows)
    split, number = Weights(0), total(everything(rows))
    for leaf in leaves(rows, {}):
        split = split + frozen(leaf.weights, leaf.trainable)
    if trainable is False:
        return Weights(0, number), number
    return frozen(split, trainable), number


def everything(rows: Iterable[LayerSummary]) -> Weights:
    """All weights of these rows, each object once, whatever is frozen."""
    found = Weights(0)
    for leaf in leaves(rows, {}):
        found = found + leaf.weights
    return found


# --- branches ---------------------------------------------------------------------------------------------------------


def joined(alternatives: list[ModelSummary]) -> ModelSummary:
    """What is known of a model whichever branches the program takes."""
    first = alternatives[0]
    if len(alternatives) == 1:
        return first
    unknown = dict.fromkeys(reason for each in alternatives for reason in each.unknown)
    together = all(outline(each.rows) == outline(first.rows) for each in alternatives)
    rows = tuple(map(joined_rows, zip(*(each.rows for each in alternatives), strict=True))) if together else ()
    if not together:
        unknown["the layers differ between the branches of the program"] = None
    found = replace(
        first,
        variable=agreed([each.variable for each in alternatives], None),
        name=agreed([each.name for each in alternatives], None),
        input_shapes=agreed([each.input_shapes for each in alternatives], DIFFERS),
        output_shapes=agreed([each.output_shapes for each in alternatives], DIFFERS),
        rows=rows,
        weights=joined_weights([each.weights for each in alternatives]),
        params=agreed([each.params for each in alternatives], DIFFERS),
    )
    if DIFFERS in (found.input_shapes, found.output_shapes, found.params, found.weights.trainable) or differs(rows):
        unknown["sizes or flags differ between the branches of the program"] = None
    return replace(found, unknown=tuple(unknown))


def agreed(values: list[Any], otherwise: Any) -> Any:
    """The value that all have."""
    return values[0] if all(alike(value, values[0]) for value in values) else otherwise


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same; what is not known says nothing, whatever the reason."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return isinstance(one, Unknown) and isinstance(other, Unknown)
    if isinstance(one, (tuple, list)) and type(one) is type(other) and len(one) == len(other):
        return all(map(alike, one, other))
    return type(one) is type(other) and bool(one == other)


def joined_weights(alternatives: list[Weights]) -> Weights:
    """Numbers that hold in all branches."""
    trainable = agreed([each.trainable for each in alternatives], DIFFERS)
    return Weights(trainable, agreed([each.non_trainable for each in alternatives], DIFFERS))


def joined_rows(alternatives: tuple[LayerSummary, ...]) -> LayerSummary:
    """One row that holds in all branches."""
    first, inner = alternatives[0], [row.layers for row in alternatives]
    layers: Any = first.layers
    if isinstance(layers, tuple):
        layers = tuple(map(joined_rows, zip(*inner, strict=True)))
    return replace(
        first,
        name=agreed([row.name for row in alternatives], None),
        output_shape=agreed([row.output_shape for row in alternatives], DIFFERS),
        weights=joined_weights([row.weights for row in alternatives]),
        trainable=agreed([row.trainable for row in alternatives], DIFFERS),
        single=all(row.single for row in alternatives),
        layers=layers,
    )


def outline(rows: Iterable[LayerSummary]) -> Any:
    """What must be alike for two tables to be told as one: the layers and how they hang together."""
    return [
        (
            row.cls,
            [(connection.source, connection.place) for connection in row.connections],
            outline(row.layers) if isinstance(row.layers, tuple) else row.layers is None,
        )
        for row in rows
    ]


def differs(rows: Iterable[LayerSummary]) -> bool:
    """Whether a number of these rows differs between branches."""
    return any(
        DIFFERS in (row.output_shape, row.weights.trainable, row.trainable)
        or (isinstance(row.layers, tuple) and differs(row.layers))
        for row in rows
    )

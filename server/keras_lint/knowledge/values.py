"""Facts about the values of a program: numbers, arrays, datasets, layers, models.

All are immutable. Where Python's own object can change (a list, an array, a model), the value in a variable is a
:class:`Ref` and the fact stands in the heap; changing the object replaces the fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from typing import Literal as Choice

from keras_lint.knowledge.facts import UNKNOWN, Config, Dim, Shape, Unknown, is_known
from keras_lint.syntax import Site


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, ``None``, ``True``, … and where it is written."""

    value: Any
    site: Site | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object of the heap."""

    address: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something of a library, by its dotted path as imported: ``tensorflow.keras.layers.Dense``."""

    path: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of values."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values; which one is not known."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """No value was given for an argument."""


MISSING = Missing()

Value: TypeAlias = Any
"""What a name can be bound to: ``Literal``, ``Ref``, ``Symbol``, ``Tuple``, ``OneOf``, ``Unknown``, a function, …"""


# --- containers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class List:
    """A list (or set): known items, then any number of ``rest``."""

    items: tuple[Value, ...]
    rest: Value | None = None
    ordered: bool = True
    """False for a set, and for a list made of one: which item comes first is not known."""


@dataclass(frozen=True, slots=True)
class Dict:
    """A dictionary: known entries; ``complete`` says that there are no others."""

    entries: dict[Any, Value]
    complete: bool = True


# --- data -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows (samples) of which data a value holds.

    ``parts`` is the way from the whole to this part: one (split, part) pair for each split.
    """

    source: int
    parts: tuple[tuple[int, str], ...] = ()

    def part(self, split: int, name: str) -> Rows:
        """The part ``name`` of these rows in split number ``split``."""
        return replace(self, parts=(*self.parts, (split, name)))

    def within(self, other: Rows) -> bool:
        """Whether all of these rows are among ``other``."""
        if self.source != other.source or len(self.parts) < len(other.parts):
            return False
        for place, (mine, theirs) in enumerate(zip(self.parts, other.parts, strict=False)):
            if mine != theirs:
                last = place == len(other.parts) - 1
                return (
                    last and mine[0] == theirs[0] and mine[0] % NUMBERS == SLICES and slice_within(mine[1], theirs[1])
                )
        return True

    def apart(self, other: Rows) -> bool:
        """Whether the two are known to share no row: the same split sent them to different parts."""
        if self.source != other.source:
            return False
        for (split, name), (other_split, other_name) in zip(self.parts, other.parts, strict=False):
            if split != other_split:
                return False
            if name != other_name:
                return split % NUMBERS != SLICES or slices_apart(name, other_name)
        return False


SLICES = 0
"""The number of the split into places: ``x[800:900]`` is the part ``"800:900"``, ``x[900:]`` the part ``"900:"``."""

NUMBERS = 1 << 32
"""Beyond all numbers of splits. A split of an array of indices, used on other rows, has its own number plus so many
times the number of the indices' source; its parts by places are multiples of it."""


def slice_bounds(name: str) -> tuple[float, float]:
    """First place and end of a part by places, or by shares of a number of rows."""
    low, _, high = name.partition(":")
    return float(low), float(high) if high else float("inf")


def slice_within(name: str, other: str) -> bool:
    """Whether all places of one part are among another's."""
    (low, high), (other_low, other_high) = slice_bounds(name), slice_bounds(other)
    return other_low <= low and high <= other_high


def slices_apart(name: str, other: str) -> bool:
    """Whether two parts share no place."""
    (low, high), (other_low, other_high) = slice_bounds(name), slice_bounds(other)
    return high <= other_low or other_high <= low


StepKind: TypeAlias = Choice[
    "loaded", "generated", "scaled", "divided", "normalized", "encoded", "split", "resampled", "augmented", "reshaped",
    "shuffled",
    "imputed", "reduced", "appended", "selected", "preprocessed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to data on its way: where, by what, and which rows it was fitted on."""

    kind: StepKind
    name: str
    """How the user knows it: ``StandardScaler``, ``cifar10.load_data``, ``train_test_split``."""
    site: Site = field(compare=False, repr=False)
    fitted_on: Rows | Unknown | None = None
    """Rows that were used to compute what it applies; ``None`` where it computes nothing from data."""
    identity: int = 0
    """Same number for the same fitted object or the same split."""
    detail: str = ""
    certain: bool = True
    """False where it was done in some branches only."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of an array of labels."""

    form: Choice["integer", "one-hot", "float", "string"] | Unknown = UNKNOWN
    classes: int | Unknown = UNKNOWN
    counts: tuple[int, ...] | Unknown = UNKNOWN
    """Samples of each class."""
    task: Choice["classification", "regression"] | Unknown = UNKNOWN
    imbalanced: str | None = None
    """Why the classes are known to be imbalanced, in words for the message; ``None`` where that is not known."""


Library: TypeAlias = Choice["numpy", "tensorflow", "pandas", "python"]
"""Whose array it is; ``python`` for lists."""


@dataclass(frozen=True, slots=True)
class Array:
    """A numpy array, tensor of values, pandas frame or series: everything that holds rows of numbers."""

    shape: Shape | Unknown = UNKNOWN
    dtype: str | Unknown = UNKNOWN
    low: float | Unknown = UNKNOWN
    high: float | Unknown = UNKNOWN
    kind: Choice["image", "tabular", "sequence", "text", "labels"] | Unknown = UNKNOWN
    labels: Labels | None = None
    rows: Rows | Unknown = UNKNOWN
    steps: tuple[Step, ...] = ()
    library: Library | Unknown = UNKNOWN
    data: Any = UNKNOWN
    """The elements as nested tuples, for small literals."""
    origin: str | None = None
    """Name of the public data set it comes from (``mnist``)."""
    part: Choice["train", "validation", "test"] | None = None
    """Which part of its data set or split it is."""
    column: int | None = None
    """Which argument of ``train_test_split`` (0 = X, 1 = y) or of ``load_data`` it comes from."""

    def has_step(self, *kinds: str) -> bool:
        """Whether any of these was done to the data."""
        return any(step.kind in kinds for step in self.steps)

    def last_step(self, *kinds: str) -> Step | None:
        """The most recent step of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    def with_step(self, step: Step, **changes: Any) -> Array:
        """This array after one more step, with other facts changed."""
        return replace(self, steps=(*self.steps, step), **changes)

    @property
    def samples(self) -> int | Unknown:
        """Number of rows."""
        if isinstance(self.shape, tuple) and self.shape and isinstance(self.shape[0], int):
            return self.shape[0]
        return UNKNOWN

    @property
    def rank(self) -> int | Unknown:
        """Number of axes."""
        return len(self.shape) if isinstance(self.shape, tuple) else UNKNOWN

    @property
    def range_known(self) -> bool:
        """Whether both ends of the value range are known."""
        return is_known(self.low) and is_known(self.high)


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of the chain that makes a dataset: ``shuffle(1000)``, ``batch(32)``, ``flow_from_directory(...)``."""

    name: str
    site: Site = field(compare=False, repr=False)
    options: dict[str, Any] = field(default_factory=dict)
    """Its arguments by name as Python data, defaults included; ``MISSING`` where there is none, ``Unknown``."""


@dataclass(frozen=True, slots=True)
class Indexer:
    """``df.iloc`` or ``df.loc``: a frame about to be indexed."""

    array: Value
    by: Choice["iloc", "loc"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Something that yields batches or samples: ``tf.data.Dataset``, a generator of ``ImageDataGenerator``, a
    ``Sequence``.
    """

    kind: Choice["tf.data", "keras-iterator", "generator", "sequence"] | Unknown = UNKNOWN
    elements: Value = UNKNOWN
    """One element: an ``Array``, a ``Tuple`` (x, y[, weights]), or Unknown. Shapes include the batch axis once
    batched."""
    batch_size: int | None | Unknown = UNKNOWN
    """``None`` where it is not batched."""
    cardinality: int | None | Unknown = UNKNOWN
    """Number of elements; ``None`` for endless."""
    samples: int | Unknown = UNKNOWN
    """Number of different samples: repeating a dataset does not add any."""
    shuffled: bool | Unknown = UNKNOWN
    augmented: bool | Unknown = False
    steps: tuple[Step, ...] = ()
    rows: Rows | Unknown = UNKNOWN
    part: Choice["train", "validation", "test"] | None = None
    origin: str | None = None
    pipeline: tuple[Stage, ...] | Unknown = ()
    """How it is made, in order."""
    generator: Configured | None | Unknown = None
    """The ``ImageDataGenerator`` it comes from, as it was then."""

    def stage(self, *names: str) -> Stage | None:
        """The last link of its pipeline with one of these names; ``None`` also where the pipeline is not known."""
        links = self.pipeline if isinstance(self.pipeline, tuple) else ()
        return next((link for link in reversed(links) if link.name in names), None)

    @property
    def inputs(self) -> Value:
        """What the model gets as x."""
        return self.elements.items[0] if isinstance(self.elements, Tuple) and self.elements.items else self.elements

    @property
    def targets(self) -> Value:
        """What the model gets as y, ``None`` where the elements hold no targets."""
        if isinstance(self.elements, Tuple):
            return self.elements.items[1] if len(self.elements.items) > 1 else None
        return UNKNOWN if isinstance(self.elements, Unknown) else None


@dataclass(frozen=True, slots=True)
class Configured:
    """An object of a library made by a call, that holds nothing but its arguments: an optimizer, a loss, a scaler, …"""

    path: str
    """Canonical name of its class: ``keras.optimizers.Adam``."""
    arguments: dict[str, Argument]
    site: Site = field(compare=False, repr=False)
    complete: bool = True
    """Whether all arguments are known by name (no ``*args`` or ``**kwargs`` of unknown content)."""
    state: dict[str, Any] = field(default_factory=dict)
    """What later calls did to it (``fitted_on`` of a scaler)."""

    @property
    def name(self) -> str:
        """The class's bare name."""
        return self.path.rpartition(".")[2]

    def value(self, argument: str) -> Value:
        """Value of an argument, ``MISSING`` where it is left out."""
        given = self.arguments.get(argument)
        if given is not None:
            return given.value
        return MISSING if self.complete else UNKNOWN

    def site_of(self, argument: str) -> Site:
        """Where an argument is written; the call itself where it is left out or comes out of a dictionary."""
        given = self.arguments.get(argument)
        return given.site if given is not None and given.site is not None else self.site


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call: its value, and the expression it is given by."""

    value: Value
    site: Site | None = field(default=None, compare=False, repr=False)
    """The expression of the value; ``None`` for defaults and for entries of an unpacked dictionary."""
    written: str | None = field(default=None, compare=False)
    """The keyword as the user wrote it (``nb_epoch``); ``None`` for a positional."""


# --- models ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight that a class of the program makes itself: ``self.add_weight(shape=(8, 4))``."""

    shape: Shape | Unknown
    trainable: bool | Unknown = True


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer object: its class, its arguments."""

    cls: str
    """Bare class name: ``Dense``; name of the user's class for a custom layer."""
    path: str
    arguments: dict[str, Argument]
    config: Config
    """Arguments by name, evaluated to Python values where they are known."""
    site: Site = field(compare=False, repr=False)
    name: str | None | Unknown = None
    default_name: str | Unknown = field(default=UNKNOWN, compare=False)
    """The name that Keras gives it where it is given none."""
    custom: bool = False
    trainable: bool | Unknown = True
    wrapped: Value | None = None
    """The inner layer of a wrapper (``Bidirectional(LSTM(8))``)."""
    complete: bool = True
    calls: int | Unknown = field(default=0, compare=False)
    """How often it was called on tensors."""
    made: Value = field(default=None, compare=False)
    """What its first call returned: ``layer.output``."""
    built_on: Any = None
    """Shape of what it was first called on (a tuple of shapes for several tensors), ``None`` before; ``Unknown``."""
    weights: tuple[Weight, ...] | Unknown = ()
    """What a custom layer added itself."""
    parts: tuple[Value, ...] | Unknown = ()
    """Layers and models a custom layer holds, in the order in which Keras came to know of them."""
    overrides: frozenset[str] = frozenset()
    """Methods that the class of a custom layer defines."""

    def value(self, argument: str) -> Value:
        """Value of an argument, ``MISSING`` where it is left out."""
        given = self.arguments.get(argument)
        if given is not None:
            return given.value
        return MISSING if self.complete else UNKNOWN

    def site_of(self, argument: str) -> Site:
        """Where an argument is written; the call itself where it is left out or comes out of a dictionary."""
        given = self.arguments.get(argument)
        return given.site if given is not None and given.site is not None else self.site


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One call of a layer or model on tensors; an operation on tensors outside layers has no ``layer``."""

    layer: Ref | None
    operation: str
    """Class name of the layer, or name of the operation."""
    inputs: tuple[Tensor, ...]
    site: Site = field(repr=False)
    statement: Site | None = field(default=None, repr=False)
    refused: str | None = None
    """Keras's words where it refuses this input."""
    further: tuple[Tensor, ...] = ()
    """Tensors that it takes beside its input: ``initial_state=[h, c]``."""
    outputs: Any = None
    """Shape of what it returns, a list of shapes where that is several tensors; ``None`` where it is not recorded."""
    number: int | Unknown = UNKNOWN
    """How many calls of the layer came before."""
    name: str | Unknown = UNKNOWN
    """The name that Keras gives an operation outside layers."""

    @property
    def sources(self) -> tuple[Tensor, ...]:
        """All tensors that it takes."""
        return (*self.inputs, *self.further) if self.further else self.inputs

    inside: tuple[Tensor, ...] = field(default=(), repr=False)
    """What the ``call`` of a custom layer or model made of its inputs, where that was followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A symbolic tensor of a model, and the call that made it (``None`` for an ``Input``)."""

    shape: Shape | Unknown
    use: Use | None = None
    dtype: str | Unknown = UNKNOWN
    input_site: Site | None = field(default=None, repr=False)
    input_layer: Ref | None = None
    """The layer of an ``Input``."""
    place: int = 0
    """Which of several tensors of its call it is."""
    shapes: tuple[Shape | Unknown, ...] = field(default=(), repr=False)
    """Of all tensors that its call makes, where it makes several: the model need not use each of them."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The arguments of ``compile``."""

    arguments: dict[str, Argument]
    site: Site = field(compare=False, repr=False)
    complete: bool = True

    def value(self, argument: str) -> Value:
        """Value of an argument, ``MISSING`` where it is left out."""
        given = self.arguments.get(argument)
        if given is not None:
            return given.value
        return MISSING if self.complete else UNKNOWN

    def site_of(self, argument: str) -> Site:
        """Where an argument is written; the call itself where it is left out or comes out of a dictionary."""
        given = self.arguments.get(argument)
        return given.site if given is not None and given.site is not None else self.site


@dataclass(frozen=True, slots=True)
class Model:
    """A Keras model as far as it is built."""

    kind: Choice["Sequential", "Functional", "Subclass"]
    site: Site = field(compare=False, repr=False)
    inputs: tuple[Tensor, ...] | Unknown = UNKNOWN
    outputs: tuple[Tensor, ...] | Unknown = UNKNOWN
    members: tuple[Ref, ...] | Unknown = ()
    """Layers of a Sequential in order."""
    name: str | None | Unknown = None
    default_name: str | Unknown = field(default=UNKNOWN, compare=False)
    """The name that Keras gives it where it is given none."""
    compiled: Compiled | None | Unknown = None
    trained: bool = False
    history: Value = None
    """The ``History`` of its last ``fit``."""
    application: str | None = None
    """Name of the ``keras.applications`` constructor."""
    arguments: dict[str, Argument] = field(default_factory=dict)
    cls: str | None = None
    """Name of the user's class for a subclassed model."""
    pretrained: bool | Unknown = False
    trainable: bool | Unknown = True
    calls: int | Unknown = field(default=0, compare=False)
    """How often it was called on tensors."""
    changed: str | None = None
    """Why the model may differ from what is recorded here; ``None`` where it cannot."""
    weights: tuple[Weight, ...] | Unknown = ()
    """What a subclassed model added itself."""
    parts: tuple[Value, ...] | Unknown = ()
    """Layers and models a subclassed model holds, in the order of ``model.layers``."""
    overrides: frozenset[str] = frozenset()
    """Methods that the class of a subclassed model defines."""
    instance: Ref | None = None
    """The object of the user's class."""
    built: bool | Unknown = False
    """Whether the ``build`` of a subclassed model has been run."""


def dims(shape: Shape | Unknown, rank: int) -> tuple[Dim, ...] | Unknown:
    """``shape`` if it is known to have ``rank`` axes."""
    return shape if isinstance(shape, tuple) and len(shape) == rank else UNKNOWN

"""The models of a program as Keras would print them: for ``keras-lint summary`` and for editors.

A number here is right or it is unknown, with the reason: a number that Keras would contradict is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import Weights
from keras_lint.knowledge.layers.naming import OPERATORS
from keras_lint.knowledge.values import Dict, Layer, List, Model, Ref, Tensor, Tuple, Use, Value
from keras_lint.lint.finding import Place, place
from keras_lint.program.graph import Graph, Operation, graph_of
from keras_lint.program.values import Instance
from keras_lint.program.views import LayerView, ModelView

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.syntax import Site

DIFFERS = Unknown("differs between the branches of the program")


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
    key: Any = None
    """Identifies the object: what is in a model twice counts once."""
    sources: tuple[LayerSummary, ...] = ()
    """The rows whose outputs it takes, in order."""

    @property
    def params(self) -> int | Unknown:
        """Number of all its weights."""
        return total(self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class ModelSummary:
    """One model as it stands at its first ``fit``, else at the end of the program."""

    variable: str | None
    name: str | None
    kind: str
    """``Sequential``, ``Functional`` or ``Subclass``."""
    site: Site
    entry: str
    """``module``, or ``function`` where the function that builds it is not called."""
    input_shapes: tuple[Shape | Unknown, ...] | Unknown
    output_shapes: tuple[Shape | Unknown, ...] | Unknown
    rows: tuple[LayerSummary, ...]
    """What Keras prints, in its order."""
    weights: Weights
    """How many are trained and how many are not, frozen layers counted as such."""
    linear: bool = True
    """Whether Keras prints it without the column of connections."""
    unknown: tuple[str, ...] = field(default=())
    """Why something is missing; empty where all is known."""

    @property
    def layers(self) -> tuple[LayerSummary, ...]:
        """``model.layers``."""
        return tuple(row for row in self.rows if row.is_layer)

    @property
    def params(self) -> int | Unknown:
        """Number of all weights."""
        return total(self.weights)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.unknown


def name_of(fact: Layer | Model | Tensor, program: Program) -> str | None:
    """The name of a layer, a model or an input: that it is given, else that Keras gives it, if it is known."""
    if fact.name is not None:
        return fact.name if isinstance(fact.name, str) else None
    if program.target_keras is not None and program.target_keras.startswith("2"):
        return None  # Keras 2 counted otherwise
    return fact.default_name if isinstance(fact.default_name, str) else None


def total(weights: Weights) -> int | Unknown:
    """All weights together."""
    trainable, fixed = weights.trainable, weights.non_trainable
    if isinstance(trainable, Unknown):
        return trainable
    return fixed if isinstance(fixed, Unknown) else trainable + fixed


def summaries(program: Program) -> list[ModelSummary]:
    """All models of a program, in the order of their creation; one that is made in several branches is one model."""
    found: list[list[tuple[ModelView, ModelSummary]]] = []
    for view in program.final_models:
        group = next((group for group in found if all(alternative(view, other) for other, _ in group)), None)
        if group is None:
            found.append(group := [])
        group.append((view, Reader(view).summary()))
    return [joined([summary for _, summary in group]) for group in found]


def alternative(one: ModelView, other: ModelView) -> bool:
    """Whether two views show one model: the same object, or what the same call makes where another branch is taken."""
    if one.reference == other.reference:
        return True
    branches = dict(other.event.path)
    apart = any(branches.get(fork, branch) != branch for fork, branch in one.event.path)
    return apart and one.key == other.key


def joined(alternatives: list[ModelSummary]) -> ModelSummary:
    """What is known of a model whichever branches the program takes."""
    first = alternatives[0]
    if all(same(other, first) for other in alternatives[1:]):
        return first
    return replace(
        first,
        input_shapes=DIFFERS,
        output_shapes=DIFFERS,
        rows=(),
        weights=Weights(DIFFERS, DIFFERS),
        unknown=(f"the model {DIFFERS.reason}",),
    )


def same(a: ModelSummary, b: ModelSummary) -> bool:
    """Whether two summaries say the same."""
    return _plain(a) == _plain(b)


class Reader:
    """Reads one model's summary off the memory at one moment."""

    def __init__(self, view: ModelView) -> None:
        self.view = view
        self.heap = view.heap
        self.unknown: list[str] = []

    def summary(self) -> ModelSummary:
        """The summary of the model itself."""
        view, fact = self.view, self.view.fact
        rows, linear = self.rows_of(fact, view.reference)
        if isinstance(rows, Unknown):
            self.note(rows.reason)
            rows = ()
            weights = Weights(Unknown("the layers are not known"), Unknown("the layers are not known"))
        else:
            weights = self.counted(rows, fact.trainable)
        if fact.application is not None:
            weights = frozen(view.application_weights, fact.trainable)
        if fact.changed is not None:
            reason = f"the model was {fact.changed}, which may have changed it"
            self.note(reason)
            if fact.kind != "Functional":
                weights = Weights(Unknown(reason), Unknown(reason))
        self.note_missing(rows, "")
        if isinstance(total(weights), Unknown) and not self.unknown:
            self.note(f"number of parameters: {total(weights).reason}")  # type: ignore[union-attr]
        return ModelSummary(
            variable=self.variable(),
            name=name_of(fact, self.view.program),
            kind=fact.kind,
            site=fact.site,
            entry=view.event.context.entry,
            input_shapes=self.shapes(fact.inputs, "input"),
            output_shapes=self.shapes(fact.outputs, "output"),
            rows=rows,
            weights=weights,
            linear=linear,
            unknown=tuple(self.unknown),
        )

    def note(self, reason: str) -> None:
        """Remember why something is missing, each reason once."""
        if reason not in self.unknown:
            self.unknown.append(reason)

    def variable(self) -> str | None:
        """The first name that the model was bound to."""
        return self.view.program.run.names.get(self.view.reference.address)

    # --- rows -------------------------------------------------------------------------------------------------------

    def rows_of(self, fact: Model, reference: Value) -> tuple[tuple[LayerSummary, ...] | Unknown, bool]:
        """The rows of a model, and whether Keras prints it as a plain stack."""
        if fact.application is not None:
            return Unknown(f"the layers of `{fact.application}` are not listed"), True
        if fact.kind == "Sequential":
            return self.stack(fact), True
        if fact.kind == "Subclass":
            return self.attributes(reference), True
        if not isinstance(fact.inputs, tuple) or not isinstance(fact.outputs, tuple):
            missing = fact.inputs if isinstance(fact.inputs, Unknown) else fact.outputs
            assert isinstance(missing, Unknown)
            return Unknown(f"the tensors of the model are not known ({missing.reason})"), True
        graph = graph_of(fact.inputs, fact.outputs)
        return self.graph_rows(fact, graph), graph.linear

    def stack(self, fact: Model) -> tuple[LayerSummary, ...] | Unknown:
        """The layers of a Sequential."""
        if not isinstance(fact.members, tuple):
            return Unknown(f"the layers are not known ({fact.members.reason})")
        view = ModelView(self.view.event, self.view.program, fact)
        by_member: dict[Any, LayerView] = {each.use.layer: each for each in view.layers if each.use.layer is not None}
        rows = []
        for member in fact.members:
            target = self.owner_of(member)
            each = by_member.get(target)
            if each is None:
                held = self.fact_of(member)
                each = LayerView(view, Use(target, "unknown", (Tensor(NOT_BUILT),), fact.site), held)
            rows.append(self.row(each, (each.use,)))
        return tuple(rows)

    def graph_rows(self, fact: Model, graph: Graph) -> tuple[LayerSummary, ...]:
        """The rows of a functional model."""
        view = ModelView(self.view.event, self.view.program, fact)
        made: dict[int, LayerSummary] = {}
        rows = []
        for operation in graph.operations:
            if operation.source is not None:
                row = self.input_row(operation.source)
                made[id(operation.source)] = row
            else:
                row = self.operation_row(view, operation)
                sources = tuple(
                    made[key]
                    for use in operation.uses
                    for tensor in use.sources
                    if (key := id(tensor) if id(tensor) in made else id(tensor.use)) in made
                )
                row = replace(row, sources=sources)
                made.update({id(use): row for use in operation.uses})
            rows.append(row)
        return tuple(rows)

    def input_row(self, tensor: Tensor) -> LayerSummary:
        """The ``InputLayer`` that an ``Input`` stands for."""
        name = name_of(tensor, self.view.program) if tensor.use is None else None
        site = tensor.input_site if tensor.use is None else None
        return LayerSummary(name, "InputLayer", tensor.shape, Weights(0), True, site, key=id(tensor))

    def operation_row(self, view: ModelView, operation: Operation) -> LayerSummary:
        """The row of a layer, a nested model or an operation of a graph."""
        use = operation.uses[0]
        fact = self.fact_of(use.layer) if use.layer is not None else None
        each = LayerView(view, use, fact)
        if fact is None:
            base = self.application_of(use)
            if base is not None:
                return self.spread(base, view, use)
        return self.row(each, tuple(operation.uses))

    def row(self, view: LayerView, uses: tuple[Use, ...]) -> LayerSummary:
        """The row of a layer with all its calls in the model."""
        fact = view.fact
        key = view.use.layer if view.use.layer is not None else id(view.use)
        shape = self.output_of(view, uses)
        if isinstance(fact, Model):
            return self.nested(fact, view, key, shape)
        if fact is None:
            return self.operation(view.use, shape)
        described = LAYERS.get(fact.cls) if not fact.custom else None
        cls = described.names[0] if described is not None else fact.cls
        name = name_of(fact, self.view.program)
        return LayerSummary(name, cls, shape, view.weights, fact.trainable, fact.site, key=key)

    def operation(self, use: Use, shape: Any) -> LayerSummary:
        """The row of what is no layer: an operator or a function of tensors, or what is not followed."""
        operator = use.operation in OPERATORS or use.operation.startswith(("keras.ops.", "tensorflow."))
        weights = Weights(0) if operator else Weights(NOT_FOLLOWED, NOT_FOLLOWED)
        cls = use.operation.rpartition(".")[2] if use.operation != "unknown" else None
        return LayerSummary(None, cls, shape, weights, True, use.site, is_layer=False, key=id(use))

    def nested(self, fact: Model, view: LayerView, key: Any, shape: Any) -> LayerSummary:
        """The row of a model inside the model."""
        inner, _ = self.rows_of(fact, key)
        if fact.application is not None:
            weights = ModelView(self.view.event, self.view.program, fact).application_weights
        elif isinstance(inner, Unknown):
            weights = Weights(inner, inner)
        else:
            weights = self.counted(inner, True)
        if fact.changed is not None and fact.kind != "Functional":
            weights = Weights(Unknown(fact.changed), Unknown(fact.changed))
        cls = fact.cls or fact.kind
        name = name_of(fact, self.view.program)
        layers = tuple(row for row in inner if row.is_layer) if isinstance(inner, tuple) else inner
        return LayerSummary(name, cls, shape, weights, fact.trainable, fact.site, layers, key=key)

    def spread(self, base: Model, view: ModelView, use: Use) -> LayerSummary:
        """One row for all the layers of an application model whose output a functional model goes on from."""
        base_view = ModelView(self.view.event, self.view.program, base)
        reason = f"the layers of `{base.application}` are shown as one row"
        self.note(reason)
        shape = self.output_of(LayerView(view, use, None), (use,))
        return LayerSummary(
            None,
            base.application,
            shape,
            base_view.application_weights,
            base.trainable,
            base.site,
            Unknown(reason),
            key=id(use),
        )

    def attributes(self, reference: Value) -> tuple[LayerSummary, ...] | Unknown:
        """The layers that an object of the program's own class keeps, in the order of their assignment."""
        instance = next(
            (fact for fact in self.heap.values() if isinstance(fact, Instance) and fact.fact == reference), None
        )
        if instance is None:
            return Unknown("the layers are not known")
        view = ModelView(self.view.event, self.view.program, Model("Subclass", self.view.fact.site))
        rows = []
        for value in self.kept(instance.attributes.values(), 0):
            fact = self.fact_of(value)
            if isinstance(fact, (Layer, Model)):
                use = Use(self.owner_of(value), "unknown", (Tensor(NOT_FOLLOWED),), fact.site)
                rows.append(self.row(LayerView(view, use, fact), (use,)))
        return tuple(rows)

    def kept(self, values: Iterable[Value], depth: int) -> Iterator[Value]:
        """The objects among attributes, those in lists and dictionaries included."""
        for value in values:
            fact = self.view.read(value)
            if isinstance(fact, (List, Tuple)) and depth < 3:
                yield from self.kept(fact.items, depth + 1)
            elif isinstance(fact, Dict) and depth < 3:
                yield from self.kept(fact.entries.values(), depth + 1)
            else:
                yield value

    # --- facts ------------------------------------------------------------------------------------------------------

    def fact_of(self, value: Value) -> Layer | Model | None:
        """The layer or model behind a reference, an object of the program's own class included."""
        fact = self.view.read(value)
        if isinstance(fact, Instance):
            fact = self.view.read(fact.fact)
        return fact if isinstance(fact, (Layer, Model)) else None

    def owner_of(self, value: Value) -> Ref | None:
        """The reference that calls of a layer are recorded under."""
        fact = self.view.read(value)
        if isinstance(fact, Instance):
            return fact.fact
        return value if isinstance(value, Ref) else None

    def application_of(self, use: Use) -> Model | None:
        """The application model whose layers this one call stands for."""
        models = (fact for fact in self.heap.values() if isinstance(fact, Model) and fact.application is not None)
        return next((m for m in models if isinstance(m.outputs, tuple) and any(t.use is use for t in m.outputs)), None)

    def output_of(self, view: LayerView, uses: tuple[Use, ...]) -> Any:
        """Shape of a layer's output, the same over all its calls, or unknown."""
        shapes = []
        for use in uses:
            tensors = view.model.outputs_of.get(id(use), ())
            if not tensors:
                return NOT_BUILT
            shapes.append(tensors[0].shape if len(tensors) == 1 else [tensor.shape for tensor in tensors])
        if any(shape != shapes[0] for shape in shapes):
            return Unknown("it is called on inputs of several shapes")
        return shapes[0]

    def shapes(self, tensors: tuple[Tensor, ...] | Unknown, what: str) -> tuple[Shape | Unknown, ...] | Unknown:
        """The shapes at an end of the model."""
        if isinstance(tensors, Unknown):
            self.note(f"{what} shapes: {tensors.reason}")
            return tensors
        for tensor in tensors:
            self.note_shape(f"{what} shape", tensor.shape)
        return tuple(tensor.shape for tensor in tensors)

    def note_missing(self, rows: tuple[LayerSummary, ...], within: str) -> None:
        """Note what is not known of the rows."""
        for row in rows:
            title = f"`{within}{row.name or row.cls or 'a layer'}`"
            if row.is_layer:
                self.note_shape(f"output shape of {title}", row.output_shape)
            if isinstance(row.params, Unknown):
                self.note(f"parameters of {title}: {row.params.reason}")
            if isinstance(row.trainable, Unknown) and row.is_layer:
                self.note(f"whether {title} is trainable: {row.trainable.reason}")
            if isinstance(row.layers, Unknown):
                self.note(row.layers.reason)
            elif row.layers:
                self.note_missing(row.layers, f"{within}{row.name or row.cls}/")

    def note_shape(self, what: str, shape: Any) -> None:
        """Note what is not known of a shape."""
        if isinstance(shape, Unknown):
            self.note(f"{what}: {shape.reason}")
        elif isinstance(shape, list):
            for part in shape:
                self.note_shape(what, part)
        else:
            for axis, dim in enumerate(shape):
                if isinstance(dim, Unknown):
                    self.note(f"axis {axis} of the {what}: {dim.reason}")

    # --- numbers ----------------------------------------------------------------------------------------------------

    def counted(self, rows: Iterable[LayerSummary], trainable: bool | Unknown) -> Weights:
        """All weights of the rows, each object once, frozen layers as such."""
        found = Weights(0)
        for leaf in leaves(rows, {}):
            found = found + frozen(leaf.weights, leaf.trainable)
        return frozen(found, trainable)


NOT_BUILT = Unknown("the model is not built: its input shape is not known")
NOT_FOLLOWED = Unknown("it is not followed")


def leaves(rows: Iterable[LayerSummary], seen: dict[Any, None]) -> Iterator[LayerSummary]:
    """The layers inside, to any depth: Keras freezes by the flags of these, not by those of the models around them."""
    for row in rows:
        if isinstance(row.layers, tuple) and row.layers:
            yield from leaves(row.layers, seen)
        elif row.key not in seen:
            seen[row.key] = None
            yield row


def frozen(weights: Weights, trainable: bool | Unknown) -> Weights:
    """The same weights under a flag."""
    if isinstance(trainable, Unknown):
        if weights.trainable == 0:
            return weights
        # The sum stays what it is, but which part is trained is open.
        return Weights(trainable, trainable)
    return weights if trainable else Weights(0, total(weights))


# --- plain data -----------------------------------------------------------------------------------------------------


def to_json(summary: ModelSummary) -> dict[str, Any]:
    """The object of ``keras-lint summary --format json``."""
    return {
        "variable": summary.variable,
        "name": summary.name,
        "kind": summary.kind,
        "filename": summary.site.source.filename,
        "location": location(summary.site),
        "entry": summary.entry,
        "complete": summary.complete,
        "input_shapes": plain_shapes(summary.input_shapes),
        "output_shapes": plain_shapes(summary.output_shapes),
        "layers": [layer_json(layer, summary.site.source.filename) for layer in summary.layers],
        "params": number(summary.params),
        "trainable_params": number(summary.weights.trainable),
        "unknown": list(summary.unknown),
    }


def layer_json(layer: LayerSummary, filename: str) -> dict[str, Any]:
    """One layer as plain data; its place only where that is in the model's own file."""
    here = layer.site is not None and layer.site.source.filename == filename
    inner: Any = [layer_json(each, filename) for each in layer.layers] if isinstance(layer.layers, tuple) else []
    return {
        "name": layer.name,
        "class": layer.cls,
        "output_shape": plain_shape(layer.output_shape),
        "params": number(layer.params),
        "trainable": layer.trainable if isinstance(layer.trainable, bool) else None,
        "location": location(layer.site) if here and layer.site is not None else None,
        "layers": None if isinstance(layer.layers, Unknown) else inner,
    }


def location(site: Site) -> dict[str, int]:
    """Row and column, from 1; in notebooks the cell as well."""
    where: Place = place(site.source, site.span)
    found = {"row": where.row, "column": where.column}
    return found if where.cell is None else {"cell": where.cell, **found}


def number(value: int | Unknown) -> int | None:
    """A number, ``None`` where it is not known."""
    return value if isinstance(value, int) else None


def plain_shape(shape: Any) -> Any:
    """A shape as a list, several as a list of lists; ``None`` where it is not known."""
    if isinstance(shape, Unknown):
        return None
    if isinstance(shape, list):
        return [plain_shape(part) for part in shape]
    return [dim if isinstance(dim, int) else None for dim in shape]


def plain_shapes(shapes: tuple[Shape | Unknown, ...] | Unknown) -> list[Any] | None:
    """Shapes as lists; ``None`` where not even their number is known."""
    return None if isinstance(shapes, Unknown) else [plain_shape(shape) for shape in shapes]


def _plain(summary: ModelSummary) -> dict[str, Any]:
    return {**to_json(summary), "unknown": None}

"""Reads the summary of a model off the memory at one moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import Weights
from keras_lint.knowledge.tensors import class_of
from keras_lint.knowledge.values import Layer, Model, Ref, Tensor, Use, Value
from keras_lint.program.graph import Graph, Operation, graph_of
from keras_lint.program.precision import is_single
from keras_lint.program.summary import (
    Connection,
    LayerSummary,
    ModelSummary,
    counted,
    everything,
    joined,
)
from keras_lint.program.values import Instance
from keras_lint.program.views.layer import LayerView
from keras_lint.program.views.model import ModelView
from keras_lint.program.weights import frozen, own_weights_of_application, total, weightless, weights_of

if TYPE_CHECKING:
    from keras_lint.program.program import Program

NOT_BUILT = Unknown("the model is not built: its input shape is not known")
NOT_CALLED = Unknown("the model is called on nothing that is known")
NOT_FOLLOWED = Unknown("it is not followed")


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


class Reader:
    """Reads one model's summary off the memory at one moment."""

    def __init__(self, view: ModelView) -> None:
        self.view = view
        self.heap = view.heap
        self.unknown: list[str] = []

    @property
    def is_keras_2(self) -> bool:
        """Whether the project is held to Keras 2, which named its objects otherwise."""
        target = self.view.program.target_keras
        return target is not None and target.startswith("2")

    def name_of(self, fact: Layer | Model) -> str | None:
        """The name of a layer or a model: that it is given, else that Keras gives it, if it is known."""
        if fact.name is not None:
            return fact.name if isinstance(fact.name, str) else None
        return fact.default_name if isinstance(fact.default_name, str) and not self.is_keras_2 else None

    def summary(self) -> ModelSummary:
        """The summary of the model itself."""
        view, fact = self.view, self.view.fact
        found, linear = self.rows_of(fact, view.reference)
        rows = found if isinstance(found, tuple) else ()
        weights, params = self.numbers(fact, found)
        if isinstance(found, Unknown):
            self.note(found.reason)
        if fact.changed is not None:
            self.note(f"the model was {fact.changed}, which may have changed it")
        self.note_missing(rows, "")
        if isinstance(params, Unknown) and not self.unknown:
            self.note(f"number of parameters: {params.reason}")
        return ModelSummary(
            variable=self.variable(),
            name=self.name_of(fact),
            kind=fact.kind,
            site=fact.site,
            entry=view.event.context.entry,
            input_shapes=self.shapes(fact.inputs, "input"),
            output_shapes=self.shapes(fact.outputs, "output"),
            rows=rows,
            weights=weights,
            params=params,
            linear=linear,
            unknown=tuple(self.unknown),
        )

    def numbers(self, fact: Model, rows: tuple[LayerSummary, ...] | Unknown) -> tuple[Weights, int | Unknown]:
        """How many weights of a model are trained and how many are not, and how many there are."""
        if fact.changed is not None:
            open_ = Unknown(f"the model was {fact.changed}, which may have changed it")
            if fact.kind != "Functional":
                return Weights(open_, open_), open_
            rows, fact = rows, replace(fact, trainable=open_)  # layers cannot come or go, flags can
        if fact.application is not None:
            weights = ModelView(self.view.event, self.view.program, fact).application_weights
            return frozen(weights, fact.trainable), total(weights)
        if fact.kind == "Subclass":
            weights = weights_of(self.heap, fact)
            return frozen(weights, fact.trainable), total(weights)
        if isinstance(rows, Unknown):
            return Weights(rows, rows), rows
        return counted(rows, fact.trainable)

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
            return self.parts(fact), True
        if not isinstance(fact.inputs, tuple) or not isinstance(fact.outputs, tuple):
            missing = fact.inputs if isinstance(fact.inputs, Unknown) else fact.outputs
            assert isinstance(missing, Unknown)
            return Unknown(f"the tensors of the model are not known ({missing.reason})"), True
        graph = graph_of(fact.inputs, fact.outputs)
        if isinstance(graph, Unknown):
            return graph, True
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
        rows = []
        for operation in graph.operations:
            if operation.source is not None:
                row = self.input_row(operation.source, fact.trainable)
            else:
                row = self.operation_row(view, operation)
                row = replace(row, connections=self.connections(operation, graph))
            rows.append(row)
        return tuple(rows)

    def connections(self, operation: Operation, graph: Graph) -> tuple[Connection, ...]:
        """Where the tensors of an operation's calls come from, in the order of the calls."""
        uses = operation.uses
        if len(uses) > 1 and all(isinstance(use.number, int) for use in uses):
            uses = sorted(uses, key=lambda use: use.number if isinstance(use.number, int) else 0)
        found = []
        for tensor in (tensor for use in uses for tensor in use.sources):
            row = graph.row_of(tensor)
            number = tensor.use.number if tensor.use is not None and graph.operations[row].source is None else 0
            found.append(Connection(row, number, tensor.place))
        return tuple(found)

    def input_row(self, tensor: Tensor, trainable: bool | Unknown) -> LayerSummary:
        """The ``InputLayer`` that an ``Input`` stands for."""
        layer = self.fact_of(tensor.input_layer) if tensor.use is None else None
        if layer is None:  # of an application model, or of a model cut out of another
            flag = True if trainable is True else Unknown("an input that Keras makes for itself")
            site = tensor.input_site if tensor.use is None else None
            return LayerSummary(None, "InputLayer", tensor.shape, Weights(0), flag, site, key=id(tensor))
        name = self.name_of(layer)
        return LayerSummary(
            name, "InputLayer", tensor.shape, Weights(0), layer.trainable, layer.site, key=tensor.input_layer
        )

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
        name = self.name_of(fact)
        single = self.view.program.run.single and is_single(fact.config.get("dtype"))
        return LayerSummary(name, cls, shape, view.weights, fact.trainable, fact.site, single=single, key=key)

    def operation(self, use: Use, shape: Any) -> LayerSummary:
        """The row of what is no layer: an operator or a function of tensors, or what is not followed."""
        weights = Weights(0) if weightless(use.operation) else Weights(NOT_FOLLOWED, NOT_FOLLOWED)
        cls = class_of(use.operation)
        name = use.name if isinstance(use.name, str) and not self.is_keras_2 else None
        known = None if use.operation == "unknown" else cls or use.operation.rpartition(".")[2]
        return LayerSummary(name, known, shape, weights, True, use.site, is_layer=False, key=id(use))

    def nested(self, fact: Model, view: LayerView, key: Any, shape: Any) -> LayerSummary:
        """The row of a model inside the model."""
        inner, _ = self.rows_of(fact, key)
        if fact.application is not None:
            weights = ModelView(self.view.event, self.view.program, fact).application_weights
        elif isinstance(inner, Unknown):
            weights = Weights(inner, inner)
        elif fact.changed is not None and fact.kind != "Functional":
            weights = Weights(Unknown(fact.changed), Unknown(fact.changed))
        else:
            weights = everything(inner)
        cls = fact.cls or fact.kind
        name = self.name_of(fact)
        layers = tuple(row for row in inner if row.is_layer) if isinstance(inner, tuple) else inner
        return LayerSummary(name, cls, shape, weights, fact.trainable, fact.site, layers, key=key)

    def spread(self, base: Model, view: ModelView, use: Use) -> LayerSummary:
        """One row for all the layers of an application model whose output a functional model goes on from."""
        reason = f"the layers of `{base.application}` are shown as one row"
        self.note(reason)
        shape = self.output_of(LayerView(view, use, None), (use,))
        return LayerSummary(
            None,
            base.application,
            shape,
            own_weights_of_application(self.heap, base),
            base.trainable,
            base.site,
            Unknown(reason),
            key=id(use),
        )

    def parts(self, fact: Model) -> tuple[LayerSummary, ...] | Unknown:
        """The layers that an object of the program's own class keeps, in the order of their assignment."""
        if isinstance(fact.parts, Unknown):
            return fact.parts
        view = ModelView(self.view.event, self.view.program, fact)
        calls: dict[Any, list[Use]] = {}
        for each in view.layers:
            calls.setdefault(each.use.layer, []).append(each.use)
        rows = []
        for part in fact.parts:
            held = self.fact_of(part)
            alone = Use(self.owner_of(part), "unknown", (Tensor(NOT_BUILT),), fact.site)
            uses = tuple(calls.get(part, (alone,)))
            rows.append(self.row(LayerView(view, uses[0], held), uses))
        return tuple(rows)

    # --- facts ------------------------------------------------------------------------------------------------------

    def fact_of(self, value: Value) -> Layer | Model | None:
        """The layer or model behind a reference, an object of the program's own class included."""
        fact = self.view.read(value)
        if isinstance(fact, Instance):
            fact = self.view.read(fact.fact)
        return fact if isinstance(fact, (Layer, Model)) else None

    def owner_of(self, value: Value) -> Ref | None:
        """The reference that calls of a layer are recorded under."""
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
            seen = list(tensors[0].shapes) or (tensors[0].shape if len(tensors) == 1 else [t.shape for t in tensors])
            shapes.append(use.outputs if use.outputs is not None else seen)
        if any(shape != shapes[0] for shape in shapes):
            return Unknown("it is called on inputs of several shapes")
        return shapes[0]

    def shapes(self, tensors: tuple[Tensor, ...] | Unknown, what: str) -> tuple[Shape | Unknown, ...] | Unknown:
        """The shapes at an end of the model."""
        if isinstance(tensors, Unknown):
            reason = NOT_CALLED if self.view.fact.kind == "Subclass" else NOT_BUILT
            self.note(f"{what} shapes: {tensors.reason if tensors is not UNKNOWN else reason.reason}")
            return tensors
        for tensor in tensors:
            self.note_shape(f"{what} shape", tensor.shape)
        return tuple(tensor.shape for tensor in tensors)

    def note_missing(self, rows: tuple[LayerSummary, ...], within: str) -> None:
        """Note what is not known of the rows."""
        for row in rows:
            title = f"`{within}{row.name or row.cls or 'a layer'}`"
            if isinstance(row.output_shape, Unknown) and isinstance(row.params, Unknown):
                self.note(f"output shape and parameters of {title}: {row.output_shape.reason}")
            else:
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

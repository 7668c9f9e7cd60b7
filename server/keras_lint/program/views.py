"""What rules look at: the program's models, layers, and calls, each with the facts as they were then."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.applications import Application, application
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, is_known
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import LayerConfig, Refused, Weights
from keras_lint.knowledge.losses import Loss, loss_of
from keras_lint.knowledge.names import activation_name
from keras_lint.knowledge.values import (
    MISSING,
    Argument,
    Array,
    Compiled,
    Configured,
    Dataset,
    Layer,
    List,
    Literal,
    Model,
    Ref,
    Symbol,
    Tensor,
    Tuple,
    Use,
    Value,
)
from keras_lint.program.run import Event, python, read
from keras_lint.program.tensors import walk
from keras_lint.program.values import Function, Instance

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.syntax import Site


@dataclass(eq=False)
class View:
    """Something the program does or builds, seen with the memory as it was then."""

    event: Event
    program: Program = field(repr=False)

    @property
    def site(self) -> Site:
        """The call."""
        return self.event.site

    @property
    def statement(self) -> Site:
        """The statement the call stands in."""
        return self.event.statement

    @property
    def heap(self) -> dict[int, Any]:
        """The memory as it was then."""
        return self.event.heap

    @property
    def key(self) -> tuple[Any, ...]:
        """Same for the same call reached over the same way, whatever branches were taken."""
        return (type(self).__name__, self.site.key, self.event.context.key)

    def read(self, value: Value) -> Any:
        """The fact behind a reference."""
        return read(self.heap, value)

    def python(self, value: Value) -> Any:
        """A value as Python data, ``Unknown`` where it is not known."""
        return python(self.heap, value)

    def items(self, value: Value) -> tuple[Value, ...] | None:
        """Items of a list or tuple of known length."""
        fact = self.read(value)
        if isinstance(fact, Tuple) or (isinstance(fact, List) and fact.rest is None):
            return fact.items
        return None


class LayerView:
    """One layer of a model at the place where it is used."""

    def __init__(self, model: ModelView, use: Use, fact: Layer | Model | None) -> None:
        self.model = model
        self.use = use
        self.fact = fact

    @property
    def layer(self) -> Layer | None:
        """The layer's facts; ``None`` for nested models and for operations outside layers."""
        return self.fact if isinstance(self.fact, Layer) else None

    @property
    def event(self) -> Event:
        """The event of the model it is seen in."""
        return self.model.event

    @property
    def key(self) -> tuple[Any, ...]:
        """Same for the same layer of the same model reached over the same way."""
        made = self.program.creations.get(self.use.layer.address) if self.use.layer is not None else None
        return ("LayerView", self.site.key, self.model.event.context.key, made.context.key if made is not None else ())

    @property
    def program(self) -> Program:
        """The program."""
        return self.model.program

    @property
    def cls(self) -> str:
        """Class name of the layer (``Dense``), or name of the operation."""
        return self.fact.cls if isinstance(self.fact, Layer) else self.use.operation

    @property
    def site(self) -> Site:
        """Where the layer is made (an operation: where it stands)."""
        return self.fact.site if self.fact is not None else self.use.site

    @property
    def name(self) -> str:
        """How to speak of it: its name if it is given one, else its class."""
        given = self.fact.name if isinstance(self.fact, (Layer, Model)) else None
        return given if isinstance(given, str) else self.cls

    def value(self, argument: str) -> Any:
        """An argument as Python data; ``MISSING`` where it is left out, ``Unknown`` where it is not known."""
        if self.layer is None:
            return UNKNOWN
        value = self.layer.value(argument)
        return MISSING if value is MISSING else python(self.model.heap, value)

    def argument(self, name: str) -> Argument | None:
        """An argument as given; ``None`` where it is left out."""
        return self.layer.arguments.get(name) if self.layer is not None else None

    @property
    def input_shapes(self) -> tuple[Shape | Unknown, ...]:
        """Shapes of the tensors it gets, batch axis included."""
        return tuple(tensor.shape for tensor in self.use.inputs)

    @property
    def input_shape(self) -> Shape | Unknown:
        """Shape of its only (or first) input."""
        return self.use.inputs[0].shape if self.use.inputs else UNKNOWN

    @cached_property
    def output_shape(self) -> Any:
        """Shape of its output; a list of shapes where it has several."""
        tensors = self.model.outputs_of.get(id(self.use), ())
        if len(tensors) == 1:
            return tensors[0].shape
        return [tensor.shape for tensor in tensors] if tensors else UNKNOWN

    @cached_property
    def weights(self) -> Weights:
        """Numbers of its weights once built."""
        if isinstance(self.fact, Model):
            return self.model.nested(self.fact).weights
        if self.fact is None:
            knowledge = application(self.use.operation)
            return self.model.application_weights if knowledge is not None else Weights(0)
        description = LAYERS.get(self.cls) if not self.fact.custom else None
        if description is None or not self.fact.complete or any(isinstance(s, Unknown) for s in self.input_shapes):
            return Weights(Unknown(f"weights of `{self.cls}`"), Unknown(f"weights of `{self.cls}`"))
        try:
            return description.weights(
                self.fact.config, self.input_shapes if description.multiple_inputs else self.input_shape
            )
        except (Refused, TypeError, ValueError, KeyError, IndexError, AttributeError):
            return Weights(Unknown(f"weights of `{self.cls}`"), Unknown(f"weights of `{self.cls}`"))

    @cached_property
    def activation(self) -> str | None | Unknown:
        """The activation by its Keras name, ``"linear"`` where there is none, ``None`` for layers that take none,
        ``Unknown``.
        """
        layer = self.layer
        if layer is None:
            return activation_name(self.use.operation) if self.fact is None else UNKNOWN
        if layer.custom:
            return UNKNOWN
        if layer.cls in ACTIVATION_LAYERS:
            return ACTIVATION_LAYERS[layer.cls]
        if layer.cls not in TAKES_ACTIVATION:
            return None
        value = layer.value("activation")
        if value is MISSING:
            return "tanh" if layer.cls in RECURRENT else "linear"
        return named_activation(self.model.heap, value)

    @property
    def inner(self) -> Layer | None:
        """The layer inside a wrapper such as ``Bidirectional``."""
        if self.layer is None or self.layer.wrapped is None:
            return None
        fact = read(self.model.heap, self.layer.wrapped)
        return fact if isinstance(fact, Layer) else None

    @property
    def sources(self) -> tuple[LayerView, ...]:
        """The layers whose outputs it takes."""
        return tuple(
            self.model.by_use[id(t.use)]
            for t in self.use.inputs
            if t.use is not None and id(t.use) in self.model.by_use
        )

    @property
    def consumers(self) -> tuple[LayerView, ...]:
        """The layers that take its output, within the model."""
        return tuple(view for view in self.model.layers if any(t.use is self.use for t in view.use.inputs))

    @property
    def is_output(self) -> bool:
        """Whether an output of the model is made by this layer."""
        outputs = self.model.fact.outputs
        return isinstance(outputs, tuple) and any(t.use is self.use for t in outputs)


RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
ACTIVATION_LAYERS = {
    "ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "prelu", "ELU": "elu", "Softmax": "softmax", "ThresholdedReLU":
    "relu",
}  # fmt: skip
TAKES_ACTIVATION = RECURRENT | {
    "Dense", "Activation", "EinsumDense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose",
    "Conv3DTranspose",
    "SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D",
}  # fmt: skip


def named_activation(heap: dict[int, Any], value: Value) -> str | None | Unknown:
    """An ``activation=`` argument by its Keras name."""
    fact = read(heap, value)
    if isinstance(fact, Literal):
        if fact.value is None:
            return "linear"
        if isinstance(fact.value, str):
            from keras_lint.knowledge.names import ACTIVATION_ALIASES

            return ACTIVATION_ALIASES.get(fact.value, fact.value)
        return UNKNOWN
    if isinstance(fact, Symbol):
        return activation_name(fact.path) or UNKNOWN
    if isinstance(fact, Layer) and fact.cls in ACTIVATION_LAYERS:
        return ACTIVATION_LAYERS[fact.cls]
    return UNKNOWN


class ModelView(View):
    """A model as it stands at its first ``fit`` (or ``compile``, or the end of the run)."""

    def __init__(self, event: Event, program: Program, fact: Model, reference: Value = None) -> None:
        super().__init__(event, program)
        self.fact = fact
        self.reference = reference

    @property
    def site(self) -> Site:
        """Where the model is made."""
        return self.fact.site

    @property
    def known(self) -> bool:
        """Whether all its layers are known, in order."""
        return (
            isinstance(self.fact.outputs, tuple)
            and self.fact.changed is None
            and not any(view.fact is None and view.use.operation == "unknown" for view in self.layers)
        )

    @cached_property
    def layers(self) -> tuple[LayerView, ...]:
        """Its layers (and operations) in the order of data flow; none where the outputs are not known."""
        if not isinstance(self.fact.outputs, tuple):
            return self._members()
        views = []
        for use in walk(self.fact.outputs):
            fact = read(self.heap, use.layer) if use.layer is not None else None
            if isinstance(fact, Instance):
                fact = read(self.heap, fact.fact)
            views.append(LayerView(self, use, fact if isinstance(fact, (Layer, Model)) else None))
        return tuple(views)

    def _members(self) -> tuple[LayerView, ...]:
        """Layers of a Sequential whose input shape is not known: a chain of unknown shapes."""
        if not isinstance(self.fact.members, tuple):
            return ()
        views: list[LayerView] = []
        tensor = Tensor(Unknown("the input shape is not known"))
        for member in self.fact.members:
            fact = read(self.heap, member)
            if isinstance(fact, Instance) and fact.fact is not None:
                fact = read(self.heap, fact.fact)
            known = fact if isinstance(fact, (Layer, Model)) else None
            operation = (known.cls if isinstance(known, Layer) else "Model") if known is not None else "unknown"
            use = Use(
                member if isinstance(member, Ref) else None,
                operation or "Model",
                (tensor,),
                known.site if known else self.fact.site,
            )
            views.append(LayerView(self, use, known))
            tensor = Tensor(Unknown("the input shape is not known"), use)
        self._chain_end = (tensor,)
        return tuple(views)

    @cached_property
    def outputs_of(self) -> dict[int, tuple[Tensor, ...]]:
        """Tensors each call makes, by ``id`` of the call."""
        from keras_lint.program.tensors import trace

        made: dict[int, tuple[Tensor, ...]] = {}
        if isinstance(self.fact.outputs, tuple):
            for tensor in trace(self.fact.outputs):
                if tensor.use is not None:
                    made[id(tensor.use)] = (*made.get(id(tensor.use), ()), tensor)
        return made

    @cached_property
    def by_use(self) -> dict[int, LayerView]:
        """Layers by ``id`` of their call."""
        return {id(view.use): view for view in self.layers}

    @property
    def output_layers(self) -> tuple[LayerView, ...]:
        """The layers that make the model's outputs; none where they are not known."""
        if isinstance(self.fact.outputs, tuple):
            found = [self.by_use.get(id(t.use)) for t in self.fact.outputs if t.use is not None]
            return tuple(view for view in found if view is not None)
        return self.layers[-1:] if isinstance(self.fact.members, tuple) else ()

    @property
    def output(self) -> LayerView | None:
        """The only output layer; ``None`` where there are several or it is not known."""
        return self.output_layers[0] if len(self.output_layers) == 1 else None

    @property
    def input_shape(self) -> Shape | Unknown:
        """Shape of the only input, batch axis included."""
        inputs = self.fact.inputs
        return inputs[0].shape if isinstance(inputs, tuple) and len(inputs) == 1 else UNKNOWN

    @property
    def output_shape(self) -> Shape | Unknown:
        """Shape of the only output, batch axis included."""
        outputs = self.fact.outputs
        return outputs[0].shape if isinstance(outputs, tuple) and len(outputs) == 1 else UNKNOWN

    @cached_property
    def output_activation(self) -> str | None | Unknown:
        """The activation behind the last weights: of the output layer, or of the activation layer after it."""
        view = self.output
        for _ in range(8):
            if view is None:
                return UNKNOWN
            if view.activation is not None:
                return view.activation
            if view.cls not in TRANSPARENT or len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @cached_property
    def output_units(self) -> int | Unknown:
        """Size of the last axis of the only output."""
        shape = self.output_shape
        if isinstance(shape, tuple) and len(shape) > 1 and isinstance(shape[-1], int):
            return shape[-1]
        view = self.output
        for _ in range(8):
            if view is None:
                return UNKNOWN
            if view.cls == "Dense":
                units = view.value("units")
                return units if isinstance(units, int) else UNKNOWN
            if view.cls not in ("Activation", "Softmax", "Dropout", "ReLU", "LeakyReLU") or len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @cached_property
    def weights(self) -> Weights:
        """Numbers of all weights; a layer used twice counts once."""
        total = Weights(0)
        counted: set[Any] = set()
        for view in self.layers:
            key = view.use.layer if view.use.layer is not None else id(view.use)
            if key not in counted:
                counted.add(key)
                total = total + view.weights
        if not isinstance(self.fact.outputs, tuple):
            return Weights(Unknown("the layers are not known"), Unknown("the layers are not known"))
        return total

    @property
    def parameters(self) -> int | Unknown:
        """Number of all weights."""
        trainable, fixed = self.weights.trainable, self.weights.non_trainable
        return trainable + fixed if isinstance(trainable, int) and isinstance(fixed, int) else UNKNOWN

    @property
    def application_weights(self) -> Weights:
        """Numbers of weights of a ``keras.applications`` model."""
        knowledge = application(self.fact.application or "")
        if not isinstance(knowledge, Application):
            return Weights(UNKNOWN, UNKNOWN)
        arguments = {name: python(self.heap, a.value) for name, a in self.fact.arguments.items()}
        shape = self.input_shape
        if not isinstance(shape, tuple) or any(isinstance(v, Unknown) for v in arguments.values()):
            return Weights(UNKNOWN, UNKNOWN)
        found = knowledge.weights(
            include_top=bool(arguments.get("include_top", True)),
            input_shape=tuple(shape[1:]),
            classes=arguments.get("classes", 1000),
        )
        return found if isinstance(found, Weights) else Weights(found, found)

    def nested(self, fact: Model) -> ModelView:
        """The view of a model inside this one."""
        return ModelView(self.event, self.program, fact)

    @cached_property
    def all_layers(self) -> tuple[LayerView, ...]:
        """Its layers and those of the models inside, to any depth."""
        found: list[LayerView] = []
        for view in self.layers:
            found.append(view)
            if isinstance(view.fact, Model):
                found.extend(self.nested(view.fact).all_layers)
        return tuple(found)

    @property
    def backbones(self) -> tuple[Model, ...]:
        """The ``keras.applications`` models inside (itself, if it is one)."""
        found = [view.fact for view in self.all_layers if isinstance(view.fact, Model) and view.fact.application]
        if not found:
            found = [
                Model("Functional", view.use.site, application=view.use.operation, pretrained=UNKNOWN)
                for view in self.all_layers
                if view.fact is None and application(view.use.operation) is not None
            ]
        return tuple(found) + ((self.fact,) if self.fact.application else ())

    @property
    def compiled(self) -> Compiled | None | Unknown:
        """The last ``compile``; ``None`` where there was none."""
        return self.fact.compiled

    @cached_property
    def losses(self) -> tuple[Loss, ...] | Unknown:
        """The losses it is compiled with, one for each output; Unknown where they are not known."""
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        argument = compiled.arguments.get("loss")
        if argument is None:
            return UNKNOWN
        values = self.items(argument.value)
        found = [
            self.loss_from(value, argument.site) for value in (values if values is not None else (argument.value,))
        ]
        return tuple(found) if all(isinstance(loss, Loss) for loss in found) else UNKNOWN  # type: ignore[arg-type]

    def loss_from(self, value: Value, site: Site | None) -> Loss | Unknown:
        """One loss by what ``compile`` was given."""
        fact = self.read(value)
        if isinstance(fact, (Function, Unknown)):
            return UNKNOWN
        return loss_of(fact, self.python, site)

    @property
    def loss(self) -> Loss | Unknown:
        """The only loss."""
        return self.losses[0] if isinstance(self.losses, tuple) and len(self.losses) == 1 else UNKNOWN

    @property
    def loss_argument(self) -> Argument | None:
        """The ``loss=`` argument of the last ``compile``."""
        compiled = self.fact.compiled
        return compiled.arguments.get("loss") if isinstance(compiled, Compiled) else None

    @cached_property
    def metrics(self) -> tuple[Any, ...] | Unknown:
        """Metrics it is compiled with: strings, or facts (``Configured``, ``Symbol``, …); empty where there are
        none.
        """
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        value = compiled.value("metrics")
        if value is MISSING or (isinstance(value, Literal) and value.value is None):
            return ()
        items = self.items(value)
        if items is None:
            return (value.value,) if isinstance(value, Literal) else UNKNOWN
        found = [self.read(item) for item in items]
        return tuple(fact.value if isinstance(fact, Literal) else fact for fact in found)

    @property
    def optimizer(self) -> Any:
        """What ``compile`` was given as optimizer: a ``Literal`` string, a ``Configured``, ``MISSING`` or
        ``Unknown``.
        """
        compiled = self.fact.compiled
        if not isinstance(compiled, Compiled):
            return UNKNOWN
        value = compiled.value("optimizer")
        return MISSING if value is MISSING else self.read(value)

    @property
    def fits(self) -> tuple[FitCall, ...]:
        """The calls of ``fit`` on this model."""
        return tuple(fit for fit in self.program.fits if fit.model_reference == self.reference)


TRANSPARENT = frozenset({"Dropout", "Reshape", "Flatten", "Identity", "Cropping2D", "Permute", "GaussianNoise"})
"""Layers that leave each number as it is (at inference)."""


class ModelCall(View):
    """A call of a method of a model."""

    @property
    def arguments(self) -> dict[str, Argument]:
        """Arguments by their current Keras names."""
        found: dict[str, Argument] = self.event.details["arguments"]
        return found

    @property
    def complete(self) -> bool:
        """Whether no argument is hidden (``**kwargs``, a literal ``...``)."""
        return bool(self.event.details["complete"])

    @property
    def model_reference(self) -> Value:
        """The model, as a reference."""
        return self.event.details["model"]

    @cached_property
    def model(self) -> ModelView | None:
        """The model as it is at this call; ``None`` where it is not known."""
        fact = self.read(self.model_reference)
        return ModelView(self.event, self.program, fact, self.model_reference) if isinstance(fact, Model) else None

    def given(self, name: str) -> bool | Unknown:
        """Whether an argument is given (and is not ``None``); Unknown where it may be hidden."""
        argument = self.arguments.get(name)
        if argument is None:
            return False if self.complete else UNKNOWN
        if isinstance(argument.value, Literal):
            return argument.value.value is not None
        if isinstance(argument.value, Unknown):
            return UNKNOWN
        return True

    def written(self, name: str) -> bool:
        """Whether an argument stands in the call (whatever its value), or may be hidden in what is unpacked."""
        return name in self.arguments or not self.complete

    def argument_value(self, name: str) -> Any:
        """An argument as Python data; ``MISSING`` where it is left out."""
        argument = self.arguments.get(name)
        if argument is None:
            return MISSING if self.complete else UNKNOWN
        return self.python(argument.value)

    @cached_property
    def dataset(self) -> Dataset | None:
        """What is given as x, where it is a dataset or generator."""
        fact = self.read(self.arguments["x"].value) if "x" in self.arguments else None
        return fact if isinstance(fact, Dataset) else None

    def _data(self, name: str) -> Any:
        argument = self.arguments.get(name)
        if argument is None:
            return MISSING if self.complete else UNKNOWN
        fact = self.read(argument.value)
        if isinstance(fact, Literal) and fact.value is None:
            return MISSING
        return fact if isinstance(fact, (Array, Dataset, Unknown, Tuple, List)) else UNKNOWN

    @cached_property
    def inputs(self) -> Array | Unknown:
        """The array the model gets as x: of the dataset's elements where x is a dataset (then shapes are those of a
        batch).
        """
        data = self._data("x")
        if isinstance(data, Dataset):
            data = self.read(data.inputs)
        return data if isinstance(data, Array) else UNKNOWN

    @cached_property
    def targets(self) -> Array | None | Unknown:
        """The array the model gets as y; ``None`` where there is none."""
        if self.dataset is not None:
            if self.dataset.targets is None:
                return None
            fact = self.read(self.dataset.targets)
            return fact if isinstance(fact, Array) else UNKNOWN
        data = self._data("y")
        if data is MISSING:
            return None if is_known(self._data("x")) else UNKNOWN
        return data if isinstance(data, Array) else UNKNOWN

    @property
    def takes_arrays(self) -> bool | Unknown:
        """Whether x is an array (and not a dataset or generator)."""
        if self.dataset is not None:
            return False
        if is_known(self.inputs) or self.given("y") is True or (self.written("y") and self.complete):
            return True
        return UNKNOWN

    @property
    def samples(self) -> int | Unknown:
        """Number of samples the model gets."""
        if self.dataset is not None:
            return self.dataset.samples
        return self.inputs.samples if isinstance(self.inputs, Array) else UNKNOWN


class FitCall(ModelCall):
    """``model.fit(...)`` (and the old ``fit_generator``)."""

    @property
    def epochs(self) -> int | Unknown:
        """Number of epochs."""
        value = self.argument_value("epochs")
        if value is MISSING:
            return 1
        return value if isinstance(value, int) else UNKNOWN

    @property
    def batch_size(self) -> int | None | Unknown:
        """Samples in a batch."""
        if self.dataset is not None:
            return self.dataset.batch_size
        value = self.argument_value("batch_size")
        if value is MISSING or value is None:
            return 32 if self.takes_arrays is True else UNKNOWN
        return value if isinstance(value, int) else UNKNOWN

    @property
    def validated(self) -> bool | Unknown:
        """Whether anything is validated during training."""
        data, split = self.given("validation_data"), self.argument_value("validation_split")
        if data is True or (isinstance(split, (int, float)) and split > 0):
            return True
        if data is False and (split is MISSING or split in (0, 0.0, None)):
            return False
        return UNKNOWN

    @cached_property
    def validation(self) -> tuple[Any, Any]:
        """X and y of ``validation_data``: facts, ``MISSING`` or Unknown."""
        argument = self.arguments.get("validation_data")
        if argument is None:
            return (MISSING, MISSING) if self.complete else (UNKNOWN, UNKNOWN)
        fact = self.read(argument.value)
        if isinstance(fact, Dataset):
            return self.read(fact.inputs), self.read(fact.targets) if fact.targets is not None else None
        items = self.items(argument.value)
        if items is not None and len(items) >= 2:
            return self.read(items[0]), self.read(items[1])
        return UNKNOWN, UNKNOWN

    @cached_property
    def callbacks(self) -> tuple[Any, ...] | Unknown:
        """The callbacks as facts (``Configured``, an ``Instance``, Unknown items); Unknown where the list is not
        known.
        """
        argument = self.arguments.get("callbacks")
        if argument is None:
            return () if self.complete else UNKNOWN
        if isinstance(argument.value, Literal) and argument.value.value is None:
            return ()
        items = self.items(argument.value)
        if items is not None:
            return tuple(self.read(item) for item in items)
        fact = self.read(argument.value)
        return (fact,) if isinstance(fact, Configured) else UNKNOWN

    @property
    def has_unknown_callback(self) -> bool:
        """Whether a callback may be anything."""
        return not isinstance(self.callbacks, tuple) or not all(
            isinstance(c, (Configured, Instance)) for c in self.callbacks
        )

    def callback(self, *names: str) -> Configured | None:
        """The first callback of one of these classes."""
        found = self.callbacks if isinstance(self.callbacks, tuple) else ()
        return next((c for c in found if isinstance(c, Configured) and c.name in names), None)

    @property
    def history_used(self) -> bool:
        """Whether the ``History`` it returns is looked at: stored, returned, passed on, or read through its name.

        In a notebook, what a cell ends with is shown, and what a global name holds can be looked at in a later cell.
        """
        history = self.event.details["history"]
        found = history.address in self.program.run.reads if isinstance(history, Ref) else True
        kind = self._result_goes_to
        if found or kind == "elsewhere":
            return True
        if not self.program.source.is_notebook:
            return False
        return (kind == "name" and not self.event.context.calls) or (kind == "nowhere" and self._ends_its_cell)

    @property
    def _result_goes_to(self) -> str:
        """``nowhere`` where the call is a statement of its own, ``name`` where it is bound to names, else
        ``elsewhere``.
        """
        for small in getattr(self.statement.node, "body", ()):
            if getattr(small, "value", None) is not self.site.node:
                continue
            if isinstance(small, cst.Expr):
                return "nowhere"
            targets = (
                [t.target for t in small.targets] if isinstance(small, cst.Assign) else [getattr(small, "target", None)]
            )
            return "name" if all(isinstance(target, cst.Name) for target in targets) else "elsewhere"
        return "elsewhere"

    @property
    def _ends_its_cell(self) -> bool:
        """Whether nothing follows in the notebook's cell: then its value is shown."""
        end = self.statement.span.end
        cell = next((cell for cell in self.program.source.cells if cell.start <= end <= cell.end), None)
        rest = self.program.source.text[end : cell.end] if cell is not None else ""
        return all(not line.strip() or line.lstrip().startswith("#") for line in rest.split("\n"))

    @property
    def steps_per_epoch(self) -> Any:
        """``steps_per_epoch`` as Python data; ``MISSING`` where it is left out."""
        return self.argument_value("steps_per_epoch")


class EvaluateCall(ModelCall):
    """``model.evaluate(...)``."""


class PredictCall(ModelCall):
    """``model.predict(...)``."""


class CompileCall(View):
    """``model.compile(...)``."""

    @property
    def compiled(self) -> Compiled:
        """Its arguments."""
        found: Compiled = self.event.details["compiled"]
        return found

    @property
    def model_reference(self) -> Value:
        """The model, as a reference."""
        return self.event.details["model"]

    @cached_property
    def model(self) -> ModelView | None:
        """The model right after this call; ``None`` where it is not known."""
        fact = self.read(self.model_reference)
        return ModelView(self.event, self.program, fact, self.model_reference) if isinstance(fact, Model) else None


class SplitCall(View):
    """``train_test_split(...)`` and the like."""

    @property
    def arrays(self) -> tuple[Any, ...]:
        """The facts of what is split."""
        found: tuple[Any, ...] = self.event.details["arrays"]
        return found

    @property
    def number(self) -> int:
        """The number of this split in ``Rows.parts``."""
        return int(self.event.details["number"])


class ResampleCall(View):
    """``SMOTE().fit_resample(X, y)`` and the like."""

    @property
    def sampler(self) -> str:
        """Class name of the sampler."""
        return str(self.event.details["sampler"])

    @property
    def inputs(self) -> Any:
        """What is resampled."""
        return self.event.details["inputs"]

    @property
    def targets(self) -> Any:
        """Its labels."""
        return self.event.details["targets"]


class TransformerFit(View):
    """A scaler, encoder, imputer, vectorizer, … is fitted: ``scaler.fit_transform(X)``, ``normalization.adapt(x)``."""

    @property
    def transformer(self) -> str:
        """Class name of what is fitted."""
        return str(self.event.details["transformer"])

    @property
    def data(self) -> Any:
        """What it is fitted on."""
        return self.event.details["data"]


class Refusal(View):
    """A layer gets an input that Keras refuses."""

    @property
    def use(self) -> Use:
        """The refused call."""
        found: Use = self.event.details["use"]
        return found

    @property
    def called(self) -> Layer | Model | None:
        """What is called: a layer or a model."""
        fact = self.read(self.use.layer) if self.use.layer is not None else None
        return fact if isinstance(fact, (Layer, Model)) else None

    @property
    def layer(self) -> Layer | None:
        """The layer; ``None`` where a model is called."""
        fact = self.read(self.use.layer) if self.use.layer is not None else None
        return fact if isinstance(fact, Layer) else None


__all__ = ["LayerConfig", "LayerView", "ModelView"]

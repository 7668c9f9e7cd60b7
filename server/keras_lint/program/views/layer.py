"""A layer of a model as rules look at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers.base import Weights
from keras_lint.knowledge.names import activation_name
from keras_lint.knowledge.values import (
    MISSING,
    Argument,
    Layer,
    Literal,
    Model,
    Symbol,
    Use,
    Value,
)
from keras_lint.program.layers import layer_knowledge
from keras_lint.program.run import Event, python, read
from keras_lint.program.weights import built_weights, weights_of_use

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.program.views.model import ModelView
    from keras_lint.syntax import Site


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
        """Numbers of its weights: where it is one of Keras's own layers, as if it were not frozen."""
        if isinstance(self.fact, Layer) and self.fact.built_on is None:
            return Weights(Unknown("the layer is not built"), Unknown("the layer is not built"))
        knowledge = layer_knowledge(self.fact) if isinstance(self.fact, Layer) else None
        if isinstance(self.fact, Layer) and knowledge is not None and self.fact.complete:
            return built_weights(self.fact, knowledge)
        return weights_of_use(self.model.heap, self.use)

    @cached_property
    def inside(self) -> ModelView | None:
        """What is inside of a nested model, or of a custom layer whose ``call`` was followed."""
        if isinstance(self.fact, Model):
            return self.model.nested(self.fact)
        if not self.use.inside:
            return None
        return self.model.nested(Model("Subclass", self.site, outputs=self.use.inside, members=UNKNOWN))

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
            for t in self.use.sources
            if t.use is not None and id(t.use) in self.model.by_use
        )

    @property
    def consumers(self) -> tuple[LayerView, ...]:
        """The layers that take its output, within the model."""
        return tuple(view for view in self.model.layers if any(t.use is self.use for t in view.use.sources))

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

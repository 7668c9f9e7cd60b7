"""The outputs of a model, each with the loss it is judged by and the layer that gives it its values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import MISSING, Dict, Layer, Model
from keras_lint.program.views import TRANSPARENT, LayerView, ModelView, named_activation

if TYPE_CHECKING:
    from keras_lint.syntax import Site

SAME_SHAPE = frozenset(
    {
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "GaussianNoise",
        "GaussianDropout",
        "Identity",
        "ActivityRegularization",
    }
)
"""Layers that leave the shape and, at inference, every number as it is."""
LINEAR_MAPS = frozenset({
    "Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv1D",
    "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D", "EinsumDense",
})  # fmt: skip
"""Layers that are linear where they are given no activation."""


@dataclass(eq=False)
class Head:
    """One output of a model and its loss."""

    model: ModelView
    layer: LayerView
    """The layer that makes the output tensor."""
    shape: Shape | Unknown
    loss: Loss | Unknown

    @cached_property
    def chain(self) -> tuple[LayerView, ...]:
        """From the output back to the layer that decides its activation, over layers that only pass numbers on."""
        found = [self.layer]
        while self._passes_on(found[-1]) and len(found) < 12 and len(found[-1].sources) == 1:
            found.append(found[-1].sources[0])
        return tuple(found)

    @staticmethod
    def _passes_on(view: LayerView) -> bool:
        return (
            view.cls in TRANSPARENT
            or view.cls in SAME_SHAPE
            or (view.cls == "Activation" and view.activation == "linear")
        )

    @property
    def source(self) -> LayerView:
        """The layer that decides the activation: the last with weights, or an activation layer behind it."""
        return self.chain[-1]

    @cached_property
    def activation(self) -> str | None | Unknown:
        """The activation of the output; Unknown where what makes the output is no layer with an activation."""
        found = inner_activation(self.source) if self.source.cls == "TimeDistributed" else self.source.activation
        if found == "linear" and self.source.cls == "TimeDistributed":
            return found
        if found == "linear" and self.source.cls not in LINEAR_MAPS:
            return UNKNOWN
        return UNKNOWN if found is None else found

    @property
    def plain(self) -> bool:
        """Whether nothing stands between the activation and the output that changes the order of axes."""
        return all(view.cls in SAME_SHAPE or view is self.source or view.cls == "Activation" for view in self.chain)

    @cached_property
    def units(self) -> int | Unknown:
        """Size of the last axis of the output."""
        if isinstance(self.shape, tuple) and len(self.shape) > 1 and isinstance(self.shape[-1], int):
            return self.shape[-1]
        if isinstance(self.shape, Unknown) and self.plain:
            return self._declared_units()
        return UNKNOWN

    def _declared_units(self) -> int | Unknown:
        """``units`` or ``filters`` of the last layer with weights, where no shape is known."""
        view: LayerView | None = self.source
        for _ in range(4):
            if view is None:
                return UNKNOWN
            if view.cls in LINEAR_MAPS:
                found = view.value("units" if view.cls == "Dense" else "filters")
                return found if isinstance(found, int) and not isinstance(found, bool) else UNKNOWN
            if view.cls not in SAME_SHAPE | {"Activation", "Softmax", "ReLU", "LeakyReLU"} or len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @property
    def rank(self) -> int | Unknown:
        """Number of axes of the output, the batch axis included."""
        return len(self.shape) if isinstance(self.shape, tuple) else self._rank_behind_flatten()

    def _rank_behind_flatten(self) -> int | Unknown:
        """2 where the map was flattened or pooled away, whatever its size."""
        view = self.layer
        for _ in range(12):
            if view.cls == "Flatten" or (view.cls.startswith("Global") and view.value("keepdims") is MISSING):
                return 2
            if view.cls not in SAME_SHAPE | {
                "Dense",
                "Activation",
                "Softmax",
                "ReLU",
                "LeakyReLU",
                "BatchNormalization",
            }:
                return UNKNOWN
            if len(view.sources) != 1:
                return UNKNOWN
            view = view.sources[0]
        return UNKNOWN

    @property
    def loss_site(self) -> Site | None:
        """Where the loss is written in ``compile``."""
        return self.loss.site if isinstance(self.loss, Loss) else None


def inner_activation(view: LayerView) -> str | None | Unknown:
    """The activation of the layer that a wrapper applies to each step."""
    inner = view.inner
    if inner is None or inner.custom or inner.cls not in LINEAR_MAPS:
        return UNKNOWN
    value = inner.value("activation")
    return "linear" if value is MISSING else named_activation(view.model.heap, value)


def heads(model: ModelView) -> tuple[Head, ...]:
    """The outputs of a model whose last layers are known; none where they are not."""
    if model.fact.changed is not None or model.own_training:
        return ()
    outputs = model.fact.outputs
    layers = model.output_layers
    if isinstance(outputs, tuple):
        if len(layers) != len(outputs):
            return ()
        shapes: list[Shape | Unknown] = [tensor.shape for tensor in outputs]
    else:
        shapes = [UNKNOWN] * len(layers)
    losses = _losses(model, layers)
    return tuple(Head(model, *parts) for parts in zip(layers, shapes, losses, strict=True))


def _losses(model: ModelView, layers: tuple[LayerView, ...]) -> list[Loss | Unknown]:
    """The loss of each output: one for the only output, a list in order, or a dictionary by names of layers."""
    argument = model.loss_argument
    fact: Any = model.read(argument.value) if argument is not None else None
    if argument is not None and isinstance(fact, Dict) and fact.complete:
        found: list[Loss | Unknown] = []
        for layer in layers:
            name = layer.fact.name if isinstance(layer.fact, (Layer, Model)) else None
            entry = fact.entries.get(name) if isinstance(name, str) else None
            found.append(model.loss_from(entry, None) if entry is not None else UNKNOWN)
        return found
    losses = model.losses
    if isinstance(losses, tuple) and len(losses) == len(layers):
        listed = argument is not None and model.items(argument.value) is not None
        return [replace(loss, site=None) if listed else loss for loss in losses]
    return [UNKNOWN] * len(layers)


__all__ = ["LINEAR_MAPS", "SAME_SHAPE", "Head", "heads"]

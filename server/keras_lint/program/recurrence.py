"""Recurrent layers: which pass on whole sequences, and which layers wait for one in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import MISSING, Layer, Literal, Use

if TYPE_CHECKING:
    from keras_lint.program.views import LayerView

PLAIN_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "RNN"})
CONV_RECURRENT = frozenset({"ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
WAITS_FOR_STEPS = PLAIN_RECURRENT | {
    "Bidirectional", "TimeDistributed", "Conv1D", "MaxPooling1D", "AveragePooling1D", "GlobalMaxPooling1D",
    "GlobalAveragePooling1D",
}  # fmt: skip
"""Layers that Keras refuses to call on `(batch, features)`."""
KEEPS_RANK = frozenset({
    "Dropout", "SpatialDropout1D", "BatchNormalization", "LayerNormalization", "Activation", "ReLU", "LeakyReLU",
    "PReLU", "ELU", "Dense", "GaussianNoise", "GaussianDropout", "AlphaDropout", "Masking",
})  # fmt: skip
"""Layers that give as many axes as they get."""

Read = Callable[[Any], Any]


def recurrent_layer(layer: Any, read: Read) -> Layer | None:
    """The recurrent layer itself, or the one inside ``Bidirectional``."""
    if not isinstance(layer, Layer) or layer.custom:
        return None
    if layer.cls == "Bidirectional" and layer.wrapped is not None:
        layer = read(layer.wrapped)
        return layer if isinstance(layer, Layer) and layer.cls in PLAIN_RECURRENT | CONV_RECURRENT else None
    return layer if layer.cls in PLAIN_RECURRENT | CONV_RECURRENT else None


def returns_sequences(layer: Layer) -> bool | Unknown:
    """Whether a recurrent layer passes on its output at every step."""
    value = layer.value("return_sequences")
    if value is MISSING:
        return False
    return bool(value.value) if isinstance(value, Literal) else UNKNOWN


def starved_by(use: Use, read: Read) -> Use | None:
    """The call of a recurrent layer that keeps its sequence from ``use``, which needs one."""
    consumer = read(use.layer) if use.layer is not None else None
    if not isinstance(consumer, Layer) or consumer.custom or len(use.inputs) != 1:
        return None
    inner = recurrent_layer(consumer, read)
    wanted = CONV_RECURRENT if inner is not None and inner.cls in CONV_RECURRENT else PLAIN_RECURRENT
    if inner is None and consumer.cls not in WAITS_FOR_STEPS:
        return None
    source = use.inputs[0].use
    for _ in range(8):
        fact = read(source.layer) if source is not None and source.layer is not None else None
        if source is None or not isinstance(fact, Layer) or fact.custom:
            return None
        recurrent = recurrent_layer(fact, read)
        if recurrent is not None:
            return source if recurrent.cls in wanted and returns_sequences(recurrent) is False else None
        if fact.cls not in KEEPS_RANK or len(source.inputs) != 1:
            return None
        source = source.inputs[0].use
    return None


STEPWISE = frozenset({
    "Dense", "Dropout", "SpatialDropout1D", "Activation", "ReLU", "LeakyReLU", "Softmax", "TimeDistributed",
    "BatchNormalization", "LayerNormalization",
})  # fmt: skip
"""Layers that treat each step alone and keep the number of steps."""


def last_recurrent(view: LayerView) -> LayerView | None:
    """The recurrent layer whose sequence reaches the output, over layers that work on each step alone."""
    for _ in range(12):
        layer = recurrent_layer(view.fact, view.model.read)
        if layer is not None:
            return view if returns_sequences(layer) is True else None
        if view.cls not in STEPWISE or len(view.sources) != 1:
            return None
        view = view.sources[0]
    return None

"""Which shapes of data a model takes: what Keras 3 adapts silently, and what it refuses."""

from __future__ import annotations

from keras_lint.knowledge.adapting import adapted, mismatch, printed
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import Refused
from keras_lint.knowledge.values import Layer, Model
from keras_lint.program.views import LayerView, ModelView


def refuses(model: ModelView, shape: Shape) -> str | None | Unknown:
    """Why Keras refuses data of this shape (batch axis included); ``None`` where it takes it.

    As seen by running Keras 3.15: the number of axes is adapted by one of size 1. Then a functional model compares
    every axis with its input; a Sequential only asks its layers, so that what no layer minds passes.
    """
    expected = model.input_shape
    if not isinstance(expected, tuple) or any(isinstance(dim, Unknown) for dim in (*shape[1:], *expected[1:])):
        return _by_rank(expected, shape) if isinstance(expected, tuple) else UNKNOWN
    words = mismatch(expected, shape)
    seen = adapted(expected, shape)
    if words is None or model.fact.kind == "Functional" or len(seen) != len(expected):
        return words
    return _by_layers(model, seen) if model.fact.kind == "Sequential" else UNKNOWN


def _by_rank(expected: Shape, shape: Shape) -> str | None | Unknown:
    """The verdict where some axes are not known: only the number of axes can be wrong."""
    if abs(len(shape) - len(expected)) > 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    if len(shape) == len(expected) - 1 and isinstance(expected[-1], int) and expected[-1] != 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    if len(shape) == len(expected) + 1 and isinstance(shape[-1], int) and shape[-1] != 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    return UNKNOWN


def takes_redeclared(model: ModelView, shape: Shape) -> bool:
    """Whether a stack of layers, declared for another shape, would be built and give an output of the same shape."""
    current: Shape | Unknown = shape
    for view in model.layers:
        layer = view.fact
        knowledge = LAYERS.get(layer.cls) if isinstance(layer, Layer) and not layer.custom else None
        if (
            knowledge is None
            or not isinstance(layer, Layer)
            or len(view.use.inputs) != 1
            or not isinstance(current, tuple)
        ):
            return False
        try:
            found = knowledge.output_shape(layer.config, current)
        except (Refused, TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError):
            return False
        current = found if isinstance(found, tuple) else UNKNOWN
    output = model.output_shape
    return isinstance(current, tuple) and isinstance(output, tuple) and current[1:] == output[1:]


def _by_layers(model: ModelView, shape: Shape) -> str | None | Unknown:
    """Follow the data through a Sequential: a layer refuses it, or was built for another size."""
    for view in model.layers:
        if len(view.use.inputs) == 1 and isinstance(view.fact, Model):
            return _by_nested(view.fact, shape)
        if len(view.use.inputs) != 1 or not isinstance(view.fact, Layer) or view.fact.custom:
            return UNKNOWN
        step = _through(view, view.fact, shape)
        if not isinstance(step, tuple):
            return step
        shape = step
    return None


def _by_nested(model: Model, shape: Shape) -> str | Unknown:
    """Why a functional model inside refuses the data; what comes behind it is not followed."""
    inputs = model.inputs
    if (
        model.kind != "Functional"
        or not isinstance(inputs, tuple)
        or len(inputs) != 1
        or not isinstance(inputs[0].shape, tuple)
    ):
        return UNKNOWN
    words = mismatch(inputs[0].shape, shape)
    return words if words is not None else UNKNOWN


def _through(view: LayerView, layer: Layer, shape: Shape) -> Shape | str | Unknown:
    """The shape behind one layer, or why it refuses."""
    knowledge = LAYERS.get(layer.cls)
    built_on = view.input_shape
    if knowledge is None or not layer.complete or knowledge.multiple_inputs or isinstance(built_on, Unknown):
        return UNKNOWN
    try:
        if knowledge.weights(layer.config, built_on) != knowledge.weights(layer.config, shape):
            return f"`{layer.cls}` was built for {printed(built_on)}, and gets {printed(shape)}"
        found = knowledge.output_shape(layer.config, shape)
    except Refused as refusal:
        return str(refusal)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError):
        return UNKNOWN
    return found if isinstance(found, tuple) else UNKNOWN

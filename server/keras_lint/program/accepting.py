"""Which shapes of data a model takes: what Keras 3 adapts silently, and what it refuses."""

from __future__ import annotations

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown
from keras_lint.knowledge.layers import LAYERS
from keras_lint.knowledge.layers.base import Refused
from keras_lint.knowledge.values import Layer
from keras_lint.program.views import LayerView, ModelView


def refuses(model: ModelView, shape: Shape) -> str | None | Unknown:
    """Why Keras refuses data of this shape (batch axis included); ``None`` where it takes it.

    As seen by running Keras 3.15: a missing last axis is added where the input's has size 1, and a last axis of size 1 is dropped
    where the input has one axis less. Then a functional model compares every axis with its input; a Sequential only asks its
    layers, so that what no layer minds passes.
    """
    expected = model.input_shape
    if not isinstance(expected, tuple) or any(isinstance(dim, Unknown) for dim in (*shape[1:], *expected[1:])):
        return _by_rank(expected, shape) if isinstance(expected, tuple) else UNKNOWN
    if len(shape) == len(expected) - 1 and expected[-1] == 1:
        shape = (*shape, 1)
    elif len(shape) == len(expected) + 1 and shape[-1] == 1:
        shape = shape[:-1]
    if len(shape) != len(expected):
        return f"expected shape {shown(expected)}, found shape {shown(shape)}"
    if all(fits(want, found) for want, found in zip(expected[1:], shape[1:], strict=True)):
        return None
    if model.fact.kind == "Functional":
        return f"expected shape {shown(expected)}, found shape {shown(shape)}"
    return _by_layers(model, shape) if model.fact.kind == "Sequential" else UNKNOWN


def _by_rank(expected: Shape, shape: Shape) -> str | None | Unknown:
    """The verdict where some axes are not known: only the number of axes can be wrong."""
    if abs(len(shape) - len(expected)) > 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    if len(shape) == len(expected) - 1 and isinstance(expected[-1], int) and expected[-1] != 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    if len(shape) == len(expected) + 1 and isinstance(shape[-1], int) and shape[-1] != 1:
        return f"expected {len(expected)} axes, found {len(shape)}"
    return UNKNOWN


def fits(want: Dim, found: Dim) -> bool:
    """Whether an axis of the data fits an axis of the input."""
    return want is None or found is None or want == found


def _by_layers(model: ModelView, shape: Shape) -> str | None | Unknown:
    """Follow the data through a Sequential: a layer refuses it, or was built for another size."""
    for view in model.layers:
        if len(view.use.inputs) != 1 or not isinstance(view.fact, Layer) or view.fact.custom:
            return UNKNOWN
        step = _through(view, view.fact, shape)
        if not isinstance(step, tuple):
            return step
        shape = step
    return None


def _through(view: LayerView, layer: Layer, shape: Shape) -> Shape | str | Unknown:
    """The shape behind one layer, or why it refuses."""
    knowledge = LAYERS.get(layer.cls)
    built_on = view.input_shape
    if knowledge is None or not layer.complete or knowledge.multiple_inputs or isinstance(built_on, Unknown):
        return UNKNOWN
    try:
        if knowledge.weights(layer.config, built_on) != knowledge.weights(layer.config, shape):
            return f"`{layer.cls}` was built for {shown(built_on)}, and gets {shown(shape)}"
        found = knowledge.output_shape(layer.config, shape)
    except Refused as refusal:
        return str(refusal)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError):
        return UNKNOWN
    return found if isinstance(found, tuple) else UNKNOWN


def shown(shape: Shape) -> str:
    """A shape as Keras prints it, with ``None`` for the batch axis and ``?`` for what is not known."""
    dims = ["None", *("?" if isinstance(dim, Unknown) else repr(dim) for dim in shape[1:])]
    return f"({', '.join(dims)}{',' if len(dims) == 1 else ''})"

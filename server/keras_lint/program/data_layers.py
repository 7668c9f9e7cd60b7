"""Layers and stacks of layers called on data: ``augmentation(images)`` in a function of ``Dataset.map``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, is_known
from keras_lint.knowledge.values import MISSING, Array, Layer, Model, Step, Tensor, Value

if TYPE_CHECKING:
    from keras_lint.program.run import Run

KEEP_VALUES = frozenset(
    {"RandomFlip", "RandomCrop", "CenterCrop", "Resizing", "Flatten", "Reshape", "Permute", "RepeatVector", "Identity"}
)
"""Layers that make no number greater or less than all of their inputs (``Resizing`` unless it is bicubic)."""
FILL = frozenset({"RandomRotation", "RandomZoom", "RandomTranslation", "RandomShear"})
"""Layers that may fill in a number of their own beside those of their inputs."""
ONLY_DATA = KEEP_VALUES | FILL | {"Rescaling", "Normalization"}


def called_on_data(run: Run, fact: Any, data: Array, inert: bool) -> Value:
    """A model or layer called on data gives an array; what it learnt from it (``adapt``) is not touched.

    ``inert`` says that it is called with ``training=False``: then nothing is changed at random.
    """
    if isinstance(fact, Layer):
        return run.new(through_layer(run, fact, data, inert))
    members = fact.members if isinstance(fact, Model) and fact.kind == "Sequential" else None
    layers = [run.read(member) for member in members] if isinstance(members, tuple) else []
    if layers and all(isinstance(layer, Layer) and is_preprocessing(layer) for layer in layers):
        for layer in layers:
            data = through_layer(run, layer, data, inert)
        return run.new(data)
    return run.new(replace(data, shape=UNKNOWN, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN, labels=None))


def is_preprocessing(layer: Layer) -> bool:
    """Whether a layer prepares data and learns nothing by training."""
    return not layer.custom and (layer.cls in ONLY_DATA or layer.cls.startswith("Random"))


def through_layer(run: Run, layer: Layer, data: Array, inert: bool) -> Array:
    """The array that a layer makes of an array."""
    from keras_lint.program.layers import layer_output

    random = layer.cls.startswith("Random") and not layer.custom
    if random and inert:
        return replace(data, dtype=dtype_after(layer, data))
    shape, _refused = layer_output(run, layer, (Tensor(data.shape),))
    low, high = range_after(run, layer, data)
    steps = data.steps
    if random:
        steps = (*steps, Step("augmented", layer.cls, layer.site))
    elif layer.cls in ("Rescaling", "Normalization"):
        steps = (*steps, Step("scaled", layer.cls, layer.site))
    return replace(
        data,
        shape=shape if isinstance(shape, tuple) else UNKNOWN,
        dtype=dtype_after(layer, data),
        low=low,
        high=high,
        data=UNKNOWN,
        steps=steps,
        library="tensorflow",
    )


def dtype_after(layer: Layer, data: Array) -> Any:
    """The type of a layer's output: float32 for floats, and for layers that reckon with them."""
    if "dtype" in layer.arguments or layer.custom:
        return UNKNOWN
    floats = isinstance(data.dtype, str) and data.dtype.startswith("float")
    return "float32" if layer.cls in ("Rescaling", "Normalization") or (floats and is_preprocessing(layer)) else UNKNOWN


def range_after(run: Run, layer: Layer, data: Array) -> tuple[Any, Any]:
    """The value range of a layer's output."""
    low, high = data.low, data.high
    if layer.custom or not (is_known(low) and is_known(high)):
        return UNKNOWN, UNKNOWN
    if layer.cls == "Rescaling":
        scale, offset = number(run, layer, "scale", None), number(run, layer, "offset", 0.0)
        if scale is None or offset is None:
            return UNKNOWN, UNKNOWN
        ends = sorted((low * scale + offset, high * scale + offset))
        return ends[0], ends[1]
    if layer.cls in KEEP_VALUES:
        plain = layer.value("interpolation") is MISSING and layer.value("pad_to_aspect_ratio") is MISSING
        return (low, high) if plain else (UNKNOWN, UNKNOWN)
    if layer.cls in FILL and layer.value("interpolation") is MISSING:
        fill = number(run, layer, "fill_value", 0.0)
        return (min(low, fill), max(high, fill)) if fill is not None else (UNKNOWN, UNKNOWN)
    return UNKNOWN, UNKNOWN


def number(run: Run, layer: Layer, name: str, default: float | None) -> float | None:
    """An argument that is a number; ``None`` where it is not known."""
    value = layer.value(name)
    if value is MISSING:
        return default
    known = run.python(value)
    return float(known) if isinstance(known, (int, float)) and not isinstance(known, bool) else None


__all__ = ["called_on_data"]

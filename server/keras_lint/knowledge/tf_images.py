"""``tf.io`` and ``tf.image``: images decoded, resized and changed at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import dtype_name, holds_tensor
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.dtypes import LIMITS
from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.numpy.creation import converted as retyped
from keras_lint.knowledge.structure import tensor_of
from keras_lint.knowledge.values import Array, Literal, Step, Symbol, Value


def changed(call: Call, name: str, change: Callable[[Array], Array | Unknown]) -> Value:
    """The first argument, called ``name``, after a change; Unknown where it is not known.

    A model's symbolic tensor is left to the model's graph (``NotImplemented``).
    """
    value = call.arg(0, name)
    if holds_tensor(call, value):
        return NotImplemented
    array = tensor_of(call, value)
    if isinstance(array, Unknown):
        return array
    result = change(array)
    return result if isinstance(result, Unknown) else call.new(result)


def both(*names: str) -> tuple[str, ...]:
    """Paths under ``tf.image`` and ``tf.io``: many functions stand in both."""
    return tuple(f"tensorflow.{module}.{name}" for name in names for module in ("image", "io", "compat.v1.image"))


@describes("tensorflow.io.read_file", "tensorflow.read_file")
def read_file(call: Call) -> Value:
    """The bytes of a file."""
    return call.new(Array((), "string", library="tensorflow"))


@describes(*both("decode_jpeg", "decode_png", "decode_image", "decode_bmp", "decode_gif", "decode_webp"))
def decode(call: Call) -> Value:
    """An image of open size; the rank of ``decode_image`` is open too unless animations stay unexpanded."""
    name = call.path.rpartition(".")[2]
    channels = call.python(call.arg(1, "channels", default=Literal(0)))
    depth: Dim = None if channels in (0, None) else channels if isinstance(channels, int) else UNKNOWN
    shape: Shape | Unknown = (None, None, depth)
    dtype: str | Unknown = "uint8"
    if name in ("decode_png", "decode_image") and (given := call.arg(2, "dtype", default=None)) is not None:
        dtype = dtype_name(call, given)
    if name == "decode_image":
        expand = call.python(call.arg(4, "expand_animations", default=Literal(True)))
        shape = (None, None, depth) if expand is False else UNKNOWN
    elif name == "decode_gif":
        shape = (None, None, None, 3)
    high = (
        1.0 if dtype in ("float32", "float16", "float64") else float(LIMITS[dtype][1]) if dtype in LIMITS else UNKNOWN
    )
    steps: tuple[Step, ...] = (call.step("loaded", f"tf.{name}"),)
    if isinstance(dtype, str) and dtype.startswith("float"):
        steps = (*steps, call.step("divided", "255"))
    return call.new(Array(shape, dtype, 0.0, high, "image", steps=steps, library="tensorflow"))


@describes(
    "tensorflow.image.resize",
    "tensorflow.image.resize_images",
    "tensorflow.compat.v1.image.resize",
    "tensorflow.compat.v1.image.resize_images",
    "keras.preprocessing.image.smart_resize",
)
def resize(call: Call) -> Value:
    """Another size; a float32 unless the nearest pixel is taken."""
    value = call.arg(1, "size")
    items = call.items(value)
    sizes = [call.python(item) for item in items] if items is not None and len(items) == 2 else [UNKNOWN, UNKNOWN]
    given = call.arg(2, "method", default=Literal("bilinear"))
    fact = call.read(given)
    name = fact.name.lower() if isinstance(fact, Symbol) else fact.value if isinstance(fact, Literal) else UNKNOWN
    name = "nearest" if name == "nearest_neighbor" else name
    free = call.python(call.arg(3, "preserve_aspect_ratio", default=Literal(False)))

    def resized(array: Array) -> Array:
        height, width = (size if isinstance(size, int) and free is False else UNKNOWN for size in sizes)
        within = name in ("bilinear", "nearest", "area")
        dtype = (array.dtype if name == "nearest" else "float32") if isinstance(name, str) else UNKNOWN
        low, high = (array.low, array.high) if within else (UNKNOWN, UNKNOWN)
        return replace(array, shape=spatial(array.shape, height, width), dtype=dtype, low=low, high=high, data=UNKNOWN)

    return changed(call, "images", resized)


def spatial(shape: Shape | Unknown, height: Dim, width: Dim) -> Shape | Unknown:
    """A shape of one image or of a batch with other rows and columns."""
    if not isinstance(shape, tuple) or len(shape) not in (3, 4):
        return UNKNOWN
    return (*shape[:-3], height, width, shape[-1])


@describes(
    "tensorflow.image.resize_with_crop_or_pad",
    "tensorflow.image.resize_with_pad",
    "tensorflow.image.crop_to_bounding_box",
    "tensorflow.image.pad_to_bounding_box",
    "tensorflow.image.resize_image_with_crop_or_pad",
)
def crop_or_pad(call: Call) -> Value:
    """Another size by cutting off or by adding zeros."""
    name = call.path.rpartition(".")[2]
    first = 3 if name.endswith("bounding_box") else 1
    height, width = (call.python(call.arg(first + i, f"target_{side}")) for i, side in enumerate(("height", "width")))

    def cropped(array: Array) -> Array:
        low = min(array.low, 0.0) if is_known(array.low) and not name.startswith("crop") else array.low
        high = max(array.high, 0.0) if is_known(array.high) else UNKNOWN
        dims = (height if isinstance(height, int) else UNKNOWN, width if isinstance(width, int) else UNKNOWN)
        dtype = "float32" if name == "resize_with_pad" else array.dtype
        return replace(array, shape=spatial(array.shape, *dims), dtype=dtype, low=low, high=high, data=UNKNOWN)

    return changed(call, "image", cropped)


@describes("tensorflow.image.convert_image_dtype")
def convert_image_dtype(call: Call) -> Value:
    """Another type and with it another range: integers fill theirs, floats go from 0 to 1."""
    dtype = dtype_name(call, call.arg(1, "dtype"))

    def converted(array: Array) -> Array:
        if dtype == array.dtype:
            return array
        whole = array.dtype in LIMITS
        if isinstance(dtype, str) and dtype.startswith("float") and whole:
            greatest = LIMITS[str(array.dtype)][1]
            low, high = (bound / greatest if is_known(bound) else UNKNOWN for bound in (array.low, array.high))
            return array.with_step(call.step("divided", f"{greatest:g}"), dtype=dtype, low=low, high=high, data=UNKNOWN)
        if isinstance(dtype, str) and dtype.startswith("float") and is_known(array.dtype):
            return retyped(array, dtype)
        return replace(array, dtype=dtype, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)

    return changed(call, "image", converted)


# --- at random -------------------------------------------------------------------------------------------------------

_KEEP_RANGE = ("flip_left_right", "flip_up_down")


@describes(
    *(
        f"tensorflow.image.{state}random_{name}"
        for state in ("", "stateless_")
        for name in ("flip_left_right", "flip_up_down", "brightness", "contrast", "saturation", "hue", "jpeg_quality")
    ),
)
def changed_at_random(call: Call) -> Value:
    """Flips keep every number; other changes of colour keep shape and type only."""
    name = call.path.rpartition(".")[2]
    within = name.endswith(_KEEP_RANGE)

    def randomly(array: Array) -> Array:
        low, high = (array.low, array.high) if within else (UNKNOWN, UNKNOWN)
        if array.dtype in ("uint8", "uint16") and not within:
            low, high = map(float, LIMITS[str(array.dtype)])
        return array.with_step(
            call.step("augmented", name.removeprefix("stateless_")), low=low, high=high, data=UNKNOWN
        )

    return changed(call, "image", randomly)


@describes("tensorflow.image.random_crop", "tensorflow.image.stateless_random_crop")
def random_crop(call: Call) -> Value:
    """A random part of a given shape."""
    value = call.arg(1, "size")
    items = call.items(value)
    sizes = tuple(call.python(item) for item in items) if items is not None else None
    shape: Any = tuple(s if isinstance(s, int) and s >= 0 else UNKNOWN for s in sizes) if sizes is not None else UNKNOWN
    return changed(
        call, "value", lambda array: array.with_step(call.step("augmented", "random_crop"), shape=shape, data=UNKNOWN)
    )


# --- without chance --------------------------------------------------------------------------------------------------


@describes("tensorflow.image.flip_left_right", "tensorflow.image.flip_up_down")
def flip(call: Call) -> Value:
    """The image mirrored."""
    return changed(call, "image", lambda array: replace(array, data=UNKNOWN))


@describes(
    "tensorflow.image.adjust_brightness",
    "tensorflow.image.adjust_contrast",
    "tensorflow.image.adjust_saturation",
    "tensorflow.image.adjust_hue",
    "tensorflow.image.adjust_gamma",
)
def adjust(call: Call) -> Value:
    """Other colours: shape and type stay."""
    return changed(call, "image", lambda array: replace(array, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))


@describes("tensorflow.image.per_image_standardization")
def per_image_standardization(call: Call) -> Value:
    """Mean 0 and variance 1 for each image."""

    def standardised(array: Array) -> Array:
        dtype = (
            array.dtype
            if array.dtype in ("float16", "float32", "float64")
            else "float32"
            if is_known(array.dtype)
            else UNKNOWN
        )
        step = call.step("normalized", "tf.image.per_image_standardization")
        return array.with_step(step, dtype=dtype, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)

    return changed(call, "image", standardised)


@describes("tensorflow.image.rgb_to_grayscale", "tensorflow.image.grayscale_to_rgb", "tensorflow.image.rgb_to_hsv")
def colours(call: Call) -> Value:
    """Another number of channels. Grey is a sum with weights of 0.9999 altogether: it stays in a range that holds 0."""
    name = call.path.rpartition(".")[2]
    channels = 1 if name == "rgb_to_grayscale" else 3

    def recoloured(array: Array) -> Array:
        shape = (*array.shape[:-1], channels) if isinstance(array.shape, tuple) and array.shape else UNKNOWN
        exact = name == "grayscale_to_rgb" or (name == "rgb_to_grayscale" and is_known(array.low) and array.low <= 0)
        low, high = (array.low, array.high) if exact else (UNKNOWN, UNKNOWN)
        return replace(array, shape=shape, low=low, high=high, data=UNKNOWN)

    return changed(call, "images", recoloured)


@describes("tensorflow.image.central_crop")
def central_crop(call: Call) -> Value:
    """The middle of the image; its size follows from a fraction and is not worked out."""
    return changed(
        call, "image", lambda array: replace(array, shape=spatial(array.shape, UNKNOWN, UNKNOWN), data=UNKNOWN)
    )


@describes("tensorflow.image.rot90")
def rot90(call: Call) -> Value:
    """A turn by a right angle, which exchanges rows and columns."""
    return changed(
        call, "image", lambda array: replace(array, shape=spatial(array.shape, UNKNOWN, UNKNOWN), data=UNKNOWN)
    )


__all__ = ["spatial", "tensor_of"]

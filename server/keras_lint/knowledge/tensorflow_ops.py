"""TensorFlow functions on tensors of data: what ``Dataset.map`` functions are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, describes, pure
from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.structure import stacked, tensor_of
from keras_lint.knowledge.tf_data import dtype_name
from keras_lint.knowledge.values import Array, Labels, List, Tuple, Value

pure("tensorflow")

INTEGER_BOUNDS = {f"{sign}int{bits}": (0 if sign else -(2 ** (bits - 1)), 2 ** (bits - (0 if sign else 1)) - 1)
                  for sign in ("", "u") for bits in (8, 16, 32, 64)}  # fmt: skip
"""Least and greatest number of each integer type."""


def tensor_at(call: Call, position: int, *names: str) -> Array | Unknown:
    """An argument as a tensor."""
    return tensor_of(call, call.arg(position, *names))


def changed(call: Call, name: str, change: Callable[[Array], Array | Unknown]) -> Value:
    """The first argument, called ``name``, after a change; Unknown where it is not known."""
    array = tensor_at(call, 0, name)
    if isinstance(array, Unknown):
        return array
    result = change(array)
    return result if isinstance(result, Unknown) else call.new(result)


# --- types ----------------------------------------------------------------------------------------------------------------------


@describes("tensorflow.cast", "tensorflow.saturate_cast", "tensorflow.compat.v1.cast", "tensorflow.dtypes.cast")
def cast(call: Call) -> Value:
    """Another type: integers cut off what is behind the point."""
    dtype = dtype_name(call, call.arg(1, "dtype"))
    return changed(call, "x" if "x" in call.kwargs else "value", lambda array: casted(array, dtype))


@describes("tensorflow.compat.v1.to_float", "tensorflow.to_float")
def to_float(call: Call) -> Value:
    """``tf.cast(x, tf.float32)`` in TensorFlow 1."""
    return changed(call, "x", lambda array: casted(array, "float32"))


def casted(array: Array, dtype: str | Unknown) -> Array:
    """An array of another type."""
    low, high = array.low, array.high
    if not isinstance(dtype, str):
        return replace(array, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN)
    if dtype == array.dtype:
        return array
    if dtype in INTEGER_BOUNDS and is_known(low) and is_known(high):
        least, greatest = INTEGER_BOUNDS[dtype]
        fits = least <= low and high <= greatest
        low, high = (float(int(low)), float(int(high))) if fits else (UNKNOWN, UNKNOWN)
    elif dtype == "bool":
        low, high = 0.0, 1.0
    elif not dtype.startswith(("float", "bfloat", "int", "uint")):
        low, high = UNKNOWN, UNKNOWN
    return replace(array, dtype=dtype, low=low, high=high, data=UNKNOWN)


@describes("tensorflow.convert_to_tensor", "tensorflow.constant", "tensorflow.identity", "tensorflow.ensure_shape", "tensorflow.stop_gradient")
def convert(call: Call) -> Value:
    """Arrays and Python's numbers as tensors."""
    array = tensor_of(call, call.arg(0, "value", "input", "x"))
    if isinstance(array, Unknown):
        return array
    name = call.path.rpartition(".")[2]
    given = call.arg(1, "dtype", default=None) if name in ("convert_to_tensor", "constant") else None
    if name == "constant" and call.arg(2, "shape", default=None) is not None:
        return call.new(replace(array, shape=UNKNOWN))
    dtype = dtype_name(call, given) if given is not None and call.python(given) is not None else array.dtype
    return call.new(array if dtype == array.dtype else casted(array, dtype))


# --- shapes ---------------------------------------------------------------------------------------------------------------------


@describes("tensorflow.expand_dims")
def expand_dims(call: Call) -> Value:
    """One more axis of size 1."""
    axis = call.python(call.arg(1, "axis"))
    return changed(call, "input", lambda array: replace(array, shape=expanded(array.shape, axis), data=UNKNOWN))


def expanded(shape: Shape | Unknown, axis: Any) -> Shape | Unknown:
    """A shape with an axis of size 1 put in."""
    if not isinstance(shape, tuple) or not isinstance(axis, int) or not -len(shape) - 1 <= axis <= len(shape):
        return UNKNOWN
    position = axis if axis >= 0 else len(shape) + 1 + axis
    return (*shape[:position], 1, *shape[position:])


@describes("tensorflow.squeeze")
def squeeze(call: Call) -> Value:
    """Axes of size 1 taken out."""
    axis = call.python(call.arg(1, "axis", default=None)) if call.arg(1, "axis", default=None) is not None else None
    return changed(call, "input", lambda array: replace(array, shape=squeezed(array.shape, axis), data=UNKNOWN))


def squeezed(shape: Shape | Unknown, axis: Any) -> Shape | Unknown:
    """A shape without its axes (or the given axes) of size 1."""
    if not isinstance(shape, tuple) or isinstance(axis, Unknown):
        return UNKNOWN
    if axis is None:
        return tuple(dim for dim in shape if dim != 1) if all(isinstance(dim, int) for dim in shape) else UNKNOWN
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(a, int) and -len(shape) <= a < len(shape) for a in axes):
        return UNKNOWN
    gone = {a % len(shape) for a in axes}
    return tuple(dim for position, dim in enumerate(shape) if position not in gone)


@describes("tensorflow.reshape")
def reshape(call: Call) -> Value:
    """The same numbers in another shape; one axis may be left to be worked out."""
    value = call.arg(1, "shape")
    items = call.items(value)
    sizes = tuple(call.python(item) for item in items) if items is not None else call.python(value)

    def reshaped(array: Array) -> Array:
        step = call.step("reshaped", "reshape")
        return array.with_step(step, shape=reshaped_to(array.shape, sizes), data=UNKNOWN)

    return changed(call, "tensor", reshaped)


def reshaped_to(shape: Shape | Unknown, sizes: Any) -> Shape | Unknown:
    """The shape that ``reshape`` gives."""
    if not isinstance(sizes, tuple):
        return UNKNOWN
    dims: list[Dim] = [size if isinstance(size, int) and size >= 0 else UNKNOWN for size in sizes]
    if sizes.count(-1) == 1 and all(isinstance(size, int) for size in sizes):
        rest = product(size for size in sizes if size != -1)
        open_axes = isinstance(shape, tuple) and any(dim is None for dim in shape)
        total = product(shape) if isinstance(shape, tuple) and all(isinstance(dim, int) for dim in shape) else None
        if total is not None and rest and total % rest == 0:
            dims[sizes.index(-1)] = total // rest
        elif open_axes:
            dims[sizes.index(-1)] = None
    return tuple(dims)


def product(numbers: Any) -> int:
    """The product of whole numbers."""
    total = 1
    for number in numbers:
        total *= number
    return total


@describes("tensorflow.stack")
def stack(call: Call) -> Value:
    """Tensors of one shape along a new first axis."""
    fact = call.read(call.arg(0, "values"))
    axis = call.python(call.arg(1, "axis", default=None)) if call.arg(1, "axis", default=None) is not None else 0
    if not isinstance(fact, (List, Tuple)):
        return UNKNOWN
    found = stacked(call, fact)
    if isinstance(found, Unknown) or axis == 0:
        return found if isinstance(found, Unknown) else call.new(found)
    shape = expanded(found.shape[1:], axis) if isinstance(found.shape, tuple) else UNKNOWN
    if isinstance(shape, tuple) and isinstance(axis, int) and isinstance(found.shape, tuple):
        position = axis if axis >= 0 else len(shape) + axis
        shape = (*shape[:position], found.shape[0], *shape[position + 1 :])
    return call.new(replace(found, shape=shape, data=UNKNOWN))


@describes("tensorflow.zeros", "tensorflow.ones", "tensorflow.zeros_like", "tensorflow.ones_like")
def filled(call: Call) -> Value:
    """Zeros or ones."""
    name = call.path.rpartition(".")[2]
    number = float(name.startswith("ones"))
    if name.endswith("_like"):
        return changed(call, "input", lambda array: replace(array, low=number, high=number, data=UNKNOWN, labels=None, kind=UNKNOWN))
    value = call.python(call.arg(0, "shape"))
    shape = value if isinstance(value, tuple) else (value,) if isinstance(value, int) else UNKNOWN
    given = call.arg(1, "dtype", default=None)
    dtype = dtype_name(call, given) if given is not None else "float32"
    return call.new(Array(shape, dtype, number, number, library="tensorflow"))


# --- values ---------------------------------------------------------------------------------------------------------------------


@describes("tensorflow.one_hot")
def one_hot(call: Call) -> Value:
    """Integers as rows of zeros and a one."""
    depth = call.python(call.arg(1, "depth"))
    plain = all(call.arg(position, name, default=None) is None for position, name in ((2, "on_value"), (3, "off_value"), (4, "axis")))
    given = call.arg(5, "dtype", default=None)
    size: Dim = depth if isinstance(depth, int) else UNKNOWN

    def encoded(array: Array) -> Array:
        shape = (*array.shape, size) if isinstance(array.shape, tuple) and plain else UNKNOWN
        labels = replace(array.labels or Labels(), form="one-hot", classes=size if isinstance(size, int) else UNKNOWN)
        low, high = (0.0, 1.0) if plain else (UNKNOWN, UNKNOWN)
        dtype = dtype_name(call, given) if given is not None else "float32" if plain else UNKNOWN
        step = call.step("encoded", "tf.one_hot")
        return array.with_step(step, shape=shape, dtype=dtype, low=low, high=high, labels=labels if plain else None, data=UNKNOWN)

    return changed(call, "indices", encoded)


@describes("tensorflow.clip_by_value")
def clip_by_value(call: Call) -> Value:
    """Numbers kept between two bounds."""
    bounds = [call.python(call.arg(position, name)) for position, name in ((1, "clip_value_min"), (2, "clip_value_max"))]
    if not all(isinstance(bound, (int, float)) for bound in bounds):
        return changed(call, "t", lambda array: replace(array, shape=array.shape, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))
    least, greatest = map(float, bounds)

    def clipped(array: Array) -> Array:
        low = min(max(array.low, least), greatest) if is_known(array.low) else least
        high = min(max(array.high, least), greatest) if is_known(array.high) else greatest
        return replace(array, low=low, high=high, data=UNKNOWN)

    return changed(call, "t", clipped)


@describes("tensorflow.random.uniform", "tensorflow.random.normal", "tensorflow.random.truncated_normal", "tensorflow.random.stateless_uniform",
           "tensorflow.random.stateless_normal", "tensorflow.py_function", "tensorflow.numpy_function", "tensorflow.numpy_func")  # fmt: skip
def drawn(call: Call) -> Value:
    """Random numbers, and what Python functions behind TensorFlow's back return: not known."""
    return Unknown(f"the result of `{call.path}`")


__all__ = ["INTEGER_BOUNDS", "casted", "changed", "tensor_at"]

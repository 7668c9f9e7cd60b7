"""Attributes of arrays, and methods that are no functions."""

from __future__ import annotations

from dataclasses import replace

from keras_lint.knowledge.arrays import Axis, numbers, size_of
from keras_lint.knowledge.call import Call, attribute, describes, method
from keras_lint.knowledge.facts import UNKNOWN, ShapeOf, Unknown, is_known
from keras_lint.knowledge.numpy.operand import functions, operand
from keras_lint.knowledge.row_counts import rows_of
from keras_lint.knowledge.values import Array, List, Literal, Tuple, Value


def known_axes(call: Call) -> Array:
    """The array; unknown axes of it become axes that are the same wherever they stand."""
    array: Array = call.read(call.receiver)
    if not isinstance(array.shape, tuple) or all(isinstance(dim, (int, Axis)) for dim in array.shape):
        return array
    shape = tuple(
        Axis(dim.reason) if isinstance(dim, Unknown) and not isinstance(dim, Axis) else dim for dim in array.shape
    )
    array = replace(array, shape=shape)
    call.update(call.receiver, array)
    return array


@attribute(Array, "shape")
def shape(call: Call) -> Value:
    """``x.shape``."""
    array = known_axes(call)
    if not isinstance(array.shape, tuple):
        return ShapeOf("a shape that is not known", rows_of(call.receiver, array))
    return Tuple(tuple(Literal(dim) if isinstance(dim, int) else dim for dim in array.shape))


@functions("shape")
def shape_function(call: Call) -> Value:
    """``np.shape(x)``."""
    array = operand(call)
    if array is None or not isinstance(array.shape, tuple):
        return NotImplemented if array is None else Unknown("a shape that is not known")
    return Tuple(tuple(Literal(dim) if isinstance(dim, int) else dim for dim in array.shape))


@attribute(Array, "ndim")
def ndim(call: Call) -> Value:
    """``x.ndim``."""
    rank = call.read(call.receiver).rank
    return Literal(rank) if is_known(rank) else rank


@attribute(Array, "size")
def size(call: Call) -> Value:
    """``x.size``."""
    count = size_of(call.read(call.receiver).shape)
    return Literal(count) if is_known(count) else count


@attribute(Array, "dtype")
def dtype(call: Call) -> Value:
    """``x.dtype``."""
    name = call.read(call.receiver).dtype
    return Literal(name) if is_known(name) else name


@method(Array, "copy", "view", "__array__", "set_shape", "compute", "cpu", "detach", "block_until_ready")
def copy(call: Call) -> Value:
    """``x.copy()``."""
    return call.new(call.read(call.receiver))


@method(Array, "numpy", "__array__")
def to_numpy(call: Call) -> Value:
    """``tensor.numpy()``."""
    return call.new(replace(call.read(call.receiver), library="numpy"))


@method(Array, "tolist", "to_list")
def tolist(call: Call) -> Value:
    """``y.tolist()``: a list with the same numbers."""
    array: Array = call.read(call.receiver)
    if isinstance(array.data, tuple) and len(array.data) <= 64 and array.rank == 1:
        return call.new(List(tuple(Literal(item) for item in array.data)))
    return call.new(replace(array, library="python"))


@method(Array, "item")
def item(call: Call) -> Value:
    """``x.item()``."""
    array: Array = call.read(call.receiver)
    return call.new(replace(array, shape=(), rows=UNKNOWN, labels=None)) if not call.args else UNKNOWN


@method(Array, "fill")
def fill(call: Call) -> Value:
    """``x.fill(0)``: in place."""
    array: Array = call.read(call.receiver)
    value = numbers(call, call.arg(0, "value"))
    call.update(call.receiver, replace(array, low=value.low, high=value.high, data=UNKNOWN, labels=None))
    return Literal(None)


@method(Array, "resize", "put", "setflags", "partition", "itemset", "byteswap")
def changed(call: Call) -> Value:
    """Methods that change the array in ways that are not followed."""
    array: Array = call.read(call.receiver)
    call.update(call.receiver, replace(array, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN, labels=None))
    return Literal(None)


@describes("numpy.copyto", "numpy.put", "numpy.place", "numpy.putmask", "numpy.fill_diagonal", "numpy.put_along_axis")
def written(call: Call) -> Value:
    """Functions that write into their first argument."""
    reference = call.arg(0, "dst", "a", "arr")
    array = call.read(reference)
    if isinstance(array, Array):
        call.update(reference, replace(array, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN, labels=None))
    return Literal(None)


@method(Array, "nonzero")
def nonzero(call: Call) -> Value:
    """``x.nonzero()``."""
    rank = call.read(call.receiver).rank
    if not isinstance(rank, int):
        return UNKNOWN
    return Tuple(tuple(call.new(Array((UNKNOWN,), "int64", 0.0, library="numpy")) for _ in range(rank)))

"""Other shapes, orders of axes and repetitions of the same numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.arrays import axis_of, dim_argument, integer, reshaped_shape, shape_argument, size_of
from keras_lint.knowledge.call import Call, attribute, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, RowCount, Shape, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_literal
from keras_lint.knowledge.numpy.operand import after, both, functions, is_none, kept_library, operand, rest
from keras_lint.knowledge.values import MISSING, Array, Labels, List, Rows, Value


def with_shape(call: Call, array: Array, shape: Shape | Unknown) -> Value:
    """The same numbers in another shape. The rows stay rows where the first axis keeps its length."""
    kept = same_first(array.shape, shape)
    data = UNKNOWN
    if is_known(array.data) and isinstance(shape, tuple) and all(isinstance(dim, int) for dim in shape):
        flat = list(elements.flat(array.data))
        if len(flat) == size_of(shape) and flat:
            data = elements.nest(flat, shape)  # type: ignore[arg-type]
    rows: Rows | Unknown = array.rows if kept is not False else UNKNOWN
    changed = replace(
        array,
        shape=shape,
        rows=rows,
        data=data,
        library=kept_library(call, array),
        labels=shaped_labels(array, shape, kept),
    )
    return call.new(changed.with_step(call.step("reshaped", "reshape")))


def same_first(old: Shape | Unknown, new: Shape | Unknown) -> bool | None:
    """Whether the first axis keeps its length; ``None`` where that is not known."""
    if not isinstance(old, tuple) or not isinstance(new, tuple) or not old or not new:
        return None if not isinstance(old, tuple) or not isinstance(new, tuple) else old == new
    if isinstance(old[0], int) and isinstance(new[0], int):
        return old[0] == new[0]
    return True if old[0] is new[0] else None


def shaped_labels(array: Array, shape: Shape | Unknown, kept: bool | None) -> Labels | None:
    """Labels in a column or in a row are the same labels; any other shape is not followed."""
    labels = array.labels
    if labels is None or labels.form != "one-hot":
        return labels if not isinstance(shape, tuple) or len(shape) == 1 or shape[1:] == (1,) else None
    return labels if kept and isinstance(shape, tuple) and len(shape) == 2 else None


def order_is_default(call: Call) -> bool:
    """Whether elements are taken row by row."""
    order = call.arg(None, "order")
    return is_none(order) or call.python(order) == "C"


@both("reshape")
def reshape(call: Call) -> Value:
    """``x.reshape(-1, 784)``, ``np.reshape(x, (len(x), 28, 28, 1))``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    given = rest(call)
    named = call.arg(None, "shape", "newshape", "target_shape")
    if named is not MISSING:
        asked = shape_argument(call, named)
    elif len(given) == 1 and not isinstance(dim_argument(call, given[0]), int):
        asked = shape_argument(call, given[0])
    else:
        asked = tuple(dim_argument(call, value) for value in given) if given and call.complete else UNKNOWN
    shape = reshaped_shape(array.shape, own_axes(call, array, asked))
    if not order_is_default(call):
        array = replace(array, data=UNKNOWN)
    return with_shape(call, array, shape)


def own_axes(call: Call, array: Array, asked: Shape | Unknown) -> Shape | Unknown:
    """An asked shape in which ``len(x)`` is the first axis of ``x``."""
    if not isinstance(asked, tuple) or not isinstance(array.shape, tuple) or not array.shape:
        return asked
    first = array.shape[0]
    if isinstance(first, int):
        return asked
    return tuple(first if is_row_count(dim, array) else dim for dim in asked)


def is_row_count(dim: Dim, array: Array) -> bool:
    """Whether a dimension is the number of rows of an array."""
    if not isinstance(dim, RowCount) or dim.divisor != 1 or dim.times != 1:
        return False
    return isinstance(array.rows, Rows) and array.rows in dim.of


@both("ravel", "flatten")
def ravel(call: Call) -> Value:
    """``x.ravel()``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    if not order_is_default(call):
        array = replace(array, data=UNKNOWN)
    size: Dim = size_of(array.shape)
    if isinstance(array.shape, tuple):
        others = [dim for dim in array.shape if dim != 1]
        size = others[0] if len(others) == 1 else size
    return with_shape(call, array, (size,))


@functions("expand_dims")
def expand_dims(call: Call) -> Value:
    """``np.expand_dims(x, -1)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    axis = call.python(call.arg(1, "axis"))
    if (
        not isinstance(array.shape, tuple)
        or not isinstance(axis, int)
        or (place := axis_of(len(array.shape) + 1, axis)) is None
    ):
        return with_shape(call, array, UNKNOWN)
    shape = (*array.shape[:place], 1, *array.shape[place:])
    moved = with_shape(call, array, shape)
    if place == 0:
        fact = call.read(moved)
        call.update(moved, replace(fact, rows=UNKNOWN, labels=None))
    return moved


@both("squeeze")
def squeeze(call: Call) -> Value:
    """``np.squeeze(y)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    axes = call.python(value) if not is_none(value := after(call, 0, "axis")) else None
    if not isinstance(array.shape, tuple):
        return with_shape(call, array, UNKNOWN)
    rank = len(array.shape)
    if axes is None:
        known = all(isinstance(dim, int) for dim in array.shape[1:])  # the rows are taken to be more than one
        first = array.shape[:1] if array.shape and array.shape[0] != 1 else ()
        return with_shape(call, array, (*first, *(dim for dim in array.shape[1:] if dim != 1)) if known else UNKNOWN)
    listed = axes if isinstance(axes, tuple) else (axes,)
    places = {axis_of(rank, axis) if isinstance(axis, int) else None for axis in listed}
    if None in places:
        return with_shape(call, array, UNKNOWN)
    return with_shape(call, array, tuple(dim for i, dim in enumerate(array.shape) if i not in places))


def permuted(call: Call, array: Array, order: list[int] | None) -> Value:
    """The array with its axes in another order; ``None`` where the order is not known."""
    shape: Any = UNKNOWN
    data: Any = UNKNOWN
    if order is not None and isinstance(array.shape, tuple) and sorted(order) == list(range(len(array.shape))):
        shape = tuple(array.shape[axis] for axis in order)
        if order == [1, 0] and is_known(array.data) and array.data and all(array.data):
            data = tuple(zip(*array.data, strict=True))
    kept = order is not None and order[:1] == [0]
    labels = array.labels if kept and order == [0] else None
    rows = array.rows if kept else UNKNOWN
    return call.new(replace(array, shape=shape, data=data, rows=rows, labels=labels, library=kept_library(call, array)))


@both("transpose", also=("keras.backend.permute_dimensions",))
def transpose(call: Call) -> Value:
    """``x.transpose(0, 2, 3, 1)``, ``np.transpose(x, (0, 2, 3, 1))``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    named = call.arg(None, "axes", "perm", "pattern")
    given = rest(call) if named is MISSING else (named,)
    if len(given) == 1 and not isinstance(dim_argument(call, given[0]), int) and not is_none(given[0]):
        axes: Any = call.python(given[0])
    elif not given or is_none(given[0]):
        axes = tuple(reversed(range(len(array.shape)))) if isinstance(array.shape, tuple) else UNKNOWN
    else:
        axes = tuple(dim_argument(call, value) for value in given)
    if not isinstance(axes, tuple) or not all(isinstance(a, int) for a in axes) or not isinstance(array.shape, tuple):
        return permuted(call, array, None)
    rank = len(array.shape)
    return permuted(call, array, [axis % rank for axis in axes] if len(axes) == rank and rank else None)


@attribute(Array, "T")
def transposed(call: Call) -> Value:
    """``x.T``."""
    array: Array = call.read(call.receiver)
    return permuted(call, array, list(reversed(range(len(array.shape)))) if isinstance(array.shape, tuple) else None)


@both("swapaxes")
def swapaxes(call: Call) -> Value:
    """``np.swapaxes(x, 1, 2)``."""
    return moved(
        call, lambda order, a, b: [order[b] if i == a else order[a] if i == b else axis for i, axis in enumerate(order)]
    )


@functions("moveaxis", "rollaxis")
def moveaxis(call: Call) -> Value:
    """``np.moveaxis(x, 1, -1)``."""
    if call.path.endswith("rollaxis"):
        array = operand(call)
        return NotImplemented if array is None else permuted(call, array, None)

    def move(order: list[int], source: int, target: int) -> list[int]:
        left = [axis for axis in order if axis != source]
        left.insert(target, source)
        return left

    return moved(call, move)


def moved(call: Call, change: Any) -> Value:
    """The array after two axes were named and ``change`` gave their order."""
    array = operand(call)
    if array is None:
        return NotImplemented
    a = call.python(after(call, 0, "axis1", "source"))
    b = call.python(after(call, 1, "axis2", "destination"))
    if not isinstance(array.shape, tuple) or not isinstance(a, int) or not isinstance(b, int):
        return permuted(call, array, None)
    rank = len(array.shape)
    first, second = axis_of(rank, a), axis_of(rank, b)
    if first is None or second is None:
        return permuted(call, array, None)
    return permuted(call, array, change(list(range(rank)), first, second))


@both("repeat")
def repeat(call: Call) -> Value:
    """``np.repeat(x, 3, axis=-1)``: grey images with three channels."""
    array = operand(call)
    if array is None:
        return NotImplemented
    count = call.python(after(call, 0, "repeats"))
    axis = call.python(value) if not is_none(value := after(call, 1, "axis")) else None
    shape: Shape | Unknown = UNKNOWN
    kept = False
    if isinstance(count, int) and isinstance(array.shape, tuple):
        if axis is None:
            size = size_of(array.shape)
            shape = (size * count if is_known(size) else UNKNOWN,)
        elif isinstance(axis, int) and (place := axis_of(len(array.shape), axis)) is not None:
            dims = list(array.shape)
            dim = dims[place]
            dims[place] = dim * count if isinstance(dim, int) else UNKNOWN
            shape, kept = tuple(dims), place != 0
    along_rows = axis == 0 or (axis is None and array.rank == 1)
    again = array.rows.part(call.fresh(), "repeated") if along_rows and isinstance(array.rows, Rows) else UNKNOWN
    return call.new(
        replace(
            array,
            shape=shape,
            data=UNKNOWN,
            labels=None,
            rows=array.rows if kept else again,
            library=kept_library(call, array),
        )
    )


@functions("tile")
def tile(call: Call) -> Value:
    """``np.tile(x, (1, 1, 1, 3))``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    counts = shape_argument(call, call.arg(1, "reps", "multiples", "repeats"))
    shape: Shape | Unknown = UNKNOWN
    if isinstance(array.shape, tuple) and isinstance(counts, tuple):
        rank = max(len(array.shape), len(counts))
        dims = (*(1,) * (rank - len(array.shape)), *array.shape)
        times = (*(1,) * (rank - len(counts)), *counts)
        shape = tuple(
            d * n if isinstance(d, int) and isinstance(n, int) else d if n == 1 else UNKNOWN
            for d, n in zip(dims, times, strict=True)
        )
    kept = (
        isinstance(shape, tuple)
        and isinstance(array.shape, tuple)
        and len(shape) == len(array.shape)
        and same_first(array.shape, shape)
    )
    rows = array.rows if kept else UNKNOWN
    return call.new(
        replace(array, shape=shape, data=UNKNOWN, labels=None, rows=rows, library=kept_library(call, array))
    )


@describes("numpy.pad")
def pad(call: Call) -> Value:
    """``np.pad(x, ((0, 0), (2, 2), (2, 2)))``: padded with zeros unless something else is asked for."""
    array = operand(call)
    assert array is not None
    widths = call.python(call.arg(1, "pad_width"))
    shape: Shape | Unknown = UNKNOWN
    if isinstance(array.shape, tuple):
        if isinstance(widths, int):
            widths = ((widths, widths),) * len(array.shape)
        pairs = isinstance(widths, tuple) and len(widths) == len(array.shape)
        if pairs and all(
            isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(n, int) for n in pair) for pair in widths
        ):
            shape = tuple(
                d + sum(pair) if isinstance(d, int) else d if pair == (0, 0) else UNKNOWN
                for d, pair in zip(array.shape, widths, strict=True)
            )
    mode = call.arg(2, "mode")
    constant = is_none(mode) or call.python(mode) == "constant"
    low = min(array.low, 0.0) if is_known(array.low) and constant else UNKNOWN
    high = max(array.high, 0.0) if is_known(array.high) and constant else UNKNOWN
    if "constant_values" in call.kwargs or (
        not constant and call.python(mode) not in ("edge", "reflect", "symmetric", "wrap")
    ):
        low = high = UNKNOWN
    elif not constant:
        low, high = array.low, array.high
    kept = same_first(array.shape, shape)
    return call.new(
        replace(
            array,
            shape=shape,
            low=low,
            high=high,
            data=UNKNOWN,
            labels=None,
            rows=array.rows if kept else UNKNOWN,
            library="numpy",
        )
    )


@describes("numpy.atleast_2d")
def atleast_2d(call: Call) -> Value:
    """``np.atleast_2d(x)``."""
    array = operand(call)
    assert array is not None
    if not isinstance(array.shape, tuple):
        return call.new(replace(array, data=UNKNOWN, rows=UNKNOWN, labels=None))
    if len(array.shape) >= 2:
        return call.new(array)
    return with_shape(call, array, (*(1,) * (2 - len(array.shape)), *array.shape))


@functions("flip", "fliplr", "flipud", "rot90", "roll", also=("numpy.flip", "numpy.fliplr", "numpy.flipud"))
def flip(call: Call) -> Value:
    """``np.flip(x, axis=2)``: the same numbers in another order."""
    array = operand(call)
    if array is None:
        return NotImplemented
    name = call.path.rpartition(".")[2]
    shape = array.shape if name != "rot90" else UNKNOWN
    labels = array.labels if name in ("flip", "flipud") else None
    return call.new(
        replace(array, shape=shape, data=UNKNOWN, labels=labels, rows=UNKNOWN, library=kept_library(call, array))
    )


@describes("numpy.array_split", "numpy.split", "numpy.vsplit", "numpy.hsplit")
def split(call: Call) -> Value:
    """``np.split(x, [800, 900])``: parts of the rows that share none."""
    array = operand(call)
    assert array is not None
    axis = integer(call, call.arg(2, "axis"), 0 if not call.path.endswith("hsplit") else 1)
    places, number = call.python(call.arg(1, "indices_or_sections")), call.fresh()
    length = array.samples
    if isinstance(places, int) and 1 <= places <= 64:
        sizes: list[Dim] = [part_length(length, places, i) for i in range(places)]
    elif (
        isinstance(places, tuple)
        and all(isinstance(p, int) and p >= 0 for p in places)
        and list(places) == sorted(places)
    ):
        ends = [*places, length]
        sizes = [e - s if isinstance(e, int) and e >= s else UNKNOWN for s, e in zip([0, *places], ends, strict=True)]
    else:
        return call.new(List((), call.new(replace(array, shape=UNKNOWN, rows=UNKNOWN, data=UNKNOWN, labels=None))))
    parts = []
    for i, dim in enumerate(sizes):
        shape = (dim, *array.shape[1:]) if isinstance(array.shape, tuple) and axis == 0 else UNKNOWN
        rows = array.rows.part(number, f"part {i}") if isinstance(array.rows, Rows) and axis == 0 else UNKNOWN
        labels = replace(array.labels, counts=UNKNOWN) if array.labels is not None and axis == 0 else None
        step = call.step("split", call.path.rpartition(".")[2], identity=number)
        parts.append(
            call.new(
                replace(array, shape=shape, rows=rows, labels=labels, data=UNKNOWN, library="numpy").with_step(step)
            )
        )
    return call.new(List(tuple(parts)))


def part_length(length: int | Unknown, parts: int, index: int) -> Dim:
    """Length of one of ``parts`` as equal as possible."""
    return length // parts + (1 if index < length % parts else 0) if isinstance(length, int) else UNKNOWN


def relabelled(array: Array) -> Array:
    """The labels read again from elements that are all known."""
    return (
        replace(array, labels=labels_of_literal(array.data))
        if is_known(array.data) and array.labels is not None
        else array
    )

"""Arrays put together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import (
    agreed,
    axis_of,
    common,
    common_dtype,
    common_shape,
    copied_rows,
    hull,
    integer,
    merged_steps,
    stacked,
    to_array,
    union_of_rows,
)
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.labels import imbalance
from keras_lint.knowledge.numpy.creation import library_of
from keras_lint.knowledge.numpy.operand import functions, is_none
from keras_lint.knowledge.values import Array, Labels, Library, Value


def parts_of(call: Call, value: Value) -> list[Array] | None:
    """The arrays in a list or tuple of known length; what is none is an array of which nothing is known."""
    items = call.items(value)
    if items is None:
        return None
    found = [to_array(call, item) for item in items]
    return [array if array is not None else Array() for array in found]


def joined_shape(shapes: list[Shape | Unknown], axis: int) -> Shape | Unknown:
    """The shape after joining along ``axis``."""
    known = [shape for shape in shapes if isinstance(shape, tuple)]
    if not known or len({len(shape) for shape in known}) != 1:
        return UNKNOWN
    rank = len(known[0])
    place = axis_of(rank, axis)
    if place is None:
        return UNKNOWN
    others = common_shape([tuple(d for i, d in enumerate(shape) if i != place) for shape in known])
    total: Dim = 0
    for shape in shapes:
        dim = shape[place] if isinstance(shape, tuple) else UNKNOWN
        total = total + dim if isinstance(total, int) and isinstance(dim, int) else UNKNOWN
    if not isinstance(others, tuple):
        return UNKNOWN
    return (*others[:place], total, *others[place:])


def joined(call: Call, arrays: list[Array], axis: int | Unknown, library: Library) -> Value:
    """Arrays joined along ``axis``. Rows of several sources are a source of their own (a step "appended" says so),
    but the two sides of
    one split joined are what was split.
    """
    shape = joined_shape([array.shape for array in arrays], axis) if is_known(axis) else UNKNOWN
    low, high = hull(arrays)
    along_rows = axis == 0
    rows: Any = union_of_rows([array.rows for array in arrays])
    steps = merged_steps([array.steps for array in arrays])
    if along_rows:
        if rows is None or len({a.rows for a in arrays}) != len(arrays):
            rows = call.new_rows()
        name, copied = call.path.rpartition(".")[2], copied_rows([array.rows for array in arrays])
        if copied is not None:
            again = call.step("resampled", name, fitted_on=copied, identity=call.fresh(), detail="copies")
            steps = (*steps, again)
        steps = (*steps, call.step("appended", name))
    elif rows is None or len({a.rows for a in arrays}) != 1:
        rows = next((a.rows for a in arrays if is_known(a.rows)), UNKNOWN) if is_known(axis) else UNKNOWN
    labels = joined_labels([array.labels for array in arrays]) if along_rows else None
    dtype = common_dtype(arrays)
    kind = common(array.kind for array in arrays) if along_rows else arrays[0].kind
    origin = agreed(array.origin for array in arrays)
    return call.new(
        Array(
            shape,
            dtype,
            low,
            high,
            kind,
            labels,
            rows,
            steps,
            library,
            origin=origin,
            column=agreed(a.column for a in arrays),
        )
    )


def joined_labels(parts: list[Labels | None]) -> Labels | None:
    """Labels one after the other."""
    labels = [part for part in parts if part is not None]
    if len(labels) != len(parts) or not labels:
        return None
    counts: Any = UNKNOWN
    listed = [part.counts for part in labels]
    if all(isinstance(c, tuple) for c in listed) and len({len(c) for c in listed if isinstance(c, tuple)}) == 1:
        counts = tuple(sum(column) for column in zip(*(c for c in listed if isinstance(c, tuple)), strict=True))
    classes, form = common(part.classes for part in labels), common(part.form for part in labels)
    same_classes = is_known(classes) and is_known(counts)
    return Labels(
        form,
        classes,
        counts if same_classes else UNKNOWN,
        common(part.task for part in labels),
        imbalance(counts) if same_classes else None,
    )


@functions("concatenate", "concat", also=("numpy.concatenate", "tensorflow.concat"))
def concatenate(call: Call) -> Value:
    """``np.concatenate([a, b], axis=0)``."""
    given = call.arg(0, "arrays", "values", "xs", "tensors")
    arrays = parts_of(call, given)
    axis = integer(call, call.arg(1, "axis"), 0 if not call.path.startswith("keras.backend") else -1)
    library = library_of(call.path)
    if not arrays:
        whole = to_array(call, given)  # a list of unknown length, or an array whose rows are joined
        if whole is None:
            return NotImplemented if library == "tensorflow" else call.new(Array(library="numpy", rows=call.new_rows()))
        inner = whole.shape[1:] if isinstance(whole.shape, tuple) else UNKNOWN
        shape: Any = (UNKNOWN, *inner[1:]) if isinstance(inner, tuple) and inner and axis == 0 else UNKNOWN
        rows = call.new_rows()
        return call.new(replace(whole, shape=shape, library=library, data=UNKNOWN, labels=None, rows=rows))
    return joined(call, arrays, axis if axis is not None else UNKNOWN, library)


@describes("numpy.vstack", "numpy.row_stack")
def vstack(call: Call) -> Value:
    """``np.vstack((a, b))``: vectors are rows."""
    arrays = parts_of(call, call.arg(0, "tup"))
    if not arrays:
        whole = to_array(call, call.arg(0, "tup"))
        if whole is None or not isinstance(whole.shape, tuple) or len(whole.shape) != 2:
            return call.new(Array(library="numpy", rows=call.new_rows()))
        return call.new(replace(whole, library="numpy", rows=call.new_rows()))
    return joined(call, [two_axes(array) for array in arrays], 0, "numpy")


def two_axes(array: Array) -> Array:
    """A vector as one row."""
    if isinstance(array.shape, tuple) and len(array.shape) < 2:
        return replace(array, shape=(*(1,) * (2 - len(array.shape)), *array.shape), labels=None, rows=UNKNOWN)
    return array


@describes("numpy.hstack")
def hstack(call: Call) -> Value:
    """``np.hstack((a, b))``: vectors end to end, everything else side by side."""
    arrays = parts_of(call, call.arg(0, "tup"))
    if not arrays or not isinstance(arrays[0].shape, tuple):
        return call.new(Array(library="numpy"))
    return joined(call, arrays, 0 if len(arrays[0].shape) == 1 else 1, "numpy")


@describes("numpy.dstack")
def dstack(call: Call) -> Value:
    """``np.dstack((r, g, b))``."""
    arrays = parts_of(call, call.arg(0, "tup"))
    if not arrays or not all(isinstance(array.shape, tuple) and len(array.shape) >= 2 for array in arrays):
        return call.new(Array(library="numpy"))
    deep = [replace(a, shape=(*a.shape, 1)) if isinstance(a.shape, tuple) and len(a.shape) == 2 else a for a in arrays]
    return joined(call, deep, 2, "numpy")


@describes("numpy.column_stack", "numpy.c_")
def column_stack(call: Call) -> Value:
    """``np.column_stack((a, b))``: vectors are columns."""
    arrays = parts_of(call, call.arg(0, "tup"))
    if not arrays or not all(isinstance(array.shape, tuple) for array in arrays):
        return call.new(Array(library="numpy"))
    columns = [
        replace(a, shape=(*a.shape, 1)) if isinstance(a.shape, tuple) and len(a.shape) == 1 else a for a in arrays
    ]
    return joined(call, columns, 1, "numpy")


@functions("stack", also=("tensorflow.stack",))
def stack(call: Call) -> Value:
    """``np.stack([a, b], axis=0)``."""
    given = call.arg(0, "arrays", "values", "x")
    library = library_of(call.path)
    axis = integer(call, call.arg(1, "axis"), 0)
    arrays = parts_of(call, given)
    whole = stacked(list(arrays), len(arrays)) if arrays else to_array(call, given)
    if whole is None:
        return (
            NotImplemented
            if library == "tensorflow" and arrays is None
            else call.new(Array(library="numpy", rows=call.new_rows()))
        )
    shape: Shape | Unknown = UNKNOWN
    if (
        isinstance(whole.shape, tuple)
        and isinstance(axis, int)
        and (place := axis_of(len(whole.shape), axis)) is not None
    ):
        inner = whole.shape[1:]
        shape = (*inner[:place], whole.shape[0], *inner[place:])
    same = arrays is not None and len({array.rows for array in arrays}) == 1 and axis != 0
    rows = arrays[0].rows if same and arrays else call.new_rows() if axis == 0 else UNKNOWN
    return call.new(replace(whole, shape=shape, library=library, rows=rows, data=UNKNOWN))


@describes("numpy.append")
def append(call: Call) -> Value:
    """``np.append(x, more, axis=0)``: without an axis everything is flattened first."""
    arrays = [array or Array() for array in (to_array(call, call.arg(0, "arr")), to_array(call, call.arg(1, "values")))]
    axis = call.arg(2, "axis")
    if is_none(axis):
        flat = [
            replace(
                a, shape=(flat_size(a),), labels=a.labels if isinstance(a.shape, tuple) and len(a.shape) == 1 else None
            )
            for a in arrays
        ]
        return joined(call, flat, 0, "numpy")
    place = integer(call, axis)
    return joined(call, arrays, place if place is not None else UNKNOWN, "numpy")


def flat_size(array: Array) -> Dim:
    """Number of elements."""
    from keras_lint.knowledge.arrays import size_of

    return size_of(array.shape)

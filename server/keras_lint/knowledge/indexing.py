"""Indexing arrays: slices, masks, index arrays, new axes; what that does to shapes and to the identity of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_literal
from keras_lint.knowledge.row_counts import part_by_count
from keras_lint.knowledge.values import NUMBERS, SLICES, Array, Labels, List, Literal, Rows, Step, Symbol, Tuple, Value
from keras_lint.syntax import Site

WHOLE = ("slice", None, None, None)


def item_of(array: Array) -> Array:
    """One row of an array."""
    shape = array.shape[1:] if isinstance(array.shape, tuple) and array.shape else UNKNOWN
    return replace(array, shape=shape, rows=UNKNOWN, data=UNKNOWN, labels=None)


def sliced(dim: Dim, low: Any, high: Any, step: Any) -> Dim:
    """Length of an axis after ``low:high:step``."""
    if (low, high, step) in ((None, None, None), (None, None, 1), (None, None, -1), (0, None, None)):
        return dim
    if (
        any(isinstance(bound, Unknown) or not (bound is None or isinstance(bound, int)) for bound in (low, high, step))
        or step == 0
    ):
        return Unknown("a slice whose bounds are not known")
    if isinstance(dim, int):
        return len(range(dim)[low:high:step])
    return Unknown("a slice of an axis of unknown length")


@dataclass(slots=True)
class Indexed:
    """What indexing has made of the array so far."""

    dims: list[Dim]
    rows: Rows | Unknown
    labels: Labels | None
    steps: tuple[Step, ...]
    position: int = 0
    known: bool = True
    rows_changed: bool = False


def index_array(array: Array, axes: Sequence[Any], site: Site, fresh: Callable[[], int]) -> Value:
    """``array[axes]``; each axis is ``("slice", low, high, step)`` or ``("index", fact)``. Slices of the first axis
    are parts of its rows.
    """
    if array.library == "pandas":
        from keras_lint.knowledge.pandas.selection import select

        return select(array, None, axes, site, fresh)
    shape: tuple[Dim, ...] | None = array.shape if isinstance(array.shape, tuple) else None
    found = Indexed([], array.rows, array.labels, array.steps)
    counted = sum(consumed(axis) for axis in axes)
    for axis in axes:
        if is_new_axis(axis):
            if not found.dims and not found.position:
                found.rows, found.labels = UNKNOWN, None
            found.dims.append(1)
        elif is_ellipsis(axis):
            skip = max(len(shape) - counted, 0) if shape is not None else 1
            found.dims.extend(shape[found.position : found.position + skip] if shape is not None else ())
            found.position += skip
        else:
            dim: Dim = shape[found.position] if shape is not None and found.position < len(shape) else UNKNOWN
            if axis[0] == "slice":
                take_slice(array, found, dim, axis, fresh)
            else:
                take_index(array, found, dim, axis[1], fresh)
            if found.position >= 0:
                found.position += consumed(axis)
    return finished(array, shape, found, axes)


def finished(array: Array, shape: tuple[Dim, ...] | None, found: Indexed, axes: Sequence[Any]) -> Array:
    """The array after all axes were looked at."""
    too_many = shape is not None and found.position > len(shape)
    final = (*found.dims, *shape[found.position :]) if shape is not None and found.known and not too_many else UNKNOWN
    labels = found.labels
    if labels is not None and found.rows_changed:
        labels = replace(labels, counts=UNKNOWN)
    data = picked(array.data, axes) if is_known(array.data) else UNKNOWN
    low, high = array.low, array.high
    if is_known(data):
        if elements.bounds(data) is not None:
            low, high = elements.bounds(data)  # type: ignore[misc]
        labels = labels_of_literal(data) if array.labels is not None else None
    return replace(array, shape=final, rows=found.rows, data=data, labels=labels, steps=found.steps, low=low, high=high)


def consumed(axis: Any) -> int:
    """Number of axes of the array that one entry of the index stands for."""
    if is_new_axis(axis) or is_ellipsis(axis):
        return 0
    mask = axis[0] == "index" and isinstance(axis[1], Array) and axis[1].dtype == "bool"
    return axis[1].rank if mask and isinstance(axis[1].rank, int) else 1


def take_slice(array: Array, found: Indexed, dim: Dim, axis: Any, fresh: Callable[[], int]) -> None:
    """``low:high:step`` on the next axis."""
    found.dims.append(sliced(dim, *axis[1:]))
    if tuple(axis) == WHOLE:
        return
    if found.position == 0 and not found.dims[:-1]:
        found.rows, found.rows_changed = part_of_rows(array.rows, dim, axis[1], axis[2], axis[3], fresh), True
    else:
        found.labels = None


def take_index(array: Array, found: Indexed, dim: Dim, index: Any, fresh: Callable[[], int]) -> None:
    """A number, a mask or an array of indices on the next axis."""
    first = found.position == 0 and not found.dims
    index = literal_index(index)
    if isinstance(index, Literal) and isinstance(index.value, int) and not isinstance(index.value, bool):
        if first or dim != 1 or is_one_hot(array):
            found.labels = None  # `y[:, 0]` of a column of labels holds the same labels
        if first:
            found.rows, found.rows_changed = UNKNOWN, True
        return
    if isinstance(index, Array) and isinstance(index.shape, tuple) and index.shape:
        if index.dtype == "bool":
            found.dims.append(Unknown("the number of places where a mask holds"))
        else:
            found.dims.extend(index.shape)
        if not first:
            found.labels = None
            found.known = found.known and sum(1 for d in found.dims if d is None) == 0
            return
        found.rows_changed = True
        found.rows, found.steps = rows_at(array, index, fresh), steps_at(array, index)
        found.labels = labels_at(found.labels, index)
        if index.dtype != "bool" and len(index.shape) > 1:
            found.rows, found.labels = UNKNOWN, None
        elif is_one_hot(array) and array.data == tuple(unit_rows(array)):
            found.rows = index.rows  # `np.eye(10)[y]`
            unknown = replace(array.labels or Labels("one-hot"), counts=UNKNOWN, imbalanced=None)
            same = index.labels is not None and index.labels.classes == array.samples
            found.labels = replace(index.labels, form="one-hot") if index.labels is not None and same else unknown
            found.rows_changed = False
        return
    found.known = False
    if first:
        found.rows = array.rows.part(fresh(), "selected") if isinstance(array.rows, Rows) else UNKNOWN
        found.labels, found.rows_changed = labels_at(found.labels, index), True
    else:
        found.labels = None


def is_one_hot(array: Array) -> bool:
    """Whether an array holds labels as one-hot rows."""
    return array.labels is not None and array.labels.form == "one-hot"


def labels_at(labels: Labels | None, index: Any) -> Labels | None:
    """The labels of rows that an index picks: of those picked by what they are, some classes may be left out."""
    if labels is None or (isinstance(index, Array) and by_chance(index)):
        return labels
    return replace(labels, classes=UNKNOWN, imbalanced=None)


def by_chance(index: Array) -> bool:
    """Whether the places come from a random order or a split, and so hold all classes as before."""
    return index.dtype != "bool" and any(step.kind in ("shuffled", "split", "generated") for step in index.steps)


def unit_rows(array: Array) -> Any:
    """The rows of the identity matrix of this array's size."""
    size = array.samples if isinstance(array.samples, int) else 0
    return (tuple(1.0 if i == j else 0.0 for j in range(size)) for i in range(size))


def literal_index(index: Any) -> Any:
    """A list of numbers as an index array."""
    if not isinstance(index, (List, Tuple)) or (isinstance(index, List) and index.rest is not None):
        return index
    values = [item.value for item in index.items if isinstance(item, Literal)]
    whole = len(values) == len(index.items) and all(isinstance(v, int) for v in values)
    if not whole or any(isinstance(v, bool) for v in values):
        return Unknown("a list as an index")
    return Array((len(values),), "int64", data=tuple(values))


def rows_at(array: Array, index: Array, fresh: Callable[[], int]) -> Rows | Unknown:
    """Which rows an index array picks: parts of one order of indices that share none pick rows that share none.

    The split of the indices becomes a split of the rows, numbered by the source of the indices and the split's own
    number.
    """
    if not isinstance(array.rows, Rows):
        return UNKNOWN
    if index.dtype == "bool" or not isinstance(index.rows, Rows):
        return array.rows.part(fresh(), "selected")
    rows = array.rows
    for number, name in index.rows.parts:
        rows = rows.part(index.rows.source * NUMBERS + number, name)
    if rows == array.rows and index.last_step("shuffled") is None:
        return array.rows.part(fresh(), "selected")
    return rows


def steps_at(array: Array, index: Array) -> tuple[Step, ...]:
    """A random order used as an index shuffles; a split of indices splits."""
    added = [step for step in index.steps if step.kind in ("shuffled", "split") and step not in array.steps]
    return (*array.steps, *added)


def picked(data: Any, axes: Sequence[Any]) -> Any:
    """The elements that plain slices and numbers pick from nested tuples; Unknown for anything else."""
    if not axes:
        return data
    axis, *others = axes
    try:
        if is_new_axis(axis):
            return (picked(data, others),)
        if axis[0] == "slice":
            if any(isinstance(bound, Unknown) for bound in axis[1:]):
                return UNKNOWN
            parts = [picked(item, others) for item in data[slice(*axis[1:])]]
            return tuple(parts) if parts and all(is_known(part) for part in parts) else UNKNOWN
        index = literal_index(axis[1])
        if isinstance(index, Literal) and isinstance(index.value, int) and not isinstance(index.value, bool):
            return picked(data[index.value], others)
        if isinstance(index, Array) and isinstance(index.data, tuple) and not others and index.dtype == "int64":
            return elements.mapped(lambda i: data[i], index.data)
    except (IndexError, TypeError, ValueError):
        return UNKNOWN
    return UNKNOWN


def is_new_axis(axis: Any) -> bool:
    """``None``, ``np.newaxis``, ``tf.newaxis``."""
    return axis[0] == "index" and (
        (isinstance(axis[1], Literal) and axis[1].value is None)
        or (isinstance(axis[1], Symbol) and axis[1].name == "newaxis")
    )


def is_ellipsis(axis: Any) -> bool:
    """``...``."""
    return axis[0] == "index" and isinstance(axis[1], Literal) and axis[1].value is ...


def part_of_rows(
    rows: Rows | Unknown, dim: Dim, low: Any, high: Any, step: Any, fresh: Callable[[], int]
) -> Rows | Unknown:
    """``x[:n]`` and ``x[n:]`` share no rows where ``n`` is the same; any other part is only known to be within."""
    if not isinstance(rows, Rows):
        return UNKNOWN
    if (low, high) == (None, None) and step in (None, 1, -1):
        return rows
    if step is not None or not all(bound is None or isinstance(bound, int) for bound in (low, high)):
        counted = part_by_count(rows, dim, low, high) if step is None else None
        return counted if counted is not None else rows.part(fresh(), "slice")
    if isinstance(dim, int):
        places = range(dim)[low:high]
        return rows.part(SLICES, f"{places.start}:{'' if places.stop == dim else places.stop}")
    if (low is None or low >= 0) and (high is None or high >= 0):
        return rows.part(SLICES, f"{low or 0}:{'' if high is None else high}")
    if low is None:
        return rows.part(2 * high - 1, "head")
    return rows.part(2 * low - 1, "tail") if high is None else rows.part(fresh(), "slice")

"""Arithmetic and indexing on arrays: shapes by broadcasting, value ranges by interval arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, RowCount, Shape, Unknown, is_known
from keras_lint.knowledge.values import Array, Literal, Ref, Rows, Step, Tuple, Value
from keras_lint.syntax import Site


def as_array(value: Any) -> Array | None:
    """A number as an array of rank 0; arrays as they are."""
    if isinstance(value, Array):
        return value
    if isinstance(value, Literal) and isinstance(value.value, (int, float)):
        number = float(value.value)
        return Array((), "float64" if isinstance(value.value, float) else "int64", number, number, data=value.value)
    return None


def broadcast(a: Shape | Unknown, b: Shape | Unknown) -> Shape | Unknown:
    """The shape of an elementwise operation; Unknown where an axis is not known or the two do not fit."""
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        if a == ():
            return b
        return a if b == () else UNKNOWN
    if len(a) < len(b):
        a, b = b, a
    padded = (1,) * (len(a) - len(b)) + b
    dims: list[Dim] = []
    for x, y in zip(a, padded, strict=True):
        if y == 1 or (isinstance(x, int) and isinstance(y, int) and x == y):
            dims.append(x)
        elif x == 1:
            dims.append(y)
        elif isinstance(x, int) and isinstance(y, int):
            return Unknown("shapes that do not fit")
        else:
            dims.append(UNKNOWN)
    return tuple(dims)


def interval(operator: str, a: Array, b: Array) -> tuple[float | Unknown, float | Unknown]:
    """The value range of ``a operator b``."""
    if not (is_known(a.low) and is_known(a.high) and is_known(b.low) and is_known(b.high)):
        return UNKNOWN, UNKNOWN
    corners: list[float] = []
    for x in (a.low, a.high):
        for y in (b.low, b.high):
            try:
                if operator == "Add":
                    corners.append(x + y)
                elif operator == "Subtract":
                    corners.append(x - y)
                elif operator == "Multiply":
                    corners.append(x * y)
                elif operator == "Divide":
                    if b.low <= 0 <= b.high:
                        return UNKNOWN, UNKNOWN
                    corners.append(x / y)
                else:
                    return UNKNOWN, UNKNOWN
            except (ZeroDivisionError, OverflowError):
                return UNKNOWN, UNKNOWN
    return min(corners), max(corners)


def result_dtype(operator: str, a: Array, b: Array) -> str | Unknown:
    """dtype of the result where one side decides it."""
    if not is_known(a.dtype) or not is_known(b.dtype):
        return UNKNOWN
    scalar_b, scalar_a = b.shape == () and is_known(b.data), a.shape == () and is_known(a.data)
    main, other = (a, b) if scalar_b or not scalar_a else (b, a)
    kinds = (str(main.dtype), str(other.dtype))
    if kinds[0].startswith("float") and (scalar_a or scalar_b):
        return kinds[0]
    if operator == "Divide" and kinds[0].startswith(("int", "uint", "bool")):
        return "float64"
    if kinds[0].startswith(("int", "uint")) and kinds[1].startswith("float"):
        return "float64"
    return kinds[0] if kinds[0] == kinds[1] or scalar_a or scalar_b else UNKNOWN


def array_operation(operator: str, left: Any, right: Any, site: Site) -> Array:
    """``left operator right`` where at least one is an array."""
    a, b = as_array(left), as_array(right)
    if a is None or b is None:
        known = a if a is not None else b
        assert known is not None
        scaling = operator in ("Divide", "Subtract", "Multiply")
        step = (Step("normalized", "arithmetic", site),) if scaling and known is a else ()
        return replace(known, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, steps=(*known.steps, *step))
    low, high = interval(operator, a, b)
    main, other = (a, b) if a.shape != () or b.shape == () else (b, a)
    steps = main.steps
    step = scaling_step(operator, main, other, main is a, site)
    if step is not None:
        steps = (*steps, step)
    data: Any = UNKNOWN
    if a.shape == () and b.shape == () and isinstance(a.data, (int, float)) and isinstance(b.data, (int, float)):
        low, high = low, high
    return replace(
        main, shape=broadcast(a.shape, b.shape), low=low, high=high, dtype=result_dtype(operator, a, b), data=data, steps=steps
    )


def scaling_step(operator: str, main: Array, other: Array, main_is_left: bool, site: Site) -> Step | None:
    """The step that an operation is in the life of the data: division by a number, or standardisation with statistics."""
    if not main_is_left and operator not in ("Add", "Multiply"):
        return None
    if operator in ("Divide", "Multiply") and other.shape == () and is_known(other.low):
        factor = other.low if operator == "Divide" else (1 / other.low if other.low else 0)
        return Step("divided", f"{factor:g}", site) if factor > 1 else Step("divided", "1", site) if factor != 1 else None
    if operator in ("Subtract", "Divide"):
        fitted = next((s.fitted_on for s in other.steps if s.kind == "reduced"), None)
        return Step("normalized", "arithmetic", site, fitted_on=fitted)
    return None


def scaled_unknown(operator: str, left: Any, right: Any, site: Site) -> Array | None:
    """``unknown / 255.``: of the values nothing is known but that they were divided."""
    if isinstance(left, Unknown) and isinstance(right, Literal) and operator == "Divide":
        if isinstance(right.value, (int, float)) and not isinstance(right.value, bool) and right.value in (255, 255.0, 256, 127.5, 128):
            return Array(steps=(Step("divided", f"{right.value:g}", site),))
    return None


# --- numbers of rows --------------------------------------------------------------------------------------------------------------------


def same_rows(value: Value, fact: Any) -> object | None:
    """Something that is equal for all data with as many rows as these: the rows, where they are known, else the object."""
    if isinstance(fact, Array) and isinstance(fact.rows, Rows):
        return fact.rows
    if isinstance(value, Ref):
        return value
    return value if isinstance(value, Unknown) and value is not UNKNOWN else None


def row_count(value: Value, fact: Any) -> int | Unknown:
    """``len(x)``, ``x.shape[0]``: a number, or at least whose number of rows it is."""
    if isinstance(fact, Array) and isinstance(fact.samples, int):
        return fact.samples
    rows = same_rows(value, fact) if isinstance(fact, (Array, Unknown)) else None
    return RowCount("a number of rows", rows) if rows is not None else UNKNOWN


def count_operation(operator: str, count: RowCount, divisor: Any) -> Unknown:
    """``len(x) // 32`` and ``len(x) / 32``; any other operation leaves nothing known."""
    if operator not in ("FloorDivide", "Divide") or not isinstance(divisor, Literal) or not count.whole:
        return UNKNOWN
    if not isinstance(divisor.value, int) or isinstance(divisor.value, bool) or divisor.value < 1:
        return UNKNOWN
    return RowCount("a share of a number of rows", count.of, count.divisor * divisor.value, operator == "FloorDivide")


def rounded_down(count: Unknown) -> Unknown:
    """``int(len(x) / 32)``."""
    return replace(count, whole=True) if isinstance(count, RowCount) else UNKNOWN


# --- indexing -----------------------------------------------------------------------------------------------------------------------------


def item_of(array: Array) -> Array:
    """One row of an array."""
    shape = array.shape[1:] if isinstance(array.shape, tuple) and array.shape else UNKNOWN
    return replace(array, shape=shape, rows=UNKNOWN, data=UNKNOWN, labels=None)


def sliced(dim: Dim, low: Any, high: Any, step: Any) -> Dim:
    """Length of an axis after ``low:high:step``."""
    if (low, high, step) in ((None, None, None), (None, None, 1), (0, None, None)):
        return dim
    if any(isinstance(bound, Unknown) or not (bound is None or isinstance(bound, int)) for bound in (low, high, step)) or step == 0:
        return Unknown("a slice whose bounds are not known")
    if isinstance(dim, int):
        return len(range(dim)[low:high:step])
    return Unknown("a slice of an axis of unknown length")


def index_array(array: Array, axes: list[Any], site: Site, fresh: Callable[[], int]) -> Value:
    """``array[axes]``. Slices of the first axis are parts of its rows."""
    shape: list[Dim] | None = list(array.shape) if isinstance(array.shape, tuple) else None
    result: list[Dim] = []
    position = 0
    rows: Rows | Unknown = array.rows
    labels = array.labels
    counted = sum(1 for axis in axes if not is_new_axis(axis) and not is_ellipsis(axis))
    changed_rows = False
    for axis in axes:
        if is_new_axis(axis):
            result.append(1)
            continue
        if is_ellipsis(axis):
            skip = (len(shape) - counted) if shape is not None else 0
            if shape is not None:
                result.extend(shape[position : position + skip])
            position += skip
            continue
        dim: Dim = shape[position] if shape is not None and position < len(shape) else UNKNOWN
        if axis[0] == "slice":
            result.append(sliced(dim, *axis[1:]))
            if position == 0 and axis[1:] != (None, None, None):
                rows, changed_rows = part_of_rows(array.rows, axis[1], axis[2], axis[3], fresh), True
            elif position > 0 and axis[1:] != (None, None, None):
                labels = None
        else:
            index = axis[1]
            if isinstance(index, Literal) and isinstance(index.value, int):
                if position == 0:
                    rows, changed_rows = UNKNOWN, True
            elif isinstance(index, Literal) and isinstance(index.value, str) or array.library == "pandas":
                return replace(array, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN, labels=None)
            elif isinstance(index, Array) and position == 0 and isinstance(index.shape, tuple):
                selected: Dim = UNKNOWN if index.dtype == "bool" else (index.shape[0] if index.shape else UNKNOWN)
                result.append(selected)
                rows, changed_rows = UNKNOWN, True
            else:
                return replace(array, shape=UNKNOWN, rows=UNKNOWN, data=UNKNOWN, labels=labels)
        position += 1
    final = (*result, *shape[position:]) if shape is not None else UNKNOWN
    if labels is not None and changed_rows:
        labels = replace(labels, counts=UNKNOWN)
    return replace(array, shape=final, rows=rows, data=UNKNOWN, labels=labels)


def is_new_axis(axis: Any) -> bool:
    """``None``, ``np.newaxis``, ``tf.newaxis``."""
    from keras_lint.knowledge.values import Symbol

    return axis[0] == "index" and (
        (isinstance(axis[1], Literal) and axis[1].value is None) or (isinstance(axis[1], Symbol) and axis[1].name == "newaxis")
    )


def is_ellipsis(axis: Any) -> bool:
    """``...``."""
    return axis[0] == "index" and isinstance(axis[1], Literal) and axis[1].value is ...


def part_of_rows(rows: Rows | Unknown, low: Any, high: Any, step: Any, fresh: Callable[[], int]) -> Rows | Unknown:
    """``x[:n]`` and ``x[n:]`` share no rows where ``n`` is the same; any other part is only known to be within."""
    if not isinstance(rows, Rows):
        return UNKNOWN
    if step is None and low in (None, 0) and isinstance(high, int):
        return rows.part(-abs(high) - 1 if high >= 0 else high, "head")
    if step is None and high is None and isinstance(low, int):
        return rows.part(-abs(low) - 1 if low >= 0 else low, "tail")
    return rows.part(fresh(), "slice")


__all__ = ["Tuple", "array_operation", "as_array", "broadcast", "index_array", "item_of", "scaled_unknown"]

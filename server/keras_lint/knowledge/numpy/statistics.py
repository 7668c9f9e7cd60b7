"""Numbers computed from arrays: sums, means, extremes, places of extremes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.arrays import axis_of, flag, size_of, without_axes
from keras_lint.knowledge.call import Call
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.numpy.operand import after, both, is_method, is_none, kept_library, operand
from keras_lint.knowledge.values import Array, Literal, Rows, Value

MEASURES = (
    "mean", "std", "var", "min", "max", "sum", "median", "amin", "amax", "nanmean", "nanstd", "nanmin", "nanmax",
    "nansum", "prod",
    "percentile", "quantile", "ptp", "all", "any", "average",
)  # fmt: skip
REDUCE = tuple(f"reduce_{name}" for name in ("mean", "std", "variance", "min", "max", "sum", "prod", "all", "any"))
NAMES = {"amin": "min", "amax": "max", "var": "variance", "average": "mean"}
"""Other names of the same measures."""


def measure(call: Call) -> str:
    """Which one it is, by its plain name."""
    name = call.path.rpartition(".")[2].removeprefix("reduce_").removeprefix("nan")
    return NAMES.get(name, name)


@both(*MEASURES, *REDUCE)
def reduced(call: Call) -> Value:
    """``x.mean(axis=0)``, ``np.std(x)``: a statistic, computed on the rows of ``x``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    name = measure(call)
    shift = 1 if name in ("percentile", "quantile") else 0
    axes = call.python(value) if not is_none(value := after(call, shift, "axis")) else None
    keepdims = flag(call, call.arg(None, "keepdims"), default=False)
    if array.library == "pandas" and axes is None and is_method(call) and array.rank != 1:
        axes = 0 if array.rank == 2 else Unknown("a frame or a series")
    shape = without_axes(array.shape, axes, keepdims)
    if shift and not isinstance(call.python(after(call, 0, "q")), (int, float)):
        shape = UNKNOWN
    low, high = bounds_of(name, array, axes)
    data = UNKNOWN
    if shape == () and isinstance(axes, (type(None), int)):
        data = exact(name, array)
        if is_known(data):
            low = high = float(data)
    dtype = dtype_after(name, array)
    step = call.step("reduced", name, fitted_on=array.rows, detail=name)
    made = Array(shape, dtype, low, high, steps=(*array.steps, step), library=kept_library(call, array), data=data)
    return call.new(replace(made, rows=array.rows) if keeps_rows(array, axes) else made)


def keeps_rows(array: Array, axes: Any) -> bool:
    """Whether one number is computed for each row."""
    if axes is None or not isinstance(array.shape, tuple) or isinstance(axes, Unknown):
        return False
    listed = axes if isinstance(axes, tuple) else (axes,)
    return all(isinstance(axis, int) and axis_of(len(array.shape), axis) not in (0, None) for axis in listed)


def bounds_of(name: str, array: Array, axes: Any) -> tuple[Any, Any]:
    """The range of a measure of numbers in the array's range."""
    low, high = array.low, array.high
    if name in ("all", "any"):
        return 0.0, 1.0
    if name in ("mean", "min", "max", "median", "percentile", "quantile"):
        return low, high
    if not (is_known(low) and is_known(high)):
        return (0.0, UNKNOWN) if name in ("std", "variance", "ptp") else (UNKNOWN, UNKNOWN)
    if name == "ptp":
        return 0.0, high - low
    if name == "std":
        return 0.0, (high - low) / 2
    if name == "variance":
        return 0.0, ((high - low) / 2) ** 2
    return UNKNOWN, UNKNOWN


def exact(name: str, array: Array) -> Any:
    """The measure itself, where all elements (or the classes) are known; whole arrays only."""
    labels = array.labels
    if (
        labels is not None
        and labels.form == "integer"
        and isinstance(labels.counts, tuple)
        and array.low == 0
        and name in ("min", "max")
    ):
        return 0 if name == "min" else len(labels.counts) - 1
    if not is_known(array.data) or array.shape == ():
        return UNKNOWN
    values = [float(v) if isinstance(v, float) else v for v in elements.flat(array.data)]
    if not values or not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        return UNKNOWN
    if len(array.shape) != 1 and name not in ("min", "max", "sum", "mean") if isinstance(array.shape, tuple) else True:
        return UNKNOWN
    if array.dtype not in ("int64", "float64"):
        return UNKNOWN
    if name == "mean":
        return math.fsum(values) / len(values)
    if name == "sum":
        return sum(values)
    if name == "prod":
        product = math.prod(values)
        return product if abs(product) < 2**63 else UNKNOWN
    return min(values) if name == "min" else max(values) if name == "max" else UNKNOWN


def dtype_after(name: str, array: Array) -> str | Unknown:
    """The dtype of a measure."""
    if not isinstance(array.dtype, str):
        return UNKNOWN
    if name in ("all", "any"):
        return "bool"
    if name in ("min", "max", "ptp"):
        return array.dtype
    if name in ("sum", "prod"):
        return array.dtype if array.dtype in ("int64", "float64", "float32") else UNKNOWN
    if array.library == "tensorflow" or array.dtype.startswith("float"):
        return array.dtype
    return "float64" if array.dtype.startswith(("int", "uint", "bool")) else UNKNOWN


@both("argmax", "argmin")
def argmax(call: Call) -> Value:
    """``y.argmax(axis=1)``: one-hot rows back to class numbers."""
    array = operand(call)
    if array is None:
        return NotImplemented
    default = 0 if call.path.startswith("tensorflow.") else None
    axis = call.python(value) if not is_none(value := after(call, 0, "axis", "dimension")) else default
    shape = without_axes(array.shape, axis, flag(call, call.arg(None, "keepdims"), default=False))
    labels, high, rows = None, UNKNOWN, array.rows if keeps_rows(array, axis) else UNKNOWN
    if isinstance(array.shape, tuple):
        place = axis_of(len(array.shape), axis) if isinstance(axis, int) else None
        length = array.shape[place] if place is not None else size_of(array.shape) if axis is None else UNKNOWN
        high = float(length - 1) if isinstance(length, int) and length > 0 else UNKNOWN  # type: ignore[assignment]
        if array.labels is not None and array.labels.form == "one-hot" and len(array.shape) == 2 and place == 1:
            labels = replace(array.labels, form="integer")
    kept: Any = rows if isinstance(rows, Rows) else UNKNOWN
    library = kept_library(call, array)
    return call.new(
        Array(shape, "int64", 0.0, high, "labels" if labels else UNKNOWN, labels, kept, array.steps, library)
    )


@both("cumsum", "cumprod", "argsort", "sort", "diff", "gradient", also=("numpy.diff", "numpy.gradient"))
def ordered(call: Call) -> Value:
    """Sorting and running sums; the methods of arrays sort in place."""
    array = operand(call)
    if array is None:
        return NotImplemented
    name = call.path.rpartition(".")[2]
    if name == "sort":
        sorted_array = replace(array, data=UNKNOWN, rows=array.rows)
        if is_method(call) and array.library in ("numpy", "python"):
            call.update(call.receiver, sorted_array)
            return Literal(None)
        return call.new(replace(sorted_array, library=kept_library(call, array)))
    if name == "argsort":
        shape = array.shape
        return call.new(Array(shape, "int64", 0.0, rows=UNKNOWN, library=kept_library(call, array)))
    running = name in ("cumsum", "cumprod")
    axis = call.python(call.arg(0 if is_method(call) else 1, "axis", default=Literal(None)))
    kept = running and (array.rank == 1 or isinstance(axis, int))  # without an axis it is flattened
    plain = running and array.dtype in ("float32", "float64", "int64") and "dtype" not in call.kwargs
    return call.new(
        replace(
            array,
            shape=array.shape if kept else UNKNOWN,
            low=UNKNOWN,
            high=UNKNOWN,
            dtype=array.dtype if plain else UNKNOWN,
            data=UNKNOWN,
            labels=None,
            library=kept_library(call, array),
        )
    )

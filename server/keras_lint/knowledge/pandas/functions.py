"""Functions of pandas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis, merged_steps, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim
from keras_lint.knowledge.numpy.joining import joined, parts_of
from keras_lint.knowledge.numpy.labels import classes_of
from keras_lint.knowledge.values import Array, Labels, Literal, Value


@describes("pandas.get_dummies")
def get_dummies(call: Call) -> Value:
    """``pd.get_dummies(y)``: one column for each value seen."""
    array = to_array(call, call.arg(0, "data"))
    step = call.step("encoded", "get_dummies", detail="one-hot", identity=call.fresh())
    if array is None:
        return call.new(Array(steps=(step,), library="pandas"))
    first: Dim = array.shape[0] if isinstance(array.shape, tuple) and array.shape else UNKNOWN
    fitted = replace(step, fitted_on=array.rows)
    if array.rank != 1:
        made = replace(
            array,
            shape=(first, Axis("the number of columns after `get_dummies`")),
            dtype=UNKNOWN,
            data=UNKNOWN,
            labels=None,
        )
        return call.new(replace(made, low=UNKNOWN, high=UNKNOWN, library="pandas").with_step(fitted))
    count = classes_of(array)
    whole = not call.kwargs.keys() - {"prefix", "dtype", "columns", "sparse", "prefix_sep"}
    width: Dim = count if isinstance(count, int) and whole else Axis("the number of values seen")
    known = array.labels if array.labels is not None else Labels()
    counts: Any = known.counts if isinstance(width, int) else UNKNOWN
    labels = (
        Labels("one-hot", width if isinstance(width, int) else UNKNOWN, counts, "classification", known.imbalanced)
        if whole
        else None
    )
    made = replace(
        array, shape=(first, width), dtype=UNKNOWN, low=0.0, high=1.0, data=UNKNOWN, labels=labels, library="pandas"
    )
    return call.new(made.with_step(fitted))


@describes("pandas.concat")
def concat(call: Call) -> Value:
    """``pd.concat([a, b])``."""
    arrays = parts_of(call, call.arg(0, "objs"))
    axis = call.python(call.arg(1, "axis", default=Literal(0)))
    if not arrays or axis not in (0, 1, "index", "columns"):
        return call.new(
            Array((Axis("rows put together"), UNKNOWN), kind="tabular", rows=call.new_rows(), library="pandas")
        )
    place = 0 if axis in (0, "index") else 1
    if place == 1:
        arrays = [
            replace(a, shape=(*a.shape, 1)) if isinstance(a.shape, tuple) and len(a.shape) == 1 else a for a in arrays
        ]
    return joined(call, arrays, place, "pandas")


@describes("pandas.merge")
def merge(call: Call) -> Value:
    """``pd.merge(a, b, on="id")``: rows of its own."""
    found = [
        array
        for array in (to_array(call, call.arg(0, "left")), to_array(call, call.arg(1, "right")))
        if array is not None
    ]
    steps = merged_steps([array.steps for array in found])
    return call.new(
        Array(
            (Axis("rows of a merged frame"), UNKNOWN),
            kind="tabular",
            rows=call.new_rows(),
            steps=steps,
            library="pandas",
        )
    )


@describes("pandas.factorize")
def factorize(call: Call) -> Value:
    """``codes, names = pd.factorize(y)``."""
    from keras_lint.knowledge.values import Tuple

    array = to_array(call, call.arg(0, "values")) or Array()
    count = classes_of(array)
    labels = Labels("integer", count if isinstance(count, int) else UNKNOWN, task="classification")
    high = float(count - 1) if isinstance(count, int) else UNKNOWN
    step = call.step("encoded", "factorize", fitted_on=array.rows, identity=call.fresh())
    codes = replace(array, dtype="int64", low=-1.0, high=high, labels=labels, data=UNKNOWN, library="numpy").with_step(
        step
    )
    return Tuple((call.new(codes), call.new(Array((count,), array.dtype, library="numpy"))))


@describes("pandas.isnull", "pandas.isna", "pandas.notnull", "pandas.notna")
def is_missing(call: Call) -> Value:
    """``pd.isnull(df)``."""
    array = to_array(call, call.arg(0, "obj")) or Array()
    call.event("missing_values", array=array, method=call.path)
    return call.new(Array(array.shape, "bool", 0.0, 1.0, rows=array.rows, library=array.library))


@describes("pandas.cut", "pandas.qcut")
def cut(call: Call) -> Value:
    """``pd.cut(df["age"], 4)``."""
    array = to_array(call, call.arg(0, "x")) or Array()
    return call.new(
        replace(array, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, labels=None, library="pandas")
    )

"""Looking at labels: which classes there are, and how many samples each has."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.arrays import Axis, flag, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, is_known
from keras_lint.knowledge.values import Array, Labels, Tuple, Value


def counts_inspected(call: Call, value: Value) -> None:
    """Record that the program looks at how many samples each class has."""
    fact = to_array(call, value)
    if fact is not None:
        call.event("counts_inspected", array=fact, value=value, function=call.path)


def classes_of(array: Array) -> Any:
    """Number of distinct values, as the length of an axis."""
    labels = array.labels
    if (
        labels is not None
        and labels.form in ("integer", "string")
        and isinstance(labels.counts, tuple)
        and all(labels.counts)
    ):
        return len(labels.counts)
    if is_known(array.data):
        return len(set(elements.flat(array.data)))
    return Axis("the number of distinct values")


@describes("numpy.unique", "keras.ops.unique")
def unique(call: Call) -> Value:
    """``np.unique(y, return_counts=True)``."""
    value = call.arg(0, "ar")
    array = to_array(call, value) or Array()
    length = classes_of(array)
    data = tuple(sorted(set(elements.flat(array.data)))) if is_known(array.data) else UNKNOWN
    found = call.new(Array((length,), array.dtype, array.low, array.high, library="numpy", data=data))
    parts = [found]
    if flag(call, call.arg(1, "return_index")) is not False:
        parts.append(call.new(Array((length,), "int64", 0.0, library="numpy")))
    if flag(call, call.arg(2, "return_inverse")) is not False:
        form = Labels("integer", length if isinstance(length, int) else UNKNOWN)
        shape = array.shape if array.rank == 1 else UNKNOWN
        parts.append(call.new(Array(shape, "int64", 0.0, labels=form, rows=array.rows, library="numpy")))
    if flag(call, call.arg(3, "return_counts")) is not False:
        counts_inspected(call, value)
        parts.append(call.new(counts_array(array, length)))
    return Tuple(tuple(parts)) if len(parts) > 1 else found


def counts_array(array: Array, length: Any) -> Array:
    """How many samples each class has."""
    counts = array.labels.counts if array.labels is not None else UNKNOWN
    data = counts if isinstance(counts, tuple) and len(counts) == length else UNKNOWN
    return Array((length,), "int64", 0.0, library="numpy", data=data)


@describes("numpy.bincount")
def bincount(call: Call) -> Value:
    """``np.bincount(y)``."""
    value = call.arg(0, "x")
    counts_inspected(call, value)
    array = to_array(call, value) or Array()
    labels = array.labels
    plain = len(call.args) == 1 and not call.kwargs and array.low == 0
    length = (
        len(labels.counts)
        if labels is not None and isinstance(labels.counts, tuple) and plain
        else Axis("the number of classes")
    )
    return call.new(counts_array(array, length) if plain else Array((length,), library="numpy"))


@describes("collections.Counter", "seaborn.countplot", "seaborn.histplot")
def counter(call: Call) -> Value:
    """``Counter(y)``, ``sns.countplot(x=y)``."""
    for value in (call.arg(0, "x", "iterable"), call.arg(None, "y")):
        if isinstance(call.read(value), Array):
            counts_inspected(call, value)
    from keras_lint.knowledge.values import Dict

    return call.new(Dict({}, complete=False))


@describes("numpy.histogram")
def histogram(call: Call) -> Value:
    """``np.histogram(x)``: counts and edges."""
    return Tuple((call.new(Array(library="numpy")), call.new(Array(library="numpy"))))

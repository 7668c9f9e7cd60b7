"""What descriptions of array libraries share: reading arguments as arrays, shapes, dtypes, rows and steps of
results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.call import FUNCTIONS, Call, Description
from keras_lint.knowledge.facts import UNKNOWN, Dim, RowCount, Shape, Unknown, is_known
from keras_lint.knowledge.values import (
    MISSING,
    NUMBERS,
    SLICES,
    Array,
    List,
    Literal,
    Rows,
    Step,
    Symbol,
    Tensor,
    Tuple,
    Value,
    slice_bounds,
)

# --- registering
# ----------------------------------------------------------------------------------------------------------------------


def on_arrays(*paths: str) -> Callable[[Description], Description]:
    """Describe functions that also take a model's symbolic tensors: calls with one are left to the model's graph."""

    def register(description: Description) -> Description:
        def guarded(call: Call) -> Value:
            if any(holds_tensor(call, value) for value in (*call.args, *call.kwargs.values())):
                return NotImplemented
            return description(call)

        for path in paths:
            FUNCTIONS[path] = guarded
        return description

    return register


def holds_tensor(call: Call, value: Value) -> bool:
    """Whether a value is a symbolic tensor or a list with one."""
    if isinstance(call.read(value), Tensor):
        return True
    return any(isinstance(call.read(item), Tensor) for item in (call.items(value) or ())[:8])


class Axis(Unknown):
    """The length of an axis that is not known, but is the same wherever this object stands: ``x.reshape(x.shape[0],
    -1)``.
    """


# --- reading arguments
# --------------------------------------------------------------------------------------------------------------------


def to_array(call: Call, value: Value, depth: int = 0) -> Array | None:
    """An argument as an array: arrays, numbers, and (nested) lists and tuples of either; ``None`` where it is none."""
    fact = call.read(value)
    if isinstance(fact, Array):
        return fact
    if isinstance(fact, Literal):
        return of_data(fact.value) if isinstance(fact.value, (bool, int, float, str)) else None
    if not isinstance(fact, (List, Tuple)) or depth > 6:
        return None
    data = call.python(value)
    if isinstance(data, tuple) and elements.shape_of(data) is not None and fits(data):
        return of_data(data)
    rest = fact.rest if isinstance(fact, List) else None
    items = (*fact.items, *([rest] if rest is not None else []))
    return stacked([to_array(call, item, depth + 1) for item in items], UNKNOWN if rest is not None else len(items))


def fits(data: Any) -> bool:
    """Whether data is small enough to be kept element by element."""
    return prod(elements.shape_of(data) or (1,)) <= elements.MAX_ELEMENTS


def of_data(data: Any) -> Array:
    """The array of known elements."""
    shape, bounds, dtype = elements.shape_of(data), elements.bounds(data), elements.dtype_of(data)
    low, high = bounds if bounds is not None else (UNKNOWN, UNKNOWN)
    known = UNKNOWN if dtype is None else dtype
    return Array(shape if shape is not None else UNKNOWN, known, low, high, library="python", data=data)


def stacked(items: Sequence[Array | None], length: Dim) -> Array | None:
    """Arrays of one shape as the rows of one more axis; ``None`` where an item is no array."""
    known = [item for item in items if item is not None]
    if not known or len(known) != len(items):
        return None
    inner = common_shape([item.shape for item in known])
    low, high = hull(known)
    return Array(
        (length, *inner) if isinstance(inner, tuple) else UNKNOWN,
        common_dtype(known),
        low,
        high,
        common(item.kind for item in known),
        steps=merged_steps([item.steps for item in known]),
        library="python",
        origin=agreed(item.origin for item in known),
        part=agreed(item.part for item in known),
    )


def numbers(call: Call, value: Value) -> Array:
    """An argument as an array, of which nothing is known if it is none."""
    found = to_array(call, value) if value is not MISSING else None
    return found if found is not None else Array()


def dtype_name(call: Call, value: Value, default: str | Unknown = UNKNOWN) -> str | Unknown:
    """A ``dtype`` argument as numpy's name; ``default`` where it is left out."""
    fact = call.read(value)
    if value is MISSING or (isinstance(fact, Literal) and fact.value is None):
        return default
    name = fact.value if isinstance(fact, Literal) else fact.name if isinstance(fact, Symbol) else None
    return DTYPES.get(name, UNKNOWN) if isinstance(name, str) else UNKNOWN


_PLAIN = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
    "bfloat16",
    "complex64",
    "complex128",
    "object",
    "category",
]
DTYPES: dict[str, str] = {name: name for name in _PLAIN} | {
    "float": "float64", "int": "int64", "double": "float64", "single": "float32", "half": "float16", "bool_": "bool",
    "float_": "float64",
    "int_": "int64", "uint": "uint64", "f": "float32", "d": "float64", "i": "int32", "f2": "float16", "f4": "float32",
    "f8": "float64",
    "i4": "int32", "i8": "int64", "u1": "uint8", "B": "uint8", "str": "str", "str_": "str", "string": "str", "byte":
    "int8",
    "ubyte": "uint8", "short": "int16", "<f4": "float32", "<f8": "float64", "longlong": "int64", "intp": "int64",
    "object_": "object",
    "O": "object",
}  # fmt: skip


def shape_argument(call: Call, value: Value) -> Shape | Unknown:
    """A ``shape`` or ``size`` argument: a number or a sequence of numbers, each known or not."""
    fact = call.read(value)
    if isinstance(fact, (List, Tuple)):
        items = call.items(value)
        return tuple(dim_argument(call, item) for item in items) if items is not None else UNKNOWN
    if isinstance(fact, Array) and isinstance(fact.data, tuple):
        return tuple(item if isinstance(item, int) else UNKNOWN for item in fact.data)
    if isinstance(fact, (Literal, Array, Axis, RowCount)):
        return (dim_argument(call, value),)
    return UNKNOWN


def dim_argument(call: Call, value: Value) -> Dim:
    """One axis of a shape argument."""
    number = call.python(value)
    known = isinstance(number, int) and not isinstance(number, bool)
    return number if known or isinstance(number, (Axis, RowCount)) else UNKNOWN


def integer(call: Call, value: Value, default: int | None = None) -> int | None | Unknown:
    """An argument that is a whole number, ``None`` or left out; Unknown where it may be anything."""
    if value is MISSING:
        return default
    number = call.python(value)
    return number if number is None or (isinstance(number, int) and not isinstance(number, bool)) else UNKNOWN


def flag(call: Call, value: Value, default: bool = False) -> bool | Unknown:
    """An argument that is true or false."""
    if value is MISSING:
        return default
    known = call.python(value)
    return bool(known) if isinstance(known, (bool, int)) else UNKNOWN


# --- what several arrays have in common
# -------------------------------------------------------------------------------------------------------


def common(values: Any) -> Any:
    """The value that all agree on, else Unknown."""
    options = list(values)
    return options[0] if options and all(is_known(o) and o == options[0] for o in options) else UNKNOWN


def agreed(values: Any) -> Any:
    """The value that all agree on, else ``None``."""
    options = list(values)
    return options[0] if options and all(o == options[0] for o in options) else None


def same_dim(a: Dim, b: Dim) -> bool:
    """Whether two axes are known to be equal."""
    return isinstance(a, Axis) and a is b if isinstance(a, Unknown) or isinstance(b, Unknown) else a == b


def common_shape(shapes: Sequence[Shape | Unknown]) -> Shape | Unknown:
    """Axes that agree stay known; a shape that is not known is taken to fit the others' rank."""
    known = [shape for shape in shapes if isinstance(shape, tuple)]
    if len(known) != len(shapes) or len({len(shape) for shape in known}) != 1:
        return UNKNOWN
    return tuple(
        dims[0] if all(same_dim(dim, dims[0]) for dim in dims) else UNKNOWN for dims in zip(*known, strict=True)
    )


def hull(arrays: Sequence[Array]) -> tuple[float | Unknown, float | Unknown]:
    """The range that holds all of them."""
    low: float | Unknown = UNKNOWN
    high: float | Unknown = UNKNOWN
    lows, highs = [a.low for a in arrays], [a.high for a in arrays]
    if lows and all(is_known(value) for value in lows):
        low = min(lows)  # type: ignore[type-var]
    if highs and all(is_known(value) for value in highs):
        high = max(highs)  # type: ignore[type-var]
    return low, high


def common_dtype(arrays: Sequence[Array]) -> str | Unknown:
    """The dtype of arrays joined: the same, or the wider of plain numbers."""
    found = {a.dtype if is_known(a.dtype) else None for a in arrays}
    if None in found or not found:
        return UNKNOWN
    if len(found) == 1:
        return str(found.pop())
    return "float64" if found == {"int64", "float64"} or found == {"float32", "float64"} else UNKNOWN


def merged_steps(histories: Sequence[tuple[Step, ...]]) -> tuple[Step, ...]:
    """All steps of any history; those that are not in every one are uncertain."""
    merged: list[Step] = []
    for history in histories:
        for step in history:
            certain = step.certain and all(step in other for other in histories)
            kept = step if certain else replace(step, certain=False)
            if kept not in merged:
                merged.append(kept)
    return tuple(merged)


_HALVES = ({"train", "test"}, {"head", "tail"})


def union_of_rows(rows: Sequence[Rows | Unknown]) -> Rows | None:
    """The rows that several parts make up together; ``None`` where that is no part with a name.

    The two sides of one split are what was split: ``concatenate([x_train, x_test])``.
    """
    parts = [item for item in rows if isinstance(item, Rows)]
    if not parts or len(parts) != len(rows):
        return None
    remaining = list(dict.fromkeys(parts))
    while len(remaining) > 1:
        pair = next(((a, b) for a in remaining for b in remaining if a is not b and halves(a, b)), None)
        if pair is None:
            return None
        remaining = [item for item in remaining if item not in pair] + [replace(pair[0], parts=pair[0].parts[:-1])]
        remaining = list(dict.fromkeys(remaining))
    return remaining[0]


AGAIN = ("selected", "repeated")
"""Names of parts that hold single rows of the whole, picked by what they are: what is appended of them are copies."""


def copied_rows(rows: Sequence[Rows | Unknown]) -> Rows | None:
    """The rows of which some stand in another part once more: ``concatenate([x, x[y == 1]])``."""
    known = [item for item in rows if isinstance(item, Rows)]
    for whole in known:
        for part in known:
            more = part.parts[len(whole.parts) :]
            if more and part.within(whole) and all(name in AGAIN for _, name in more):
                return whole
    return None


def halves(a: Rows, b: Rows) -> bool:
    """Whether two parts are the two sides of one split."""
    if a.source != b.source or not a.parts or len(a.parts) != len(b.parts) or a.parts[:-1] != b.parts[:-1]:
        return False
    (split, name), (other_split, other_name) = a.parts[-1], b.parts[-1]
    if split == other_split and split % NUMBERS == SLICES:
        first, second = sorted((slice_bounds(name), slice_bounds(other_name)))
        return first[0] == 0 and first[1] == second[0] and second[1] == float("inf")
    return split == other_split and {name, other_name} in _HALVES


# --- shapes
# ----------------------------------------------------------------------------------------------------------------------


def size_of(shape: Shape | Unknown) -> int | Unknown:
    """Number of elements."""
    if isinstance(shape, tuple) and all(isinstance(dim, int) for dim in shape):
        return prod(dim for dim in shape if isinstance(dim, int))
    return UNKNOWN


def reshaped_shape(old: Shape | Unknown, new: Shape | Unknown) -> Shape | Unknown:
    """The shape after ``reshape(new)``, the ``-1`` in it worked out where that is certain."""
    if not isinstance(new, tuple) or sum(1 for dim in new if dim == -1) != 1:
        return new
    others = [dim for dim in new if dim != -1]
    size = size_of(old)
    filled: Dim = UNKNOWN
    if is_known(size) and all(isinstance(dim, int) and dim > 0 for dim in others):
        count = prod(dim for dim in others if isinstance(dim, int))
        if size % count == 0:
            filled = size // count
    elif isinstance(old, tuple):
        filled = inferred_dim(list(old), list(others))
    return tuple(filled if dim == -1 else dim for dim in new)


def inferred_dim(old: list[Dim], others: list[Dim]) -> Dim:
    """What ``-1`` stands for where an axis of unknown length is carried over: ``(n, 28, 28)`` to ``(n, -1)``."""
    for dim in list(others):
        if isinstance(dim, Unknown):
            place = next((i for i, o in enumerate(old) if o is dim and isinstance(dim, Axis)), None)
            if place is None:
                return UNKNOWN
            del old[place]
            others = [other for other in others if other is not dim]
    unknown = [dim for dim in old if not isinstance(dim, int)]
    if len(unknown) > 1 or any(not isinstance(dim, int) or dim <= 0 for dim in others):
        return UNKNOWN
    known, asked = prod(d for d in old if isinstance(d, int)), prod(d for d in others if isinstance(d, int))
    if not unknown:
        return known // asked if known % asked == 0 else UNKNOWN
    return unknown[0] if known == asked else UNKNOWN


def axis_of(rank: int, axis: int) -> int | None:
    """``axis`` counted from the front; ``None`` where there is no such axis."""
    return axis % rank if -rank <= axis < rank else None


def without_axes(shape: Shape | Unknown, axes: Any, keepdims: bool | Unknown) -> Shape | Unknown:
    """The shape after a reduction over ``axes`` (``None``: all)."""
    if not isinstance(shape, tuple) or isinstance(keepdims, Unknown) or isinstance(axes, Unknown):
        return () if axes is None and keepdims is False else UNKNOWN
    gone = range(len(shape)) if axes is None else [axes] if isinstance(axes, int) else axes
    found = {axis_of(len(shape), axis) for axis in gone}
    if None in found:
        return UNKNOWN
    if keepdims:
        return tuple(1 if i in found else dim for i, dim in enumerate(shape))
    return tuple(dim for i, dim in enumerate(shape) if i not in found)

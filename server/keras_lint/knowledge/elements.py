"""The elements of small arrays as nested tuples: what can be computed exactly without numpy."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

MAX_ELEMENTS = 4096
"""Arrays with more elements are known by their facts only: literals in programs are smaller, and each step costs a
walk.
"""

Number = (int, float)


def shape_of(data: Any) -> tuple[int, ...] | None:
    """Shape of nested tuples of numbers or strings; ``None`` where they are ragged or hold anything else."""
    if isinstance(data, (bool, int, float, str)):
        return ()
    if not isinstance(data, (tuple, list)):
        return None
    if not data:
        return (0,)
    first = shape_of(data[0])
    if first is None or any(shape_of(item) != first for item in data[1:]):
        return None
    return (len(data), *first)


def flat(data: Any) -> Iterator[Any]:
    """All elements in order."""
    if isinstance(data, (tuple, list)):
        for item in data:
            yield from flat(item)
    else:
        yield data


def nest(elements: Sequence[Any], shape: Sequence[int]) -> Any:
    """Elements in order as nested tuples of a shape that holds as many."""
    if not shape:
        return elements[0]
    if len(shape) == 1:
        return tuple(elements)
    size = len(elements) // shape[0] if shape[0] else 0
    return tuple(nest(elements[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0]))


def dtype_of(data: Any) -> str | None:
    """The dtype that ``np.array`` gives these elements; ``None`` where that takes more than a look."""
    kinds = {type(element) for element in flat(data)}
    if not kinds:
        return "float64"
    if kinds == {bool}:
        return "bool"
    if kinds <= {int, bool}:
        return "int64" if all(-(1 << 63) <= element < 1 << 63 for element in flat(data)) else None
    if kinds <= {int, bool, float}:
        return "float64"
    return "str" if kinds == {str} else None


def bounds(data: Any) -> tuple[float, float] | None:
    """Least and greatest element; ``None`` for text, for NaN, and where there are none."""
    elements = list(flat(data))
    if not elements or any(not isinstance(element, Number) or element != element for element in elements):
        return None
    return float(min(elements)), float(max(elements))


def mapped(function: Callable[[Any], Any], data: Any) -> Any:
    """``function`` of each element; raises what it raises."""
    if isinstance(data, tuple):
        return tuple(mapped(function, item) for item in data)
    return function(data)


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Subtract": operator.sub,
    "Multiply": operator.mul,
    "Divide": operator.truediv,
    "FloorDivide": operator.floordiv,
    "Modulo": operator.mod,
}


def combined(name: str, a: Any, b: Any) -> Any:
    """``a name b`` element by element with broadcasting; ``None`` where Python's result is not numpy's, or they do
    not fit.
    """
    function = _OPERATIONS.get(name)
    if function is None:
        return None
    try:
        return _combined(function, a, b, len(shape_of(a) or ()), len(shape_of(b) or ()))
    except (ValueError, TypeError, ArithmeticError):
        return None


def _combined(function: Callable[[Any, Any], Any], a: Any, b: Any, rank_a: int, rank_b: int) -> Any:
    if not rank_a and not rank_b:
        if not isinstance(a, Number) or not isinstance(b, Number) or isinstance(a, bool) or isinstance(b, bool):
            raise TypeError("not numbers")
        result = function(a, b)
        if isinstance(result, int) and abs(result) >= 1 << 31:
            raise OverflowError
        return result
    if rank_a > rank_b:
        return tuple(_combined(function, item, b, rank_a - 1, rank_b) for item in a)
    if rank_b > rank_a:
        return tuple(_combined(function, a, item, rank_a, rank_b - 1) for item in b)
    length = max(len(a), len(b)) if len(a) and len(b) else 0
    if len(a) not in (1, length) or len(b) not in (1, length):
        raise ValueError("shapes do not fit")
    pairs = ((a[i if len(a) > 1 else 0], b[i if len(b) > 1 else 0]) for i in range(length))
    return tuple(_combined(function, x, y, rank_a - 1, rank_b - 1) for x, y in pairs)

"""Nested elements of datasets: tuples and dictionaries of tensors, looked at and changed leaf by leaf.

Tensors do not change in place, so the leaves of a structure are ``Array`` facts themselves and not references to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge import elements as literal
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import Array, Dict, List, Literal, OneOf, Tuple, Value

if TYPE_CHECKING:
    from keras_lint.knowledge.call import Call

_TENSOR_DTYPES = {"float64": "float32", "int64": "int32", "str": "string"}
"""What TensorFlow makes of Python's numbers and strings, by what numpy makes of them."""


def tensor_of(call: Call, value: Value) -> Array | Unknown:
    """What ``tf.convert_to_tensor`` gives: arrays keep their dtype, Python's floats and ints become 32 bits wide."""
    fact = call.read(value)
    if isinstance(fact, Array):
        dtype = "string" if fact.dtype in ("str", "string", "bytes") else fact.dtype
        return replace(fact, dtype=UNKNOWN if dtype == "object" else dtype, library="tensorflow")
    if isinstance(fact, (List, Tuple)):
        return stacked(call, fact)
    data = call.python(value)
    if isinstance(data, Unknown) or isinstance(fact, (Dict, OneOf)):
        return UNKNOWN
    return tensor_of_data(data)


def tensor_of_data(data: Any) -> Array | Unknown:
    """Python's numbers and strings, nested or not, as a tensor."""
    shape = literal.shape_of(data)
    if shape is None:
        return UNKNOWN
    dtype = literal.dtype_of(data) or ""
    low, high = literal.bounds(data) or (UNKNOWN, UNKNOWN)
    return Array(shape, _TENSOR_DTYPES.get(dtype, dtype) or UNKNOWN, low, high, library="tensorflow", data=data)


def stacked(call: Call, fact: List | Tuple) -> Array | Unknown:
    """A list of tensors or numbers as one tensor."""
    data = UNKNOWN if isinstance(fact, List) and fact.rest is not None else call.python(fact)
    if is_known(data) and isinstance(found := tensor_of_data(data), Array):
        return found
    parts = [tensor_of(call, item) for item in fact.items]
    count: Any = len(parts)
    if isinstance(fact, List) and fact.rest is not None:
        parts.append(tensor_of(call, fact.rest))
        count = UNKNOWN
    arrays = [part for part in parts if isinstance(part, Array)]
    if not arrays or len(arrays) != len(parts):
        return UNKNOWN
    first = arrays[0]
    low = min(a.low for a in arrays) if all(is_known(a.low) for a in arrays) else UNKNOWN  # type: ignore[type-var]
    high = max(a.high for a in arrays) if all(is_known(a.high) for a in arrays) else UNKNOWN  # type: ignore[type-var]
    shape = (
        (count, *first.shape)
        if isinstance(first.shape, tuple) and all(a.shape == first.shape for a in arrays)
        else UNKNOWN
    )
    dtype = first.dtype if all(a.dtype == first.dtype for a in arrays) else UNKNOWN
    steps = first.steps if all(a.steps == first.steps for a in arrays) else ()
    kind = first.kind if all(a.kind == first.kind for a in arrays) else UNKNOWN
    return Array(shape, dtype, low, high, kind, steps=steps, library="tensorflow")


def structure_of(call: Call, value: Value) -> Value:
    """What a function of ``Dataset.map`` returned, as elements: tuples and dictionaries stay, lists become tensors."""
    fact = call.read(value)
    if isinstance(fact, Tuple):
        return Tuple(tuple(structure_of(call, item) for item in fact.items))
    if isinstance(fact, Dict):
        return call.new(Dict({key: structure_of(call, item) for key, item in fact.entries.items()}, fact.complete))
    if isinstance(fact, Literal) and fact.value is None:
        return Literal(None)
    return tensor_of(call, value)


def mapped(call: Call, value: Value, change: Callable[[Array], Any]) -> Value:
    """A structure with each tensor changed. Dictionaries are new objects, so that changing one leaves the other."""
    fact = call.read(value)
    if isinstance(fact, Array):
        return change(fact)
    if isinstance(fact, Tuple):
        return Tuple(tuple(mapped(call, item, change) for item in fact.items))
    if isinstance(fact, Dict):
        return call.new(Dict({key: mapped(call, item, change) for key, item in fact.entries.items()}, fact.complete))
    return fact


def leaves(call: Call, value: Value) -> Iterator[Array | Unknown]:
    """All tensors of a structure; an Unknown where one is not known."""
    fact = call.read(value)
    if isinstance(fact, Tuple):
        for item in fact.items:
            yield from leaves(call, item)
    elif isinstance(fact, Dict):
        for item in fact.entries.values():
            yield from leaves(call, item)
        if not fact.complete:
            yield UNKNOWN
    elif isinstance(fact, Array):
        yield fact
    elif not isinstance(fact, Literal):
        yield fact if isinstance(fact, Unknown) else UNKNOWN


def joined(call: Call, first: Value, second: Value) -> Value:
    """A structure that holds for elements of both."""
    a, b = call.read(first), call.read(second)
    if isinstance(a, Array) and isinstance(b, Array):
        return union(a, b)
    if isinstance(a, Tuple) and isinstance(b, Tuple) and len(a.items) == len(b.items):
        return Tuple(tuple(joined(call, x, y) for x, y in zip(a.items, b.items, strict=True)))
    if isinstance(a, Dict) and isinstance(b, Dict) and a.entries.keys() == b.entries.keys():
        return call.new(
            Dict({key: joined(call, a.entries[key], b.entries[key]) for key in a.entries}, a.complete and b.complete)
        )
    return Unknown("elements that differ")


def union(a: Array, b: Array) -> Array:
    """An array that holds for both."""
    shape: Any = UNKNOWN
    if isinstance(a.shape, tuple) and isinstance(b.shape, tuple) and len(a.shape) == len(b.shape):
        shape = tuple(
            x if x == y else (None if x is None or y is None else UNKNOWN)
            for x, y in zip(a.shape, b.shape, strict=True)
        )
    low = min(a.low, b.low) if is_known(a.low) and is_known(b.low) else UNKNOWN
    high = max(a.high, b.high) if is_known(a.high) and is_known(b.high) else UNKNOWN
    labels = a.labels if a.labels == b.labels else None
    return replace(
        a,
        shape=shape,
        dtype=a.dtype if a.dtype == b.dtype else UNKNOWN,
        low=low,
        high=high,
        kind=a.kind if a.kind == b.kind else UNKNOWN,
        labels=replace(labels, counts=UNKNOWN) if labels is not None else None,
        rows=a.rows if a.rows == b.rows else UNKNOWN,
        steps=(*a.steps, *(replace(step, certain=False) for step in b.steps if step not in a.steps)),
        data=UNKNOWN,
        origin=a.origin if a.origin == b.origin else None,
        part=a.part if a.part == b.part else None,
    )


__all__ = ["joined", "leaves", "mapped", "stacked", "structure_of", "tensor_of", "tensor_of_data", "union"]

"""What iterating, unpacking and indexing a value gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, RowCount, ShapeOf, Unknown, is_known
from keras_lint.knowledge.values import (
    Array,
    Dataset,
    Dict,
    Indexer,
    List,
    Literal,
    OneOf,
    Symbol,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.program.evaluation import evaluate
from keras_lint.program.join import join_values

if TYPE_CHECKING:
    from keras_lint.program.run import Run


MAX_SEQUENCE = 1024
"""Longest ``range`` or repeated list that is kept item by item."""


def hashable(key: Any) -> bool:
    """Whether a Python value can be a key."""
    try:
        hash(key)
    except TypeError:
        return False
    return True


def iterated(run: Run, value: Value) -> tuple[Value, ...] | None:
    """All items a loop over ``value`` yields, ``None`` where they are not all known."""
    items = run.items(value)
    fact = run.read(value)
    if items is not None:
        return items if not isinstance(fact, List) or fact.ordered else in_any_order(items)
    if isinstance(fact, Dict) and fact.complete:
        return tuple(Literal(key) for key in fact.entries)
    if isinstance(fact, Literal) and isinstance(fact.value, str) and len(fact.value) <= 64:
        return tuple(Literal(character) for character in fact.value)
    if isinstance(fact, Array) and isinstance(fact.data, tuple) and len(fact.data) <= 64:
        return tuple(Literal(item) if isinstance(item, (int, float, str)) else UNKNOWN for item in fact.data)
    return None


def in_any_order(items: tuple[Value, ...]) -> tuple[Value, ...]:
    """As many values, each of which may be any of the items."""
    return (join_values(items),) * len(items) if len(items) > 1 else items


def set_of(run: Run, items: tuple[Value, ...] | None, rest: Value) -> List:
    """A set of these items; ``rest`` is any of them. Equal ones are one, so all must be known."""
    if items is None:
        return List((), rest, ordered=False)
    distinct: dict[Any, Value] = {}
    for item in items:
        key = run.python(item)
        if isinstance(key, Unknown) or not hashable(key):
            return List((), join_values(items), ordered=False)
        distinct.setdefault(key, item)
    return List(tuple(distinct.values()), ordered=False)


def element_of(run: Run, value: Value) -> Value:
    """One item of an iterable, joined over all it yields."""
    fact = run.read(value)
    if isinstance(fact, List):
        options: list[Value] = [*fact.items, *([fact.rest] if fact.rest is not None else [])]
        return join_values(options) if options else UNKNOWN
    if isinstance(fact, Tuple):
        return join_values(fact.items) if fact.items else UNKNOWN
    if isinstance(fact, Dataset):
        return fact.elements
    if isinstance(fact, Array):
        from keras_lint.knowledge.indexing import item_of

        return run.new(item_of(fact))
    return UNKNOWN


def unpacked(run: Run, value: Value, count: int) -> tuple[Value, ...] | None:
    """The parts of a value assigned to a pattern."""
    if isinstance(value, OneOf):
        options = [unpacked(run, option, count) for option in value.options]
        if all(option is not None and len(option) == count for option in options):
            return tuple(join_values(parts) for parts in zip(*options, strict=True))
        return None
    items = iterated(run, value)
    if items is not None:
        return items
    fact = run.read(value)
    if isinstance(fact, Array):
        return tuple(element_of(run, value) for _ in range(count))
    return None


def index_of(run: Run, node: cst.Subscript) -> Value:
    """The value inside ``x[…]`` where it is a single plain index, else Unknown."""
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        return evaluate(run, node.slice[0].slice.value)
    for piece in node.slice:
        if isinstance(piece.slice, cst.Index):
            evaluate(run, piece.slice.value)
    return UNKNOWN


def slices_of(run: Run, node: cst.Subscript) -> list[Any]:
    """Each axis of ``x[…]``: ``("slice", low, high, step)``, ``("index", value)``."""
    axes: list[Any] = []
    for piece in node.slice:
        inner = piece.slice
        if isinstance(inner, cst.Slice):
            bounds = [
                run.python(evaluate(run, b)) if b is not None else None for b in (inner.lower, inner.upper, inner.step)
            ]
            axes.append(("slice", *bounds))
        else:
            value = evaluate(run, inner.value) if isinstance(inner, cst.Index) else UNKNOWN
            fact = run.read(value)
            if isinstance(fact, Tuple):
                axes.extend(("index", item) for item in fact.items)
            else:
                axes.append(("index", value))
    return axes


def eval_subscript(run: Run, node: cst.Subscript) -> Value:
    return subscript(run, evaluate(run, node.value), node)


def subscript(run: Run, owner: Value, node: cst.Subscript) -> Value:
    if isinstance(owner, OneOf):
        return join_values([subscript(run, option, node) for option in owner.options])
    fact = run.read(owner)
    if isinstance(fact, Dict):
        key = run.python(index_of(run, node))
        if is_known(key) and hashable(key) and key in fact.entries:
            return fact.entries[key]
        return UNKNOWN
    if isinstance(fact, (List, Tuple)) or (isinstance(fact, Literal) and isinstance(fact.value, str)):
        return sequence_item(run, owner, fact, node)
    if isinstance(fact, (Array, Indexer)):
        from keras_lint.knowledge.indexing import index_array
        from keras_lint.knowledge.pandas.selection import select

        axes = [
            (axis[0], *(run.read(v) if axis[0] == "index" else v for v in axis[1:])) for axis in slices_of(run, node)
        ]
        if isinstance(fact, Array):
            return run.new(index_array(fact, axes, run.site(node), run.fresh))
        frame = run.read(fact.array)
        return run.new(select(frame, fact.by, axes, run.site(node), run.fresh)) if isinstance(frame, Array) else UNKNOWN
    if isinstance(fact, Tensor):
        from keras_lint.program.tensors import tensor_item

        return tensor_item(run, fact, slices_of(run, node), node)
    index = index_of(run, node)
    if isinstance(index, Literal) and index.value == 0:
        if isinstance(fact, ShapeOf) and fact.of:
            return RowCount("a number of rows", fact.of)
        if isinstance(fact, Symbol) and fact.name == "shape":  # of what a module that is not known calls `x`
            return RowCount("a number of rows", (Symbol(fact.path.removesuffix(".shape")),))
    return UNKNOWN


def sequence_item(run: Run, owner: Value, fact: Any, node: cst.Subscript) -> Value:
    items = run.items(owner) if not isinstance(fact, Literal) else tuple(Literal(c) for c in fact.value)
    if items is not None and isinstance(fact, List) and not fact.ordered:
        items = in_any_order(items)
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice):
        _, low, high, step = slices_of(run, node)[0]
        if (
            items is not None
            and all(bound is None or isinstance(bound, int) for bound in (low, high, step))
            and step != 0
        ):
            part = items[low:high:step]
            if isinstance(fact, Literal):
                return Literal(fact.value[low:high:step])
            return Tuple(part) if isinstance(fact, Tuple) else run.new(List(part))
        return run.new(List((), element_of(run, owner)))
    index = run.python(index_of(run, node))
    if isinstance(index, int):
        if items is not None and -len(items) <= index < len(items):
            return items[index]
        if isinstance(fact, List) and 0 <= index < len(fact.items):
            return fact.items[index]
    return element_of(run, owner) if isinstance(fact, (List, Tuple)) else UNKNOWN


def array_after_write(run: Run, fact: Array, value: Value, grows: bool = True) -> Array:
    """An array after ``x[…] = value``: part of it may have gone through what was written; a frame may have got a
    column, unless what was written to was there before (``grows`` is False).
    """
    written = run.read(value)
    if isinstance(written, Literal) and isinstance(written.value, (int, float)):
        written = Array(low=float(written.value), high=float(written.value))
    low, high, steps, shape = UNKNOWN, UNKNOWN, fact.steps, fact.shape
    if isinstance(written, Array):
        if is_known(fact.low) and is_known(fact.high) and is_known(written.low) and is_known(written.high):
            low, high = min(fact.low, written.low), max(fact.high, written.high)  # type: ignore[assignment]
        new = (replace(step, certain=False) for step in written.steps if step not in fact.steps)
        steps = (*steps, *(step for step in new if step not in fact.steps))
    if grows and fact.library == "pandas" and isinstance(shape, tuple) and len(shape) == 2:
        shape = (shape[0], Unknown("the number of columns after one was set"))
    labels = replace(fact.labels, classes=UNKNOWN, counts=UNKNOWN, imbalanced=None) if fact.labels is not None else None
    return replace(fact, shape=shape, low=low, high=high, data=UNKNOWN, labels=labels, steps=steps)

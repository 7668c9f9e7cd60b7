"""Joining values and states: what is known when it is not known which of several was taken."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array, Configured, Dataset, Dict, Layer, List, Model, OneOf, Step, Tuple, Value
from keras_lint.program.bounds import bounded
from keras_lint.program.state import Scope, State, written_apart
from keras_lint.program.values import Instance, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_OPTIONS = 6
"""More values than this for one name are not worth keeping apart."""

DIFFERS = Unknown("differs between branches")


def same(a: Value, b: Value) -> bool:
    """Whether two values are the same, types included (``1`` is not ``True``)."""
    return a is b or (type(a) is type(b) and bool(a == b) and repr_types(a) == repr_types(b))


def repr_types(value: Value) -> Any:
    """Distinguishes literals that compare equal across types."""
    return type(value.value) if hasattr(value, "value") and not callable(value.value) else None


def join_values(values: Sequence[Value]) -> Value:
    """One value that stands for any of ``values``."""
    options: list[Value] = []
    first = values[0] if values else None
    if len(values) > 1 and isinstance(first, Tuple) and all(alike(v, first) for v in values):
        return bounded(Tuple(tuple(join_values(items) for items in zip(*(v.items for v in values), strict=True))))
    for value in values:
        if isinstance(value, Unknown):
            return value
        for option in value.options if isinstance(value, OneOf) else (value,):
            if not any(same(option, known) for known in options):
                options.append(option)
        if len(options) > MAX_OPTIONS:
            return Unknown("one of many values")
    if len(options) == 1:
        return options[0]
    return bounded(OneOf(tuple(options)))


def alike(value: Value, other: Tuple) -> bool:
    """Whether a value is a tuple as long as another."""
    return isinstance(value, Tuple) and len(value.items) == len(other.items)


def join_shapes(shapes: Sequence[Any]) -> Any:
    """Axes that agree stay known."""
    if not all(isinstance(shape, tuple) for shape in shapes) or len({len(shape) for shape in shapes}) != 1:
        return DIFFERS
    return tuple(dims[0] if all(d == dims[0] for d in dims) else DIFFERS for dims in zip(*shapes, strict=True))


def join_steps(histories: Sequence[tuple[Step, ...]]) -> tuple[Step, ...]:
    """All steps of any history; those that are not in every one are uncertain."""
    joined: list[Step] = []
    for history in histories:
        for step in history:
            if step not in joined and dataclasses.replace(step, certain=False) not in joined:
                certain = step.certain and all(step in other for other in histories)
                joined.append(step if certain else dataclasses.replace(step, certain=False))
    return tuple(joined)


def join_facts(facts: Sequence[Any]) -> Any:
    """One fact that holds whichever of ``facts`` was true."""
    first = facts[0]
    if all(fact is first for fact in facts):
        return first
    if any(type(fact) is not type(first) for fact in facts):
        return DIFFERS
    if isinstance(first, Scope):
        names = {name: None for fact in facts for name in fact.names}
        joined = {name: join_values([f.names[name] for f in facts if name in f.names]) for name in names}
        return Scope(joined, first.parent, object(), first.outer)
    if isinstance(first, List):
        return join_lists(facts)
    if isinstance(first, Dict):
        shared = {
            key: join_values([f.entries[key] for f in facts])
            for key in first.entries
            if all(key in f.entries for f in facts)
        }
        complete = all(f.complete and f.entries.keys() == first.entries.keys() for f in facts)
        return Dict(shared, complete)
    if isinstance(first, Record):
        names = {name: None for fact in facts for name in fact.fields}
        shared = {n: join_values([f.fields[n] for f in facts]) for n in names if all(n in f.fields for f in facts)}
        return Record(shared, all(f.complete and f.fields.keys() == names.keys() for f in facts))
    if isinstance(first, Instance):
        names = {name: None for fact in facts for name in fact.attributes}
        attributes = {n: join_values([f.attributes[n] for f in facts if n in f.attributes]) for n in names}
        return dataclasses.replace(first, attributes=attributes)
    if any(getattr(fact, name) != getattr(first, name) for name in IDENTITY.get(type(first), ()) for fact in facts):
        return DIFFERS
    if dataclasses.is_dataclass(first):
        return join_fields(facts)
    return first if all(fact == first for fact in facts) else DIFFERS


IDENTITY: dict[type, tuple[str, ...]] = {
    Configured: ("path", "arguments", "complete"),
    Layer: ("path", "cls", "arguments", "complete", "custom", "wrapped"),
    Model: ("kind", "cls", "application", "arguments"),
}
"""What makes an object what it is: of two that differ in it nothing is known that holds for both."""


def join_fields(facts: Sequence[Any]) -> Any:
    """Field by field: what agrees stays, the rest is unknown."""
    first = facts[0]
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(first):
        values = [getattr(fact, field.name) for fact in facts]
        if all(same(value, values[0]) for value in values):
            continue
        if field.name == "shape":
            changes["shape"] = join_shapes(values)
        elif field.name == "steps":
            changes["steps"] = join_steps(values)
        elif field.name in ("part", "column", "origin", "labels", "state"):
            changes[field.name] = field.default if field.default is not dataclasses.MISSING else {}
        elif field.name in ("low", "high") and isinstance(first, Array):
            known = not any(isinstance(value, Unknown) for value in values)
            changes[field.name] = DIFFERS if not known else (min if field.name == "low" else max)(values)
        elif field.name == "trained":
            changes["trained"] = any(values)
        elif field.name == "elements" and isinstance(first, Dataset):
            changes["elements"] = join_values(values)
        elif field.name == "site":
            continue
        elif field.name in (
            "inputs",
            "outputs",
            "members",
            "compiled",
            "name",
            "pretrained",
            "trainable",
        ) and isinstance(first, Model):
            changes[field.name] = DIFFERS
        else:
            changes[field.name] = UNKNOWN if field.name not in ("kind",) or not isinstance(first, Model) else first.kind
    return dataclasses.replace(first, **changes)


def join_lists(lists: Sequence[List]) -> List:
    """Lists of one length item by item; of several lengths as a summary of any item."""
    lengths = {len(item.items) for item in lists}
    rests = [item.rest for item in lists if item.rest is not None]
    if len(lengths) == 1:
        items = tuple(join_values(values) for values in zip(*(item.items for item in lists), strict=True))
        return List(items, join_values(rests) if rests else None)
    shortest = min(lengths)
    items = tuple(join_values([item.items[i] for item in lists]) for i in range(shortest))
    more = [value for item in lists for value in item.items[shortest:]] + rests
    return List(items, join_values(more))


def join_states(states: Sequence[State]) -> State:
    """One state that stands for all of ``states``; they must have been left for the same reason or not at all."""
    if len(states) == 1:
        return states[0]
    first = states[0]
    apart = set[int]().union(*(written_apart(first.writes, state.writes) for state in states[1:]))
    joined = State(dict(first.heap))
    joined.writes = first.writes
    for address in sorted(apart):
        facts = [state.heap[address] for state in states if address in state.heap]
        joined.write(address, facts[0] if all(fact is facts[0] for fact in facts) else join_facts(facts))
    shared = states[0].path
    while any(state.path[: len(shared)] != shared for state in states):
        shared = shared[:-1]
    joined.path = shared
    joined.signal = states[0].signal
    joined.touched = True
    return joined

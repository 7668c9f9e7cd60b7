"""What Keras remembers of an object of a custom class: the layers it is given, the weights it adds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.values import Array, Dict, Layer, List, Literal, Model, OneOf, Ref, Tuple, Value, Weight
from keras_lint.program.values import Instance

if TYPE_CHECKING:
    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run


def tracked(run: Run, owner: Ref, value: Value) -> Value:
    """What Keras makes of a value that a layer or model gets as attribute: it remembers the layers in it.

    Lists and dictionaries are copied, as Keras does, and the layers put into the copy later are remembered too.
    """
    if not isinstance(run.read(owner), (Layer, Model)):
        return value
    if isinstance(value, Tuple):
        return Tuple(tuple(tracked(run, owner, item) for item in value.items))
    fact = run.read(value)
    if is_part(run, fact):
        remember(run, owner, value)
    elif isinstance(value, Ref) and isinstance(fact, List):
        items = tuple(tracked(run, owner, item) for item in fact.items)
        if fact.rest is not None and not isinstance(run.read(fact.rest), Literal):
            forget(run, owner, "a list of layers is not known")
        value = run.new(List(items, fact.rest))
        run.trackers[value.address] = owner
    elif isinstance(value, Ref) and isinstance(fact, Dict):
        value = run.new(Dict({key: tracked(run, owner, item) for key, item in fact.entries.items()}, fact.complete))
        run.trackers[value.address] = owner
    elif type(fact) is Unknown or (isinstance(value, OneOf) and any(is_part(run, run.read(o)) for o in value.options)):
        holder = run.read(owner)
        run.update(owner, replace(holder, weights=Unknown("an attribute may be a layer that is not known")))
    return value


def is_part(run: Run, fact: Any) -> bool:
    """Whether Keras remembers an object among a model's layers."""
    if isinstance(fact, Instance) and fact.fact is not None:
        fact = run.read(fact.fact)
    return isinstance(fact, (Layer, Model))


def remember(run: Run, owner: Ref, part: Value) -> None:
    """A layer or model is one more part of another."""
    fact = run.read(owner)
    if isinstance(fact, (Layer, Model)) and isinstance(fact.parts, tuple) and part not in fact.parts:
        run.update(owner, replace(fact, parts=(*fact.parts, part)))


def forget(run: Run, owner: Ref, reason: str) -> None:
    """Which layers an object holds is not known any more."""
    fact = run.read(owner)
    if isinstance(fact, (Layer, Model)):
        run.update(owner, replace(fact, parts=Unknown(reason)))


def put_into(run: Run, container: Value, item: Value) -> Value:
    """An item gets into a list or dictionary that an object of Keras may remember."""
    owner = run.trackers.get(container.address) if isinstance(container, Ref) else None
    return tracked(run, owner, item) if owner is not None else item


def taken_out(run: Run, container: Value, item: Value | None) -> None:
    """An item leaves a list or dictionary that an object of Keras remembers; ``None`` where it is not known which."""
    owner = run.trackers.get(container.address) if isinstance(container, Ref) else None
    fact = run.read(owner) if owner is not None else None
    if owner is None or not isinstance(fact, (Layer, Model)) or not isinstance(fact.parts, tuple):
        return
    if item is None:
        forget(run, owner, "a layer was taken out of a list")
    elif item in fact.parts:
        run.update(owner, replace(fact, parts=tuple(part for part in fact.parts if part != item)))


def add_weight(run: Run, owner: Value, arguments: Arguments) -> Value:
    """``self.add_weight(shape=(8, 4), trainable=False)``; before Keras 3 the name came first."""
    fact = run.read(owner)
    positional = [value for value, _ in arguments.positional]
    named = {name: value for name, (value, _) in arguments.keywords.items()}
    if positional and isinstance(run.python(positional[0]), str):
        positional = positional[1:]
    shape = named.get("shape", positional[0] if positional else Tuple(()))
    flag = run.python(named["trainable"]) if "trainable" in named else True
    complete = arguments.complete
    weight = Weight(
        shape_of(run, shape) if complete else UNKNOWN, flag if isinstance(flag, bool) and complete else UNKNOWN
    )
    if isinstance(fact, (Layer, Model)) and isinstance(fact.weights, tuple):
        run.update(owner, replace(fact, weights=(*fact.weights, weight)))
    return run.new(Array(weight.shape, library="tensorflow"))


def shape_of(run: Run, value: Value) -> Shape | Unknown:
    """A shape written as a tuple, a list or a number."""
    items = run.items(value)
    if items is None:
        single = run.python(value)
        return (single,) if isinstance(single, int) else UNKNOWN
    found = tuple(run.python(item) for item in items)
    return tuple(dim if dim is None or type(dim) is int else UNKNOWN for dim in found)

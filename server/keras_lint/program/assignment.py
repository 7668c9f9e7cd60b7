"""Binding values to names, attributes, items and patterns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import (
    Array,
    Dict,
    Indexer,
    Layer,
    List,
    Model,
    OneOf,
    Ref,
    Value,
)
from keras_lint.program import evaluation, sequences
from keras_lint.program.parts import PartOf, layer_refs
from keras_lint.program.tracking import put_into, tracked
from keras_lint.program.values import Instance, Record

if TYPE_CHECKING:
    from keras_lint.program.run import Run


def assign(run: Run, target: cst.BaseExpression, value: Value) -> None:
    """Bind ``value`` to a name, an attribute, an item, or the parts of a pattern."""
    if isinstance(target, cst.Name):
        fact = run.read(value)
        run.note_name(target.value, value, fact)
        run.note_binding(target.value, value, fact)
        run.bind(target.value, value)
    elif isinstance(target, (cst.Tuple, cst.List)):
        unpack(run, target, value)
    elif isinstance(target, cst.Attribute):
        set_attribute(run, evaluation.evaluate(run, target.value), target.attr.value, value, target)
    elif isinstance(target, cst.Subscript):
        set_item(run, target, value)
    elif isinstance(target, cst.StarredElement):
        assign(run, target.value, UNKNOWN)


def unpack(run: Run, target: cst.Tuple | cst.List, value: Value) -> None:
    """``a, (b, *c) = value``."""
    elements = target.elements
    items = sequences.unpacked(run, value, len(elements))
    starred = next((i for i, e in enumerate(elements) if isinstance(e, cst.StarredElement)), None)
    if starred is not None and items is not None:
        after = len(elements) - starred - 1
        middle = run.new(List(tuple(items[starred : len(items) - after])))
        items = (*items[:starred], middle, *items[len(items) - after :])
    for i, element in enumerate(elements):
        part = items[i] if items is not None and i < len(items) else unknown_part(run, value)
        assign(run, element.value, part)
    if takes_split_apart(target):
        run.event("unpacked", target, parts=items or ())


def unknown_part(run: Run, value: Value) -> Unknown:
    """What a name is bound to that takes its part of a value nothing is known of: it is unknown for the same reason."""
    whole = run.read(value)
    why = whole.reason if isinstance(whole, Unknown) else UNKNOWN.reason
    return Unknown(why if why != UNKNOWN.reason else "a part of a value that is not known")


def set_attribute(run: Run, owner: Value, name: str, value: Value, node: cst.CSTNode) -> None:
    """``owner.name = value``."""
    if isinstance(owner, OneOf):
        for option in owner.options:
            set_attribute(run, option, name, value, node)
        return
    fact = run.read(owner)
    if isinstance(fact, Record):
        run.update(owner, Record({**fact.fields, name: value}, fact.complete))
    elif isinstance(fact, Instance):
        if fact.fact is not None and name == "trainable":
            set_attribute(run, fact.fact, name, value, node)
            return
        if fact.fact is not None:
            value = tracked(run, fact.fact, value)
        run.update(owner, replace(fact, attributes={**fact.attributes, name: value}))
    elif isinstance(fact, PartOf) and name == "trainable":
        whole = run.read(fact.of)
        if isinstance(whole, Model):  # not known which of its layers: its weights are trained in part
            set_trainable(run, fact.of, Unknown("layers of the model were frozen or thawed one by one"))
            run.event("trainable", node, target=fact.of, value=UNKNOWN)
    elif isinstance(fact, (Layer, Model)) and name == "trainable":
        flag = run.python(value)
        set_trainable(run, owner, flag if isinstance(flag, bool) else UNKNOWN)
        run.event("trainable", node, target=owner, value=flag)
    elif isinstance(fact, Unknown) and name == "trainable":
        doubt_flags(run)
    elif isinstance(fact, (Layer, Model)) and name in ("name", "_name"):
        given = run.python(value) if name == "name" else UNKNOWN
        run.update(owner, replace(fact, name=given if isinstance(given, str) else UNKNOWN))
    elif name in ("learning_rate", "lr"):
        run.event("learning_rate", node, owner=owner)
    elif isinstance(fact, Array) and name == "shape":
        shape = run.python(value)
        run.update(owner, replace(fact, shape=shape if isinstance(shape, tuple) else UNKNOWN))


def doubt_flags(run: Run) -> None:
    """Some layer was frozen or thawed, and which one is not known."""
    for address, fact in list(run.state.heap.items()):
        if isinstance(fact, (Layer, Model)):
            run.update(Ref(address), replace(fact, trainable=Unknown("a layer that is not known was frozen or thawed")))


def set_trainable(run: Run, owner: Value, flag: bool | Unknown) -> None:
    """``layer.trainable = …``: the flag goes down to everything inside."""
    fact = run.read(owner)
    if isinstance(fact, Layer):
        run.update(owner, replace(fact, trainable=flag))
        if isinstance(fact.wrapped, Ref):
            set_trainable(run, fact.wrapped, flag)
        for part in fact.parts if isinstance(fact.parts, tuple) else ():
            set_trainable(run, part, flag)
    elif isinstance(fact, Model):
        run.update(owner, replace(fact, trainable=flag))
        for tensor in fact.inputs if isinstance(fact.inputs, tuple) else ():
            set_trainable(run, tensor.input_layer, flag)
        for member in layer_refs(fact):
            set_trainable(run, member, flag)
    elif isinstance(fact, Instance) and fact.fact is not None:
        set_trainable(run, fact.fact, flag)


def set_item(run: Run, target: cst.Subscript, value: Value) -> None:
    """``owner[index] = value``."""
    owner = evaluation.evaluate(run, target.value)
    if isinstance(owner, Indexer):
        owner = owner.array  # `df.loc[mask, "a"] = 0` writes into the frame
    fact = run.read(owner)
    index = sequences.index_of(run, target)
    if isinstance(fact, Dict):
        value = put_into(run, owner, value)  # Keras does not see what replaces an item of a list
        key = run.python(index)
        if isinstance(key, Unknown) or not isinstance(key, (str, int, float, bool, tuple)):
            run.update(owner, Dict({}, complete=False))
        else:
            run.update(owner, Dict({**fact.entries, key: value}, fact.complete))
    elif isinstance(fact, List):
        position = run.python(index)
        if isinstance(position, int) and -len(fact.items) <= position < len(fact.items):
            items = list(fact.items)
            items[position] = value
            run.update(owner, List(tuple(items), fact.rest))
        else:
            run.update(owner, List((), UNKNOWN))
    elif isinstance(fact, Array):
        run.update(owner, sequences.array_after_write(run, fact, value))
        if isinstance(target.value, cst.Subscript):
            write_within(run, target.value, value)


def write_within(run: Run, target: cst.Subscript, value: Value) -> None:
    """What is written into the part ``target`` of an array (``x[i][mask] = …``, ``x[i] /= 255``) is in the whole."""
    owner = evaluation.evaluate(run, target.value)
    owner = owner.array if isinstance(owner, Indexer) else owner
    fact = run.read(owner)
    if isinstance(fact, Array):
        run.update(owner, sequences.array_after_write(run, fact, value, grows=False))
        if isinstance(target.value, cst.Subscript):
            write_within(run, target.value, value)


def takes_split_apart(target: cst.Tuple | cst.List) -> bool:
    """Whether a pattern is one for a split, or for a data set of two pairs: inputs and labels of two parts or more."""
    elements = target.elements
    if len(elements) == 2:
        return all(isinstance(e.value, (cst.Tuple, cst.List)) and len(e.value.elements) == 2 for e in elements)
    return len(elements) >= 4

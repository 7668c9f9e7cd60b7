"""Attributes of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, ShapeOf, Unknown
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import Literal, OneOf, Ref, Symbol, Value
from keras_lint.program import library
from keras_lint.program.evaluation import evaluate
from keras_lint.program.join import join_values
from keras_lint.program.state import Scope
from keras_lint.program.values import Class, Function, Instance, LibraryMethod, Method, ModuleValue, Super

if TYPE_CHECKING:
    from keras_lint.program.run import Run


def eval_attribute(run: Run, node: cst.Attribute) -> Value:
    return attribute_of(run, evaluate(run, node.value), node.attr.value, node)


def attribute_of(run: Run, owner: Value, name: str, node: cst.CSTNode) -> Value:
    """The value of ``owner.name``."""
    if name == "__name__" and isinstance(owner, (Function, Class)):
        return Literal(owner.name)
    if isinstance(owner, Symbol):
        path = canonical(owner.path)
        if name == "__name__" and path.startswith(("keras.layers.", "keras.applications.")):
            return Literal(path.rpartition(".")[2])
        return Symbol(f"{owner.path}.{name}")
    if isinstance(owner, OneOf):
        return join_values([attribute_of(run, option, name, node) for option in owner.options])
    if isinstance(owner, ModuleValue):
        scope: Scope = run.state.heap[owner.module.scope]
        return scope.names.get(name, UNKNOWN)
    if isinstance(owner, Class):
        attribute = owner.lookup(name)
        return attribute if attribute is not None else UNKNOWN
    if isinstance(owner, Super):
        return super_attribute(run, owner, name)
    fact = run.read(owner)
    if isinstance(fact, Instance):
        return instance_attribute(run, owner, fact, name, node)
    if isinstance(fact, Unknown) and name == "shape":
        from keras_lint.knowledge.row_counts import rows_of

        return ShapeOf("the shape of data that are not known", rows_of(owner, fact))
    if isinstance(fact, Unknown):
        return LibraryMethod(owner, name) if isinstance(owner, (Unknown, Ref)) else UNKNOWN
    return library.library_attribute(run, owner, fact, name, node)


def super_attribute(run: Run, owner: Super, name: str) -> Value:
    for base in owner.cls.bases:
        if isinstance(base, Class) and (found := base.lookup(name)) is not None:
            return Method(found, owner.receiver) if isinstance(found, Function) else found
    fact = run.read(owner.receiver)
    if isinstance(fact, Instance) and fact.fact is not None and name != "__init__":
        return LibraryMethod(fact.fact, name)
    return LibraryMethod(owner, name)


def instance_attribute(run: Run, owner: Value, fact: Instance, name: str, node: cst.CSTNode) -> Value:
    if name in fact.attributes:
        run.note_read(fact.attributes[name])
        return fact.attributes[name]
    found = fact.cls.lookup(name)
    if isinstance(found, Function):
        if found.has_decorator("staticmethod"):
            return found
        if found.has_decorator("classmethod"):
            return Method(found, fact.cls)
        if found.has_decorator("property", "cached_property"):
            from keras_lint.program.calls import Arguments, call_function

            return call_function(run, found, Arguments([(owner, None)], {}), node)
        return Method(found, owner)
    if found is not None:
        return found
    if fact.fact is not None:
        return attribute_of(run, fact.fact, name, node)
    return Unknown(f"`{name}` of `{fact.cls.name}` is not bound")

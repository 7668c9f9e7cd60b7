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
from keras_lint.program.parts import PartOf, part_attribute
from keras_lint.program.state import Scope
from keras_lint.program.values import Class, Function, Instance, LibraryMethod, Method, ModuleValue, Record, Super

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
        return class_attribute(owner, name)
    if isinstance(owner, Super):
        return super_attribute(run, owner, name)
    fact = run.read(owner)
    if isinstance(fact, Record):
        return fact.fields.get(name, Unknown(f"`{name}` of an object that is not known"))
    if isinstance(fact, Instance):
        return instance_attribute(run, owner, fact, name, node)
    if isinstance(fact, Unknown) and name == "shape":
        from keras_lint.knowledge.row_counts import rows_of

        return ShapeOf("the shape of data that are not known", rows_of(owner, fact))
    if isinstance(fact, PartOf) and (found := part_attribute(run, fact, name, node)) is not None:
        return found
    if isinstance(fact, Unknown):
        return LibraryMethod(owner, name) if isinstance(owner, (Unknown, Ref)) else UNKNOWN
    return library.library_attribute(run, owner, fact, name, node)


def class_attribute(cls: Class, name: str) -> Value:
    """``Config.UNITS``, ``Model.build_from(…)``, ``Size.SMALL``."""
    found = cls.lookup(name)
    if isinstance(found, Function):
        return Method(found, cls) if found.has_decorator("classmethod") else found
    if found is not None and any(isinstance(b, Symbol) and b.path in _ENUMS for b in cls.library_bases()):
        return Record({"name": Literal(name), "value": found})
    return found if found is not None else UNKNOWN


_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})


def super_attribute(run: Run, owner: Super, name: str) -> Value:
    fact = run.read(owner.receiver)
    order = fact.cls.order() if isinstance(fact, Instance) else owner.cls.order()
    following = order[order.index(owner.cls) + 1 :] if owner.cls in order else owner.cls.order()[1:]
    found = next((cls.attributes[name] for cls in following if name in cls.attributes), None)
    if found is not None:
        return Method(found, owner.receiver) if isinstance(found, Function) else found
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

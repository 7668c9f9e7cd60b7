"""Values that only the interpreter knows: functions and classes of the program, its modules, bound methods."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keras_lint.knowledge.values import Ref, Value

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.modules import Module
    from keras_lint.syntax import Chunk


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or lambda of the program."""

    node: cst.FunctionDef | cst.Lambda
    name: str
    scope: int
    """Address of the scope it was defined in."""
    defaults: dict[str, Value]
    module: Module
    chunk: Chunk
    decorators: tuple[Value, ...] = ()
    owner: Class | None = None

    def has_decorator(self, *names: str) -> bool:
        """Whether one of these decorates it (``property``, ``staticmethod``)."""
        from keras_lint.knowledge.values import Symbol

        return any(isinstance(value, Symbol) and value.name in names for value in self.decorators)


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the program."""

    node: cst.ClassDef
    name: str
    bases: tuple[Value, ...]
    attributes: dict[str, Value]
    module: Module
    chunk: Chunk

    def lookup(self, name: str) -> Value | None:
        """The attribute ``name`` of the class or of its bases in this program."""
        if name in self.attributes:
            return self.attributes[name]
        for base in self.bases:
            if isinstance(base, Class) and (found := base.lookup(name)) is not None:
                return found
        return None

    def library_bases(self) -> tuple[Value, ...]:
        """Everything it inherits from that is not a class of the program."""
        found: list[Value] = []
        for base in self.bases:
            found.extend(base.library_bases() if isinstance(base, Class) else (base,))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the program."""

    cls: Class
    attributes: dict[str, Value] = field(default_factory=dict)
    fact: Ref | None = None
    """What it is to Keras: the ``Model`` or ``Layer`` behind a subclass."""


@dataclass(frozen=True, slots=True)
class Method:
    """A function of the program bound to its object."""

    function: Function
    receiver: Value


@dataclass(frozen=True, slots=True)
class LibraryMethod:
    """A method of a library object: ``model.fit``, ``x.reshape``."""

    receiver: Value
    name: str


@dataclass(frozen=True, slots=True)
class Super:
    """``super()`` inside a method."""

    cls: Class
    receiver: Value


@dataclass(frozen=True, slots=True)
class ModuleValue:
    """An imported module of the project."""

    module: Module

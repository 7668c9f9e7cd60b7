"""How a library function is described: a Python function from a :class:`Call` to the value it returns.

A description registers under the canonical paths it describes::

    @describes("numpy.zeros", "numpy.ones")
    def filled(call: Call) -> Value: ...

    @method(Array, "reshape")
    def reshape(call: Call) -> Value: ...

Everything that is not described is unknown, and what it was given may have changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from keras_lint.knowledge.values import Rows, Step, StepKind, Value
from keras_lint.syntax import Site


class Call(Protocol):
    """One call of a library function, as its description sees it."""

    path: str
    """Canonical path of the function, or name of the method."""
    args: tuple[Value, ...]
    kwargs: dict[str, Value]
    receiver: Value
    """The object a method is called on (unresolved); ``None`` for functions."""
    site: Site
    complete: bool
    """Whether the arguments are all known (no unpacking of unknown things)."""

    def arg(self, position: int | None, *names: str, default: Value = ...) -> Value:
        """The argument at ``position`` or under one of ``names``; ``MISSING`` or ``default`` where it is left out."""
        ...

    def site_of(self, position: int | None, *names: str) -> Site | None:
        """The expression an argument is given by."""
        ...

    def read(self, value: Value) -> Any:
        """The fact behind a reference; other values as they are."""
        ...

    def python(self, value: Value) -> Any:
        """The value as Python data (numbers, strings, tuples, lists, dicts), ``Unknown`` where a part is not known."""
        ...

    def new(self, fact: Any) -> Value:
        """Put a fact on the heap."""
        ...

    def update(self, reference: Value, fact: Any) -> None:
        """Change the object behind a reference."""
        ...

    def fresh(self) -> int:
        """A number no other split, source or fitted object has."""
        ...

    def new_rows(self) -> Rows:
        """Rows of a new source."""
        ...

    def step(self, kind: StepKind, name: str, **details: Any) -> Step:
        """A step at this call's site."""
        ...

    def event(self, kind: str, **details: Any) -> None:
        """Record that this happened, for the rules."""
        ...

    def items(self, value: Value) -> tuple[Value, ...] | None:
        """The items of a list or tuple of known length, else ``None``."""
        ...

    def element(self, value: Value) -> Value:
        """One item of an iterable, joined over all."""
        ...

    def invoke(self, function: Value, args: tuple[Value, ...]) -> Value:
        """The result of calling a function of the program (``dataset.map(f)``)."""
        ...


Description = Callable[[Call], Value]
D = TypeVar("D", bound=Description)

FUNCTIONS: dict[str, Description] = {}
METHODS: dict[tuple[type, str], Description] = {}
ATTRIBUTES: dict[tuple[type, str], Description] = {}
PURE: set[str] = set()
"""Roots of libraries, and single functions, that leave their arguments as they are."""


def describes(*paths: str) -> Callable[[D], D]:
    """Register a description of library functions or classes."""

    def register(description: D) -> D:
        for path in paths:
            FUNCTIONS[path] = description
        return description

    return register


def method(owner: type, *names: str) -> Callable[[D], D]:
    """Register a description of methods of a kind of fact."""

    def register(description: D) -> D:
        for name in names:
            METHODS[owner, name] = description
        return description

    return register


def attribute(owner: type, *names: str) -> Callable[[D], D]:
    """Register a description of attributes of a kind of fact; ``call.receiver`` is the object."""

    def register(description: D) -> D:
        for name in names:
            ATTRIBUTES[owner, name] = description
        return description

    return register


def pure(*paths: str) -> None:
    """Declare libraries or functions that do not change what they are given."""
    PURE.update(paths)

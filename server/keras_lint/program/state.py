"""The abstract heap, and the states that branches fork into.

A state maps addresses to facts. Facts are immutable, so a fork is a copy of one dictionary; changing an object replaces
its fact. Scopes are the exception: they change in place while one state owns them, and are copied by the first state
that writes after a fork.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from keras_lint.knowledge.values import Ref, Value


@dataclass(slots=True, eq=False)
class Scope:
    """Names of a module, class body or function call."""

    names: dict[str, Value]
    parent: int | None
    """Address of the enclosing scope."""
    owner: object
    outer: dict[str, int] = field(default_factory=dict)
    """Names declared ``global`` or ``nonlocal``, and the scope they live in."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Why a block was left before its end."""

    kind: str
    """``return``, ``break``, ``continue``, ``raise`` or ``exit``."""
    value: Value = None


class State:
    """One alternative of what the program's memory may hold."""

    __slots__ = ("heap", "owner", "path", "signal", "touched")

    def __init__(self, heap: dict[int, Any], path: tuple[tuple[int, int], ...] = ()) -> None:
        self.heap = heap
        self.owner = object()
        self.path = path
        """The decisions that led here: (number of the fork, branch taken)."""
        self.signal: Signal | None = None
        self.touched = False
        """Whether anything was written since the last fork."""

    def fork(self) -> State:
        """A second state that shares everything until one of the two writes."""
        self.owner = object()
        self.touched = False
        return State(dict(self.heap), self.path)

    def snapshot(self) -> dict[int, Any]:
        """The heap as it is now. Scopes in it may change later: only facts may be read from it."""
        return dict(self.heap)

    def scope(self, address: int) -> Scope:
        """The scope at ``address``, to be written to."""
        scope: Scope = self.heap[address]
        self.touched = True
        if scope.owner is not self.owner:
            scope = Scope(dict(scope.names), scope.parent, self.owner, dict(scope.outer))
            self.heap[address] = scope
        return scope

    def put(self, reference: Ref, fact: Any) -> None:
        """Replace the fact behind a reference."""
        self.touched = True
        self.heap[reference.address] = fact

"""The abstract heap, and the states that branches fork into.

A state maps addresses to facts. Facts are immutable, so a fork is a copy of one dictionary; changing an object replaces
its fact. Scopes are the exception: they change in place while one state owns them, and are copied by the first state
that writes after a fork.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from keras_lint.knowledge.values import Ref, Value
from keras_lint.program.bounds import bounded_fact


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


class Write(NamedTuple):
    """One write to the heap, and the one before it: states that were forked share the older part of the chain."""

    address: int
    before: Write | None
    number: int


def written_apart(a: Write | None, b: Write | None) -> set[int]:
    """Addresses written on either of two chains since they parted."""
    found: set[int] = set()
    while a is not b:
        if a is not None and (b is None or a.number >= b.number):
            found.add(a.address)
            a = a.before
        elif b is not None:
            found.add(b.address)
            b = b.before
    return found


class State:
    """One alternative of what the program's memory may hold."""

    __slots__ = ("heap", "owner", "path", "signal", "touched", "writes")

    def __init__(self, heap: dict[int, Any], path: tuple[tuple[int, int], ...] = ()) -> None:
        self.heap = heap
        self.owner = object()
        self.path = path
        """The decisions that led here: (number of the fork, branch taken)."""
        self.signal: Signal | None = None
        self.touched = False
        """Whether anything was written since the last fork."""
        self.writes: Write | None = None
        """The last write: what differs between two states is found without comparing their heaps."""

    def fork(self) -> State:
        """A second state that shares everything until one of the two writes."""
        self.owner = object()
        self.touched = False
        other = State(dict(self.heap), self.path)
        other.writes = self.writes
        return other

    def write(self, address: int, fact: Any) -> None:
        """Put a fact or a scope at an address."""
        self.heap[address] = fact
        writes = self.writes
        self.writes = Write(address, writes, writes.number + 1 if writes is not None else 1)

    def snapshot(self) -> dict[int, Any]:
        """The heap as it is now. Scopes in it may change later: only facts may be read from it."""
        return dict(self.heap)

    def scope(self, address: int) -> Scope:
        """The scope at ``address``, to be written to."""
        scope: Scope = self.heap[address]
        self.touched = True
        if scope.owner is not self.owner:
            scope = Scope(dict(scope.names), scope.parent, self.owner, dict(scope.outer))
            self.write(address, scope)
        return scope

    def put(self, reference: Ref, fact: Any) -> None:
        """Replace the fact behind a reference."""
        self.touched = True
        self.write(reference.address, bounded_fact(fact))

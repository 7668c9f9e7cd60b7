"""What all views share: the event, and the memory as it was then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.values import (
    List,
    Tuple,
    Value,
)
from keras_lint.program.run import Event, python, read

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.syntax import Site


@dataclass(eq=False)
class View:
    """Something the program does or builds, seen with the memory as it was then."""

    event: Event
    program: Program = field(repr=False)

    @property
    def site(self) -> Site:
        """The call."""
        return self.event.site

    @property
    def statement(self) -> Site:
        """The statement the call stands in."""
        return self.event.statement

    @property
    def heap(self) -> dict[int, Any]:
        """The memory as it was then."""
        return self.event.heap

    @property
    def key(self) -> tuple[Any, ...]:
        """Same for the same call reached over the same way, whatever branches were taken."""
        return (type(self).__name__, self.site.key, self.event.context.key)

    def read(self, value: Value) -> Any:
        """The fact behind a reference."""
        return read(self.heap, value)

    def python(self, value: Value) -> Any:
        """A value as Python data, ``Unknown`` where it is not known."""
        return python(self.heap, value)

    def items(self, value: Value) -> tuple[Value, ...] | None:
        """Items of a list or tuple of known length."""
        fact = self.read(value)
        if isinstance(fact, Tuple) or (isinstance(fact, List) and fact.rest is None):
            return fact.items
        return None

"""The vocabulary of what can be known about a value of a Keras program.

Every class here is immutable and holds plain data: no syntax, no interpreter. What is not known is an :class:`Unknown`
that carries its reason; a rule that would fire on an ``Unknown`` is wrong.

Shapes are tuples with the batch axis included where there is one. A dimension is an ``int``, ``None`` (a dimension that
Keras itself prints as ``None``), or an :class:`Unknown` (a dimension that the analysis does not know).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from typing_extensions import TypeIs

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Something the analysis does not know, and why."""

    reason: str = "not known"

    def __bool__(self) -> bool:
        """Refuse to be taken for a truth value: unknown is not False.

        Raises:
            TypeError: always; ask ``is_known`` instead.
        """
        raise TypeError(f"an unknown value has no truth value ({self.reason})")


UNKNOWN = Unknown()
"""The unknown without a particular reason."""


@dataclass(frozen=True, slots=True, eq=False)
class RowCount(Unknown):
    """A number that is not known, but is that of certain data's rows: ``len(x)``, ``len(x) // 32``, ``0.8 *
    len(x)``.
    """

    of: tuple[object, ...] = ()
    """Whose rows: data have as many if they share one of these (see ``knowledge.row_counts.rows_of``)."""
    divisor: int = 1
    whole: bool = True
    """Whether it is rounded down to a whole number."""
    times: float = 1
    """What it is multiplied by, before it is divided."""


@dataclass(frozen=True, slots=True, eq=False)
class SomeNumber(Unknown):
    """A whole number that is not known, but is the same wherever this number stands: ``x[:n]`` and ``x[n:]``."""

    number: int = 0
    """Same for the same number."""
    negated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ShapeOf(Unknown):
    """The shape of data of which not even the rank is known: its first item is their number of rows."""

    of: tuple[object, ...] = ()
    """Whose rows, as in :class:`RowCount`."""


def is_known(value: T | Unknown) -> TypeIs[T]:
    """Whether ``value`` is anything but an :class:`Unknown`."""
    return not isinstance(value, Unknown)


Dim: TypeAlias = "int | None | Unknown"
"""One axis of a shape."""

Shape: TypeAlias = "tuple[Dim, ...]"
"""All axes, the batch axis first where there is one."""

Config: TypeAlias = "dict[str, Any]"
"""Arguments of a layer by their Keras names, evaluated: Python values, or ``Unknown``."""


def known_dim(dim: Dim) -> TypeIs[int]:
    """Whether ``dim`` is a number."""
    return isinstance(dim, int)


def whole_shape(shape: Shape | Unknown) -> TypeIs[Shape]:
    """Whether every dimension of ``shape`` is a number or ``None``."""
    return isinstance(shape, tuple) and all(is_known(dim) for dim in shape)

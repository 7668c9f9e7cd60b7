"""Numbers of rows that are not known, but of which it is known whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis
from keras_lint.knowledge.facts import UNKNOWN, RowCount, Unknown
from keras_lint.knowledge.values import Array, Dataset, Literal, Ref, Rows, Symbol, Value


def rows_of(value: Value, fact: Any) -> tuple[object, ...]:
    """What data share with all data that have as many rows: the rows, the axis, the object itself."""
    found: list[object] = []
    if isinstance(fact, Array):
        found += [fact.rows] if isinstance(fact.rows, Rows) else []
        found += [dim for dim in (fact.shape[:1] if isinstance(fact.shape, tuple) else ()) if isinstance(dim, Unknown)]
    found += [value] if isinstance(value, (Ref, Symbol, Unknown)) else []
    return tuple(item for item in found if item is not UNKNOWN)


def row_count(value: Value, fact: Any) -> int | Unknown:
    """``len(x)``, ``x.shape[0]``: a number, or at least whose number of rows it is."""
    if isinstance(fact, Array) and isinstance(fact.samples, int):
        return fact.samples
    rows = rows_of(value, fact) if isinstance(fact, (Array, Dataset, Symbol, Unknown)) else ()
    return RowCount("a number of rows", rows) if rows else UNKNOWN


def share_of_rows(operator: str, count: Any, divisor: Any) -> RowCount | None:
    """``len(x) // 32`` and ``len(x) / 32``; ``None`` where it is another operation, or none on a number of rows."""
    if (
        operator not in ("FloorDivide", "Divide")
        or not isinstance(count, (RowCount, Axis))
        or not isinstance(divisor, Literal)
    ):
        return None
    if not isinstance(divisor.value, int) or isinstance(divisor.value, bool) or divisor.value < 1:
        return None
    if isinstance(count, Axis):
        count = RowCount(count.reason, (count,))
    if not count.whole:
        return None
    return RowCount("a share of a number of rows", count.of, count.divisor * divisor.value, operator == "FloorDivide")


def rounded_down(count: Unknown) -> Unknown:
    """``int(len(x) / 32)``."""
    return replace(count, whole=True) if isinstance(count, RowCount) else UNKNOWN

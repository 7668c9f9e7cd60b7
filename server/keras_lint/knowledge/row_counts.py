"""Numbers of rows that are not known, but of which it is known whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis
from keras_lint.knowledge.dataset_facts import split_number
from keras_lint.knowledge.facts import UNKNOWN, Dim, RowCount, SomeNumber, Unknown
from keras_lint.knowledge.values import NUMBERS, Array, Dataset, Literal, Ref, Rows, Symbol, Value


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


def share_of_rows(operator: str, left: Any, right: Any) -> RowCount | None:
    """``len(x) // 32``, ``len(x) / 32`` and ``0.8 * len(x)``; ``None`` where it is another operation, or none on a
    number of rows.
    """
    if operator == "Multiply" and isinstance(left, Literal):
        left, right = right, left
    if not isinstance(left, (RowCount, Axis)) or not isinstance(right, Literal) or isinstance(right.value, bool):
        return None
    count = RowCount(left.reason, (left,)) if isinstance(left, Axis) else left
    number = right.value
    if not count.whole or count.times <= 0 or not isinstance(number, (int, float)) or number <= 0:
        return None  # `-len(x) // 32` is rounded the other way
    if operator == "Multiply" and count.divisor == 1 and count.times == 1:
        return RowCount("a share of a number of rows", count.of, 1, isinstance(number, int), number)
    if operator in ("FloorDivide", "Divide") and isinstance(number, int) and (count.divisor == 1 or count.times == 1):
        divisor = count.divisor * number
        return RowCount("a share of a number of rows", count.of, divisor, operator == "FloorDivide", count.times)
    return None


def rounded_down(count: RowCount) -> RowCount:
    """``int(len(x) / 32)``."""
    return replace(count, whole=True)


def negated(count: Any) -> Unknown:
    """``-n``, which counts from the end."""
    if isinstance(count, RowCount):
        return replace(count, times=-count.times)
    return replace(count, negated=not count.negated) if isinstance(count, SomeNumber) else UNKNOWN


def part_by_count(rows: Rows, dim: Dim, low: Any, high: Any) -> Rows | None:
    """``x[:n]``, ``x[m:n]`` and ``x[n:]`` for numbers that are not known; ``None`` where nothing ties them together.

    Shares of one number of rows, all rounded down, lie in the order of the shares. Any other number is only the same
    as itself, and ``x[:n]`` and ``x[n:]`` share no row whatever ``n`` is.
    """
    ends = [bound for bound in (low, high) if bound is not None and bound != 0]
    of = [shared_by(bound, rows, dim) for bound in ends]
    if all(key is not None for key in of) and len(set(of)) == 1:
        first, last = (f"{bound.times!r}" if isinstance(bound, RowCount) else "" for bound in (low, high))
        return rows.part(NUMBERS * split_number("share", of[0]), f"{first or 0}:{last}")
    if len(ends) != 1 or not isinstance(ends[0], (RowCount, SomeNumber)):
        return None
    (bound,) = ends
    key: Any = ("number", bound.number, bound.negated) if isinstance(bound, SomeNumber) else None
    if isinstance(bound, RowCount) and (whose := shared_by(negated(bound), rows, dim)) is not None:
        key = ("from the end", whose, bound.times)
    return rows.part(split_number(key), "tail" if bound is low else "head") if key is not None else None


def shared_by(bound: Any, rows: Rows, dim: Dim) -> tuple[Rows, int] | None:
    """What a share of a number of rows is compared by: whose rows they are, and the divisor."""
    if not isinstance(bound, RowCount) or not bound.whole or bound.times <= 0:
        return None
    counted = next((item for item in bound.of if isinstance(item, Rows)), None)
    if counted is None and any(item is dim for item in bound.of):
        counted = rows
    return (counted, bound.divisor) if counted is not None else None

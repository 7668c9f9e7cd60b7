"""Arrays read as labels: their form, the number of classes, and whether these are balanced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.values import Labels

IMBALANCE_RATIO = 0.25
"""The rarest class has at most this share of the most frequent one's samples. Between two classes that is a share of
20 %, where
Google's guide to data preparation begins to speak of moderate imbalance; below it, a constant answer scores over 80
%."""

MIN_SAMPLES = 40
"""Fewer samples say nothing of the classes: truth tables of five inputs have 32 rows."""

MAX_CLASSES = 1000
"""More distinct numbers than ImageNet has classes are no classes."""

SAMPLES_PER_CLASS = 10
"""With so many random draws for each class, none of up to a thousand classes is left out (chance of one: below 5e-5).
"""


def imbalance(counts: Sequence[int]) -> str | None:
    """Why classes with these numbers of samples are imbalanced, in words for a message; ``None`` where they are not."""
    if len(counts) < 2 or sum(counts) < MIN_SAMPLES or min(counts) > IMBALANCE_RATIO * max(counts):
        return None
    if len(counts) == 2:
        return f"{min(counts):,} of {sum(counts):,} samples are of the rarer class"
    return f"classes have {min(counts):,} to {max(counts):,} samples"


def labels_of_literal(data: Any) -> Labels | None:
    """What literal data would be as labels; ``None`` where it cannot be labels of one sample each."""
    shape = elements.shape_of(data)
    if shape is None or not shape or not shape[0]:
        return None
    values = list(elements.flat(data))
    if len(shape) == 1 or shape[1:] == (1,):
        return _of_column(values)
    if len(shape) == 2 and all(row.count(1) == 1 and row.count(0) == len(row) - 1 for row in data):
        sums = tuple(int(sum(column)) for column in zip(*data, strict=True))
        return Labels("one-hot", len(sums), sums, "classification", imbalance(sums))
    return None


def _of_column(values: list[Any]) -> Labels | None:
    counted = Counter(values)
    if all(isinstance(value, str) for value in values):
        counts = tuple(counted[value] for value in sorted(counted))
        return Labels("string", len(counts), counts, "classification", imbalance(counts))
    if not all(isinstance(value, (int, float)) for value in values):
        return None
    if all(value == int(value) for value in values if abs(value) < 1e9) and max(map(abs, values)) < 1e9:
        order = sorted(counted)
        if order in (list(range(len(order))), [-1, 1]) and len(order) <= MAX_CLASSES:
            counts = tuple(counted[value] for value in order)
            return Labels("integer", len(order), counts, imbalanced=imbalance(counts))
        return Labels("integer")
    return Labels("float", task=UNKNOWN if min(values) >= 0 and max(values) <= 1 else "regression")


def labels_of_draws(low: int, high: int, samples: Any) -> Labels:
    """Labels drawn evenly from ``low`` up to but not including ``high``."""
    classes = high - low
    certain = (
        low == 0 and 0 < classes <= MAX_CLASSES and isinstance(samples, int) and samples >= SAMPLES_PER_CLASS * classes
    )
    return Labels("integer", classes if certain else UNKNOWN)

"""What all datasets have in common: making them, adding to their pipeline, taking a part of their rows."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.structure import leaves, mapped
from keras_lint.knowledge.values import Array, Dataset, Literal, Rows, Stage, Step, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from keras_lint.knowledge.call import Call


def given(call: Call, **defaults: Any) -> Given:
    """The arguments of a method, by the names of its parameters."""
    return Given(call, defaults={**defaults, "name": None})


def stage(call: Call, name: str, options: dict[str, Any] | None = None) -> Stage:
    """A link of a pipeline, made by this call."""
    return Stage(name, call.site, options or {})


def followed(call: Call, dataset: Dataset, link: Stage, **changes: Any) -> Value:
    """The dataset after one more link of its pipeline."""
    pipeline = (*dataset.pipeline, link) if isinstance(dataset.pipeline, tuple) else UNKNOWN
    return call.new(summed_up(call, replace(dataset, pipeline=pipeline, **changes)))


def summed_up(call: Call, dataset: Dataset) -> Dataset:
    """The dataset with what follows from its elements: the steps of its inputs, and whether they are augmented."""
    found = call.read(dataset.inputs)
    steps = found.steps if isinstance(found, Array) else dataset.steps
    augmented = dataset.augmented
    if any(isinstance(leaf, Array) and leaf.has_step("augmented") for leaf in leaves(call, dataset.elements)):
        augmented = True
    return replace(dataset, steps=steps, augmented=augmented)


def with_step(call: Call, elements: Value, step: Step) -> Value:
    """Elements to all of whose tensors one more thing was done."""
    return mapped(call, elements, lambda array: array.with_step(step))


def with_batch_axis(call: Call, elements: Value, size: Dim) -> Value:
    """Elements of a batched dataset."""

    def batched(array: Array) -> Array:
        return replace(array, shape=(size, *array.shape) if isinstance(array.shape, tuple) else UNKNOWN, data=UNKNOWN)

    return mapped(call, elements, batched)


def without_first_axis(call: Call, elements: Value) -> Value:
    """One row of each tensor; what is known of the labels and of the rows stays."""

    def row(array: Array) -> Array:
        return replace(array, shape=tail(array.shape), data=UNKNOWN)

    return mapped(call, elements, row)


def tail(shape: Shape | Unknown) -> Shape | Unknown:
    """A shape without its first axis."""
    return shape[1:] if isinstance(shape, tuple) and shape else UNKNOWN


def change_rows(call: Call, dataset: Dataset, change: Callable[[Rows], Rows]) -> Dataset:
    """A dataset of another part of its rows; class counts are then not known any more."""

    def moved(array: Array) -> Array:
        labels = replace(array.labels, counts=UNKNOWN) if array.labels is not None else None
        return replace(array, rows=change(array.rows) if isinstance(array.rows, Rows) else UNKNOWN, labels=labels)

    rows = change(dataset.rows) if isinstance(dataset.rows, Rows) else UNKNOWN
    return replace(dataset, rows=rows, elements=mapped(call, dataset.elements, moved))


def with_missing_rows(call: Call, elements: Value, rows: Rows | Unknown) -> Value:
    """Elements of which those that know no rows of their own (a decoded file) are known to be of these rows."""
    return mapped(call, elements, lambda array: array if is_known(array.rows) else replace(array, rows=rows))


def samples_in(call: Call, elements: Value) -> int | Unknown:
    """Rows of the first tensor that knows how many it has."""
    counts = [leaf.samples for leaf in leaves(call, elements) if isinstance(leaf, Array)]
    return next((count for count in counts if is_known(count)), UNKNOWN)


def rows_in(call: Call, elements: Value) -> Rows | Unknown:
    """Rows of the first tensor that knows them."""
    found = [leaf.rows for leaf in leaves(call, elements) if isinstance(leaf, Array)]
    return next((rows for rows in found if is_known(rows)), UNKNOWN)


def named_source(call: Call, value: Value, text: str = "") -> Rows:
    """Rows of files in one place: the same place always gives the same source."""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return Rows(-1 - zlib.crc32(value.value.rstrip("/\\").encode()))
    if isinstance(value, Unknown) and value is not UNKNOWN and text:
        return Rows(-1 - zlib.crc32(f"{text} {id(value)}".encode()))
    return call.new_rows()


def split_number(*what: Any) -> int:
    """The number of a split that the same arguments repeat."""
    return -(1 << 40) - zlib.crc32(repr(what).encode())


def ceiling(count: int | None | Unknown, size: int | None | Unknown) -> int | None | Unknown:
    """Number of batches of a number of samples."""
    if count is None:
        return None
    if isinstance(count, int) and isinstance(size, int) and size > 0:
        return -(-count // size)
    return UNKNOWN


__all__ = ["ceiling", "followed", "given", "named_source", "split_number", "stage", "summed_up", "tail", "with_step"]

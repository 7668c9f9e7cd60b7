"""``tf.data``: the methods that take a part of a dataset, and which rows are in it."""

from __future__ import annotations

from keras_lint.knowledge.call import Call, method
from keras_lint.knowledge.dataset_facts import ceiling, change_rows, followed, given, split_number, stage, with_step
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import NUMBERS, SLICES, Dataset, Value


@method(Dataset, "take", "skip")
def take_or_skip(call: Call) -> Value:
    """The head or the tail. The two share no rows where the order is the same each time."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, count=UNKNOWN)
    count = arguments.number("count")
    head = call.path == "take"
    link = stage(call, call.path, arguments.options())
    cardinality, samples = remaining(dataset, count, head)
    step = call.step("split", call.path, detail=str(count) if isinstance(count, int) else "")
    number, part = part_of(call, dataset, count, head)
    moved = change_rows(call, dataset, lambda rows: rows.part(number, part))
    elements = with_step(call, moved.elements, step)
    return followed(call, moved, link, elements=elements, cardinality=cardinality, samples=samples)


def remaining(dataset: Dataset, count: int | None | Unknown, head: bool) -> tuple[int | None | Unknown, int | Unknown]:
    """Number of elements and of different samples in ``take(count)`` or ``skip(count)``."""
    if not isinstance(count, int):
        return UNKNOWN, UNKNOWN
    whole = dataset.cardinality
    cardinality: int | None | Unknown
    if head:
        if count < 0:
            return whole, dataset.samples
        cardinality = count if whole is None else min(count, whole) if isinstance(whole, int) else UNKNOWN
    else:
        cardinality = (
            None
            if whole is None
            else (max(0, whole - count) if count >= 0 else 0)
            if isinstance(whole, int)
            else UNKNOWN
        )
    if not once(dataset):
        return cardinality, UNKNOWN
    size = dataset.batch_size if isinstance(dataset.batch_size, int) else 1
    samples = dataset.samples
    assert isinstance(samples, int)
    if head:
        return cardinality, min(samples, count * size)
    return cardinality, max(0, samples - count * size) if count >= 0 else 0


def once(dataset: Dataset) -> bool:
    """Whether every sample is known to come exactly once."""
    if not isinstance(dataset.samples, int) or not isinstance(dataset.cardinality, int):
        return False
    if dataset.batch_size is None:
        return dataset.cardinality == dataset.samples
    return dataset.cardinality == ceiling(dataset.samples, dataset.batch_size) and dropped(dataset) is False


def dropped(dataset: Dataset) -> bool | Unknown:
    """Whether batching left out rows at the end; Unknown where it may have."""
    link = dataset.stage("batch", "padded_batch")
    if link is None:
        return False if isinstance(dataset.pipeline, tuple) else UNKNOWN
    drop = link.options.get("drop_remainder")
    if (
        isinstance(dataset.samples, int)
        and isinstance(dataset.batch_size, int)
        and dataset.samples % dataset.batch_size == 0
    ):
        return False
    return drop if isinstance(drop, bool) else UNKNOWN


def part_of(call: Call, dataset: Dataset, count: int | None | Unknown, head: bool) -> tuple[int, str]:
    """The split and part of ``take(count)`` or ``skip(count)``: places as those of ``x[:n]`` and ``x[n:]``."""
    side = "head" if head else "tail"
    link = dataset.stage("shuffle")
    mixed = dataset.shuffled is not False and (
        link is None or link.options.get("reshuffle_each_iteration") is not False
    )
    mixed = mixed or not isinstance(dataset.pipeline, tuple) or dataset.stage("repeat", "concatenate") is not None
    size = 1 if dataset.batch_size is None else dataset.batch_size
    if mixed or not isinstance(count, int) or count < 0 or not isinstance(size, int):
        return call.fresh(), side
    places = f"0:{count * size}" if head else f"{count * size}:"
    if dataset.shuffled is False:
        return SLICES, places
    assert link is not None  # shuffled once: the places are those of this one order
    return NUMBERS * split_number("shuffled", link.site.key), places


@method(Dataset, "shard")
def shard(call: Call) -> Value:
    """Every n-th element."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, num_shards=UNKNOWN, index=UNKNOWN)
    shards, index = arguments.number("num_shards"), arguments.number("index")
    stable = False
    count: int | None | Unknown = UNKNOWN
    if isinstance(shards, int) and isinstance(index, int) and 0 <= index < shards:
        stable = dataset.shuffled is False
        if isinstance(dataset.cardinality, int):
            count = ceiling(max(0, dataset.cardinality - index), shards)
    number = split_number("shard", shards) if stable else call.fresh()
    moved = change_rows(call, dataset, lambda rows: rows.part(number, f"shard {index}"))
    samples: int | Unknown = (
        count if dataset.batch_size is None and once(dataset) and isinstance(count, int) else UNKNOWN
    )
    return followed(call, moved, stage(call, "shard", arguments.options()), cardinality=count, samples=samples)


@method(Dataset, "filter")
def filtered(call: Call) -> Value:
    """Some of the elements."""
    dataset: Dataset = call.read(call.receiver)
    number = call.fresh()
    moved = change_rows(call, dataset, lambda rows: rows.part(number, "filtered"))
    return followed(call, moved, stage(call, "filter"), cardinality=UNKNOWN, samples=UNKNOWN)


__all__ = ["once"]

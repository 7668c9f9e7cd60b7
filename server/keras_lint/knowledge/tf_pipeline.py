"""``tf.data``: the methods that lead from one dataset to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, attribute, method
from keras_lint.knowledge.dataset_facts import (
    ceiling,
    change_rows,
    followed,
    split_number,
    stage,
    with_batch_axis,
    with_missing_rows,
    with_step,
    without_first_axis,
)
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.structure import joined, leaves, mapped, structure_of
from keras_lint.knowledge.values import NUMBERS, SLICES, Array, Dataset, List, Literal, Rows, Symbol, Tuple, Value


def given(call: Call, **defaults: Any) -> Given:
    """The arguments of a method, by the names of its parameters."""
    return Given(call, defaults={**defaults, "name": None})


@method(Dataset, "batch")
def batch(call: Call) -> Value:
    """Rows become batches; only with ``drop_remainder`` is the size of every batch known."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, batch_size=UNKNOWN, drop_remainder=False, num_parallel_calls=None, deterministic=None)
    size = positive(arguments.number("batch_size"))
    drop = arguments.flag("drop_remainder")
    axis: Dim = None if drop is False else size if drop is True else UNKNOWN
    return followed(
        call,
        dataset,
        stage(call, "batch", arguments.options()),
        elements=with_batch_axis(call, dataset.elements, axis),
        batch_size=size,
        cardinality=batches(dataset.cardinality, size, drop),
    )


def positive(number: int | None | Unknown) -> int | Unknown:
    """A number of rows; Unknown for what cannot be one."""
    return number if isinstance(number, int) and number > 0 else UNKNOWN


def batches(count: int | None | Unknown, size: int | Unknown, drop: bool | Unknown) -> int | None | Unknown:
    """Number of batches."""
    if count is None or not isinstance(count, int) or not isinstance(size, int):
        return None if count is None else UNKNOWN
    if drop is True or count % size == 0:
        return count // size
    return ceiling(count, size) if drop is False else UNKNOWN


@method(Dataset, "padded_batch")
def padded_batch(call: Call) -> Value:
    """Batches of rows of unequal length: axes of unknown size stay so, padding adds zeros."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, batch_size=UNKNOWN, padded_shapes=None, padding_values=None, drop_remainder=False)
    size = positive(arguments.number("batch_size"))
    drop = arguments.flag("drop_remainder")
    axis: Dim = None if drop is False else size if drop is True else UNKNOWN
    plain = arguments.python("padded_shapes") is None
    zeros = arguments.python("padding_values") is None

    def padded(array: Array) -> Array:
        fixed = plain and isinstance(array.shape, tuple) and all(isinstance(dim, int) for dim in array.shape)
        shape: Any = array.shape if plain else tuple(UNKNOWN for _ in array.shape) if isinstance(array.shape, tuple) else UNKNOWN
        low = min(array.low, 0.0) if zeros and is_known(array.low) else array.low if fixed else UNKNOWN
        high = max(array.high, 0.0) if zeros and is_known(array.high) else array.high if fixed else UNKNOWN
        return replace(array, shape=shape, low=low, high=high, data=UNKNOWN)

    return followed(
        call,
        dataset,
        stage(call, "padded_batch", arguments.options()),
        elements=with_batch_axis(call, mapped(call, dataset.elements, padded), axis),
        batch_size=size,
        cardinality=batches(dataset.cardinality, size, drop),
    )


@method(Dataset, "unbatch")
def unbatch(call: Call) -> Value:
    """Batches become rows again."""
    dataset: Dataset = call.read(call.receiver)
    return followed(
        call,
        dataset,
        stage(call, "unbatch"),
        elements=without_first_axis(call, dataset.elements),
        batch_size=None,
        cardinality=dataset.samples if once(dataset) else None if dataset.cardinality is None else UNKNOWN,
    )


@method(Dataset, "shuffle")
def shuffle(call: Call) -> Value:
    """Another order; by default another one in every epoch."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, buffer_size=UNKNOWN, seed=None, reshuffle_each_iteration=True)
    options = arguments.options()
    again = options["reshuffle_each_iteration"]
    detail = "once" if again is False else "reshuffles" if again in (True, None) else "unknown"
    buffer = arguments.number("buffer_size")
    step = call.step("shuffled", "shuffle", detail=detail)
    link = stage(call, "shuffle", {**options, "reshuffle_each_iteration": True if again is None else again})
    mixed = True if not isinstance(buffer, int) or buffer > 1 else dataset.shuffled
    return followed(call, dataset, link, elements=with_step(call, dataset.elements, step), shuffled=mixed)


@method(Dataset, "repeat")
def repeat(call: Call) -> Value:
    """The same elements several times, or without end."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, count=None)
    count = arguments.number("count")
    cardinality: int | None | Unknown = UNKNOWN
    if count is None or (isinstance(count, int) and count < 0):
        cardinality = None
    elif isinstance(count, int) and isinstance(dataset.cardinality, int):
        cardinality = count * dataset.cardinality
    elif dataset.cardinality is None and isinstance(count, int) and count > 0:
        cardinality = None
    return followed(call, dataset, stage(call, "repeat", arguments.options()), cardinality=cardinality)


# --- parts ----------------------------------------------------------------------------------------------------------------------


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
    if head:
        if count < 0:
            return whole, dataset.samples
        cardinality = count if whole is None else min(count, whole) if isinstance(whole, int) else UNKNOWN
    else:
        cardinality = None if whole is None else (max(0, whole - count) if count >= 0 else 0) if isinstance(whole, int) else UNKNOWN
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
    if isinstance(dataset.samples, int) and isinstance(dataset.batch_size, int) and dataset.samples % dataset.batch_size == 0:
        return False
    return drop if isinstance(drop, bool) else UNKNOWN


def part_of(call: Call, dataset: Dataset, count: int | None | Unknown, head: bool) -> tuple[int, str]:
    """The split and part of ``take(count)`` or ``skip(count)``: places as those of ``x[:n]`` and ``x[n:]``."""
    side = "head" if head else "tail"
    link = dataset.stage("shuffle")
    mixed = dataset.shuffled is not False and (link is None or link.options.get("reshuffle_each_iteration") is not False)
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
    known = isinstance(shards, int) and isinstance(index, int) and 0 <= index < shards
    count: int | None | Unknown = UNKNOWN
    if known and isinstance(dataset.cardinality, int):
        count = ceiling(max(0, dataset.cardinality - index), shards)  # type: ignore[operator]
    stable = known and dataset.shuffled is False
    number = split_number("shard", shards) if stable else call.fresh()
    moved = change_rows(call, dataset, lambda rows: rows.part(number, f"shard {index}"))
    samples = count if dataset.batch_size is None and once(dataset) and isinstance(count, int) else UNKNOWN
    return followed(call, moved, stage(call, "shard", arguments.options()), cardinality=count, samples=samples)


@method(Dataset, "filter")
def filtered(call: Call) -> Value:
    """Some of the elements."""
    dataset: Dataset = call.read(call.receiver)
    number = call.fresh()
    moved = change_rows(call, dataset, lambda rows: rows.part(number, "filtered"))
    return followed(call, moved, stage(call, "filter"), cardinality=UNKNOWN, samples=UNKNOWN)


# --- functions ------------------------------------------------------------------------------------------------------------------


@method(Dataset, "map")
def map_function(call: Call) -> Value:
    """What a function makes of each element."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, map_func=UNKNOWN, num_parallel_calls=None, deterministic=None)
    parallel = arguments.value("num_parallel_calls")
    options = {
        "num_parallel_calls": "AUTOTUNE" if isinstance(parallel, Symbol) and parallel.name == "AUTOTUNE" else call.python(parallel)
    }
    before = call.read(dataset.elements)
    parts = before.items if isinstance(before, Tuple) else (before,)
    result = call.invoke(arguments.value("map_func"), tuple(mapped(call, part, keep) for part in parts))
    elements = with_missing_rows(call, structure_of(call, result), dataset.rows)
    inputs = call.read(elements.items[0] if isinstance(elements, Tuple) and elements.items else elements)
    certain = isinstance(inputs, Array) and isinstance(inputs.shape, tuple) and is_known(inputs.dtype)
    augmented = dataset.augmented if certain or dataset.augmented is True else UNKNOWN
    return followed(call, dataset, stage(call, "map", options), elements=elements, augmented=augmented)


def keep(array: Array) -> Array:
    """The same tensor."""
    return array


@method(Dataset, "apply")
def apply(call: Call) -> Value:
    """What a function makes of the dataset."""
    result = call.invoke(call.arg(0, "transformation_func"), (call.receiver,))
    return result if isinstance(call.read(result), Dataset) else call.new(Dataset("tf.data", augmented=UNKNOWN, pipeline=UNKNOWN))


@method(Dataset, "window", "interleave", "flat_map", "scan", "group_by_window", "rejection_resample", "sample_from_datasets",
        "bucket_by_sequence_length", "ragged_batch", "dense_to_ragged_batch", "rebatch", "unique", "take_while", "snapshot", "save", "load",
        "sparse_batch", "random", "choose_from_datasets", "fingerprint")  # fmt: skip
def not_followed(call: Call) -> Value:
    """What is not followed: a dataset of which only the rows it comes from are known."""
    dataset: Dataset = call.read(call.receiver)
    number = call.fresh()
    rows = dataset.rows.part(number, call.path) if isinstance(dataset.rows, Rows) else UNKNOWN
    shuffled = dataset.shuffled if dataset.shuffled is True else UNKNOWN
    augmented = dataset.augmented if dataset.augmented is True else UNKNOWN
    return call.new(
        Dataset("tf.data", shuffled=shuffled, augmented=augmented, rows=rows, part=dataset.part, origin=dataset.origin, pipeline=UNKNOWN)
    )


# --- the same elements -----------------------------------------------------------------------------------------------------------


@method(Dataset, "prefetch", "cache", "with_options", "ignore_errors", "assert_cardinality", "prefetch_to_device")
def passed_on(call: Call) -> Value:
    """The same elements, sooner or from memory."""
    dataset: Dataset = call.read(call.receiver)
    options = {name: call.python(value) for name, value in call.kwargs.items()}
    changes: dict[str, Any] = {"cardinality": UNKNOWN} if call.path == "ignore_errors" else {}
    return followed(call, dataset, stage(call, call.path, options), **changes)


@method(Dataset, "concatenate")
def concatenate(call: Call) -> Value:
    """One dataset after the other."""
    dataset: Dataset = call.read(call.receiver)
    other = call.read(call.arg(0, "dataset"))
    if not isinstance(other, Dataset):
        return call.new(Dataset("tf.data", shuffled=UNKNOWN, augmented=UNKNOWN, pipeline=UNKNOWN))
    counts = (dataset.cardinality, other.cardinality)
    cardinality: Any = None if None in counts else sum(counts) if all(isinstance(c, int) for c in counts) else UNKNOWN  # type: ignore[arg-type]
    apart = isinstance(dataset.rows, Rows) and isinstance(other.rows, Rows) and dataset.rows.apart(other.rows)
    known = isinstance(dataset.samples, int) and isinstance(other.samples, int)
    augmented = True if True in (dataset.augmented, other.augmented) else dataset.augmented if is_known(other.augmented) else UNKNOWN
    return followed(
        call,
        dataset,
        stage(call, "concatenate"),
        elements=joined(call, dataset.elements, other.elements),
        batch_size=dataset.batch_size if dataset.batch_size == other.batch_size else UNKNOWN,
        cardinality=cardinality,
        samples=dataset.samples + other.samples if known and apart else UNKNOWN,  # type: ignore[operator]
        shuffled=dataset.shuffled if dataset.shuffled == other.shuffled else UNKNOWN,
        augmented=augmented,
        rows=dataset.rows if dataset.rows == other.rows else UNKNOWN,
        part=dataset.part if dataset.part == other.part else None,
        origin=dataset.origin if dataset.origin == other.origin else None,
    )


@method(Dataset, "enumerate")
def enumerated(call: Call) -> Value:
    """Each element with its number."""
    dataset: Dataset = call.read(call.receiver)
    number = Array((), "int64", library="tensorflow")
    return followed(call, dataset, stage(call, "enumerate"), elements=Tuple((number, dataset.elements)))


@method(Dataset, "as_numpy_iterator")
def as_numpy_iterator(call: Call) -> Value:
    """The elements as numpy arrays, one after the other."""
    dataset: Dataset = call.read(call.receiver)
    elements = mapped(call, dataset.elements, lambda array: replace(array, library="numpy"))
    return followed(call, dataset, stage(call, "as_numpy_iterator"), elements=elements, kind="generator")


@method(Dataset, "cardinality")
def cardinality(call: Call) -> Value:
    """The number of elements; -1 for endless."""
    dataset: Dataset = call.read(call.receiver)
    if isinstance(dataset.cardinality, Unknown):
        return Unknown("the number of elements")
    return Literal(-1 if dataset.cardinality is None else dataset.cardinality, call.site)


@attribute(Dataset, "class_names")
def class_names(call: Call) -> Value:
    """Names of the classes of ``image_dataset_from_directory``; datasets made from it have none."""
    dataset: Dataset = call.read(call.receiver)
    links = dataset.pipeline if isinstance(dataset.pipeline, tuple) else ()
    names = links[0].options.get("class_names") if len(links) == 1 else None
    if isinstance(names, tuple):
        return call.new(List(tuple(Literal(name) for name in names)))
    return call.new(List((), Unknown("the name of a class")))


__all__ = ["leaves", "once"]

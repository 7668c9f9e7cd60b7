"""``tf.data``: the methods that lead from one dataset to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, attribute, method
from keras_lint.knowledge.dataset_facts import (
    ceiling,
    followed,
    given,
    stage,
    with_batch_axis,
    with_missing_rows,
    with_step,
    without_first_axis,
)
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.structure import joined, mapped, structure_of
from keras_lint.knowledge.tf_parts import once
from keras_lint.knowledge.values import Array, Dataset, List, Literal, Rows, Symbol, Tuple, Value


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
        shape: Any = (
            array.shape if plain else tuple(UNKNOWN for _ in array.shape) if isinstance(array.shape, tuple) else UNKNOWN
        )
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


# --- functions -------------------------------------------------------------------------------------------------------


@method(Dataset, "map")
def map_function(call: Call) -> Value:
    """What a function makes of each element."""
    dataset: Dataset = call.read(call.receiver)
    arguments = given(call, map_func=UNKNOWN, num_parallel_calls=None, deterministic=None)
    parallel = arguments.value("num_parallel_calls")
    options = {
        "num_parallel_calls": "AUTOTUNE"
        if isinstance(parallel, Symbol) and parallel.name == "AUTOTUNE"
        else call.python(parallel),
        "deterministic": call.python(arguments.value("deterministic")),
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
    return (
        result
        if isinstance(call.read(result), Dataset)
        else call.new(Dataset("tf.data", augmented=UNKNOWN, pipeline=UNKNOWN))
    )


@method(
    Dataset,
    "window",
    "interleave",
    "flat_map",
    "scan",
    "group_by_window",
    "rejection_resample",
    "sample_from_datasets",
    "bucket_by_sequence_length",
    "ragged_batch",
    "dense_to_ragged_batch",
    "rebatch",
    "unique",
    "take_while",
    "snapshot",
    "save",
    "load",
    "sparse_batch",
    "random",
    "choose_from_datasets",
    "fingerprint",
)
def not_followed(call: Call) -> Value:
    """What is not followed: a dataset of which only the rows it comes from are known."""
    dataset: Dataset = call.read(call.receiver)
    number = call.fresh()
    rows = dataset.rows.part(number, call.path) if isinstance(dataset.rows, Rows) else UNKNOWN
    shuffled = dataset.shuffled if dataset.shuffled is True else UNKNOWN
    augmented = dataset.augmented if dataset.augmented is True else UNKNOWN
    return call.new(
        Dataset(
            "tf.data",
            shuffled=shuffled,
            augmented=augmented,
            rows=rows,
            part=dataset.part,
            origin=dataset.origin,
            pipeline=UNKNOWN,
        )
    )


# --- the same elements -----------------------------------------------------------------------------------------------


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
    numbers = [count for count in counts if isinstance(count, int)]
    cardinality: Any = None if None in counts else sum(numbers) if len(numbers) == len(counts) else UNKNOWN
    apart = isinstance(dataset.rows, Rows) and isinstance(other.rows, Rows) and dataset.rows.apart(other.rows)
    known = isinstance(dataset.samples, int) and isinstance(other.samples, int)
    augmented = (
        True
        if True in (dataset.augmented, other.augmented)
        else dataset.augmented
        if is_known(other.augmented)
        else UNKNOWN
    )
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

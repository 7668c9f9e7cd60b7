"""``tf.data``: where datasets come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import dtype_name
from keras_lint.knowledge.call import Call, describes, pure
from keras_lint.knowledge.dataset_facts import rows_in, samples_in, stage, summed_up, without_first_axis
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.structure import structure_of
from keras_lint.knowledge.values import Array, Configured, Dataset, Dict, List, Literal, Stage, Tuple, Value

ROOTS = ("tensorflow.data.Dataset", "tensorflow.compat.v1.data.Dataset")
"""Paths of ``tf.data.Dataset``."""

pure("tensorflow_datasets")


def constructor(name: str) -> tuple[str, ...]:
    """The paths of a static method of ``tf.data.Dataset``."""
    return tuple(f"{root}.{name}" for root in ROOTS)


def made(call: Call, name: str, **facts: Any) -> Value:
    """A new dataset."""
    dataset = Dataset(kind="tf.data", pipeline=(stage(call, name),), **facts)
    return call.new(summed_up(call, dataset))


@describes(*constructor("from_tensor_slices"))
def from_tensor_slices(call: Call) -> Value:
    """One element for each row."""
    tensors = structure_of(call, call.arg(0, "tensors"))
    samples = samples_in(call, tensors)
    return made(
        call,
        "from_tensor_slices",
        elements=without_first_axis(call, tensors),
        batch_size=None,
        cardinality=samples,
        samples=samples,
        shuffled=False,
        rows=rows_in(call, tensors),
        part=first_fact(call, tensors, "part"),
        origin=first_fact(call, tensors, "origin"),
    )


def first_fact(call: Call, tensors: Value, name: str) -> Any:
    """A fact of the inputs among the tensors."""
    inputs = tensors.items[0] if isinstance(tensors, Tuple) and tensors.items else tensors
    fact = call.read(inputs)
    return getattr(fact, name) if isinstance(fact, Array) else None


@describes(*constructor("from_tensors"))
def from_tensors(call: Call) -> Value:
    """A single element: the whole."""
    tensors = structure_of(call, call.arg(0, "tensors"))
    samples = samples_in(call, tensors)
    size = samples if is_known(samples) else UNKNOWN
    rows = rows_in(call, tensors)
    return made(
        call,
        "from_tensors",
        elements=tensors,
        batch_size=size,
        cardinality=1,
        samples=samples,
        shuffled=False,
        rows=rows,
    )


@describes(*constructor("range"))
def number_range(call: Call) -> Value:
    """Numbers as ``range`` gives them, as scalars of type int64."""
    numbers = [call.python(value) for value in call.args]
    count: int | Unknown = UNKNOWN
    low: Any = UNKNOWN
    high: Any = UNKNOWN
    if numbers and all(isinstance(number, int) for number in numbers) and not (len(numbers) == 3 and numbers[2] == 0):
        sequence = range(*numbers)
        count = len(sequence)
        if count:
            low, high = float(min(sequence[0], sequence[-1])), float(max(sequence[0], sequence[-1]))
    given = call.kwargs.get("output_type")
    dtype = tensor_dtype(call, given) if given is not None else "int64"
    element = Array((), dtype, low, high, rows=call.new_rows(), library="tensorflow")
    return made(
        call,
        "range",
        elements=element,
        batch_size=None,
        cardinality=count,
        samples=count,
        shuffled=False,
        rows=element.rows,
    )


@describes(*constructor("list_files"))
def list_files(call: Call) -> Value:
    """Names of files, in random order unless told otherwise."""
    shuffle = call.python(call.arg(1, "shuffle", default=Literal(None)))
    element = Array((), "string", rows=call.new_rows(), library="tensorflow")
    shuffled = True if shuffle is None else shuffle if isinstance(shuffle, bool) else UNKNOWN
    options = {
        "buffer_size": UNKNOWN,
        "seed": call.python(call.arg(2, "seed", default=Literal(None))),
        "reshuffle_each_iteration": True,
    }
    links = (stage(call, "list_files"), *((Stage("shuffle", call.site, options),) if shuffled is True else ()))
    steps = (call.step("shuffled", "list_files", detail="reshuffles"),) if shuffled is True else ()
    dataset = Dataset(
        "tf.data", replace(element, steps=steps), None, shuffled=shuffled, rows=element.rows, pipeline=links
    )
    return call.new(summed_up(call, dataset))


@describes("tensorflow.data.TextLineDataset", "tensorflow.data.TFRecordDataset")
def records(call: Call) -> Value:
    """Lines or serialised records of files."""
    element = Array((), "string", rows=call.new_rows(), library="tensorflow")
    name = call.path.rpartition(".")[2]
    return made(call, name, elements=element, batch_size=None, shuffled=False, rows=element.rows)


@describes(*constructor("zip"))
def zipped(call: Call) -> Value:
    """Elements of several datasets side by side."""
    values = call.args
    if len(values) == 1 and (items := call.items(values[0])) is not None:
        values = items
    elif not values and "datasets" in call.kwargs:
        values = call.items(call.kwargs["datasets"]) or ()
    parts = [call.read(value) for value in values]
    if not parts or not all(isinstance(part, Dataset) for part in parts):
        return call.new(Dataset(kind="tf.data", augmented=UNKNOWN, pipeline=UNKNOWN))
    first: Dataset = parts[0]
    sizes = {part.batch_size if is_known(part.batch_size) else -1 for part in parts}
    counts = [part.cardinality for part in parts]
    limited = [count for count in counts if count is not None]
    cardinality: Any = UNKNOWN
    if not limited:
        cardinality = None
    elif all(is_known(count) for count in limited):
        cardinality = min(limited)
    same = all(count == counts[0] for count in counts) and is_known(counts[0])
    shuffled = any(part.shuffled is True for part in parts) or (
        UNKNOWN if any(not is_known(p.shuffled) for p in parts) else False
    )
    augmented = any(part.augmented is True for part in parts) or (
        UNKNOWN if any(not is_known(p.augmented) for p in parts) else False
    )
    links = tuple(link for part in parts if isinstance(part.pipeline, tuple) for link in part.pipeline)
    complete = all(isinstance(part.pipeline, tuple) for part in parts)
    dataset = replace(
        first,
        elements=Tuple(tuple(part.elements for part in parts)),
        batch_size=first.batch_size if len(sizes) == 1 else UNKNOWN,
        cardinality=cardinality,
        samples=first.samples if same else UNKNOWN,
        shuffled=shuffled,
        augmented=augmented,
        pipeline=(*links, stage(call, "zip")) if complete else UNKNOWN,
    )
    return call.new(summed_up(call, dataset))


# --- generators ------------------------------------------------------------------------------------------------------


@describes(*constructor("from_generator"))
def from_generator(call: Call) -> Value:
    """What a Python generator yields, with the types and shapes that the call states."""
    given = Given(
        call,
        defaults={
            "generator": UNKNOWN,
            "output_types": None,
            "output_shapes": None,
            "args": None,
            "output_signature": None,
            "name": None,
        },
    )
    arguments = call.items(given.value("args")) or ()
    produced = call.read(call.invoke(given.value("generator"), arguments))
    yielded = structure_of(call, produced.elements) if isinstance(produced, Dataset) else UNKNOWN
    signature = given.value("output_signature")
    if not (isinstance(signature, Literal) and signature.value is None):
        elements = from_signature(call, signature, yielded)
    else:
        elements = from_types(call, given.value("output_types"), given.value("output_shapes"), yielded)
    rows = call.new_rows()
    return made(call, "from_generator", elements=elements, batch_size=UNKNOWN, rows=rows, augmented=UNKNOWN)


def from_signature(call: Call, signature: Value, yielded: Value) -> Value:
    """Elements as a nest of ``tf.TensorSpec`` states them; what the generator yields adds their ranges."""
    fact, other = call.read(signature), call.read(yielded)
    if isinstance(fact, (Tuple, List)):
        parts = (
            other.items
            if isinstance(other, Tuple) and len(other.items) == len(fact.items)
            else (UNKNOWN,) * len(fact.items)
        )
        return Tuple(tuple(from_signature(call, item, part) for item, part in zip(fact.items, parts, strict=True)))
    if isinstance(fact, Dict):
        entries = other.entries if isinstance(other, Dict) else {}
        items = {key: from_signature(call, item, entries.get(key, UNKNOWN)) for key, item in fact.entries.items()}
        return call.new(Dict(items, fact.complete))
    if isinstance(fact, Configured) and fact.name == "TensorSpec":
        shape = argument(fact, 0, "shape")
        return stated(call, shape, argument(fact, 1, "dtype"), other)
    return UNKNOWN


def argument(fact: Configured, position: int, name: str) -> Value:
    """An argument of an object whose parameters are not in a table."""
    found = fact.arguments.get(name) or fact.arguments.get(f"*{position}")
    return found.value if found is not None else Literal(None)


def from_types(call: Call, types: Value, shapes: Value, yielded: Value) -> Value:
    """Elements as ``output_types`` and ``output_shapes`` state them."""
    fact, sizes, other = call.read(types), call.read(shapes), call.read(yielded)
    if isinstance(fact, Tuple):
        count = len(fact.items)
        inner = (
            sizes.items if isinstance(sizes, (Tuple, List)) and len(sizes.items) == count else (Literal(None),) * count
        )
        parts = other.items if isinstance(other, Tuple) and len(other.items) == count else (UNKNOWN,) * count
        return Tuple(tuple(from_types(call, *item) for item in zip(fact.items, inner, parts, strict=True)))
    return stated(call, shapes, types, other)


def stated(call: Call, shape: Value, dtype: Value, yielded: Any) -> Value:
    """A tensor of a stated shape and dtype; its range is that of the array it is made from."""
    fact = call.read(shape)
    if isinstance(fact, Configured) and fact.name == "TensorShape":
        fact = call.read(argument(fact, 0, "dims"))
    sizes = call.python(fact)
    known = isinstance(sizes, tuple) and all(size is None or isinstance(size, int) for size in sizes)
    name = tensor_dtype(call, dtype)
    if not isinstance(yielded, Array):
        return Array(sizes if known else UNKNOWN, name, library="tensorflow")
    return replace(yielded, shape=sizes if known else UNKNOWN, dtype=name, data=UNKNOWN, library="tensorflow")


def tensor_dtype(call: Call, value: Value) -> str | Unknown:
    """The type of a tensor that a ``dtype`` argument names; strings of TensorFlow are ``string``."""
    name = dtype_name(call, value)
    return "string" if name == "str" else name


@describes("tensorflow.data.experimental.cardinality")
def cardinality(call: Call) -> Value:
    """The number of elements; -1 for endless."""
    dataset = call.read(call.arg(0, "dataset"))
    if not isinstance(dataset, Dataset) or isinstance(dataset.cardinality, Unknown):
        return Unknown("the number of elements")
    return Literal(-1 if dataset.cardinality is None else dataset.cardinality, call.site)


__all__ = ["made"]

"""Attributes and methods of what flows from an ``ImageDataGenerator``."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.call import Call, attribute, method
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.row_counts import row_count
from keras_lint.knowledge.values import Array, Dataset, Dict, Labels, List, Literal, Tuple, Value


def number(value: Any) -> Value:
    """A number, or why it is not known."""
    return Literal(value) if isinstance(value, int) else Unknown("a number of samples")


@attribute(Dataset, "samples", "n")
def samples(call: Call) -> Value:
    """Number of images."""
    known = call.read(call.receiver).samples
    return Literal(known) if isinstance(known, int) else row_count(call.receiver, call.read(call.receiver))


@attribute(Dataset, "batch_size")
def batch_size(call: Call) -> Value:
    """Images in a batch."""
    return number(call.read(call.receiver).batch_size)


@attribute(Dataset, "num_classes")
def num_classes(call: Call) -> Value:
    """Number of classes, where they were listed."""
    labels = labels_of(call)
    return number(labels.classes) if labels is not None else Unknown("the number of classes")


@attribute(Dataset, "classes", "labels")
def classes(call: Call) -> Value:
    """The label of each image, in the order of the files."""
    dataset: Dataset = call.read(call.receiver)
    labels = labels_of(call)
    form = Labels("integer", labels.classes if labels is not None else UNKNOWN, task="classification")
    shape = (dataset.samples if isinstance(dataset.samples, int) else UNKNOWN,)
    return call.new(Array(shape, UNKNOWN, kind="labels", labels=form, rows=dataset.rows, library="numpy"))


def labels_of(call: Call) -> Labels | None:
    """What is known of the labels."""
    dataset: Dataset = call.read(call.receiver)
    fact = call.read(dataset.targets) if dataset.targets is not None else None
    return fact.labels if isinstance(fact, Array) else None


@attribute(Dataset, "class_indices")
def class_indices(call: Call) -> Value:
    """The number of each class by its name, where the names were listed."""
    dataset: Dataset = call.read(call.receiver)
    link = dataset.stage("flow_from_directory", "flow_from_dataframe")
    names = link.options.get("classes") if link is not None else None
    if isinstance(names, tuple) and all(isinstance(name, str) for name in names):
        return call.new(Dict({name: Literal(position) for position, name in enumerate(names)}))
    return call.new(Dict({}, complete=False))


@attribute(Dataset, "image_shape")
def image_shape(call: Call) -> Value:
    """Shape of one image."""
    fact = call.read(call.read(call.receiver).inputs)
    shape = fact.shape if isinstance(fact, Array) else UNKNOWN
    return (
        Tuple(tuple(Literal(dim) if isinstance(dim, int) else UNKNOWN for dim in shape[1:]))
        if isinstance(shape, tuple)
        else UNKNOWN
    )


@attribute(Dataset, "target_size")
def target_size(call: Call) -> Value:
    """Rows and columns of one image."""
    link = call.read(call.receiver).stage("flow_from_directory", "flow_from_dataframe")
    size = link.options.get("target_size") if link is not None else None
    return Tuple(tuple(Literal(side) for side in size)) if isinstance(size, tuple) else UNKNOWN


@attribute(Dataset, "filenames", "filepaths")
def filenames(call: Call) -> Value:
    """Names of the files."""
    return call.new(List((), Unknown("the name of a file")))


@method(Dataset, "next", "__next__", "__getitem__")
def next_batch(call: Call) -> Value:
    """One batch."""
    dataset: Dataset = call.read(call.receiver)
    return dataset.elements


@method(Dataset, "__len__")
def length(call: Call) -> Value:
    """Number of batches."""
    return number(call.read(call.receiver).cardinality)


@method(Dataset, "reset", "on_epoch_end")
def reset(call: Call) -> Value:
    """From the start."""
    return Literal(None)

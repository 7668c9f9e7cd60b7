"""Keras's functions that make a ``tf.data.Dataset`` of a folder of files or of a time series."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.dataset_facts import named_source, split_number, stage, summed_up
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.image_files import CHANNELS
from keras_lint.knowledge.structure import tensor_of
from keras_lint.knowledge.values import Array, Dataset, Labels, Literal, Rows, Stage, Step, Tuple, Value

PARTS = {"training": "train", "validation": "validation"}
"""``subset`` and the part it means."""

WITHIN_RANGE = frozenset({"bilinear", "nearest", "area"})
"""Ways to resize that make no number greater or less than all of its sources."""


@describes("keras.utils.image_dataset_from_directory")
def image_dataset_from_directory(call: Call) -> Value:
    """Batches of images from 0 to 255 and, unless told otherwise, of integer labels."""
    given = Given(call, "keras.utils.image_dataset_from_directory")
    mode, layout = given.python("color_mode"), given.python("data_format")
    channels: Dim = CHANNELS.get(mode, UNKNOWN) if isinstance(mode, str) else UNKNOWN
    size = given.python("image_size")
    height, width = size if isinstance(size, tuple) and len(size) == 2 else (UNKNOWN, UNKNOWN)
    shape: Any = UNKNOWN
    if layout in (None, "channels_last"):
        shape = (height, width, channels)
    elif layout == "channels_first":
        shape = (channels, height, width)
    interpolation = given.python("interpolation")
    low, high = (0.0, 255.0) if interpolation in WITHIN_RANGE else (UNKNOWN, UNKNOWN)
    return directory_dataset(call, given, "image_dataset_from_directory", Array(shape, "float32", low, high, "image"))


@describes("keras.utils.text_dataset_from_directory")
def text_dataset_from_directory(call: Call) -> Value:
    """Batches of texts and, unless told otherwise, of integer labels."""
    given = Given(call, "keras.utils.text_dataset_from_directory")
    return directory_dataset(call, given, "text_dataset_from_directory", Array((), "string", kind="text"))


@describes("keras.utils.audio_dataset_from_directory")
def audio_dataset_from_directory(call: Call) -> Value:
    """Batches of sound and of labels."""
    given = Given(call, "keras.utils.audio_dataset_from_directory")
    return directory_dataset(call, given, "audio_dataset_from_directory", Array(dtype="float32", kind="sequence"))


def directory_dataset(call: Call, given: Given, name: str, inputs: Array) -> Value:
    """The dataset of a folder, or the two that ``subset="both"`` asks for."""
    link = Stage(name, call.site, given.options())
    site = given.site("directory")
    source = named_source(call, given.value("directory"), site.code if site is not None else "")
    subset = given.python("subset")
    if subset == "both":
        return Tuple(tuple(call.new(one_part(call, given, link, inputs, source, part)) for part in PARTS))
    return call.new(one_part(call, given, link, inputs, source, subset))


def one_part(call: Call, given: Given, link: Stage, inputs: Array, source: Rows, subset: Any) -> Dataset:
    """The dataset of all rows, or of the training or validation part of them."""
    from dataclasses import replace

    shuffled = given.flag("shuffle")
    split, seed = given.python("validation_split"), given.python("seed")
    rows: Rows | Unknown = source
    if isinstance(subset, Unknown) or isinstance(split, Unknown):
        rows = UNKNOWN
    elif subset in PARTS:
        stable = shuffled is False or (shuffled is True and isinstance(seed, int))
        number = split_number(split, seed if shuffled is True else None) if stable else call.fresh()
        rows = source.part(number, subset)
    size = given.number("batch_size")
    part: Any = PARTS.get(subset) if isinstance(subset, str) else None
    loaded: tuple[Step, ...] = (call.step("loaded", link.name),)
    if shuffled is True:
        loaded = (*loaded, call.step("shuffled", link.name, detail="reshuffles" if subset != "validation" else "once"))

    def finished(array: Array) -> Array:
        axis: tuple[Dim, ...] = () if size is None else (None,) if isinstance(size, int) else (UNKNOWN,)
        shape = (*axis, *array.shape) if isinstance(array.shape, tuple) else UNKNOWN
        return replace(array, shape=shape, rows=rows, steps=loaded, part=part, library="tensorflow")

    labels = label_array(given)
    x = finished(inputs)
    elements: Value = x if labels is None else Tuple((x, finished(labels))) if isinstance(labels, Array) else UNKNOWN
    dataset = Dataset(
        "tf.data",
        elements,
        size if size is None or isinstance(size, int) else UNKNOWN,
        shuffled=shuffled,
        rows=rows,
        part=part,
        pipeline=(link,),
    )
    return summed_up(call, dataset)


def label_array(given: Given) -> Array | None | Unknown:
    """The labels of one sample; ``None`` where the dataset has none."""
    mode = given.python("label_mode")
    if given.python("labels") is None or mode is None:
        return None
    names = given.python("class_names")
    classes: int | Unknown = len(names) if isinstance(names, tuple) else UNKNOWN
    high = float(classes - 1) if is_known(classes) else UNKNOWN
    if mode == "int":
        return Array((), "int32", 0.0, high, "labels", Labels("integer", classes, task="classification"))
    if mode == "categorical":
        return Array((classes,), "float32", 0.0, 1.0, "labels", Labels("one-hot", classes, task="classification"))
    if mode == "binary":
        return Array((1,), "float32", 0.0, 1.0, "labels", Labels("integer", 2, task="classification"))
    return Unknown("the labels")


@describes("keras.utils.timeseries_dataset_from_array")
def timeseries_dataset_from_array(call: Call) -> Value:
    """Batches of windows of a series, and of the targets that belong to them."""
    given = Given(call, "keras.utils.timeseries_dataset_from_array")
    data, targets = tensor_of(call, given.value("data")), call.read(given.value("targets"))
    size = given.number("batch_size")
    rows = data.rows if isinstance(data, Array) else UNKNOWN
    steps = (*(data.steps if isinstance(data, Array) else ()),)
    shuffled = given.flag("shuffle")
    if shuffled is True:
        steps = (*steps, call.step("shuffled", "timeseries_dataset_from_array", detail="reshuffles"))

    from dataclasses import replace

    axis: tuple[Dim, ...] = () if size is None else (None,) if isinstance(size, int) else (UNKNOWN,)

    def window(array: Array, *inner: Dim) -> Array:
        shape = (*axis, *inner, *array.shape[1:]) if isinstance(array.shape, tuple) and array.shape else UNKNOWN
        return replace(array, shape=shape, data=UNKNOWN, steps=steps if inner else array.steps, library="tensorflow")

    x: Value = replace(window(data, None), kind="sequence") if isinstance(data, Array) else UNKNOWN
    elements = x
    if not (isinstance(targets, Literal) and targets.value is None):
        y = tensor_of(call, given.value("targets"))
        elements = Tuple((x, window(y) if isinstance(y, Array) else UNKNOWN))
    dataset = Dataset(
        "tf.data",
        elements,
        size,
        shuffled=shuffled,
        rows=rows,
        pipeline=(stage(call, "timeseries_dataset_from_array", given.options()),),
    )
    return call.new(summed_up(call, dataset))


__all__ = ["PARTS", "label_array"]

"""``tensorflow_datasets``: the sets whose facts are the same as those of ``keras.datasets``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.dataset_facts import stage, summed_up
from keras_lint.knowledge.datasets import KERAS
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.labels import imbalance
from keras_lint.knowledge.values import SLICES, Array, Dataset, Dict, Labels, List, Rows, Tuple, Value

IMAGES = {"mnist": (28, 28, 1), "fashion_mnist": (28, 28, 1), "cifar10": (32, 32, 3)}
"""Sets of images and the shape of one image here: there is always an axis of channels."""

_PART = re.compile(r"(?P<name>\w+)(?:\[(?P<low>\d*)(?P<low_percent>%?):(?P<high>\d*)(?P<high_percent>%?)\])?")
_PARAMETERS: dict[str, Any] = {
    "name": UNKNOWN,
    "split": None,
    "data_dir": None,
    "batch_size": None,
    "shuffle_files": False,
    "download": True,
    "as_supervised": False,
    "decoders": None,
    "read_config": None,
    "with_info": False,
    "builder_kwargs": None,
    "download_and_prepare_kwargs": None,
    "as_dataset_kwargs": None,
    "try_gcs": False,
}


@describes("tensorflow_datasets.load")
def load(call: Call) -> Value:
    """One dataset for each split that is asked for; a dictionary of all where none is."""
    given = Given(call, defaults=_PARAMETERS)
    name, split = given.python("name"), given.python("split")
    name = name.split(":")[0].split("/")[0] if isinstance(name, str) else ""
    source, number = call.new_rows(), call.fresh()

    def made(part: Any) -> Value:
        return call.new(dataset(call, given, name, part, source, number))

    result: Value
    if split is None:
        complete = name in IMAGES
        result = call.new(Dict({part: made(part) for part in ("train", "test")}, complete=complete))
    elif isinstance(split, tuple):
        items = tuple(made(part) for part in split)
        result = call.new(List(items)) if isinstance(call.read(given.value("split")), List) else Tuple(items)
    else:
        result = made(split)
    info = given.flag("with_info")
    if info is True:
        return Tuple((result, Unknown("what is known of the data set")))
    return result if info is False else UNKNOWN


def dataset(call: Call, given: Given, name: str, split: Any, source: Rows, number: int) -> Dataset:
    """The dataset of one split such as ``train`` or ``train[:80%]``."""
    match = _PART.fullmatch(split) if isinstance(split, str) else None
    part = match["name"] if match is not None else None
    rows: Rows | Unknown = source.part(number, part) if part is not None else UNKNOWN
    samples: int | Unknown = UNKNOWN
    counted = KERAS[name].splits.get(part) if name in IMAGES and part is not None else None
    whole = match is not None and match["low"] is None and match["high"] is None
    if counted is not None and counted.rows is not None and whole:
        samples = counted.rows
    elif match is not None and not whole and isinstance(rows, Rows):
        rows = places(rows, match)
    kind: Any = {"train": "train", "test": "test", "validation": "validation"}.get(part or "")
    size = given.number("batch_size")
    shuffled = given.flag("shuffle_files")
    found = Dataset(
        "tf.data",
        batch_size=size if size is None or (isinstance(size, int) and size > 0) else UNKNOWN,
        cardinality=samples if size is None else UNKNOWN,
        samples=samples,
        shuffled=shuffled if shuffled is False else UNKNOWN,
        rows=rows,
        part=kind,
        origin=name or None,
        pipeline=(stage(call, "tfds.load"),),
    )
    step = call.step("loaded", "tfds.load", identity=number)
    elements = known_elements(call, given, name, counted.class_counts if counted is not None and whole else None, size)
    if isinstance(elements, Unknown):
        return replace(found, steps=(step,))

    def marked(array: Array) -> Array:
        return replace(array, rows=rows, steps=(step,), origin=name, part=kind, library="tensorflow")

    if isinstance(elements, Tuple):
        elements = Tuple(tuple(marked(item) for item in elements.items))
    else:
        entries = call.read(elements).entries
        elements = call.new(Dict({key: marked(item) for key, item in entries.items()}))
    return summed_up(call, replace(found, elements=elements))


def places(rows: Rows, match: re.Match[str]) -> Rows:
    """The rows from one place to another; percentages are places of another kind, and are not mixed with them."""
    percent = "%" in (match["low_percent"] + match["high_percent"])
    if percent and not all(match[f"{end}_percent"] or not match[end] for end in ("low", "high")):
        return rows.part(-1, match.group())
    number = PERCENT if percent else SLICES
    return rows.part(number, f"{match['low'] or 0}:{match['high']}")


PERCENT = 1 << 32
"""The number of the split into hundredths: a multiple of ``NUMBERS``, so that its parts are compared by places."""


def known_elements(call: Call, given: Given, name: str, counts: tuple[int, ...] | None, size: Any) -> Value:
    """An image and its label, as a pair or as a dictionary."""
    supervised = given.flag("as_supervised")
    shape = IMAGES.get(name)
    if shape is None or supervised is UNKNOWN or not (size is None or (isinstance(size, int) and size > 0)):
        return Unknown("a data set that is not known")
    axis: tuple[Any, ...] = () if size is None else (None,)
    classes = KERAS[name].classes or 0
    labels = Labels(
        "integer",
        classes,
        counts if counts is not None else UNKNOWN,
        "classification",
        imbalance(counts) if counts else None,
    )
    image = Array((*axis, *shape), "uint8", 0.0, 255.0, "image")
    label = Array(axis, "int64", 0.0, float(classes - 1), "labels", labels)
    if supervised is True:
        return Tuple((image, label))
    more = {"id": Array(axis, "string")} if name == "cifar10" else {}
    return call.new(Dict({**more, "image": image, "label": label}))


__all__ = ["IMAGES"]

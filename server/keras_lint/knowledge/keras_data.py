"""``keras.datasets``: ``(x_train, y_train), (x_test, y_test) = mnist.load_data()``."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.arrays import Axis
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.datasets import KERAS, Dataset, Split, dataset
from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.labels import imbalance
from keras_lint.knowledge.values import Array, Labels, Rows, Step, Tuple, Value

POSITIONAL: dict[str, tuple[str, ...]] = {
    "imdb": ("path", "num_words", "skip_top", "maxlen", "seed", "start_char", "oov_char", "index_from"),
    "reuters": (
        "path",
        "num_words",
        "skip_top",
        "maxlen",
        "test_split",
        "seed",
        "start_char",
        "oov_char",
        "index_from",
    ),
    "boston_housing": ("path", "test_split", "seed"),
    "california_housing": ("version", "path", "test_split", "seed"),
    "cifar100": ("label_mode",),
}
"""Positional parameters of ``load_data`` (Keras 3.15)."""


def features_of(found: Dataset, split: Split, rows: Rows, steps: tuple[Step, ...], origin: str, part: Any) -> Array:
    """The inputs of one part of a data set."""
    low, high = found.x_range if found.x_range is not None else (UNKNOWN, UNKNOWN)
    length = split.rows if split.rows is not None else Axis("the number of rows")
    shape = (length, *found.x_shape) if found.x_shape is not None else (length,)
    return Array(
        shape,
        found.x_dtype,
        as_float(low),
        as_float(high),
        found.kind,
        None,
        rows,
        steps,
        "numpy",
        origin=origin,
        part=part,
        column=0,
    )


def targets_of(found: Dataset, split: Split, rows: Rows, steps: tuple[Step, ...], origin: str, part: Any) -> Array:
    """The targets of one part of a data set."""
    length = split.rows if split.rows is not None else Axis("the number of rows")
    classes = found.classes
    if found.task == "regression":
        low, high = found.y_range if found.y_range is not None else (UNKNOWN, UNKNOWN)
        labels = Labels("float", task="regression")
    else:
        text = found.y_dtype in ("category", "object", "str")
        low, high = (
            (UNKNOWN, UNKNOWN) if classes is None or text else (found.label_start, found.label_start + classes - 1)
        )
        counts: Any = split.class_counts if split.class_counts is not None else UNKNOWN
        form: Any = "string" if text else "integer"
        unequal = imbalance(split.class_counts) if split.class_counts is not None else None
        labels = Labels(form, classes if classes is not None else UNKNOWN, counts, "classification", unequal)
    shape = (length, *found.y_shape)
    return Array(
        shape,
        found.y_dtype,
        as_float(low),
        as_float(high),
        "labels",
        labels,
        rows,
        steps,
        "numpy",
        origin=origin,
        part=part,
        column=1,
    )


def as_float(bound: Any) -> Any:
    """A bound as a float."""
    return float(bound) if isinstance(bound, (int, float)) else bound


@describes(*(f"keras.datasets.{name}.load_data" for name in KERAS))
def load_data(call: Call) -> Value:
    """The facts of the data set; train and test are parts of one source of rows."""
    module = call.path.split(".")[2]
    options: dict[str, Any] = {name: call.python(value) for name, value in call.kwargs.items()}
    options.update(
        {name: call.python(value) for name, value in zip(POSITIONAL.get(module, ()), call.args, strict=False)}
    )
    found = dataset(call.path, options) if call.complete else None
    rows, number = call.new_rows(), call.fresh()
    step = call.step("loaded", f"{module}.load_data", identity=number)
    pairs: list[Value] = []
    for part in ("train", "test"):
        mine = rows.part(number, part)
        if found is None:
            unknown = [
                Array(rows=mine, steps=(step,), library="numpy", origin=module, part=part, column=i) for i in (0, 1)
            ]
            pairs.append(Tuple(tuple(call.new(array) for array in unknown)))
            continue
        split = found.splits[part]
        x = features_of(found, split, mine, (step,), module, part)
        y = targets_of(found, split, mine, (step,), module, part)
        pairs.append(Tuple((call.new(x), call.new(y))))
    return Tuple(tuple(pairs))


@describes("tensorflow.examples.tutorials.mnist.input_data.read_data_sets")
def read_data_sets(call: Call) -> Value:
    """The loader of TensorFlow 1's tutorials: not followed."""
    return UNKNOWN

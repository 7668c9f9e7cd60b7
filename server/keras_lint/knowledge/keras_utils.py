"""``keras.utils`` and ``keras.preprocessing``: one-hot labels, scaling to unit norm, padding, tokenizers, ImageNet
scaling.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.applications import RANGES
from keras_lint.knowledge.arrays import Axis, dtype_name, integer, on_arrays, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.values import MISSING, Array, Configured, Labels, List, Literal, Value

# --- one-hot
# ----------------------------------------------------------------------------------------------------------------------


def one_hot_array(array: Array, classes: int | None, call: Call, name: str) -> Array:
    """Integer labels as one-hot rows. ``classes`` is None where the greatest label decides."""
    width: Dim = UNKNOWN
    if classes is not None:
        width = classes
    elif (
        array.labels is not None
        and isinstance(array.labels.classes, int)
        and array.low == 0
        and array.high == array.labels.classes - 1
    ):
        width = array.labels.classes
    elif is_known(array.data) and is_known(array.high):
        width = int(array.high) + 1
    shape: Any = UNKNOWN
    if isinstance(array.shape, tuple):
        dropped = len(array.shape) > 1 and array.shape[-1] == 1 and name != "tf.one_hot"
        shape = (*(array.shape[:-1] if dropped else array.shape), width)
    counts = array.labels.counts if array.labels is not None else UNKNOWN
    aligned = isinstance(counts, tuple) and len(counts) == width and array.low == 0
    labels = Labels(
        "one-hot",
        width if isinstance(width, int) else UNKNOWN,
        counts if aligned else UNKNOWN,
        "classification",
        array.labels.imbalanced if array.labels is not None else None,
    )
    encoded = replace(
        array, shape=shape, low=0.0, high=1.0, dtype="float64", labels=labels, data=UNKNOWN, library="numpy"
    )
    return encoded.with_step(call.step("encoded", name, detail="one-hot"))


@on_arrays(
    "keras.utils.to_categorical", "keras.utils.np_utils.to_categorical", "keras.utils.numerical_utils.to_categorical"
)
def to_categorical(call: Call) -> Value:
    """``to_categorical(y, num_classes=10)``."""
    array = to_array(call, call.arg(0, "x", "y")) or Array()
    classes = integer(call, call.arg(1, "num_classes", "nb_classes"))
    if isinstance(classes, Unknown):
        array = replace(array, data=UNKNOWN, labels=replace(array.labels, classes=UNKNOWN) if array.labels else None)
        classes = None
    made = one_hot_array(array, classes, call, "to_categorical")
    call.event("one_hot", labels=array, classes=classes)
    return call.new(replace(made, dtype=dtype_name(call, call.arg(2, "dtype"), "float64")))


@on_arrays("keras.utils.normalize")
def normalize(call: Call) -> Value:
    """``keras.utils.normalize(x)``: each vector along the axis has norm 1."""
    array = to_array(call, call.arg(0, "x")) or Array()
    signed = not (is_known(array.low) and array.low >= 0)
    known = array.kind != "labels"
    low, high = (-1.0 if signed else 0.0, 1.0) if known else (UNKNOWN, UNKNOWN)
    made = replace(array, low=low, high=high, data=UNKNOWN, dtype=UNKNOWN, labels=None, library="numpy")
    return call.new(made.with_step(call.step("scaled", "keras.utils.normalize")))


# --- sequences
# ----------------------------------------------------------------------------------------------------------------------


@describes(
    "keras.utils.pad_sequences",
    "keras.preprocessing.sequence.pad_sequences",
    "keras.preprocessing.text.sequence.pad_sequences",
)
def pad_sequences(call: Call) -> Value:
    """``pad_sequences(sequences, maxlen=100)``: rows of one length."""
    value = call.arg(0, "sequences")
    array = to_array(call, value) or Array()
    length = integer(call, call.arg(1, "maxlen"))
    width: Dim = length if isinstance(length, int) else Axis("the length of the longest sequence")
    padding = call.python(call.arg(5, "value", default=Literal(0.0)))
    low = min(array.low, float(padding)) if is_known(array.low) and isinstance(padding, (int, float)) else UNKNOWN
    high = max(array.high, float(padding)) if is_known(array.high) and isinstance(padding, (int, float)) else UNKNOWN
    rows = array.rows if is_known(array.rows) else call.new_rows()
    items = call.items(value)
    first: Dim = (
        array.shape[0]
        if isinstance(array.shape, tuple) and array.shape
        else len(items)
        if items
        else Axis("the number of sequences")
    )
    inner = array.shape[2:] if isinstance(array.shape, tuple) and len(array.shape) > 2 else ()
    made = replace(
        array,
        shape=(first, width, *inner),
        dtype=dtype_name(call, call.arg(2, "dtype"), "int32"),
        low=low,
        high=high,
        kind="sequence",
        rows=rows,
        library="numpy",
        data=UNKNOWN,
        labels=None,
    )
    return call.new(
        made.with_step(call.step("reshaped", "pad_sequences", detail=str(length) if isinstance(length, int) else ""))
    )


@describes("keras.preprocessing.text.one_hot", "keras.preprocessing.text.hashing_trick")
def text_one_hot(call: Call) -> Value:
    """``one_hot(text, n)``: a list of word numbers below ``n``."""
    words = call.python(call.arg(1, "n"))
    high = float(words - 1) if isinstance(words, int) else UNKNOWN
    return call.new(List((), call.new(Array((), "int64", 1.0, high, library="python"))))


TOKENIZER = "keras.preprocessing.text.Tokenizer"


def vocabulary(tokenizer: Any) -> int | None | Unknown:
    """``num_words`` of a tokenizer."""
    if not isinstance(tokenizer, Configured):
        return UNKNOWN
    given = tokenizer.arguments.get("num_words") or tokenizer.arguments.get("*0")
    if given is None:
        return None
    return (
        given.value.value
        if isinstance(given.value, Literal) and isinstance(given.value.value, (int, type(None)))
        else UNKNOWN
    )


@describes(f"{TOKENIZER}.fit_on_texts", f"{TOKENIZER}.fit_on_sequences")
def fit_on_texts(call: Call) -> Value:
    """``tokenizer.fit_on_texts(texts)``."""
    from keras_lint.knowledge.sklearn.fitting import remember_fit

    array = to_array(call, call.arg(0, "texts", "sequences")) or Array()
    remember_fit(call, array, "fit_on_texts")
    return Literal(None)


@describes(f"{TOKENIZER}.texts_to_sequences", f"{TOKENIZER}.texts_to_matrix", f"{TOKENIZER}.sequences_to_matrix")
def texts_to_sequences(call: Call) -> Value:
    """``tokenizer.texts_to_sequences(texts)``: lists of word numbers, each below ``num_words``."""
    from keras_lint.knowledge.sklearn.fitting import fitted_step

    value = call.arg(0, "texts", "sequences")
    array, fact = to_array(call, value) or Array(), call.read(call.receiver)
    words = vocabulary(fact)
    step = fitted_step(call, fact, "encoded")
    rows = array.rows if is_known(array.rows) else call.new_rows()
    first: Dim = array.samples if is_known(array.samples) else Axis("the number of texts")
    if call.path == "texts_to_sequences":
        high = float(words - 1) if isinstance(words, int) else UNKNOWN
        made = Array(UNKNOWN, "object", 1.0, high, "sequence", rows=rows, steps=(*array.steps, step), library="python")
        return call.new(replace(made, part=array.part, column=array.column))
    width: Dim = words if isinstance(words, int) else UNKNOWN
    return call.new(
        Array((first, width), "float64", 0.0, UNKNOWN, "text", rows=rows, steps=(*array.steps, step), library="numpy")
    )


# --- keras.applications
# ----------------------------------------------------------------------------------------------------------------------

_FAMILIES = (
    "convnext", "densenet", "efficientnet", "efficientnet_v2", "imagenet_utils", "inception_resnet_v2",
    "inception_v3", "mobilenet", "mobilenet_v2", "mobilenet_v3", "nasnet", "resnet", "resnet50", "resnet_v2",
    "vgg16", "vgg19", "xception",
)  # fmt: skip
MODES = {
    **dict.fromkeys(("vgg16", "vgg19", "resnet", "resnet50"), "caffe"),
    **dict.fromkeys(
        ("inception_resnet_v2", "inception_v3", "mobilenet", "mobilenet_v2", "nasnet", "resnet_v2", "xception"), "tf"
    ),
    "densenet": "torch",
    **dict.fromkeys(("convnext", "efficientnet", "efficientnet_v2", "mobilenet_v3"), "identity"),
}
"""What ``preprocess_input`` of each module does."""


@on_arrays(*(f"keras.applications.{family}.preprocess_input" for family in _FAMILIES))
def preprocess_input(call: Call) -> Value:
    """``vgg16.preprocess_input(x)``: the scaling that the family's ImageNet weights expect."""
    family = call.path.split(".")[2]
    array = to_array(call, call.arg(0, "x"))
    if array is None:
        return (
            NotImplemented
            if not isinstance(call.read(call.arg(0, "x")), Unknown)
            else call.new(preprocessed(call, Array(), family))
        )
    return call.new(preprocessed(call, array, family))


def preprocessed(call: Call, array: Array, family: str) -> Array:
    """The array after a family's ``preprocess_input``."""
    mode = MODES.get(family)
    low: Any = UNKNOWN
    high: Any = UNKNOWN
    if mode == "identity":
        low, high = array.low, array.high
    elif mode is not None and array.low == 0 and array.high == 255 and call.arg(1, "data_format") is MISSING:
        low, high = RANGES[mode]  # type: ignore[index]
    step = call.step("preprocessed", family, detail=mode or "")
    return replace(
        array, low=low, high=high, data=UNKNOWN, dtype=array.dtype if mode == "identity" else UNKNOWN
    ).with_step(step)


@describes("keras.applications.imagenet_utils.decode_predictions", "keras.utils.get_file")
def elsewhere(call: Call) -> Value:
    """Functions that only read."""
    return Unknown(f"the result of `{call.path.rpartition('.')[2]}`")

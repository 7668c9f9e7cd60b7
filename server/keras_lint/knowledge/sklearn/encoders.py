"""Labels and categories as numbers; texts as counts of words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis
from keras_lint.knowledge.call import Call, describes, method
from keras_lint.knowledge.facts import UNKNOWN, Dim, is_known
from keras_lint.knowledge.sklearn.fitting import data_argument, fitted_step, option_value, remember_fit, same_fit
from keras_lint.knowledge.values import Array, Configured, Labels, Value

ENCODERS = ("LabelEncoder", "OrdinalEncoder", "OneHotEncoder", "LabelBinarizer", "MultiLabelBinarizer", "TargetEncoder")
VECTORIZERS = (
    "CountVectorizer",
    "TfidfVectorizer",
    "HashingVectorizer",
    "TfidfTransformer",
    "DictVectorizer",
    "FeatureHasher",
)
MODULES = (
    "preprocessing",
    "preprocessing.label",
    "preprocessing._encoders",
    "feature_extraction.text",
    "feature_extraction",
)


def paths(method: str) -> list[str]:
    """All classes' method, wherever the class may stand."""
    return [f"sklearn.{module}.{name}.{method}" for module in MODULES for name in (*ENCODERS, *VECTORIZERS)]


@describes(*paths("fit"), *paths("partial_fit"))
def fit(call: Call) -> Value:
    """``encoder.fit(y)``: returns the encoder."""
    _, data = data_argument(call)
    remember_fit(call, data, call.path)
    return call.receiver


@describes(*paths("fit_transform"))
def fit_transform(call: Call) -> Value:
    """``encoder.fit_transform(y)``."""
    _, data = data_argument(call)
    return call.new(encoded(call, remember_fit(call, data, "fit_transform"), data))


@describes(*paths("transform"))
def transform(call: Call) -> Value:
    """``encoder.transform(y_test)``."""
    _, data = data_argument(call)
    return call.new(encoded(call, call.read(call.receiver), data))


def classes_seen(fitted: Configured) -> tuple[int | None, Any]:
    """How many classes the encoder was fitted on, and how many samples of each; ``None`` where it is not known."""
    data = fitted.state.get("data")
    if not isinstance(data, Array) or data.labels is None:
        return None, UNKNOWN
    labels = data.labels
    if labels.form in ("integer", "string") and isinstance(labels.counts, tuple) and all(labels.counts):
        return len(labels.counts), labels.counts
    if isinstance(labels.classes, int) and labels.form in ("integer", "string"):
        return labels.classes, UNKNOWN
    return None, UNKNOWN


def encoded(call: Call, fitted: Any, data: Array) -> Array:
    """What the encoder or vectorizer makes of an array."""
    if not isinstance(fitted, Configured):
        return Array(rows=data.rows, steps=(*data.steps, fitted_step(call, fitted, "encoded")))
    if fitted.name in VECTORIZERS:
        return vectorized(call, fitted, data)
    if fitted.name == "LabelEncoder":
        return label_encoded(call, fitted, data)
    step = fitted_step(
        call, fitted, "encoded", detail="one-hot" if fitted.name in ("OneHotEncoder", "LabelBinarizer") else ""
    )
    made = replace(
        data, data=UNKNOWN, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, labels=None, library="numpy"
    ).with_step(step)
    if fitted.name == "OrdinalEncoder":
        return replace(made, dtype="float64")
    if fitted.name in ("OneHotEncoder", "LabelBinarizer"):
        return one_hot(call, fitted, data, made)
    if fitted.name == "MultiLabelBinarizer":
        first: Dim = data.samples if is_known(data.samples) else Axis("the number of samples")
        return replace(made, shape=(first, UNKNOWN), low=0.0, high=1.0, dtype="int64")
    return replace(made, shape=UNKNOWN)


def label_encoded(call: Call, fitted: Configured, data: Array) -> Array:
    """``LabelEncoder``: numbers from 0 in the order of the sorted labels."""
    classes, counts = classes_seen(fitted)
    whole = same_fit(data, fitted) and data.samples == getattr(fitted.state.get("data"), "samples", None)
    old = data.labels or Labels()
    labels = Labels(
        "integer",
        classes if classes is not None else UNKNOWN,
        counts if whole else UNKNOWN,
        "classification",
        old.imbalanced,
    )
    shape = data.shape if isinstance(data.shape, tuple) and len(data.shape) == 1 else UNKNOWN
    if isinstance(data.shape, tuple) and len(data.shape) == 2 and data.shape[1] == 1:
        shape = data.shape[:1]
    high = float(classes - 1) if classes is not None else UNKNOWN
    step = fitted_step(call, fitted, "encoded", detail="integer")
    made = replace(
        data,
        shape=shape,
        dtype="int64",
        low=0.0,
        high=high,
        kind="labels",
        labels=labels,
        data=UNKNOWN,
        library="numpy",
    )
    return made.with_step(step)


def one_hot(call: Call, fitted: Configured, data: Array, made: Array) -> Array:
    """One column for each class; ``LabelBinarizer`` gives two classes one column."""
    classes, counts = classes_seen(fitted)
    single = isinstance(data.shape, tuple) and (len(data.shape) == 1 or data.shape[1:] == (1,))
    first = data.shape[0] if isinstance(data.shape, tuple) and data.shape else UNKNOWN
    binarizer = fitted.name == "LabelBinarizer"
    width: Dim = UNKNOWN
    plain = binarizer or option_value(call, fitted, None, "drop", None) is None
    if single and classes is not None and plain and not fitted.arguments.get("categories"):
        width = 1 if binarizer and classes == 2 else classes
    labels = None
    if single and plain and (classes is None or width != 1):
        known = isinstance(counts, tuple) and data.samples == getattr(fitted.state.get("data"), "samples", None)
        imbalanced = data.labels.imbalanced if data.labels is not None else None
        certain = classes is not None or not binarizer  # of an unknown number of classes two may be one column
        if certain:
            labels = Labels(
                "one-hot",
                classes if classes is not None else UNKNOWN,
                counts if known else UNKNOWN,
                "classification",
                imbalanced,
            )
    dtype: Any = "int64" if binarizer else "float64"
    if not binarizer and fitted.arguments.get("dtype"):
        dtype = UNKNOWN
    shape = (first, width)
    dense = (
        binarizer
        or option_value(call, fitted, None, "sparse_output", default=True) is False
        or option_value(call, fitted, None, "sparse", default=True) is False
    )
    return replace(
        made,
        shape=shape,
        low=0.0,
        high=1.0,
        dtype=dtype,
        labels=labels,
        kind=data.kind,
        library="numpy" if dense else UNKNOWN,
    )


def vectorized(call: Call, fitted: Configured, data: Array) -> Array:
    """Sparse counts or weights of words."""
    first: Dim = data.samples if is_known(data.samples) else Axis("the number of texts")
    high: Any = (
        1.0
        if fitted.name in ("TfidfVectorizer", "TfidfTransformer")
        and option_value(call, fitted, None, "norm", "l2") == "l2"
        else UNKNOWN
    )
    rows = data.rows if is_known(data.rows) else UNKNOWN
    step = fitted_step(call, fitted, "encoded", detail="words")
    signed = fitted.name in ("HashingVectorizer", "FeatureHasher")
    low: Any = UNKNOWN if signed else 0.0
    return Array(
        (first, UNKNOWN),
        UNKNOWN,
        low,
        high,
        "text",
        None,
        rows,
        (*data.steps, step),
        part=data.part,
        column=data.column,
    )


@describes(*paths("inverse_transform"))
def inverse_transform(call: Call) -> Value:
    """``encoder.inverse_transform(y)``: the names again."""
    _, data = data_argument(call)
    shape = (data.shape[0],) if isinstance(data.shape, tuple) and data.shape else UNKNOWN
    return call.new(Array(shape, UNKNOWN, labels=Labels(), rows=data.rows, library="numpy"))


@method(Array, "toarray", "todense", "tocsr", "tocsc", "A")
def dense(call: Call) -> Value:
    """``matrix.toarray()``: a sparse matrix written out."""
    return call.new(replace(call.read(call.receiver), library="numpy"))

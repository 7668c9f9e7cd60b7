"""Functions that scale, encode or weigh without an object."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, is_known
from keras_lint.knowledge.numpy.labels import counts_inspected
from keras_lint.knowledge.values import Array, Dict, Labels, Literal, Value

_SCALING = (
    "scale",
    "minmax_scale",
    "maxabs_scale",
    "robust_scale",
    "normalize",
    "quantile_transform",
    "power_transform",
)


@describes(*(f"sklearn.preprocessing.{name}" for name in _SCALING))
def scale(call: Call) -> Value:
    """``scale(x)``: scaled with its own statistics, so all its rows are what it was fitted on."""
    name = call.path.rpartition(".")[2]
    data = to_array(call, call.arg(0, "X")) or Array()
    low: Any = UNKNOWN
    high: Any = UNKNOWN
    if name == "minmax_scale":
        asked = call.python(call.arg(1, "feature_range", default=Literal((0, 1))))
        if isinstance(asked, tuple) and len(asked) == 2 and all(isinstance(v, (int, float)) for v in asked):
            low, high = float(asked[0]), float(asked[1])
    elif name in ("normalize", "maxabs_scale"):
        low, high = (0.0 if is_known(data.low) and data.low >= 0 else -1.0), 1.0
    fitted = None if name == "normalize" else data.rows
    identity = call.fresh()
    step = call.step("scaled", name, fitted_on=fitted, identity=identity)
    dtype = data.dtype if data.dtype in ("float32", "float64") else UNKNOWN
    if fitted is not None:
        call.event(
            "transformer", transformer=name, data=data, method=name, identity=identity, receiver=None, targets=None
        )
    return call.new(
        replace(data, low=low, high=high, dtype=dtype, data=UNKNOWN, labels=None, library="numpy").with_step(step)
    )


@describes("sklearn.preprocessing.label_binarize")
def label_binarize(call: Call) -> Value:
    """``label_binarize(y, classes=[0, 1, 2])``."""
    data = to_array(call, call.arg(0, "y")) or Array()
    classes = call.items(call.arg(1, "classes"))
    count = len(classes) if classes is not None else UNKNOWN
    width: Any = 1 if count == 2 else count
    shape = (data.shape[0], width) if isinstance(data.shape, tuple) and data.shape else UNKNOWN
    labels = Labels("one-hot", count, UNKNOWN, "classification") if isinstance(count, int) and count > 2 else None
    step = call.step("encoded", "label_binarize", detail="one-hot")
    return call.new(
        replace(
            data, shape=shape, low=0.0, high=1.0, dtype="int64", labels=labels, data=UNKNOWN, library="numpy"
        ).with_step(step)
    )


@describes("sklearn.utils.compute_class_weight", "sklearn.utils.class_weight.compute_class_weight")
def compute_class_weight(call: Call) -> Value:
    """``compute_class_weight("balanced", classes=…, y=y)``: somebody looks after the classes."""
    value = call.arg(2, "y")
    counts_inspected(call, value)
    labels = getattr(to_array(call, value), "labels", None)
    length = labels.classes if labels is not None and isinstance(labels.classes, int) else UNKNOWN
    return call.new(Array((length,), "float64", 0.0, library="numpy"))


@describes("sklearn.utils.compute_sample_weight", "sklearn.utils.class_weight.compute_sample_weight")
def compute_sample_weight(call: Call) -> Value:
    """``compute_sample_weight("balanced", y)``."""
    value = call.arg(1, "y")
    counts_inspected(call, value)
    data = to_array(call, value) or Array()
    shape = (data.shape[0],) if isinstance(data.shape, tuple) and data.shape else UNKNOWN
    return call.new(Array(shape, "float64", 0.0, rows=data.rows, library="numpy"))


@describes("sklearn.model_selection.cross_val_score", "sklearn.model_selection.cross_validate")
def cross_val_score(call: Call) -> Value:
    """Scores of an estimator that is not followed."""
    return call.new(Dict({}, complete=False)) if call.path.endswith("validate") else call.new(Array(library="numpy"))

"""imbalanced-learn: ``SMOTE().fit_resample(X, y)``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import Axis, to_array
from keras_lint.knowledge.call import Call, describes, pure
from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.sklearn.fitting import option_value
from keras_lint.knowledge.values import Array, Configured, Labels, Step, Tuple, Value

pure("imblearn")

OVER = ("SMOTE", "BorderlineSMOTE", "SVMSMOTE", "KMeansSMOTE", "SMOTENC", "SMOTEN", "ADASYN", "RandomOverSampler")
UNDER = (
    "RandomUnderSampler", "NearMiss", "TomekLinks", "ClusterCentroids", "EditedNearestNeighbours",
    "RepeatedEditedNearestNeighbours",
    "AllKNN", "CondensedNearestNeighbour", "OneSidedSelection", "NeighbourhoodCleaningRule",
    "InstanceHardnessThreshold",
)  # fmt: skip
BOTH = ("SMOTEENN", "SMOTETomek")
EVEN = (
    "SMOTE",
    "BorderlineSMOTE",
    "SVMSMOTE",
    "SMOTENC",
    "SMOTEN",
    "RandomOverSampler",
    "RandomUnderSampler",
    "ClusterCentroids",
    "NearMiss",
)
"""Samplers that by default give every class the same number of samples."""

DIRECTION = {
    **{f"imblearn.over_sampling.{name}": "over" for name in OVER},
    **{f"imblearn.under_sampling.{name}": "under" for name in UNDER},
    **{f"imblearn.combine.{name}": "both" for name in BOTH},
}


@describes(*(f"{path}.{method}" for path in DIRECTION for method in ("fit_resample", "fit_sample")))
def fit_resample(call: Call) -> Value:
    """New rows: those of the rarer class are made up or repeated, or those of the other are left out."""
    sampler: Configured = call.read(call.receiver)
    x, y = to_array(call, call.arg(0, "X")) or Array(), to_array(call, call.arg(1, "y")) or Array()
    direction = DIRECTION.get(sampler.path, "")
    number, rows = call.fresh(), call.new_rows()
    step = call.step("resampled", sampler.name, fitted_on=x.rows, identity=number, detail=direction)
    call.event("resample", sampler=sampler.name, inputs=x, targets=y, number=number, direction=direction)
    labels = y.labels or Labels()
    even = sampler.name in EVEN and option_value(call, sampler, 0, "sampling_strategy", "auto") == "auto"
    counts = even_counts(labels.counts, direction) if even else UNKNOWN
    length: Any = sum(counts) if isinstance(counts, tuple) else Axis("the number of rows after resampling")
    balanced = replace(labels, counts=counts, imbalanced=None)
    resampled = resampled_array(x, length, rows, step)
    if direction != "under":
        resampled = replace(resampled, dtype=x.dtype)
    targets = replace(resampled_array(y, length, rows, step), labels=balanced)
    return Tuple((call.new(resampled), call.new(targets)))


def even_counts(counts: Any, direction: str) -> Any:
    """Every class with the samples of the most frequent (or the rarest) one."""
    if not isinstance(counts, tuple) or not counts or min(counts) == 0:
        return UNKNOWN
    return ((max(counts) if direction == "over" else min(counts)),) * len(counts)


def resampled_array(array: Array, length: Any, rows: Any, step: Step) -> Array:
    """An array with other rows."""
    shape: Any = (length, *array.shape[1:]) if isinstance(array.shape, tuple) and array.shape else UNKNOWN
    return replace(array, shape=shape, rows=rows, data=UNKNOWN).with_step(step)

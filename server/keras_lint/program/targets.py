"""What is known of the labels that a model's output is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array
from keras_lint.program.heads import Head
from keras_lint.program.views import ModelView

CLASS_METRICS = frozenset({
    "accuracy", "acc", "categorical_accuracy", "sparse_categorical_accuracy", "CategoricalAccuracy",
    "SparseCategoricalAccuracy", "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy",
    "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
})  # fmt: skip
"""Metrics that make sense for classes alone."""


def targets_of(model: ModelView) -> Iterator[Array]:
    """The known arrays of targets the model is trained on."""
    for fit in model.fits:
        if isinstance(fit.targets, Array):
            yield fit.targets


def label_form(head: Head) -> str | Unknown:
    """How the labels of a model with one output are written, where all its ``fit`` agree."""
    forms = {form_of(array) for array in targets_of(head.model)}
    form = forms.pop() if len(forms) == 1 else None
    return form if form is not None and head.model.output is not None else UNKNOWN


def form_of(array: Array) -> str | None:
    """``integer``, ``one-hot``, … ``None`` where it is not known."""
    form = array.labels.form if array.labels is not None else UNKNOWN
    return form if isinstance(form, str) else None


def on_classes(head: Head) -> bool:
    """Whether the output is known to tell classes apart: by the labels, or by a metric that means nothing else."""
    forms = [form_of(array) for array in targets_of(head.model)]
    if any(form in ("integer", "one-hot") for form in forms):
        return True
    metrics = head.model.metrics
    return isinstance(metrics, tuple) and any(metric_name(metric) in CLASS_METRICS for metric in metrics)


def metric_name(metric: Any) -> str | None:
    """A metric's name as a string or class."""
    name = metric if isinstance(metric, str) else getattr(metric, "name", None)
    return name if isinstance(name, str) else None


def one_per_sample(head: Head) -> Array | None:
    """Targets that are known to hold one label or value for each sample; ``None`` where that is not known."""
    if head.model.output is None or not isinstance(head.shape, tuple) or all(dim == 1 for dim in head.shape[1:-1]):
        return None
    found = list(targets_of(head.model))
    return found[0] if found and all(is_one_per_sample(array) for array in found) else None


def is_one_per_sample(array: Array) -> bool:
    """Whether an array of targets is (n,), (n, 1), or one-hot rows."""
    if not isinstance(array.shape, tuple) or array.dtype == "object":
        return False  # an array of objects may hold a sequence in each row
    if form_of(array) is None and not isinstance(array.dtype, str):
        return False
    return len(array.shape) == 1 or (len(array.shape) == 2 and (array.shape[1] == 1 or form_of(array) == "one-hot"))

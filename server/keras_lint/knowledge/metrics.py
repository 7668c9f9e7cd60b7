"""Metrics: which one ``compile`` was given, which way is better, and what it expects of labels and outputs."""

from __future__ import annotations

from typing import Any, TypeAlias
from typing import Literal as Choice

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.losses import ALIASES as LOSS_ALIASES
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import Configured, Literal, Symbol

Better: TypeAlias = Choice["more", "less"]

BETTER: dict[str, Better | None] = {
    "Accuracy": "more", "AUC": "more", "BinaryAccuracy": "more", "BinaryCrossentropy": "less", "BinaryIoU": "more",
    "CategoricalAccuracy": "more", "CategoricalCrossentropy": "less", "CategoricalHinge": "less",
    "ConcordanceCorrelation": "more", "CosineSimilarity": "more", "F1Score": "more", "FBetaScore": "more",
    "FalseNegatives": None, "FalsePositives": None, "Hinge": "less", "IoU": "more", "KLDivergence": "less",
    "LogCoshError": "less", "Mean": None, "MeanAbsoluteError": "less", "MeanAbsolutePercentageError": "less",
    "MeanIoU": "more", "MeanMetricWrapper": None, "MeanSquaredError": "less", "MeanSquaredLogarithmicError": "less",
    "OneHotIoU": "more", "OneHotMeanIoU": "more", "PearsonCorrelation": "more", "Poisson": "less", "Precision": "more",
    "PrecisionAtRecall": "more", "R2Score": "more", "Recall": "more", "RecallAtPrecision": "more",
    "RootMeanSquaredError": "less", "SensitivityAtSpecificity": "more", "SparseCategoricalAccuracy": "more",
    "SparseCategoricalCrossentropy": "less", "SparseTopKCategoricalAccuracy": "more",
    "SpecificityAtSensitivity": "more", "SquaredHinge": "less", "Sum": None, "TopKCategoricalAccuracy": "more",
    "TrueNegatives": None, "TruePositives": None,
}  # fmt: skip
"""Class name of each Keras metric, and which way is better; ``None`` where Keras does not say (callbacks then need a
``mode``)."""

_ACCURACY = {"accuracy": "Accuracy", "acc": "Accuracy", "ACC": "Accuracy"}


def class_of(metric: Any) -> str | None | Unknown:
    """The class of a metric as ``compile`` was given it; ``Accuracy`` for the string ``"accuracy"``, by which Keras
    takes the variant that fits; ``None`` for one of the program's own; Unknown for what is not known.
    """
    if isinstance(metric, Literal):
        metric = metric.value
    if isinstance(metric, str):
        return _by_name(metric)
    if isinstance(metric, Symbol):
        path = canonical(metric.path)
        return _by_name(path.rpartition(".")[2]) if path.startswith("keras.") else UNKNOWN
    if isinstance(metric, Configured) and metric.path.startswith("keras.metrics.") and "custom" not in metric.state:
        return metric.name if metric.name in BETTER else UNKNOWN
    return UNKNOWN


def _by_name(name: str) -> str | Unknown:
    """The class that a string or function name stands for."""
    if name in _ACCURACY:
        return _ACCURACY[name]
    name = LOSS_ALIASES.get(name, name)
    if name in BETTER:
        return name
    wanted = name.replace("_", "").lower()
    found = [cls for cls in BETTER if cls.lower() in (wanted, wanted + "error")]
    return found[0] if len(found) == 1 else UNKNOWN


def better(metric: Any) -> Better | None | Unknown:
    """Which way is better for a metric as ``compile`` was given it; ``None`` where Keras does not know."""
    cls = class_of(metric)
    return BETTER[cls] if isinstance(cls, str) else UNKNOWN

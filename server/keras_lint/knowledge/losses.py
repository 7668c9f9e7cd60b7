"""Losses: which one a ``compile`` argument names, and what it expects of labels and outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from typing import Literal as Choice

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import MISSING, Configured, Literal, Symbol, Value
from keras_lint.syntax import Site

Family: TypeAlias = Choice["categorical", "sparse", "binary", "regression", "hinge", "other"]

LOSSES: dict[str, tuple[str, Family]] = {
    "categorical_crossentropy": ("CategoricalCrossentropy", "categorical"),
    "categorical_focal_crossentropy": ("CategoricalFocalCrossentropy", "categorical"),
    "sparse_categorical_crossentropy": ("SparseCategoricalCrossentropy", "sparse"),
    "binary_crossentropy": ("BinaryCrossentropy", "binary"),
    "binary_focal_crossentropy": ("BinaryFocalCrossentropy", "binary"),
    "mean_squared_error": ("MeanSquaredError", "regression"),
    "mean_absolute_error": ("MeanAbsoluteError", "regression"),
    "mean_absolute_percentage_error": ("MeanAbsolutePercentageError", "regression"),
    "mean_squared_logarithmic_error": ("MeanSquaredLogarithmicError", "regression"),
    "huber": ("Huber", "regression"),
    "log_cosh": ("LogCosh", "regression"),
    "cosine_similarity": ("CosineSimilarity", "other"),
    "poisson": ("Poisson", "other"),
    "kl_divergence": ("KLDivergence", "other"),
    "hinge": ("Hinge", "hinge"),
    "squared_hinge": ("SquaredHinge", "hinge"),
    "categorical_hinge": ("CategoricalHinge", "hinge"),
    "dice": ("Dice", "other"),
    "tversky": ("Tversky", "other"),
}
"""Function name of each Keras loss, its class, and what family of targets it is for."""

ALIASES = {
    "mse": "mean_squared_error", "MSE": "mean_squared_error", "mae": "mean_absolute_error", "MAE":
    "mean_absolute_error",
    "mape": "mean_absolute_percentage_error", "MAPE": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error", "MSLE": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy", "BCE": "binary_crossentropy", "kld": "kl_divergence", "KLD": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence", "logcosh": "log_cosh", "huber_loss": "huber",
    "cosine_proximity": "cosine_similarity",
}  # fmt: skip

_BY_CLASS = {cls: name for name, (cls, _) in LOSSES.items()}
PROBABILITY_LOSSES = frozenset(name for name in LOSSES if name.endswith("crossentropy"))
"""Losses that take probabilities (or logits with ``from_logits=True``)."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss as ``compile`` was given it."""

    name: str
    """Function name: ``sparse_categorical_crossentropy``."""
    family: Family
    from_logits: bool | Unknown
    form: Choice["string", "object", "function"]
    """How it was written: ``"mse"``, ``MeanSquaredError()``, ``losses.mean_squared_error``."""
    site: Site | None = field(default=None, compare=False, repr=False)
    """The expression in ``compile``."""
    configured: Configured | None = field(default=None, compare=False, repr=False)
    """The loss object, where there is one."""

    @property
    def cls(self) -> str:
        """Class name: ``SparseCategoricalCrossentropy``."""
        return LOSSES[self.name][0]

    @property
    def takes_probabilities(self) -> bool:
        """Whether it expects probabilities (or logits, if told so)."""
        return self.name in PROBABILITY_LOSSES


def loss_of(fact: Any, python: Callable[[Value], Any], site: Site | None) -> Loss | Unknown:
    """The loss that a fact stands for; Unknown for custom losses and what is not known."""
    if isinstance(fact, Literal) and isinstance(fact.value, str):
        name = ALIASES.get(fact.value, fact.value)
        name = _BY_CLASS.get(name, name)
        return Loss(name, LOSSES[name][1], False, "string", site) if name in LOSSES else Unknown(f"loss `{fact.value}`")
    if isinstance(fact, Configured) and fact.path.startswith("keras.losses.") and fact.name in _BY_CLASS:
        name = _BY_CLASS[fact.name]
        given = fact.value("from_logits")
        logits = False if given is MISSING else python(given)
        if "custom" in fact.state:
            return UNKNOWN
        return Loss(name, LOSSES[name][1], logits if isinstance(logits, bool) else UNKNOWN, "object", site, fact)
    if isinstance(fact, Symbol):
        path = canonical(fact.path)
        name = ALIASES.get(path.rpartition(".")[2], path.rpartition(".")[2])
        if path.startswith(("keras.losses.", "keras.metrics.", "keras.backend.")):
            if name in LOSSES:
                return Loss(name, LOSSES[name][1], False, "function", site)
            if name in _BY_CLASS:
                return Unknown("a loss class that was not called")
    return UNKNOWN

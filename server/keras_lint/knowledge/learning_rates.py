"""Optimizers: which one a ``compile`` argument names, and its learning rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from typing import Literal as Choice

from keras_lint.knowledge import api
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import MISSING, Argument, Configured, Literal, Symbol, Value
from keras_lint.syntax import Site

CLASSES = (
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "Adamax",
    "AdamW",
    "Ftrl",
    "Lamb",
    "Lion",
    "Muon",
    "Nadam",
    "RMSprop",
    "ScheduleFreeAdamW",
    "SGD",
)
"""The optimizers of Keras that work alone; others wrap one."""
IDENTIFIERS = {name.lower(): name for name in CLASSES if name != "Lamb"}
"""Classes by the strings that ``compile`` takes, in lower case: Keras 3.15 interprets no ``"lamb"``."""
ADAPTIVE = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion"})
"""Each update moves a weight by about the learning rate, however large the gradient."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer as ``compile`` was given it."""

    cls: str
    """Class name: ``Adam``."""
    rate: float | Unknown
    """The learning rate, the default where none is given; Unknown for schedules."""
    argument: Argument | None = field(default=None, compare=False)
    """``learning_rate=``, where it is given."""
    momentum: float | Unknown = 0.0
    clipped: bool | Unknown = False
    """Whether gradients are clipped."""
    configured: Configured | None = field(default=None, compare=False)
    """The optimizer object; ``None`` where a string names the class."""
    site: Site | None = field(default=None, compare=False, repr=False)
    form: Choice["string", "object", "class"] = "object"

    @property
    def default(self) -> float | None:
        """The class's own default."""
        return default_rate(self.cls)

    @property
    def is_default(self) -> bool:
        """Whether the rate is the class's default, for none was given."""
        return self.argument is None

    @property
    def reach(self) -> float | Unknown:
        """How far an update goes for a gradient of 1 that stays: momentum adds up to 1 / (1 - momentum) times."""
        if isinstance(self.rate, Unknown) or isinstance(self.momentum, Unknown) or not 0 <= self.momentum < 1:
            return UNKNOWN
        return self.rate / (1 - self.momentum)


def default_rate(cls: str) -> float | None:
    """The default learning rate of an optimizer class."""
    signature = api.signature(f"keras.optimizers.{cls}")
    parameter = signature.parameter("learning_rate") if signature is not None else None
    return float(parameter.default) if parameter is not None and isinstance(parameter.default, (int, float)) else None


def optimizer_of(fact: Any, python: Callable[[Value], Any], site: Site | None) -> Optimizer | Unknown:
    """The optimizer that a fact stands for; Unknown for optimizers of other libraries and what is not known."""
    if isinstance(fact, Literal) and isinstance(fact.value, str):
        cls = IDENTIFIERS.get(fact.value.lower())
        rate = default_rate(cls) if cls is not None else None
        return (
            Optimizer(cls, rate, site=fact.site or site, form="string")
            if cls is not None and rate is not None
            else UNKNOWN
        )
    if isinstance(fact, Symbol) and canonical(fact.path).startswith("keras.optimizers."):
        cls = canonical(fact.path).rpartition(".")[2]
        rate = default_rate(cls) if cls in CLASSES else None
        return Optimizer(cls, rate, site=site, form="class") if rate is not None else UNKNOWN
    if not isinstance(fact, Configured) or not fact.path.startswith("keras.optimizers.") or fact.name not in CLASSES:
        return UNKNOWN
    return configured_optimizer(fact, python)


def configured_optimizer(fact: Configured, python: Callable[[Value], Any]) -> Optimizer | Unknown:
    """The optimizer behind ``Adam(learning_rate=…)``."""
    given = fact.value("learning_rate")
    rate: Any = default_rate(fact.name) if given is MISSING else python(given)
    if isinstance(rate, bool) or not isinstance(rate, (int, float)):
        rate = UNKNOWN
    momentum = 0.0 if fact.name != "SGD" or fact.value("momentum") is MISSING else python(fact.value("momentum"))
    clipping = [fact.value(name) for name in ("clipnorm", "clipvalue", "global_clipnorm")]
    clipped = any(
        value is not MISSING and not isinstance(value, Unknown) and python(value) is not None for value in clipping
    )
    unknown = any(isinstance(value, Unknown) for value in clipping)
    return Optimizer(
        fact.name,
        rate,
        fact.arguments.get("learning_rate"),
        momentum if isinstance(momentum, (int, float)) else UNKNOWN,
        clipped if clipped or not unknown else UNKNOWN,
        fact,
        fact.site,
    )

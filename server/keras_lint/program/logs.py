"""The names under which ``fit`` reports a model's loss and metrics: the keys of its history, what callbacks can
monitor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge import api
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import MISSING, Compiled, Configured, Symbol
from keras_lint.program.values import Function

if TYPE_CHECKING:
    from keras_lint.program.views import ModelView


@dataclass(frozen=True, slots=True)
class LogName:
    """One metric's name in the logs."""

    name: str
    numbered: bool = False
    """Whether Keras may append a number (``auc_1``), because an object of that class was made before."""

    def matches(self, wanted: str) -> bool:
        """Whether the metric is, or may be, reported as ``wanted``."""
        return wanted == self.name or (
            self.numbered and re.fullmatch(rf"{re.escape(self.name)}_\d+", wanted) is not None
        )


def log_names(model: ModelView) -> tuple[LogName, ...] | Unknown:
    """Names of the metrics a model with one output is compiled with, the loss left out; Unknown where one is not
    known.
    """
    compiled = model.compiled
    if not isinstance(compiled, Compiled) or not compiled.complete or len(_outputs(model)) != 1:
        return UNKNOWN
    if compiled.value("weighted_metrics") is not MISSING or not isinstance(model.metrics, tuple):
        return UNKNOWN
    if model.fact.kind == "Subclass":
        return UNKNOWN
    names = [_name_of(model, metric) for metric in model.metrics]
    written = [name.name for name in names if isinstance(name, LogName) and not name.numbered]
    if len(set(written)) != len(written):  # Keras numbers the second: `accuracy_1`
        return UNKNOWN
    return (
        tuple(name for name in names if isinstance(name, LogName)) if all(is_known(name) for name in names) else UNKNOWN
    )


def exact_names(names: tuple[LogName, ...] | Unknown) -> tuple[str, ...]:
    """Names that Keras is certain to use."""
    return tuple(name.name for name in names if not name.numbered) if isinstance(names, tuple) else ()


def _outputs(model: ModelView) -> tuple[Any, ...]:
    return model.fact.outputs if isinstance(model.fact.outputs, tuple) else model.output_layers


def _name_of(model: ModelView, metric: Any) -> LogName | Unknown:
    """The name of one metric: strings as they are written, functions by their name, objects by their ``name``."""
    if isinstance(metric, str):
        return LogName(metric)
    if isinstance(metric, Function):
        return LogName("lambda" if metric.name == "<lambda>" else metric.name)
    if isinstance(metric, Symbol):
        path = canonical(metric.path)
        name = path.rpartition(".")[2]
        return LogName(name) if path.startswith("keras.") and name[:1].islower() else UNKNOWN
    if not isinstance(metric, Configured) or not metric.path.startswith("keras.metrics."):
        return UNKNOWN
    given = metric.value("name")
    if given is not MISSING:
        name = model.python(given)
        return LogName(name) if isinstance(name, str) else UNKNOWN
    signature = api.signature(metric.path)
    parameter = signature.parameter("name") if signature is not None else None
    if parameter is None:
        return UNKNOWN
    if isinstance(parameter.default, str):
        return LogName(parameter.default)
    return LogName(snake_case(metric.name), numbered=True) if parameter.default is None else UNKNOWN


def snake_case(name: str) -> str:
    """How Keras names an object by its class: ``MeanIoU`` → ``mean_io_u``, ``AUC`` → ``auc``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def logged_metric(model: ModelView, name: str) -> Any:
    """The metric that is certainly reported as ``name``; ``None`` where none is, or it is not certain."""
    names = log_names(model)
    if not isinstance(names, tuple) or not isinstance(model.metrics, tuple):
        return None
    found = [metric for metric, log in zip(model.metrics, names, strict=True) if log.name == name and not log.numbered]
    return found[0] if len(found) == 1 else None

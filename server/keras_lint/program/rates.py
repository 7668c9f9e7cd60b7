"""How fast a model learns: its optimizer, what else sets the learning rate, and how sensitive the model is to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.learning_rates import Optimizer, optimizer_of
from keras_lint.knowledge.values import Array, Compiled, Configured
from keras_lint.program.fits import callback_names, has_foreign_callback, new_throughout, on_truth_table
from keras_lint.program.heads import LINEAR_MAPS
from keras_lint.program.values import Instance

if TYPE_CHECKING:
    from keras_lint.program.views import CompileCall, FitCall

_ENDING_SCHEDULES = frozenset({"CosineDecay", "CosineDecayRestarts", "PolynomialDecay", "PiecewiseConstantDecay"})
"""Schedules that are made for a certain number of steps."""
SETS_RATE = frozenset({"LearningRateScheduler", "ReduceLROnPlateau"})
"""Callbacks that change the learning rate."""


def optimizer(fit: FitCall) -> Optimizer | Unknown:
    """The optimizer a model is trained with."""
    compiled = fit.model.compiled if fit.model is not None else None
    argument = compiled.arguments.get("optimizer") if isinstance(compiled, Compiled) else None
    return optimizer_of(fit.read(argument.value), fit.python, argument.site) if argument is not None else UNKNOWN


def compiled_optimizer(compilation: CompileCall) -> Optimizer | Unknown:
    """The optimizer a ``compile`` is given."""
    argument = compilation.compiled.arguments.get("optimizer")
    if argument is None:
        return UNKNOWN
    return optimizer_of(compilation.read(argument.value), compilation.python, argument.site)


def compiled_fits(compilation: CompileCall) -> tuple[FitCall, ...]:
    """The trainings of the model that is compiled."""
    return tuple(fit for fit in compilation.program.fits if fit.model_reference == compilation.model_reference)


def schedule_ends(fit: FitCall) -> bool:
    """Whether the learning rate follows a schedule that is made for a certain number of steps."""
    compiled = fit.model.compiled if fit.model is not None else None
    argument = compiled.arguments.get("optimizer") if isinstance(compiled, Compiled) else None
    fact = fit.read(argument.value) if argument is not None else None
    rate = fit.read(fact.value("learning_rate")) if isinstance(fact, Configured) else None
    return isinstance(rate, Instance) or (isinstance(rate, Configured) and rate.name in _ENDING_SCHEDULES)


def rate_is_managed(fit: FitCall) -> bool:
    """Whether a callback changes the learning rate, or may."""
    return has_foreign_callback(fit) or any(name in SETS_RATE for name in callback_names(fit))


def rate_is_set_later(compilation: CompileCall) -> bool:
    """Whether the rate is, or may be, changed after ``compile``: by a callback, or through the optimizer's
    attribute.
    """
    program, model = compilation.program, compilation.model_reference
    if any(rate_is_managed(fit) for fit in program.fits if fit.model_reference == model):
        return True
    return bool(program.of("learning_rate"))


def starts_from_scratch(compilation: CompileCall) -> bool:
    """Whether the model is known to have random weights when it is compiled."""
    model = compilation.model
    return model is not None and new_throughout(model) and not compilation.event.context.turns


def is_deep(compilation: CompileCall) -> bool:
    """Whether the model is known to have hidden weights, and to learn more than a few written-out rows."""
    weighted = (
        [view for view in compilation.model.all_layers if view.cls in LINEAR_MAPS]
        if compilation.model is not None
        else []
    )
    return len(weighted) > 1 and not any(on_truth_table(fit) for fit in compiled_fits(compilation))


def width(fit: FitCall) -> int | Unknown:
    """Units (or channels) of the widest layer with weights."""
    views = [view for view in fit.model.all_layers if view.cls in LINEAR_MAPS] if fit.model is not None else []
    sizes = [view.output_shape[-1] if isinstance(view.output_shape, tuple) else view.value("units") for view in views]
    return max(sizes) if sizes and all(isinstance(size, int) for size in sizes) else UNKNOWN


def has_probability_loss(compilation: CompileCall) -> bool:
    """Whether the loss is a cross-entropy: its gradients are no larger than the inputs."""
    loss = compilation.model.loss if compilation.model is not None else UNKNOWN
    return not isinstance(loss, Unknown) and loss.takes_probabilities


def has_small_gradients(fit: FitCall) -> bool:
    """Whether the loss's gradient is no larger than the inputs: a cross-entropy, or an output between -1 and 1 on
    such targets.
    """
    model, targets = fit.model, fit.targets
    if model is None or isinstance(model.loss, Unknown):
        return False
    if model.loss.takes_probabilities:
        return True
    bounded = (
        isinstance(targets, Array)
        and is_known(targets.low)
        and is_known(targets.high)
        and -1 <= targets.low <= targets.high <= 1
    )
    return bounded and model.output_activation in ("sigmoid", "tanh", "softmax")

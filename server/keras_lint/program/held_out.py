"""The data a model is judged by: what it is validated on, evaluated on, or predicts for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keras_lint.knowledge.values import Array, Rows, Step
from keras_lint.program.views import FitCall, ModelCall

if TYPE_CHECKING:
    from keras_lint.syntax import Site


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Inputs that a model is judged by, and the call that does it."""

    data: Array
    role: str
    """``validation`` or ``test``."""
    call: ModelCall

    @property
    def site(self) -> Site:
        """The expression of the data where it is written in the call, else the call."""
        argument = self.call.arguments.get("validation_data" if self.role == "validation" else "x")
        return argument.site if argument is not None and argument.site is not None else self.call.site


def held_out(fit: FitCall) -> Iterator[HeldOut]:
    """The data that the model of a ``fit`` is judged by, where they are known."""
    validation = fit.validation[0]
    if isinstance(validation, Array):
        yield HeldOut(validation, "validation", fit)
    program = fit.program
    later: list[ModelCall] = [*program.evaluations, *program.predictions]
    for call in later:
        if call.model_reference == fit.model_reference and isinstance(call.inputs, Array):
            yield HeldOut(call.inputs, "test", call)


def sources(data: Array) -> tuple[Rows, ...]:
    """The rows that data holds, and those that its rows were made of by resampling."""
    found = [data.rows] if isinstance(data.rows, Rows) else []
    found += [step.fitted_on for step in data.steps if step.kind == "resampled" and isinstance(step.fitted_on, Rows)]
    return tuple(found)


def apart(one: Array, other: Array) -> bool:
    """Whether two arrays are known to share no sample: a split sent their rows different ways."""
    return any(a.apart(b) for a in sources(one) for b in sources(other))


def split_of(one: Array, other: Array) -> Step | None:
    """The split that parted the rows of two arrays, as the step it is in the life of both."""
    mine = [step for step in one.steps if step.kind == "split"]
    return next((step for step in reversed(mine) if step in other.steps), None)


def adds_rows(data: Array, step: Step) -> bool:
    """Whether a resampling in the life of data put rows made of others beside them. One class that was drawn again is
    in some of the rows only, until it is appended to the others.
    """
    if step.detail not in ("over", "both", "copies"):
        return False
    later = data.steps[data.steps.index(step) :]
    return step.certain or any(other.kind == "appended" for other in later)


__all__ = ["HeldOut", "adds_rows", "apart", "held_out", "sources", "split_of"]

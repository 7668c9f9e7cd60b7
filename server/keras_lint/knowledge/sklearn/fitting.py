"""What fitting a transformer means: it remembers the rows it saw, and every array it transforms carries that memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import to_array
from keras_lint.knowledge.call import Call
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Argument, Array, Configured, Ref, Rows, Step, StepKind, Value


def option(configured: Configured, position: int | None, name: str) -> Value | None:
    """An argument of the constructor by name or place; ``None`` where it is left out, Unknown where it may be
    hidden.
    """
    given: Argument | None = configured.arguments.get(name)
    if given is None and position is not None:
        given = configured.arguments.get(f"*{position}")
    if given is not None:
        return given.value
    hidden = not configured.complete and not any(key.startswith("*") for key in configured.arguments)
    return Unknown("arguments were unpacked from something unknown") if hidden else None


def option_value(call: Call, configured: Configured, position: int | None, name: str, default: Any) -> Any:
    """An argument of the constructor as Python data."""
    found = option(configured, position, name)
    return default if found is None else call.python(found)


def remember_fit(call: Call, data: Array, method: str, targets: Any = None) -> Any:
    """Fit the receiver on ``data``: its state says on which rows, where, and as which fit."""
    fact = call.read(call.receiver)
    rows = data.rows if isinstance(data.rows, Rows) else UNKNOWN
    identity = call.fresh()
    again = method == "partial_fit" and "identity" in fact.state
    if again:
        identity, rows = fact.state["identity"], rows if rows == fact.state.get("fitted_on") else UNKNOWN
    earlier = fact.state.get("fits", ())
    fitted = replace(
        fact,
        state={
            **fact.state,
            "fitted_on": rows,
            "identity": identity,
            "fits": (*earlier, identity) if isinstance(earlier, tuple) else (identity,),
            "data": replace(data, data=UNKNOWN),
        },
    )
    if isinstance(call.receiver, Ref):
        call.update(call.receiver, fitted)
    call.event(
        "transformer",
        transformer=fact.name,
        data=data,
        method=method,
        identity=identity,
        receiver=call.receiver,
        targets=targets,
    )
    return fitted


def fitted_step(call: Call, configured: Any, kind: StepKind, detail: str = "") -> Step:
    """The step that transforming with a (fitted) object is; on which rows it was fitted is unknown if no fit was
    seen.
    """
    if not isinstance(configured, Configured):
        return call.step(kind, "a transformer", fitted_on=UNKNOWN, detail=detail)
    fitted_on = configured.state.get("fitted_on", UNKNOWN)
    return call.step(
        kind, configured.name, fitted_on=fitted_on, identity=configured.state.get("identity", 0), detail=detail
    )


def data_argument(call: Call) -> tuple[Value, Array]:
    """The X (or y) of ``fit``, ``transform``, ``fit_transform``: the value, and what is known of it."""
    value = call.arg(0, "X", "y", "raw_documents", "inputs", "texts")
    return value, to_array(call, value) or Array()


def same_fit(array: Array, configured: Configured) -> bool:
    """Whether all rows of the array were among those the object was fitted on."""
    fitted = configured.state.get("fitted_on")
    return isinstance(fitted, Rows) and isinstance(array.rows, Rows) and array.rows.within(fitted)

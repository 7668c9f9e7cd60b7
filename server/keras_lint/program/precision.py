"""How wide weights are: 4 bytes, unless the program asks for something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.values import Literal, Value

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.calls import Arguments
    from keras_lint.program.run import Run

SINGLE = ("float32", "mixed_float16", "mixed_bfloat16")
"""Policies under which weights are numbers of 4 bytes; the mixed ones compute in half precision."""


def is_single(dtype: Any) -> bool:
    """Whether a layer given this ``dtype=`` keeps weights of 4 bytes."""
    return dtype is None or dtype in SINGLE


def set_policy(run: Run, path: str, written: str, arguments: Arguments, node: cst.CSTNode) -> Value:
    """``keras.config.set_dtype_policy("mixed_float16")``, ``set_floatx("float64")``."""
    given = [run.python(value) for value in arguments.values()] or [UNKNOWN]
    if not is_single(given[0]):
        run.single = False
    return Literal(None)


FUNCTIONS: dict[str, Callable[[Run, str, str, Arguments, cst.CSTNode], Value]] = dict.fromkeys(
    (
        "keras.config.set_dtype_policy",
        "keras.config.set_floatx",
        "keras.backend.set_floatx",
        "keras.mixed_precision.set_dtype_policy",
        "keras.mixed_precision.set_global_policy",
        "keras.mixed_precision.experimental.set_policy",
    ),
    set_policy,
)
"""The functions that change it for all layers made from then on."""

"""Evaluating an expression: the table of kinds is filled by ``expressions``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.values import Value
from keras_lint.program.bounds import bounded

if TYPE_CHECKING:
    from keras_lint.program.run import Run


def evaluate(run: Run, node: cst.BaseExpression) -> Value:
    """The value of an expression."""
    run.spend()
    handler = EXPRESSIONS.get(type(node))
    return bounded(handler(run, node)) if handler is not None else UNKNOWN


EXPRESSIONS: dict[type, Callable[[Run, Any], Value]] = {}
"""How each kind of expression is evaluated; ``expressions`` fills it."""

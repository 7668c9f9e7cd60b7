"""Functions of Python's standard library that models are put together with: ``functools``, ``itertools``, ``math``."""

from __future__ import annotations

import itertools
import math

from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import MISSING, Argument, Configured, List, Literal, Tuple, Value

MOST_TURNS = 64
"""Longest sequence that is reduced, and most combinations that are listed, item by item."""
MATHEMATICS = (
    "ceil",
    "floor",
    "sqrt",
    "log",
    "log2",
    "log10",
    "exp",
    "prod",
    "pow",
    "trunc",
    "gcd",
    "fabs",
    "sin",
    "cos",
)


@describes(*(f"math.{name}" for name in MATHEMATICS))
def mathematics(call: Call) -> Value:
    """``math.ceil(len(x) / 32)``, where the number is known."""
    given = [call.python(value) for value in call.args]
    if call.kwargs or not call.complete or not all(is_known(value) for value in given):
        return Unknown(f"the result of `{call.path}`")
    try:
        return Literal(getattr(math, call.path.rpartition(".")[2])(*given), call.site)
    except (TypeError, ValueError, OverflowError):
        return Unknown(f"the result of `{call.path}`")


# --- functools, itertools, dataclasses ------------------------------------------------------------------------------


@describes("functools.reduce")
def reduce(call: Call) -> Value:
    """``reduce(lambda x, layer: layer(x), layers, inputs)``."""
    items = call.items(call.arg(1, "iterable"))
    start = call.arg(2, "initial")
    if items is None or len(items) > MOST_TURNS or (start is MISSING and not items):
        call.invoke(call.arg(0, "function"), (UNKNOWN, UNKNOWN))
        return Unknown("the result of `functools.reduce`")
    result, rest = (start, items) if start is not MISSING else (items[0], items[1:])
    for item in rest:
        result = call.invoke(call.arg(0, "function"), (result, item))
    return result


@describes("itertools.product")
def product(call: Call) -> Value:
    """``itertools.product(units, rates)``: all combinations."""
    texts = [
        value.value if isinstance(value, Literal) and isinstance(value.value, str) else None for value in call.args
    ]
    columns = [
        call.items(value) if text is None else tuple(Literal(character) for character in text)
        for value, text in zip(call.args, texts, strict=True)
    ]
    if call.kwargs or not call.complete or any(column is None for column in columns):
        return Unknown("the result of `itertools.product`")
    known = [column for column in columns if column is not None]
    if math.prod(len(column) for column in known) > MOST_TURNS:
        return call.new(List((), Tuple(tuple(call.element(value) for value in call.args))))
    return call.new(List(tuple(Tuple(row) for row in itertools.product(*known))))


@describes("dataclasses.field")
def field(call: Call) -> Value:
    """``field(default_factory=list)``: how a field of a dataclass is filled."""
    given = {name: Argument(value) for name, value in call.kwargs.items()}
    return call.new(Configured("dataclasses.field", given, call.site, call.complete))

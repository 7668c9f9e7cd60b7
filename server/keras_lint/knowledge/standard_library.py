"""Functions of Python's standard library that programs are put together with: ``argparse``, ``functools``, …"""

from __future__ import annotations

import itertools
import math
from typing import Any

from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import MISSING, Argument, Configured, Dict, List, Literal, Tuple, Value

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
    columns = [call.items(value) for value in call.args]
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


# --- argparse -------------------------------------------------------------------------------------------------------

PARSER = "argparse.ArgumentParser"


@describes(PARSER)
def argument_parser(call: Call) -> Value:
    """A parser: what is known of a run are the defaults of its options."""
    return call.new(Configured(PARSER, {}, call.site, state={}))


@describes(f"{PARSER}.add_argument")
def add_argument(call: Call) -> Value:
    """``parser.add_argument("--epochs", type=int, default=10)``."""
    parser: Configured = call.read(call.receiver)
    flags = [call.python(value) for value in call.args]
    target = call.python(call.arg(None, "dest", default=Literal(None)))
    if not flags or not all(isinstance(flag, str) for flag in flags) or isinstance(target, Unknown):
        call.update(call.receiver, Unknown("a parser with options of unknown names"))
        return UNKNOWN
    name = target or next((flag for flag in flags if flag.startswith("--")), flags[0])
    options = {**parser.state, str(name).lstrip("-").replace("-", "_"): default_of(call, str(flags[0]))}
    call.update(call.receiver, Configured(PARSER, {}, parser.site, state=options))
    return UNKNOWN


def default_of(call: Call, flag: str) -> Value:
    """What an option is when it is not given on the command line."""
    action = call.python(call.arg(None, "action", default=Literal("store")))
    required = call.python(call.arg(None, "required", default=Literal(False)))
    default = call.arg(None, "default")
    if not flag.startswith("-") or required is not False or not call.complete:
        return Unknown(f"the argument `{flag}` of the command line")
    if default is not MISSING:
        fact = call.read(default)
        text = isinstance(fact, Literal) and isinstance(fact.value, str)
        return (
            Unknown(f"the default of `{flag}`, converted")
            if text and "type" in call.kwargs and not is_text(call)
            else default
        )
    return Literal({"store_true": False, "store_false": True}.get(action)) if isinstance(action, str) else UNKNOWN


def is_text(call: Call) -> bool:
    """Whether an option stays a string."""
    kind: Any = call.read(call.arg(None, "type"))
    return getattr(kind, "path", None) == "builtins.str"


@describes(f"{PARSER}.parse_args", f"{PARSER}.parse_known_args")
def parse_args(call: Call) -> Value:
    """``args = parser.parse_args()``: the defaults."""
    parser: Configured = call.read(call.receiver)
    if call.args or call.kwargs:
        return Unknown("arguments parsed from a list")
    arguments = {name: Argument(value) for name, value in parser.state.items()}
    found = call.new(Configured("argparse.Namespace", arguments, call.site))
    return Tuple((found, call.new(List(())))) if call.path == "parse_known_args" else found


@describes("builtins.vars")
def variables(call: Call) -> Value:
    """``vars(args)``."""
    fact = call.read(call.arg(0))
    if not isinstance(fact, Configured) or fact.path != "argparse.Namespace":
        return UNKNOWN
    return call.new(Dict({name: argument.value for name, argument in fact.arguments.items()}))

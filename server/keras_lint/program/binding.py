"""Binding the arguments of a Keras call to parameter names, old spellings included."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.api.legacy_arguments import (
    GENERATOR_METHODS,
    Renamed,
    legacy_positional,
    meant_argument,
)
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.names import parameters_of
from keras_lint.knowledge.values import Argument, Literal, Tuple, Value

if TYPE_CHECKING:
    from keras_lint.program.calls import Arguments

Bound = dict[str, Argument]


def bind(
    path: str, arguments: Arguments, python: Callable[[Value], Any] | None = None, written: str = ""
) -> tuple[Bound, bool]:
    """Arguments by their current Keras names, and whether none is hidden behind ``*args``/``**kwargs``.

    A renamed argument (``nb_epoch``) is bound to what it was renamed to, and the positional arguments of Keras 1
    (``Convolution2D(32, 3, 3)``) to what they meant: the program is read as its author meant it. ``Conv2D(32, 3, 3)``
    is not such a call: every Keras since 2.0 takes it, with a stride of 3.
    """
    bound: Bound = {}
    complete = arguments.complete
    parameters = parameters_of(path)
    values = [python(value) if python is not None else UNKNOWN for value, _ in arguments.positional]
    legacy = legacy_positional(path, values) if path.startswith("keras.layers.") else None
    if legacy is not None and (legacy.refused or "Convolution" in written or "Deconvolution" in written):
        for (value, site), renamed in zip(arguments.positional, legacy.parameters, strict=False):
            put(bound, renamed, Argument(value, site))
    else:
        for position, (value, site) in enumerate(arguments.positional):
            if position < len(parameters):
                bound[parameters[position]] = Argument(value, site)
            else:
                complete = complete and bool(parameters)
                bound[f"*{position}"] = Argument(value, site)
    for name, (value, site) in arguments.keywords.items():
        put(bound, meant_argument(path, name) or Renamed(name), Argument(value, site, name))
    return bound, complete


def put(bound: Bound, renamed: Renamed, argument: Argument) -> None:
    """Bind an argument to what it is now: a whole parameter, or one place of a tuple (``nb_row`` is
    ``kernel_size[0]``).
    """
    if renamed.name is None:
        return
    value = argument.value
    if not renamed.same_value:
        value = Unknown(f"`{argument.written}` counted something else")
    elif isinstance(value, Literal) and str(value.value) in renamed.values:
        value = Literal(renamed.values[str(value.value)], value.site)
    if renamed.index is None:
        bound[renamed.name] = Argument(value, argument.site, argument.written)
        return
    present = bound.get(renamed.name)
    places = list(present.value.items) if present is not None and isinstance(present.value, Tuple) else []
    places.extend([Literal(1)] * (renamed.index + 1 - len(places)))
    places[renamed.index] = value
    bound[renamed.name] = Argument(Tuple(tuple(places)), None, argument.written)


def bind_generator_method(method: str, arguments: Arguments) -> Arguments:
    """The arguments of ``fit_generator`` and the like, their positional ones named as in ``fit``."""
    names = GENERATOR_METHODS.get(method)
    if names is None:
        return arguments
    from keras_lint.program.calls import Arguments as CallArguments

    named = dict(zip(names, arguments.positional, strict=False))
    return CallArguments([], {**named, **arguments.keywords}, arguments.complete)

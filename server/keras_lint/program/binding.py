"""Binding the arguments of a Keras call to parameter names, old spellings included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.knowledge.names import current_argument, parameters_of
from keras_lint.knowledge.values import Argument

if TYPE_CHECKING:
    from keras_lint.program.calls import Arguments


def bind(path: str, arguments: Arguments, skip_self: bool = False) -> tuple[dict[str, Argument], bool]:
    """Arguments by their current Keras names, and whether none is hidden behind ``*args``/``**kwargs``.

    A renamed argument (``nb_epoch``) is bound to what it was renamed to: the program is read as it was meant.
    """
    bound: dict[str, Argument] = {}
    complete = arguments.complete
    parameters = parameters_of(path)
    for position, (value, site) in enumerate(arguments.positional):
        if position < len(parameters):
            bound[parameters[position]] = Argument(value, site)
        else:
            complete = complete and bool(parameters)
            bound[f"*{position}"] = Argument(value, site)
    for written, (value, site) in arguments.keywords.items():
        bound[current_argument(path, written)] = Argument(value, site, written)
    return bound, complete

"""The arguments of one library call by parameter name, defaults filled in from a table of real signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge import api
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.names import current_argument
from keras_lint.knowledge.values import MISSING, Literal, Value

if TYPE_CHECKING:
    from keras_lint.knowledge.call import Call
    from keras_lint.syntax import Site


class Given:
    """Arguments of a call, by the parameter names (and with the defaults) of ``path``.

    Args:
        call: the call.
        path: canonical path of a Keras callable, or of a method (``keras.Model.fit``), whose signature counts.
        defaults: parameters in order with their defaults, for callables that are not in Keras's table.
    """

    def __init__(self, call: Call, path: str = "", defaults: Mapping[str, Any] | None = None) -> None:
        self.call = call
        self.path = path
        self.defaults = dict(defaults) if defaults is not None else defaults_of(path)
        self.order = tuple(self.defaults)
        self.keywords = (
            {current_argument(path, name): name for name in call.kwargs} if path else {n: n for n in call.kwargs}
        )

    def value(self, name: str) -> Value:
        """The value as given, or the default; ``MISSING`` where there is neither; Unknown where it may be hidden."""
        if name in self.keywords:
            return self.call.kwargs[self.keywords[name]]
        position = self.order.index(name) if name in self.order else None
        if position is not None and position < len(self.call.args):
            return self.call.args[position]
        if not self.call.complete:
            return Unknown("arguments were unpacked from something unknown")
        default = self.defaults.get(name, MISSING)
        return default if default is MISSING else Literal(default)

    def python(self, name: str) -> Any:
        """The argument (or its default) as Python data; ``MISSING`` or ``Unknown``."""
        value = self.value(name)
        return value if value is MISSING else self.call.python(value)

    def number(self, name: str) -> int | None | Unknown:
        """A whole number or ``None``; Unknown for anything else."""
        value = self.python(name)
        return value if value is None or (isinstance(value, int) and not isinstance(value, bool)) else UNKNOWN

    def flag(self, name: str) -> bool | Unknown:
        """A truth value; Unknown for anything else."""
        value = self.python(name)
        return value if isinstance(value, bool) else UNKNOWN

    def site(self, name: str) -> Site | None:
        """The expression an argument is given by."""
        position = self.order.index(name) if name in self.order else None
        return self.call.site_of(position, self.keywords.get(name, name))

    def options(self) -> dict[str, Any]:
        """Everything as Python data, defaults included."""
        return {name: self.python(name) for name in self.order}


def defaults_of(path: str) -> dict[str, Any]:
    """Parameters of a Keras callable or method in order, with their defaults; ``MISSING`` for those without."""
    owner, _, method = path.rpartition(".")
    found = api.signature(path) or api.method_signature(owner, method)
    if found is None:
        return {}
    return {p.name: default_of(p) for p in found.parameters if p.kind.name.startswith(("POSITIONAL", "KEYWORD"))}


def default_of(parameter: api.Parameter) -> Any:
    """A parameter's default: Python data, ``MISSING`` where it is required, Unknown where it is no literal."""
    if parameter.default is api.REQUIRED:
        return MISSING
    return UNKNOWN if isinstance(parameter.default, api.ReprDefault) else parameter.default


def default(path: str, name: str) -> Any:
    """The default of one parameter of a Keras callable; ``MISSING`` where it has none."""
    return defaults_of(path).get(name, MISSING)


__all__ = ["Given", "default", "defaults_of"]

"""Operations by their names: ``keras.ops``, and the spellings of TensorFlow and ``keras.backend``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

Function = Callable[..., Any]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True, slots=True)
class Operation:
    """What a function does to tensors."""

    function: Function
    """Takes the arguments under the names that ``keras.ops`` gives them: tensors as ``Spec``, the rest as Python data;
    returns a ``Spec``, a tuple of them, Python data, or ``Unknown``."""
    cls: str
    """The name of the operation's class, which ``model.summary()`` shows; empty where none is made."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Another library's names of the parameters, in its order, with the names they have here (``""``: not looked at);
    empty where the names are the same."""
    settings: tuple[tuple[str, Any], ...] = ()
    """Arguments that this spelling implies."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The result of a call.

        Raises:
            TypeError: the arguments do not fit the function.
            Refused: Keras would raise.
        """
        if not self.parameters:
            kwargs.pop("name", None)
            return self.function(*args, **kwargs)
        if len(args) > len(self.parameters):
            raise TypeError("too many arguments")
        meant = dict(self.settings)
        names = dict(self.parameters)
        for written, value in [*zip(names, args, strict=False), *kwargs.items()]:
            if written == "name":
                continue
            if written not in names:
                raise TypeError(f"an argument that is not known: {written}")
            if names[written]:
                meant[names[written]] = value
        return self.function(**meant)


KERAS: dict[str, Operation] = {}
"""By their names in ``keras.ops``."""

OTHERS: dict[str, tuple[str, str, dict[str, Any]]] = {}
"""Full paths in other places: the name in ``keras.ops``, the parameters and the implied arguments."""


def operation(*names: str, cls: str | None = None) -> Callable[[F], F]:
    """Register a description under its names in ``keras.ops``."""

    def register(function: F) -> F:
        for name in names:
            KERAS[name] = Operation(function, class_name(name) if cls is None else cls)
        return function

    return register


def class_name(name: str) -> str:
    """The class of an operation by the function's name: ``log_softmax`` → ``LogSoftmax``."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def spelled(paths: str, meaning: str, parameters: str, **settings: Any) -> None:
    """Register other paths of an operation; ``parameters`` lists ``written=meant`` (or one name for both, or
    ``written=`` for what is not looked at) in the order of the other library.
    """
    for path in paths.split():
        OTHERS[path] = (meaning, parameters, settings)


_SAME_NAMES = (
    "keras.ops.numpy.",
    "keras.ops.nn.",
    "keras.ops.math.",
    "keras.ops.core.",
    "keras.ops.linalg.",
    "keras.ops.",
)


@lru_cache(maxsize=4096)
def operation_at(path: str) -> Operation | None:
    """The operation that a function of a library is, by its canonical path."""
    if path in OTHERS:
        meaning, parameters, settings = OTHERS[path]
        pairs = []
        for word in parameters.split():
            written, equals, meant = word.partition("=")
            pairs.append((written, meant if equals else written))
        known = KERAS[meaning]
        return Operation(known.function, known.cls, tuple(pairs), tuple(settings.items()))
    for prefix in _SAME_NAMES:
        if path.startswith(prefix):
            return KERAS.get(path[len(prefix) :])
    return None


OPERATORS = {
    "Add": "add",
    "Subtract": "subtract",
    "Multiply": "multiply",
    "Divide": "true_divide",
    "Modulo": "mod",
    "Power": "power",
    "FloorDivide": "floor_divide",
    "MatrixMultiply": "matmul",
    "BitAnd": "logical_and",
    "BitOr": "logical_or",
    "BitXor": "logical_xor",
    "Minus": "negative",
    "BitInvert": "logical_not",
    "LessThan": "less",
    "LessThanEqual": "less_equal",
    "GreaterThan": "greater",
    "GreaterThanEqual": "greater_equal",
    "getitem": "get_item",
}
"""Operators, by their names in the syntax tree, and the operations they are."""


def class_of(used: str) -> str | None:
    """The class of an operation as a ``Use`` records it: by an operator's name, or by the path of a function; ``None``
    where it is none of Keras's.
    """
    found = operation_at(f"keras.ops.{OPERATORS[used]}" if used in OPERATORS else used)
    return found.cls or None if found is not None else None

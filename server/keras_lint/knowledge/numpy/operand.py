"""Functions that are methods as well: ``np.reshape(x, shape)`` and ``x.reshape(shape)``."""

from __future__ import annotations

from collections.abc import Callable

from keras_lint.knowledge.arrays import on_arrays, to_array
from keras_lint.knowledge.call import METHODS, Call, Description
from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import MISSING, Array, Library, List, Literal, Tuple, Value

ROOTS = (
    "numpy",
    "tensorflow",
    "tensorflow.math",
    "tensorflow.experimental.numpy",
    "keras.ops",
    "keras.backend",
    "jax.numpy",
)


def both(*names: str, also: tuple[str, ...] = ()) -> Callable[[Description], Description]:
    """Describe functions of numpy, TensorFlow and ``keras.ops``, and the methods of arrays of the same names."""

    def register(description: Description) -> Description:
        on_arrays(*(f"{root}.{name}" for root in ROOTS for name in names), *also)(description)
        for name in names:
            METHODS[Array, name] = description
        return description

    return register


def functions(*names: str, also: tuple[str, ...] = ()) -> Callable[[Description], Description]:
    """Describe functions of numpy, TensorFlow and ``keras.ops`` that are no methods."""

    def register(description: Description) -> Description:
        return on_arrays(*(f"{root}.{name}" for root in ROOTS for name in names), *also)(description)

    return register


def is_method(call: Call) -> bool:
    """Whether it was called as a method."""
    return call.receiver is not None


def operand(call: Call) -> Array | None:
    """The array it works on; ``None`` where it may as well be a model's tensor."""
    if is_method(call):
        fact = call.read(call.receiver)
        return fact if isinstance(fact, Array) else Array()
    value = first(call)
    found = to_array(call, value)
    if found is not None:
        return found
    if call.path.startswith("numpy.") or isinstance(call.read(value), (List, Tuple)):
        return Array()
    return None


def first(call: Call) -> Value:
    """The argument that is the array."""
    return call.arg(
        0,
        "a",
        "x",
        "input",
        "tensor",
        "arr",
        "ary",
        "input_tensor",
        "array",
        "m",
        "object",
        "inputs",
        "values",
        "value",
    )


def after(call: Call, position: int, *names: str) -> Value:
    """The argument at ``position`` after the array."""
    return call.arg(position if is_method(call) else position + 1, *names)


def rest(call: Call) -> tuple[Value, ...]:
    """The positional arguments after the array."""
    return call.args if is_method(call) else call.args[1:]


def kept_library(call: Call, array: Array) -> Library:
    """Whose array comes out: a method keeps its own, a function makes one of its own."""
    if is_method(call):
        return array.library if is_known(array.library) else "numpy"
    if call.path.startswith(("tensorflow.", "keras.")):
        return "tensorflow"
    return (
        "pandas"
        if array.library == "pandas" and call.path.rpartition(".")[2] in ("log", "log1p", "exp", "sqrt", "abs")
        else "numpy"
    )


def is_none(value: Value) -> bool:
    """Whether an argument is left out or ``None``."""
    return value is MISSING or (isinstance(value, Literal) and value.value is None)

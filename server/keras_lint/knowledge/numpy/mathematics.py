"""Functions of each element: conversions, limits, roots, comparisons."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arithmetic import array_operation, broadcast, product_of
from keras_lint.knowledge.arrays import dtype_name, hull, numbers, to_array
from keras_lint.knowledge.call import Call, describes, method
from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.numpy.creation import converted, library_of
from keras_lint.knowledge.numpy.operand import after, both, functions, is_none, kept_library, operand
from keras_lint.knowledge.values import Array, Literal, Value


@both("astype", "cast", also=("tensorflow.cast", "tensorflow.dtypes.cast"))
def astype(call: Call) -> Value:
    """``x.astype("float32")``, ``tf.cast(x, tf.float32)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    dtype = dtype_name(call, after(call, 0, "dtype"))
    return call.new(replace(converted(array, dtype), library=kept_library(call, array)))


@describes("tensorflow.to_float")
def to_float(call: Call) -> Value:
    """``tf.to_float(x)``."""
    array = operand(call)
    return NotImplemented if array is None else call.new(replace(converted(array, "float32"), library="tensorflow"))


@describes("tensorflow.saturate_cast")
def saturate_cast(call: Call) -> Value:
    """Another type, numbers beyond its bounds cut to them."""
    array = operand(call)
    if array is None:
        return NotImplemented
    dtype = dtype_name(call, call.arg(1, "dtype"))
    return call.new(replace(converted(array, dtype), labels=None, library="tensorflow"))


@describes("tensorflow.ensure_shape", "tensorflow.stop_gradient", "tensorflow.grad_pass_through")
def unchanged(call: Call) -> Value:
    """The same numbers."""
    array = operand(call)
    return NotImplemented if array is None else call.new(replace(array, library="tensorflow"))


@both("clip", also=("tensorflow.clip_by_value",))
def clip(call: Call) -> Value:
    """``np.clip(x, 0., 1.)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    least = limit(call, after(call, 0, "a_min", "min", "lower", "clip_value_min", "x_min", "min_value"))
    most = limit(call, after(call, 1, "a_max", "max", "upper", "clip_value_max", "x_max", "max_value"))
    if isinstance(least, Unknown) or isinstance(most, Unknown):
        low: Any = UNKNOWN
        high: Any = UNKNOWN
    else:
        low = clipped(array.low, least, most) if is_known(array.low) else (UNKNOWN if least is None else least)
        high = clipped(array.high, least, most) if is_known(array.high) else (UNKNOWN if most is None else most)
    whole = isinstance(array.dtype, str) and array.dtype.startswith(("int", "uint"))
    fractions = any(isinstance(v, float) for v in (call.python(value) for value in (*call.args, *call.kwargs.values())))
    dtype = UNKNOWN if whole and fractions and call.path != "clip_by_value" else array.dtype
    return call.new(
        replace(array, low=low, high=high, dtype=dtype, data=UNKNOWN, labels=None, library=kept_library(call, array))
    )


def limit(call: Call, value: Value) -> float | None | Unknown:
    """A bound of ``clip``: a number, none, or Unknown."""
    if is_none(value):
        return None
    number = call.python(value)
    return float(number) if isinstance(number, (int, float)) else UNKNOWN


def clipped(bound: float, least: float | None, most: float | None) -> float:
    """A bound after clipping."""
    bound = bound if least is None else max(bound, least)
    return bound if most is None else min(bound, most)


# --- monotonic functions
# ----------------------------------------------------------------------------------------------------------------------

_RISING: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "log2": math.log2,
    "log10": math.log10,
    "tanh": math.tanh,
    "cbrt": lambda x: math.copysign(abs(x) ** (1 / 3), x),
    "arctan": math.atan,
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "deg2rad": math.radians,
    "radians": math.radians,
    "rad2deg": math.degrees,
}
_BOUNDED = {"sin": (-1.0, 1.0), "cos": (-1.0, 1.0)}
_EXACT = ("floor", "ceil", "trunc")


@both(*_RISING)
def rising(call: Call) -> Value:
    """Functions that grow with their argument take the bounds to the bounds (a hair apart: numpy's last digit may
    differ).
    """
    array = operand(call)
    if array is None:
        return NotImplemented
    name = call.path.rpartition(".")[2]
    function = _RISING[name]
    low: Any = UNKNOWN
    high: Any = UNKNOWN
    try:
        low = float(function(array.low)) if is_known(array.low) else UNKNOWN
        high = float(function(array.high)) if is_known(array.high) else UNKNOWN
    except (ValueError, OverflowError):
        low = high = UNKNOWN
    if name in ("sqrt", "exp") and not is_known(low):
        low = 0.0
    whole = isinstance(array.dtype, str) and not array.dtype.startswith(("float", "bfloat"))
    narrow = {"uint8", "int8", "bool", "uint16", "int16"}
    dtype = (UNKNOWN if array.dtype in narrow else "float64") if whole and name not in _EXACT else array.dtype
    library = kept_library(call, array)
    return call.new(
        replace(
            array,
            low=low,
            high=high,
            dtype=dtype if library != "tensorflow" else array.dtype,
            data=UNKNOWN,
            labels=None,
            library=library,
        )
    )


@functions("sin", "cos")
def circular(call: Call) -> Value:
    """``np.sin(x)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    low, high = _BOUNDED[call.path.rpartition(".")[2]]
    dtype = (
        "float64"
        if array.dtype in ("int64", "int32", "float64")
        else array.dtype
        if array.dtype == "float32"
        else UNKNOWN
    )
    return call.new(
        replace(array, low=low, high=high, dtype=dtype, data=UNKNOWN, labels=None, library=kept_library(call, array))
    )


@both("round", "around", "rint")
def rounded(call: Call) -> Value:
    """``np.round(x)``; digits only bring the bounds together."""
    array = operand(call)
    if array is None:
        return NotImplemented
    low = float(math.floor(array.low)) if is_known(array.low) else UNKNOWN
    high = float(math.ceil(array.high)) if is_known(array.high) else UNKNOWN
    return call.new(replace(array, low=low, high=high, data=UNKNOWN, labels=None, library=kept_library(call, array)))


@functions("abs", "absolute", "fabs")
def absolute(call: Call) -> Value:
    """``np.abs(x)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    return call.new(replace(absolute_of(array), library=kept_library(call, array)))


@method(Array, "abs", "__abs__")
def absolute_method(call: Call) -> Value:
    """``df.abs()``."""
    return call.new(absolute_of(call.read(call.receiver)))


def absolute_of(array: Array) -> Array:
    """An array without its signs."""
    if not (is_known(array.low) and is_known(array.high)):
        return replace(array, low=0.0, high=UNKNOWN, data=UNKNOWN, labels=None)
    ends = sorted((abs(array.low), abs(array.high)))
    low = 0.0 if array.low <= 0 <= array.high else ends[0]
    return replace(array, low=low, high=ends[1], data=UNKNOWN, labels=None)


@functions("square")
def square(call: Call) -> Value:
    """``np.square(x)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    whole = isinstance(array.dtype, str) and array.dtype in ("uint8", "int8", "uint16", "int16")
    size = absolute_of(array)
    low = size.low**2 if is_known(size.low) and not whole else UNKNOWN
    high = size.high**2 if is_known(size.high) and not whole else UNKNOWN
    return call.new(replace(array, low=low, high=high, data=UNKNOWN, labels=None, library=kept_library(call, array)))


# --- two arguments
# ----------------------------------------------------------------------------------------------------------------------

_OPERATORS = {
    "add": "Add",
    "subtract": "Subtract",
    "multiply": "Multiply",
    "divide": "Divide",
    "true_divide": "Divide",
    "floor_divide": "FloorDivide",
    "mod": "Modulo",
    "remainder": "Modulo",
    "power": "Power",
    "pow": "Power",
}


@functions(*_OPERATORS)
def binary(call: Call) -> Value:
    """``np.divide(x, 255.)``."""
    left, right = call.arg(0, "x1", "x"), call.arg(1, "x2", "y")
    a, b = (
        call.read(value) if isinstance(call.read(value), (Array, Literal)) else to_array(call, value)
        for value in (left, right)
    )
    if a is None or b is None or not (isinstance(a, Array) or isinstance(b, Array)):
        return NotImplemented if not call.path.startswith("numpy.") else call.new(Array(library="numpy"))
    operator = _OPERATORS[call.path.rpartition(".")[2]]
    return call.new(replace(array_operation(operator, a, b, call.site), library=library_of(call.path)))


@functions("maximum", "minimum")
def extreme(call: Call) -> Value:
    """``np.maximum(x, 0)``."""
    a, b = (to_array(call, call.arg(i, name)) for i, name in enumerate(("x1", "x2")))
    if a is None or b is None:
        return NotImplemented if not call.path.startswith("numpy.") else call.new(Array(library="numpy"))
    choose = max if call.path.endswith("maximum") else min
    low = choose(a.low, b.low) if is_known(a.low) and is_known(b.low) else UNKNOWN
    high = choose(a.high, b.high) if is_known(a.high) and is_known(b.high) else UNKNOWN
    main = a if a.shape != () else b
    dtype = a.dtype if a.dtype == b.dtype else UNKNOWN
    shape = broadcast(a.shape, b.shape)
    return call.new(
        replace(
            main, shape=shape, dtype=dtype, low=low, high=high, data=UNKNOWN, labels=None, library=library_of(call.path)
        )
    )


@functions("where")
def where(call: Call) -> Value:
    """``np.where(y > 0.5, 1, 0)``; with the condition alone the places where it holds."""
    from keras_lint.knowledge.values import MISSING, Labels, Tuple

    first, second = call.arg(1, "x", "x1"), call.arg(2, "y", "x2")
    condition = numbers(call, call.arg(0, "condition"))
    if first is MISSING or second is MISSING:
        rank = condition.rank
        if not isinstance(rank, int) or call.path.startswith(("tensorflow.", "keras.")):
            return Unknown("what `where` returns")
        return Tuple(
            tuple(call.new(Array((UNKNOWN,), "int64", 0.0, rows=call.new_rows(), library="numpy")) for _ in range(rank))
        )
    a, b = numbers(call, first), numbers(call, second)
    low, high = hull((a, b))
    shape = broadcast(broadcast(a.shape, b.shape), condition.shape)
    dtype = a.dtype if a.dtype == b.dtype else UNKNOWN
    whole = a.dtype == b.dtype == "int64" and a.shape == b.shape == () and {a.data, b.data} == {0, 1}
    labels = Labels("integer") if whole and isinstance(shape, tuple) and len(shape) == 1 else None
    main = next((array for array in (a, b) if array.shape != ()), Array())
    return call.new(
        Array(
            shape,
            dtype,
            low,
            high,
            main.kind,
            labels,
            condition.rows,
            main.steps or condition.steps,
            library_of(call.path),
        )
    )


@functions(
    "isnan", "isfinite", "isinf", "logical_not", "logical_and", "logical_or", "equal", "not_equal", "greater", "less"
)
def tests(call: Call) -> Value:
    """``np.isnan(x)``: true or false for each element."""
    array = operand(call)
    if array is None:
        return NotImplemented
    other = to_array(call, call.arg(1, "x2", "y")) if len(call.args) > 1 else None
    shape = broadcast(array.shape, other.shape) if other is not None else array.shape if len(call.args) < 2 else UNKNOWN
    return call.new(Array(shape, "bool", 0.0, 1.0, rows=array.rows, library=library_of(call.path)))


@functions("nan_to_num")
def nan_to_num(call: Call) -> Value:
    """``np.nan_to_num(x)``."""
    array = operand(call)
    if array is None:
        return NotImplemented
    step = call.step("imputed", "np.nan_to_num")
    return call.new(
        replace(array, data=UNKNOWN, low=UNKNOWN, high=UNKNOWN, library=kept_library(call, array)).with_step(step)
    )


@functions("dot", "matmul", also=("tensorflow.linalg.matmul",))
def matmul(call: Call) -> Value:
    """``np.dot(x, w)``."""
    a, b = to_array(call, call.arg(0, "a", "x1")), to_array(call, call.arg(1, "b", "x2"))
    if a is None or b is None:
        return NotImplemented if not call.path.startswith("numpy.") else call.new(Array(library="numpy"))
    return call.new(replace(product_of(a, b), library=library_of(call.path)))


@functions("one_hot", also=("tensorflow.one_hot", "keras.ops.one_hot"))
def one_hot(call: Call) -> Value:
    """``tf.one_hot(y, 10)``."""
    from keras_lint.knowledge.keras_utils import one_hot_array

    array = operand(call)
    if array is None:
        return NotImplemented
    depth = call.python(call.arg(1, "depth", "num_classes"))
    plain = not {"on_value", "off_value", "axis"} & call.kwargs.keys()
    made = one_hot_array(array, depth if isinstance(depth, int) else None, call, "tf.one_hot")
    return call.new(replace(made, library="tensorflow", dtype="float32") if plain else Array(library="tensorflow"))

"""Arithmetic on arrays: shapes by broadcasting, value ranges by interval arithmetic, and what it means for the data
(scaling).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.dtypes import LIMITS, divided, is_whole, promoted, with_number
from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_literal
from keras_lint.knowledge.values import Array, Labels, Literal, Rows, Step
from keras_lint.syntax import Site

Bound = "float | Unknown"


def as_array(value: Any) -> Array | None:
    """A number as an array of rank 0; arrays as they are."""
    if isinstance(value, Array):
        return value
    if isinstance(value, Literal) and isinstance(value.value, (int, float)):
        try:
            number = float(value.value)
        except OverflowError:  # an integer of more than 308 digits
            return None
        dtype = elements.dtype_of(value.value) or UNKNOWN
        return Array((), dtype, number, number, library="python", data=value.value)
    return None


def broadcast(a: Shape | Unknown, b: Shape | Unknown) -> Shape | Unknown:
    """The shape of an elementwise operation; Unknown where an axis is not known or the two do not fit."""
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        if a == ():
            return b
        return a if b == () else UNKNOWN
    if len(a) < len(b):
        a, b = b, a
    padded = (1,) * (len(a) - len(b)) + b
    dims: list[Dim] = []
    for x, y in zip(a, padded, strict=True):
        if y == 1 or (isinstance(x, int) and isinstance(y, int) and x == y) or (x is y and x is not UNKNOWN):
            dims.append(x)
        elif x == 1:
            dims.append(y)
        elif isinstance(x, int) and isinstance(y, int):
            return Unknown("shapes that do not fit")
        else:
            dims.append(UNKNOWN)
    return tuple(dims)


def product_of(a: Array, b: Array) -> Array:
    """``a @ b``: the matrix product; its numbers are not known."""
    shape: Shape | Unknown = UNKNOWN
    if isinstance(a.shape, tuple) and isinstance(b.shape, tuple) and len(a.shape) == 2 and 1 <= len(b.shape) <= 2:
        shape = (a.shape[0], *b.shape[1:])
    dtype = a.dtype if is_known(a.dtype) and a.dtype == b.dtype else UNKNOWN
    return Array(shape, dtype, kind=a.kind, rows=a.rows, steps=a.steps, library=a.library)


# --- ranges
# ----------------------------------------------------------------------------------------------------------------------


def interval(operator: str, a: Array, b: Array) -> tuple[float | Unknown, float | Unknown]:
    """The value range of ``a operator b``."""
    if not (is_known(a.low) and is_known(a.high) and is_known(b.low) and is_known(b.high)):
        return one_sided(operator, a, b)
    try:
        if operator in ("FloorDivide", "Modulo", "Power"):
            return by_number(operator, a.low, a.high, b)
        if operator == "Divide" and b.low <= 0 <= b.high:
            return UNKNOWN, UNKNOWN
        compute = {
            "Add": lambda x, y: x + y,
            "Subtract": lambda x, y: x - y,
            "Multiply": lambda x, y: x * y,
            "Divide": lambda x, y: x / y,
        }.get(operator)
        if compute is None:
            return UNKNOWN, UNKNOWN
        corners = [compute(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    except (ArithmeticError, ValueError):
        return UNKNOWN, UNKNOWN
    return min(corners), max(corners)


def one_sided(operator: str, a: Array, b: Array) -> tuple[float | Unknown, float | Unknown]:
    """What is left where only one bound is known: adding a number moves it, scaling by a positive number scales it."""
    number = exact_number(b)
    if number is None or not (is_known(a.low) or is_known(a.high)):
        return UNKNOWN, UNKNOWN
    if operator in ("Multiply", "Divide") and number <= 0:
        return UNKNOWN, UNKNOWN
    moves = {
        "Add": lambda x: x + number,
        "Subtract": lambda x: x - number,
        "Multiply": lambda x: x * number,
        "Divide": lambda x: x / number,
    }
    move = moves.get(operator)
    if move is None:
        return UNKNOWN, UNKNOWN
    return (move(a.low) if is_known(a.low) else UNKNOWN), (move(a.high) if is_known(a.high) else UNKNOWN)


def by_number(operator: str, low: float, high: float, b: Array) -> tuple[float | Unknown, float | Unknown]:
    """Whole division, remainder and power by one known number."""
    number = exact_number(b)
    if number is None:
        return UNKNOWN, UNKNOWN
    if operator == "FloorDivide" and number > 0:
        return low // number, high // number
    if operator == "Modulo" and number > 0:
        if low >= 0 and high < number:
            return low, high
        whole = number == int(number) and is_whole(b.dtype) and low == int(low)
        return 0.0, number - 1 if whole else number
    if operator == "Power" and number == int(number) and 0 < number <= 8:
        ends = sorted((low**number, high**number))
        return (0.0 if number % 2 == 0 and low <= 0 <= high else ends[0]), ends[1]
    if operator == "Power" and low >= 0 and number > 0:
        return low**number, high**number
    return UNKNOWN, UNKNOWN


def exact_number(array: Array) -> float | None:
    """The one number that a rank-0 array is."""
    exact = array.shape == () and is_known(array.low) and is_known(array.high) and array.low == array.high
    return float(array.low) if exact and is_known(array.low) else None


def by_own_statistic(operator: str, main: Array, other: Array) -> tuple[float | Unknown, float | Unknown] | None:
    """``x / x.max()`` and ``x - x.min()`` of the same rows: what that promises. ``None`` where it is something else."""
    step = statistic(other)
    if step is None or not isinstance(main.rows, Rows) or step.fitted_on != main.rows:
        return None
    if operator == "Divide" and step.detail == "max" and is_known(main.low) and main.low >= 0:
        return 0.0, 1.0
    if operator == "Subtract" and step.detail == "min":
        return 0.0, main.high - main.low if is_known(main.high) and is_known(main.low) else UNKNOWN
    return None


# --- dtypes
# ----------------------------------------------------------------------------------------------------------------------


def result_dtype(operator: str, a: Array, b: Array) -> str | Unknown:
    """The dtype of the result; Python's own numbers give way to the array's."""
    if not isinstance(a.dtype, str) or not isinstance(b.dtype, str):
        return UNKNOWN
    weak_a, weak_b = is_python_number(a), is_python_number(b)
    if weak_a is not weak_b:
        array, number = (b, a) if weak_a else (a, b)
        together = with_number(str(array.dtype), number.data)
    elif "tensorflow" in (a.library, b.library):
        together = a.dtype if a.dtype == b.dtype else UNKNOWN
    else:
        together = promoted(a.dtype, b.dtype)
    if "tensorflow" in (a.library, b.library):
        return tensor_dtype(operator, together, a, b)
    if operator == "Divide":
        return divided(together)
    if together == "bool":
        return (
            "int8"
            if operator in ("FloorDivide", "Modulo", "Power")
            else UNKNOWN
            if operator == "Subtract"
            else together
        )
    return together


def tensor_dtype(operator: str, together: str | Unknown, a: Array, b: Array) -> str | Unknown:
    """The dtype of TensorFlow's result: it refuses fractions beside whole tensors, and divides small whole numbers as
    float32.
    """
    if together not in (a.dtype, b.dtype) or together == "bool":
        return UNKNOWN
    if is_python_number(a) is not is_python_number(b) and together != (b if is_python_number(a) else a).dtype:
        return UNKNOWN
    if operator == "Divide" and is_whole(together):
        return "float32" if str(together).endswith(("8", "16")) else "float64"
    return together


def is_python_number(array: Array) -> bool:
    """Whether it stands for a number of Python's own, and not for a numpy scalar."""
    return array.library == "python" and array.shape == () and is_known(array.data)


def within_dtype(dtype: str | Unknown, low: Any, high: Any) -> tuple[Any, Any]:
    """A range as it is if the dtype holds it: whole numbers that do not fit wrap around."""
    if isinstance(dtype, str) and dtype in LIMITS and is_known(low) and is_known(high):
        least, greatest = LIMITS[dtype]
        return (low, high) if least <= low and high <= greatest else (UNKNOWN, UNKNOWN)
    if dtype == "bool":
        return 0.0, 1.0
    return (UNKNOWN, UNKNOWN) if dtype in LIMITS else (low, high)


# --- operations
# ----------------------------------------------------------------------------------------------------------------------


def array_operation(operator: str, left: Any, right: Any, site: Site) -> Array:
    """``left operator right`` where at least one is an array."""
    a, b = as_array(left), as_array(right)
    if a is None or b is None:
        return with_unknown(operator, a, b, right, site)
    main, other = (a, b) if is_main(a, b) else (b, a)
    low, high = interval(operator, a, b)
    if main is a and (promise := by_own_statistic(operator, a, b)) is not None:
        low, high = promise
    dtype = result_dtype(operator, a, b)
    low, high = within_dtype(dtype, low, high)
    shape = broadcast(a.shape, b.shape)
    data: Any = UNKNOWN
    if is_known(a.data) and is_known(b.data) and dtype in ("int64", "float64"):
        found = elements.combined(operator, a.data, b.data)
        data = UNKNOWN if found is None else found
    if is_known(data) and (bounds := elements.bounds(data)) is not None:
        low, high = bounds
    labels = labels_after(operator, main, other, data)
    rows = main.rows if main.rank == other.rank or not is_known(other.rows) or main.shape != () else UNKNOWN
    steps = steps_after(operator, main, other, main is a, site)
    library = main.library if main.library != "python" else other.library
    return replace(
        main,
        shape=shape,
        low=low,
        high=high,
        dtype=dtype,
        data=data,
        steps=steps,
        labels=labels,
        rows=rows,
        library=library,
    )


def is_main(a: Array, b: Array) -> bool:
    """Whether the result is ``a`` changed by ``b``, rather than the reverse: the one with more axes, the left one of
    equals.
    """
    if isinstance(a.rank, int) and isinstance(b.rank, int) and a.rank != b.rank:
        return a.rank > b.rank
    return a.shape != () or b.shape == ()


def with_unknown(operator: str, a: Array | None, b: Array | None, right: Any, site: Site) -> Array:
    """An array and something that is not known: of the numbers nothing is left, but it may have been scaled by it."""
    known = a if a is not None else b
    assert known is not None
    steps = known.steps
    if a is not None and operator in ("Divide", "Subtract", "Multiply"):
        steps = (
            *steps,
            Step("normalized", "arithmetic", site, fitted_on=Unknown("scaled by a number that is not known")),
        )
    return replace(
        known, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, dtype=UNKNOWN, data=UNKNOWN, labels=None, steps=steps
    )


def labels_after(operator: str, main: Array, other: Array, data: Any) -> Labels | None:
    """Labels moved or stretched by a number are as many classes as before."""
    labels = main.labels
    if labels is None:
        return None
    if is_known(data):
        return labels_of_literal(data)
    number = exact_number(other)
    if (
        number is None
        or labels.form != "integer"
        or operator not in ("Add", "Subtract", "Multiply", "Divide")
        or not number
    ):
        return (
            replace(labels, form=UNKNOWN, classes=UNKNOWN, counts=UNKNOWN, imbalanced=None)
            if number is not None and number
            else None
        )
    if operator in ("Add", "Subtract", "Multiply") and number == int(number):
        return labels if operator != "Multiply" or number > 0 else replace(labels, counts=UNKNOWN)
    return replace(labels, form="float")


# --- scaling
# ----------------------------------------------------------------------------------------------------------------------

_SCALED = ("divided", "normalized", "scaled", "preprocessed")


def statistic(array: Array) -> Step | None:
    """The step that computed it, if the array is a statistic of data (``x.mean(axis=0)``)."""
    last = array.steps[-1] if array.steps else None
    return last if last is not None and last.kind == "reduced" and last.detail == last.name else None


def steps_after(operator: str, main: Array, other: Array, main_is_left: bool, site: Site) -> tuple[Step, ...]:
    """The history of the result: division by a number, standardisation with statistics, or neither.

    ``(x - 127.5) / 127.5`` is one scaling, and so is ``x / 127.5 - 1``: moving data that is scaled, and dividing data
    that was moved, add nothing.
    """
    steps, last = main.steps, main.steps[-1] if main.steps else None
    if statistic(main) is not None or operator not in ("Add", "Subtract", "Multiply", "Divide"):
        return steps
    if not main_is_left and operator != "Multiply":
        return steps
    computed = statistic(other)
    if computed is not None:
        if operator in ("Add", "Multiply") or (
            last is not None and last.kind == "normalized" and same_fit(last, computed)
        ):
            return steps
        return (*steps, Step("normalized", "arithmetic", site, fitted_on=computed.fitted_on))
    number = exact_number(other)
    if number is not None:
        return steps_after_number(operator, main, number, site)
    if operator in ("Subtract", "Divide") and main_is_left and main.rank != other.rank:
        known = is_known(main.rank) and is_known(other.rank)
        return (*steps, Step("normalized", "arithmetic", site, certain=known))
    return steps


def same_fit(step: Step, other: Step) -> bool:
    """Whether two steps were computed from the same rows."""
    a, b = step.fitted_on, other.fitted_on
    return a is b or (isinstance(a, Rows) and a == b)


def steps_after_number(operator: str, main: Array, number: float, site: Site) -> tuple[Step, ...]:
    """The history after an operation with one number."""
    steps, last = main.steps, main.steps[-1] if main.steps else None
    if operator in ("Add", "Subtract"):
        labels = main.labels is not None or main.kind == "labels"
        if labels or not number or any(step.kind in _SCALED for step in steps):
            return steps
        return (*steps, Step("normalized", "arithmetic", site)) if abs(number) >= 1 else steps
    factor = number if operator == "Divide" else 1 / number if number else 0.0
    if abs(factor) <= 1:
        return steps
    if last is not None and last.kind == "normalized" and last.name == "arithmetic":
        return (*steps[:-1], replace(last, site=site))
    return (*steps, Step("divided", f"{factor:g}", site))


PIXEL_RANGES = (255, 256, 127.5, 128)
"""Divisors that mean the range of pixels: what is divided by them is images, whatever else is not known of it."""


def scaled_unknown(operator: str, left: Any, right: Any, site: Site) -> Array | None:
    """``unknown / 255.``: of the values nothing is known but that they were divided."""
    if not (isinstance(left, Unknown) and isinstance(right, Literal) and operator == "Divide"):
        return None
    divisor = right.value
    if isinstance(divisor, bool) or not isinstance(divisor, (int, float)) or divisor not in PIXEL_RANGES:
        return None
    return Array(steps=(Step("divided", f"{divisor:g}", site),))

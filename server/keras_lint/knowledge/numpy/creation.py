"""Making arrays: from literals, filled, ranges, loaded from files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from pathlib import PurePath
from typing import Any

from keras_lint.knowledge import elements
from keras_lint.knowledge.arrays import (
    Axis,
    dtype_name,
    integer,
    numbers,
    on_arrays,
    shape_argument,
    to_array,
)
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.dtypes import LIMITS
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_literal
from keras_lint.knowledge.values import MISSING, Array, Dict, Library, List, Literal, Tuple, Value

FILL = {"zeros": 0.0, "ones": 1.0, "zeros_like": 0.0, "ones_like": 1.0}


def library_of(path: str) -> Library:
    """Whose array a function of this path returns."""
    return "tensorflow" if path.startswith(("tensorflow.", "keras.")) else "numpy"


def default_float(path: str) -> str:
    """The dtype of an array of fractions made without a dtype."""
    return "float32" if library_of(path) == "tensorflow" else "float64"


@on_arrays(
    "numpy.array", "numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.asfarray", "numpy.float32",
    "numpy.float64",
    "numpy.uint8", "numpy.int32", "numpy.int64", "numpy.copy", "numpy.matrix", "tensorflow.constant",
    "tensorflow.convert_to_tensor",
    "tensorflow.Variable", "tensorflow.identity", "keras.ops.convert_to_tensor", "keras.ops.convert_to_numpy",
    "keras.ops.array",
)  # fmt: skip
def array_of(call: Call) -> Value:
    """``np.array([[0, 1], [1, 0]], dtype="float32")``."""
    given = call.arg(0, "object", "value", "a", "x", "initial_value")
    found = to_array(call, given)
    library = library_of(call.path)
    if found is None:
        if library == "tensorflow" and not isinstance(call.read(given), (List, Tuple)):
            return NotImplemented  # it may as well be a model's tensor
        found = Array()
    if not isinstance(call.read(given), Array):
        found = as_new(call, found)
    name = call.path.rpartition(".")[2]
    if name in ("float32", "float64", "uint8", "int32", "int64"):
        return call.new(converted(replace(found, library=library), name))
    if name == "asfarray":
        return call.new(converted(replace(found, library=library), "float64"))
    dtype = dtype_name(call, call.arg(1, "dtype"))
    if not given_dtype(call):
        if library == "tensorflow" and found.library == "python":
            dtype = (
                {"float64": "float32", "int64": "int32"}.get(str(found.dtype), found.dtype)
                if is_known(found.dtype)
                else UNKNOWN
            )
            return call.new(replace(found, library=library, dtype=dtype))
        return call.new(replace(found, library=library))
    return call.new(converted(replace(found, library=library), dtype))


def given_dtype(call: Call) -> bool:
    """Whether a ``dtype`` is given (and is not ``None``)."""
    value = call.arg(1, "dtype")
    return value is not MISSING and not (isinstance(value, Literal) and value.value is None)


def as_new(call: Call, array: Array) -> Array:
    """A list that becomes an array: a source of rows of its own, and labels if its numbers can be such."""
    labels = labels_of_literal(array.data) if is_known(array.data) else None
    rows = call.new_rows() if array.shape != () else UNKNOWN
    return replace(array, labels=labels, rows=rows)


def converted(array: Array, dtype: str | Unknown) -> Array:
    """The array after ``astype(dtype)``."""
    if not is_known(dtype):
        return replace(array, dtype=dtype, data=UNKNOWN, low=UNKNOWN, high=UNKNOWN)
    if dtype == array.dtype:
        return array
    low, high, data = array.low, array.high, array.data
    if dtype == "bool":
        low, high, data = 0.0, 1.0, UNKNOWN
    elif dtype.startswith(("int", "uint")):
        low, high = whole(low, dtype), whole(high, dtype)
        if not (is_known(low) and is_known(high)):
            low = high = UNKNOWN  # numbers that do not fit wrap around
        data = kept_data(int, data) if is_known(low) else UNKNOWN
    elif dtype.startswith(("float", "bfloat")):
        narrow = dtype in ("float16", "bfloat16") and not (
            is_known(low) and is_known(high) and max(abs(low), abs(high)) <= 256
        )
        if narrow:
            low = high = UNKNOWN
        data = kept_data(float, data) if dtype in ("float32", "float64") else UNKNOWN
    else:
        low, high, data = UNKNOWN, UNKNOWN, UNKNOWN
    labels = array.labels
    if labels is not None and dtype == "bool":
        labels = None
    return replace(array, dtype=dtype, low=low, high=high, data=data, labels=labels)


def whole(bound: float | Unknown, dtype: str) -> float | Unknown:
    """A bound after its cut to a whole number, Unknown where the dtype does not reach it."""
    if not is_known(bound) or bound != bound or abs(bound) == float("inf"):
        return UNKNOWN
    least, greatest = LIMITS.get(dtype, (0, -1))
    return float(int(bound)) if least <= bound <= greatest else UNKNOWN


def kept_data(kind: Callable[[Any], Any], data: Any) -> Any:
    """Known elements converted; Unknown where one cannot be."""
    if not is_known(data):
        return data
    try:
        return elements.mapped(kind, data)
    except (ValueError, TypeError, OverflowError):
        return UNKNOWN


def filled(call: Call, shape: Shape | Unknown, value: Any, dtype: str | Unknown) -> Value:
    """An array of one number."""
    number = float(value) if isinstance(value, (int, float)) else UNKNOWN
    return call.new(Array(shape, dtype, number, number, rows=call.new_rows(), library=library_of(call.path)))


@describes("numpy.zeros", "numpy.ones", "tensorflow.zeros", "tensorflow.ones", "keras.ops.zeros", "keras.ops.ones")
def zeros(call: Call) -> Value:
    """``np.zeros((n, 28, 28))``."""
    dtype = dtype_name(call, call.arg(1, "dtype"), default_float(call.path))
    return filled(call, shape_argument(call, call.arg(0, "shape")), FILL[call.path.rpartition(".")[2]], dtype)


@describes("numpy.empty", "numpy.ndarray")
def empty(call: Call) -> Value:
    """``np.empty((n, 28, 28))``: the numbers are written later."""
    dtype = dtype_name(call, call.arg(1, "dtype"), "float64")
    return call.new(Array(shape_argument(call, call.arg(0, "shape")), dtype, rows=call.new_rows(), library="numpy"))


@describes("numpy.full", "tensorflow.fill", "keras.ops.full")
def full(call: Call) -> Value:
    """``np.full((n, 3), 7)``."""
    value = numbers(call, call.arg(1, "fill_value", "value"))
    exact = value.data if value.shape == () and is_known(value.data) else UNKNOWN
    dtype = dtype_name(call, call.arg(2, "dtype"), value.dtype if library_of(call.path) == "numpy" else UNKNOWN)
    return filled(call, shape_argument(call, call.arg(0, "shape", "dims")), exact, dtype)


@on_arrays(
    "numpy.zeros_like", "numpy.ones_like", "numpy.empty_like", "numpy.full_like", "tensorflow.zeros_like",
    "tensorflow.ones_like",
    "keras.ops.zeros_like", "keras.ops.ones_like",
)  # fmt: skip
def filled_like(call: Call) -> Value:
    """``np.zeros_like(x)``."""
    model = to_array(call, call.arg(0, "a", "prototype", "input", "x"))
    if model is None:
        return NotImplemented if library_of(call.path) == "tensorflow" else call.new(Array(library="numpy"))
    name = call.path.rpartition(".")[2]
    value = FILL.get(name, UNKNOWN)
    position = 2 if name == "full_like" else 1
    if name == "full_like":
        value = call.python(call.arg(1, "fill_value"))
    dtype = dtype_name(call, call.arg(position, "dtype"), model.dtype)
    return filled(call, model.shape, value, dtype)


@describes("numpy.eye", "numpy.identity", "tensorflow.eye", "keras.ops.eye")
def eye(call: Call) -> Value:
    """``np.eye(10)``: the rows are one-hot vectors, as ``np.eye(10)[y]`` uses them."""
    name = call.path.rpartition(".")[2]
    height = integer(call, call.arg(0, "N", "n", "num_rows"))
    width = integer(call, call.arg(1, "M", "num_columns"), None) if name == "eye" else None
    width = height if width is None else width
    dtype = dtype_name(call, call.arg(3 if name == "eye" else 1, "dtype"), default_float(call.path))
    square = isinstance(height, int) and width == height and call.arg(2, "k", default=None) is None
    rows = call.new_rows()
    if (
        square
        and isinstance(height, int)
        and 1 < height <= 64
        and str(dtype).startswith("float")
        and library_of(call.path) == "numpy"
    ):
        data = tuple(tuple(1.0 if i == j else 0.0 for j in range(height)) for i in range(height))
        return call.new(
            Array(
                (height, height), dtype, 0.0, 1.0, labels=labels_of_literal(data), rows=rows, library="numpy", data=data
            )
        )
    shape = (height, width)
    return call.new(Array(shape, dtype, 0.0, 1.0, rows=rows, library=library_of(call.path)))


@describes("numpy.arange", "tensorflow.range", "keras.ops.arange")
def arange(call: Call) -> Value:
    """``np.arange(0, 10, 0.5)``."""
    first, second, third = (call.arg(i, name) for i, name in enumerate(("start", "stop", "step")))
    if call.arg(1, "limit", "stop") is not MISSING:
        second = call.arg(1, "limit", "stop")
    given = [call.python(value) for value in (first, second, third) if value is not MISSING]
    step = call.step("generated", "np.arange")
    rows = call.new_rows()
    unknown = Array((Axis("a range of unknown length"),), rows=rows, steps=(step,), library=library_of(call.path))
    if not given or not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in given):
        return call.new(unknown)
    start, stop, stride = (
        (0, given[0], 1) if len(given) == 1 and first is not MISSING else (*given, 1)[:3] if len(given) == 2 else given
    )
    if second is not MISSING and third is not MISSING and len(given) == 2:
        return call.new(unknown)
    if stride == 0 or not abs(stop - start) < 1e12:
        return call.new(unknown)
    count = max(0, ceil((stop - start) / stride))
    whole_numbers = all(isinstance(v, int) for v in (start, stop, stride))
    dtype = dtype_name(call, call.arg(3, "dtype"), "int64" if whole_numbers else "float64")
    if library_of(call.path) == "tensorflow":
        dtype = dtype_name(call, call.arg(None, "dtype"))
    made = replace(unknown, shape=(count,), dtype=dtype)
    if not count:
        return call.new(made)
    last = start + (count - 1) * stride
    made = replace(made, low=float(min(start, last)), high=float(max(start, last)))
    if whole_numbers and count <= elements.MAX_ELEMENTS and dtype == "int64":
        made = replace(made, data=tuple(range(start, stop, stride)))
    return call.new(made)


@describes("numpy.linspace", "tensorflow.linspace", "keras.ops.linspace")
def linspace(call: Call) -> Value:
    """``np.linspace(-1, 1, 100)``."""
    start, stop = call.python(call.arg(0, "start")), call.python(call.arg(1, "stop"))
    count = integer(call, call.arg(2, "num"), 50)
    if call.arg(4, "retstep", default=Literal(False)) != Literal(False):
        return Unknown("what `linspace` returns")
    known = isinstance(start, (int, float)) and isinstance(stop, (int, float))
    low, high = (float(min(start, stop)), float(max(start, stop))) if known else (UNKNOWN, UNKNOWN)
    dtype = dtype_name(call, call.arg(5, "dtype"), "float64") if library_of(call.path) == "numpy" else UNKNOWN
    dim = count if count is not None else UNKNOWN
    step = call.step("generated", "np.linspace")
    return call.new(Array((dim,), dtype, low, high, rows=call.new_rows(), steps=(step,), library=library_of(call.path)))


@describes("numpy.logspace", "numpy.geomspace")
def logspace(call: Call) -> Value:
    """``np.logspace(-4, 0, 20)``."""
    count = integer(call, call.arg(2, "num"), 50)
    dim = count if count is not None else UNKNOWN
    return call.new(
        Array((dim,), "float64", rows=call.new_rows(), steps=(call.step("generated", "np.logspace"),), library="numpy")
    )


@describes("numpy.meshgrid")
def meshgrid(call: Call) -> Value:
    """``np.meshgrid(x, y)``: one array for each argument, of which only the range is known."""
    found = [numbers(call, value) for value in call.args]
    lengths = [size_1d(array) for array in found]
    shape: Any = (lengths[1], lengths[0], *lengths[2:]) if len(lengths) > 1 and not call.kwargs else UNKNOWN
    return call.new(
        List(tuple(call.new(replace(a, shape=shape, rows=UNKNOWN, labels=None, data=UNKNOWN)) for a in found))
    )


def size_1d(array: Array) -> Any:
    """Length of an array of rank 1."""
    return array.shape[0] if isinstance(array.shape, tuple) and len(array.shape) == 1 else UNKNOWN


@describes(
    "numpy.load",
    "numpy.loadtxt",
    "numpy.genfromtxt",
    "numpy.fromfile",
    "numpy.memmap",
    "numpy.frombuffer",
    "numpy.fromstring",
)
def load(call: Call) -> Value:
    """``np.load("x.npy")``: an array with rows of its own; an ``.npz`` archive holds several under names."""
    path = call.python(call.arg(0, "file", "fname"))
    name = call.path.rpartition(".")[2]
    step = call.step("loaded", f"np.{name}", detail=PurePath(path).name if isinstance(path, str) else "")
    if name == "load" and isinstance(path, str) and path.endswith(".npz"):
        return call.new(Dict({}, complete=False))
    dtype = "float64" if name in ("loadtxt", "genfromtxt") and not call.kwargs.get("dtype") else UNKNOWN
    return call.new(Array(dtype=dtype, rows=call.new_rows(), steps=(step,), library="numpy"))

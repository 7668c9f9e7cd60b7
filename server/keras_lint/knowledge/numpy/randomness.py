"""Random numbers, and random orders of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from keras_lint.knowledge.arrays import dim_argument, dtype_name, integer, shape_argument, to_array
from keras_lint.knowledge.call import Call, Description, describes
from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown, is_known
from keras_lint.knowledge.labels import labels_of_draws
from keras_lint.knowledge.numpy.creation import library_of
from keras_lint.knowledge.values import MISSING, Array, Configured, Labels, List, Literal, Value

GENERATORS = ("numpy.random.Generator", "numpy.random.RandomState")


def draws(*names: str) -> Callable[[Description], Description]:
    """Describe a function of ``numpy.random`` and the method of the same name of its generators."""
    paths = [f"{owner}.{name}" for name in names for owner in ("numpy.random", *GENERATORS)]
    return describes(*paths)


def function_name(call: Call) -> str:
    """The bare name: of a function its path's last part, of a method the path itself."""
    return call.path.rpartition(".")[2]


def generated(
    call: Call, shape: Shape | Unknown, dtype: str | Unknown, low: Any = UNKNOWN, high: Any = UNKNOWN, **more: Any
) -> Value:
    """Random numbers; a single one where no size is given."""
    step = call.step("generated", f"np.random.{function_name(call)}")
    rows = call.new_rows() if shape != () else UNKNOWN
    return call.new(Array(shape, dtype, low, high, rows=rows, steps=(step,), library=library_of(call.path), **more))


def size(call: Call, position: int | None) -> Shape | Unknown:
    """The ``size`` argument as a shape."""
    value = call.arg(position, "size", "shape")
    if value is MISSING or (isinstance(value, Literal) and value.value is None):
        return ()
    return shape_argument(call, value)


@describes("numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator")
def generator(call: Call) -> Value:
    """``rng = np.random.default_rng(42)``."""
    path = GENERATORS[1] if call.path.endswith("RandomState") else GENERATORS[0]
    return call.new(Configured(path, {}, call.site))


@draws("rand", "randn")
def rand(call: Call) -> Value:
    """``np.random.rand(100, 8)``: the arguments are the axes."""
    shape = tuple(dim_argument(call, value) for value in call.args) if call.complete else UNKNOWN
    if function_name(call) == "rand":
        return generated(call, shape, "float64", 0.0, 1.0)
    return generated(call, shape, "float64")


@draws("random", "random_sample", "ranf", "sample")
def random(call: Call) -> Value:
    """``np.random.random((100, 8))``."""
    return generated(call, size(call, 0), dtype_name(call, call.arg(1, "dtype"), "float64"), 0.0, 1.0)


@draws("uniform")
def uniform(call: Call) -> Value:
    """``np.random.uniform(-1, 1, (100, 8))``."""
    low, high = (
        call.python(call.arg(0, "low", default=Literal(0.0))),
        call.python(call.arg(1, "high", default=Literal(1.0))),
    )
    known = isinstance(low, (int, float)) and isinstance(high, (int, float)) and low <= high
    bounds = (float(low), float(high)) if known else (UNKNOWN, UNKNOWN)
    shape = size(call, 2)
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        shape = shape if shape != () else UNKNOWN
    return generated(call, shape, "float64", *bounds)


@draws("normal", "standard_normal", "exponential", "poisson", "gamma", "laplace", "logistic", "lognormal", "chisquare")
def normal(call: Call) -> Value:
    """``np.random.normal(0, 1, (100, 8))``: any number may come."""
    name = function_name(call)
    position = {"standard_normal": 0, "exponential": 1, "poisson": 1, "chisquare": 1}.get(name, 2)
    dtype = (
        "int64"
        if name == "poisson"
        else dtype_name(call, call.arg(1, "dtype"), "float64")
        if name == "standard_normal"
        else "float64"
    )
    low: Any = 0.0 if name in ("exponential", "poisson", "gamma", "lognormal", "chisquare") else UNKNOWN
    shape = size(call, position)
    parameters = [value for value in call.args[:position] if not isinstance(value, Literal)]
    if shape == () and (
        parameters or any(not isinstance(v, Literal) for k, v in call.kwargs.items() if k in ("loc", "scale", "lam"))
    ):
        shape = UNKNOWN
    return generated(call, shape, dtype, low)


@draws("beta", "power", "triangular", "dirichlet", "multivariate_normal", "multinomial")
def unshaped(call: Call) -> Value:
    """Distributions whose shapes are not followed."""
    return generated(call, UNKNOWN, UNKNOWN)


@draws("randint", "integers", "random_integers")
def randint(call: Call) -> Value:
    """``np.random.randint(0, 10, size=100)``: labels of ten classes, if used as such."""
    low, high = call.python(call.arg(0, "low")), call.arg(1, "high")
    upper = call.python(high) if high is not MISSING else None
    name = function_name(call)
    inclusive = name == "random_integers" or call.python(call.arg(None, "endpoint", default=Literal(False))) is True
    if upper is None:
        low, upper = (1 if name == "random_integers" else 0), low
    shape = size(call, 2)
    dtype = dtype_name(call, call.arg(3, "dtype"), "int64")
    if not isinstance(low, int) or not isinstance(upper, int):
        return generated(call, shape if shape != () else UNKNOWN, dtype, labels=Labels("integer"))
    upper = upper + 1 if inclusive else upper
    column = isinstance(shape, tuple) and (len(shape) == 1 or shape[1:] == (1,))
    labels = labels_of_draws(low, upper, shape[0]) if column and isinstance(shape, tuple) else None
    return generated(call, shape, dtype, float(low), float(upper - 1), labels=labels)


@draws("binomial")
def binomial(call: Call) -> Value:
    """``np.random.binomial(1, 0.05, size=1000)``."""
    count = call.python(call.arg(0, "n"))
    high = float(count) if isinstance(count, int) else UNKNOWN
    chance, shape = call.python(call.arg(1, "p")), size(call, 2)
    if not isinstance(count, int) or not isinstance(chance, (int, float)):
        return generated(call, shape if shape != () else UNKNOWN, "int64", 0.0, high)
    labels = drawn_classes((1 - chance, chance), shape) if count == 1 else None
    return generated(call, shape, "int64", 0.0, high, labels=labels)


def drawn_classes(chances: Any, shape: Shape | Unknown) -> Labels | None:
    """Labels drawn with given chances: known to be imbalanced where the chances are."""
    from keras_lint.knowledge.labels import IMBALANCE_RATIO, MIN_SAMPLES

    if not isinstance(shape, tuple) or len(shape) != 1:
        return None
    known = len(chances) > 1 and all(isinstance(c, (int, float)) for c in chances)
    many = isinstance(shape[0], int) and shape[0] >= MIN_SAMPLES * 5
    if not known or not many or min(chances) > IMBALANCE_RATIO * max(chances) * 0.8:
        return Labels("integer")
    return Labels("integer", imbalanced=f"drawn with chances from {min(chances):.2g} to {max(chances):.2g}")


@draws("choice")
def choice(call: Call) -> Value:
    """``np.random.choice([0, 1], size=1000, p=[0.95, 0.05])``, ``np.random.choice(len(x), 100, replace=False)``."""
    source, shape = call.arg(0, "a"), size(call, 1)
    number = call.python(source)
    if isinstance(number, int):
        return generated(call, shape, "int64", 0.0, float(number - 1))
    found = to_array(call, source)
    if found is None or not isinstance(shape, tuple):
        return generated(call, UNKNOWN, UNKNOWN)
    if not isinstance(found.shape, tuple) or len(found.shape) != 1:
        return generated(call, UNKNOWN, found.dtype, found.low, found.high)
    labels = None
    if isinstance(found.data, tuple) and found.data == tuple(range(len(found.data))):
        chances = call.python(call.arg(3, "p"))
        labels = (
            drawn_classes(chances, shape)
            if isinstance(chances, tuple)
            else labels_of_draws(0, len(found.data), (shape or (0,))[0])
        )
    return generated(call, shape, found.dtype, found.low, found.high, labels=labels)


# --- orders
# ----------------------------------------------------------------------------------------------------------------------


@draws("shuffle")
def shuffle(call: Call) -> Value:
    """``np.random.shuffle(x)``: the rows change their order, in place."""
    reference = call.arg(0, "x")
    fact = call.read(reference)
    step = call.step("shuffled", "np.random.shuffle", identity=call.fresh())
    if isinstance(fact, Array):
        call.update(reference, replace(fact, data=UNKNOWN, steps=(*fact.steps, step)))
    elif isinstance(fact, List):
        call.update(reference, List((), call.element(reference)))
    return Literal(None)


@draws("permutation", "permuted")
def permutation(call: Call) -> Value:
    """``np.random.permutation(n)``: an order to index with; of an array its rows in a new order."""
    source = call.arg(0, "x")
    number = integer(call, source)
    step = call.step("shuffled", "np.random.permutation", identity=call.fresh())
    fact = call.read(source)
    if isinstance(fact, Array) and fact.shape != ():
        return call.new(replace(fact, data=UNKNOWN, steps=(*fact.steps, step), library="numpy"))
    if isinstance(fact, List):
        found = to_array(call, source)
        if found is not None:
            return call.new(
                replace(found, data=UNKNOWN, library="numpy", rows=call.new_rows(), steps=(*found.steps, step))
            )
    high = float(number - 1) if isinstance(number, int) else UNKNOWN
    dim = number if isinstance(number, int) else UNKNOWN
    return call.new(Array((dim,), "int64", 0.0, high, rows=call.new_rows(), steps=(step,), library="numpy"))


@describes(
    "numpy.random.seed",
    "random.seed",
    "tensorflow.random.set_seed",
    "tensorflow.set_random_seed",
    "keras.utils.set_random_seed",
)
def seed(call: Call) -> Value:
    """The random numbers are the same each time."""
    call.event("seeded", function=call.path)
    return Literal(None)


# --- TensorFlow
# ----------------------------------------------------------------------------------------------------------------------


@describes(
    "tensorflow.random.normal", "tensorflow.random.truncated_normal", "tensorflow.random_normal",
    "tensorflow.truncated_normal",
    "tensorflow.random.stateless_normal", "keras.random.normal", "keras.random.truncated_normal",
    "keras.backend.random_normal",
)  # fmt: skip
def tensor_normal(call: Call) -> Value:
    """``tf.random.normal((100, 8))``."""
    if not isinstance(shape_argument(call, call.arg(0, "shape")), tuple):
        return NotImplemented
    return generated(
        call, shape_argument(call, call.arg(0, "shape")), dtype_name(call, call.arg(3, "dtype"), "float32")
    )


@describes("tensorflow.random.uniform", "tensorflow.random_uniform", "keras.random.uniform", "keras.random.randint")
def tensor_uniform(call: Call) -> Value:
    """``tf.random.uniform((100,), maxval=10, dtype=tf.int32)``: of whole numbers ``maxval`` is left out."""
    shape = shape_argument(call, call.arg(0, "shape"))
    if not isinstance(shape, tuple):
        return NotImplemented
    default = "int32" if call.path.endswith("randint") else "float32"
    dtype = dtype_name(call, call.arg(3, "dtype"), default)
    low = call.python(call.arg(1, "minval", default=Literal(0)))
    high = call.python(call.arg(2, "maxval", default=Literal(1)))
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or not is_known(dtype):
        return generated(call, shape, dtype)
    if dtype.startswith("int") and isinstance(low, int) and isinstance(high, int):
        labels = labels_of_draws(low, high, shape[0]) if shape and (len(shape) == 1 or shape[1:] == (1,)) else None
        return generated(call, shape, dtype, float(low), float(high - 1), labels=labels)
    return generated(call, shape, dtype, float(low), float(high))

"""Operations on each element."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN
from keras_lint.knowledge.tensors.registry import KERAS, Operation, class_name, operation
from keras_lint.knowledge.tensors.spec import Result, Spec, broadcast, common_dtype, shape_of, spec_of

_CLASSES = {
    "abs": "Absolute",
    "swish": "Silu",
    "hard_swish": "HardSilu",
    "conj": "Conjugate",
    "bitwise_not": "BitwiseNot",
    "layer_normalization": "LayerNorm",
    "rms_normalization": "RMSNorm",
}


def unchanged(x: Any, *_args: Any, **_options: Any) -> Result:
    """The same shape and dtype, whatever the other arguments."""
    spec = spec_of(x)
    return Spec(spec.shape, spec.dtype if isinstance(x, Spec) and _floating(spec) else UNKNOWN)


def _floating(spec: Spec) -> bool:
    return isinstance(spec.dtype, str) and spec.dtype.startswith(("float", "bfloat"))


_UNARY = """
abs absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil celu clip conj conjugate copy cos cosh deg2rad elu
erf erfc erfinv exp exp2 expm1 floor gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu log log10
log1p log2 log_sigmoid log_softmax nan_to_num negative normalize rad2deg reciprocal relu relu6 round rsqrt selu sigmoid
sign silu sin sinc sinh soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax sqrt square
squareplus stop_gradient swish tan tanh tanh_shrink threshold tril triu trunc fabs batch_normalization
layer_normalization rms_normalization flip roll sort fliplr flipud
"""

for _name in _UNARY.split():
    KERAS[_name] = Operation(unchanged, _CLASSES.get(_name, class_name(_name)))


KERAS["relu_activation"] = Operation(unchanged, "ReLU")


@operation("itself", cls="")
def itself(x: Any, **_options: Any) -> Result:
    """No operation at all: the tensor comes back."""
    return spec_of(x)


@operation("isfinite", "isinf", "isnan", "logical_not", "isneginf", "isposinf", "signbit", "isreal")
def test(x: Any, **_options: Any) -> Result:
    """True or false for each element."""
    return Spec(shape_of(x), "bool")


@operation(
    "add", "subtract", "multiply", "divide", "true_divide", "power", "mod", "floor_divide", "maximum", "minimum",
    "arctan2", "logaddexp", "divide_no_nan", "hypot", "fmod", "fmax", "fmin", "heaviside", "logaddexp2",
    "bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm",
)  # fmt: skip
def binary(x1: Any, x2: Any) -> Result:
    """Two operands, element by element."""
    return Spec(broadcast(shape_of(x1), shape_of(x2)), common_dtype([x1, x2]))


@operation(
    "equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and", "logical_or", "logical_xor",
    "isclose",
)  # fmt: skip
def comparison(x1: Any, x2: Any, *_args: Any, **_options: Any) -> Result:
    """True or false for each pair."""
    return Spec(broadcast(shape_of(x1), shape_of(x2)), "bool")


@operation("where")
def where(condition: Any, x1: Any = None, x2: Any = None) -> Result:
    """One or the other for each element; with the condition alone the places where it holds."""
    if x1 is None or x2 is None:
        return UNKNOWN
    return Spec(broadcast(shape_of(condition), shape_of(x1), shape_of(x2)), common_dtype([x1, x2]))


@operation("cast", "saturate_cast")
def cast(x: Any, dtype: Any) -> Result:
    """Another dtype."""
    return Spec(shape_of(x), dtype if isinstance(dtype, str) else UNKNOWN)


@operation("cumsum", "cumprod")
def cumulated(x: Any, axis: Any = None, dtype: Any = None) -> Result:
    """Sums (products) of all elements so far; of the flat tensor where no axis is given."""
    from keras_lint.knowledge.tensors.shaping import ravel

    flat = ravel(x) if axis is None else Spec(shape_of(x))
    return flat if isinstance(axis, (int, type(None))) else UNKNOWN


@operation("argsort")
def argsort(x: Any, axis: Any = -1) -> Result:
    """Places in order along an axis; of the flat tensor where the axis is ``None``."""
    from keras_lint.knowledge.tensors.shaping import ravel

    return ravel(x) if axis is None else Spec(shape_of(x), "int32") if isinstance(axis, int) else UNKNOWN


@operation("binary_crossentropy")
def binary_crossentropy(target: Any, output: Any, from_logits: Any = False) -> Result:
    """A loss for each element."""
    return Spec(shape_of(output))


@operation("zeros_like", "ones_like", "full_like", "empty_like")
def like(x: Any, *_args: Any, **options: Any) -> Result:
    """The shape of another tensor."""
    dtype = options.get("dtype")
    spec = spec_of(x)
    return Spec(spec.shape, spec.dtype if dtype is None and not _args else dtype if isinstance(dtype, str) else UNKNOWN)


@operation("add_n", cls="Add")
def add_n(xs: Any) -> Result:
    """The sum of several tensors of one shape."""
    parts = xs if isinstance(xs, (tuple, list)) else ()
    return Spec(broadcast(*map(shape_of, parts)), common_dtype(list(parts))) if parts else UNKNOWN

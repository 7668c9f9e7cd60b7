"""Tensors made of sizes, and what is asked of a tensor's shape."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.tensors.elementwise import unchanged
from keras_lint.knowledge.tensors.registry import KERAS, Operation, operation
from keras_lint.knowledge.tensors.spec import DYNAMIC, Result, Spec, product, requested, shape_of, size_of, spec_of


@operation("zeros", "ones", "full", "empty")
def filled(shape: Any, fill_value: Any = 0, dtype: Any = None) -> Result:
    """A tensor of a shape."""
    return Spec(requested(shape), dtype if isinstance(dtype, str) else UNKNOWN)


@operation("random", cls="RandomNormal")
def random(shape: Any, **_options: Any) -> Result:
    """Random numbers in a shape."""
    return Spec(requested(shape))


@operation("random_seedless", cls="Dropout")
def changed_at_random(inputs: Any, **_options: Any) -> Result:
    """``keras.random.dropout``, ``shuffle``: other numbers in the same shape."""
    return unchanged(inputs)


@operation("arange")
def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Result:
    """Whole numbers in a row."""
    low, high = (0, start) if stop is None else (start, stop)
    stride = 1 if step is None else step
    if all(isinstance(value, int) for value in (low, high, stride)) and stride:
        return Spec((len(range(low, high, stride)),))
    sizes = [size_of(value) for value in (low, high, stride)]
    return Spec((UNKNOWN if any(isinstance(size, Unknown) for size in sizes) else None,))


@operation("eye", "identity")
def eye(N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Result:  # noqa: N803 - Keras's names
    """The identity."""
    return Spec((size_of(N), size_of(N if M is None else M)))


@operation("shape", cls="")
def shape(x: Any) -> Any:
    """The sizes, those that are open as sizes of the running graph."""
    dims = shape_of(x)
    if not isinstance(dims, tuple):
        return Unknown("the shape of a tensor of unknown rank")
    return tuple(DYNAMIC if dim is None else dim for dim in dims)


@operation("static_shape", cls="")
def static_shape(x: Any) -> Any:
    """``K.int_shape``: open sizes are ``None``."""
    dims = shape_of(x)
    return dims if isinstance(dims, tuple) else Unknown("the shape of a tensor of unknown rank")


@operation("ndim")
def ndim(x: Any) -> Any:
    """Number of axes."""
    dims = shape_of(x)
    return len(dims) if isinstance(dims, tuple) else UNKNOWN


@operation("size")
def size(x: Any) -> Any:
    """Number of elements."""
    dims = shape_of(x)
    found = product(dims) if isinstance(dims, tuple) else UNKNOWN
    return DYNAMIC if found is None else found


@operation("convert_to_tensor", "identity_of", cls="ConvertToTensor")
def convert_to_tensor(x: Any, dtype: Any = None, **_options: Any) -> Result:
    """The same as a tensor."""
    spec = spec_of(x)
    return Spec(spec.shape, spec.dtype if dtype is None else dtype if isinstance(dtype, str) else UNKNOWN)


@operation("dtype", cls="")
def dtype_of(x: Any) -> Any:
    """The dtype's name."""
    return spec_of(x).dtype


KERAS["get_item"] = Operation(lambda x, key: UNKNOWN, "GetItem")

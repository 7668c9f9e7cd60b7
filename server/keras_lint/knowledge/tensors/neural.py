"""Convolutions, pooling and encodings."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import Refused
from keras_lint.knowledge.layers.dims import calculated
from keras_lint.knowledge.layers.registry import layer_knowledge
from keras_lint.knowledge.tensors.registry import operation
from keras_lint.knowledge.tensors.spec import Result, Spec, shape_of, spec_of


@operation("one_hot")
def one_hot(x: Any, num_classes: Any, axis: Any = -1, dtype: Any = None, sparse: Any = False) -> Result:
    """An axis of classes more."""
    shape = shape_of(x)
    if not isinstance(shape, tuple) or not isinstance(axis, int):
        return UNKNOWN
    classes: Dim = num_classes if isinstance(num_classes, int) else UNKNOWN
    if not -1 <= axis <= len(shape):
        raise Refused(f"axis must be -1 or between [0, {len(shape)}), but received {axis}.")
    place = len(shape) if axis == -1 else axis
    return Spec((*shape[:place], classes, *shape[place:]), dtype if isinstance(dtype, str) else UNKNOWN)


@operation("glu")
def glu(x: Any, axis: Any = -1) -> Result:
    """Half of an axis."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple) or not isinstance(axis, int):
        return UNKNOWN
    dims = list(spec.shape)
    dims[axis] = calculated(lambda size: size // 2, dims[axis])
    return Spec(tuple(dims), spec.dtype)


def _as_layer(name: str, x: Any, config: Config) -> Result:
    """What the layer of that name makes of the tensor."""
    spec = spec_of(x)
    layer = layer_knowledge(name)
    if not isinstance(spec.shape, tuple) or layer is None:
        return UNKNOWN
    shape = layer.output_shape(config, spec.shape)
    return Spec(shape, spec.dtype) if isinstance(shape, tuple) else UNKNOWN


def _rank(x: Any) -> int | None:
    shape = shape_of(x)
    return len(shape) - 2 if isinstance(shape, tuple) and 3 <= len(shape) <= 5 else None


def _kernel(kernel: Any) -> Shape | None:
    shape = shape_of(kernel)
    return shape if isinstance(shape, tuple) and len(shape) >= 3 else None


def _spatial(values: Any, x: Any) -> Any:
    """Strides as TensorFlow writes them, ``[1, 2, 2, 1]``: those of the spatial axes."""
    shape = shape_of(x)
    if isinstance(values, (tuple, list)) and isinstance(shape, tuple) and len(values) == len(shape):
        return tuple(values[1:-1])
    return values


@operation("conv")
def conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None, dilation_rate: Any = 1
) -> Result:
    """A convolution with a given kernel."""
    rank, sizes = _rank(inputs), _kernel(kernel)
    if rank is None or sizes is None or len(sizes) != rank + 2:
        return UNKNOWN
    config = {
        "filters": sizes[-1],
        "kernel_size": sizes[:-2],
        "strides": _spatial(strides, inputs),
        "padding": padding,
        "data_format": data_format,
        "dilation_rate": dilation_rate if dilation_rate is not None else 1,
    }
    return UNKNOWN if None in sizes else _as_layer(f"Conv{rank}D", inputs, config)


@operation("depthwise_conv")
def depthwise_conv(
    inputs: Any, kernel: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None, dilation_rate: Any = 1
) -> Result:
    """A convolution of each channel on its own."""
    rank, sizes = _rank(inputs), _kernel(kernel)
    if rank not in (1, 2) or sizes is None or None in sizes or len(sizes) != rank + 2:
        return UNKNOWN
    config = {
        "kernel_size": sizes[:-2],
        "depth_multiplier": sizes[-1],
        "strides": _spatial(strides, inputs),
        "padding": padding,
        "data_format": data_format,
        "dilation_rate": dilation_rate if dilation_rate is not None else 1,
    }
    return _as_layer(f"DepthwiseConv{rank}D", inputs, config)


@operation("max_pool")
def max_pool(
    inputs: Any, pool_size: Any, strides: Any = None, padding: Any = "valid", data_format: Any = None
) -> Result:
    """The greatest of each window."""
    rank = _rank(inputs)
    config = {
        "pool_size": _spatial(pool_size, inputs),
        "strides": _spatial(strides, inputs),
        "padding": padding.lower() if isinstance(padding, str) else padding,
        "data_format": data_format,
    }
    return UNKNOWN if rank is None else _as_layer(f"MaxPooling{rank}D", inputs, config)


@operation("average_pool")
def average_pool(
    inputs: Any, pool_size: Any, strides: Any = None, padding: Any = "valid", data_format: Any = None
) -> Result:
    """The mean of each window."""
    return max_pool(inputs, pool_size, strides, padding, data_format)


@operation("space_to_depth", "depth_to_space")
def not_followed(x: Any, *_args: Any, **_options: Any) -> Result:
    """Not followed."""
    return Unknown("blocks of pixels and channels")

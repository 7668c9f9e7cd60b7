"""Arithmetic on dimensions and reading of arguments, where either may be ``None`` or ``Unknown``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, shown

DATA_FORMATS = ("channels_last", "channels_first")
YES_NO = (False, True)


def calculated(function: Callable[..., int], *values: Dim) -> Dim:
    """``function`` of numbers; ``Unknown`` if one is unknown, else ``None`` if one is ``None``."""
    for value in values:
        if isinstance(value, Unknown):
            return value
    if any(value is None for value in values):
        return None
    return function(*values)


def resized(size: Dim, function: Callable[..., int], *arguments: int | Unknown) -> Dim:
    """A spatial size after ``function(size, *arguments)``; ``None`` stays ``None`` whatever the arguments are."""
    return None if size is None else calculated(function, size, *arguments)


def count(dims: Iterable[Dim]) -> int | Unknown:
    """Number of elements of a fully defined shape."""
    total = 1
    for dim in dims:
        if isinstance(dim, Unknown):
            return dim
        if dim is None:
            return Unknown("a dimension is None")
        total *= dim
    return total


def weight(layer: LayerKnowledge, config: Config, variable: str, shape: Sequence[Dim]) -> int | Unknown:
    """Number of elements of a variable.

    Raises:
        Refused: a dimension is ``None``; Keras's words.
    """
    if any(dim is None for dim in shape):
        raise Refused(
            "Shapes used to initialize variables must be fully-defined (no `None` dimensions). "
            f"Received: shape={shown(tuple(shape))} for variable path='{layer.layer_name(config)}/{variable}'"
        )
    return count(shape)


def total(*counts: int | Unknown) -> int | Unknown:
    """Sum of numbers of weights."""
    result = 0
    for number in counts:
        if isinstance(number, Unknown):
            return number
        result += number
    return result


def whole(value: Any, name: str) -> int | Unknown:
    """An argument that must be a whole number."""
    if isinstance(value, (int, Unknown)):
        return value
    return Unknown(f"`{name}` is not a whole number")


def int_tuple(value: Any, size: int, name: str, allow_zero: bool = False) -> tuple[int | Unknown, ...]:
    """An int or several as ``size`` ints (Keras's ``standardize_tuple``).

    Raises:
        Refused: with Keras's words.
    """
    if isinstance(value, Unknown):
        return (value,) * size
    message = f"The `{name}` argument must be a tuple of {size} integers. Received {name}={shown(value)}"
    if isinstance(value, int):
        values: tuple[Any, ...] = (value,) * size
    elif isinstance(value, (tuple, list)):
        values = tuple(value)
    else:
        raise Refused(message)
    if len(values) != size:
        raise Refused(message)
    for part in values:
        if part is None or isinstance(part, (str, tuple, list, dict)):
            raise Refused(f"{message}including element {shown(part)} of type {type(part)}")
    bad = {v for v in values if not isinstance(v, Unknown) and (v < 0 or (v == 0 and not allow_zero))}
    if bad:
        raise Refused(f"{message}, including values {bad} that do not satisfy `value {'>=' if allow_zero else '>'} 0`")
    return tuple(whole(part, name) for part in values)


def shape_argument(value: Any, name: str) -> Shape | Unknown:
    """A shape given as an argument; elements that are no dimensions are ``Unknown``."""
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, (tuple, list)):
        return Unknown(f"`{name}` is not a shape")
    return tuple(part if part is None else whole(part, name) for part in value)


def data_format(layer: LayerKnowledge, config: Config) -> str:
    """``channels_last`` or ``channels_first``.

    Raises:
        Refused: neither; Keras's words.
    """
    value = layer.argument(config, "data_format")
    if value is None:
        return "channels_last"
    lowered = str(value).lower()
    if lowered not in DATA_FORMATS:
        raise Refused(
            "The `data_format` argument must be one of {'channels_first', 'channels_last'}. "
            f"Received: data_format={lowered}"
        )
    return lowered


def channels_first(layer: LayerKnowledge, config: Config) -> bool:
    """Whether the channels come right after the batch axis."""
    return data_format(layer, config) == "channels_first"


def spatial(shape: Shape, first: bool) -> Shape:
    """The axes between batch and channels."""
    return shape[2:] if first else shape[1:-1]


def channels(shape: Shape, first: bool) -> Dim:
    """The channels' dimension."""
    return shape[1] if first else shape[-1]


def assembled(batch: Dim, spatial_shape: Sequence[Dim], channel: Dim, first: bool) -> Shape:
    """A shape from its parts."""
    return (batch, channel, *spatial_shape) if first else (batch, *spatial_shape, channel)


def flag(layer: LayerKnowledge, config: Config, name: str) -> bool:
    """An argument that is true or false (one of the layer's ``alternatives``, so never ``Unknown`` here)."""
    return bool(layer.argument(config, name))


def array(values: Iterable[Any]) -> str:
    """Numbers as numpy prints them."""
    return f"[{' '.join(map(shown, values))}]"


def conv_size(size: int, kernel: int, stride: int, dilation: int) -> int:
    """Size after a convolution or pooling without padding."""
    return (size - dilation * (kernel - 1) - 1) // stride + 1


def same_size(size: int, stride: int) -> int:
    """Size after a convolution or pooling with padding ``same``."""
    return (size - 1) // stride + 1


def product_of(values: Iterable[int]) -> int:
    """Product of numbers."""
    return math.prod(values)

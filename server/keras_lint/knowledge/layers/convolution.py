"""Convolutions: plain, transposed, depthwise and separable."""

from __future__ import annotations

from typing import Any, ClassVar

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, shown
from keras_lint.knowledge.layers.dims import (
    DATA_FORMATS,
    YES_NO,
    array,
    assembled,
    calculated,
    channels,
    channels_first,
    conv_size,
    data_format,
    flag,
    int_tuple,
    resized,
    same_size,
    spatial,
    total,
    weight,
    whole,
)

Ints = tuple["int | Unknown", ...]


class Convolution(LayerKnowledge):
    """What all convolutions share: reading and checking of arguments, the spatial sizes."""

    rank: ClassVar[int]
    positive: ClassVar[tuple[str, ...]] = ("filters",)
    required: tuple[str, ...] = ("filters", "kernel_size")
    defaults: Config = {
        "strides": 1,
        "padding": "valid",
        "data_format": None,
        "dilation_rate": 1,
        "use_bias": True,
        "groups": 1,
        "depth_multiplier": 1,
        "output_padding": None,
    }
    alternatives = {"padding": ("valid", "same"), "data_format": DATA_FORMATS, "use_bias": YES_NO}
    stride_and_dilation_exclude: ClassVar[bool] = False
    causal: ClassVar[bool] = False

    def check_arguments(self, config: Config) -> None:
        self.ints(config, "kernel_size")
        strides, dilation = self.ints(config, "strides"), self.ints(config, "dilation_rate")
        self.padding(config)
        self.check_tuples(config)
        data_format(self, config)
        for name in self.positive:
            value = self.argument(config, name)
            if isinstance(value, int) and value <= 0:
                raise Refused(
                    f"Invalid value for argument `{name}`. Expected a strictly positive value. Received {name}={value}."
                )
        self.check_more(config)
        if self.stride_and_dilation_exclude and _over_one(strides) and _over_one(dilation):
            raise Refused(
                "`strides > 1` not supported in conjunction with `dilation_rate > 1`. "
                f"Received: strides={shown(strides)} and dilation_rate={shown(dilation)}"
            )

    def check_tuples(self, config: Config) -> None:
        """Refuse further arguments that are no number for each axis."""

    def check_more(self, config: Config) -> None:
        """Refuse what only this kind of convolution refuses."""

    def ints(self, config: Config, name: str) -> Ints:
        """An argument that is one number or one for each spatial axis."""
        return int_tuple(self.argument(config, name), self.rank, name)

    def padding(self, config: Config) -> str:
        """``valid``, ``same`` or ``causal``."""
        value = self.argument(config, "padding")
        allowed = ("valid", "same", "causal") if self.causal else ("valid", "same")
        padding = value.lower() if isinstance(value, str) else ""
        if padding not in allowed:
            raise Refused(
                f"The `padding` argument must be a list/tuple or one of {{{', '.join(map(repr, allowed))}}}. "
                f"Received: {padding if isinstance(value, str) else shown(value)}"
            )
        return padding

    def number(self, config: Config, name: str) -> int | Unknown:
        """An argument that is a whole number."""
        return whole(self.argument(config, name), name)

    def received(self, config: Config, inputs: Any) -> Any:
        if isinstance(inputs, Unknown):
            return (inputs,) * (self.rank + 2)
        return super().received(config, inputs)

    def input_ndim(self, config: Config) -> int | None:
        return None

    def input_channels(self, config: Config, shape: Shape) -> int | Unknown:
        """The channels of the input.

        Raises:
            Refused: they are ``None``.
        """
        dim = channels(shape, channels_first(self, config))
        if dim is None:
            axis = 1 if channels_first(self, config) else -1
            raise Refused(
                "The channel dimension of the inputs should be defined. "
                f"The input_shape received is {shown(shape)}, where axis {axis} (0-based) is the channel dimension, "
                "which found to be `None`."
            )
        return dim

    def convolved(self, config: Config, shape: Shape, filters: Dim) -> Shape:
        """The output shape of a convolution with ``filters`` (Keras's ``compute_conv_output_shape``)."""
        first = channels_first(self, config)
        kernel, strides, dilation = (self.ints(config, name) for name in ("kernel_size", "strides", "dilation_rate"))
        padding = self.padding(config)
        kernel_shape = (*kernel, channels(shape, first), filters)
        if len(shape) != self.rank + 2:
            raise Refused(
                f"Kernel shape must have the same length as input, but received kernel of shape {shown(kernel_shape)} "
                f"and input of shape {shown(shape)}."
            )
        sizes: list[Dim] = []
        for size, extent, stride, spread in zip(spatial(shape, first), kernel, strides, dilation, strict=False):
            if padding == "valid":
                sizes.append(resized(size, conv_size, extent, stride, spread))
            else:
                sizes.append(resized(size, same_size, stride))
        if padding == "valid" and any(isinstance(size, int) and size <= 0 for size in sizes):
            raise Refused(
                f"Computed output size would be zero or negative. Received `inputs shape={shown(shape)}`, "
                f"`kernel shape={shown(kernel_shape)}`, `dilation_rate={array(dilation)}`, "
                f"`strides={shown(strides)}`, `padding={padding}`."
            )
        return assembled(shape[0], sizes, filters, first)

    def bias(self, config: Config, size: int | Unknown) -> int | Unknown:
        """Number of biases."""
        return size if flag(self, config, "use_bias") else 0


class Conv(Convolution):
    """``Conv1D``, ``Conv2D``, ``Conv3D``."""

    stride_and_dilation_exclude = True

    def check_more(self, config: Config) -> None:
        filters, groups = self.argument(config, "filters"), self.argument(config, "groups")
        if isinstance(groups, int) and groups <= 0:
            raise Refused(f"The number of groups must be a positive integer. Received: groups={groups}.")
        if isinstance(filters, int) and isinstance(groups, int) and filters % groups != 0:
            raise Refused(
                "The number of filters must be evenly divisible by the number of groups. "
                f"Received: groups={groups}, filters={filters}."
            )

    def kernel_shape(self, config: Config, shape: Shape) -> Shape:
        per_group = calculated(_divided, self.input_channels(config, shape), self.number(config, "groups"))
        return (*self.ints(config, "kernel_size"), per_group, self.number(config, "filters"))

    def build(self, config: Config, shape: Shape) -> Weights:
        incoming, groups = self.input_channels(config, shape), self.number(config, "groups")
        if isinstance(incoming, int) and isinstance(groups, int) and incoming % groups != 0:
            raise Refused(
                "The number of input channels must be evenly divisible by the number of groups. "
                f"Received groups={groups}, but the input has {incoming} channels "
                f"(full input shape is {shown(shape)})."
            )
        self.compute(config, shape)
        kernel = weight(self, config, "kernel", self.kernel_shape(config, shape))
        return Weights(total(kernel, self.bias(config, self.number(config, "filters"))))

    def compute(self, config: Config, shape: Shape) -> Shape:
        return self.convolved(config, shape, self.number(config, "filters"))


class ConvTranspose(Convolution):
    """``Conv1DTranspose``, ``Conv2DTranspose``, ``Conv3DTranspose``."""

    stride_and_dilation_exclude = True

    def check_tuples(self, config: Config) -> None:
        self.output_padding(config)

    def check_more(self, config: Config) -> None:
        padding = self.output_padding(config)
        if padding is None:
            return
        strides = self.ints(config, "strides")
        for index, (extra, stride) in enumerate(zip(padding, strides, strict=False)):
            if isinstance(extra, int) and isinstance(stride, int) and extra >= stride:
                raise Refused(
                    "`output_padding` must be strictly less than `strides` for all dimensions. "
                    f"At dimension {index}, `output_padding` is {extra} but `strides` is {stride}. "
                    f"Received: output_padding={shown(padding)}, strides={shown(strides)}"
                )

    def output_padding(self, config: Config) -> Ints | None:
        """The extra size at one side, where it is given."""
        value = self.argument(config, "output_padding")
        return None if value is None else int_tuple(value, self.rank, "output_padding", allow_zero=True)

    def kernel_shape(self, config: Config, shape: Shape) -> Shape:
        incoming = channels(shape, channels_first(self, config))
        return (*self.ints(config, "kernel_size"), self.number(config, "filters"), incoming)

    def build(self, config: Config, shape: Shape) -> Weights:
        kernel = weight(self, config, "kernel", self.kernel_shape(config, shape))
        return Weights(total(kernel, self.bias(config, self.number(config, "filters"))))

    def compute(self, config: Config, shape: Shape) -> Shape:
        first = channels_first(self, config)
        if len(shape) != self.rank + 2:
            raise Refused(
                f"`{self.names[0]}` needs an input of rank {self.rank + 2}. Full shape received: {shown(shape)}"
            )
        padding = self.padding(config)
        extras: tuple[Any, ...] = self.output_padding(config) or (None,) * self.rank
        sizes: list[Dim] = []
        parts = (self.ints(config, name) for name in ("kernel_size", "strides", "dilation_rate"))
        for size, extent, stride, spread, extra in zip(spatial(shape, first), *parts, extras, strict=False):
            if padding == "valid":
                if extra is None:
                    sizes.append(resized(size, _transposed_valid, extent, stride, spread))
                else:
                    sizes.append(resized(size, _transposed_valid_padded, extent, stride, spread, extra))
            elif extra is None:
                sizes.append(resized(size, _transposed_same, stride))
            else:
                sizes.append(resized(size, _transposed_same_padded, extent, stride, spread, extra))
        return assembled(shape[0], sizes, self.number(config, "filters"), first)


class DepthwiseConv(Convolution):
    """``DepthwiseConv1D``, ``DepthwiseConv2D``."""

    required = ("kernel_size",)
    positive = ("depth_multiplier",)

    def outgoing(self, config: Config, shape: Shape) -> Dim:
        """The channels of the output."""
        return calculated(_times, self.input_channels(config, shape), self.number(config, "depth_multiplier"))

    def kernel_shape(self, config: Config, shape: Shape) -> Shape:
        incoming = self.input_channels(config, shape)
        return (*self.ints(config, "kernel_size"), incoming, self.number(config, "depth_multiplier"))

    def build(self, config: Config, shape: Shape) -> Weights:
        self.compute(config, shape)
        kernel = weight(self, config, "kernel", self.kernel_shape(config, shape))
        biases = weight(self, config, "bias", (self.outgoing(config, shape),))
        return Weights(total(kernel, self.bias(config, biases)))

    def compute(self, config: Config, shape: Shape) -> Shape:
        return self.convolved(config, shape, self.outgoing(config, shape))


class SeparableConv(Convolution):
    """``SeparableConv1D``, ``SeparableConv2D``."""

    positive = ("depth_multiplier", "filters")

    def build(self, config: Config, shape: Shape) -> Weights:
        incoming, filters = self.input_channels(config, shape), self.number(config, "filters")
        multiplier = self.number(config, "depth_multiplier")
        self.compute(config, shape)
        depthwise = (*self.ints(config, "kernel_size"), incoming, multiplier)
        pointwise = (incoming, multiplier, filters)
        return Weights(
            total(
                weight(self, config, "depthwise_kernel", depthwise),
                weight(self, config, "pointwise_kernel", pointwise),
                self.bias(config, filters),
            )
        )

    def compute(self, config: Config, shape: Shape) -> Shape:
        return self.convolved(config, shape, self.number(config, "filters"))


class Conv1D(Conv):
    names = ("Conv1D", "Convolution1D")
    rank = 1
    min_ndim = 3
    causal = True
    alternatives = {**Convolution.alternatives, "padding": ("valid", "same", "causal")}


class Conv2D(Conv):
    names = ("Conv2D", "Convolution2D")
    rank = 2
    min_ndim = 4


class Conv3D(Conv):
    names = ("Conv3D", "Convolution3D")
    rank = 3
    min_ndim = 5


class Conv1DTranspose(ConvTranspose):
    names = ("Conv1DTranspose", "Convolution1DTranspose")
    rank = 1
    min_ndim = 3


class Conv2DTranspose(ConvTranspose):
    names = ("Conv2DTranspose", "Convolution2DTranspose")
    rank = 2
    min_ndim = 4


class Conv3DTranspose(ConvTranspose):
    names = ("Conv3DTranspose", "Convolution3DTranspose")
    rank = 3
    min_ndim = 5


class DepthwiseConv1D(DepthwiseConv):
    names = ("DepthwiseConv1D",)
    rank = 1
    min_ndim = 3


class DepthwiseConv2D(DepthwiseConv):
    names = ("DepthwiseConv2D",)
    rank = 2
    min_ndim = 4


class SeparableConv1D(SeparableConv):
    names = ("SeparableConv1D", "SeparableConvolution1D")
    rank = 1
    min_ndim = 3


class SeparableConv2D(SeparableConv):
    names = ("SeparableConv2D", "SeparableConvolution2D")
    rank = 2
    min_ndim = 4


def _over_one(values: Ints) -> bool:
    return any(isinstance(value, int) and value > 1 for value in values)


def _divided(number: int, divisor: int) -> int:
    return number // divisor


def _times(first: int, second: int) -> int:
    return first * second


def _reach(extent: int, spread: int) -> int:
    return (extent - 1) * spread + 1


def _transposed_valid(size: int, extent: int, stride: int, spread: int) -> int:
    return (size - 1) * stride + max(_reach(extent, spread), stride)


def _transposed_valid_padded(size: int, extent: int, stride: int, spread: int, extra: int) -> int:
    return (size - 1) * stride + _reach(extent, spread) + extra


def _transposed_same(size: int, stride: int) -> int:
    return size * stride


def _transposed_same_padded(size: int, extent: int, stride: int, spread: int, extra: int) -> int:
    return (size - 1) * stride + _reach(extent, spread) % 2 + extra


CONVOLUTIONS = (
    Conv1D(),
    Conv2D(),
    Conv3D(),
    Conv1DTranspose(),
    Conv2DTranspose(),
    Conv3DTranspose(),
    DepthwiseConv1D(),
    DepthwiseConv2D(),
    SeparableConv1D(),
    SeparableConv2D(),
)

"""Pooling: local, global and adaptive."""

from __future__ import annotations

from typing import ClassVar

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, described, shown
from keras_lint.knowledge.layers.dims import (
    DATA_FORMATS,
    YES_NO,
    array,
    assembled,
    channels,
    channels_first,
    data_format,
    flag,
    int_tuple,
    resized,
    same_size,
    spatial,
    whole,
)


class Pooling(LayerKnowledge):
    """``MaxPooling1D`` … ``AveragePooling3D``."""

    rank: ClassVar[int]
    defaults = {"pool_size": 2, "strides": None, "padding": "valid", "data_format": None}
    alternatives = {"padding": ("valid", "same"), "data_format": DATA_FORMATS}

    def check_arguments(self, config: Config) -> None:
        self._windows(config)
        data_format(self, config)

    def _windows(self, config: Config) -> tuple[tuple[int | Unknown, ...], tuple[int | Unknown, ...]]:
        """Sizes and strides of the window."""
        size, strides = self.argument(config, "pool_size"), self.argument(config, "strides")
        strides = size if strides is None else strides
        return int_tuple(size, self.rank, "pool_size"), int_tuple(strides, self.rank, "strides", allow_zero=True)

    def compute(self, config: Config, shape: Shape) -> Shape:
        first = channels_first(self, config)
        windows, strides = self._windows(config)
        padding = self.argument(config, "padding")
        if 0 in strides:
            raise Refused("division by zero")
        sizes: list[Dim] = []
        for size, window, stride in zip(spatial(shape, first), windows, strides, strict=False):
            if padding == "valid":
                sizes.append(resized(size, _pooled, window, stride))
            elif padding == "same":
                sizes.append(resized(size, same_size, stride))
            else:
                raise Refused(f"Argument `padding` must be either 'valid' or 'same'. Received: padding={padding}")
        if padding == "valid" and any(isinstance(size, int) and size <= 0 for size in sizes):
            # Keras works out the sizes in place: it prints -1 for a spatial axis that is `None`.
            printed = assembled(
                shape[0],
                [-1 if size is None else size for size in spatial(shape, first)],
                channels(shape, first),
                first,
            )
            raise Refused(
                f"Computed output size would be zero or negative. Received: `inputs.shape={array(printed)}`, "
                f"`pool_size={array(windows)}`, `strides={shown(strides)}`, `padding={padding}`."
            )
        return assembled(shape[0], sizes, channels(shape, first), first)


class GlobalPooling(LayerKnowledge):
    """``GlobalMaxPooling1D`` … ``GlobalAveragePooling3D``."""

    defaults = {"data_format": None, "keepdims": False}
    alternatives = {"data_format": DATA_FORMATS, "keepdims": YES_NO}

    def check_arguments(self, config: Config) -> None:
        data_format(self, config)

    def compute(self, config: Config, shape: Shape) -> Shape:
        first = channels_first(self, config)
        ones = (1,) * (len(shape) - 2) if flag(self, config, "keepdims") else ()
        return assembled(shape[0], ones, channels(shape, first), first)


class AdaptivePooling(LayerKnowledge):
    """``AdaptiveMaxPooling1D`` … ``AdaptiveAveragePooling3D``: the sizes are given."""

    rank: ClassVar[int]
    required = ("output_size",)
    defaults = {"data_format": None}
    alternatives = {"data_format": DATA_FORMATS}

    def check_arguments(self, config: Config) -> None:
        size = config["output_size"]
        if isinstance(size, (Unknown, int)):
            return
        if self.rank == 1 and isinstance(size, (tuple, list)) and len(size) != 1:
            raise Refused(f"For 1D input, `output_size` tuple must have length 1. Received: {shown(size)}")
        if not isinstance(size, (tuple, list)) or len(size) != self.rank:
            raise Refused(
                f"`output_size` must be an integer or a tuple of {self.rank} integers. Received: {shown(size)}"
            )

    def received(self, config: Config, inputs: Shape | Unknown) -> Shape | Unknown:
        if isinstance(inputs, Unknown):
            return (inputs,) * (self.rank + 2)
        received: Shape | Unknown = super().received(config, inputs)
        return received

    def compute(self, config: Config, shape: Shape) -> Shape:
        first, size = channels_first(self, config), config["output_size"]
        sizes = tuple(size) if isinstance(size, (tuple, list)) else (size,) * self.rank
        return assembled(shape[0], tuple(whole(s, "output_size") for s in sizes), channels(shape, first), first)


def _pooled(size: int, window: int, stride: int) -> int:
    return (size - window) // stride + 1


POOLING = (
    *(described(Pooling, f"MaxPooling{n}D", f"MaxPool{n}D", rank=n, ndim=n + 2) for n in (1, 2, 3)),
    *(
        described(Pooling, f"AveragePooling{n}D", f"AvgPool{n}D", rank=n, ndim=n + 2, required=("pool_size",))
        for n in (1, 2, 3)
    ),
    *(described(GlobalPooling, f"GlobalMaxPooling{n}D", f"GlobalMaxPool{n}D", ndim=n + 2) for n in (1, 2, 3)),
    *(described(GlobalPooling, f"GlobalAveragePooling{n}D", f"GlobalAvgPool{n}D", ndim=n + 2) for n in (1, 2, 3)),
    *(described(AdaptivePooling, f"AdaptiveMaxPooling{n}D", rank=n) for n in (1, 2, 3)),
    *(described(AdaptivePooling, f"AdaptiveAveragePooling{n}D", rank=n) for n in (1, 2, 3)),
)

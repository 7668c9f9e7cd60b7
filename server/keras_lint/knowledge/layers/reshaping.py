"""Layers that move, repeat, pad or cut."""

from __future__ import annotations

from typing import Any, ClassVar

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, described, shown
from keras_lint.knowledge.layers.dims import (
    DATA_FORMATS,
    calculated,
    channels_first,
    count,
    data_format,
    int_tuple,
    resized,
    shape_argument,
)

Pairs = tuple[tuple["int | Unknown", ...], ...]


class Flatten(LayerKnowledge):
    """``Flatten``: all axes but the batch become one."""

    names = ("Flatten",)
    defaults = {"data_format": None}
    alternatives = {"data_format": DATA_FORMATS}
    min_ndim = 1

    def check_arguments(self, config: Config) -> None:
        data_format(self, config)

    def received(self, config: Config, inputs: Any) -> Any:
        return (inputs, inputs) if isinstance(inputs, Unknown) else super().received(config, inputs)

    def compute(self, config: Config, shape: Shape) -> Shape:
        return (shape[0], None if None in shape[1:] else count(shape[1:]))


class Reshape(LayerKnowledge):
    """``Reshape``: a new shape without the batch axis; one ``-1`` is worked out."""

    names = ("Reshape",)
    required = ("target_shape",)

    def check_arguments(self, config: Config) -> None:
        target = config["target_shape"]
        if isinstance(target, (int, float)):
            raise Refused(f"'{type(target).__name__}' object is not iterable")
        if not isinstance(target, (tuple, list)):
            return
        target = tuple(target)
        if any(isinstance(dim, int) and dim < -1 for dim in target):
            raise Refused(
                "Each dimension in `target_shape` must be a non-negative integer, or `-1` for a single unknown "
                f"dimension. Received: target_shape={shown(target)}."
            )
        if sum(1 for dim in target if isinstance(dim, int) and dim == -1) > 1:
            raise Refused(
                "There must be at most one unknown dimension (-1) in `target_shape`. "
                f"Received: target_shape={shown(target)}."
            )

    def received(self, config: Config, inputs: Any) -> Any:
        return (inputs, inputs) if isinstance(inputs, Unknown) else super().received(config, inputs)

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        target = shape_argument(config["target_shape"], "target_shape")
        if isinstance(target, Unknown):
            return target
        return (shape[0] if shape else None, *reshaped(shape[1:], target))


def reshaped(shape: Shape, target: Shape) -> Shape:
    """``target`` with its ``-1`` worked out (Keras's ``compute_reshape_output_shape``).

    Raises:
        Refused: the sizes differ; Keras's words.
    """
    if None in shape or None in target:
        return tuple(None if dim == -1 else dim for dim in target)
    size = count(shape)
    others = count(dim for dim in target if dim != -1)
    if -1 not in target:
        if isinstance(size, int) and isinstance(others, int) and size != others:
            raise Refused(
                "The total size of the tensor must be unchanged. "
                f"Received: input_shape={shown(shape)}, target_shape={shown(target)}"
            )
        return target
    if isinstance(size, int) and isinstance(others, int) and (others == 0 or size % others != 0):
        raise Refused(
            "The total size of the tensor must be unchanged, however, the input size cannot by divided by the "
            f"specified dimensions in target_shape. Received: input_shape={shown(shape)}, target_shape={shown(target)}"
        )
    rest = calculated(lambda whole, part: whole // part, size, others)
    return tuple(rest if dim == -1 else dim for dim in target)


class Permute(LayerKnowledge):
    """``Permute``: the axes after the batch in another order."""

    names = ("Permute",)
    required = ("dims",)

    def check_arguments(self, config: Config) -> None:
        dims = config["dims"]
        if isinstance(dims, int):
            raise Refused("'int' object is not iterable")
        if not isinstance(dims, (tuple, list)) or any(isinstance(dim, Unknown) for dim in dims):
            return
        if sorted(dims) != list(range(1, len(dims) + 1)):
            raise Refused(
                "Invalid permutation argument `dims` for Permute Layer. The set of indices in `dims` must be "
                f"consecutive and start from 1. Received dims={shown(dims)}"
            )

    def input_ndim(self, config: Config) -> int | None:
        dims = config["dims"]
        return len(dims) + 1 if isinstance(dims, (tuple, list)) else None

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        dims = config["dims"]
        if not isinstance(dims, (tuple, list)):
            return Unknown("the permutation is not known")
        moved = (shape[dim] if isinstance(dim, int) else Unknown("the permutation is not known") for dim in dims)
        return (shape[0], *moved)


class RepeatVector(LayerKnowledge):
    """``RepeatVector``: a new axis of ``n`` after the batch."""

    names = ("RepeatVector",)
    required = ("n",)
    ndim = 2

    def check_arguments(self, config: Config) -> None:
        n = config["n"]
        if isinstance(n, Unknown):
            return
        if not isinstance(n, int) or isinstance(n, bool):
            raise Refused(f"Expected an integer value for `n`, got {type(n)}.")
        if n <= 0:
            raise Refused(f"Argument `n` should be a positive integer. Received: n={n}")

    def compute(self, config: Config, shape: Shape) -> Shape:
        return (shape[0], config["n"], shape[1])


class UpSampling1D(LayerKnowledge):
    """``UpSampling1D``."""

    names = ("UpSampling1D",)
    defaults = {"size": 2}
    ndim = 3

    def check_arguments(self, config: Config) -> None:
        size = self.argument(config, "size")
        if isinstance(size, Unknown):
            return
        if not isinstance(size, int) or isinstance(size, bool):
            raise Refused(f"Expected an integer value for `size`, got {type(size)}.")
        if size <= 0:
            raise Refused(f"Argument `size` should be a positive integer. Received: size={size}")

    def compute(self, config: Config, shape: Shape) -> Shape:
        return (shape[0], resized(shape[1], _times, self.argument(config, "size")), shape[2])


class Spatial(LayerKnowledge):
    """A layer that changes the spatial axes and leaves batch and channels."""

    rank: ClassVar[int]
    alternatives = {"data_format": DATA_FORMATS}

    def check_arguments(self, config: Config) -> None:
        data_format(self, config)
        self.amounts(config)

    def amounts(self, config: Config) -> Pairs:
        """For each spatial axis, by how much it changes."""
        raise NotImplementedError

    def change(self, size: Dim, amount: tuple[int | Unknown, ...]) -> Dim:
        """A spatial size after the change."""
        raise NotImplementedError

    def compute(self, config: Config, shape: Shape) -> Shape:
        start = 2 if channels_first(self, config) else 1
        changed = [self.change(size, amount) for size, amount in zip(shape[start:], self.amounts(config), strict=False)]
        return (*shape[:start], *changed, *shape[start + self.rank :])


class UpSampling(Spatial):
    """``UpSampling2D``, ``UpSampling3D``."""

    defaults = {"size": 2, "data_format": None}

    def amounts(self, config: Config) -> Pairs:
        return tuple((size,) for size in int_tuple(self.argument(config, "size"), self.rank, "size"))

    def change(self, size: Dim, amount: tuple[int | Unknown, ...]) -> Dim:
        return resized(size, _times, *amount)


class Padded(Spatial):
    """An amount before and after each spatial axis, written in one of Keras's three ways."""

    amount_name: ClassVar[str]
    negative_is_refused: ClassVar[bool] = False

    def amounts(self, config: Config) -> Pairs:
        name, value = self.amount_name, self.argument(config, self.amount_name)
        if isinstance(value, Unknown):
            return ((value, value),) * self.rank
        if self.rank == 1:
            return (int_tuple(value, 2, name, allow_zero=True),)
        if isinstance(value, int):
            if value < 0 and self.negative_is_refused:
                raise Refused(f"`{name}` cannot be negative. Received: {name}={value}.")
            return ((value, value),) * self.rank
        if not isinstance(value, (tuple, list)):
            raise Refused(
                f"`{name}` should be either an int, a tuple of {self.rank} ints. Received: {name}={shown(value)}"
            )
        if len(value) != self.rank:
            elements = "two elements" if self.rank == 2 else "3 elements"
            received = shown(value) if self.rank == 3 else f"{name}={shown(value)}"
            raise Refused(f"`{name}` should have {elements}. Received: {received}.")
        ordinals = ("1st", "2nd", "3rd")
        return tuple(
            int_tuple(part, 2, f"{ordinal} entry of {name}", allow_zero=True)
            for part, ordinal in zip(value, ordinals, strict=False)
        )


class ZeroPadding(Padded):
    """``ZeroPadding1D`` … ``ZeroPadding3D``."""

    amount_name = "padding"
    defaults = {"padding": 1, "data_format": None}

    def change(self, size: Dim, amount: tuple[int | Unknown, ...]) -> Dim:
        return resized(size, lambda size, before, after: size + before + after, *amount)


class Cropping(Padded):
    """``Cropping1D`` … ``Cropping3D``."""

    amount_name = "cropping"
    negative_is_refused = True
    defaults = {"cropping": 1, "data_format": None}

    def change(self, size: Dim, amount: tuple[int | Unknown, ...]) -> Dim:
        return resized(size, lambda size, before, after: size - before - after, *amount)

    def compute(self, config: Config, shape: Shape) -> Shape:
        cropped = super().compute(config, shape)
        start = 2 if channels_first(self, config) else 1
        if any(isinstance(size, int) and size <= 0 for size in cropped[start : start + self.rank]):
            amounts = self.amounts(config)
            if self.rank == 1:
                raise Refused(
                    "`cropping` parameter of `Cropping1D` layer must be smaller than the input length. "
                    f"Received: input_shape={shown(shape)}, cropping={shown(amounts[0])}"
                )
            raise Refused(
                "Values in `cropping` argument should be smaller than the corresponding spatial dimension of the "
                f"input. Received: input_shape={shown(shape)}, cropping={shown(amounts)}"
            )
        return cropped


def _times(size: int, factor: int) -> int:
    return size * factor


def _ranked(base: type[Spatial], stem: str, rank: int, **attributes: Any) -> LayerKnowledge:
    return described(base, f"{stem}{rank}D", rank=rank, ndim=rank + 2, **attributes)


RESHAPING = (
    Flatten(),
    Reshape(),
    Permute(),
    RepeatVector(),
    UpSampling1D(),
    _ranked(UpSampling, "UpSampling", 2),
    _ranked(UpSampling, "UpSampling", 3),
    *(_ranked(ZeroPadding, "ZeroPadding", rank) for rank in (1, 2, 3)),
    _ranked(Cropping, "Cropping", 1, alternatives={}),
    _ranked(Cropping, "Cropping", 2, defaults={"cropping": ((0, 0), (0, 0)), "data_format": None}),
    _ranked(Cropping, "Cropping", 3),
)

"""Normalisation layers: the shape stays; what they own depends on the normalised axes."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, shown
from keras_lint.knowledge.layers.dims import YES_NO, flag, total, weight


def axis_size(layer: LayerKnowledge, config: Config, axis: Any, shape: Shape) -> Dim:
    """The dimension at ``axis``.

    Raises:
        Refused: the shape has no such axis.
    """
    if isinstance(axis, Unknown) or not isinstance(axis, int):
        return axis if isinstance(axis, Unknown) else Unknown("the axis is not a number")
    if not -len(shape) <= axis < len(shape):
        raise Refused(f"Axis {shown(layer.argument(config, 'axis'))} is out of bounds for input shape {shown(shape)}.")
    return shape[axis]


class BatchNormalization(LayerKnowledge):
    """``BatchNormalization``: scale and offset are trained, the moving statistics are not."""

    names = ("BatchNormalization",)
    defaults = {"axis": -1, "center": True, "scale": True, "renorm": False}
    alternatives = {"center": YES_NO, "scale": YES_NO, "renorm": YES_NO}

    def check_arguments(self, config: Config) -> None:
        axis = self.argument(config, "axis")
        if isinstance(axis, (tuple, list)) or axis is None:
            raise Refused(
                f"int() argument must be a string, a bytes-like object or a real number, not '{type(axis).__name__}'"
            )

    def build(self, config: Config, shape: Shape) -> Weights:
        size = weight(self, config, "gamma", (axis_size(self, config, self.argument(config, "axis"), shape),))
        trained = flag(self, config, "center") + flag(self, config, "scale")
        statistics = 5 if flag(self, config, "renorm") else 2
        return Weights(total(*[size] * trained), total(*[size] * statistics))


class LayerNormalization(LayerKnowledge):
    """``LayerNormalization``."""

    names = ("LayerNormalization",)
    defaults = {"axis": -1, "center": True, "scale": True, "rms_scaling": False}
    alternatives = {"center": YES_NO, "scale": YES_NO, "rms_scaling": YES_NO}

    def check_arguments(self, config: Config) -> None:
        axis = self.argument(config, "axis")
        if not isinstance(axis, (int, tuple, list, Unknown)):
            raise Refused(
                f"Expected an int or a list/tuple of ints for the argument 'axis', but received: {shown(axis)}"
            )

    def build(self, config: Config, shape: Shape) -> Weights:
        axis = self.argument(config, "axis")
        axes = list(axis) if isinstance(axis, (tuple, list)) else [axis]
        if all(isinstance(one, int) for one in axes):
            axes.sort()
        sizes = [axis_size(self, config, one, shape) for one in axes]
        vectors = self.vectors(config)
        return Weights(total(*[weight(self, config, "gamma", sizes)] * vectors) if vectors else 0)

    def vectors(self, config: Config) -> int:
        """How many vectors of the normalised size are trained."""
        rms = flag(self, config, "rms_scaling")
        return int(flag(self, config, "scale") or rms) + int(flag(self, config, "center") and not rms)


class RMSNormalization(LayerNormalization):
    """``RMSNormalization``: a scale only."""

    names = ("RMSNormalization",)
    defaults = {"axis": -1}
    alternatives = {}

    def vectors(self, config: Config) -> int:
        return 1


class GroupNormalization(LayerKnowledge):
    """``GroupNormalization``: the groups must divide the channels."""

    names = ("GroupNormalization",)
    defaults = {"groups": 32, "axis": -1, "center": True, "scale": True}
    alternatives = {"center": YES_NO, "scale": YES_NO}

    def check_arguments(self, config: Config) -> None:
        groups = self.argument(config, "groups")
        if isinstance(groups, Unknown):
            return
        if not isinstance(groups, int) or (groups <= 0 and groups != -1):
            raise Refused(
                "Received an invalid value for argument `groups`, expected a positive integer "
                f"(or `-1` for instance normalization). Received: groups={shown(groups)}"
            )

    def build(self, config: Config, shape: Shape) -> Weights:
        axis, groups = self.argument(config, "axis"), self.argument(config, "groups")
        size = axis_size(self, config, axis, shape)
        if size is None:
            raise Refused(
                f"Axis {shown(axis)} of input tensor should have a defined dimension but the layer received an input "
                f"with shape {shown(shape)}."
            )
        if isinstance(size, int) and isinstance(groups, int) and groups != -1:
            if size < groups:
                raise Refused(f"Number of groups ({groups}) cannot be more than the number of channels ({size}).")
            if size % groups != 0:
                raise Refused(f"Number of groups ({groups}) must be a multiple of the number of channels ({size}).")
        return Weights(total(*[size] * (flag(self, config, "center") + flag(self, config, "scale"))))


class UnitNormalization(LayerKnowledge):
    """``UnitNormalization``."""

    names = ("UnitNormalization",)
    defaults = {"axis": -1}

    def check_arguments(self, config: Config) -> None:
        axis = self.argument(config, "axis")
        if not isinstance(axis, (int, tuple, list, Unknown)):
            raise Refused(
                "Invalid value for `axis` argument: expected an int or a list/tuple of ints. "
                f"Received: axis={shown(axis)}"
            )

    def compute(self, config: Config, shape: Shape) -> Shape:
        axis = self.argument(config, "axis")
        for one in axis if isinstance(axis, (tuple, list)) else (axis,):
            axis_size(self, config, one, shape)
        return shape


NORMALIZATION = (
    BatchNormalization(),
    LayerNormalization(),
    RMSNormalization(),
    GroupNormalization(),
    UnitNormalization(),
)

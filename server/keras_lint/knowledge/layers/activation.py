"""Activations as layers, and the layers that only disturb or regularise: the shape stays."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, described, shown
from keras_lint.knowledge.layers.dims import DATA_FORMATS, data_format, weight


class Unchanged(LayerKnowledge):
    """A layer whose output has the shape of its input and that owns no weights."""


class Activation(Unchanged):
    """``Activation``."""

    names = ("Activation",)
    required = ("activation",)


class ReLU(Unchanged):
    """``ReLU``."""

    names = ("ReLU",)
    defaults = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}

    def check_arguments(self, config: Config) -> None:
        greatest = self.argument(config, "max_value")
        if _number(greatest) and greatest < 0:
            raise Refused(f"max_value of a ReLU layer cannot be a negative value. Received: max_value={greatest}")
        for name in ("negative_slope", "threshold"):
            value = self.argument(config, name)
            if value is None or (_number(value) and value < 0):
                raise Refused(f"{name} of a ReLU layer cannot be None or a negative value. Received: {name}={value}")


class LeakyReLU(Unchanged):
    """``LeakyReLU``."""

    names = ("LeakyReLU",)
    defaults = {"negative_slope": 0.3}

    def check_arguments(self, config: Config) -> None:
        slope = config["alpha"] if "alpha" in config else self.argument(config, "negative_slope")
        if slope is None or (_number(slope) and slope < 0):
            raise Refused(
                "The negative_slope value of a Leaky ReLU layer cannot be None or negative value. Expected a float. "
                f"Received: negative_slope={slope}"
            )


class PReLU(LayerKnowledge):
    """``PReLU``: one slope for each element, shared along ``shared_axes``."""

    names = ("PReLU",)
    defaults = {"shared_axes": None}

    def build(self, config: Config, shape: Shape) -> Weights:
        slopes: list[Dim] = list(shape[1:])
        shared = self.argument(config, "shared_axes")
        if isinstance(shared, Unknown):
            return Weights(shared)
        axes: tuple[Any, ...] = (
            () if shared is None else tuple(shared) if isinstance(shared, (tuple, list)) else (shared,)
        )
        if any(isinstance(axis, Unknown) for axis in axes):
            return Weights(Unknown("which axes share a slope"))
        for axis in axes:
            if not -len(slopes) <= axis - 1 < len(slopes):
                raise Refused(f"`shared_axes` {axis} is out of bounds for input shape {shown(shape)}")
            slopes[axis - 1] = 1
        return Weights(weight(self, config, "alpha", slopes))


class Rated(Unchanged):
    """A layer that drops or disturbs with a rate between 0 and 1."""

    rate_name = "rate"
    required = ("rate",)

    def check_arguments(self, config: Config) -> None:
        rate = config[self.rate_name]
        if _number(rate) and not 0 <= rate <= 1:
            raise Refused(
                f"Invalid value received for argument `{self.rate_name}`. Expected a float value between 0 and 1. "
                f"Received: {self.rate_name}={rate}"
            )


class Dropout(Rated):
    """``Dropout``."""

    names = ("Dropout",)
    defaults = {"noise_shape": None}

    def check_arguments(self, config: Config) -> None:
        super().check_arguments(config)
        noise = self.argument(config, "noise_shape")
        if not isinstance(noise, (tuple, list)):
            return
        for index, dim in enumerate(noise):
            if dim is not None and not isinstance(dim, (int, Unknown)):
                raise Refused(
                    "Invalid value received for argument `noise_shape`. Expected all elements to be integers or None. "
                    f"Received element at index {index}: {dim} (type: {type(dim).__name__})"
                )
            if isinstance(dim, int) and dim <= 0:
                raise Refused(
                    "Invalid value received for argument `noise_shape`. Expected all dimensions to be positive "
                    f"integers or None. Received negative or zero value at index {index}: {dim}"
                )


class SpatialDropout(Rated):
    """``SpatialDropout1D`` … ``SpatialDropout3D``."""

    defaults = {"data_format": None}
    alternatives = {"data_format": DATA_FORMATS}

    def check_arguments(self, config: Config) -> None:
        super().check_arguments(config)
        data_format(self, config)


class GaussianNoise(Rated):
    """``GaussianNoise``."""

    names = ("GaussianNoise",)
    rate_name = "stddev"
    required = ("stddev",)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float))


ACTIVATIONS = (
    Activation(),
    ReLU(),
    LeakyReLU(),
    PReLU(),
    described(Unchanged, "ELU"),
    described(Unchanged, "Softmax"),
    described(Unchanged, "ActivityRegularization"),
    Dropout(),
    described(Rated, "AlphaDropout"),
    described(Rated, "GaussianDropout"),
    GaussianNoise(),
    *(described(SpatialDropout, f"SpatialDropout{n}D", ndim=n + 2) for n in (1, 2, 3)),
)

"""Layers that take another layer: ``TimeDistributed``, ``Bidirectional``, ``SpectralNormalization``."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import (
    LayerConfig,
    LayerKnowledge,
    Refused,
    ShapedLayer,
    Weights,
    shown,
)
from keras_lint.knowledge.layers.dims import calculated, weight
from keras_lint.knowledge.layers.recurrent import Recurrent
from keras_lint.knowledge.layers.registry import layer_knowledge


class Wrapper(LayerKnowledge):
    """What the wrappers share: asking the layer within."""

    required = ("layer",)

    def check_arguments(self, config: Config) -> None:
        inner = self.inner(config)
        if inner is not None:
            layer, inner_config = inner
            refusal = layer.refusal(inner_config)
            if refusal is not None:
                raise Refused(refusal)

    def inner(self, config: Config, argument: str = "layer") -> tuple[LayerKnowledge, Config] | None:
        """The description and the configuration of the layer within, where it is one that is described."""
        given = config.get(argument)
        layer = layer_knowledge(given.name) if isinstance(given, LayerConfig) else None
        return None if layer is None or not isinstance(given, LayerConfig) else (layer, given.config)

    def inner_weights(self, config: Config, shape: Any) -> Weights:
        """Numbers of weights of the layer within."""
        given = config["layer"]
        inner = self.inner(config)
        if inner is not None:
            layer, inner_config = inner
            return layer.weights(inner_config, shape)
        if isinstance(given, ShapedLayer):
            return given.weights(shape)
        unknown = Unknown("the wrapped layer is not known")
        return Weights(unknown, unknown)

    def inner_output(self, config: Config, shape: Any) -> Any:
        """Output of the layer within."""
        given = config["layer"]
        inner = self.inner(config)
        if inner is not None:
            layer, inner_config = inner
            return layer.output_shape(inner_config, shape)
        return (
            given.output_shape(shape) if isinstance(given, ShapedLayer) else Unknown("the wrapped layer is not known")
        )

    def build_unknown(self, shape: Unknown) -> Weights:
        return Weights(shape, shape)


class TimeDistributed(Wrapper):
    """``TimeDistributed``: the layer on each step of the second axis."""

    names = ("TimeDistributed",)

    def build(self, config: Config, shape: Shape) -> Weights:
        return self.inner_weights(config, self._step(shape))

    def compute(self, config: Config, shape: Shape) -> Any:
        step = self.inner_output(config, self._step(shape))
        if not isinstance(step, tuple):
            return step if isinstance(step, Unknown) else Unknown("the wrapped layer returns several tensors")
        return (step[0], shape[1], *step[1:])

    @staticmethod
    def _step(shape: Shape) -> Shape:
        if len(shape) < 3:
            raise Refused(
                "`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions, "
                f"received: {shown(shape)}"
            )
        return (shape[0], *shape[2:])


class Bidirectional(Wrapper):
    """``Bidirectional``: a recurrent layer forwards and backwards."""

    names = ("Bidirectional",)
    defaults = {"merge_mode": "concat", "backward_layer": None}
    alternatives = {"merge_mode": ("concat", "sum", None)}

    def check_arguments(self, config: Config) -> None:
        super().check_arguments(config)
        mode = self.argument(config, "merge_mode")
        if mode not in ("sum", "mul", "ave", "concat", None):
            raise Refused(
                f"Invalid merge mode. Received: {mode}. Merge mode should be one of "
                '{"sum", "mul", "ave", "concat", None}'
            )
        inner = self.inner(config)
        if inner is None:
            return
        layer, forward = inner
        if not isinstance(layer, Recurrent):
            raise Refused(f"`Bidirectional` needs a recurrent layer with `go_backwards`, not `{layer.names[0]}`")
        backward = self.backward(config)
        if backward is not None:
            _verify(layer, forward, *backward)
        if all(layer.argument(forward, name) is True for name in ("stateful", "return_state")):
            # `Bidirectional.compute_mask` multiplies a generator (Keras 3.0 to 3.15): every call fails.
            raise Refused("unsupported operand type(s) for *: 'generator' and 'int'")

    def backward(self, config: Config) -> tuple[LayerKnowledge, Config] | None:
        """The layer that reads backwards."""
        if self.argument(config, "backward_layer") is not None:
            return self.inner(config, "backward_layer")
        inner = self.inner(config)
        return None if inner is None else (inner[0], {**inner[1], "go_backwards": True})

    def received(self, config: Config, inputs: Any) -> Any:
        inner = self.inner(config)
        if inner is None or isinstance(inputs, Unknown):
            return super().received(config, inputs)
        layer, inner_config = inner
        return layer.received({**inner_config, "name": self.layer_name(config)}, inputs)

    def build(self, config: Config, shape: Shape) -> Weights:
        forward = self.inner_weights(config, shape)
        backward = self.backward(config)
        if backward is None:
            return forward + Weights(Unknown("the backward layer is not known"))
        layer, backward_config = backward
        return forward + layer.weights(backward_config, shape)

    def compute(self, config: Config, shape: Shape) -> Any:
        forward = self.inner_output(config, shape)
        if isinstance(forward, Unknown):
            return forward
        output, states = (forward[0], forward[1:]) if isinstance(forward, list) else (forward, [])
        mode = self.argument(config, "merge_mode")
        if mode is None:
            return [output, output, *states, *states]
        if mode == "concat":
            output = (*output[:-1], calculated(lambda size: 2 * size, output[-1]))
        return [output, *states, *states] if states else output


def _verify(forward: LayerKnowledge, first: Config, backward: LayerKnowledge, second: Config) -> None:
    """Refuse a pair of layers that do not go together (Keras's ``_verify_layer_config``)."""

    def values(name: str) -> tuple[Any, Any]:
        return forward.argument(first, name), backward.argument(second, name)

    one, other = values("go_backwards")
    if isinstance(one, bool) and isinstance(other, bool) and one == other:
        raise Refused(
            "Forward layer and backward layer should have different `go_backwards` value. "
            f"Received: forward_layer.go_backwards {one}, backward_layer.go_backwards={other}"
        )
    for name in ("stateful", "return_sequences", "return_state"):
        one, other = values(name)
        if isinstance(one, bool) and isinstance(other, bool) and one != other:
            raise Refused(
                "Forward layer and backward layer are expected to have the same value for attribute "
                f'"{name}", got "{one}" for forward layer and "{other}" for backward layer'
            )


class SpectralNormalization(Wrapper):
    """``SpectralNormalization``: one vector more than the layer within, never trained."""

    names = ("SpectralNormalization",)
    defaults = {"power_iterations": 1}

    def check_arguments(self, config: Config) -> None:
        super().check_arguments(config)
        iterations = self.argument(config, "power_iterations")
        if isinstance(iterations, int) and iterations <= 0:
            raise Refused(f"`power_iterations` should be greater than zero. Received: `power_iterations={iterations}`")

    def build(self, config: Config, shape: Shape) -> Weights:
        owned = self.inner_weights(config, shape)
        return owned + Weights(0, self._vector(config, shape))

    def compute(self, config: Config, shape: Shape) -> Any:
        return self.inner_output(config, shape)

    def _vector(self, config: Config, shape: Shape) -> int | Unknown:
        inner = self.inner(config)
        if inner is None:
            return Unknown("the wrapped layer is not known")
        layer, inner_config = inner
        kernel = layer.kernel_shape(inner_config, shape)
        if kernel is None:
            raise Refused(f"{layer.names[0]} object has no attribute 'kernel' nor 'embeddings'")
        if isinstance(kernel, Unknown):
            return kernel
        last: Dim = kernel[-1]
        return weight(self, config, "vector_u", (1, last))


class Pipeline(Wrapper):
    """``Pipeline``: layers one after the other."""

    names = ("Pipeline",)
    required = ("layers",)

    def check_arguments(self, config: Config) -> None:
        for part in self.parts(config):
            if part is not None:
                super().check_arguments({"layer": part})

    def parts(self, config: Config) -> list[Any]:
        """The layers in order; ``None`` for all where they are not known."""
        layers = config["layers"]
        return list(layers) if isinstance(layers, (list, tuple)) else [None]

    def build(self, config: Config, shape: Any) -> Weights:
        built = Weights(0)
        for part in self.parts(config):
            built = built + self.inner_weights({"layer": part}, shape)
            shape = self.inner_output({"layer": part}, shape)
        return built

    def compute(self, config: Config, shape: Any) -> Any:
        parts = self.parts(config)
        if not parts:
            raise Refused("cannot access local variable 'outputs' where it is not associated with a value")
        for part in parts:
            shape = self.inner_output({"layer": part}, shape)
        return shape


class Abstract(LayerKnowledge):
    """``Layer`` and ``Wrapper``: bases, which fail when called."""

    names = ("Layer",)

    def compute(self, config: Config, shape: Any) -> Any:
        raise Refused(f"Layer {self.names[0]} does not have a `call()` method implemented.")


class AbstractWrapper(Abstract, Wrapper):
    """``Wrapper``: made with a layer, which may be refused."""

    names = ("Wrapper",)
    required = ("layer",)


WRAPPERS = (
    TimeDistributed(),
    Bidirectional(),
    SpectralNormalization(),
    Pipeline(),
    Abstract(),
    AbstractWrapper(),
)

"""What every description of a Keras layer provides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown

T = TypeVar("T")


class Refused(Exception):
    """Keras would refuse this configuration or this input; the text is Keras's own where it is fixed."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Numbers of weights a layer owns once built: how many it can train and how many it never trains."""

    trainable: int | Unknown
    non_trainable: int | Unknown = 0

    def __add__(self, other: Weights) -> Weights:
        def plus(a: int | Unknown, b: int | Unknown) -> int | Unknown:
            if isinstance(a, Unknown):
                return a
            return b if isinstance(b, Unknown) else a + b

        return Weights(plus(self.trainable, other.trainable), plus(self.non_trainable, other.non_trainable))


@dataclass(frozen=True, slots=True)
class LayerConfig:
    """A layer given as an argument to another (``Bidirectional(LSTM(8))``, ``TimeDistributed(Dense(3))``)."""

    name: str
    config: Config


@runtime_checkable
class ShapedLayer(Protocol):
    """Anything else that can be wrapped: a whole model, a layer of the user's own."""

    def output_shape(self, inputs: Any) -> Any:
        """Shape of the output, as :meth:`LayerKnowledge.output_shape`."""

    def weights(self, inputs: Any) -> Weights:
        """Numbers of weights, as :meth:`LayerKnowledge.weights`."""


class LayerKnowledge:
    """One Keras layer: how its output's shape and its number of weights follow from its arguments and its input.

    ``config`` maps argument names to evaluated values. An argument that the program leaves out is absent (use
    ``self.argument(config, name)``, which falls back to ``defaults``), one whose value is not known is ``Unknown``.
    Arguments of the call that change the result (``return_attention_scores``) are given in ``config`` too.
    ``inputs`` is one shape, or a tuple of shapes for layers of several tensors (``multiple_inputs``).

    A description overrides ``check_arguments``, ``build`` and ``compute``; callers use the rest.
    """

    names: tuple[str, ...]
    """The class name and its aliases, without module: ``("Conv2D", "Convolution2D")``."""

    required: tuple[str, ...] = ()
    """Arguments without a default, in order."""

    defaults: Config = {}
    """Defaults of the arguments this description reads."""

    alternatives: ClassVar[dict[str, tuple[Any, ...]]] = {}
    """Values of the arguments that choose between a few; where one is unknown, all are tried and joined."""

    multiple_inputs: ClassVar[bool] = False

    ndim: int | None = None
    """Rank that the input must have."""

    min_ndim: int | None = None
    """Least rank that the input must have."""

    def argument(self, config: Config, name: str) -> Any:
        """The value of an argument, its default where it is left out, or ``Unknown``."""
        return config[name] if name in config else self.defaults[name]

    def layer_name(self, config: Config) -> str:
        """The name Keras would give the layer, without a number at its end."""
        name = config.get("name")
        return name if isinstance(name, str) else snake_case(self.names[0])

    def output_shape(self, config: Config, inputs: Any) -> Any:
        """Shape of the output (a list of shapes where the layer returns several tensors), or ``Unknown``.

        Raises:
            Refused: Keras would raise for this input.
        """

        def under(config: Config) -> Any:
            self.check_arguments(config)
            received = self.received(config, inputs)
            if isinstance(received, Unknown):
                return received
            self.build(config, received)
            return self.compute(config, received)

        results = self._under_alternatives(config, under)
        joined = results[0]
        for result in results[1:]:
            joined = join_shapes(joined, result)
        return joined

    def weights(self, config: Config, inputs: Any) -> Weights:
        """Numbers of weights once built on ``inputs``.

        Raises:
            Refused: Keras would raise for this input.
        """

        def under(config: Config) -> Weights:
            self.check_arguments(config)
            received = self.received(config, inputs)
            return self.build_unknown(received) if isinstance(received, Unknown) else self.build(config, received)

        results = self._under_alternatives(config, under)
        if config.get("lora_rank") is not None:
            adapted = Unknown("`lora_rank` adds weights and freezes others")
            return Weights(adapted, adapted)
        joined = results[0]
        for result in results[1:]:
            joined = Weights(
                join_counts(joined.trainable, result.trainable), join_counts(joined.non_trainable, result.non_trainable)
            )
        return joined

    def refusal(self, config: Config) -> str | None:
        """What Keras says where it refuses the arguments themselves, before any input is seen."""
        try:
            self._under_alternatives(config, self.check_arguments)
        except Refused as refused:
            return str(refused)
        return None

    # What a description provides.

    def check_arguments(self, config: Config) -> None:
        """Refuse what the constructor refuses.

        Raises:
            Refused: with the constructor's words.
        """

    def build(self, config: Config, shape: Any) -> Weights:
        """Numbers of weights on an accepted input shape; refuses what ``build`` refuses."""
        return Weights(0)

    def build_unknown(self, shape: Unknown) -> Weights:
        """Numbers of weights where nothing is known of the input."""
        return Weights(0) if type(self).build is LayerKnowledge.build else Weights(shape, shape)

    def compute(self, config: Config, shape: Any) -> Any:
        """Shape of the output on an accepted input shape; refuses what ``compute_output_shape`` refuses."""
        return shape

    def kernel_shape(self, config: Config, shape: Shape) -> Shape | Unknown | None:
        """Shape of the attribute ``kernel`` (or ``embeddings``), for the layers that have one."""
        return None

    # Shared by all.

    def received(self, config: Config, inputs: Any) -> Any:
        """The input shape, once it passes Keras's check of the rank; of ``Unknown`` where only the rank is known.

        Raises:
            Refused: with the words of Keras's ``assert_input_compatibility``.
        """
        ndim = self.input_ndim(config)
        if isinstance(inputs, Unknown):
            return inputs if ndim is None else (inputs,) * ndim
        if is_shape_list(inputs) or (self.multiple_inputs and all(isinstance(part, Unknown) for part in inputs)):
            return self._received_list(config, inputs)
        shape = tuple(inputs)
        if ndim is not None and len(shape) != ndim:
            self._incompatible(config, f"expected ndim={ndim}", shape)
        if self.min_ndim is not None and len(shape) < self.min_ndim:
            self._incompatible(config, f"expected min_ndim={self.min_ndim}", shape)
        return shape

    def input_ndim(self, config: Config) -> int | None:
        """The rank that the input must have under this configuration."""
        return self.ndim

    def require(self, config: Config) -> None:
        """Refuse a call without a required argument, as Python does."""
        missing = [f"'{name}'" for name in self.required if name not in config]
        if missing:
            names = missing[0] if len(missing) == 1 else ", ".join(missing[:-1]) + f" and {missing[-1]}"
            if len(missing) > 2:
                names = ", ".join(missing[:-1]) + f", and {missing[-1]}"
            plural = "s" if len(missing) > 1 else ""
            raise Refused(
                f"{self.names[0]}.__init__() missing {len(missing)} required positional argument{plural}: {names}"
            )

    def _received_list(self, config: Config, inputs: Any) -> Any:
        if self.multiple_inputs:
            return tuple(inputs)
        if len(inputs) > 1 and (self.input_ndim(config) is not None or self.min_ndim is not None):
            raise Refused(
                f'Layer "{self.layer_name(config)}" expects 1 input(s), but it received {len(inputs)} input tensors.'
            )
        return Unknown(f"`{self.names[0]}` is called on a list")

    def _incompatible(self, config: Config, expected: str, shape: Shape) -> None:
        raise Refused(
            f"Input 0 with name 'None' of layer '{self.layer_name(config)}' is incompatible with the layer: "
            f"{expected}, found ndim={len(shape)}. Full shape received: {shown(shape)}"
        )

    def _under_alternatives(self, config: Config, result: Callable[[Config], T]) -> list[T]:
        self.require(config)
        undecided = [name for name in self.alternatives if isinstance(config.get(name), Unknown)]
        if not undecided:
            return [result(config)]
        results: list[T] = []
        refused: Refused | None = None
        for values in product(*(self.alternatives[name] for name in undecided)):
            try:
                results.append(result({**config, **dict(zip(undecided, values, strict=False))}))
            except Refused as error:  # noqa: PERF203
                refused = error
        if not results and refused is not None:
            raise refused
        return results


def described(base: type[LayerKnowledge], *names: str, **attributes: Any) -> LayerKnowledge:
    """A description like ``base`` under other names, with other attributes."""
    layer: LayerKnowledge = type(names[0], (base,), {"names": names, **attributes})()
    return layer


def all_known(shape: Shape) -> bool:
    """Whether no dimension of ``shape`` is ``Unknown``."""
    return not any(isinstance(dim, Unknown) for dim in shape)


def is_shape_list(inputs: Any) -> bool:
    """Whether ``inputs`` holds several shapes rather than being one."""
    return isinstance(inputs, list) or any(isinstance(part, (tuple, list)) for part in inputs)


def snake_case(class_name: str) -> str:
    """The name Keras derives from a class (``keras.src.utils.naming.to_snake_case``)."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", class_name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def shown(value: Any) -> str:
    """``value`` as Keras prints it, with ``?`` for what is not known."""
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    return repr(value)


def join_shapes(first: Any, second: Any) -> Any:
    """What is known of a result that is one of two."""
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        return tuple(join_dims(a, b) for a, b in zip(first, second, strict=False))
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        return [join_shapes(a, b) for a, b in zip(first, second, strict=False)]
    return Unknown("depends on an argument that is not known")


def join_dims(first: Dim, second: Dim) -> Dim:
    """What is known of a dimension that is one of two."""
    return first if first == second else Unknown("depends on an argument that is not known")


def join_counts(first: int | Unknown, second: int | Unknown) -> int | Unknown:
    """What is known of a number that is one of two."""
    return first if first == second else Unknown("depends on an argument that is not known")

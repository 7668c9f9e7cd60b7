"""Dense, Embedding and the layers without a computation of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, shown
from keras_lint.knowledge.layers.dims import YES_NO, flag, shape_argument, total, weight, whole


class Dense(LayerKnowledge):
    """``Dense``: the last axis becomes ``units``."""

    names = ("Dense",)
    required = ("units",)
    defaults = {"use_bias": True}
    alternatives = {"use_bias": YES_NO}
    min_ndim = 2

    def check_arguments(self, config: Config) -> None:
        units = config["units"]
        if not isinstance(units, Unknown) and (not isinstance(units, int) or units <= 0):
            raise Refused(
                f"Received an invalid value for `units`, expected a positive integer. Received: units={shown(units)}"
            )

    def kernel_shape(self, config: Config, shape: Shape) -> Shape:
        return (shape[-1], config["units"])

    def build(self, config: Config, shape: Shape) -> Weights:
        kernel = weight(self, config, "kernel", self.kernel_shape(config, shape))
        return Weights(total(kernel, config["units"]) if flag(self, config, "use_bias") else kernel)

    def compute(self, config: Config, shape: Shape) -> Shape:
        return (*shape[:-1], config["units"])


class EinsumDense(LayerKnowledge):
    """``EinsumDense``: a kernel whose shape the equation gives."""

    names = ("EinsumDense",)
    required = ("equation", "output_shape")
    defaults = {"bias_axes": None}

    def build(self, config: Config, shape: Shape) -> Weights:
        analysis = self._analysis(config, shape)
        if isinstance(analysis, Unknown):
            return Weights(analysis)
        kernel, bias, _ = analysis
        counts = [weight(self, config, "kernel", kernel)]
        if isinstance(bias, Unknown):
            counts.append(bias)
        elif bias is not None:
            counts.append(weight(self, config, "bias", bias))
        return Weights(total(*counts))

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        analysis = self._analysis(config, shape)
        return analysis if isinstance(analysis, Unknown) else analysis[2]

    def kernel_shape(self, config: Config, shape: Shape) -> Shape | Unknown:
        analysis = self._analysis(config, shape)
        return analysis if isinstance(analysis, Unknown) else analysis[0]

    def _analysis(self, config: Config, shape: Shape) -> tuple[Shape, Shape | Unknown | None, Shape] | Unknown:
        """Shapes of kernel, bias and output."""
        equation, target = config["equation"], config["output_shape"]
        if isinstance(equation, Unknown) or not isinstance(equation, str):
            return equation if isinstance(equation, Unknown) else Unknown("the equation is not a text")
        partial = shape_argument((target,) if isinstance(target, int) else target, "output_shape")
        if isinstance(partial, Unknown):
            return partial
        return analyze_einsum(equation, self.argument(config, "bias_axes"), shape, partial)


def analyze_einsum(
    equation: str, bias_axes: Any, shape: Shape, partial: Shape
) -> tuple[Shape, Shape | Unknown | None, Shape]:
    """Shapes of kernel, bias and output of an ``EinsumDense`` (Keras's ``_analyze_einsum_string``).

    Raises:
        Refused: with Keras's words.
    """
    dotted = equation.replace("...", "0")
    left_elided = False
    match = re.match(r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)", dotted)
    if match is None:
        match = re.match(r"0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)", dotted)
        left_elided = match is not None
    if match is None:
        match = re.match(r"([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0", dotted)
    if match is None:
        raise Refused(
            f"Invalid einsum equation '{equation}'. Equations must be in the form "
            "[X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]...."
        )
    source, kernel, target = match.groups()
    elided = len(shape) - len(source)
    output: list[Dim] = [shape[0] if shape else None, *partial]
    if elided > 0 and left_elided:
        # Keras puts each before the last one; with three or more this prints them in reverse.
        output[1:1] = reversed(shape[1:elided])
    elif elided > 0:
        output.extend(shape[len(shape) - elided :])
    offset = elided if left_elided else 0
    source_at = {letter: index + (elided - len(shape) if left_elided else 0) for index, letter in enumerate(source)}
    target_at = {letter: index + offset for index, letter in enumerate(target)}

    def at(dims: Sequence[Dim], index: int) -> Dim:
        if not -len(dims) <= index < len(dims):
            raise Refused(f"The einsum equation '{equation}' does not fit an input of shape {shown(shape)}")
        return dims[index]

    for letter in source:
        size = at(shape, source_at[letter])
        if letter in target_at:
            wanted = at(output, target_at[letter])
            if isinstance(wanted, Unknown) or isinstance(size, Unknown):
                continue
            if wanted is not None and wanted != size:
                raise Refused(
                    f"Input shape and output shape do not match at shared dimension '{letter}'. "
                    f"Input shape is {size}, and output shape is {wanted}."
                )
    for letter in target:
        if letter not in source and letter not in kernel:
            raise Refused(
                f"Dimension '{letter}' was specified in the output '{target}' but has no corresponding dim in the "
                f"input spec '{source}' or weight spec '{target}'"
            )
    kernel_shape: list[Dim] = []
    for letter in kernel:
        if letter in target_at:
            kernel_shape.append(at(output, target_at[letter]))
        elif letter in source_at:
            kernel_shape.append(at(shape, source_at[letter]))
        else:
            raise Refused(
                f"Weight dimension '{letter}' did not have a match in either the input spec '{source}' or the output "
                f"spec '{target}'. For this layer, the weight must be fully specified."
            )
    bias = _bias_shape(bias_axes, target, output, offset, 0 if left_elided else elided)
    return tuple(kernel_shape), bias, tuple(output)


def _bias_shape(axes: Any, target: str, output: list[Dim], offset: int, right_elided: int) -> Shape | Unknown | None:
    if axes is None or isinstance(axes, Unknown):
        return axes
    for letter in axes:
        if letter not in target:
            raise Refused(f"Bias dimension '{letter}' was requested, but is not part of the output spec '{target}'")
    if not axes:
        raise Refused("min() arg is an empty sequence")
    first = min(target.find(letter) for letter in axes)
    if len(output) < len(target) + offset:
        raise Refused("list index out of range")
    sizes = [output[index + offset] if letter in axes else 1 for index, letter in enumerate(target)]
    return (*sizes[first:], *([1] * right_elided))


class Embedding(LayerKnowledge):
    """``Embedding``: adds an axis of ``output_dim``."""

    names = ("Embedding",)
    required = ("input_dim", "output_dim")

    def check_arguments(self, config: Config) -> None:
        for name in self.required:
            value = config[name]
            if isinstance(value, Unknown):
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
                raise Refused(
                    f"`{name}` must be a positive integer. "
                    f"Received: {name}={shown(value)} (of type {type(value).__name__})."
                )

    def kernel_shape(self, config: Config, shape: Shape) -> Shape:
        return (config["input_dim"], config["output_dim"])

    def build(self, config: Config, shape: Shape) -> Weights:
        return Weights(weight(self, config, "embeddings", self.kernel_shape(config, shape)))

    def build_unknown(self, shape: Unknown) -> Weights:
        return Weights(shape)

    def weights(self, config: Config, inputs: Any) -> Weights:
        # The table does not depend on the input.
        return super().weights(config, (None,) if isinstance(inputs, Unknown) else inputs)

    def compute(self, config: Config, shape: Shape) -> Shape:
        return (*shape, config["output_dim"])


class ReversibleEmbedding(Embedding):
    """``ReversibleEmbedding``: an embedding that can also project back (the call's ``reverse``)."""

    names = ("ReversibleEmbedding",)
    defaults = {"tie_weights": True, "reverse": False}
    alternatives = {"tie_weights": YES_NO, "reverse": YES_NO}

    def build(self, config: Config, shape: Shape) -> Weights:
        table = super().build(config, shape)
        return table if flag(self, config, "tie_weights") else table + table

    def compute(self, config: Config, shape: Shape) -> Shape:
        if flag(self, config, "reverse"):
            return (*shape[:-1], config["input_dim"])
        return super().compute(config, shape)


class InputLayer(LayerKnowledge):
    """``InputLayer`` and ``keras.Input``: the shape comes from the arguments, ``inputs`` is not looked at."""

    names = ("InputLayer", "Input")
    defaults = {"shape": None, "batch_size": None, "batch_shape": None, "tensor": None, "input_tensor": None}

    def output_shape(self, config: Config, inputs: Any) -> Any:
        given = {name: self.argument(config, name) for name in self.defaults}
        given["shape"] = config.get("input_shape", given["shape"])
        given["batch_shape"] = config.get("batch_input_shape", given["batch_shape"])
        shape, batch_size, batch_shape = given["shape"], given["batch_size"], given["batch_shape"]
        if given["tensor"] is not None or given["input_tensor"] is not None:
            return Unknown("the input wraps a tensor")
        if isinstance(shape, Unknown) or isinstance(batch_shape, Unknown):
            return shape if isinstance(shape, Unknown) else batch_shape
        if shape is not None and batch_shape is not None:
            raise Refused("You cannot pass both `shape` and `batch_shape` at the same time.")
        if batch_size is not None and batch_shape is not None and not isinstance(batch_size, Unknown):
            raise Refused("You cannot pass both `batch_size` and `batch_shape` at the same time.")
        if shape is None and batch_shape is None:
            raise Refused("You must pass a `shape` argument.")
        if shape is not None:
            return (self._dim(batch_size, (batch_size,)), *self._shape(shape))
        return self._shape(batch_shape)

    def weights(self, config: Config, inputs: Any) -> Weights:
        return Weights(0)

    def _shape(self, value: Any) -> Shape:
        if isinstance(value, (int, float)):
            raise Refused(f"Cannot convert '{value}' to a shape.")
        if not isinstance(value, (tuple, list)):
            raise Refused(f"Cannot convert '{value}' to a shape.")
        return tuple(self._dim(dim, tuple(value)) for dim in value)

    @staticmethod
    def _dim(dim: Any, shape: tuple[Any, ...]) -> Dim:
        if isinstance(dim, (str, float)):
            raise Refused(
                f"Cannot convert '{shown(shape)}' to a shape. Found invalid dimension '{dim}' of type '{type(dim)}'. "
            )
        size = None if dim is None else whole(dim, "shape")
        if isinstance(size, int) and size < 0:
            raise Refused(f"Cannot convert '{shown(shape)}' to a shape. Negative dimensions are not allowed.")
        return size


class Lambda(LayerKnowledge):
    """``Lambda``: known only where the program gives ``output_shape`` as numbers."""

    names = ("Lambda",)
    required = ("function",)
    defaults = {"output_shape": None}

    def received(self, config: Config, inputs: Any) -> Any:
        return inputs

    def compute(self, config: Config, shape: Any) -> Shape | Unknown:
        target = shape_argument(self.argument(config, "output_shape"), "output_shape")
        if isinstance(target, Unknown):
            return Unknown("what the `Lambda` function returns")
        while shape and isinstance(shape[0], (tuple, list)):
            shape = shape[0]
        return (shape[0], *target)


class Identity(LayerKnowledge):
    """``Identity``: whatever comes in."""

    names = ("Identity",)

    def received(self, config: Config, inputs: Any) -> Any:
        return list(inputs) if not isinstance(inputs, Unknown) and any(isinstance(x, tuple) for x in inputs) else inputs


class Masking(LayerKnowledge):
    """``Masking``: the shape stays."""

    names = ("Masking",)


CORE = (
    Dense(),
    EinsumDense(),
    Embedding(),
    ReversibleEmbedding(),
    InputLayer(),
    Lambda(),
    Identity(),
    Masking(),
)

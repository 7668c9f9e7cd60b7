"""Layers that make one tensor of several."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, described, is_shape_list, shown

Shapes = tuple["Shape | Unknown", ...]


class Merge(LayerKnowledge):
    """``Add``, ``Multiply``, ``Average``, ``Maximum``, ``Minimum``: element by element."""

    multiple_inputs = True

    def received(self, config: Config, inputs: Any) -> Any:
        received = super().received(config, inputs)
        single = not isinstance(received, Unknown) and not is_shape_list(inputs)
        if single and (not inputs or not all(isinstance(part, Unknown) for part in inputs)):
            self.refuse_single(inputs)
        return received

    def refuse_single(self, shape: Shape) -> None:
        """Refuse a single tensor."""
        raise Refused(
            f"A merge layer should be called on a list of inputs. Received: input_shape={shown(shape)} "
            "(not a list of shapes)"
        )

    def build(self, config: Config, shape: Shapes) -> Weights:
        self._check_batches(shape)
        self.compute(config, shape)
        return Weights(0)

    def build_unknown(self, shape: Unknown) -> Weights:
        return Weights(0)

    def compute(self, config: Config, shape: Shapes) -> Shape | Unknown:
        first, *others = shape
        if isinstance(first, Unknown):
            return first
        merged = first[1:]
        batch = first[0]
        for other in others:
            if isinstance(other, Unknown):
                return other
            merged = elementwise(merged, other[1:])
            batch = _batch(batch, other[0])
        return (batch, *merged)

    def _check_batches(self, shapes: Shapes) -> None:
        batches = {shape[0] for shape in shapes if isinstance(shape, tuple) and isinstance(shape[0], int)}
        if len(batches) > 1:
            raise Refused(
                f"Cannot merge tensors with different batch sizes. Received tensors with shapes {shown(list(shapes))}"
            )


class Subtract(Merge):
    """``Subtract``: exactly two."""

    names = ("Subtract",)

    def build(self, config: Config, shape: Shapes) -> Weights:
        built = super().build(config, shape)
        if len(shape) != 2:
            raise Refused(
                f"A `Subtract` layer should be called on exactly 2 inputs. Received: input_shape={shown(list(shape))}"
            )
        return built


class Concatenate(Merge):
    """``Concatenate``: the sizes along ``axis`` add up, the others must agree."""

    names = ("Concatenate",)
    defaults = {"axis": -1}

    def refuse_single(self, shape: Shape) -> None:
        raise Refused(
            "A `Concatenate` layer should be called on a list of at least 1 input. "
            f"Received: input_shape={shown(shape)}"
        )

    def build(self, config: Config, shape: Shapes) -> Weights:
        axis = self.argument(config, "axis")
        known = [one for one in shape if isinstance(one, tuple)]
        mismatch = False
        if isinstance(axis, int):
            others = [_without(one, axis) for one in known]
            mismatch = len({len(one) for one in others}) > 1
            for dims in zip(*others, strict=False):
                mismatch = mismatch or len({dim for dim in dims if isinstance(dim, int)}) > 1
        if mismatch:
            raise Refused(
                "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. "
                f"Received: input_shape={shown(list(shape))}"
            )
        return Weights(0)

    def compute(self, config: Config, shape: Shapes) -> Shape | Unknown:
        axis = self.argument(config, "axis")
        first = shape[0]
        if isinstance(first, Unknown):
            return first
        if isinstance(axis, Unknown) or not isinstance(axis, int):
            if len(shape) == 1:
                return first
            undecided = Unknown("the axis of the concatenation is not known")
            return (first[0] if first[0] is None else undecided, *(undecided for _ in first[1:]))
        if axis < -len(first) or (axis >= len(first) and len(shape) > 1):
            raise Refused(f"`axis` {axis} of `Concatenate` is out of bounds for inputs of shape {shown(first)}")
        joined = list(first)
        if len(shape) == 1:
            return first
        for other in shape[1:]:
            if joined[axis] is None:
                break
            if isinstance(other, tuple) and not -len(other) <= axis < len(other):
                if isinstance(joined[axis], Unknown):
                    break
                raise Refused(f"`axis` {axis} of `Concatenate` is out of bounds for inputs of shape {shown(other)}")
            joined[axis] = _sum(joined[axis], other[axis] if isinstance(other, tuple) else other)
        return tuple(joined)


class Dot(Merge):
    """``Dot``: a product over one axis of each of two tensors."""

    names = ("Dot",)
    required = ("axes",)

    def check_arguments(self, config: Config) -> None:
        axes = config["axes"]
        if isinstance(axes, (int, Unknown)):
            return
        if not isinstance(axes, (list, tuple)):
            raise Refused(
                f"Invalid type for argument `axes`: it should be a list or an int. Received: axes={shown(axes)}"
            )
        if len(axes) != 2:
            raise Refused(
                f"Invalid format for argument `axes`: it should contain two elements. Received: axes={shown(axes)}"
            )
        if not all(isinstance(axis, (int, Unknown)) for axis in axes):
            raise Refused(
                f"Invalid format for argument `axes`: list elements should be integers. Received: axes={shown(axes)}"
            )

    def refuse_single(self, shape: Shape) -> None:
        raise Refused(f"A `Dot` layer should be called on a list of 2 inputs. Received: input_shape={shown(shape)}")

    def build(self, config: Config, shape: Shapes) -> Weights:
        pair = self._pair(config, shape)
        if pair is None:
            return Weights(0)
        (first, first_axis), (second, second_axis) = pair
        a, b = first[first_axis], second[second_axis]
        if not isinstance(a, Unknown) and not isinstance(b, Unknown) and a != b:
            raise Refused(
                f"Incompatible input shapes: axis values {a} (at axis {first_axis}) != {b} (at axis {second_axis}). "
                f"Full input shapes: {shown(first)}, {shown(second)}"
            )
        return Weights(0)

    def compute(self, config: Config, shape: Shapes) -> Shape | Unknown:
        pair = self._pair(config, shape)
        if pair is None:
            return Unknown("the shapes or the axes of the product are not known")
        (first, first_axis), (second, second_axis) = pair
        rest, other = list(first), list(second)
        rest.pop(first_axis)
        other.pop(second_axis)
        merged = rest + other[1:]
        return (*merged, 1) if len(merged) == 1 else tuple(merged)

    def _pair(self, config: Config, shapes: Shapes) -> tuple[tuple[Shape, int], tuple[Shape, int]] | None:
        if len(shapes) != 2:
            raise Refused(
                f"A `Dot` layer should be called on a list of 2 inputs. Received: input_shape={shown(list(shapes))}"
            )
        axes = config["axes"]
        first, second = shapes
        if isinstance(axes, Unknown) or isinstance(first, Unknown) or isinstance(second, Unknown):
            return None
        if isinstance(axes, int):
            axes = (axes % len(first), axes % len(second)) if axes < 0 else (axes, axes)
        if any(isinstance(axis, Unknown) for axis in axes):
            return None
        for axis, shape in zip(axes, shapes, strict=False):
            if isinstance(shape, tuple) and not -len(shape) <= axis < len(shape):
                raise Refused(
                    f"`axes` {shown(config['axes'])} of `Dot` is out of bounds for an input of shape {shown(shape)}"
                )
        return (first, axes[0]), (second, axes[1])


def elementwise(first: Shape, second: Shape) -> Shape:
    """Shape of an operation element by element, without the batch (Keras's ``_compute_elemwise_op_output_shape``).

    Raises:
        Refused: the shapes do not fit; Keras's words.
    """
    if len(first) < len(second):
        first, second = second, first
    if not second:
        return first
    merged: list[Dim] = list(first[: -len(second)])
    for a, b in zip(first[-len(second) :], second, strict=False):
        if isinstance(a, Unknown) or isinstance(b, Unknown):
            merged.append(_either(a, b))
        elif a is None or b is None:
            merged.append(None)
        elif a == 1 or b == 1:
            merged.append(b if a == 1 else a)
        elif a != b:
            raise Refused(f"Inputs have incompatible shapes. Received shapes {shown(first)} and {shown(second)}")
        else:
            merged.append(a)
    return tuple(merged)


def _either(first: Dim, second: Dim) -> Dim:
    """One of the two is unknown: it may be ``None``, 1, or the same as the other; with ``None`` all give ``None``."""
    if first is None or second is None:
        return None
    return first if isinstance(first, Unknown) else second


def _without(shape: Shape, axis: int) -> Shape:
    """The shape without an axis, where it has it."""
    if axis < -len(shape):
        raise Refused(f"`axis` {axis} of `Concatenate` is out of bounds for inputs of shape {shown(shape)}")
    dims = list(shape)
    if axis < len(dims):
        del dims[axis]
    return tuple(dims)


def _batch(first: Dim, second: Dim) -> Dim:
    if first is None or isinstance(second, int):
        return second
    return first


def _sum(first: Dim, second: Dim) -> Dim:
    if first is None or second is None:
        return None
    if isinstance(first, Unknown):
        return first
    return second if isinstance(second, Unknown) else first + second


MERGING = (
    *(described(Merge, name) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum")),
    Subtract(),
    Concatenate(),
    Dot(),
)

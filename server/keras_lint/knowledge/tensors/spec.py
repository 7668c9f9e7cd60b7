"""What an operation on symbolic tensors sees of its arguments, and what it says of its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, is_known
from keras_lint.knowledge.layers.base import Refused, shown


@dataclass(frozen=True, slots=True, eq=False)
class DynamicSize(Unknown):
    """A size that only the running graph knows (``tf.shape(x)[0]``): in a shape made of it, Keras prints ``None``."""


DYNAMIC = DynamicSize("a size that only the running graph knows")


@dataclass(frozen=True, slots=True)
class Spec:
    """Shape and dtype of a tensor."""

    shape: Shape | Unknown = UNKNOWN
    dtype: str | Unknown = UNKNOWN


Result: TypeAlias = "Spec | tuple[Spec, ...] | Unknown"
"""A tensor, several (all of the same kind), or not known."""


def spec_of(value: Any) -> Spec:
    """An operand as a tensor: numbers and nested lists of numbers count as tensors without a dtype of their own."""
    if isinstance(value, Spec):
        return value
    if isinstance(value, (bool, int, float, complex, DynamicSize)):
        return Spec(())
    if isinstance(value, (tuple, list)):
        parts = [spec_of(part).shape for part in value]
        if not parts:
            return Spec((0,))
        if all(isinstance(part, tuple) and part == parts[0] for part in parts):
            assert isinstance(parts[0], tuple)
            return Spec((len(parts), *parts[0]))
    return Spec()


def shape_of(value: Any) -> Shape | Unknown:
    """Shape of an operand."""
    return spec_of(value).shape


def axis_of(axis: Any, rank: int) -> int | Unknown:
    """``axis`` counted from the front.

    Raises:
        Refused: there is no such axis; Keras's words.
    """
    if isinstance(axis, bool) or not isinstance(axis, int):
        return Unknown("an axis that is not known")
    if not -rank <= axis < rank:
        raise Refused(f"axis {axis} is out of bounds for array of dimension {rank}")
    return axis % rank


def axes_of(axes: Any, rank: int) -> list[int] | Unknown:
    """One axis or several, counted from the front; ``None`` stands for all."""
    if axes is None:
        return list(range(rank))
    found = [axis_of(axis, rank) for axis in (axes if isinstance(axes, (tuple, list)) else (axes,))]
    known = [axis for axis in found if isinstance(axis, int)]
    return known if len(known) == len(found) else Unknown("an axis that is not known")


def requested(shape: Any) -> Shape | Unknown:
    """A shape given as an argument: sizes of the running graph are ``None``, as Keras shows them."""
    if isinstance(shape, int) and not isinstance(shape, bool):
        return (shape,)
    if not isinstance(shape, (tuple, list)):
        return Unknown("a shape that is not known")
    return tuple(size_of(part) for part in shape)


def size_of(value: Any) -> Dim:
    """A size given as an argument."""
    if isinstance(value, DynamicSize) or value is None or (isinstance(value, Spec) and value.shape == ()):
        return None
    return value if isinstance(value, int) else Unknown("a size that is not known")


def broadcast(*shapes: Shape | Unknown) -> Shape | Unknown:
    """Shape of an operation element by element (Keras's ``broadcast_shapes``).

    Raises:
        Refused: the shapes do not fit; Keras's words.
    """
    result: Shape = ()
    for shape in shapes:
        if isinstance(shape, Unknown):
            return shape
        longer, shorter = (result, shape) if len(result) >= len(shape) else (shape, result)
        padded = (1,) * (len(longer) - len(shorter)) + shorter
        result = tuple(_together(a, b, result, shape) for a, b in zip(longer, padded, strict=True))
    return result


def _together(first: Dim, second: Dim, left: Shape, right: Shape) -> Dim:
    if first == 1:
        return second
    if second == 1 or first is second:
        return first
    if isinstance(first, int) and isinstance(second, int):
        if first != second:
            raise Refused(
                f"Cannot broadcast shape, the failure dim has value {first}, which cannot be broadcasted to {second}. "
                f"Input shapes are: {shown(list(left))} and {shown(list(right))}."
            )
        return first
    if isinstance(first, int) or isinstance(second, int):
        return first if isinstance(first, int) else second  # the other one must be the same, or 1
    return first if isinstance(first, Unknown) else second


def product(dims: Shape) -> Dim:
    """Number of elements: ``None`` where a size is ``None``."""
    total = 1
    for dim in dims:
        if isinstance(dim, Unknown):
            return dim
    for dim in dims:
        if not isinstance(dim, int):
            return None
        total *= dim
    return total


def same(dims: list[Dim]) -> Dim:
    """A size that must be the same in all of several tensors."""
    for dim in dims:
        if isinstance(dim, int):
            return dim
    return next((dim for dim in dims if is_known(dim)), UNKNOWN) if all(map(is_known, dims)) else UNKNOWN


def common_dtype(operands: list[Any]) -> str | Unknown:
    """The dtype of tensors that all have the same; beside a floating-point tensor Python's numbers count
    for nothing.
    """
    dtypes = [spec.dtype for spec in operands if isinstance(spec, Spec)]
    others = [value for value in operands if not isinstance(value, Spec)]
    if not dtypes or any(dtype != dtypes[0] for dtype in dtypes) or isinstance(dtypes[0], Unknown):
        return UNKNOWN
    floating = dtypes[0].startswith(("float", "bfloat"))
    plain = all(isinstance(value, (int, float)) for value in others)
    return dtypes[0] if not others or (floating and plain) else UNKNOWN

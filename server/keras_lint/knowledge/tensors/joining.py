"""Operations that make one tensor of several, and several of one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown
from keras_lint.knowledge.layers.base import Refused, shown
from keras_lint.knowledge.tensors.registry import operation
from keras_lint.knowledge.tensors.spec import Result, Spec, axis_of, common_dtype, spec_of


def _specs(xs: Any) -> list[Spec] | None:
    return [spec_of(x) for x in xs] if isinstance(xs, (tuple, list)) and xs else None


@operation("concatenate")
def concatenate(xs: Any, axis: Any = 0) -> Any:
    """One after the other along an axis."""
    if isinstance(xs, (tuple, list)) and xs and all(isinstance(x, (tuple, list)) and not _holds(x) for x in xs):
        return [item for x in xs for item in x]  # a shape: `tf.concat([tf.shape(x)[:2], [3]], 0)`
    specs = _specs(xs)
    if specs is None:
        return UNKNOWN
    dtype = common_dtype(list(xs))
    shapes = [spec.shape for spec in specs if isinstance(spec.shape, tuple)]
    if len(shapes) < len(specs):
        return Spec(UNKNOWN, dtype)
    rank = len(shapes[0])
    place = axis_of(axis, rank)
    if any(len(shape) != rank for shape in shapes):
        raise Refused(f"Every value in `xs` must have the same rank. Received shapes {shown(shapes)}")
    if isinstance(place, Unknown):
        return Spec((UNKNOWN,) * rank, dtype)
    dims: list[Dim] = []
    for number in range(rank):
        sizes = [shape[number] for shape in shapes]
        dims.append(_added(sizes) if number == place else _agreed(sizes, shapes, number))
    return Spec(tuple(dims), dtype)


def _holds(parts: Any) -> bool:
    return any(isinstance(part, Spec) and part.shape != () for part in parts)


def _added(sizes: list[Dim]) -> Dim:
    if any(size is None for size in sizes):
        return None
    total = 0
    for size in sizes:
        if not isinstance(size, int):
            return size
        total += size
    return total


def _agreed(sizes: list[Dim], shapes: Any, axis: int) -> Dim:
    """A size that all must share. Where some leave it open, Keras takes the first one's and TensorFlow the
    known one.
    """
    known = {size for size in sizes if isinstance(size, int)}
    if len(known) > 1:
        raise Refused(
            f"Every value in `xs` must have the same shape except on the `axis` dim. Received shapes {shown(shapes)}"
        )
    if any(isinstance(size, Unknown) for size in sizes):
        return sizes[0] if isinstance(sizes[0], int) else UNKNOWN
    return sizes[0] if isinstance(sizes[0], int) or not known else UNKNOWN


@operation("stack")
def stack(x: Any, axis: Any = 0) -> Any:
    """Beside each other along an axis of its own."""
    specs = _specs(x)
    if specs is None:
        return UNKNOWN
    if all(isinstance(part, (int, Unknown)) and not isinstance(part, bool) for part in x):
        return list(x)  # a shape: `tf.stack([tf.shape(x)[0], 3])`
    dtype = common_dtype(list(x))
    shapes = [spec.shape for spec in specs if isinstance(spec.shape, tuple)]
    if len(shapes) < len(specs):
        return Spec(UNKNOWN, dtype)
    rank = len(shapes[0])
    place = axis_of(axis, rank + 1)
    if any(len(shape) != rank for shape in shapes):
        raise Refused(f"Every value in `x` must have the same shape. Received shapes {shown(shapes)}")
    if isinstance(place, Unknown):
        return Spec((UNKNOWN,) * (rank + 1), dtype)
    dims = [_agreed([shape[number] for shape in shapes], shapes, number) for number in range(rank)]
    dims.insert(place, len(specs))
    return Spec(tuple(dims), dtype)


@operation("split")
def split(x: Any, indices_or_sections: Any, axis: Any = 0) -> Result:
    """Equal parts, or parts between places."""
    spec = spec_of(x)
    places = indices_or_sections
    if not isinstance(spec.shape, tuple):
        return tuple(Spec() for _ in range(places)) if isinstance(places, int) else UNKNOWN
    place = axis_of(axis, len(spec.shape))
    if isinstance(place, Unknown):
        return UNKNOWN
    size = spec.shape[place]
    sizes: list[Dim]
    if isinstance(places, int) and places > 0:
        if isinstance(size, int) and size % places:
            raise Refused(
                f"`x` size on given `axis` must be divisible by `indices_or_sections` when `indices_or_sections` is an "
                f"int. But received {size} and {places}."
            )
        sizes = [size // places if isinstance(size, int) else size] * places
    elif isinstance(places, (tuple, list)) and all(isinstance(one, int) for one in places):
        if not isinstance(size, int):
            return tuple(_resized(spec, place, UNKNOWN) for _ in range(len(places) + 1))
        ends = [0, *places, size]
        sizes = [max(0, min(end, size) - start) for start, end in pairwise(ends)]
    else:
        return UNKNOWN
    return tuple(_resized(spec, place, one) for one in sizes)


@operation("split_sizes", cls="Split")
def split_sizes(x: Any, sizes: Any, axis: Any = 0, num: Any = None) -> Result:
    """``tf.split``: equal parts, or parts of given sizes."""
    if isinstance(sizes, int):
        return split(x, sizes, axis)
    spec = spec_of(x)
    if not isinstance(sizes, (tuple, list)) or not isinstance(spec.shape, tuple):
        return UNKNOWN
    place = axis_of(axis, len(spec.shape))
    if isinstance(place, Unknown) or not all(isinstance(size, int) for size in sizes):
        return UNKNOWN
    size, rest = spec.shape[place], sum(one for one in sizes if one != -1)
    left: Dim = size - rest if isinstance(size, int) else size
    return tuple(_resized(spec, place, left if one == -1 else one) for one in sizes)


def _resized(spec: Spec, place: int, size: Dim) -> Spec:
    assert isinstance(spec.shape, tuple)
    return Spec((*spec.shape[:place], size, *spec.shape[place + 1 :]), spec.dtype)


@operation("unstack")
def unstack(x: Any, num: Any = None, axis: Any = 0) -> Result:
    """One tensor for each place of an axis."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return UNKNOWN
    place = axis_of(axis, len(spec.shape))
    if isinstance(place, Unknown):
        return UNKNOWN
    count = spec.shape[place] if num is None else num
    if not isinstance(count, int):
        return UNKNOWN
    return (Spec((*spec.shape[:place], *spec.shape[place + 1 :]), spec.dtype),) * count

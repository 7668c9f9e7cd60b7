"""``x[:, 0]``, ``x[..., None]``: indexing symbolic tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown
from keras_lint.knowledge.indexing import is_ellipsis, is_new_axis
from keras_lint.knowledge.layers.base import Refused, shown
from keras_lint.knowledge.tensors.spec import DynamicSize
from keras_lint.knowledge.values import Literal, Tensor


def indexed(shape: Shape | Unknown, axes: Sequence[Any]) -> Shape | Unknown:
    """The shape of ``x[axes]``; each axis is ``("slice", low, high, step)`` or ``("index", fact)``.

    Raises:
        Refused: too many axes, or a place beyond the end; Keras's words.
    """
    if not isinstance(shape, tuple):
        return UNKNOWN
    needed = sum(1 for axis in axes if not is_new_axis(axis) and not is_ellipsis(axis))
    if needed > len(shape):
        raise Refused(f"Array has shape {shown(shape)} but slice has to many indices.")
    dims: list[Dim] = []
    place = 0
    for axis in axes:
        if is_new_axis(axis):
            dims.append(1)
        elif is_ellipsis(axis):
            skipped = len(shape) - needed
            dims.extend(shape[place : place + skipped])
            place += skipped
        else:
            if axis[0] == "slice":
                dims.append(_sliced(shape[place], axis[1:]))
            elif not _is_place(axis[1], shape[place], shape):
                return UNKNOWN
            place += 1
    return (*dims, *shape[place:])


def _is_place(index: Any, dim: Dim, shape: Shape) -> bool:
    """Whether an index is a single place; a list or a mask is something else."""
    if isinstance(index, (DynamicSize, Tensor)):
        return isinstance(index, DynamicSize) or index.shape == ()
    number = index.value if isinstance(index, Literal) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return False
    if isinstance(dim, int) and not -dim <= number < dim:
        raise Refused(f"Array has shape {shown(shape)} but out-of-bounds index {number} was requested.")
    return True


def _sliced(dim: Dim, bounds: Sequence[Any]) -> Dim:
    """Length of ``low:high:step``; an open length stays open."""
    if tuple(bounds) in ((None, None, None), (None, None, 1), (None, None, -1)):
        return dim
    known = all(bound is None or (isinstance(bound, int) and not isinstance(bound, bool)) for bound in bounds)
    if dim is None:
        return None
    if not known:
        return None if all(bound is None or isinstance(bound, (int, DynamicSize)) for bound in bounds) else UNKNOWN
    if isinstance(dim, Unknown) or bounds[2] == 0:
        return UNKNOWN
    return len(range(dim)[slice(*bounds)])

"""Operations that reduce axes."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Shape, Unknown
from keras_lint.knowledge.tensors.registry import operation
from keras_lint.knowledge.tensors.spec import Result, Spec, axes_of, axis_of, broadcast, shape_of, spec_of


def reduced(shape: Shape | Unknown, axis: Any, keepdims: Any) -> Shape | Unknown:
    """The shape without (or with 1 at) the reduced axes (Keras's ``reduce_shape``)."""
    if axis is None and keepdims is False:
        return ()
    if not isinstance(shape, tuple) or not isinstance(keepdims, (bool, int)):
        return UNKNOWN
    axes = axes_of(axis, len(shape))
    if isinstance(axes, Unknown):
        return axes
    if keepdims:
        return tuple(1 if place in axes else dim for place, dim in enumerate(shape))
    return tuple(dim for place, dim in enumerate(shape) if place not in axes)


@operation(
    "sum", "mean", "max", "min", "prod", "amax", "amin", "median", "logsumexp", "nansum", "nanmean", "nanmax", "nanmin"
)
def reduction(x: Any, axis: Any = None, keepdims: Any = False, **_options: Any) -> Result:
    """One number for all elements along the axes."""
    spec = spec_of(x)
    floating = isinstance(spec.dtype, str) and spec.dtype.startswith("float")
    return Spec(reduced(spec.shape, axis, keepdims), spec.dtype if floating and not _options else UNKNOWN)


@operation("std", "var")
def spread(x: Any, axis: Any = None, keepdims: Any = False) -> Result:
    """Standard deviation, variance."""
    return reduction(x, axis, keepdims)


@operation("any", "all")
def truth(x: Any, axis: Any = None, keepdims: Any = False) -> Result:
    """Whether one is, whether all are true."""
    return Spec(reduced(shape_of(x), axis, keepdims), "bool")


@operation("count_nonzero")
def count_nonzero(x: Any, axis: Any = None) -> Result:
    """How many are not 0."""
    return Spec(reduced(shape_of(x), axis, False), "int32")


@operation("argmax", "argmin")
def extreme_place(x: Any, axis: Any = None, keepdims: Any = False) -> Result:
    """Where the greatest (least) is."""
    return Spec(reduced(shape_of(x), axis, keepdims))


@operation("norm")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Result:  # noqa: A002 - Keras's name
    """Length of vectors, size of matrices."""
    return Spec(reduced(shape_of(x), axis, keepdims))


@operation("moments")
def moments(x: Any, axes: Any, keepdims: Any = False, synchronized: Any = False) -> Result:
    """Mean and variance."""
    one = reduction(x, axes, keepdims)
    return (one, one) if isinstance(one, Spec) else one


@operation("average")
def average(x: Any, axis: Any = None, weights: Any = None) -> Result:
    """A weighted mean."""
    return Spec(reduced(shape_of(x), axis, False))


@operation("categorical_crossentropy")
def categorical_crossentropy(target: Any, output: Any, from_logits: Any = False, axis: Any = -1) -> Result:
    """A loss for each sample: the axis of the classes is gone."""
    return Spec(reduced(shape_of(output), axis if axis is not None else UNKNOWN, False))


@operation("sparse_categorical_crossentropy")
def sparse_categorical_crossentropy(target: Any, output: Any, from_logits: Any = False, axis: Any = -1) -> Result:
    """The same for integer labels."""
    return categorical_crossentropy(target, output, from_logits, axis)


@operation("top_k", cls="TopK")
def top_k(x: Any, k: Any, sorted: Any = True) -> Result:  # noqa: A002 - Keras's name
    """The greatest of the last axis, and their places."""
    shape = shape_of(x)
    if not isinstance(shape, tuple) or not shape:
        return UNKNOWN
    made = (*shape[:-1], k if isinstance(k, int) else UNKNOWN)
    return (Spec(made, spec_of(x).dtype), Spec(made, "int32"))


@operation("in_top_k")
def in_top_k(targets: Any, predictions: Any, k: Any) -> Result:
    """Whether the target is among the greatest."""
    return Spec(shape_of(targets), "bool")


@operation("cosine_similarity", cls="CosineSimilarity")
def cosine_similarity(x1: Any, x2: Any, axis: Any = -1) -> Result:
    """The angle between vectors."""
    shape = broadcast(shape_of(x1), shape_of(x2))
    return Spec(reduced(shape, axis_of(axis, len(shape)) if isinstance(shape, tuple) else UNKNOWN, False))

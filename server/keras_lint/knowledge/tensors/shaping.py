"""Operations that move, add, take and repeat axes and elements."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown, known_dim
from keras_lint.knowledge.layers.base import Refused, shown
from keras_lint.knowledge.layers.dims import calculated
from keras_lint.knowledge.tensors.registry import operation
from keras_lint.knowledge.tensors.spec import (
    Result,
    Spec,
    axes_of,
    axis_of,
    broadcast,
    product,
    requested,
    same,
    shape_of,
    size_of,
    spec_of,
)


@operation("reshape")
def reshape(x: Any, newshape: Any) -> Result:
    """Another shape of the same elements; one size may be -1."""
    spec, wanted = spec_of(x), requested(newshape)
    if isinstance(wanted, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    old = spec.shape
    if not isinstance(old, tuple) or any(isinstance(dim, Unknown) for dim in old):
        return Spec(tuple(UNKNOWN if dim == -1 else dim for dim in wanted), spec.dtype)
    if None in old:
        # Keras does not infer -1 here; it is `None` even where only one size is left.
        return Spec(tuple(None if dim == -1 else dim for dim in wanted), spec.dtype)
    return Spec(_filled(old, wanted), spec.dtype)


def _filled(old: Shape, wanted: Shape) -> Shape:
    """``wanted`` for a tensor of known size. A size of the running graph that stands alone is ``None`` to Keras in a
    functional model, and a number to TensorFlow within ``call``.
    """
    size = product(old)
    assert isinstance(size, int)
    open_ends = [dim for dim in wanted if not known_dim(dim)]
    if open_ends:
        if -1 in wanted or len(open_ends) > 1:
            return tuple(None if dim == -1 else dim for dim in wanted)
        return tuple(dim if known_dim(dim) else UNKNOWN for dim in wanted)
    rest = product(tuple(dim for dim in wanted if dim != -1))
    assert isinstance(rest, int)
    if -1 not in wanted:
        if rest != size:
            raise Refused(
                "The total size of the tensor must be unchanged. Received: "
                f"input_shape={shown(old)}, newshape={shown(wanted)}"
            )
        return wanted
    if rest == 0 or size % rest:
        raise Refused(
            "The total size of the tensor must be unchanged, however, the input size cannot by divided by the "
            f"specified dimensions in newshape. Received: input_shape={shown(old)}, newshape={shown(wanted)}"
        )
    return tuple(size // rest if dim == -1 else dim for dim in wanted)


@operation("ravel")
def ravel(x: Any) -> Result:
    """All elements in one axis."""
    spec = spec_of(x)
    return Spec((product(spec.shape),) if isinstance(spec.shape, tuple) else (UNKNOWN,), spec.dtype)


@operation("flatten_batch", cls="Reshape")
def flatten_batch(x: Any) -> Result:
    """``K.batch_flatten``: (batch, all the rest); an open batch leaves both open."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple) or not spec.shape:
        return UNKNOWN
    rest = product(spec.shape[1:]) if isinstance(spec.shape[0], int) else spec.shape[0]
    return Spec((spec.shape[0], rest), spec.dtype)


@operation("transpose")
def transpose(x: Any, axes: Any = None) -> Result:
    """The axes in another order, reversed where none is given."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    if axes is None:
        return Spec(spec.shape[::-1], spec.dtype)
    order = axes_of(axes, len(spec.shape))
    if isinstance(order, Unknown):
        return Spec((UNKNOWN,) * len(spec.shape), spec.dtype)
    if sorted(order) != list(range(len(spec.shape))):
        raise Refused(f"axis must be a permutation of the input's axes, received {shown(axes)}")
    return Spec(tuple(spec.shape[axis] for axis in order), spec.dtype)


@operation("matrix_transpose", cls="Transpose")
def matrix_transpose(x: Any) -> Result:
    """The last two axes exchanged."""
    return swapaxes(x, -1, -2)


@operation("swapaxes")
def swapaxes(x: Any, axis1: Any, axis2: Any) -> Result:
    """Two axes exchanged."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    first, second = axis_of(axis1, len(spec.shape)), axis_of(axis2, len(spec.shape))
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        return Spec((UNKNOWN,) * len(spec.shape), spec.dtype)
    dims = list(spec.shape)
    dims[first], dims[second] = dims[second], dims[first]
    return Spec(tuple(dims), spec.dtype)


@operation("moveaxis")
def moveaxis(x: Any, source: Any, destination: Any) -> Result:
    """Axes moved to other places, the rest in order."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    rank = len(spec.shape)
    sources, places = axes_of(source, rank), axes_of(destination, rank)
    if isinstance(sources, Unknown) or isinstance(places, Unknown) or len(sources) != len(places):
        return Spec((UNKNOWN,) * rank, spec.dtype)
    order = [axis for axis in range(rank) if axis not in sources]
    for place, axis in sorted(zip(places, sources, strict=True)):
        order.insert(place, axis)
    return Spec(tuple(spec.shape[axis] for axis in order), spec.dtype)


@operation("expand_dims")
def expand_dims(x: Any, axis: Any) -> Result:
    """Axes of size 1 added."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    rank = len(spec.shape) + len(axes)
    places = axes_of(axes, rank)
    if isinstance(places, Unknown):
        return Spec((UNKNOWN,) * rank, spec.dtype)
    left = iter(spec.shape)
    return Spec(tuple(1 if place in places else next(left) for place in range(rank)), spec.dtype)


@operation("squeeze")
def squeeze(x: Any, axis: Any = None) -> Result:
    """Axes of size 1 dropped."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    if axis is None or axis in ((), []):
        # TensorFlow gives up where a size is open (it may be 1), Keras drops what is 1 for certain.
        open_end = any(not known_dim(dim) for dim in spec.shape)
        return Spec(UNKNOWN if open_end else tuple(dim for dim in spec.shape if dim != 1), spec.dtype)
    axes = axes_of(axis, len(spec.shape))
    if isinstance(axes, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    for place in axes:
        dim = spec.shape[place]
        if isinstance(dim, int) and dim != 1:
            raise Refused(f"Cannot squeeze axis {place}, because the dimension is not 1.")
    return Spec(tuple(dim for place, dim in enumerate(spec.shape) if place not in axes), spec.dtype)


@operation("broadcast_to")
def broadcast_to(x: Any, shape: Any) -> Result:
    """Repeated along axes of size 1."""
    spec, wanted = spec_of(x), requested(shape)
    broadcast(spec.shape, wanted)
    return Spec(wanted, spec.dtype)


@operation("tile")
def tile(x: Any, repeats: Any) -> Result:
    """The whole repeated along axes."""
    spec, counts = spec_of(x), requested(repeats)
    if not isinstance(spec.shape, tuple) or isinstance(counts, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    rank = max(len(spec.shape), len(counts))
    dims: Shape = (1,) * (rank - len(spec.shape)) + spec.shape
    counts = (1,) * (rank - len(counts)) + counts
    return Spec(tuple(calculated(lambda a, b: a * b, a, b) for a, b in zip(dims, counts, strict=True)), spec.dtype)


@operation("repeat")
def repeat(x: Any, repeats: Any, axis: Any = None) -> Result:
    """Each element repeated."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return Spec(UNKNOWN, spec.dtype)
    shape = spec.shape if axis is not None else (product(spec.shape),)
    place = axis_of(axis if axis is not None else 0, len(shape))
    if isinstance(place, Unknown):
        return Spec((UNKNOWN,) * len(shape), spec.dtype)
    size = shape[place]
    if isinstance(repeats, (tuple, list)) and len(repeats) != 1:
        total: Dim = sum(repeats) if all(isinstance(one, int) for one in repeats) else UNKNOWN
        size = None if size is None else total
    else:
        count = size_of(repeats[0] if isinstance(repeats, (tuple, list)) else repeats)
        size = calculated(lambda a, b: a * b, size, count) if size is not None else None
    return Spec((*shape[:place], size, *shape[place + 1 :]), spec.dtype)


@operation("pad")
def pad(x: Any, pad_width: Any, mode: Any = "constant", constant_values: Any = None) -> Result:
    """Sizes grow at both ends."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple):
        return spec
    rank = len(spec.shape)
    widths = pad_width
    if isinstance(widths, int):
        widths = ((widths, widths),)
    if isinstance(widths, (tuple, list)) and len(widths) == 2 and all(isinstance(one, int) for one in widths):
        widths = (tuple(widths),)
    if not isinstance(widths, (tuple, list)):
        return Spec((UNKNOWN,) * rank, spec.dtype)
    widths = list(widths) * rank if len(widths) == 1 else list(widths)
    if len(widths) != rank:
        raise Refused(
            f"`pad_width` must have the same length as `x.shape`. Received: pad_width={shown(pad_width)} "
            f"(of length {len(widths)}) and x.shape={shown(spec.shape)} (of length {rank})"
        )
    dims: list[Dim] = []
    for dim, width in zip(spec.shape, widths, strict=True):
        pair = width if isinstance(width, (tuple, list)) and len(width) == 2 else (UNKNOWN, UNKNOWN)
        dims.append(None if dim is None else calculated(lambda a, b, c: a + b + c, dim, *map(size_of, pair)))
    return Spec(tuple(dims), spec.dtype)


@operation("slice")
def slice_(inputs: Any, start_indices: Any, shape: Any) -> Result:
    """A block of given sizes; -1 stands for all that is left."""
    spec, sizes = spec_of(inputs), requested(shape)
    if not isinstance(spec.shape, tuple) or isinstance(sizes, Unknown) or len(sizes) != len(spec.shape):
        return Spec(UNKNOWN, spec.dtype)
    starts = start_indices if isinstance(start_indices, (tuple, list)) else [UNKNOWN] * len(sizes)
    dims = [
        (None if dim is None else calculated(lambda a, b: a - b, dim, size_of(start))) if size == -1 else size
        for dim, size, start in zip(spec.shape, sizes, starts, strict=False)
    ]
    return Spec(tuple(dims), spec.dtype)


@operation("take")
def take(x: Any, indices: Any, axis: Any = None) -> Result:
    """The elements at some places of an axis."""
    spec, places = spec_of(x), shape_of(indices)
    if not isinstance(places, tuple):
        return Spec(UNKNOWN, spec.dtype)
    if axis is None:
        return Spec(places, spec.dtype)
    if not isinstance(spec.shape, tuple):
        return Spec(UNKNOWN, spec.dtype)
    place = axis_of(axis, len(spec.shape))
    if isinstance(place, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    return Spec((*spec.shape[:place], *places, *spec.shape[place + 1 :]), spec.dtype)


@operation("gather", cls="Take")
def gather(x: Any, indices: Any, axis: Any = None, batch_dims: Any = 0) -> Result:
    """``tf.gather``: the first axis unless another is given; ``batch_dims`` axes are gone through together."""
    spec, places = spec_of(x), shape_of(indices)
    if not isinstance(batch_dims, int) or not isinstance(spec.shape, tuple) or not isinstance(places, tuple):
        return Spec(UNKNOWN, spec.dtype)
    place = axis_of(batch_dims if axis is None else axis, len(spec.shape))
    if isinstance(place, Unknown) or batch_dims < 0:
        return Spec(UNKNOWN, spec.dtype)
    batch = tuple(same([a, b]) for a, b in zip(spec.shape[:batch_dims], places[:batch_dims], strict=False))
    between = spec.shape[batch_dims:place]
    return Spec((*batch, *between, *places[batch_dims:], *spec.shape[place + 1 :]), spec.dtype)


@operation("take_along_axis")
def take_along_axis(x: Any, indices: Any, axis: Any = None) -> Result:
    """One element for each index, the other axes gone through together."""
    spec, places = spec_of(x), shape_of(indices)
    if axis is None or not isinstance(spec.shape, tuple) or not isinstance(places, tuple):
        return Spec(UNKNOWN, spec.dtype)
    place = axis_of(axis, len(spec.shape))
    if isinstance(place, Unknown) or len(places) != len(spec.shape):
        return Spec(UNKNOWN, spec.dtype)
    around = broadcast((*spec.shape[:place], 1, *spec.shape[place + 1 :]), (*places[:place], 1, *places[place + 1 :]))
    if isinstance(around, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    return Spec((*around[:place], places[place], *around[place + 1 :]), spec.dtype)


@operation("diagonal")
def diagonal(x: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Result:
    """The diagonal of the matrices of two axes."""
    spec = spec_of(x)
    if not isinstance(spec.shape, tuple) or offset != 0:
        return Spec(UNKNOWN, spec.dtype)
    first, second = axis_of(axis1, len(spec.shape)), axis_of(axis2, len(spec.shape))
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        return Spec(UNKNOWN, spec.dtype)
    rest = tuple(dim for place, dim in enumerate(spec.shape) if place not in (first, second))
    return Spec((*rest, calculated(min, spec.shape[first], spec.shape[second])), spec.dtype)


@operation("matrix_diagonal", cls="Diagonal")
def matrix_diagonal(x: Any) -> Result:
    """``tf.linalg.diag_part``: of the last two axes."""
    return diagonal(x, 0, -2, -1)

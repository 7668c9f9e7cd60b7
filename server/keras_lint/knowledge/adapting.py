"""How Keras 3 adapts what a model is called on, and what it refuses: ``keras/src/models/functional.py``."""

from __future__ import annotations

from keras_lint.knowledge.facts import Dim, Shape, Unknown


def adapted(expected: Shape, shape: Shape) -> Shape:
    """``shape`` as the model sees it.

    A missing last axis is added where the input's has size 1; one of size 1 too many is dropped.
    """
    if len(shape) == len(expected) - 1 and expected[-1] == 1:
        return (*shape, 1)
    if len(shape) == len(expected) + 1 and shape[-1] == 1:
        return shape[:-1]
    return shape


def mismatch(expected: Shape, shape: Shape) -> str | None:
    """Keras's words where a functional model refuses this shape; ``None`` where it takes it or too little is known."""
    if any(isinstance(dim, Unknown) for dim in (*shape[1:], *expected[1:])):
        return None
    seen = adapted(expected, shape)
    if len(seen) == len(expected) and all(
        fits(want, found) for want, found in zip(expected[1:], seen[1:], strict=True)
    ):
        return None
    return f"expected shape={printed(expected)}, found shape={printed(shape)}"


def fits(want: Dim, found: Dim) -> bool:
    """Whether an axis of a tensor fits an axis of the input."""
    return want is None or found is None or want == found


def printed(shape: Shape) -> str:
    """A shape as Keras prints it, with ``None`` for the batch axis and ``?`` for what is not known."""
    dims = ["None", *("?" if isinstance(dim, Unknown) else repr(dim) for dim in shape[1:])]
    return f"({', '.join(dims)}{',' if len(dims) == 1 else ''})"

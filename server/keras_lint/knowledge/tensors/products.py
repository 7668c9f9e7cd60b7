"""Products of matrices and tensors."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import Refused, shown
from keras_lint.knowledge.tensors.registry import operation
from keras_lint.knowledge.tensors.spec import Result, Spec, axes_of, broadcast, common_dtype, product, shape_of


@operation("matmul")
def matmul(x1: Any, x2: Any) -> Result:
    """Matrices of the last two axes, the others broadcast (Keras's ``compute_matmul_output_shape``)."""
    return Spec(_matmul(shape_of(x1), shape_of(x2)), common_dtype([x1, x2]))


def _matmul(first: Shape | Unknown, second: Shape | Unknown) -> Shape | Unknown:
    if not isinstance(first, tuple) or not isinstance(second, tuple) or not first or not second:
        return UNKNOWN
    a = (1, *first) if len(first) == 1 else first
    b = (*second, 1) if len(second) == 1 else second
    if isinstance(a[-1], int) and isinstance(b[-2], int) and a[-1] != b[-2]:
        raise Refused(
            "Inner dimensions (`x1.shape[-1]` and `x2.shape[-2]`) must be equal, but received "
            f"`x1.shape={shown(a)}` and `x2.shape={shown(b)}`."
        )
    leading = broadcast(a[:-2], b[:-2])
    if isinstance(leading, Unknown):
        return leading
    rows: Shape = () if len(first) == 1 else (a[-2],)
    columns: Shape = () if len(second) == 1 else (b[-1],)
    return (*leading, *rows, *columns)


@operation("matmul_transposed", cls="Matmul")
def matmul_transposed(
    x1: Any, x2: Any, transpose_a: Any = False, transpose_b: Any = False, adjoint_a: Any = False, adjoint_b: Any = False
) -> Result:
    """``tf.matmul``: either matrix may be transposed before."""
    first, second = shape_of(x1), shape_of(x2)
    if any(not isinstance(turn, bool) for turn in (transpose_a, transpose_b, adjoint_a, adjoint_b)):
        return UNKNOWN
    if (transpose_a or adjoint_a) and isinstance(first, tuple) and len(first) >= 2:
        first = (*first[:-2], first[-1], first[-2])
    if (transpose_b or adjoint_b) and isinstance(second, tuple) and len(second) >= 2:
        second = (*second[:-2], second[-1], second[-2])
    return Spec(_matmul(first, second), common_dtype([x1, x2]))


@operation("dot")
def dot(x1: Any, x2: Any) -> Result:
    """The last axis of one with the last but one of the other."""
    first, second = shape_of(x1), shape_of(x2)
    dtype = common_dtype([x1, x2])
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return Spec(UNKNOWN, dtype)
    if not first or not second:
        return Spec(first or second, dtype)
    place = -1 if len(second) == 1 else -2
    a, b = first[-1], second[place]
    if isinstance(a, int) and isinstance(b, int) and a != b:
        raise Refused(f"Shapes {shown(first)} and {shown(second)} do not fit: {a} and {b}")
    rest = second[:-1] if place == -1 else (*second[:-2], second[-1])
    return Spec((*first[:-1], *rest), dtype)


@operation("tensordot")
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Result:
    """A product over several axes."""
    first, second = shape_of(x1), shape_of(x2)
    dtype = common_dtype([x1, x2])
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return Spec(UNKNOWN, dtype)
    if isinstance(axes, int) and not isinstance(axes, bool):
        return Spec((*first, *second) if axes <= 0 else (*first[:-axes], *second[axes:]), dtype)
    if not isinstance(axes, (tuple, list)) or len(axes) != 2:
        return Spec(UNKNOWN, dtype)
    gone, also = axes_of(axes[0], len(first)), axes_of(axes[1], len(second))
    if isinstance(gone, Unknown) or isinstance(also, Unknown):
        return Spec(UNKNOWN, dtype)
    kept = [dim for place, dim in enumerate(first) if place not in gone]
    return Spec((*kept, *(dim for place, dim in enumerate(second) if place not in also)), dtype)


@operation("outer")
def outer(x1: Any, x2: Any) -> Result:
    """Each element with each."""
    first, second = shape_of(x1), shape_of(x2)
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return UNKNOWN
    return Spec((product(first), product(second)), common_dtype([x1, x2]))


@operation("inner")
def inner(x1: Any, x2: Any) -> Result:
    """The last axis of both."""
    first, second = shape_of(x1), shape_of(x2)
    if not isinstance(first, tuple) or not isinstance(second, tuple) or not first or not second:
        return UNKNOWN
    return Spec((*first[:-1], *second[:-1]), common_dtype([x1, x2]))


@operation("einsum")
def einsum(equation: Any, *operands: Any, **_options: Any) -> Result:
    """By letters: what stands after the arrow, or else the letters that occur once, in order."""
    dtype = common_dtype(list(operands))
    if not isinstance(equation, str):
        return Spec(UNKNOWN, dtype)
    left, arrow, right = equation.replace(" ", "").partition("->")
    parts = left.split(",")
    shapes = [shape_of(operand) for operand in operands]
    if len(parts) != len(shapes) or any(isinstance(shape, Unknown) for shape in shapes):
        return Spec(UNKNOWN, dtype)
    if not arrow:
        letters = left.replace(",", "").replace(".", "")
        right = ("..." if "..." in left else "") + "".join(sorted(c for c in set(letters) if letters.count(c) == 1))
    sizes: dict[str, Dim] = {}
    around: Shape | Unknown = ()
    for part, shape in zip(parts, shapes, strict=True):
        assert isinstance(shape, tuple)
        around = _read(part, shape, sizes, around)
    if isinstance(around, Unknown) or any(letter not in sizes for letter in right.replace("...", "")):
        return Spec(UNKNOWN, dtype)
    before, dots, behind = right.partition("...")
    return Spec(
        (*(sizes[c] for c in before), *(around if dots else ()), *(sizes[c] for c in behind)),
        dtype,
    )


def _read(part: str, shape: Shape, sizes: dict[str, Dim], around: Shape | Unknown) -> Shape | Unknown:
    """Note the size of each letter of one operand; returns the shape that the dots stand for so far."""
    before, dots, behind = part.partition("...")
    named = len(before) + len(behind)
    if named > len(shape) or (not dots and named != len(shape)):
        raise Refused(f"einsum: `{part}` does not fit a tensor of shape {shown(shape)}")
    middle = len(shape) - named
    if dots:
        around = broadcast(around, shape[len(before) : len(before) + middle])
    for letter, dim in [*zip(before, shape, strict=False), *zip(behind, shape[len(before) + middle :], strict=True)]:
        known = sizes.get(letter)
        if letter not in sizes:
            sizes[letter] = dim
        elif isinstance(known, int) and isinstance(dim, int) and known != dim and 1 not in (known, dim):
            raise Refused(f"einsum: `{letter}` is {known} and {dim}")
        elif known == 1 or (not isinstance(known, int) and isinstance(dim, int) and dim != 1):
            sizes[letter] = dim if isinstance(dim, int) or known == 1 else UNKNOWN
    return around


@operation("batch_dot", cls="BatchDot")
def batch_dot(x: Any, y: Any, axes: Any = None) -> Result:
    """``K.batch_dot``: a product for each sample."""
    first, second = shape_of(x), shape_of(y)
    dtype = common_dtype([x, y])
    if not isinstance(first, tuple) or not isinstance(second, tuple) or len(first) < 2 or len(second) < 2:
        return Spec(UNKNOWN, dtype)
    if axes is None:
        axes = (len(first) - 1, 1 if len(second) == 2 else len(second) - 2)
    found = [axes, axes] if isinstance(axes, int) else list(axes) if isinstance(axes, (tuple, list)) else []
    if len(found) != 2 or not all(isinstance(axis, int) for axis in found):
        return Spec(UNKNOWN, dtype)
    gone, also = found[0] % len(first), found[1] % len(second)
    if not gone or not also:
        return Spec(UNKNOWN, dtype)
    kept = [dim for place, dim in enumerate(first) if place != gone]
    kept += [dim for place, dim in enumerate(second) if place not in (0, also)]
    return Spec((*kept, 1) if len(kept) == 1 else tuple(kept), dtype)


@operation("dot_product_attention")
def dot_product_attention(query: Any, key: Any, value: Any, *_args: Any, **_options: Any) -> Result:
    """Attention of queries to keys: the shape of the queries."""
    return Spec(shape_of(query), common_dtype([query, key, value]))

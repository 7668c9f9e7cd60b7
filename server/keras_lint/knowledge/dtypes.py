"""numpy's dtypes: their limits, and what comes out where two meet (NEP 50)."""

from __future__ import annotations

from keras_lint.knowledge.facts import UNKNOWN, Unknown

LIMITS: dict[str, tuple[int, int]] = {
    **{f"int{bits}": (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, (1 << bits) - 1) for bits in (8, 16, 32, 64)},
}
"""Least and greatest number of each whole dtype."""

_FLOATS = ("float16", "float32", "float64")


def is_whole(dtype: str | Unknown) -> bool:
    """Whether it is known to hold whole numbers (or booleans)."""
    return isinstance(dtype, str) and (dtype in LIMITS or dtype == "bool")


def promoted(a: str, b: str) -> str | Unknown:
    """The dtype of two arrays (or numpy numbers) together."""
    if a == b:
        return a
    if a == "bool" or b == "bool":
        other = b if a == "bool" else a
        return other if other in LIMITS or other in _FLOATS else UNKNOWN
    if a in _FLOATS and b in _FLOATS:
        return max(a, b, key=_FLOATS.index)
    if a in LIMITS and b in LIMITS:
        return _whole_promoted(a, b)
    number, whole = (a, b) if a in _FLOATS else (b, a)
    if number not in _FLOATS or whole not in LIMITS:
        return UNKNOWN
    bits = _bits(whole)
    least = "float16" if bits == 8 else "float32" if bits == 16 else "float64"
    return max(number, least, key=_FLOATS.index)


def _whole_promoted(a: str, b: str) -> str:
    if a[0] == b[0]:
        return a if _bits(a) >= _bits(b) else b
    unsigned, signed = (a, b) if a[0] == "u" else (b, a)
    bits = max(_bits(signed), 2 * _bits(unsigned))
    return f"int{bits}" if bits <= 64 else "float64"


def _bits(dtype: str) -> int:
    return int(dtype.lstrip("uint"))


def with_number(dtype: str, number: bool | int | float) -> str | Unknown:
    """The dtype of an array together with one of Python's own numbers, which gives way."""
    if dtype not in LIMITS and dtype not in _FLOATS and dtype != "bool":
        return UNKNOWN
    if isinstance(number, bool) or (isinstance(number, int) and dtype != "bool"):
        return dtype
    if isinstance(number, int):
        return "int64"
    return dtype if dtype in _FLOATS else "float64"


def divided(dtype: str | Unknown) -> str | Unknown:
    """The dtype of a quotient whose operands have ``dtype`` together."""
    return "float64" if is_whole(dtype) else dtype

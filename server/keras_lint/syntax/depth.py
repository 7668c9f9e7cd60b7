"""How deep code may be nested, and room on the stack for that much.

The native parser recurses without looking where its stack ends: some 1500 parentheses, or 5000 nested expressions
without any, end the process where the stack has 8 MB. So the depth is measured before parsing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

MAX_NESTING = 200
"""Brackets nested deeper than this are refused: CPython itself takes no more than 200."""
MAX_PATTERN = 7
"""Brackets in a ``case``: the parser's time grows fourfold with each of a mapping pattern, 0.3 s for eight."""
MAX_SPINE = 1000
"""Operators, calls or ``elif`` in a row beyond this are refused: a fifth of what ends the process."""
SUSPICIOUS = 2 * MAX_SPINE
"""Characters that an expression needs at least to be that long: an operator and an operand each."""
RECURSION_LIMIT = 30_000 if sys.version_info >= (3, 11) else 6_000
"""Python frames: a level takes about a dozen in the interpreter and six in code generation. Up to Python 3.10 each
takes its share of the native stack as well.
"""

_TOKEN = re.compile(
    r"""
    (?P<string>[rRbBuUfFtT]{0,2}(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<skip>\#[^\n]*|\\\n)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<newline>\n(?P<indent>[ \t]*)(?P<head>(?:el)?if\b|case\b)?)
    |(?P<end>[,;])
    |(?P<operator>[-+~]|\*\*|[*/%@|&^<>=.]+|\b(?:and|or|not|in|is|if|else|for|lambda|await|yield)\b)
    |\w+
    """,
    re.VERBOSE | re.DOTALL,
)


def too_deep(text: str) -> tuple[str, int] | None:
    """Why a text must not be given to the parser, and the offset where it gets too deep; ``None`` where it may."""
    if len(text) < SUSPICIOUS and "case" not in text and sum(map(text.count, "([{")) <= MAX_NESTING:
        return None
    spines = [0]
    outside = 0  # what the brackets that are open have before them adds up
    conditions: dict[str, int] = {}
    nesting = MAX_NESTING
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            outside += spines[-1]
            spines.append(0)
            if len(spines) > nesting + 1:
                return f"more than {nesting} brackets inside one another", match.start()
        elif kind == "close":
            if len(spines) > 1:
                spines.pop()
                outside -= spines[-1]
            spines[-1] += 1
        elif kind == "newline":
            if len(spines) == 1:
                spines[0] = 0
                nesting = MAX_PATTERN if match["head"] == "case" else MAX_NESTING
                if match["head"] and _elifs(conditions, match) > MAX_SPINE:
                    return f"more than {MAX_SPINE} `elif` in a row", match.end()
        elif kind == "end":
            spines[-1] = 0
        elif kind in ("operator", "string"):
            spines[-1] += 1
            if kind == "string" and (inside := _in_format(match[0])) is not None:
                return inside, match.start()
        if outside + spines[-1] > MAX_SPINE:
            return f"an expression of more than {MAX_SPINE} parts", match.start()
    return None


def _in_format(string: str) -> str | None:
    """Why the expressions in a format string are too deep."""
    if len(string) < MAX_NESTING or not set("fFtT").intersection(string[:2]):
        return None
    inside = too_deep(string.lstrip("rRfFtT").strip("\"'"))
    return inside[0] if inside is not None else None


def _elifs(conditions: dict[str, int], match: re.Match[str]) -> int:
    """Count the ``elif`` behind the last ``if`` of the same indentation."""
    indent = match["indent"]
    conditions[indent] = conditions.get(indent, 0) + 1 if match["head"] == "elif" else 0
    return conditions[indent]


@contextmanager
def deep_stack() -> Iterator[None]:
    """Room for recursion over what ``too_deep`` lets pass."""
    limit = sys.getrecursionlimit()
    if limit >= RECURSION_LIMIT:
        yield
        return
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)

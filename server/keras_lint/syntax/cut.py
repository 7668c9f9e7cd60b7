"""Cut Python text into its top-level statements, without parsing it.

A chunk starts where a line at depth 0 starts in column 0 with something that can start a statement. Each chunk is
parsed alone, so that a statement somebody is typing costs only itself.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    (?P<string>[rRbBuUfFtT]{0,2}(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<comment>\#[^\n]*)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<joined>\\\n)
    |(?P<newline>\n)
    """,
    re.VERBOSE | re.DOTALL,
)
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_CERTAIN_START = re.compile(
    r"(?:def |class |import |from [\w.]+ import |if .*:|for .*:|while .*:|with .*:|try:|@\w|async |del "
    r"|[A-Za-z_][\w.]* = |[A-Za-z_][\w.]*\(|\w+(?:, ?\w+)+ = )"
)


def cut(text: str) -> list[tuple[int, int]]:
    """Spans of the top-level statements of ``text``, in order, covering it without gaps."""
    starts = [0]
    depth = 0
    decorated = text.startswith("@")
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "newline" and depth == 0:
            position = match.end()
            first = text[position : position + 1]
            if first in " \t\n#)]}\f" or not first or _CONTINUES.match(text, position):
                continue
            if decorated:
                decorated = first == "@"
                continue
            decorated = first == "@"
            starts.append(position)
    ends = [*starts[1:], len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def cut_broken(text: str) -> list[tuple[int, int]]:
    """Spans of a chunk that does not parse, cut at every line that certainly starts a statement, whatever is open."""
    starts = [0]
    decorated = False
    for match in re.finditer(r"\n(?=[^\s#)\]}])", text):
        position = match.end()
        if _CERTAIN_START.match(text, position) and not decorated:
            starts.append(position)
        decorated = text[position] == "@"
    ends = [*starts[1:], len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]

"""Masking what IPython understands and Python does not, without moving a character.

What runs Python (`%time model.fit(x)`) leaves that Python standing; any other magic becomes a statement that does
nothing, or, behind `name =`, a name that nobody binds: its value is unknown.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .scan import LogicalLine, logical_line
from .text import Span

# Line magics that run the Python code behind them, with their options as getopt writes them
# (IPython, memory_profiler, line_profiler, snakeviz).
_RUNNING = {
    "time": "",
    "timeit": "n:r:tcp:qov",
    "prun": "l:s:T:D:rq",
    "memit": "r:t:i:coz",
    "lprun": "f:m:T:D:u:s:rz",
    "mprun": "f:T:rc",
    "snakeviz": "f:tn",
}
# Cell magics whose cell is Python that runs in the notebook's own process.
_PYTHON_CELLS = re.compile(
    "time|timeit|capture|prun|memit|lprun|mprun|debug|snakeviz|pyinstrument|scalene|wandb|notify|cache|heat|tb|viztracer"
    "|black|blackcellmagic|flake8|pycodestyle|pylint|ruff|mypy|typecheck|nbqa|memray_flamegraph|memray_table"
)
_AUTOMAGIC_WORDS = (
    "ls|cd|cat|cp|mv|rm|mkdir|rmdir|man|more|less|pip|conda|mamba|micromamba|uv|run|load|load_ext|reload_ext|env"
    "|matplotlib|autoreload|tensorflow_version|time|timeit|prun"
)
_AUTOMAGIC = re.compile(rf"(?P<word>{_AUTOMAGIC_WORDS})[ \t]+(?P<next>[^\s=,:;)\]])")
# No Python has an interest in these: a cell without them has no magic.
_INTERESTING = re.compile(rf"[%!?]|^[ \t]*(?:[,;/]|(?:{_AUTOMAGIC_WORDS})[ \t])", re.MULTILINE)
_CELL_MAGIC = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*[ \t]*(?P<magic>%%(?P<name>\w+|!)(?P<line>(?!\?)[^\n]*))")
_LINE_MAGIC = re.compile(r"%{1,2}(?P<name>\w+)[ \t]+")
_COMPOUND = re.compile(r"(?:for|while|if|with|try|def|class|async|match)\b|@")
_NOT_PYTHON = "%!?,;/"
_FIRST_CODE = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*(?P<indent>[ \t]*)(?=[^\s#])")


class Masked(NamedTuple):
    """A cell's text with its magics masked; offsets are those of the cell."""

    text: str
    spans: tuple[Span, ...]
    body: int
    """Offset behind the cell magics, the length of the text if the whole cell is no Python."""
    is_indented: bool = False
    """Whether the first statement is indented, which IPython allows in a cell."""


def mask(text: str) -> Masked:
    """Mask the magics of one cell."""
    if _INTERESTING.search(text) or text.endswith("\\"):
        return _Masker(text).run()
    return Masked(text, (), 0, _is_indented(text))


def mask_all(text: str) -> Masked:
    """Mask a cell of another language."""
    return Masked(_blank(text), (Span(0, len(text)),) if text else (), len(text))


def _is_indented(text: str) -> bool:
    first = _FIRST_CODE.match(text)
    return first is not None and first["indent"] != ""


def _blank(text: str) -> str:
    """Nothing, as long as this text: comments, as libcst loses lines of mere spaces at the end of a text."""
    return "\n".join("#".ljust(len(line)) if line else "" for line in text.split("\n"))


def _statement(text: str) -> str:
    """A statement that does nothing, as long as this text."""
    first, newline, rest = text.partition("\n")
    return ("pass" if len(first) >= 4 else "0").ljust(len(first)) + newline + _blank(rest)


def _unknown(text: str) -> str:
    """An expression whose value nobody knows, as long as this text."""
    first, newline, rest = text.partition("\n")
    length = max(len(first.rstrip(" \t\\")), 1)
    return ("_" * length).ljust(len(first)) + newline + _blank(rest)


def _prefix(text: str) -> str:
    """What leaves the code behind it standing, as long as this text."""
    return ("pass;" if len(text) >= 5 else "0;").ljust(len(text))


class _Masker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.done = 0
        self.spans: list[Span] = []

    def run(self) -> Masked:
        body = self.cell_magics()
        if body < len(self.text) or not self.spans:
            self.statements(body)
        self.parts.append(self.text[self.done :])
        masked = "".join(self.parts)
        return Masked(masked, tuple(self.spans), body, _is_indented(masked))

    def put(self, start: int, end: int, content: str) -> None:
        self.parts += (self.text[self.done : start], content)
        self.done = end
        self.spans.append(Span(start, end))

    def cell_magics(self) -> int:
        text, body = self.text, 0
        while match := _CELL_MAGIC.match(text, body):
            start, end = match.span("magic")
            if not _PYTHON_CELLS.fullmatch(match["name"]):
                self.put(start, len(text), _blank(text[start:]))
                return len(text)
            setup = self.running(start, end) if match["name"] in ("timeit", "prun") else -1
            if setup >= 0:
                self.put(start, setup, _prefix(text[start:setup]))
            else:
                self.put(start, end, _blank(text[start:end]))
            body = min(end + 1, len(text))
        return body

    def statements(self, position: int) -> None:
        text, end = self.text, len(self.text)
        while position < end:
            position = self.statement(position).end + 1
        if text.endswith("\\") and self.done < end:
            self.put(end - 1, end, " ")  # it would join the next cell

    def statement(self, position: int) -> LogicalLine:
        """Mask what is no Python in one logical line, which is returned."""
        text, end = self.text, len(self.text)
        code = position
        while code < end and text[code] in " \t\f":
            code += 1
        if code < end and text[code] in _NOT_PYTHON:
            return self.magic(position, code)
        automagic = _AUTOMAGIC.match(text, code)
        if automagic and not _is_python(text, code, automagic):
            return self.magic(position, code)
        line = logical_line(text, position, end)
        if line.code < 0:
            return line
        if line.magic >= 0:
            return self.assigned(line)
        if line.help:
            self.put(code, line.code_end, _statement(text[code : line.code_end]))
        return line

    def magic(self, position: int, code: int) -> LogicalLine:
        text, end = self.text, len(self.text)
        stop = self.continued(code)
        running = self.running(code, stop)
        if running >= 0:
            self.put(code, running, _prefix(text[code:running]))
            line = logical_line(text, position, end, code=running)
            return self.assigned(line) if line.magic >= 0 else line
        self.put(code, stop, _statement(text[code:stop]))
        return LogicalLine(position, code, code + 1, stop, (), -1, False)

    def assigned(self, line: LogicalLine) -> LogicalLine:
        """A magic behind `name =`."""
        text = self.text
        stop = self.continued(line.magic)
        match = _LINE_MAGIC.match(text, line.magic)
        running = self.running(line.magic, stop)
        if match and match["name"] == "time" and running >= 0:  # its value is the code's
            self.put(line.magic, running, " " * (running - line.magic))
            return logical_line(text, line.start, len(text), code=running)
        self.put(line.magic, stop, _unknown(text[line.magic : stop]))
        return line._replace(code_end=line.magic + 1, end=stop)

    def continued(self, start: int) -> int:
        """The end of a line and of those that backslashes join to it."""
        while True:
            stop = self.text.find("\n", start)
            if stop < 0:
                return len(self.text)
            if self.text[stop - 1] != "\\":
                return stop
            start = stop + 1

    def running(self, start: int, stop: int) -> int:
        """Where the Python code starts that a magic runs; -1 if it runs none."""
        text = self.text
        match = _LINE_MAGIC.match(text, start, stop) or _AUTOMAGIC.match(text, start, stop)
        if match is None:
            return -1
        automagic = match.re is _AUTOMAGIC
        options = _RUNNING.get(match["word" if automagic else "name"])
        if options is None:
            return -1
        code = _skip_options(text, match.start("next") if automagic else match.end(), stop, options)
        if code >= stop or text[code] in "%!?\\#\n" or _COMPOUND.match(text, code):
            return -1
        return -1 if text[code:stop].rstrip().endswith("?") else code


_OPTION = re.compile(r"-(?P<flags>[A-Za-z]+)(?P<value>[^\s]*)[ \t]*")
_WORD = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s]+)[ \t]*""")
_LONG_OPTION = re.compile(r"--[A-Za-z][\w-]*[ \t]+")


def _skip_options(text: str, start: int, stop: int, options: str) -> int:
    """Offset behind the options of a magic, such as `-n 3 -r10`."""
    while True:
        match = _LONG_OPTION.match(text, start, stop) if not options else None
        if match:
            start = match.end()
            continue
        match = _OPTION.match(text, start, stop)
        if match is None:
            return start
        for index, flag in enumerate(match["flags"]):
            at = options.find(flag)
            if at < 0:
                return start  # a number with its sign, or nothing that this magic knows
            if options[at + 1 : at + 2] == ":":
                start = match.end()
                if index + 1 == len(match["flags"]) and not match["value"]:
                    value = _WORD.match(text, start, stop)
                    start = value.end() if value else start
                break
        else:
            if match["value"]:
                return start
            start = match.end()


def _is_python(text: str, code: int, automagic: re.Match[str]) -> bool:
    """Whether a line that starts with the name of a magic is Python all the same."""
    following = automagic["next"]
    if following in "([" or text.startswith(("in ", "is ", "if ", "and ", "or ", "not "), automagic.start("next")):
        return True
    if following.isalnum() or following in "_{$~\"'@\\":
        return following == "@" and _compiles(text, code)
    return _compiles(text, code)


_LONGEST_DOUBT = 500  # characters of a statement whose first line might be a magic


def _compiles(text: str, code: int) -> bool:
    import warnings

    line = logical_line(text, code, min(len(text), code + _LONGEST_DOUBT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text[code : line.code_end], "<cell>", "exec", 0x400, dont_inherit=True)  # only the tree
        except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError):
            return False
    return True

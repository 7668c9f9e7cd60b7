"""The language of fact comments: `x_train: shape (60000, 28, 28) range 0..255 classes 10`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Collection

    from .text import Span

Labels = Literal["integer", "one-hot"]
Split = Literal["train", "validation", "test"]

_WIDTHS = {"int": (8, 16, 32, 64), "uint": (8, 16, 32, 64), "float": (16, 32, 64), "complex": (64, 128)}
DTYPES = frozenset(f"{kind}{width}" for kind, widths in _WIDTHS.items() for width in widths) | {
    "bool",
    "bfloat16",
    "string",
    "object",
}
_KEYS = "shape, range, classes, counts, dtype, labels, split or scaled"
_NUMBER = r"[-+]?(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_WORD = re.compile(r"[,;\s]*(?P<word>[^\s(,;]+)?")
_TUPLE = re.compile(r"\s*\((?P<items>[^()]*)\)")
_RANGE = re.compile(rf"\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})(?![\w.])")
_INTEGER = re.compile(r"\s*(?P<value>[0-9]{1,18})(?![\w.])")
_DIGITS = re.compile(r"[0-9]{1,18}")
_VALUE = re.compile(r"\s*(?P<value>[\w-]+)")


class Facts(NamedTuple):
    """What a comment states; what it does not state is None."""

    shape: tuple[int | None, ...] | None = None
    """None for a dimension that nobody knows, written `None` or `?`."""
    range: tuple[float, float] | None = None
    classes: int | None = None
    counts: tuple[int, ...] | None = None
    """Number of samples of each class."""
    dtype: str | None = None
    labels: Labels | None = None
    split: Split | None = None
    scaled: bool | None = None


class FactComment(NamedTuple):
    """Facts about a value, by its author."""

    name: str
    """A name, also with attributes: `self.x_train`."""
    span: Span
    """The comment from its `#`."""
    row: int
    """Of the comment, in the whole text."""
    next_code_row: int | None
    """First row of the statement it speaks about: the one it stands on, else the next in its cell."""
    facts: Facts


class FactSyntaxError(Exception):
    """Facts that cannot be read; `start` and `end` say where, as offsets in them."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class _Parser:
    """Reads one comment's facts from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.key_start = 0

    def match(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        match = pattern.match(self.text, self.position)
        if match is None:
            raise FactSyntaxError(f"expected {expected}", self.key_start, max(self.position, len(self.text.rstrip())))
        self.position = match.end()
        return match

    def read(self) -> Facts:
        facts = Facts()
        stated: set[str] = set()
        while self.position < len(self.text):
            match = self.match(_WORD, "a fact")
            key = match["word"]
            if key is None:
                break
            self.key_start = match.start("word")
            if key not in Facts._fields:
                raise FactSyntaxError(f"unknown fact `{key}`; expected {_KEYS}", *match.span("word"))
            if key in stated:
                raise FactSyntaxError(f"`{key}` is stated twice", *match.span("word"))
            stated.add(key)
            facts = self.fact(key, facts)
        rest = self.text[self.position :].strip()
        if rest:
            start = self.text.index(rest, self.position)
            raise FactSyntaxError(f"unknown fact `{rest}`; expected {_KEYS}", start, start + len(rest))
        if not stated:
            raise FactSyntaxError(f"no fact is stated; expected {_KEYS}", 0, len(self.text))
        return facts

    def fact(self, key: str, facts: Facts) -> Facts:
        if key == "shape":
            return facts._replace(shape=self.shape())
        if key == "range":
            return facts._replace(range=self.range())
        if key == "classes":
            return facts._replace(classes=self.classes())
        if key == "counts":
            return facts._replace(counts=self.counts())
        if key == "dtype":
            return facts._replace(dtype=self.one_of("dtype", DTYPES))
        if key == "labels":
            return facts._replace(labels=cast("Labels", self.one_of("labels", get_args(Labels))))
        if key == "split":
            return facts._replace(split=cast("Split", self.one_of("split", get_args(Split))))
        return facts._replace(scaled=True)

    def items(self, expected: str) -> list[str]:
        text = self.match(_TUPLE, expected)["items"].strip().removesuffix(",")
        return [item.strip() for item in text.split(",")] if text.strip() else []

    def fail(self, expected: str) -> FactSyntaxError:
        return FactSyntaxError(f"expected {expected}", self.key_start, self.position)

    def shape(self) -> tuple[int | None, ...]:
        expected = "a shape such as `shape (60000, 28, 28)` or `shape (None, 10)`"
        dimensions: list[int | None] = []
        for item in self.items(expected):
            if not (item in ("None", "?") or _DIGITS.fullmatch(item)):
                raise self.fail(expected)
            dimensions.append(int(item) if item[0].isdigit() else None)
        return tuple(dimensions)

    def counts(self) -> tuple[int, ...]:
        expected = "the number of samples of each class, such as `counts (90, 10)`"
        items = self.items(expected)
        if not items or not all(_DIGITS.fullmatch(item) for item in items):
            raise self.fail(expected)
        return tuple(int(item) for item in items)

    def range(self) -> tuple[float, float]:
        expected = "a range such as `range 0..255`"
        match = self.match(_RANGE, expected)
        low, high = float(match["low"]), float(match["high"])
        if low > high:
            raise self.fail(f"{expected}, the smaller number first")
        return low, high

    def classes(self) -> int:
        expected = "a number of classes such as `classes 10`"
        number = int(self.match(_INTEGER, expected)["value"])
        if number < 1:
            raise self.fail(expected)
        return number

    def one_of(self, key: str, values: Collection[str]) -> str:
        examples = sorted(values) if len(values) < 5 else ["float32", "uint8", "int64"]
        expected = " or ".join(f"`{key} {value}`" for value in examples)
        value = self.match(_VALUE, expected)["value"]
        if value not in values:
            raise self.fail(expected)
        return value


def parse_facts(text: str) -> Facts:
    """Read the facts behind `name:`. Raises FactSyntaxError."""
    return _Parser(text).read()

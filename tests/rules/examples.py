"""Reads the examples out of the rules' documentation."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from keras_lint.lint.registry import all_rules
from keras_lint.lint.rule import Rule

_FENCE = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One fenced example of a rule's page."""

    rule: type[Rule]
    number: int
    code: str
    bad: bool
    """Whether it stands under "Example" and must yield findings where it is marked."""

    @property
    def marked_rows(self) -> list[int]:
        """Rows that carry the rule's code in a comment, from 1."""
        mark = re.compile(rf"#.*\b{self.rule.code}\b")
        return [row for row, line in enumerate(self.code.split("\n"), 1) if mark.search(line)]

    @property
    def name(self) -> str:
        """For the test's id."""
        return f"{self.rule.code}-{'bad' if self.bad else 'good'}-{self.number}"


def sections(page: str) -> Iterator[tuple[str, str]]:
    """Headings and bodies of a page."""
    parts = re.split(r"^## +(.*)$", page, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def examples() -> list[Example]:
    """All examples of all rules."""
    found: list[Example] = []
    for rule in all_rules():
        for heading, body in sections(rule.page()):
            bad = heading.lower().startswith("example")
            if not bad and not heading.lower().startswith("use instead"):
                continue
            for number, block in enumerate(_FENCE.findall(body), 1):
                found.append(Example(rule, number, textwrap.dedent(block), bad))
    return found

"""What the tests of one rule share: programs with marked lines in, findings out."""

from __future__ import annotations

import re
import textwrap

from keras_lint.lint.finding import Diagnostic
from keras_lint.lint.rule import Rule
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_text

IMPORTS = """\
import numpy as np
import keras
import tensorflow as tf
from keras import layers
from keras.datasets import mnist
"""


def program(body: str) -> str:
    """A program: the usual imports and a body."""
    return IMPORTS + textwrap.dedent(body)


def found(rule: type[Rule], body: str) -> list[Diagnostic]:
    """What a rule finds in a program of the usual imports and a body."""
    return lint(source_from_text(program(body), "/project/train.py"), [rule])


def rows(rule: type[Rule], body: str) -> list[int]:
    """The rows a rule finds something in."""
    return [diagnostic.place.row for diagnostic in found(rule, body)]


def marked(rule: type[Rule], body: str) -> list[int]:
    """The rows that carry the rule's code in a comment."""
    mark = re.compile(rf"#.*\b{rule.code}\b")
    return [row for row, line in enumerate(program(body).split("\n"), 1) if mark.search(line)]


def repaired(rule: type[Rule], body: str, remedy: str, position: int = 0) -> str:
    """The body after one remedy for one finding, without the usual imports where they were not changed."""
    text = program(body)
    diagnostic = found(rule, body)[position]
    fix = next(fix for fix in diagnostic.fixes if fix.remedy == remedy)
    for edit in sorted(fix.edits, key=lambda e: (e.start, e.end), reverse=True):
        text = text[: edit.start] + edit.content + text[edit.end :]
    return text.removeprefix(IMPORTS)


def remedies(rule: type[Rule], body: str) -> list[str]:
    """The ids of the remedies offered for the first finding."""
    return [fix.remedy for fix in found(rule, body)[0].fixes]


def name_of(value: object) -> str:
    """For the ids of tests: names of cases and rules, not the programs."""
    if isinstance(value, type) and issubclass(value, Rule):
        return value.code
    return value if isinstance(value, str) and "\n" not in value else ""

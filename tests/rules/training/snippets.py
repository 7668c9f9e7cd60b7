"""Beginnings that the programs of these tests share, and what the rules say of a program."""

from __future__ import annotations

from collections.abc import Sequence

from keras_lint.lint.finding import Diagnostic, Fix
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_cells, source_from_text

FASHION = """\
import keras
import numpy as np

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
"""
"""Public data and a compiled classifier."""

XOR = """\
import keras
import numpy as np

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""
"""A truth table and a compiled network."""

MODEL = """\
import keras

model = keras.Sequential([
    keras.Input((20,)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
"""
"""A network that is not compiled."""


def diagnostics(code: str, *codes: str, filename: str = "/program/train.py") -> list[Diagnostic]:
    """What the rules of these codes find."""
    return lint(source_from_text(code, filename), [rule for rule in all_rules() if rule.code in codes])


def in_notebook(cells: Sequence[str], *codes: str) -> list[Diagnostic]:
    """What the rules find in a notebook of these cells."""
    source = source_from_cells(list(enumerate(cells, 1)), "/program/train.ipynb")
    return lint(source, [rule for rule in all_rules() if rule.code in codes])


def found(code: str, rule: str) -> list[str]:
    """Severities of what one rule finds, in the order of the text."""
    return [diagnostic.severity.value for diagnostic in diagnostics(code, rule)]


def fixed(code: str, fix: Fix) -> str:
    """The program after a fix."""
    for edit in sorted(fix.edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        code = code[: edit.start] + edit.content + code[edit.end :]
    return code


def repaired(code: str, rule: str, remedy: str) -> str:
    """The program after one remedy for the only finding of a rule."""
    (finding,) = diagnostics(code, rule)
    (fix,) = [fix for fix in finding.fixes if fix.remedy == remedy]
    return fixed(code, fix)

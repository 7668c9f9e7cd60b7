"""What the tests of the data rules share: beginnings of programs, and what a rule says of a program."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from keras_lint.lint.finding import Diagnostic
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_cells, source_from_text

IMPORTS = """\
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, StandardScaler
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
"""
DENSE = """\
model = keras.Sequential([keras.Input((10,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
"""
"""A compiled classifier of tables with ten columns."""
CONV = """\
model = keras.Sequential([
    keras.Input((32, 32, 3)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
"""
"""A compiled classifier of small photographs."""
CIFAR = "(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()\n"
RARE = "from sklearn.datasets import make_classification\nX, y = make_classification(n_samples=2000, n_features=10, weights=[0.95], random_state=0)\n"
"""A table in which one class is rare."""


def program(*parts: str) -> str:
    """A program of several parts, each indented as it likes."""
    return IMPORTS + "".join(textwrap.dedent(part).lstrip("\n") + "\n" for part in parts)


def diagnostics(code: str, *codes: str) -> list[Diagnostic]:
    """What the rules of these codes find."""
    return lint(source_from_text(code, "/program/train.py"), [rule for rule in all_rules() if rule.code in codes])


def rows(code: str, rule: str) -> list[int]:
    """The rows of what one rule finds."""
    return [diagnostic.place.row for diagnostic in diagnostics(code, rule)]


def marked(code: str, rule: str) -> list[int]:
    """The rows whose comment names the rule."""
    return [row for row, line in enumerate(code.split("\n"), 1) if re.search(rf"#.*\b{rule}\b", line)]


def repairs(code: str, rule: str) -> dict[str, str]:
    """The program after each remedy for the first finding of a rule, by the remedies' ids."""
    found = diagnostics(code, rule)
    return {
        fix.remedy: applied(code, [(e.start, e.end, e.content) for e in fix.edits])
        for fix in (found[0].fixes if found else ())
    }


def applied(code: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """A text after edits of it; insertions at one place keep their order."""
    result, position = [], 0
    for start, end, content in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        result += [code[position:start], content]
        position = end
    return "".join(result) + code[position:]


def notebook_rows(cells: Sequence[str], rule: str) -> list[tuple[int | None, int]]:
    """Cells and rows of what one rule finds in a notebook."""
    source = source_from_cells(list(enumerate(cells, 1)), "/program/train.ipynb")
    found = lint(source, [known for known in all_rules() if known.code == rule])
    return [(diagnostic.place.cell, diagnostic.place.row) for diagnostic in found]

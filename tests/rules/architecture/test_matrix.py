"""The rules on labels, outputs and losses agree with what real Keras did: ``matrix.json``, by ``matrix.py``."""

from __future__ import annotations

import json

import pytest

from keras_lint.lint.finding import Severity
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_text
from keras_lint_rules.architecture.logits_after_activation import LogitsAfterActivation
from keras_lint_rules.architecture.loss_output_mismatch import LossOutputMismatch
from keras_lint_rules.architecture.missing_output_activation import MissingOutputActivation
from keras_lint_rules.architecture.softmax_single_unit import SoftmaxSingleUnit
from keras_lint_rules.architecture.units_classes_mismatch import UnitsClassesMismatch
from keras_lint_rules.data.label_encoding_mismatch import LabelEncodingMismatch

from .matrix import FILE

RULES = [
    SoftmaxSingleUnit,
    MissingOutputActivation,
    LogitsAfterActivation,
    LossOutputMismatch,
    UnitsClassesMismatch,
    LabelEncodingMismatch,
]
FORMS = {
    "int3": "np.random.randint(0, 3, 96)",
    "int2": "np.random.randint(0, 2, 96)",
    "int3col": "np.random.randint(0, 3, (96, 1))",
    "int2col": "np.random.randint(0, 2, (96, 1))",
    "oh3": "keras.utils.to_categorical(np.random.randint(0, 3, 96), 3)",
    "oh2": "keras.utils.to_categorical(np.random.randint(0, 2, 96), 2)",
    "multi3": "np.random.rand(96, 3) > 0.5",
}
GOOD = 0.95
"""Share of right predictions from which a combination has learnt what there is to learn."""
OUTCOMES = [(tuple(row[:5]), row[5]) for row in json.loads(FILE.read_text())]
WRONG_WIDTH = {("oh3", 1), ("oh2", 1), ("multi3", 1), ("multi3", 2)}
"""Targets of another width than the output under a loss of their own kind: KL217."""


def program(labels: str, units: int, activation: str | None, loss: str, from_logits: bool) -> str:
    """The combination as a user would write it."""
    logits = "from_logits=True" if from_logits else ""
    return f"""
import numpy as np
import keras
from keras import layers

x_train, y_train = np.random.rand(96, 4), {FORMS[labels]}
model = keras.Sequential([keras.Input((4,)), layers.Dense({units}, activation={activation!r})])
model.compile(keras.optimizers.Adam(0.1), keras.losses.{loss}({logits}))
model.fit(x_train, y_train, epochs=14, batch_size=32)
"""


def errors(combination: tuple[str, int, str | None, str, bool]) -> list[str]:
    """The codes of the errors that are found."""
    found = lint(source_from_text(program(*combination), "/project/train.py"), RULES)
    return [diagnostic.code for diagnostic in found if diagnostic.severity is Severity.ERROR]


@pytest.mark.parametrize("labels", FORMS)
def test_what_learns_is_no_error(labels: str) -> None:
    good = [c for c, outcome in OUTCOMES if c[0] == labels and isinstance(outcome, float) and outcome >= GOOD]
    assert {c: found for c in good if (found := errors(c))} == {}


@pytest.mark.parametrize("labels", [form for form in FORMS if form != "multi3"])
def test_what_fails_or_never_changes_is_an_error(labels: str) -> None:
    failed = [c for c, outcome in OUTCOMES if c[0] == labels and outcome in ("raises", "constant")]
    unseen = [c for c in failed if c[:2] not in WRONG_WIDTH and not errors(c)]
    assert unseen == []

"""No program, however odd, ends the run with an error, or takes its time or memory without end."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keras_lint.knowledge.values import Literal, Tuple
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import analyse, diagnose
from keras_lint.program.bounds import MAX_TEXT, TOO_LARGE, bounded
from keras_lint.source import SourceError, source_from_text
from tests.conftest import THOROUGH

PROGRAM = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

(x, y), (u, v) = keras.datasets.mnist.load_data()
sizes = [32, 16]
options = {"rate": 0.5, "units": (10, 1)}


def build(width, depth=2):
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten()])
    for i in range(depth):
        model.add(layers.Dense(width // (i + 1), activation="relu"))
        if i > 0:
            model.add(layers.Dropout(options["rate"]))
    model.add(layers.Dense(options["units"][1], activation="softmax"))
    return model


class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.parts = [layers.Dense(n) for n in units]

    def call(self, inputs):
        for part in self.parts:
            inputs = part(inputs)
        return inputs


model = build(sizes[0]) if len(sizes) > 1 else Net(sizes)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
try:
    history = model.fit(x, y, epochs=50, batch_size=64, callbacks=[keras.callbacks.EarlyStopping()])
except ValueError as error:
    print(f"failed: {error!r:>{sizes[0]}}")
print(model.evaluate(u, v))
"""
LINES = PROGRAM.splitlines(keepends=True)
SCRAPS = ["(", ")", "[", "]]", "{", "}", "'", '"""', "\\", "\n", "\0", "\f", "\t", ":", ",", "=", "@", "*", "lambda: ",
          "-1", "0", "None", "10**10**10", "1e999", "x", "model", "self", "x.reshape(-1, -1)", "[x] * 10**9", "\ud800", "é", "%"]  # fmt: skip


def check(text: str) -> None:
    """Analyse a text and ask every rule; each place must be in the text."""
    try:
        source = source_from_text(text, "/example/example.py")
    except SourceError:
        return  # a NUL: the file is unreadable (KL904), which is said before anything runs
    found = diagnose(analyse(source), all_rules())
    assert all(0 <= d.start <= d.end <= len(source.text) for d in found)


@settings(max_examples=3000 if THOROUGH else 40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mutation_of_a_program_is_an_error(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(("drop", "swap", "copy", "cut", "insert", "indent", "replace")))
        line, column = lines[at], data.draw(st.integers(0, len(lines[at])))
        other = data.draw(st.integers(0, len(lines) - 1))
        if how == "drop" and len(lines) > 1:
            del lines[at]
        elif how == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif how == "copy":
            lines.insert(other, line)
        elif how == "cut":
            lines[at] = line[:column]
        elif how == "insert":
            lines[at] = line[:column] + data.draw(st.sampled_from(SCRAPS)) + line[column:]
        elif how == "indent":
            lines[at] = "    " + line
        else:
            lines[at] = line.replace(
                data.draw(st.sampled_from(("(", "1", "x", "model", "="))), data.draw(st.sampled_from(SCRAPS))
            )
    check("".join(lines))


GROWING = {
    "tuples in tuples": "a = (1,)\n" + "a = (a, a)\n" * 60 + "b = np.array(a)\nif u: a = 1\nc = [a] == [a]",
    "tuples that differ": "a = ()\n" + "".join(f"if u{i}(): a = (a, {i})\nelse: a = ({i}, a)\n" for i in range(40)),
    "lists in lists": "a = [1] * 1000\n" + "a = [a] * 1000\n" * 3 + "f(a)\nx[a]",
    "longer lists": "a = [1]\n" + "a = a + a\n" * 60,
    "lists made longer": "a = [1]\nfor i in range(60):\n    a.extend(a)\n    a += a",
    "longer strings": "a = 'ab'\n" + "a = a + a\n" * 60 + "b = len(a)",
    "formatted strings": "a = 'ab'\n" + "a = f'{a}{a}'\n" * 60 + "b = '%s%s' % (a, a)",
    "replaced strings": "a = '{}{}'\n" + "a = a.replace('{}', '{}{}')\n" * 60,
    "an integer too large for a float": "a = np.zeros(3) + 0x" + "f" * 400,
    "a list in itself": "a = []\na.append(a)\nb = np.array(a)\nf(*a)\nkeras.Sequential(a)\nlayers.Dense(a)",
}


@pytest.mark.parametrize("code", GROWING.values(), ids=GROWING)
def test_values_that_grow_with_every_statement_stay_bounded(code: str) -> None:
    begun = time.monotonic()
    text = f"import numpy as np\nimport keras\nfrom keras import layers\n{code}\n"
    found = diagnose(
        analyse(
            source_from_text(f"{text}keras.Sequential([layers.Dense(1, activation='softmax')])\n", "/example/a.py")
        ),
        [rule for rule in all_rules() if rule.code == "KL203"],
    )
    assert [d.code for d in found] == ["KL203"]
    assert time.monotonic() - begun < 12


def test_ordinary_values_are_not_too_large() -> None:
    table = Tuple(tuple(Tuple((Literal(n), Literal("a"))) for n in range(3000)))
    assert bounded(table) is table
    assert bounded(Literal("a" * MAX_TEXT)).value
    assert bounded(Literal("a" * (MAX_TEXT + 1))) is TOO_LARGE

"""Facts that authors state in comments reach the calls they are about."""

from __future__ import annotations

import pytest

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array
from keras_lint.lint.runner import analyse
from keras_lint.source import source_from_text

HEAD = """\
from mystery import load, helper, arrays
import numpy as np
import keras
model = keras.Sequential([keras.layers.Dense(3)])
"""


def inputs(code: str, fit: int = 0) -> Array | Unknown:
    """What is known of the inputs of a ``fit``."""
    return analyse(source_from_text(HEAD + code, "program.py")).fits[fit].inputs


WAYS = {
    "on the line": "x, y = load()  # keras-lint: x: shape (60, 28, 28) range 0..255\nmodel.fit(x, y)",
    "above the line": "# keras-lint: x: shape (60, 28, 28) range 0..255\nx, y = load()\nmodel.fit(x, y)",
    "on a statement of several lines": (
        "x, y = load(\n    1,  # keras-lint: x: shape (60, 28, 28) range 0..255\n)\nmodel.fit(x, y)"
    ),
    "on the call itself": "x, y = load()\nmodel.fit(x, y)  # keras-lint: x: shape (60, 28, 28) range 0..255",
    "on an import": "from data import x, y  # keras-lint: x: shape (60, 28, 28) range 0..255\nmodel.fit(x, y)",
    "on a star import": "from data import *  # keras-lint: x: shape (60, 28, 28) range 0..255\nmodel.fit(x, y)",
    "in a branch": "if load():\n    x = load()  # keras-lint: x: shape (60, 28, 28) range 0..255\n    model.fit(x, x)",
    "in a loop": (
        "for fold in load():\n    x = fold.x  # keras-lint: x: shape (60, 28, 28) range 0..255\n    model.fit(x, x)"
    ),
    "on a loop": "for x in load():  # keras-lint: x: shape (60, 28, 28) range 0..255\n    model.fit(x, x)",
    "first in a function": (
        "def train(x, y):\n    # keras-lint: x: shape (60, 28, 28) range 0..255\n    model.fit(x, y)"
    ),
    "on a def": "def train(x, y):  # keras-lint: x: shape (60, 28, 28) range 0..255\n    return model.fit(x, y)",
    "of a parameter": (
        "def train(x, y):\n    '''Trains.'''\n"
        "    # keras-lint: x: shape (60, 28, 28) range 0..255\n    model.fit(x, y)\ntrain(*load())"
    ),
    "of an attribute": """
class Data:
    def __init__(self):
        self.x = load()  # keras-lint: self.x: shape (60, 28, 28) range 0..255
data = Data()
model.fit(data.x, load())
""",
    "of one name among several, with magics and an emoji": "%time x, y = load()  # 🙂 keras-lint: no\n"
    "x = helper(x)  # keras-lint: x: shape (60, 28, 28) range 0..255\nmodel.fit(x, y)",
}


@pytest.mark.parametrize("name", WAYS)
def test_a_comment_states_facts_wherever_it_stands(name):
    found = inputs(WAYS[name])
    assert isinstance(found, Array)
    assert (found.shape, found.low, found.high) == ((60, 28, 28), 0.0, 255.0)


def test_what_is_stated_goes_on_with_the_data():
    found = inputs(
        "x = load()  # keras-lint: x: shape (60, 28, 28) range 0..255 dtype uint8\n"
        "x = x.reshape(-1, 784) / 255.0\nmodel.fit(x, x)"
    )
    assert (found.shape, found.low, found.high) == ((60, 784), 0.0, 1.0)
    assert found.has_step("divided")


def test_every_kind_of_fact_is_taken():
    code = (
        "y = load()  # keras-lint: y: shape (?, 1), dtype int64, counts "
        "(90, 10), labels integer, split train, scaled\nmodel.fit(y, y)"
    )
    found = inputs(code)
    assert found.shape[1] == 1
    assert isinstance(found.shape[0], Unknown)
    assert (found.dtype, found.part, found.has_step("scaled")) == ("int64", "train", True)
    labels = found.labels
    assert (labels.form, labels.classes, labels.counts, labels.task) == ("integer", 2, (90, 10), "classification")
    assert labels.imbalanced is not None


def test_a_comment_overrules_what_was_known_and_leaves_the_rest():
    found = inputs("x = np.zeros((10, 4), dtype='uint8')  # keras-lint: x: range 0..255\nmodel.fit(x, x)")
    assert (found.shape, found.dtype, found.high) == ((10, 4), "uint8", 255.0)


def test_a_name_bound_again_has_no_facts_of_the_old_value():
    assert not isinstance(inputs("x = load()  # keras-lint: x: shape (60, 28)\nx = helper()\nmodel.fit(x, x)"), Array)


@pytest.mark.parametrize(
    "code",
    [
        "x = load()\nmodel.fit(x, x)\nx = load()  # keras-lint: x: shape (60, 28)",
        "x = load()\n# keras-lint: z: shape (60, 28)\nmodel.fit(x, x)",
        "def other(x):  # keras-lint: x: shape (60, 28)\n    pass\nx = load()\nother(x)\nmodel.fit(x, x)",
        "x = load()\ndef other(x):\n    # keras-lint: x: shape (60, 28)\n    return x\nmodel.fit(x, x)",
    ],
)
def test_a_comment_speaks_of_its_own_statement_only(code):
    found = inputs(code)
    assert not isinstance(found, Array) or isinstance(found.shape, Unknown)


def test_a_model_takes_no_facts_of_arrays():
    program = analyse(
        source_from_text(
            HEAD + "model.build((None, 4))  # keras-lint: model: shape (3, 3)\nmodel.fit(load())", "program.py"
        )
    )
    assert program.models[0].output_shape == (None, 3)

"""Models and data keep their identity through names, calls, branches and loops."""

from __future__ import annotations

import textwrap
from typing import Any

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array
from keras_lint.lint.runner import analyse
from keras_lint.program.program import Program
from keras_lint.source import source_from_text


def run(code: str) -> Program:
    return analyse(source_from_text(textwrap.dedent(code), "/p/program.py"))


def shapes(program: Program) -> list[Any]:
    return [model.output_shape for model in program.models]


HEAD = """
import numpy as np
import keras
from keras import layers
"""


def test_arrays_change_in_place_through_any_name() -> None:
    program = run(
        HEAD
        + """
def scale(a):
    a /= 255.0

x = np.full((4, 3), 255.0)
alias = x
scale(alias)
model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, np.zeros((4, 1)))
"""
    )
    inputs = program.fits[0].inputs
    assert isinstance(inputs, Array)
    assert inputs.high == 1.0


def test_two_models_of_one_name_are_two_models() -> None:
    program = run(
        HEAD
        + """
for units in (2, 3):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units)])
    model.compile("sgd", "mse")
"""
    )
    assert shapes(program) == [(None, 2), (None, 3)]


def test_a_factory_called_twice_makes_two_models_from_one_place() -> None:
    program = run(
        HEAD
        + """
def build(units, depth=2, **options):
    model = keras.Sequential()
    model.add(keras.Input((8,)))
    for _ in range(depth):
        model.add(layers.Dense(units, **options))
    return model

a = build(16, activation="relu")
b = build(units=4, depth=1)
"""
    )
    assert shapes(program) == [(None, 16), (None, 4)]
    assert [len(model.layers) for model in program.models] == [2, 1]


def test_alternatives_stay_apart_until_the_fit() -> None:
    program = run(
        HEAD
        + """
import os
if os.environ.get("SMALL"):
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
else:
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(np.zeros((10, 8)), np.zeros((10,)))
"""
    )
    assert sorted(str(fit.model.output_activation) for fit in program.fits if fit.model) == ["sigmoid", "softmax"]


def test_a_model_given_to_a_helper_is_compiled_there() -> None:
    program = run(
        HEAD
        + """
def prepare(net, loss):
    net.compile(optimizer="adam", loss=loss)
    return net

config = {"loss": "mse"}
net = prepare(keras.Sequential([keras.Input((2,)), layers.Dense(1)]), config["loss"])
"""
    )
    loss = program.models[0].loss
    assert not isinstance(loss, Unknown)
    assert loss.name == "mean_squared_error"


def test_functions_that_nobody_calls_are_run_with_unknown_arguments() -> None:
    program = run(
        HEAD
        + """
def train(x, y, units):
    model = keras.Sequential([keras.Input((8,)), layers.Dense(units), layers.Dense(3)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=5)
"""
    )
    (fit,) = program.fits
    assert fit.event.context.entry == "function"
    assert fit.epochs == 5
    assert isinstance(fit.inputs, Unknown)
    assert fit.model is not None
    assert fit.model.output_shape == (None, 3)
    assert isinstance(fit.model.parameters, Unknown)


def test_methods_of_a_class_that_is_never_made_are_run_on_one_object() -> None:
    program = run(
        HEAD
        + """
class Trainer:
    def __init__(self, units=4):
        self.model = keras.Sequential([keras.Input((8,)), layers.Dense(2)])

    def prepare(self):
        self.model.compile("adam", "mse")

    def train(self, x, y):
        self.model.fit(x, y, epochs=3)
"""
    )
    (fit,) = program.fits
    assert fit.model is not None
    assert fit.model.loss_argument is not None


def test_code_that_does_not_parse_makes_only_its_own_names_unknown() -> None:
    program = run(
        HEAD
        + """
model = keras.Sequential([keras.Input((8,)), layers.Dense(2)])
broken = model.fit(x,, y)
model.compile("adam", "mse")
"""
    )
    assert len(program.tree.problems) == 1
    assert program.models[0].loss_argument is not None
    assert "broken" in program.run.unknown_names


def test_lists_filled_in_a_loop_of_unknown_length_keep_what_their_items_share() -> None:
    program = run(
        HEAD
        + """
import glob
images = []
for name in glob.glob("*.png"):
    images.append(keras.utils.img_to_array(keras.utils.load_img(name, target_size=(32, 32))))
x = np.array(images)
model = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.zeros(len(x)))
"""
    )
    inputs = program.fits[0].inputs
    assert isinstance(inputs, Array)
    assert isinstance(inputs.shape, tuple)
    assert inputs.shape[1:] == (32, 32, 3)


def test_definitions_of_the_projects_own_modules_are_followed(tmp_path: Any) -> None:
    (tmp_path / "config.py").write_text("SIZE = 12\n")
    (tmp_path / "models.py").write_text(
        "import keras\nfrom config import SIZE\n\ndef build():\n"
        "    return keras.Sequential([keras.Input((SIZE,)), keras.layers.Dense(3)])\n"
    )
    main = "from models import build\nmodel = build()\nmodel.compile('adam', 'mse')\n"
    program = analyse(source_from_text(main, str(tmp_path / "train.py")))
    assert shapes(program) == [(None, 3)]
    assert program.models[0].parameters == 39


def test_the_budget_ends_a_run_and_the_program_says_so() -> None:
    code = "def f(n):\n" + "    x = [a + b for a in range(60) for b in range(60)]\n" * 40 + "\n"
    program = run(code + "for i in range(60):\n    for j in range(60):\n        f(i)\n")
    assert program.incomplete is None or "stopped" in program.incomplete

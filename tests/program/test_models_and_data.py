"""Models and data keep their identity through names, calls, branches and loops."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import analyse, diagnose
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


def test_layers_look_for_the_channels_where_the_program_says() -> None:
    program = run(
        HEAD
        + """
from keras import backend as K

def build():
    if K.image_data_format() == "channels_first":
        shape = (3, 32, 24)
    else:
        shape = (32, 24, 3)
    return keras.Sequential([keras.Input(shape), layers.Conv2D(8, 3), layers.MaxPooling2D()])

build()
K.set_image_data_format("channels_first")
build()
"""
    )
    assert shapes(program) == [(None, 15, 11, 8), (None, 8, 15, 11)]


def test_channels_whose_place_depends_on_a_branch_are_unknown() -> None:
    program = run(
        HEAD
        + """
import sys
if len(sys.argv) > 1:
    keras.config.set_image_data_format("channels_first")
model = keras.Sequential([keras.Input((3, 8, 8)), layers.Conv2D(8, 3)])
"""
    )
    assert not program.refusals


def test_an_input_that_only_one_branch_refuses_is_not_refused() -> None:
    code = (
        HEAD
        + """
import sys
if len(sys.argv) > 1:
    shape = (1, 28, 28)
else:
    shape = SECOND
model = keras.Sequential([keras.Input(shape), layers.Conv2D(8, 3)])
"""
    )
    assert not run(code.replace("SECOND", "(28, 28, 1)")).refusals
    assert run(code.replace("SECOND", "(2, 28, 28)")).refusals


def test_merging_functions_make_a_layer_and_call_it() -> None:
    program = run(
        HEAD
        + """
a, b = keras.Input((4, 3)), keras.Input((4, 3))
for merged in (
    layers.add([a, b]),
    layers.multiply(inputs=[a, b]),
    layers.concatenate([a, b]),
    layers.concatenate([a, b], axis=1),
    layers.concatenate([a, b], 1, name="tall"),
    layers.dot([a, b], axes=2),
    layers.dot([a, b], 1),
):
    model = keras.Model([a, b], merged)
"""
    )
    assert shapes(program) == [
        (None, 4, 3), (None, 4, 3), (None, 4, 6), (None, 8, 3), (None, 8, 3), (None, 4, 4), (None, 3, 3),
    ]  # fmt: skip


ONE_OF_TWO = (
    "cell = layers.LSTM(8) if big else layers.GRU(8)",
    "cell = layers.LSTM(8) if big else layers.LSTM(16)",
    "cell = keras.Sequential([layers.LSTM(8)]) if big else keras.Sequential([layers.GRU(8), layers.Dense(4)])",
    "optimizer = keras.optimizers.Adam(1e-3) if big else keras.optimizers.SGD(1e-2)",
    "optimizer = (keras.optimizers.Adam if big else keras.optimizers.SGD)(learning_rate=1e-3)",
    "loss = keras.losses.BinaryCrossentropy() if big else keras.losses.MeanSquaredError()",
    "watch = keras.callbacks.EarlyStopping() if big else keras.callbacks.ModelCheckpoint('best.keras')",
    (
        "backbone = (keras.applications.ResNet50 if big else keras.applications.VGG16)(include_top=False)\n"
        "cell = keras.Sequential([backbone])"
    ),
)


@pytest.mark.parametrize("choice", ONE_OF_TWO)
def test_of_one_of_two_objects_no_rule_takes_either(choice: str) -> None:
    program = run(
        HEAD
        + f"""
import sys
big = len(sys.argv) > 1
cell, optimizer, loss, watch = layers.LSTM(8), "adam", "binary_crossentropy", keras.callbacks.TerminateOnNaN()
{choice}
model = keras.Sequential([keras.Input((20, 4)), cell, layers.Dense(1, activation="sigmoid")])
model.compile(optimizer, loss)
model.fit(np.random.rand(50, 20, 4), np.random.randint(0, 2, 50), callbacks=[watch])
"""
    )
    assert program.fits
    diagnose(program, all_rules())


def test_a_model_that_may_have_been_trained_is_not_new() -> None:
    program = run(
        HEAD
        + """
model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="relu"), layers.Dense(1)])
for turn in range(4):
    if input():
        model.compile("sgd", "mse")
        model.fit(np.zeros((50, 8)), np.zeros(50))
model.compile(keras.optimizers.Adam(1e-8), "mse")
model.fit(np.zeros((50, 8)), np.zeros(50))
"""
    )
    assert "KL309" not in {diagnostic.code for diagnostic in diagnose(program, all_rules())}

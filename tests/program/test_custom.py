"""Layers and models that a program defines itself are followed as Keras runs them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Layer, Model
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import analyse, diagnose
from keras_lint.program.parts import layer_refs
from keras_lint.program.program import Program
from keras_lint.program.run import read
from keras_lint.program.values import Instance
from keras_lint.program.views import ModelView
from keras_lint.source import source_from_text
from tests.program.custom_programs import HEAD, PROGRAMS


def run(code: str) -> Program:
    return analyse(source_from_text(HEAD + code, "/p/program.py"))


def model_of(program: Program) -> ModelView:
    """The program's ``model`` as it stands at the end."""
    heap = program.run.finals[0]
    module = heap[program.module.scope]
    reference = module.names["model"]
    fact = read(heap, reference)
    if isinstance(fact, Instance):
        reference, fact = fact.fact, read(heap, fact.fact)
    assert isinstance(fact, Model)
    view = next(view for view in program.models if view.reference == reference)
    event = view.event
    event.heap = heap
    return ModelView(event, program, fact, reference)


def classes(view: ModelView) -> list[str]:
    found = []
    for reference in layer_refs(view.fact):
        fact = view.read(reference)
        if isinstance(fact, Instance):
            fact = view.read(fact.fact)
        assert isinstance(fact, (Layer, Model))
        found.append(fact.cls or fact.kind)
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_layers_shapes_and_weights_are_those_of_keras(name: str) -> None:
    names: dict[str, Any] = {}
    exec(HEAD + PROGRAMS[name], names)
    model = names["model"]
    view = model_of(run(PROGRAMS[name]))
    real = [type(layer).__name__ for layer in model.layers if type(layer).__name__ != "InputLayer"]
    assert sorted(classes(view)) == sorted(real) if view.fact.kind == "Functional" else classes(view) == real
    count = {flag: sum(int(np.prod(w.shape)) for w in model.weights if w.trainable is flag) for flag in (True, False)}
    assert (view.trained_weights.trainable, view.trained_weights.non_trainable) == (count[True], count[False])
    outputs = model(names["x"])
    expected = [tuple(o.shape)[1:] for o in (outputs.values() if isinstance(outputs, dict) else [outputs])]
    assert isinstance(view.fact.outputs, tuple)
    assert [tensor.shape[1:] for tensor in view.fact.outputs if is_known(tensor.shape)] == expected


OWN_TRAINING = {
    "train_step": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, x):
        return self.out(x)

    def train_step(self, data):
        return {"loss": 0.0}
""",
    "a head that depends on training": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        y = self.out(x)
        if not training:
            y = tf.nn.softmax(y)
        return y
""",
    "a head that is not known": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)
        self.act = layers.Softmax() if np.random.rand() > 0.5 else layers.Activation("sigmoid")

    def call(self, x):
        return self.act(self.out(x))
""",
}
FIT = """
model = Net()
model.compile("adam", "binary_crossentropy")
x = np.random.rand(200, 4)
model.fit(x, (x[:, 0] > 0.5).astype("int32"), epochs=30)
"""
SUPERVISED = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1, activation="softmax")
        self.drop = layers.Dropout(0.5)

    def call(self, x, training=None):
        y = self.out(x)
        if training:
            x = self.drop(x)
        return y
"""


def codes(code: str) -> set[str]:
    program = run(code)
    return {found.code for found in diagnose(program, all_rules())}


@pytest.mark.parametrize("name", OWN_TRAINING)
def test_nothing_is_said_of_outputs_that_are_not_known_or_trained_in_an_own_way(name: str) -> None:
    assert not {code for code in codes(OWN_TRAINING[name] + FIT) if code.startswith("KL2")}


def test_the_head_of_a_subclassed_model_is_judged() -> None:
    assert "KL203" in codes(SUPERVISED + FIT)


def test_labels_of_a_folder_are_compared_with_the_loss_of_a_subclassed_model() -> None:
    assert "KL113" in codes(
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.flatten = layers.Flatten()
        self.out = layers.Dense(5, activation="softmax")

    def call(self, x):
        return self.out(self.flatten(x))

from tensorflow.keras.preprocessing.image import ImageDataGenerator
train = ImageDataGenerator(rescale=1 / 255).flow_from_directory("data", class_mode="categorical")
model = Net()
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(train, epochs=3)
"""
    )


def test_a_layer_in_call_that_refuses_the_data_is_found() -> None:
    found = codes(
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(8, 3)
        self.pool = layers.GlobalAveragePooling2D()

    def call(self, x):
        return self.pool(self.conv(x))

model = Net()
model.compile("adam", "mse")
model.fit(np.zeros((9, 28, 28)), np.zeros((9, 8)))
"""
    )
    assert "KL215" in found


def test_weights_are_not_counted_where_an_attribute_may_be_a_layer_that_is_not_known() -> None:
    program = run(
        """
import transformers

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = transformers.TFBertModel.from_pretrained("bert-base-uncased")
        self.out = layers.Dense(2)

    def call(self, x):
        return self.out(x)

model = Net()
model(np.zeros((2, 4)))
"""
    )
    assert not is_known(model_of(program).weights.trainable)

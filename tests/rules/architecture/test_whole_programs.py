"""One program of ordinary length in three forms, whose decisive values pass through a dictionary, parameters, names.

As it stands the program is right, and no rule of this family speaks. Each case changes one value of the settings, and
exactly the rule for it must speak, at the line that holds what is wrong.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.whole_programs import FEWEST_LINES, FORMS, Written

RIGHT: dict[str, Any] = {
    "shape": (28, 28, 1),
    "hidden": 64,
    "hidden_activation": "relu",
    "units": 10,
    "activation": "softmax",
    "loss": "sparse_categorical_crossentropy",
    "from_logits": False,
    "one_hot": False,
    "flatten": True,
    "dropout": 0.5,
    "sequences": True,
    "epochs": 30,
}
"""The settings of the program as it is right."""

CASES: list[tuple[str, dict[str, Any], str]] = [
    ("KL113", {"loss": "categorical_crossentropy"}, "loss=loss"),
    ("KL113", {"one_hot": True}, "loss=loss"),
    ("KL201", {"dropout": 0.0}, "keras.Sequential("),
    ("KL203", {"units": 1, "loss": "binary_crossentropy"}, "activation=activation"),
    ("KL204", {"activation": None}, "layers.Dense(units"),
    ("KL205", {"from_logits": True}, "loss=loss"),
    ("KL206", {"loss": "binary_crossentropy", "one_hot": True}, "loss=loss"),
    ("KL206", {"activation": "sigmoid"}, "loss=loss"),
    ("KL209", {"hidden_activation": None}, "layers.Dense(hidden"),
    ("KL212", {"shape": (28, 28)}, "layers.Conv2D(32"),
    ("KL213", {"flatten": False}, "layers.Dense(hidden"),
    ("KL215", {"shape": (32, 32, 1)}, ".fit("),
    ("KL216", {"units": 9}, "layers.Dense(units"),
    ("KL218", {"sequences": False}, "layers.LSTM(64"),
]
"""The rule, what is changed, and what stands in the line of the finding."""

ALSO = {"KL203": ("KL216",)}
"""One unit for ten digits is too few as well."""
FAMILY = ("KL113", "KL201", "KL203", "KL204", "KL205", "KL206", "KL209", "KL212", "KL213", "KL215", "KL216", "KL218")

SCRIPT = '''\
"""Train a small network on handwritten digits."""

import argparse

import numpy as np
import keras
from keras import layers
from keras.datasets import mnist

CONFIG = {settings}


def load_data(one_hot):
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.astype("float32") / 255.0
    x_test = x_test.astype("float32") / 255.0
    if one_hot:
        y_train = keras.utils.to_categorical(y_train, 10)
        y_test = keras.utils.to_categorical(y_test, 10)
    return (x_train, y_train), (x_test, y_test)


def build_head(model, hidden, units, activation=None, hidden_activation="relu", dropout=0.0):
    model.add(layers.Dense(hidden, activation=hidden_activation))
    if dropout:
        model.add(layers.Dropout(dropout))
    model.add(layers.Dense(units, activation=activation))
    return model


def build_network(config):
    model = keras.Sequential(name="digits")
    model.add(keras.Input(shape=config["shape"]))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    if config["flatten"]:
        model.add(layers.Flatten())
    return build_head(
        model, config["hidden"], config["units"],
        activation=config["activation"], hidden_activation=config["hidden_activation"], dropout=config["dropout"],
    )


def build_reader(config):
    inputs = keras.Input((28, 28))
    x = layers.LSTM(64, return_sequences=config["sequences"])(inputs)
    x = layers.Dropout(0.2)(x)
    x = layers.LSTM(32)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def choose_loss(config):
    if config["from_logits"]:
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return config["loss"]


def train(config, epochs=1):
    (x_train, y_train), (x_test, y_test) = load_data(config["one_hot"])
    model = build_network(config)
    loss = choose_loss(config)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=128, validation_split=0.1)
    print(max(history.history["val_accuracy"]))
    print(model.evaluate(x_test, y_test, verbose=0))
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--save")
    options = parser.parse_args()
    keras.utils.set_random_seed(1)
    network = train(CONFIG, epochs=CONFIG["epochs"])
    build_reader(CONFIG).summary()
    if options.save:
        network.save(options.save)
'''

CLASS = '''\
"""A trainer of digit classifiers, as a class."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow import keras


class DigitTrainer:
    """Holds the settings, the data and the model."""

    defaults = {settings}

    def __init__(self, **changes):
        self.config = dict(self.defaults)
        self.config.update(changes)
        self.model = None
        self.history = None

    def load(self):
        (self.x_train, self.y_train), (self.x_test, self.y_test) = keras.datasets.mnist.load_data()
        self.x_train = self.x_train / 255.0
        self.x_test = self.x_test / 255.0
        if self.config["one_hot"]:
            self.y_train = keras.utils.to_categorical(self.y_train, 10)
            self.y_test = keras.utils.to_categorical(self.y_test, 10)

    def head(self, x, units, activation):
        hidden, bend = self.config["hidden"], self.config["hidden_activation"]
        x = layers.Dense(hidden, activation=bend)(x)
        if self.config["dropout"] > 0:
            x = layers.Dropout(self.config["dropout"])(x)
        return layers.Dense(units, activation=activation)(x)

    def build(self):
        inputs = [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()]
        self.model = keras.Sequential([keras.Input(self.config["shape"]), *inputs])
        if self.config["flatten"]:
            self.model.add(layers.Flatten())
        hidden, bend, rate = self.config["hidden"], self.config["hidden_activation"], self.config["dropout"]
        units, activation = self.config["units"], self.config["activation"]
        self.model.add(layers.Dense(hidden, activation=bend))
        if rate:
            self.model.add(layers.Dropout(rate))
        self.model.add(layers.Dense(units, activation=activation))

    def reader(self):
        first = layers.LSTM(64, return_sequences=self.config["sequences"])
        return keras.Sequential([keras.Input((28, 28)), first, layers.LSTM(32), layers.Dense(10, activation="softmax")])

    def compile(self):
        loss = self.config["loss"]
        if self.config["from_logits"]:
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=loss, metrics=["accuracy"])

    def run(self):
        self.load()
        self.build()
        self.compile()
        self.history = self.model.fit(self.x_train, self.y_train, epochs=self.config["epochs"], validation_split=0.1)
        return self.model.evaluate(self.x_test, self.y_test)


trainer = DigitTrainer()
trainer.run()
trainer.reader().summary()
'''

NOTEBOOK = """\
%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt
import keras
from keras import layers
# %%
!pip install -q keras
# %%
settings = {settings}
settings
# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# %%
x_train = x_train / 255.0
x_test = x_test / 255.0
# %%
plt.imshow(x_train[0], cmap='gray')
plt.show()
# %%
if settings['one_hot']:
    y_train = keras.utils.to_categorical(y_train, 10)
    y_test = keras.utils.to_categorical(y_test, 10)
# %%
def build(shape, hidden, bend, units, activation, flatten, rate):
    model = keras.Sequential()
    model.add(keras.Input(shape))
    model.add(layers.Conv2D(32, 3, activation='relu'))
    model.add(layers.MaxPooling2D())
    if flatten:
        model.add(layers.Flatten())
    model.add(layers.Dense(hidden, activation=bend))
    if rate:
        model.add(layers.Dropout(rate))
    model.add(layers.Dense(units, activation=activation))
    return model
# %%
units = settings['units']
model = build(settings['shape'], settings['hidden'], settings['hidden_activation'], units,
              settings['activation'], settings['flatten'], settings['dropout'])
model.summary()
# %%
loss = settings['loss']
if settings['from_logits']:
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer='rmsprop', loss=loss, metrics=['accuracy'])
# %%
%%time
history = model.fit(x_train, y_train, epochs=settings['epochs'], validation_split=0.1)
# %%
plt.plot(history.history['loss'])
plt.plot(history.history['val_loss'])
plt.show()
# %%
model.evaluate(x_test, y_test)
# %%
reader = keras.Sequential([
    keras.Input((28, 28)),
    layers.LSTM(64, return_sequences=settings['sequences']),
    layers.LSTM(32),
    layers.Dense(10, activation='softmax'),
])
"""


def settings(changes: dict[str, Any]) -> str:
    """The settings as a dictionary over several lines."""
    lines = [f"    {name!r}: {value!r}," for name, value in {**RIGHT, **changes}.items()]
    return "\n".join(["{", *lines, "}"])


PROGRAMS = {"script": SCRIPT, "class": CLASS, "notebook": NOTEBOOK}


def program(form: str, changes: dict[str, Any]) -> Written:
    """The program in one of its forms."""
    return Written(form, PROGRAMS[form].replace("{settings}", settings(changes)))


@pytest.mark.parametrize("form", FORMS)
def test_the_right_program_has_no_finding(form: str) -> None:
    right = program(form, {})
    assert right.lines >= FEWEST_LINES
    assert [(d.code, d.message) for d in right.diagnostics(FAMILY)] == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("code", "changes", "where"), CASES, ids=lambda value: value if isinstance(value, str) else None
)
def test_one_wrong_setting_yields_its_rule_alone(form: str, code: str, changes: dict[str, Any], where: str) -> None:
    written = program(form, changes)
    found = written.diagnostics(FAMILY)
    assert {diagnostic.code for diagnostic in found} == {code, *ALSO.get(code, ())}, [
        (d.code, d.message) for d in found
    ]
    assert where in written.line(next(diagnostic for diagnostic in found if diagnostic.code == code))

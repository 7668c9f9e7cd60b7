"""Whole programs: a script, a class with methods, a notebook; and three that are fine."""

from __future__ import annotations

import re

import pytest

from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_cells, source_from_text

CODES = ("KL101", "KL102", "KL106", "KL107", "KL108", "KL109", "KL110", "KL115", "KL130")

SCRIPT = '''\
"""Classify small photographs. 🐈"""
import argparse

import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D

CONFIG = {
    "epochs": 25,
    "batch_size": 128,
    "filters": (32, 64),
    "share": 0.1,
}


def load(limit=None):
	(x, y), held = cifar10.load_data()
	y = tf.keras.utils.to_categorical(y, 10)
	return (x[:limit], y[:limit]), (held[0], tf.keras.utils.to_categorical(held[1], 10))


def build_model(filters, classes):
    model = Sequential()
    for index, count in enumerate(filters):
        options = {"input_shape": (32, 32, 3)} if index == 0 else {}
        model.add(Conv2D(count, (3, 3), activation="relu", padding="same", **options))
        model.add(MaxPooling2D((2, 2)))
    model.add(Flatten())
    model.add(Dropout(0.5))
    model.add(Dense(classes, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, data, config):
    x, y = data
    epochs = config["epochs"]
    return model.fit(  # KL110
        x,  # KL101
        y,
        batch_size=config["batch_size"],
        epochs=epochs,
        validation_split=config["share"],
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    tf.keras.utils.set_random_seed(arguments.seed)
    training, (x_test, y_test) = load()
    model = build_model(CONFIG["filters"], classes=10)
    train(model, training, CONFIG)
    print(model.evaluate(x_test, y_test))


if __name__ == "__main__":
    main()
'''

CLASS = '''\
import keras
import numpy as np
from imblearn.over_sampling import SMOTE
from keras import layers
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Settings:
    def __init__(self, weights, size=0.2, epochs=15):
        self.weights = weights
        self.size = size
        self.epochs = epochs


class Experiment:
    """Find the rare cases."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.scaler = StandardScaler()
        self.model = None

    def load(self):
        self.X, self.y = make_classification(5000, 20, weights=self.settings.weights, random_state=1)

    def balance(self, sampler):
        self.X, self.y = sampler.fit_resample(self.X, self.y)  # KL107

    def split(self):
        scaled = self.scaler.fit_transform(self.X)  # KL106
        parts = train_test_split(scaled, self.y, test_size=self.settings.size, random_state=2)
        self.X_train, self.X_test, self.y_train, self.y_test = parts

    def build(self, units):
        inputs = keras.Input((self.X_train.shape[1],))
        x = layers.Dense(units, activation="relu")(inputs)
        x = layers.Dropout(0.3)(x)
        self.model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
        self.model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])

    def train(self):
        return self.model.fit(self.X_train, self.y_train, epochs=self.settings.epochs, validation_data=(self.X_test, self.y_test))

    def run(self):
        self.load()
        self.balance(SMOTE(random_state=3))
        self.split()
        self.build(units=32)
        return self.train()


experiment = Experiment(Settings([0.97, 0.03]))
history = experiment.run()
'''

NOTEBOOK = [
    "%matplotlib inline\n!pip install -q imbalanced-learn\nimport numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras",
    "from sklearn.datasets import make_classification\nfrom sklearn.model_selection import train_test_split\nfrom imblearn.over_sampling import SMOTE",
    "params = dict(rare=0.04, units=[32, 16], epochs=12)\nrare = params['rare']",
    "X, y = make_classification(\n    n_samples=4000,\n    n_features=12,\n    weights=[1 - rare, rare],\n    random_state=7,\n)\nX.shape, y.mean()",
    "X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.25, stratify=y)  # KL115",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y)",
    (
        "def make(units, features):\n    inputs = keras.Input((features,))\n    x = inputs\n    for n in units:\n        x = keras.layers.Dense(n, activation='relu')(x)\n"
        "    model = keras.Model(inputs, keras.layers.Dense(1, activation='sigmoid')(x))\n    model.compile('adam', 'binary_crossentropy', metrics=['AUC'])\n"
        "    return model"
    ),
    "plain = make(params['units'], X_train.shape[1])\nplain.fit(X_train, y_train, epochs=params['epochs'], validation_split=0.2)  # KL109",
    "sm = SMOTE()\nX_res, y_res = sm.fit_resample(X_train, y_train)\nprint(X_res.shape)",
    "balanced = make(params['units'], X_train.shape[1])\n%time balanced.fit(X_res, y_res, epochs=3, verbose=0)",
    "balanced.fit(X_res, y_res, epochs=params['epochs'], validation_split=0.2)  # KL130",
    "plain.evaluate(X_test, y_test)\nbalanced.evaluate(X_test, y_test)",
]

AFTER_THE_SPLIT = """\
from sklearn.model_selection import train_test_split
from imblearn.over_sampling import SMOTE
from keras.models import Sequential
from keras.layers import Dense

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
smote = SMOTE(random_state=42)
X_train_resampled, y_train_resampled = smote.fit_resample(X_train, y_train)
model = Sequential()
model.add(Dense(64, activation='relu', input_dim=X_train.shape[1]))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train_resampled, y_train_resampled, epochs=10, batch_size=32, validation_data=(X_test, y_test))
"""
GENERATOR = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rotation_range=20, width_shift_range=0.2, height_shift_range=0.2, horizontal_flip=True)
datagen.fit(X_train)
model.fit(datagen.flow(X_train, y_train, batch_size=32), steps_per_epoch=len(X_train)//32, epochs=50, validation_data=(X_val, y_val))
"""
REGULARIZED = """\
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout
from tensorflow.keras.regularizers import l2
from tensorflow.keras.callbacks import EarlyStopping

model = Sequential([
    Dense(128, activation='relu', kernel_regularizer=l2(0.01), input_shape=(input_dim,)),
    Dropout(0.5),
    Dense(64, activation='relu', kernel_regularizer=l2(0.01)),
    Dropout(0.5),
    Dense(1, activation='sigmoid'),
])
model.compile(...)
early_stopping = EarlyStopping(monitor='val_loss', patience=10, restore_best_weights=True)
model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=100, callbacks=[early_stopping])
"""


def wanted(lines: str) -> list[tuple[int, str]]:
    """Rows and codes that comments ask for."""
    return [
        (row, code)
        for row, line in enumerate(lines.split("\n"), 1)
        for code in re.findall(r"KL\d{3}", line.partition("#")[2])
    ]


@pytest.mark.parametrize("code", [SCRIPT, CLASS], ids=["script", "class"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_program_is_followed_through_functions_objects_and_settings(code: str, newline: str) -> None:
    source = source_from_text(code.replace("\n", newline), "/program/train.py")
    found = lint(source, [rule for rule in all_rules() if rule.code in CODES])
    assert [(d.place.row, d.code) for d in found] == wanted(code)


def test_a_notebook_is_followed_over_its_cells() -> None:
    found = lint(
        source_from_cells(list(enumerate(NOTEBOOK, 1)), "/program/train.ipynb"),
        [rule for rule in all_rules() if rule.code in CODES],
    )
    assert [(d.place.cell, d.code) for d in found] == [
        (cell, code) for cell, text in enumerate(NOTEBOOK, 1) for _, code in wanted(text)
    ]
    assert all(d.fixes for d in found)


@pytest.mark.parametrize(
    "code", [AFTER_THE_SPLIT, GENERATOR, REGULARIZED], ids=["SMOTE", "ImageDataGenerator", "dropout and L2"]
)
def test_what_is_done_as_the_textbook_says_is_left_alone(code: str) -> None:
    found = lint(source_from_text(code, "/program/train.py"), [rule for rule in all_rules() if rule.code in CODES])
    assert found == []

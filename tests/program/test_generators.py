"""Generator functions and subclasses of ``PyDataset`` given to ``fit`` are datasets whose batches are followed."""

from __future__ import annotations

from keras_lint.knowledge.facts import Unknown
from keras_lint.lint.runner import analyse
from keras_lint.source import source_from_text

HEAD = """\
import numpy as np
import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])
"""
SEQUENCE = """
class Batches(keras.utils.{base}):
    def __init__(self, x, y, size=32, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.size = x, y, size
    def __len__(self):
        return len(self.x) // self.size
    def __getitem__(self, index):
        low = index * self.size
        return self.x[low : low + self.size] / 255.0, self.y[low : low + self.size]
model.fit({given}, epochs=3, validation_data=Batches(x_test, y_test))
"""


def fit_of(code):
    return analyse(source_from_text(HEAD + code, "program.py")).fits[0]


def test_batches_of_a_sequence_are_those_of_its_items():
    for base, given in (
        ("PyDataset", "Batches(x_train, y_train, 64)"),
        ("Sequence", "x=Batches(x_train, y_train, 64)"),
    ):
        fit = fit_of(SEQUENCE.format(base=base, given=given))
        assert (fit.dataset.kind, fit.dataset.cardinality) == ("sequence", 60000 // 64)
        assert fit.inputs.shape[1:] == (28, 28)
        assert (fit.inputs.low, fit.inputs.high) == (0.0, 1.0)
        assert fit.inputs.has_step("divided")
        assert fit.targets.labels.classes == 10
        assert fit.dataset.augmented is False
        assert fit.dataset.rows.apart(fit.validation[0].rows)


def test_batches_of_a_generator_are_those_it_yields():
    fit = fit_of("""
def batches(x, y, size):
    while True:
        for low in range(0, len(x), size):
            yield x[low : low + size].astype("float32") / 255.0, y[low : low + size]
model.fit(batches(x_train, y_train, 32), steps_per_epoch=100)
""")
    assert fit.dataset.kind == "generator"
    assert fit.inputs.shape[1:] == (28, 28)
    assert (fit.inputs.low, fit.inputs.high, fit.dataset.augmented) == (0.0, 1.0, False)


def test_batches_that_are_not_known_are_not_said_to_be_plain():
    fit = fit_of("""
def batches():
    while True:
        yield mystery(x_train), y_train
model.fit(batches(), steps_per_epoch=100)
""")
    assert isinstance(fit.inputs, Unknown)
    assert isinstance(fit.dataset.augmented, Unknown)


def test_an_endless_recursion_in_a_sequence_ends():
    fit = fit_of("""
class Batches(keras.utils.PyDataset):
    def __getitem__(self, index):
        return self[index], self.__getitem__(index)
    def __len__(self):
        return len(self)
model.fit(Batches())
""")
    assert fit.dataset.kind == "sequence"

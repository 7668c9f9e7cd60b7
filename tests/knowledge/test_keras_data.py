"""Data sets of Keras, one-hot labels, padding, and the ImageNet scalings."""

from __future__ import annotations

import pytest
from tests.knowledge.oracle import Facts, compare

from keras_lint.knowledge.values import Array

SETUP = """
import numpy as np
from keras.utils import normalize, pad_sequences, to_categorical
from keras import applications, utils
np.random.seed(0)
y = np.random.randint(0, 4, 200)
literal = np.array([0, 2, 1, 2])
images = np.random.randint(0, 256, size=(3, 32, 32, 3)).astype("float32")
images[0, 0, 0], images[0, 0, 1] = 0, 255
"""

EXPRESSIONS = [
    "to_categorical(y)", "to_categorical(y, 4)", "to_categorical(y, num_classes=10)", "to_categorical(literal)",
    "to_categorical(y.reshape(-1, 1), 4)", "utils.to_categorical([0, 1, 2])", "to_categorical(y).argmax(axis=1)",
    "np.argmax(to_categorical(literal), axis=1)", "normalize(images.reshape(3, -1))",
    "pad_sequences([[1, 2], [3]], maxlen=5)", "pad_sequences([[1, 2], [3]])",
    "pad_sequences([[1, 2, 3], [3]], maxlen=2, padding='post')",
    "pad_sequences([[1., 2.]], maxlen=3, dtype='float32', value=-1.)", "to_categorical(y)[:50]",
    "to_categorical(literal).sum(axis=1)",
]  # fmt: skip

FAMILIES = [
    "vgg16",
    "resnet50",
    "resnet_v2",
    "mobilenet_v2",
    "densenet",
    "efficientnet",
    "inception_v3",
    "xception",
    "convnext",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_results_are_those_of_keras(expression: str) -> None:
    facts, _, untrue = compare(f"{SETUP}\nresult = {expression}\n")
    assert untrue == []
    assert isinstance(facts["result"].shape, tuple)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_scaling_of_a_family_gives_the_known_range(family: str) -> None:
    facts, _, untrue = compare(
        f"{SETUP}\nraw = np.random.randint(0, 256, (2, 8, 8, 3))\nresult = applications.{family}.preprocess_input(raw)\n"
    )
    assert untrue == []
    assert facts["result"].range_known
    assert facts["result"].last_step("preprocessed").name == family


def test_data_sets_come_in_two_parts_that_share_no_rows() -> None:
    facts = Facts(
        "from keras.datasets import mnist\n(a, b), (c, d) = mnist.load_data()\nx = a / 255.\nv, w = a[:50000], a[50000:]\n"
    )
    a, b, c = facts["a"], facts["b"], facts["c"]
    assert a.rows.apart(c.rows)
    assert a.rows == b.rows
    assert (a.shape, b.shape, c.shape) == ((60000, 28, 28), (60000,), (10000, 28, 28))
    assert (a.low, a.high, a.origin, a.part, c.part, b.column) == (0, 255, "mnist", "train", "test", 1)
    assert sum(b.labels.counts) == 60000
    assert (facts["x"].low, facts["x"].high) == (0, 1)
    assert facts["v"].rows.apart(facts["w"].rows)
    assert facts["v"].rows.apart(c.rows)


def test_the_number_of_words_bounds_sequences() -> None:
    facts = Facts(
        "from keras.datasets import imdb\nfrom keras.utils import pad_sequences\n(a, b), (c, d) = imdb.load_data(num_words=5000)\n"
        "x = pad_sequences(a, maxlen=200)\nz = pad_sequences(c, 80)\n"
    )
    assert (facts["x"].shape, facts["x"].high) == ((25000, 200), 4999)
    assert facts["z"].shape == (25000, 80)
    assert isinstance(facts["a"], Array)
    assert facts["x"].rows.apart(facts["z"].rows)


def test_symbolic_tensors_are_left_to_the_model() -> None:
    text = (
        "import tensorflow as tf\nfrom tensorflow import keras\ni = keras.Input((8,))\nh = keras.layers.Dense(4)(i)\n"
        "a = keras.ops.reshape(h, (-1, 2, 2))\nb = keras.ops.concatenate([h, h])\nc = keras.ops.expand_dims(h, -1)\nd = tf.reshape(h, (-1, 2))\n"
    )
    facts = Facts(text)
    assert [type(facts[name]).__name__ for name in "abcd"] == ["Tensor"] * 4

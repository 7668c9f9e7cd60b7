"""Shapes: what layers refuse, what data do not fit, and what is one vector per sample."""

from __future__ import annotations

import pytest

from keras_lint_rules.architecture.data_shape_mismatch import DataShapeMismatch
from keras_lint_rules.architecture.missing_flatten import MissingFlatten
from keras_lint_rules.architecture.recurrent_sequences import RecurrentSequences
from keras_lint_rules.architecture.shape_mismatch import ShapeMismatch
from keras_lint_rules.architecture.units_classes_mismatch import UnitsClassesMismatch

from .support import found, marked, name_of, repaired, rows

REFUSED = {
    "an image without channels": """
        model = keras.Sequential([
            keras.Input((28, 28)),
            layers.Conv2D(8, 3),  # KL212
        ])
        """,
    "a reshape of another size": """
        x = layers.Reshape((7, 7, 32))(keras.Input((1024,)))  # KL212
        """,
    "parts that cannot be joined": """
        a, b = keras.Input((8, 8, 3)), keras.Input((4, 4, 3))
        x = layers.Concatenate()([a, b])  # KL212
        """,
    "a backbone of another size": """
        base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
        inputs = keras.Input((48, 48, 3))
        features = base(inputs)  # KL212
        """,
    "sums of other widths": """
        inputs = keras.Input((8,))
        x = layers.Add()([inputs, layers.Dense(16)(inputs)])  # KL212
        """,
    "a map that shrinks to nothing": "x = layers.Conv2D(8, 5)(keras.Input((3, 3, 1)))  # KL212",
}
ACCEPTED = {
    "any size": "x = layers.Conv2D(8, 3)(keras.Input((None, None, 3)))",
    "broadcast": "x = layers.Add()([keras.Input((4, 8)), keras.Input((1, 8))])",
    "a recurrent layer without its sequence is KL218": """
        x = layers.LSTM(8)(layers.LSTM(8)(keras.Input((9, 4))))
        """,
    "a backbone on images of open size": """
        base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
        features = base(keras.Input((None, None, 3)))
        """,
    "a custom layer": """
        class Any(layers.Layer):
            def call(self, inputs):
                return inputs

        x = layers.Conv2D(8, 3)(Any()(keras.Input((28, 28))))
        """.replace(
        "layers.Conv2D(8, 3)(Any()(keras.Input((28, 28))))", "layers.Dense(8)(Any()(keras.Input((28, 28))))"
    ),
}

IMAGES = """
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
        x_train = x_train / 255.0
"""
FIT = """
        model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
        model.fit(x_train, y_train)
"""
NOT_FLAT = {
    "dense layers on rows of pixels": IMAGES
    + """
        model = keras.Sequential([
            keras.Input((28, 28)),
            layers.Dense(64, activation="relu"),  # KL213
            layers.Dense(10, activation="softmax"),
        ])
"""
    + FIT,
    "squared error broadcasts": IMAGES
    + """
        model = keras.Sequential()
        model.add(keras.Input((28, 28, 1)))
        model.add(layers.Conv2D(8, 3, activation="relu"))
        model.add(layers.Dense(1))  # KL213
"""
    + FIT.replace("sparse_categorical_crossentropy", "mse"),
    "one-hot labels": IMAGES
    + """
        y_train = keras.utils.to_categorical(y_train, 10)
        inputs = keras.Input((28, 28, 1))
        x = layers.Conv2D(8, 3, activation="relu")(inputs)
        x = layers.MaxPooling2D()(x)
        outputs = layers.Dense(10, activation="softmax")(x)  # KL213
        model = keras.Model(inputs, outputs)
"""
    + FIT.replace("sparse_", ""),
}
FLAT = {
    "flattened": IMAGES
    + "        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])"
    + FIT,
    "segmentation": """
        x_train, y_train = np.zeros((8, 32, 32, 3)), np.zeros((8, 32, 32), dtype="int64")
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 1, activation="softmax")])
"""
    + FIT,
    "labels that are not known": """
        x_train, y_train = load()
        model = keras.Sequential([keras.Input((28, 28)), layers.Dense(10, activation="softmax")])
"""
    + FIT,
    "a map of one place": """
        x_train, y_train = np.zeros((8, 1, 32)), np.zeros((8, 1))
        model = keras.Sequential([keras.Input((1, 32)), layers.Dense(1)])
"""
    + FIT.replace("sparse_categorical_crossentropy", "mse"),
}

OTHER_DATA = {
    "images into a net for vectors": IMAGES
    + "        model = keras.Sequential([keras.Input((784,)), layers.Dense(10, activation='softmax')])"
    + FIT.rstrip()
    + "  # KL215\n",
    "vectors into a net for images": """
        x_train, y_train = np.zeros((60, 784)), np.zeros(60)
        model = keras.Sequential([layers.Conv2D(8, 3, input_shape=(28, 28, 1)), layers.Flatten(), layers.Dense(10)])
"""
    + FIT.rstrip()
    + "  # KL215\n",
    "channels first": """
        x_train, y_train = np.zeros((60, 3, 32, 32)), np.zeros(60)
        model = keras.Sequential([layers.Conv2D(8, 3, input_shape=(32, 32, 3)), layers.Flatten(), layers.Dense(10)])
"""
    + FIT.rstrip()
    + "  # KL215\n",
    "one feature too few": """
        x_train, y_train = np.zeros((60, 7)), np.zeros(60)
        inputs = keras.Input((8,))
        model = keras.Model(inputs, layers.Dense(10)(inputs))
"""
    + FIT.rstrip()
    + "  # KL215\n",
    "no input declared, and no channel axis": IMAGES
    + """
        model = keras.Sequential([
            layers.Conv2D(8, 3),  # KL215
            layers.Flatten(),
            layers.Dense(10),
        ])
"""
    + FIT,
}
SAME_DATA = {
    "an input that another branch makes": """
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
        x_train = x_train.reshape(-1, 28, 28, 1) / 255.0
        if input():
            shape = (1, 28, 28)
        else:
            shape = (28, 28, 1)
        model = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(10, activation="softmax")])
        """
    + FIT,
    "Keras adds a last axis of size 1": IMAGES
    + "        model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.Flatten()])"
    + FIT,
    "Keras adds it for one feature": """
        x_train, y_train = np.zeros(60), np.zeros(60)
        model = keras.Sequential([keras.Input((1,)), layers.Dense(10)])
"""
    + FIT,
    "Keras drops a last axis of size 1": """
        x_train, y_train = np.zeros((60, 28, 28, 1)), np.zeros(60)
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
"""
    + FIT,
    "a Sequential of any size": """
        x_train, y_train = np.zeros((60, 40, 40, 3)), np.zeros(60)
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(8, 3), layers.GlobalMaxPooling2D()])
"""
    + FIT,
    "axes that are open": """
        x_train, y_train = np.zeros((60, 50, 4)), np.zeros(60)
        model = keras.Sequential([keras.Input((None, 4)), layers.LSTM(8), layers.Dense(10)])
"""
    + FIT,
    "one sample without its batch axis is KL411": IMAGES
    + """
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
        model.predict(x_test[0])
        """,
}

UNITS = {
    "fewer units than classes": IMAGES
    + """
        model = keras.Sequential([
            layers.Flatten(input_shape=(28, 28)),
            layers.Dense(9, activation="softmax"),  # KL216
        ])
"""
    + FIT,
    "one unit for ten classes": IMAGES
    + """
        model = keras.Sequential([
            layers.Flatten(input_shape=(28, 28)),
            layers.Dense(1, activation="sigmoid"),  # KL216
        ])
"""
    + FIT.replace("sparse_categorical", "binary"),
    "more units than classes": IMAGES
    + """
        inputs = keras.Input((28, 28))
        outputs = layers.Dense(12, activation="softmax")(layers.Flatten()(inputs))  # KL216
        model = keras.Model(inputs, outputs)
"""
    + FIT,
}
RIGHT_UNITS = {
    "as many units as classes": IMAGES
    + "        model = keras.Sequential([layers.Flatten(), layers.Dense(10, activation='softmax')])"
    + FIT,
    "two classes in one unit": """
        x_train, y_train = np.random.rand(60, 4), np.random.randint(0, 2, 60)
        model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
"""
    + FIT.replace("sparse_categorical", "binary"),
    "regression on a label": IMAGES
    + "        model = keras.Sequential([layers.Flatten(), layers.Dense(1)])"
    + FIT.replace("sparse_categorical_crossentropy", "mse"),
    "an autoencoder": IMAGES
    + "        model = keras.Sequential([keras.Input((28, 28)), layers.Dense(28, activation='sigmoid')])"
    + FIT.replace("sparse_categorical_crossentropy", "mse").replace("y_train", "x_train"),
}

STARVED = {
    "stacked": """
        model = keras.Sequential()
        model.add(layers.LSTM(64, input_shape=(30, 8)))  # KL218
        model.add(layers.BatchNormalization())
        model.add(layers.GRU(32))
        """,
    "both directions, input not known": """
        model = keras.Sequential([
            layers.Embedding(1000, 16),
            layers.Bidirectional(layers.LSTM(64)),  # KL218
            layers.Bidirectional(layers.LSTM(32)),
            layers.Dense(1),
        ])
        """,
    "a convolution behind it": """
        inputs = keras.Input((30, 8))
        x = layers.GRU(32, return_sequences=False)(inputs)  # KL218
        x = layers.Conv1D(8, 3)(x)
        model = keras.Model(inputs, x)
        """,
    "one target per sequence": """
        x, y = np.zeros((60, 30, 8)), np.zeros((60, 1))
        model = keras.Sequential([
            keras.Input((30, 8)),
            layers.LSTM(64, return_sequences=True),
            layers.LSTM(32, return_sequences=True),  # KL218
            layers.Dense(1),
        ])
        model.compile(loss="mse")
        model.fit(x, y)
        """,
}
FED = {
    "sequences passed on": """
        model = keras.Sequential([keras.Input((30, 8)), layers.LSTM(64, return_sequences=True), layers.LSTM(32)])
        """,
    "an encoder and a decoder": """
        model = keras.Sequential([
            keras.Input((30, 8)),
            layers.LSTM(64),
            layers.RepeatVector(30),
            layers.LSTM(64, return_sequences=True),
            layers.TimeDistributed(layers.Dense(8)),
        ])
        """,
    "one target per step": """
        x, y = np.zeros((60, 30, 8)), np.zeros((60, 30, 1))
        model = keras.Sequential([keras.Input((30, 8)), layers.LSTM(64, return_sequences=True), layers.Dense(1)])
        model.compile(loss="mse")
        model.fit(x, y)
        """,
    "decided elsewhere": """
        def build(sequences):
            first = layers.LSTM(64, return_sequences=sequences)
            return keras.Sequential([keras.Input((30, 8)), first, layers.LSTM(32)])
        """,
    "convolutional memory into a convolution": """
        inputs = keras.Input((10, 32, 32, 1))
        model = keras.Model(inputs, layers.Conv2D(1, 3)(layers.ConvLSTM2D(8, 3)(inputs)))
        """,
}

CASES = [
    *((ShapeMismatch, name, body) for name, body in (REFUSED | ACCEPTED).items()),
    *((MissingFlatten, name, body) for name, body in (NOT_FLAT | FLAT).items()),
    *((DataShapeMismatch, name, body) for name, body in (OTHER_DATA | SAME_DATA).items()),
    *((UnitsClassesMismatch, name, body) for name, body in (UNITS | RIGHT_UNITS).items()),
    *((RecurrentSequences, name, body) for name, body in (STARVED | FED).items()),
]


@pytest.mark.parametrize(("rule", "name", "body"), CASES, ids=name_of)
def test_exactly_the_marked_lines_are_found(rule, name, body):  # type: ignore[no-untyped-def]
    assert rows(rule, body) == marked(rule, body)


def test_more_units_than_classes_only_waste() -> None:
    assert [d.severity.value for d in found(UnitsClassesMismatch, UNITS["more units than classes"])] == ["info"]
    assert [d.severity.value for d in found(UnitsClassesMismatch, UNITS["fewer units than classes"])] == ["error"]


def test_sequences_are_returned_by_the_layer_inside_a_wrapper() -> None:
    text = repaired(RecurrentSequences, STARVED["both directions, input not known"], "return-sequences")
    assert "layers.Bidirectional(layers.LSTM(64, return_sequences=True))," in text
    text = repaired(RecurrentSequences, STARVED["a convolution behind it"], "return-sequences")
    assert "layers.GRU(32, return_sequences=True)" in text


def test_a_loop_that_makes_the_last_layer_too_is_not_edited() -> None:
    body = """
        model = keras.Sequential([keras.Input((30, 8))])
        for units in (64, 32):
            model.add(layers.LSTM(units))
        """
    assert [d.fixes for d in found(RecurrentSequences, body)] == [()]


def test_data_and_input_are_brought_together() -> None:
    text = repaired(DataShapeMismatch, OTHER_DATA["channels first"], "channels-last")
    assert "model.fit(np.moveaxis(x_train, 1, -1), y_train)" in text
    text = repaired(DataShapeMismatch, OTHER_DATA["images into a net for vectors"], "reshape-data")
    assert "model.fit(x_train.reshape(-1, 784), y_train)" in text
    text = repaired(DataShapeMismatch, OTHER_DATA["one feature too few"], "input-shape")
    assert "keras.Input((7,))" in text
    text = repaired(DataShapeMismatch, OTHER_DATA["no input declared, and no channel axis"], "channel-axis")
    assert "model.fit(x_train[..., None], y_train)" in text


def test_an_input_is_not_declared_as_its_layers_cannot_take_it() -> None:
    fixes = found(DataShapeMismatch, OTHER_DATA["images into a net for vectors"])[0].fixes
    assert [fix.remedy for fix in fixes] == ["reshape-data"]

"""Hidden layers: a missing non-linearity, and room to memorise with nothing against it."""

from __future__ import annotations

import pytest

from keras_lint_rules.architecture.linear_hidden_layer import LinearHiddenLayer
from keras_lint_rules.architecture.no_regularization import NoRegularization

from .support import marked, name_of, remedies, repaired, rows

LINEAR = {
    "the default of the argument": """
        model = keras.Sequential([
            keras.Input((8,)),
            layers.Dense(64),  # KL209
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ])
        """,
    "convolution into convolution": """
        model = keras.Sequential()
        model.add(keras.Input((32, 32, 3)))
        model.add(layers.Conv2D(32, (3, 3)))  # KL209
        model.add(layers.Conv2D(32, (3, 3), activation="relu"))
        """,
    "convolution into a dense layer": """
        inputs = keras.Input((32, 32, 3))
        x = layers.Conv2D(32, 3, activation="linear")(inputs)  # KL209
        x = layers.Flatten()(x)
        model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
        """,
    "normalised and not activated": """
        inputs = keras.Input((8,))
        x = layers.Dense(64)(inputs)  # KL209
        x = layers.BatchNormalization()(x)
        model = keras.Model(inputs, layers.Dense(1)(x))
        """,
    "a loop over sizes": """
        model = keras.Sequential([keras.Input((8,))])
        for units in [64, 32, 16]:
            model.add(layers.Dense(units))  # KL209
        model.add(layers.Dense(1))
        """,
}
NOT_LINEAR = {
    "normalisation and activation": """
        inputs = keras.Input((8,))
        x = layers.Dense(64, use_bias=False)(inputs)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        model = keras.Model(inputs, layers.Dense(1)(x))
        """,
    "a residual": """
        inputs = keras.Input((64,))
        x = layers.Dense(64, activation="relu")(inputs)
        x = layers.Dense(64)(x)
        x = layers.Add()([x, inputs])
        model = keras.Model(inputs, layers.Dense(1)(x))
        """,
    "queries, keys and values": """
        inputs = keras.Input((10, 32))
        q, k, v = layers.Dense(32)(inputs), layers.Dense(32)(inputs), layers.Dense(32)(inputs)
        x = layers.Attention()([q, v, k])
        x = layers.GlobalAveragePooling1D()(x)
        model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
        """,
    "a latent code": """
        inputs = keras.Input((784,))
        code = layers.Dense(32)(layers.Dense(128, activation="relu")(inputs))
        x = layers.Dense(128, activation="relu")(code)
        model = keras.Model(inputs, layers.Dense(784, activation="sigmoid")(x))
        """,
    "a linear bottleneck": """
        inputs = keras.Input((32, 32, 96))
        x = layers.Conv2D(24, 1, use_bias=False)(inputs)
        x = layers.BatchNormalization()(x)
        x = layers.Conv2D(144, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        model = keras.Model(inputs, layers.ReLU(6.0)(x))
        """,
    "depthwise and pointwise": """
        model = keras.Sequential([
            keras.Input((32, 32, 3)),
            layers.DepthwiseConv2D(3),
            layers.Conv2D(32, 1, activation="relu"),
        ])
        """,
    "the start of a generator": """
        model = keras.Sequential([
            keras.Input((100,)),
            layers.Dense(7 * 7 * 128),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(64, 4, strides=2, padding="same", activation="relu"),
            layers.Conv2D(1, 7, padding="same", activation="tanh"),
        ])
        """,
    "halves of a factorised convolution": """
        model = keras.Sequential([
            keras.Input((32, 32, 3)),
            layers.Conv2D(32, (1, 7), padding="same"),
            layers.Conv2D(32, (7, 1), padding="same", activation="relu"),
        ])
        """,
    "the activation in a layer of its own": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(64), layers.LeakyReLU(), layers.Dense(1)])
        """,
    "a function that is not known": """
        from project import bend
        model = keras.Sequential([keras.Input((8,)), layers.Dense(64, activation=bend), layers.Dense(1)])
        """,
    "a layer that is used twice": """
        inputs = keras.Input((8,))
        shared = layers.Dense(8)
        model = keras.Model(inputs, layers.Dense(1)(layers.Dense(8)(shared(layers.ReLU()(shared(inputs))))))
        """.replace("layers.Dense(1)(layers.Dense(8)(", "layers.Dense(1)(layers.ReLU()("),
}

DATA = """
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
        x_train = x_train.reshape(60000, 784) / 255.0
"""
TRAIN = """
        model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(x_train, y_train, epochs=40, validation_split=0.1)
"""
WIDE = """
        hidden, output = layers.Dense(512, activation="relu"), layers.Dense(10, activation="softmax")
        model = keras.Sequential([keras.Input((784,)), hidden, output])
"""
UNREGULARIZED = {
    "a wide layer": DATA + WIDE.rstrip() + "  # KL201" + TRAIN,
    "the functional style": DATA
    + """
        inputs = keras.Input((784,))
        x = layers.Dense(512, activation="relu")(inputs)
        x = layers.Dense(512, activation="relu")(x)
        model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))  # KL201
"""
    + TRAIN,
    "a million weights on data of unknown number": """
        x_train, y_train = load()
        model = keras.Sequential([keras.Input((1000,)), layers.Dense(1024, "relu"), layers.Dense(10)])  # KL201
        model.compile(optimizer="adam", loss="mse")
        model.fit(x=np.asarray(x_train), y=np.asarray(y_train), epochs=40)
        """,
}
REGULARIZED = {
    "dropout": DATA + WIDE.replace("hidden, output]", "hidden, layers.Dropout(0.5), output]") + TRAIN,
    "a penalty": DATA + WIDE.replace('"relu")', '"relu", kernel_regularizer="l2")') + TRAIN,
    "batch normalisation": DATA
    + WIDE.replace("hidden, output]", "hidden, layers.BatchNormalization(), output]")
    + TRAIN,
    "weight decay": DATA + WIDE + TRAIN.replace('"adam"', "keras.optimizers.AdamW(1e-3)"),
    "early stopping": DATA
    + WIDE
    + TRAIN.replace("0.1)", "0.1, callbacks=[keras.callbacks.EarlyStopping(patience=3)])"),
    "callbacks that are not known": DATA + WIDE + TRAIN.replace("0.1)", "0.1, callbacks=make_callbacks())"),
    "a few epochs": DATA + WIDE + TRAIN.replace("40", "5"),
    "a small network": DATA + WIDE.replace("512", "32") + TRAIN,
    "noise drawn for a demonstration": WIDE
    + """
        x_train, y_train = np.random.rand(500, 784), np.random.randint(0, 10, 500)
"""
    + TRAIN,
    "a truth table": """
        x_train, y_train = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
        model = keras.Sequential([keras.Input((2,)), layers.Dense(512, "relu"), layers.Dense(1, "sigmoid")])
        model.compile(optimizer="adam", loss="binary_crossentropy")
        model.fit(x_train, y_train, epochs=500)
        """,
    "an autoencoder": DATA
    + """
        model = keras.Sequential([keras.Input((784,)), layers.Dense(512, activation="relu"), layers.Dense(784)])
        model.compile(optimizer="adam", loss="mse")
        model.fit(x_train, x_train, epochs=50)
        """,
}

CASES = [
    *((LinearHiddenLayer, name, body) for name, body in (LINEAR | NOT_LINEAR).items()),
    *((NoRegularization, name, body) for name, body in (UNREGULARIZED | REGULARIZED).items()),
]


@pytest.mark.parametrize(("rule", "name", "body"), CASES, ids=name_of)
def test_exactly_the_marked_lines_are_found(rule, name, body):  # type: ignore[no-untyped-def]
    assert rows(rule, body) == marked(rule, body)


def test_a_call_that_makes_several_layers_is_edited_where_all_want_it() -> None:
    assert 'model.add(layers.Dense(units, activation="relu"))' in repaired(
        LinearHiddenLayer, LINEAR["a loop over sizes"], "hidden-activation"
    )
    mixed = """
        def block(x, units):
            return layers.Dense(units)(x)

        inputs = keras.Input((8,))
        x = block(inputs, 16)
        model = keras.Model(inputs, block(x, 1))
        """
    assert remedies(LinearHiddenLayer, mixed) == []


def test_dropout_is_inserted_in_the_style_of_the_model() -> None:
    listed = repaired(NoRegularization, UNREGULARIZED["a wide layer"], "dropout")
    assert "[keras.Input((784,)), hidden, layers.Dropout(0.5), output]" in listed
    functional = repaired(NoRegularization, UNREGULARIZED["the functional style"], "dropout")
    assert functional.count("x = layers.Dropout(0.5)(x)\n") == 2
    added = """
        (x_train, y_train), _ = mnist.load_data()
        model = keras.Sequential()
        model.add(layers.Flatten(input_shape=(28, 28)))
        model.add(layers.Dense(
            512,
            activation="relu",
        ))
        model.add(layers.Dense(10, activation="softmax"))
        model.compile(loss="sparse_categorical_crossentropy")
        model.fit(x_train, y_train, epochs=40)
        """
    assert "))\nmodel.add(layers.Dropout(0.5))\nmodel.add(layers.Dense(10" in repaired(
        NoRegularization, added, "dropout"
    )
    assert '    activation="relu",\n    kernel_regularizer=keras.regularizers.l2(1e-4),\n' in repaired(
        NoRegularization, added, "l2"
    )

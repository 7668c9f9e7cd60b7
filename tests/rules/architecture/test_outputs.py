"""Output units, activation, loss and logits: which combinations are wrong, and which only look so."""

from __future__ import annotations

import pytest

from keras_lint_rules.architecture.logits_after_activation import LogitsAfterActivation
from keras_lint_rules.architecture.loss_output_mismatch import LossOutputMismatch
from keras_lint_rules.architecture.missing_output_activation import MissingOutputActivation
from keras_lint_rules.architecture.softmax_single_unit import SoftmaxSingleUnit

from .support import found, marked, name_of, repaired, rows

SINGLE_UNIT = {
    "positional activation": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1, "softmax")])  # KL203
        """,
    "a layer of its own, input not known": """
        model = keras.Sequential()
        model.add(layers.Dense(1))
        model.add(layers.Activation("softmax"))  # KL203
        """,
    "one filter of a segmentation head": """
        inputs = keras.Input((64, 64, 3))
        mask = layers.Conv2D(1, 1, activation=tf.nn.softmax)(inputs)  # KL203
        model = keras.Model(inputs, mask)
        """,
    "scores of attention over the wrong axis": """
        inputs = keras.Input((20, 16))
        score = layers.Dense(1)(inputs)
        weights = layers.Softmax()(score)  # KL203
        model = keras.Model(inputs, layers.Multiply()([inputs, weights]))
        """,
}
NOT_SINGLE_UNIT = {
    "two units": "model = keras.Sequential([keras.Input((8,)), layers.Dense(2, activation='softmax')])",
    "scores of attention over the steps": """
        inputs = keras.Input((20, 16))
        weights = layers.Softmax(axis=1)(layers.Dense(1)(inputs))
        model = keras.Model(inputs, layers.Multiply()([inputs, weights]))
        """,
    "units not known": """
        def build(classes):
            return keras.Sequential([keras.Input((8,)), layers.Dense(classes, activation="softmax")])
        """,
    "sigmoid": "model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation='sigmoid')])",
}

LINEAR_OUTPUT = {
    "one unit and binary cross-entropy": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(16, activation="relu"), layers.Dense(1)])  # KL204
        model.compile(optimizer="adam", loss="binary_crossentropy")
        """,
    "activation given as None": """
        inputs = keras.Input((8,))
        outputs = layers.Dense(5, activation=None)(inputs)  # KL204
        model = keras.Model(inputs, outputs)
        model.compile(loss=keras.losses.CategoricalCrossentropy())
        """,
    "dropout behind it": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(5), layers.Dropout(0.1)])  # KL204
        model.compile(loss=keras.losses.sparse_categorical_crossentropy)
        """,
    "each step of a sequence": """
        model = keras.Sequential([
            keras.Input((9, 8)),
            layers.LSTM(8, return_sequences=True),
            layers.TimeDistributed(layers.Dense(4)),  # KL204
        ])
        model.compile(loss="sparse_categorical_crossentropy")
        """,
    "a dictionary of losses": """
        inputs = keras.Input((8,))
        kind = layers.Dense(3, name="kind")(inputs)  # KL204
        size = layers.Dense(1, name="size")(inputs)
        model = keras.Model(inputs, [kind, size])
        model.compile(loss={"kind": "categorical_crossentropy", "size": "mse"})
        """,
}
NO_LINEAR_OUTPUT = {
    "logits that are declared": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(5)])
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        """,
    "the activation in a layer of its own": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(5), layers.Activation("softmax")])
        model.compile(loss="sparse_categorical_crossentropy")
        """,
    "a function after the layer": """
        inputs = keras.Input((8,))
        outputs = tf.nn.softmax(layers.Dense(5)(inputs))
        model = keras.Model(inputs, outputs)
        model.compile(loss="sparse_categorical_crossentropy")
        """,
    "regression": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        model.compile(loss="mse")
        """,
    "a loss of the author's own": """
        def loss(y_true, y_pred):
            return keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True)

        model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        model.compile(loss=loss)
        """,
    "logits decided elsewhere": """
        def build(logits):
            model = keras.Sequential([keras.Input((8,)), layers.Dense(5)])
            model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=logits))
            return model
        """,
    "hinge takes a margin": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        model.compile(loss="hinge")
        """,
}

TWICE = {
    "behind a reshape": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="softmax"), layers.Reshape((2, 2))])
        model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))  # KL205
        """,
    "the focal variant": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
        model.compile(loss=keras.losses.BinaryFocalCrossentropy(from_logits=True))  # KL205
        """,
    "an activation layer": """
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Softmax()])
        model.compile(loss=loss)  # KL205
        """,
}
NOT_TWICE = {
    "log-softmax makes logits": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="log_softmax")])
        model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
        """,
    "linear": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
        model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
        """,
    "from_logits is false": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="softmax")])
        model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=False))
        """,
}

MISMATCH = {
    "one sigmoid under a loss over classes": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy())  # KL206
        """,
    "softmax over two classes under binary cross-entropy": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(2, activation="softmax")])
        model.compile(loss="binary_crossentropy", metrics=["accuracy"])  # KL206
        """,
    "sigmoids that exclude each other": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(7, activation="sigmoid")])
        model.compile(loss="categorical_crossentropy")  # KL206
        """,
    "classes by squared error": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(7, activation="softmax")])
        model.compile(loss="mse", metrics=["accuracy"])  # KL206
        """,
    "a mask of one channel": """
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(1, 1, activation="sigmoid")])
        model.compile(loss="categorical_crossentropy")  # KL206
        """,
}
MATCH = {
    "labels that do not exclude each other": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(7, activation="sigmoid")])
        model.compile(loss="binary_crossentropy", metrics=["binary_accuracy"])
        """,
    "an autoencoder": """
        inputs = keras.Input((784,))
        code = layers.Dense(32, activation="relu")(inputs)
        model = keras.Model(inputs, layers.Dense(784, activation="sigmoid")(code))
        model.compile(loss="binary_crossentropy")
        """,
    "an autoencoder by squared error": """
        inputs = keras.Input((784,))
        code = layers.Dense(32, activation="relu")(inputs)
        model = keras.Model(inputs, layers.Dense(784, activation="sigmoid")(code))
        model.compile(loss="mse")
        """,
    "segmentation into classes": """
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 1, activation="softmax")])
        model.compile(loss="sparse_categorical_crossentropy")
        """,
    "a discriminator": """
        model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
        model.compile(loss="binary_crossentropy")
        """,
    "shares that are learnt by squared error": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(7, activation="softmax")])
        model.compile(loss="mse", metrics=["mae"])
        """,
    "a distribution by its divergence": """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(7, activation="softmax")])
        model.compile(loss="kl_divergence")
        """,
}

CASES = [
    *((SoftmaxSingleUnit, name, body) for name, body in (SINGLE_UNIT | NOT_SINGLE_UNIT).items()),
    *((MissingOutputActivation, name, body) for name, body in (LINEAR_OUTPUT | NO_LINEAR_OUTPUT).items()),
    *((LogitsAfterActivation, name, body) for name, body in (TWICE | NOT_TWICE).items()),
    *((LossOutputMismatch, name, body) for name, body in (MISMATCH | MATCH).items()),
]


@pytest.mark.parametrize(("rule", "name", "body"), CASES, ids=name_of)
def test_exactly_the_marked_lines_are_found(rule, name, body):  # type: ignore[no-untyped-def]
    assert rows(rule, body) == marked(rule, body)


def test_keras_sees_through_an_activation_that_comes_last_on_tensorflow() -> None:
    body = """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="softmax")])
        model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
        """
    assert [d.severity.value for d in found(LogitsAfterActivation, body)] == ["info"]
    assert [d.severity.value for d in found(LogitsAfterActivation, TWICE["the focal variant"])] == ["warning"]


def test_a_threshold_keeps_logits_from_being_offered() -> None:
    body = """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        model.compile(loss="binary_crossentropy", metrics=["accuracy"])
        """
    assert [fix.remedy for fix in found(MissingOutputActivation, body)[0].fixes] == ["output-activation"]
    without = body.replace(', metrics=["accuracy"]', "")
    assert [fix.remedy for fix in found(MissingOutputActivation, without)[0].fixes] == [
        "output-activation",
        "from-logits",
    ]


def test_remedies_keep_the_way_the_file_is_written() -> None:
    body = """
        loss = tf.keras.losses.SparseCategoricalCrossentropy(
            name="loss",
        )
        model = keras.Sequential([keras.Input((8,)), layers.Dense(5, None)])
        model.compile(loss=loss, metrics=["accuracy"])
        """
    assert 'layers.Dense(5, "softmax")' in repaired(MissingOutputActivation, body, "output-activation")
    logits = repaired(MissingOutputActivation, body, "from-logits")
    assert '    name="loss",\n    from_logits=True,\n)' in logits.replace("        ", "")

"""How labels are written, against the loss."""

from __future__ import annotations

import pytest

from keras_lint_rules.data.label_encoding_mismatch import LabelEncodingMismatch

from .support import found, marked, name_of, repaired, rows

DATA = """
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
        x_train, x_test = x_train / 255.0, x_test / 255.0
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation="softmax")])
"""
OTHER_FORM = {
    "integers under a loss for one-hot rows": DATA
    + """
        model.compile(
            optimizer="adam",
            loss=keras.losses.CategoricalCrossentropy(),  # KL113
        )
        model.fit(x_train, y_train)
        """,
    "one-hot rows under a loss for integers": DATA
    + """
        model.compile(loss="sparse_categorical_crossentropy")  # KL113
        model.fit(x_train, keras.utils.to_categorical(y_train))
        """,
    "integers under binary cross-entropy over classes": DATA
    + """
        model.compile(loss="binary_crossentropy")  # KL113
        model.fit(x_train, y_train)
        """,
    "validation labels that were not encoded": DATA
    + """
        model.compile(loss="categorical_crossentropy")
        y_train = keras.utils.to_categorical(y_train, 10)
        model.fit(x_train, y_train, validation_data=(x_test, y_test))  # KL113
        """,
    "test labels that were not encoded": DATA
    + """
        model.compile(loss="categorical_crossentropy")
        y_train = keras.utils.to_categorical(y_train, 10)
        model.fit(x_train, y_train)
        model.evaluate(x_test, y_test)  # KL113
        """,
}
RIGHT_FORM = {
    "integers": DATA
    + "        model.compile(loss='sparse_categorical_crossentropy')\n        model.fit(x_train, y_train)\n",
    "one-hot rows": DATA
    + """
        model.compile(loss="categorical_crossentropy")
        model.fit(x_train, keras.utils.to_categorical(y_train, 10))
        """,
    "labels of unknown form": DATA
    + """
        model.compile(loss="categorical_crossentropy")
        model.fit(x_train, encode(y_train))
        """,
    "a loss of unknown kind": DATA
    + """
        model.compile(loss=make_loss())
        model.fit(x_train, y_train)
        """,
    "one unit": """
        (x_train, y_train), _ = mnist.load_data()
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
        model.compile(loss="binary_crossentropy")
        model.fit(x_train, y_train)
        """,
    "per-pixel labels": """
        x, y = np.zeros((8, 32, 32, 3)), np.zeros((8, 32, 32, 1), dtype="int64")
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 1, activation="softmax")])
        model.compile(loss="sparse_categorical_crossentropy")
        model.fit(x, y)
        """,
}


@pytest.mark.parametrize(("name", "body"), [*OTHER_FORM.items(), *RIGHT_FORM.items()], ids=name_of)
def test_exactly_the_marked_lines_are_found(name: str, body: str) -> None:
    assert rows(LabelEncodingMismatch, body) == marked(LabelEncodingMismatch, body)


def test_the_other_loss_is_safe_only_where_metrics_fit_both() -> None:
    body = (
        DATA
        + "        model.compile(loss='categorical_crossentropy', metrics=['accuracy'])\n"
        + "        model.fit(x_train, y_train)\n"
    )
    strict = body.replace("'accuracy'", "keras.metrics.CategoricalAccuracy()")
    assert found(LabelEncodingMismatch, body)[0].fixes[0].safe
    assert not found(LabelEncodingMismatch, strict)[0].fixes[0].safe
    assert "loss='sparse_categorical_crossentropy'" in repaired(LabelEncodingMismatch, body, "replace-loss")


def test_labels_are_encoded_wherever_the_model_meets_them() -> None:
    body = (
        DATA
        + """
        model.compile(loss="categorical_crossentropy")
        model.fit(x_train, y_train, validation_data=(x_test, y_test))
        model.evaluate(x_test, y_test)
        """
    )
    text = repaired(LabelEncodingMismatch, body, "encode-labels")
    assert text.count("keras.utils.to_categorical(y_test, 10)") == 2
    assert text.count("keras.utils.to_categorical(y_train, 10)") == 1

"""KL313: targets beside a dataset that holds them."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import EvaluateCall, FitCall
from keras_lint_rules.remedies.call_arguments import DropArgument

KINDS = {"tf.data": "a `tf.data.Dataset`", "sequence": "a `Sequence`", "generator": "a generator"}
"""How to speak of what is given as x."""


class TargetsBesideDataset(Rule):
    """`y` is given beside a dataset or generator, which holds the targets itself.

    ## What it does
    Finds `fit` and `evaluate` with a dataset, a generator or a `Sequence` as `x`, and `y` beside it.

    ## Why is this bad?
    A dataset yields inputs and targets together. Keras raises ``ValueError: When providing `x` as a tf.data.Dataset,
    `y` should not be passed``.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    train_ds = tf.data.Dataset.from_tensor_slices((x_train / 255.0, y_train)).batch(64)
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_ds, y=y_train, epochs=5)  # KL313
    ```

    ## Use instead
    ```python
    import tensorflow as tf
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    train_ds = tf.data.Dataset.from_tensor_slices((x_train / 255.0, y_train)).batch(64)
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_ds, epochs=5)
    ```

    ## Fix safety
    Safe: with `y` the call only raises.

    ## References
    - Keras API, `keras.Model.fit`, argument `y`
    """

    code = "KL313"
    name = "targets-beside-dataset"
    severity = Severity.ERROR

    def check(self, call: FitCall | EvaluateCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where both are known to be given."""
        dataset = call.dataset
        kind = KINDS.get(str(dataset.kind)) if dataset is not None else None
        if kind is None or dataset is None or call.given("y") is not True:
            return
        holds = dataset.targets is not None
        yield Finding(
            call.site_of("y"),
            f"`y` beside {kind}, which brings its own targets: Keras raises",
            remedies=[DropArgument(call, "y", "the dataset holds the targets", safe=True)] if holds else [],
        )

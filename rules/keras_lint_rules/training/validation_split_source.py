"""KL311: ``validation_split`` beside a dataset or generator."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.dataset_split import SplitDataset

KINDS = {
    "tf.data": "a `tf.data.Dataset`",
    "keras-iterator": "an `ImageDataGenerator` iterator",
    "generator": "a generator",
    "sequence": "a `Sequence`",
}
"""How to speak of what `fit` is given."""


class ValidationSplitSource(Rule):
    """`validation_split` is given beside a dataset or generator, which Keras cannot split.

    ## What it does
    Finds `fit` with `validation_split` where the data come as a `tf.data.Dataset`, a generator, a `Sequence`, or from
    `ImageDataGenerator.flow`.

    ## Why is this bad?
    Keras splits arrays by their rows. A dataset has none that it could count, and `fit` raises ``ValueError: Argument
    `validation_split` is only supported for tensors or NumPy arrays``.

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
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(train_ds, epochs=3, validation_split=0.2)  # KL311
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
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    validation_ds, remaining_ds = train_ds.take(188), train_ds.skip(188)
    model.fit(remaining_ds, epochs=3, validation_data=validation_ds)
    ```

    Arrays, tensors and frames can be split:

    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train / 255.0, y_train, epochs=3, validation_split=0.2)
    ```

    ## Fix safety
    Unsafe: other samples are trained on than before. (Before, nothing was.)

    ## References
    - Keras API, `keras.Model.fit`, argument `validation_split`
    """

    code = "KL311"
    name = "validation-split-source"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the split is known not to be 0 and the data are known to be no arrays."""
        split = fit.argument_value("validation_split")
        if (
            fit.dataset is None
            or not isinstance(split, (int, float))
            or not split
            or fit.given("validation_data") is not False
        ):
            return
        kind = KINDS.get(fit.dataset.kind, "a dataset") if isinstance(fit.dataset.kind, str) else "a dataset"
        argument = fit.arguments["validation_split"]
        yield Finding(
            argument.site or fit.site,
            f"`validation_split={split}` is for arrays: `fit` refuses it with {kind}",
            remedies=[SplitDataset(fit, replaces_split=True)],
        )

"""KL310: a batch size that is no size, or no batch."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import RowCount
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.call_arguments import DropArgument, RoundDown

FEW_SAMPLES = 1000
"""Below this many samples single-sample batches are affordable and often meant (Keras's own introductory examples
train tables of some hundred rows so); above, they cost more than thirty times the steps of the default of 32."""


class BatchSize(Rule):
    """The batch size is larger than the data, a single sample, or no whole number.

    ## What it does
    Finds `fit` with a `batch_size` above the number of samples, with one of 1 on more than a thousand samples, and with
    one that is no positive whole number.

    ## Why is this bad?
    With a batch larger than the data every epoch is a single update of the weights: training takes as many epochs as it
    should take steps. One sample at a time is slow and noisy, and batch normalisation learns nothing from it. What is
    no whole number (`len(x) / 10`) makes `fit` raise a `TypeError` (error).

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=100, batch_size=512, validation_split=0.2)  # KL310
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train / 255.0, y_train, epochs=5, batch_size=1)  # KL310
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train / 255.0, y_train, epochs=5, batch_size=len(x_train) / 1000)  # KL310
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=100, batch_size=32, validation_split=0.2)
    ```

    The whole of a small data set in one batch is a choice that can be said:

    ```python
    import keras
    import numpy as np

    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([0, 1, 1, 0])
    model = keras.Sequential([
        keras.Input((2,)),
        keras.layers.Dense(8, activation="tanh"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")
    model.fit(x, y, epochs=500, batch_size=4)
    ```

    ## Fix safety
    Unsafe: training takes other steps. Safe where `fit` could only raise.

    ## References
    - Keras API, `keras.Model.fit`, argument `batch_size`
    """

    code = "KL310"
    name = "batch-size"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for a batch size that is known to be out of place."""
        size = fit.argument_value("batch_size")
        impossible = why_impossible(size)
        if impossible is not None and fit.takes_arrays is True:
            yield Finding(
                fit.site_of("batch_size"),
                f"`batch_size` {impossible}: `fit` raises",
                remedies=[RoundDown(fit, "batch_size")],
                severity=Severity.ERROR,
            )
        if not isinstance(size, int) or isinstance(size, bool):
            return
        samples = fits.trained_samples(fit)
        if not isinstance(samples, int) or fit.takes_arrays is not True or fits.on_truth_table(fit):
            return
        default = [DropArgument(fit, "batch_size", "32 samples are the default")]
        if size > samples > 32:
            yield Finding(
                fit.site_of("batch_size"),
                f"`batch_size={size}` is larger than the {samples:,} samples: one update in an epoch",
                remedies=default,
            )
        elif size == 1 and samples > FEW_SAMPLES:
            yield Finding(
                fit.site_of("batch_size"),
                f"batches of one sample: {samples:,} updates in an epoch, each by one sample's noise",
                remedies=default,
            )


def why_impossible(size: object) -> str | None:
    """Why a batch cannot have this size; ``None`` where it can, or that is not known."""
    if isinstance(size, RowCount):
        return None if size.whole else "is a quotient, no whole number"
    if isinstance(size, (float, str)):
        return f"is {size!r}, no whole number"
    return f"is {size}" if isinstance(size, int) and size < 0 else None

"""KL314: ``steps_per_epoch`` that leaves a part of finite data over."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.steps_per_epoch import DropStepsPerEpoch

FEWEST_EPOCHS = 2
"""The first epoch begins at the first batch: only from the second on can there be too few left."""
LONGEST_QUOTE = 40
"""Characters of the user's expression that fit in the message."""


class StepsMismatch(Rule):
    """`steps_per_epoch` does not divide the batches of finite data, so that every other epoch is cut short.

    ## What it does
    Finds `fit` on a finite dataset or on `ImageDataGenerator.flow` with fewer `steps_per_epoch` than there are batches,
    typically `len(x_train) // batch_size`; and steps that are no whole number.

    ## Why is this bad?
    Keras 3 goes on in the data where the last epoch stopped. With 1000 samples in batches of 32 there are 32 batches;
    `1000 // 32` is 31, so that the epochs train on 31, 1, 31, 1, … batches, with the warning that the input ran out of
    data. Half the epochs, and what `EarlyStopping` and the learning curves make of them, are worth nothing. Without
    `steps_per_epoch` each epoch is one pass over all data. Keras refuses steps such as `1000 / 32`:
    `'float' object cannot be interpreted as an integer`.

    Arrays given to `fit` directly are started anew by Keras, and do not suffer.

    ## Example
    ```python
    import keras
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    (x_train, y_train), _ = keras.datasets.cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    datagen = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
    model.fit(datagen.flow(x_train, y_train, batch_size=32), steps_per_epoch=len(x_train) // 32, epochs=20)  # KL314
    ```

    ## Use instead
    ```python
    import keras
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    (x_train, y_train), _ = keras.datasets.cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    datagen = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
    model.fit(datagen.flow(x_train, y_train, batch_size=32), epochs=20)
    ```

    A dataset that repeats without end needs the steps:

    ```python
    import keras
    import tensorflow as tf

    (x_train, y_train), _ = keras.datasets.cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    train = tf.data.Dataset.from_tensor_slices((x_train / 255.0, y_train)).shuffle(1000).repeat().batch(32)
    model.fit(train, steps_per_epoch=len(x_train) // 32, epochs=20)
    ```

    ## Fix safety
    Unsafe: each epoch sees all samples.

    ## References
    - Keras API, `keras.Model.fit`, argument `steps_per_epoch`
    """

    code = "KL314"
    name = "steps-mismatch"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where steps are no whole number, or known not to divide the batches but by luck."""
        argument = fit.arguments.get("steps_per_epoch")
        if argument is None:
            return
        site = argument.site or fit.site
        steps = fit.steps_per_epoch
        if isinstance(steps, float) or fits.steps_are_fraction(fit):
            yield Finding(
                site,
                f"`steps_per_epoch` is the float {steps}; `fit` refuses it"
                if isinstance(steps, float)
                else "`/` makes `steps_per_epoch` a float; `fit` refuses it",
                remedies=[DropStepsPerEpoch(fit)] if fits.is_finite(fit) else [],
                severity=Severity.ERROR,
            )
            return
        epochs = fits.new_epochs(fit)
        if fit.dataset is None or not isinstance(epochs, int) or epochs < FEWEST_EPOCHS or not fits.is_finite(fit):
            return
        batches = fits.batches(fit)
        if isinstance(steps, int) and isinstance(batches, int):
            if 0 < steps < batches < steps * epochs and batches % steps:
                turn, rest = ordinal(-(-batches // steps)), batches % steps
                message = f"{steps} steps of {batches} batches: every {turn} epoch trains on the {rest} left over"
                yield Finding(site, message, remedies=[DropStepsPerEpoch(fit)])
        elif fits.steps_are_rows_over_batch(fit):
            written = f"`{site.code}` leaves" if len(site.code) < LONGEST_QUOTE else "the steps leave"
            message = f"{written} a rest unless {fit.batch_size} divides the samples: then every 2nd epoch is that rest"
            yield Finding(site, message, remedies=[DropStepsPerEpoch(fit)])


def ordinal(number: int) -> str:
    """``2nd``, ``3rd``, ``4th``."""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{suffix}"

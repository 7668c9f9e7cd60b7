"""KL301: supervised training that is judged on nothing but its own samples."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.validation import validation_remedies

MANY_EPOCHS = 10
"""From here on a network of usual size begins to memorise small data; Chollet's first examples overfit after 4 to 20
epochs."""
FEW_EPOCHS = 2
"""One epoch sees each sample once: its running loss is nearly that of unseen data."""


class MissingValidationData(Rule):
    """A model trains for several epochs and is never judged on data it has not seen.

    ## What it does
    Finds supervised training on real data with neither `validation_data` nor `validation_split`, in a program that
    evaluates nothing on held-out data either. From 10 epochs on it is a warning, from 2 an information.

    ## Why is this bad?
    The training loss falls even where the network only memorises. Without data that it has not seen nobody can tell
    learning from memorising, choose the number of epochs, or stop in time.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=15)  # KL301
    model.save("fashion.keras")
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=15, validation_split=0.2)
    model.save("fashion.keras")
    ```

    A test on held-out data afterwards judges the model as well:

    ```python
    import keras

    (x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=15)
    print(model.evaluate(x_test, y_test))
    ```

    An autoencoder has no labels to be wrong about, and a truth table no rows to spare:

    ```python
    import keras
    import numpy as np

    (x_train, _), _ = keras.datasets.mnist.load_data()
    x_train = x_train.reshape(-1, 784) / 255.0
    autoencoder = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ])
    autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
    autoencoder.fit(x_train, x_train, epochs=50)

    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    xor = keras.Sequential([
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    xor.compile(optimizer="adam", loss="binary_crossentropy")
    xor.fit(x, y, epochs=2000)
    ```

    ## Fix safety
    Unsafe: fewer samples are trained on. `validation_split` takes the last rows: it is offered first only where their
    order is known to have nothing to do with the labels, and not where rows were appended or resampled.

    ## References
    - Keras guide, Training and evaluation with the built-in methods: using a validation dataset
    - F. Chollet, Deep Learning with Python (2nd ed.), section 5.2: evaluating machine-learning models
    """

    code = "KL301"
    name = "missing-validation-data"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where all of it is known: real data, targets, epochs, and that nothing judges the model."""
        epochs = fits.new_epochs(fit)
        if not isinstance(epochs, int) or epochs < FEW_EPOCHS or fit.validated is not False or not program.whole:
            return
        if not fits.is_supervised(fit) or not fits.trains_on_real_data(fit) or fits.custom_training(fit):
            return
        if fits.judged_elsewhere(fit) or any(other.validated is not False for other in fits.of_same_model(fit)):
            return
        yield Finding(
            fit.site,
            f"{epochs} epochs, and the model is never judged on data it has not seen",
            remedies=validation_remedies(fit),
            severity=Severity.WARNING if epochs >= MANY_EPOCHS else Severity.INFO,
        )

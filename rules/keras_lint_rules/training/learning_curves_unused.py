"""KL320: a long training whose history nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.learning_curves import PlotLearningCurves

LONG_TRAINING = 20
"""Epochs from which the printed lines no longer show the course of the losses at a glance: more than a screen holds."""
WATCHED = frozenset(
    {
        "EarlyStopping",
        "ModelCheckpoint",
        "ReduceLROnPlateau",
        "BackupAndRestore",
        "TerminateOnNaN",
        "LearningRateScheduler",
    }
)
"""Callbacks that watch the losses for the program, but write nothing down for its author."""


class LearningCurvesUnused(Rule):
    """A long training's losses are recorded, and nobody looks at them.

    ## What it does
    Finds `fit` with many epochs whose `History` is neither bound and read, returned, stored nor logged (`TensorBoard`,
    `CSVLogger`, a callback of another library or of your own), in a program that looks at no other history either.

    ## Why is this bad?
    The curves of training and validation loss are what tells overfitting from underfitting, and a learning rate that is
    too high from one that is too low. `fit` returns them; afterwards they are gone.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=100, validation_split=0.2)  # KL320
    ```

    ## Use instead
    ```python
    import keras
    import matplotlib.pyplot as plt

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    history = model.fit(x_train, y_train, epochs=100, validation_split=0.2)
    plt.plot(history.history["loss"], label="training")
    plt.plot(history.history["val_loss"], label="validation")
    plt.legend()
    plt.show()
    ```

    The model keeps its last history, too, and a log is as good as a plot:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=100, validation_split=0.2)
    print(min(model.history.history["val_loss"]))
    model.fit(x_train, y_train, epochs=100, callbacks=[keras.callbacks.CSVLogger("log.csv")])
    ```

    ## Fix safety
    Unsafe: the program opens a window, or a figure in a notebook. Training is not changed.

    ## References
    - F. Chollet, Deep Learning with Python (2nd ed.), section 4.1.4: validating your approach by plotting the losses
    - Keras API, `keras.callbacks.History`
    """

    code = "KL320"
    name = "learning-curves-unused"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the training is long and no history of the program is looked at: its author does not
        plot.
        """
        epochs = fits.new_epochs(fit)
        if not isinstance(epochs, int) or epochs < LONG_TRAINING or not program.whole or not program.uses_keras:
            return
        if fits.has_foreign_callback(fit) or any(name not in WATCHED for name in fits.callback_names(fit)):
            return
        if fits.custom_training(fit) or fits.on_truth_table(fit) or any(other.history_used for other in program.fits):
            return
        yield Finding(
            fit.site,
            f"{epochs} epochs, and the losses they return are never looked at",
            remedies=[PlotLearningCurves(fit)],
        )

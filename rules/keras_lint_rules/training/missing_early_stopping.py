"""KL302: many epochs and nothing that stops."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits, rates
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.early_stopping import AddEarlyStopping

MANY_EPOCHS = 20
"""From here on the best epoch is rarely the last; Keras's own examples use callbacks from about 20 epochs on."""


class MissingEarlyStopping(Rule):
    """Training runs for many epochs with nothing that stops it or keeps the best weights.

    ## What it does
    Finds `fit` with many epochs and no callback that stops early or saves the best model. It is silent where a
    callback of your own might do so, where a cosine or polynomial schedule is made for exactly these epochs, and on
    truth tables.

    ## Why is this bad?
    The validation loss falls, then rises again while the network memorises. The last epoch's weights are kept, however
    much worse they are than the best ones.

    ## Example
    ```python
    from keras.datasets import boston_housing
    import keras

    (x_train, y_train), (x_test, y_test) = boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=200, validation_split=0.2)  # KL302
    ```

    A checkpoint that overwrites its file in every epoch keeps the last weights, not the best:

    ```python
    from keras.datasets import boston_housing
    import keras

    (x_train, y_train), (x_test, y_test) = boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    checkpoint = keras.callbacks.ModelCheckpoint("last.keras")
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[checkpoint])  # KL302
    ```

    ## Use instead
    ```python
    from keras.datasets import boston_housing
    import keras

    (x_train, y_train), (x_test, y_test) = boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    early_stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=20, restore_best_weights=True)
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[early_stopping])
    ```

    A checkpoint of the best epoch, or of every epoch, does as well:

    ```python
    from keras.datasets import boston_housing
    import keras

    (x_train, y_train), (x_test, y_test) = boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[best])
    each = keras.callbacks.ModelCheckpoint("{epoch:03d}.keras")
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[each])
    ```

    ## Fix safety
    Unsafe: training ends earlier, with other weights.

    ## References
    - Keras API, `keras.callbacks.EarlyStopping`
    - L. Prechelt, Early stopping: but when? (1998)
    """

    code = "KL302"
    name = "missing-early-stopping"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where many epochs are known and no callback can stop them."""
        epochs = fits.new_epochs(fit)
        if not isinstance(epochs, int) or epochs < MANY_EPOCHS or not program.uses_keras:
            return
        if fits.stops_early(fit) or fits.keeps_best(fit) is not False:
            return
        if fits.on_truth_table(fit) or fits.custom_training(fit) or rates.schedule_ends(fit):
            return
        yield Finding(
            fit.site,
            f"{epochs} epochs and nothing that stops early or keeps the best weights",
            remedies=[AddEarlyStopping(fit)],
        )

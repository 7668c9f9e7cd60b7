"""KL305: early stopping that keeps the last weights, not the best."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.callbacks import Watch
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.early_stopping import RestoreBestWeights


class EarlyStoppingKeepsLast(Rule):
    """Early stopping leaves the model with the weights of its last epoch, not of its best one.

    ## What it does
    Finds `EarlyStopping` without `restore_best_weights=True` where no `ModelCheckpoint(save_best_only=True)` keeps the
    best weights either.

    ## Why is this bad?
    Training stops `patience` epochs *after* the best epoch. Without `restore_best_weights` the model keeps what those
    last epochs made of it: by then, the monitored value had not improved for `patience` epochs.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=10)  # KL305
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[stop])
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=10, restore_best_weights=True)
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[stop])
    ```

    A checkpoint of the best epoch keeps its weights as well:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=10)
    best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
    model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[stop, best])
    model = keras.models.load_model("best.keras")
    ```

    ## Fix safety
    Unsafe: the model ends with other weights.

    ## References
    - Keras API, `keras.callbacks.EarlyStopping`, argument `restore_best_weights`
    """

    code = "KL305"
    name = "early-stopping-keeps-last"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each early stopping that is known to restore nothing, where nothing else keeps the
        best.
        """
        if fits.keeps_best(fit) is not False:
            return
        for watch in fit.watches:
            if not watch.stops_early or never_stops(fit, watch):
                continue
            patience = watch.patience
            late = (
                f"{patience} epochs after the best one"
                if isinstance(patience, int) and patience > 0
                else "after the best epoch"
            )
            yield Finding(
                watch.callback.site,
                f"training stops {late} and keeps the last weights; `restore_best_weights` is off",
                remedies=[RestoreBestWeights(watch.callback)],
            )


def never_stops(fit: FitCall, watch: Watch) -> bool:
    """Whether what it monitors is never reported (KL303): the training then runs to its end."""
    return watch.on_validation is True and fit.validated is False

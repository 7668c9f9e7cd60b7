"""KL316: two masters of one learning rate."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Configured
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.callback_passing import DropCallback

RATE_CALLBACKS = frozenset({"keras.callbacks.ReduceLROnPlateau", "keras.callbacks.LearningRateScheduler"})
"""Callbacks that set the optimizer's learning rate."""


class ScheduleConflict(Rule):
    """A callback sets a learning rate that follows a schedule of the optimizer's own.

    ## What it does
    Finds `ReduceLROnPlateau` and `LearningRateScheduler` on a model whose optimizer was made with a
    `LearningRateSchedule`.

    ## Why is this bad?
    The rate of such an optimizer is computed from the step and cannot be set. Keras raises ``TypeError: This optimizer
    was created with a `LearningRateSchedule` object``: `LearningRateScheduler` in the first epoch, `ReduceLROnPlateau`
    at its first plateau, after hours maybe.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    schedule = keras.optimizers.schedules.ExponentialDecay(1e-3, decay_steps=1000, decay_rate=0.9)
    model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mse")
    lower = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", patience=5)  # KL316
    model.fit(x_train, y_train, epochs=100, validation_split=0.2, callbacks=[lower])
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    lower = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", patience=5)
    model.fit(x_train, y_train, epochs=100, validation_split=0.2, callbacks=[lower])
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    schedule = keras.optimizers.schedules.ExponentialDecay(1e-3, decay_steps=1000, decay_rate=0.9)
    model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mse")
    model.fit(x_train, y_train, epochs=100, validation_split=0.2)
    ```

    ## Fix safety
    Unsafe: the rate then follows the schedule alone.

    ## References
    - Keras 3.15, `keras/src/optimizers/base_optimizer.py`, `learning_rate`
    """

    code = "KL316"
    name = "schedule-conflict"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each such callback."""
        optimizer = fit.model.optimizer if fit.model is not None else None
        rate = fit.read(optimizer.value("learning_rate")) if isinstance(optimizer, Configured) else None
        if not isinstance(rate, Configured) or not rate.path.startswith("keras.optimizers.schedules."):
            return
        for index, callback in enumerate(fit.callbacks if isinstance(fit.callbacks, tuple) else ()):
            if isinstance(callback, Configured) and callback.path in RATE_CALLBACKS:
                yield Finding(
                    callback.site,
                    f"`{callback.name}` sets a rate that follows `{rate.name}` and cannot be set: Keras raises",
                    remedies=[DropCallback(fit, index, callback)],
                    related=[Related(rate.site, "the schedule of the optimizer")],
                )

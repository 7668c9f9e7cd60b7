"""KL304: a callback takes worse for better."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.callbacks import Watch
from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.metrics import Better, better
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.logs import logged_metric
from keras_lint.program.program import Program
from keras_lint.program.values import Function
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.callback_mode import SetMode

OPPOSITE = {"more": "min", "less": "max"}
"""The wrong mode for each way in which a metric gets better."""


class MonitorMode(Rule):
    """A callback's `mode` contradicts what it monitors.

    ## What it does
    Finds `EarlyStopping`, `ReduceLROnPlateau` and best-only `ModelCheckpoint` with `mode="min"` on a metric that is
    better the larger it is, or `mode="max"` on a loss or an error; and those without a `mode` that monitor a metric of
    which Keras cannot tell which way is better.

    ## Why is this bad?
    With the wrong mode every improvement counts as a setback: training stops after `patience` epochs however well it
    goes, and what is kept as the best is the worst. Without a mode Keras reads the direction off its own metrics; for a
    function of your own it raises after the first epoch (error).

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(
        monitor="val_accuracy",
        mode="min",  # KL304
        patience=3,
        restore_best_weights=True,
    )
    model.fit(x_train / 255.0, y_train, epochs=30, validation_split=0.1, callbacks=[stop])
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    best = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True, mode="max")  # KL304
    model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[best])
    ```

    A metric of your own needs a mode:

    ```python
    import keras

    def share_of_ones(y_true, y_pred):
        return keras.ops.mean(keras.ops.round(y_pred))

    (x_train, y_train), _ = keras.datasets.imdb.load_data(num_words=1000)
    x_train = keras.utils.pad_sequences(x_train, 100)
    model = keras.Sequential([
        keras.Input((100,)),
        keras.layers.Embedding(1000, 8),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[share_of_ones])
    stop = keras.callbacks.EarlyStopping(monitor="val_share_of_ones", patience=3)  # KL304
    model.fit(x_train, y_train, epochs=20, validation_split=0.2, callbacks=[stop])
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", mode="max", patience=3, restore_best_weights=True)
    model.fit(x_train / 255.0, y_train, epochs=30, validation_split=0.1, callbacks=[stop])
    ```

    Of its own metrics Keras knows which way is better, and a checkpoint of every epoch does not ask:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["mae", keras.metrics.R2Score(name="r2")])
    stop = keras.callbacks.EarlyStopping(monitor="val_r2", patience=5, restore_best_weights=True)
    lower = keras.callbacks.ReduceLROnPlateau(monitor="val_mae", patience=2)
    every = keras.callbacks.ModelCheckpoint("model-{epoch}.keras", mode="max")
    model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[stop, lower, every])
    ```

    ## Fix safety
    Safe where the written mode is the opposite of what the metric means; unsafe where a mode is added.

    ## References
    - Keras API, `keras.callbacks.EarlyStopping`, argument `mode`
    - Keras 3.15, `keras/src/callbacks/monitor_callback.py`
    """

    code = "KL304"
    name = "monitor-mode"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each callback whose mode is known to be the wrong one, or to be missing."""
        for watch in fit.watches:
            way, callback = direction(fit, watch), watch.callback
            if way is None and watch.mode == "auto":
                yield Finding(
                    callback.site_of("monitor"),
                    f"Keras cannot tell which way `{watch.monitor}` is better; `{callback.name}` without `mode` raises",
                    remedies=[SetMode(callback, "max"), SetMode(callback, "min")],
                    severity=Severity.ERROR,
                )
            elif isinstance(way, str) and watch.mode == OPPOSITE[way] and watch.acts is True:
                meaning = "larger" if way == "more" else "smaller"
                kept = "keeps" if callback.name == "ModelCheckpoint" else "waits for"
                yield Finding(
                    callback.site_of("mode"),
                    f"`{watch.monitor}` is better the {meaning} it is; with `mode={watch.mode!r}` "
                    f"`{callback.name}` {kept} the worst",
                    remedies=[SetMode(callback, "max" if way == "more" else "min", safe=True)],
                )


def direction(fit: FitCall, watch: Watch) -> Better | None | Unknown:
    """Which way the monitored value is better; ``None`` where Keras cannot tell."""
    if watch.metric == "loss":
        return "less"
    if fit.model is None or not isinstance(watch.metric, str):
        return UNKNOWN
    metric = logged_metric(fit.model, watch.metric)
    if isinstance(metric, Function):
        return None
    return better(metric) if metric is not None else UNKNOWN

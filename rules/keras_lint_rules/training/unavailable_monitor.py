"""KL303: a callback monitors what ``fit`` does not report."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from string import Formatter

from keras_lint.knowledge.callbacks import Watch, option
from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Configured
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.logs import LogName, exact_names, log_names
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.callback_monitor import ReplaceMonitor
from keras_lint_rules.remedies.validation import validation_remedies

SPELLINGS = (
    ("acc", "accuracy"),
    ("acc", "binary_accuracy"),
    ("acc", "categorical_accuracy"),
    ("acc", "sparse_categorical_accuracy"),
    ("accuracy", "binary_accuracy"),
    ("accuracy", "categorical_accuracy"),
    ("accuracy", "sparse_categorical_accuracy"),
    ("mae", "mean_absolute_error"),
    ("mape", "mean_absolute_percentage_error"),
    ("mse", "mean_squared_error"),
    ("msle", "mean_squared_logarithmic_error"),
)
"""Names of one metric: Keras reports it under the one that `compile` was given."""
ADDED_LATER = frozenset({"lr", "learning_rate"})
"""What callbacks add to the logs themselves."""


class UnavailableMonitor(Rule):
    """A callback monitors a name that training does not report.

    ## What it does
    Finds `EarlyStopping`, `ReduceLROnPlateau` and `ModelCheckpoint` whose `monitor` is no metric of the model, or is a
    `val_…` value where nothing is validated; and checkpoints whose file name asks for such a value.

    ## Why is this bad?
    Metrics are reported under the name that `compile` was given: `metrics=["accuracy"]` gives `val_accuracy`, and
    `val_acc` does not exist. Keras 3 then cannot tell whether more is better, and raises after the first epoch. Where
    the direction is known it only warns in every epoch: training never stops early, the rate is never lowered, and a
    checkpoint that should keep the best saves every epoch.

    ## Severity
    - Error where Keras raises: the monitored name is no metric of the model, and no `mode="min"` or `mode="max"` says
      whether more is better; or a checkpoint's file name asks for a value that is not reported.
    - Warning where Keras only warns and the callback stays idle: a `mode` is given, or nothing is validated and a
      `val_…` value of a known metric or of the loss is monitored.

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
    stop = keras.callbacks.EarlyStopping(monitor="val_acc", patience=3, restore_best_weights=True)  # KL303
    model.fit(x_train / 255.0, y_train, epochs=30, validation_split=0.1, callbacks=[stop])
    ```

    Without validation data there is no `val_loss`, which callbacks monitor by default. This one is a warning:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)  # KL303
    model.fit(x_train / 255.0, y_train, epochs=30, callbacks=[stop])
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
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)
    model.fit(x_train / 255.0, y_train, epochs=30, validation_split=0.1, callbacks=[stop])
    ```

    `metrics=["acc"]` does report `val_acc`, and an object may be called by any name:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    top3 = keras.metrics.SparseTopKCategoricalAccuracy(k=3, name="top3")
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc", top3])
    stop = keras.callbacks.EarlyStopping(monitor="val_acc", patience=3, restore_best_weights=True)
    best = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_top3", save_best_only=True)
    model.fit(x_train / 255.0, y_train, epochs=30, validation_split=0.1, callbacks=[stop, best])
    ```

    ## Fix safety
    Safe where the name of the same metric replaces one that raises; else unsafe: the callback begins to work, or other
    samples are trained on.

    ## References
    - Keras API, `keras.callbacks.EarlyStopping`, argument `monitor`
    """

    code = "KL303"
    name = "unavailable-monitor"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each callback that is known to look for what is known not to be there."""
        names = log_names(fit.model) if fit.model is not None else Unknown("the model is not known")
        for watch in fit.watches:
            yield from self.check_monitor(fit, watch, names)
            yield from self.check_filepath(fit, watch.callback, names)

    def check_monitor(self, fit: FitCall, watch: Watch, names: tuple[LogName, ...] | Unknown) -> Iterator[Finding]:
        """What the callback monitors."""
        callback, monitor, base, mode = watch.callback, watch.monitor, watch.metric, watch.mode
        if not isinstance(monitor, str) or not isinstance(base, str) or isinstance(mode, Unknown):
            return
        if base in ADDED_LATER:
            return
        missing = base != "loss" and isinstance(names, tuple) and not any(name.matches(base) for name in names)
        site = callback.site_of("monitor")
        right = right_name(fit, monitor, names) if missing else None
        if missing and mode not in ("min", "max"):
            hint = f"; `{right}` is" if right is not None else ""
            yield Finding(
                site,
                f"`{monitor}` is not reported by this model{hint}; `{callback.name}` raises after the first epoch",
                remedies=[ReplaceMonitor(callback, right, safe=True)] if right is not None else [],
            )
        elif missing and not fits.has_foreign_callback(fit) and watch.acts is True:
            hint = f"; `{right}` is" if right is not None else ""
            yield Finding(
                site,
                f"`{monitor}` is not reported by this model{hint}; `{callback.name}` {idle(callback)}",
                remedies=[ReplaceMonitor(callback, right)] if right is not None else [],
                severity=Severity.WARNING,
            )
        elif not missing and base != monitor and fit.validated is False and watch.acts is True:
            if base != "loss" and (not isinstance(names, tuple) or fits.has_foreign_callback(fit)):
                return
            yield Finding(
                site,
                f"`{monitor}` needs validation data, `fit` gets none; `{callback.name}` {idle(callback)}",
                remedies=[*validation_remedies(fit), ReplaceMonitor(callback, base)],
                severity=Severity.WARNING,
            )

    def check_filepath(
        self, fit: FitCall, callback: Configured, names: tuple[LogName, ...] | Unknown
    ) -> Iterator[Finding]:
        """What a checkpoint's file name is made of."""
        path = option(callback, "filepath", fit.python) if callback.name == "ModelCheckpoint" else None
        if not isinstance(path, str) or not isinstance(names, tuple) or fits.has_foreign_callback(fit):
            return
        for wanted in fields_of(path) - {"epoch", "batch"} - ADDED_LATER:
            base = wanted.removeprefix("val_")
            known = base == "loss" or any(name.matches(base) for name in names)
            if known and (base == wanted or fit.validated is not False):
                continue
            yield Finding(
                callback.site_of("filepath"),
                f"the file name asks for `{wanted}`, which is not reported; saving raises a `KeyError`",
            )


def fields_of(path: str) -> set[str]:
    """Names in braces in a file name."""
    try:
        return {name for _, name, _, _ in Formatter().parse(path) if name}
    except ValueError:
        return set()


def right_name(fit: FitCall, monitor: str, names: tuple[LogName, ...] | Unknown) -> str | None:
    """The reported name that was meant: another spelling of the same metric, or the one that looks most like it."""
    if fit.validated is not True and monitor.startswith("val_"):
        return None
    base = monitor.removeprefix("val_")
    exact = exact_names(names)
    same = [
        name for name in exact if (base, name) in SPELLINGS or (name, base) in SPELLINGS or base.lower() == name.lower()
    ]
    near = same or get_close_matches(base, exact, 1, 0.8)
    return monitor[: len(monitor) - len(base)] + near[0] if len(near) == 1 else None


def idle(callback: Configured) -> str:
    """What a callback does when the value it watches never comes."""
    return "saves every epoch" if callback.name == "ModelCheckpoint" else "only warns and does nothing"

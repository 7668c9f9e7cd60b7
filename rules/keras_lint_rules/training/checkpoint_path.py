"""KL315: a file name that Keras does not save to."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.callbacks import option
from keras_lint.knowledge.values import Configured
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.checkpoint_path import ReplaceSuffix

MODEL_SUFFIXES = (".keras", ".h5")
"""What a checkpoint of the whole model may end in, as Keras 3 checks it."""
WEIGHTS_SUFFIX = ".weights.h5"


class CheckpointPath(Rule):
    """A checkpoint's file name has a suffix that Keras refuses.

    ## What it does
    Finds `ModelCheckpoint` whose path does not end in `.keras` (or `.h5`), or, with `save_weights_only=True`, in
    `.weights.h5`.

    ## Why is this bad?
    Keras 3 raises ``ValueError: The filepath provided must end in `.keras` (Keras model format)`` when the callback is
    made. Keras 2 took any name and wrote a folder.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    best = keras.callbacks.ModelCheckpoint("checkpoints/best", save_best_only=True)  # KL315
    model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[best])
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    best = keras.callbacks.ModelCheckpoint("best.h5", save_best_only=True, save_weights_only=True)  # KL315
    model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[best])
    ```

    ## Use instead
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    best = keras.callbacks.ModelCheckpoint("checkpoints/best.keras", save_best_only=True)
    weights = keras.callbacks.ModelCheckpoint("{epoch:02d}.weights.h5", save_weights_only=True)
    model.fit(x_train, y_train, epochs=50, validation_split=0.2, callbacks=[best, weights])
    ```

    ## Fix safety
    Unsafe: what loads the file must be given the new name.

    ## References
    - Keras 3.15, `keras/src/callbacks/model_checkpoint.py`
    """

    code = "KL315"
    name = "checkpoint-path"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for each checkpoint whose path is known to be refused."""
        if (program.target_keras or "3").startswith("2"):
            return
        for watch in fit.watches:
            callback = watch.callback
            suffix = wanted_suffix(callback, fit)
            if suffix is None:
                continue
            given = callback.arguments.get("filepath")
            yield Finding(
                callback.site_of("filepath"),
                f"Keras 3 refuses this path: a checkpoint of {'weights' if suffix == WEIGHTS_SUFFIX else 'the model'} "
                f"must end in `{suffix}`",
                remedies=[ReplaceSuffix(given.site, suffix)] if given is not None and given.site is not None else [],
            )


def wanted_suffix(callback: Configured, fit: FitCall) -> str | None:
    """The suffix that Keras asks for; ``None`` where the path has a right one or is not known."""
    if callback.name != "ModelCheckpoint":
        return None
    path = option(callback, "filepath", fit.python)
    weights = option(callback, "save_weights_only", fit.python)
    if not isinstance(path, str) or not isinstance(weights, bool):
        return None
    if weights:
        return None if path.endswith(WEIGHTS_SUFFIX) else WEIGHTS_SUFFIX
    return None if path.endswith(MODEL_SUFFIXES) else ".keras"

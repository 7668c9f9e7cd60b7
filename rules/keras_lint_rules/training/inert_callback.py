"""KL306: a callback that can do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.callbacks import Watch
from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.names import canonical
from keras_lint.knowledge.values import Configured, Symbol
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.run import Binding
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.callback_passing import CallCallbackClass, PassCallback


class InertCallback(Rule):
    """A callback never comes to act.

    ## What it does
    Finds `EarlyStopping` and `ReduceLROnPlateau` that wait for as many epochs as there are; callbacks that are made and
    never passed to `fit`; and callback *classes* in `callbacks=[...]`.

    ## Why is this bad?
    With `patience=20` and `epochs=20` training ends before the callback's patience does. A callback that is not passed
    is never asked. Both look as if training were watched, and it is not. A class in place of an object makes `fit`
    raise ``TypeError: Callback.set_model() missing 1 required positional argument`` (error).

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
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=20)  # KL306
    model.fit(x_train / 255.0, y_train, epochs=20, validation_split=0.1, callbacks=[stop])
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
    stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)  # KL306
    model.fit(x_train / 255.0, y_train, epochs=20, validation_split=0.1)
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
    model.fit(
        x_train / 255.0,
        y_train,
        epochs=20,
        validation_split=0.1,
        callbacks=[keras.callbacks.TerminateOnNaN],  # KL306
    )
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
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
    model.fit(
        x_train / 255.0,
        y_train,
        epochs=20,
        validation_split=0.1,
        callbacks=[stop, keras.callbacks.TerminateOnNaN()],
    )
    ```

    With `restore_best_weights` an early stopping that never stops still brings the best weights back at the end:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    best = keras.callbacks.EarlyStopping(patience=20, restore_best_weights=True)
    model.fit(x_train / 255.0, y_train, epochs=20, validation_split=0.1, callbacks=[best])
    ```

    ## Fix safety
    Passing a callback is unsafe: training changes. Calling the class is safe: the program could only fail before.

    ## References
    - Keras API, `keras.callbacks.EarlyStopping`, arguments `patience` and `start_from_epoch`
    """

    code = "KL306"
    name = "inert-callback"
    severity = Severity.WARNING

    def check(self, subject: FitCall | Program, program: Program) -> Iterator[Finding]:
        """Yield what cannot act in one ``fit``, and what is passed to none."""
        if isinstance(subject, FitCall):
            yield from check_passed(subject)
        else:
            yield from check_forgotten(program)


def check_passed(fit: FitCall) -> Iterator[Finding]:
    """The callbacks that a ``fit`` is given."""
    epochs = fits.new_epochs(fit)
    for watch in fit.watches:
        wait = waits_for(watch)
        if isinstance(epochs, int) and isinstance(wait, int) and wait >= epochs > 1 and outlasts(watch):
            yield Finding(
                watch.callback.site_of("patience"),
                f"`{watch.callback.name}` waits {wait} epochs, and training has {epochs}: it never acts",
            )
    for index, callback in enumerate(fit.callbacks if isinstance(fit.callbacks, tuple) else ()):
        name = canonical(callback.path) if isinstance(callback, Symbol) else ""
        if name.startswith("keras.callbacks.") and name.rpartition(".")[2][:1].isupper():
            site = fit.item_site("callbacks", index)
            yield Finding(
                site if site is not None else fit.site_of("callbacks"),
                f"`{name.rpartition('.')[2]}` is a class; `fit` wants an object and raises a `TypeError`",
                remedies=[CallCallbackClass(site, name)] if site is not None else [],
                severity=Severity.ERROR,
            )


def waits_for(watch: Watch) -> object:
    """Epochs after the first one before it can act; Unknown where that is not known."""
    if not is_known(watch.patience) or not is_known(watch.start_from_epoch):
        return None
    start = watch.start_from_epoch if isinstance(watch.start_from_epoch, int) else 0
    return max(watch.patience, 1) + start


def outlasts(watch: Watch) -> bool:
    """Whether nothing is left of its work when its patience does not end: best weights may be restored at the end."""
    return watch.lowers_rate or (watch.stops_early and watch.keeps_best is False)


def check_forgotten(program: Program) -> Iterator[Finding]:
    """Callbacks that get a name and are never looked at again."""
    if not program.whole or not program.fits:
        return
    for binding in program.bindings_of(Configured):
        callback = binding.fact
        if callback.path.startswith("keras.callbacks.") and "history" not in callback.state and program.unused(binding):
            yield Finding(
                callback.site,
                f"`{binding.name}` is never passed to `fit`",
                remedies=[PassCallback(fit, binding.name) for fit in only_fit(program, binding)],
            )


def only_fit(program: Program, binding: Binding) -> tuple[FitCall, ...]:
    """The ``fit`` that the callback was meant for: the only one, behind it, in the same function."""
    behind = [fit for fit in program.fits if fit.event.order >= binding.order]
    same = all(fit.event.context.key == binding.context.key for fit in behind)
    return tuple(behind) if len(behind) == 1 and same else ()

"""KL312: a model is trained that was never compiled."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import EvaluateCall, FitCall
from keras_lint_rules.remedies.compile_model import CompileModel


class FitBeforeCompile(Rule):
    """`fit` or `evaluate` is called on a model that was never compiled.

    ## What it does
    Finds `fit` and `evaluate` on a model of this program that no `compile` reached before.

    ## Why is this bad?
    `compile` says what to minimise and how. Without it Keras raises ``ValueError: You must call `compile()` before
    using the model``. A model that is built anew (or cloned) has to be compiled anew.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)  # KL312
    ```

    A clone is a new model:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    again = keras.models.clone_model(model)
    again.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)  # KL312
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
    model.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)
    ```

    A saved model brings its `compile` along, and `predict` needs none:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.predict(x_train / 255.0)
    saved = keras.saving.load_model("model.keras")
    saved.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)
    ```

    ## Fix safety
    Unsafe: the optimizer is a choice of yours; the loss follows from the output and the labels.

    ## References
    - Keras API, `keras.Model.compile`
    """

    code = "KL312"
    name = "fit-before-compile"
    severity = Severity.ERROR

    def check(self, call: FitCall | EvaluateCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the model is known as it was built, and nothing can have compiled it."""
        model = call.model
        if model is None or model.compiled is not None or not never_compiled(call):
            return
        method = "fit" if isinstance(call, FitCall) else "evaluate"
        yield Finding(
            call.site,
            f"the model was never compiled: `{method}` raises",
            remedies=[CompileModel(call)] if isinstance(call, FitCall) else [],
        )


def never_compiled(call: FitCall | EvaluateCall) -> bool:
    """Whether no code can have compiled the model: all of it was followed, and nothing else had hold of the model.

    In a notebook cells may have been run in another order: a ``compile`` in a later cell counts.
    """
    program, model = call.program, call.model
    if model is None or not program.whole or model.fact.changed is not None or model.fact.application is not None:
        return False
    if model.fact.kind == "Subclass" or call.event.context.entry == "function":
        return False
    return not program.source.is_notebook or not program.compilations

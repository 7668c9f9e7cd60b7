"""KL327: a classifier that reports nothing but its loss."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import MISSING, Compiled
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.metrics import AddMetric

CLASS_LOSSES = frozenset({"binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"})
"""Losses of classifiers."""


class NoMetric(Rule):
    """A classifier is compiled without a metric.

    ## What it does
    Finds classifiers (a sigmoid or softmax under a cross-entropy) that are compiled without `metrics`, trained, and
    judged by nothing else in the program.

    ## Why is this bad?
    A cross-entropy of 0.4 says little: it may stand for 80 or for 95 per cent right answers, and it can rise while the
    accuracy still grows. Training and `evaluate` then report no number that you could compare with guessing.

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")  # KL327
    model.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)
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

    Scores may come from somewhere else:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    from sklearn.metrics import classification_report

    _, (x_test, y_test) = keras.datasets.mnist.load_data()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train / 255.0, y_train, epochs=5, validation_split=0.1)
    print(classification_report(y_test, model.predict(x_test / 255.0).argmax(axis=1)))
    ```

    ## Fix safety
    Safe: a metric is reported and changes nothing of the training.

    ## References
    - Keras API, `keras.Model.compile`, argument `metrics`
    """

    code = "KL327"
    name = "no-metric"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the program is known to look at no other score."""
        model = fit.model
        compiled = model.compiled if model is not None else None
        if model is None or not isinstance(compiled, Compiled) or not compiled.complete or not program.whole:
            return
        if model.metrics != () or compiled.value("weighted_metrics") is not MISSING:
            return
        found = heads(model)
        if len(found) != 1 or not is_classifier(found[0]) or fits.has_foreign_callback(fit):
            return
        if fits.on_truth_table(fit) or fits.custom_training(fit) or fits.scores_elsewhere(fit):
            return
        yield Finding(
            compiled.site,
            f"a classifier that reports only `{found[0].loss.name}`: no metric says how many answers are right",  # type: ignore[union-attr]
            remedies=[AddMetric(compiled, "accuracy")],
        )


def is_classifier(head: Head) -> bool:
    """Whether the output tells classes apart, and targets are not the inputs."""
    if not isinstance(head.loss, Loss) or head.loss.name not in CLASS_LOSSES:
        return False
    rank = head.rank
    return head.activation in ("sigmoid", "softmax") and rank == 2 and (head.units == 1 or head.activation == "softmax")

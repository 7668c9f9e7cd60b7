"""KL216: the output has another number of units than the labels have classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.targets import form_of
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.output_units import MultipleClasses, OutputUnits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from the two numbers."""

    severity: Severity
    consequence: str


class UnitsClassesMismatch(Rule):
    """The output has another number of units than the labels have classes.

    ## What it does
    Compares the units of the output with the number of classes of the labels it is trained on, where both are known.

    ## Why is this bad?
    As seen by running Keras 3.15 on TensorFlow:

    - integer labels, fewer units than classes: fails with "Received a label value of 9 which is outside the valid
      range of [0, 9)";
    - one-hot labels of another width: fails, "Arguments `target` and `output` must have the same shape";
    - one sigmoid for more than two classes: trains, and can only ever answer 0 or 1; the loss falls below 0;
    - integer labels, more units than classes: works; the units left over learn that they never occur. Reported as info.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(9, activation="softmax"),  # KL216
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(1, activation="sigmoid"),  # KL216
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Fix safety
    Unsafe: the model has another output.

    ## References
    - Keras API, `keras.losses.SparseCategoricalCrossentropy`
    """

    code = "KL216"
    name = "units-classes-mismatch"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the known number of classes does not fit the output."""
        found = heads(fit.model) if fit.model is not None else ()
        targets = fit.targets
        if len(found) != 1 or not isinstance(targets, Array) or targets.labels is None:
            return
        head, classes = found[0], targets.labels.classes
        if not isinstance(classes, int) or not isinstance(head.units, int) or targets.labels.task == "regression":
            return
        verdict = judge(head, head.units, targets, classes)
        if verdict is None:
            return
        units = "1 unit" if head.units == 1 else f"{head.units} units"
        remedies = [MultipleClasses(head, classes)] if head.units == 1 else [OutputUnits(head, classes)]
        argument = fit.arguments.get("y")
        related = argument.site if argument is not None and argument.site is not None else fit.site
        yield Finding(
            head.source.site,
            f"`{head.source.name}` has {units}, the labels have {classes} classes: {verdict.consequence}",
            remedies=remedies,
            related=[Related(related, f"labels of {classes} classes")],
            severity=verdict.severity,
        )


def judge(head: Head, units: int, targets: Array, classes: int) -> Verdict | None:
    """What follows from the numbers of units and classes under the loss."""
    loss, form = head.loss, form_of(targets)
    if not isinstance(loss, Loss):
        return None
    if units == 1 and classes > 2 and loss.family == "binary" and form == "integer":
        return Verdict(Severity.ERROR, "one unit can only tell two apart")
    if loss.family == "sparse" and form == "integer" and units > 1:
        last = int(targets.high) if isinstance(targets.high, (int, float)) else classes - 1
        if units < classes:
            return Verdict(Severity.ERROR, f"label {units} is refused")
        if units > classes and last == classes - 1:
            return Verdict(Severity.INFO, f"{units - classes} of them never occur")
    width = targets.shape[-1] if isinstance(targets.shape, tuple) and len(targets.shape) == 2 else None
    if (
        form == "one-hot"
        and units > 1
        and units != classes
        and width in (None, classes)
        and loss.family in ("categorical", "binary")
    ):
        return Verdict(Severity.ERROR, "Keras refuses labels of another width")
    return None

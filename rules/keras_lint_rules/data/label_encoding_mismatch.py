"""KL113: labels are written in a form that the loss does not take."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.remedy import Remedy
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.targets import form_of
from keras_lint.program.views import FitCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.label_encoding import EncodeLabels
from keras_lint_rules.remedies.losses import NEUTRAL_METRICS, ReplaceLoss, ReplaceLossSafely


class LabelEncodingMismatch(Rule):
    """The labels are one-hot where the loss takes integers, or the reverse.

    ## What it does
    Compares how the labels that reach `fit` are written with what the loss takes, for arrays, datasets (`label_mode`)
    and
    generators (`class_mode`).

    ## Why is this bad?
    Keras fails at the first batch. Integers under `categorical_crossentropy`: "Arguments `target` and `output` must
    have the same
    rank (ndim). Received: target.shape=(None,), output.shape=(None, 10)". One-hot rows under
    `sparse_categorical_crossentropy`: "Argument `output` must have rank (ndim) `target.ndim - 1`. Received:
    target.shape=(None, 10), output.shape=(None, 10)".

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(-1, 784) / 255.0
    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])  # KL113
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(-1, 784) / 255.0
    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Fix safety
    The other loss is safe where it is plain and every metric fits either form: the program could only fail. Encoding
    the labels is unsafe: other code may count on their form.

    ## References
    - Keras, `keras/src/backend/tensorflow/nn.py`
    """

    code = "KL113"
    name = "label-encoding-mismatch"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the labels' form and the loss are known not to fit."""
        found = heads(fit.model) if fit.model is not None else ()
        if len(found) != 1 or not isinstance(found[0].loss, Loss):
            return
        head, loss = found[0], found[0].loss
        for targets, name in ((fit.targets, "y"), (fit.validation[1], "validation_data")):
            wanted = fitting_loss(head, loss, targets) if isinstance(targets, Array) else None
            if wanted is None or not isinstance(targets, Array):
                continue
            argument = fit.arguments.get(name)
            place = argument.site if argument is not None and argument.site is not None else fit.site
            yield Finding(
                loss.site if loss.site is not None and name == "y" else place,
                refused(loss, place, targets),
                remedies=remedies(head, loss, wanted, fit, targets) if name == "y" else [],
                related=[Related(place, f"the labels are {in_words(targets)}")],
            )
            return
        yield from self.evaluated(fit, head, loss)

    @staticmethod
    def evaluated(fit: FitCall, head: Head, loss: Loss) -> Iterator[Finding]:
        """Labels that are right in ``fit`` and left in another form for ``evaluate``."""
        for call in fit.program.evaluations:
            targets, argument = call.targets, call.arguments.get("y")
            if call.model_reference != fit.model_reference or call.event.order < fit.event.order:
                continue
            if isinstance(targets, Array) and fitting_loss(head, loss, targets) is not None:
                yield Finding(
                    argument.site if argument is not None and argument.site is not None else call.site,
                    refused(loss, argument.site if argument is not None else None, targets),
                    related=[Related(fit.site, "trained on labels of another form here")]
                    if is_known(fit.targets)
                    else [],
                )


def in_words(targets: Array) -> str:
    """The form of labels in words."""
    return "one-hot rows" if form_of(targets) == "one-hot" else "integers"


def fitting_loss(head: Head, loss: Loss, targets: Array) -> str | None:
    """The loss that takes these labels; ``None`` where this one does, or too little is known."""
    form, units, rank = form_of(targets), head.units, targets.rank
    if not isinstance(units, int) or not isinstance(rank, int):
        return None
    if form == "one-hot" and loss.family == "sparse" and rank == head.rank and last_axis(targets) != 1:
        return "categorical_crossentropy"
    if form != "integer" or units < 2 or (isinstance(head.rank, int) and head.rank != 2):
        return None  # a map of predictions: KL213
    column = rank == 2 and last_axis(targets) == 1
    if loss.family == "categorical" and (rank == 1 or column):
        return "sparse_categorical_crossentropy"
    if loss.family == "binary" and (rank == 1 or column):
        return "sparse_categorical_crossentropy"
    return None


def last_axis(targets: Array) -> object:
    """Size of the last axis."""
    return targets.shape[-1] if isinstance(targets.shape, tuple) and targets.shape else None


def remedies(head: Head, loss: Loss, wanted: str, fit: FitCall, targets: Array) -> list[Remedy]:
    """The other loss; safe where nothing else depends on the form of the labels."""
    metrics = head.model.metrics
    neutral = isinstance(metrics, tuple) and all(isinstance(m, str) and m in NEUTRAL_METRICS for m in metrics)
    plain = loss.configured is None or not set(loss.configured.arguments) - {"from_logits"}
    safe = neutral and plain and loss.family != "binary" and loss.name.endswith("categorical_crossentropy")
    found: list[Remedy] = [ReplaceLossSafely(head, wanted) if safe else ReplaceLoss(head, wanted)]
    if loss.family == "categorical":
        found.append(EncodeLabels(fit, targets, head.units))
    return found


def refused(loss: Loss, labels: Site | None, targets: Array) -> str:
    """The message, with the labels as the user calls them where that is a name."""
    written = labels.code if labels is not None else ""
    name = f"`{written}`" if all(part.isidentifier() for part in written.split(".")) else "these labels"
    return f"`{loss.name}` does not take {name}: they are {in_words(targets)}"

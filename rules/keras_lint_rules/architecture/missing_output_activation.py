"""KL204: a linear output and a loss that takes probabilities."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.losses import Loss
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.remedy import Remedy
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.views import ModelView
from keras_lint_rules.remedies.losses import UseLogits
from keras_lint_rules.remedies.output_activation import ReplaceActivation


class MissingOutputActivation(Rule):
    """The output is linear, and the loss expects probabilities.

    ## What it does
    Finds models whose last layer has no activation while a cross-entropy without `from_logits=True` judges its output.

    ## Why is this bad?
    A cross-entropy takes the logarithm of probabilities. A linear output is no probability: Keras clips it to `[1e-7,
    1 - 1e-7]`, so that whatever lies outside has no gradient. Nothing is raised; the loss starts near 7 or 8 instead
    of `log(classes)`, and the network learns little or nothing. (Run with Keras 3.15: three separable classes, 42
    steps; 66.7 % right with a linear output, 100 % with softmax.)

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10),  # KL204
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    ```
    or leave the output linear and say so:
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    ```

    ## Fix safety
    Unsafe: the model learns something else. `from_logits=True` is offered only where no metric and no prediction
    compares the output with a threshold of 0.5: logits have theirs at 0.

    ## References
    - Keras API, `keras.losses.SparseCategoricalCrossentropy`, `from_logits`
    """

    code = "KL204"
    name = "missing-output-activation"
    severity = Severity.ERROR

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each linear output under a loss that takes probabilities."""
        for head in heads(model):
            loss = head.loss
            if not isinstance(loss, Loss) or not loss.takes_probabilities or loss.from_logits is not False:
                continue
            if head.activation != "linear":
                continue
            if loss.family != "binary" and (not isinstance(head.units, int) or head.units < 2):
                continue  # one unit under a loss over classes: KL206
            yield Finding(
                head.source.site,
                f"`{head.source.name}` is linear, but `{loss.name}` takes probabilities",
                remedies=remedies(head, loss),
                related=[Related(loss.site, "the loss is given here")] if loss.site is not None else [],
            )


def remedies(head: Head, loss: Loss) -> list[Remedy]:
    """An activation first; logits where nothing takes the output for a probability."""
    activation = "sigmoid" if loss.family == "binary" else "softmax"
    found: list[Remedy] = [UseLogits(head)]
    if head.plain or activation == "sigmoid":
        found.insert(0, ReplaceActivation(head.source, activation))
    return found

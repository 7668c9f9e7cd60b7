"""KL208: an output activation that makes no probabilities."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.losses import Loss
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.views import ModelView
from keras_lint_rules.remedies.output_activation import ReplaceActivation

NO_PROBABILITIES = frozenset({
    "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "mish", "softplus", "softsign", "tanh",
    "exponential", "prelu", "hard_silu", "hard_tanh", "squareplus", "log_softmax",
})  # fmt: skip
"""Activations whose values are no probabilities: below 0, above 1, or both."""


class UselessOutputActivation(Rule):
    """The output's activation makes no probabilities, and the loss takes probabilities.

    ## What it does
    Finds classifiers whose last activation is `relu`, `tanh`, … under a cross-entropy, and a softmax that runs over
    another axis than the one the loss looks at.

    ## Why is this bad?
    A cross-entropy takes the logarithm of probabilities. Keras clips what lies outside of `[0, 1]`: where `relu` gives
    0 or more than 1, and `tanh` less than 0, there is no gradient, and many units never learn. Nothing is raised.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="relu"),  # KL208
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="tanh"),  # KL208
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.Conv2D(5, 1),
        layers.Softmax(axis=1),  # KL208
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

    A bounded output is right for other losses:

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="tanh"),
    ])
    model.compile(optimizer="adam", loss="hinge")
    ```

    ## Fix safety
    Unsafe: the model computes something else.

    ## References
    - Keras 3.15, `keras/src/backend/tensorflow/nn.py`, `categorical_crossentropy`: the output is clipped
    """

    code = "KL208"
    name = "useless-output-activation"
    severity = Severity.WARNING

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each output whose activation its loss cannot read as probabilities."""
        for head in heads(model):
            loss, layer = head.loss, head.source
            if not isinstance(loss, Loss) or not loss.takes_probabilities or not isinstance(head.activation, str):
                continue
            site = layer.layer.site_of("activation") if layer.layer is not None else layer.site
            related = [Related(loss.site, "the loss")] if loss.site is not None else []
            if head.activation in NO_PROBABILITIES:
                fitting = fitting_activation(head, loss)
                what = "logits below 0 are lost" if loss.from_logits is True else "it makes no probabilities"
                if loss.from_logits is False or (loss.from_logits is True and head.activation in RECTIFIED):
                    yield Finding(
                        site,
                        f"`{head.activation}` on the output of `{layer.name}` under `{loss.name}`: {what}",
                        remedies=[ReplaceActivation(layer, fitting)] if fitting is not None else [],
                        related=related,
                    )
            elif head.activation == "softmax" and over_wrong_axis(head, loss):
                yield Finding(
                    site,
                    f"softmax runs over axis {layer.value('axis')}, and `{loss.name}` compares the last one",
                    related=related,
                )


RECTIFIED = frozenset({"relu", "relu6"})
"""Activations that leave nothing below 0: logits cannot speak against a class."""


def fitting_activation(head: Head, loss: Loss) -> str | None:
    """The activation that makes the probabilities this loss takes; ``None`` where it takes logits."""
    if loss.from_logits is True:
        return "linear"
    if loss.family == "binary":
        return "sigmoid"
    return "softmax" if isinstance(head.units, int) and head.units > 1 else None


def over_wrong_axis(head: Head, loss: Loss) -> bool:
    """Whether a softmax layer sums over another axis than the last, where the loss has its classes."""
    axis, rank = head.source.value("axis"), head.rank
    if head.source.cls != "Softmax" or loss.family not in ("categorical", "sparse") or not isinstance(rank, int):
        return False
    return head.plain and isinstance(axis, int) and axis % rank != rank - 1

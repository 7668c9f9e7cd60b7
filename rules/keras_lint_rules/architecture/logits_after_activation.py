"""KL205: ``from_logits=True`` behind an activation."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.losses import Loss
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.views import ModelView
from keras_lint_rules.remedies.losses import TakeProbabilities
from keras_lint_rules.remedies.output_activation import ReplaceActivation

PROBABILITIES = frozenset({"softmax", "sigmoid"})
"""Activations that make probabilities. ``log_softmax`` makes logits that are already normalized, which is right."""


class LogitsAfterActivation(Rule):
    """The loss is told that it gets logits, and gets probabilities.

    ## What it does
    Finds cross-entropies with `from_logits=True` on an output that has a softmax or sigmoid.

    ## Why is this bad?
    The loss applies its own softmax or sigmoid to what it takes for logits. Applied to probabilities, the result is
    almost
    uniform: the loss cannot come near 0, gradients are small, and the confidence that is learnt is wrong.

    On the TensorFlow backend Keras sees through an activation that comes last, computes the loss from the logits
    before it, and
    warns: "`sparse_categorical_crossentropy` received `from_logits=True`, but the `output` argument was produced by a
    Softmax activation and thus does not represent logits. Was this intended?". There the training is right by luck
    (severity info), until a layer is put behind the activation, the focal variant of the loss is used, or the backend
    changes.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])  # KL205
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
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    ```

    ## Fix safety
    Unsafe: the loss takes other values.

    ## References
    - Keras, `keras/src/backend/tensorflow/nn.py`, `_get_logits`
    """

    code = "KL205"
    name = "logits-after-activation"
    severity = Severity.WARNING

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each loss that applies its activation a second time."""
        for head in heads(model):
            loss = head.loss
            if not isinstance(loss, Loss) or not loss.takes_probabilities or loss.from_logits is not True:
                continue
            if head.activation not in PROBABILITIES or not isinstance(head.activation, str):
                continue
            unwrapped = sees_through(head, loss, program)
            what = (
                "Keras takes the logits before it on TensorFlow alone"
                if unwrapped
                else "the loss applies its own on top"
            )
            yield Finding(
                loss.site if loss.site is not None else head.source.site,
                f"`from_logits=True`, but `{head.source.name}` has a {head.activation}: {what}",
                remedies=[TakeProbabilities(head), ReplaceActivation(head.source, "linear")],
                related=[Related(head.source.site, f"the output's {head.activation}")],
                severity=Severity.INFO if unwrapped else None,
            )


def sees_through(head: Head, loss: Loss, program: Program) -> bool:
    """Whether Keras computes the loss from the logits before the activation all the same."""
    return (
        program.backend == "tensorflow" and head.source is head.layer and not loss.name.endswith("focal_crossentropy")
    )

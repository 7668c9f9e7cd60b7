"""KL206: the loss does not fit the output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keras_lint.knowledge.losses import Loss
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.targets import label_form, on_classes
from keras_lint.program.views import ModelView
from keras_lint_rules.remedies.losses import ReplaceLoss
from keras_lint_rules.remedies.output_activation import ReplaceActivation

NOT_FOR_CLASSES = frozenset({
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error",
    "huber", "log_cosh", "hinge", "squared_hinge",
})  # fmt: skip
"""Losses of regression and margins: behind a softmax their gradient vanishes where the network is most wrong."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong, how badly, and which loss or activation fits."""

    severity: Severity
    message: str
    loss: str | None
    activation: str | None = None


class LossOutputMismatch(Rule):
    """The loss is made for another kind of output.

    ## What it does
    Compares the number of units and the activation of each output with the loss.

    ## Why is this bad?
    As seen by running Keras 3.15 on TensorFlow:

    | output | loss | what happens |
    |---|---|---|
    | 1 unit | `categorical_crossentropy` | the loss is 0.0 from the first step, nothing is learnt |
    | 1 unit | `sparse_categorical_crossentropy` | fails: "Received a label value of 1 which is outside …" |
    | softmax over n units | `binary_crossentropy` | trains on n yes-or-no questions that the softmax ties together |
    | n sigmoids | `categorical_…`, `sparse_…` | compete only on TensorFlow, which sees through them (info there) |
    | softmax | `mse`, `mae`, `msle`, `hinge` on classes | gradients vanish where the prediction is most wrong |

    Several sigmoids under `binary_crossentropy` are right: that is how labels that do not exclude each other are
    learnt. An autoencoder with sigmoid and `binary_crossentropy` or `mse` is right as well.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])  # KL206
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    ```

    ## Fix safety
    Unsafe: the model learns something else.

    ## References
    - Keras API, losses, "Probabilistic losses"
    """

    code = "KL206"
    name = "loss-output-mismatch"
    severity = Severity.WARNING

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each output that its loss does not fit."""
        for head in heads(model):
            if not isinstance(head.loss, Loss):
                continue
            verdict = judge(head, head.loss, program.backend)
            if verdict is None:
                continue
            remedies = [ReplaceLoss(head, verdict.loss)] if verdict.loss is not None else []
            yield Finding(
                head.loss.site if head.loss.site is not None else head.source.site,
                verdict.message,
                remedies=[
                    *remedies,
                    *([ReplaceActivation(head.source, verdict.activation)] if verdict.activation else []),
                ],
                related=[Related(head.source.site, "the output is made here")],
                severity=verdict.severity,
            )


def judge(head: Head, loss: Loss, backend: str) -> Verdict | None:
    """The verdict on one output; ``None`` where the loss fits or too little is known."""
    units, activation, layer = head.units, head.activation, head.source.name
    if units == 1 and activation != "softmax":
        return one_unit(loss, layer)
    if not isinstance(units, int) or units < 2 or not isinstance(activation, str):
        return None
    if (
        activation == "softmax"
        and loss.family == "binary"
        and loss.from_logits is not True
        and label_form(head) != "integer"
    ):
        fitting = loss.name.replace("binary", "categorical")
        return Verdict(Severity.WARNING, f"softmax over {units} classes of `{layer}` under `{loss.name}`", fitting)
    if activation == "sigmoid" and loss.family in ("categorical", "sparse") and loss.from_logits is not True:
        message = f"`{loss.name}` wants one softmax over the {units} classes, `{layer}` has {units} sigmoids"
        seen_through = backend == "tensorflow" and head.source is head.layer and "focal" not in loss.name
        severity = Severity.INFO if seen_through else Severity.WARNING  # it learns as softmax does [run]
        return Verdict(severity, message, None, "softmax" if head.plain else None)
    if activation == "softmax" and loss.name in NOT_FOR_CLASSES and on_classes(head):
        fitting = "sparse_categorical_crossentropy" if label_form(head) == "integer" else "categorical_crossentropy"
        return Verdict(
            Severity.WARNING,
            f"softmax over {units} classes is trained with `{loss.name}`, a loss for other targets",
            fitting,
        )
    return None


def one_unit(loss: Loss, layer: str) -> Verdict | None:
    """One unit under a loss over classes."""
    if loss.family == "categorical" and loss.name.endswith("crossentropy"):
        fitting = loss.name.replace("categorical", "binary")
        return Verdict(
            Severity.ERROR, f"`{loss.name}` over the single unit of `{layer}` is always 0: nothing is learnt", fitting
        )
    if loss.family == "sparse":
        return Verdict(
            Severity.ERROR,
            f"`{loss.name}` over the single unit of `{layer}` takes no label but 0",
            "binary_crossentropy",
        )
    return None

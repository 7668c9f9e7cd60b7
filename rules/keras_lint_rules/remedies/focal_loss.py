"""Train with a loss that looks at the hard samples."""

from __future__ import annotations

from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.heads import Head, heads
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.label_encoding import EncodeLabels
from keras_lint_rules.remedies.losses import NEUTRAL_METRICS, ReplaceLoss

FOCAL = {
    "binary_crossentropy": "binary_focal_crossentropy",
    "categorical_crossentropy": "categorical_focal_crossentropy",
    "sparse_categorical_crossentropy": "categorical_focal_crossentropy",
}
"""Keras has no focal loss for integer labels of several classes: they are encoded."""


class FocalLoss(Remedy):
    """Replace the crossentropy by its focal variant: samples that are judged rightly already hardly count."""

    id = "focal-loss"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Use a focal loss, in which easy samples count less"

    def edit(self, editor: Editor) -> None:
        """Write the focal loss in the place of the present one, in the same way, with labels as it takes them."""
        model = self.fit.model
        outputs = heads(model) if model is not None else ()
        if len(outputs) != 1 or not isinstance(outputs[0].loss, Loss) or outputs[0].loss.name not in FOCAL:
            raise NotApplicable("no crossentropy that has a focal variant")
        if outputs[0].loss.family == "sparse":
            self.encode(editor, outputs[0])
        ReplaceLoss(outputs[0], FOCAL[outputs[0].loss.name]).edit(editor)

    def encode(self, editor: Editor, head: Head) -> None:
        """Encode integer labels wherever the model is given them.

        Raises:
            NotApplicable: they are not known, or metrics count on integers.
        """
        metrics, targets = head.model.metrics, self.fit.targets
        if not isinstance(metrics, tuple) or not all(isinstance(m, str) and m in NEUTRAL_METRICS for m in metrics):
            raise NotApplicable("metrics that may count on integer labels")
        if not isinstance(targets, Array) or self.fit.given("class_weight") is not False:
            raise NotApplicable("the labels are not known, or weighted by class")
        EncodeLabels(self.fit, targets, head.units).edit(editor)

"""Let the model divide its inputs itself."""

from __future__ import annotations

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.entrance import scales_inside, takes_names
from keras_lint.program.views import FitCall, ModelView
from keras_lint_rules.remedies.model_input import insert_at_input

EIGHT_BITS = 255
"""The greatest value of an image of eight bits in each channel."""


def greatest(fit: FitCall) -> int:
    """The greatest value the images can have.

    Raises:
        NotApplicable: the range is not known, not that of raw images, or was changed already.
    """
    data = fit.inputs
    if not isinstance(data, Array) or not is_known(data.high) or not is_known(data.low):
        raise NotApplicable("the range of the inputs is not known")
    if data.low < 0 or data.high < 2 or data.high != int(data.high):
        raise NotApplicable("the inputs do not start at 0, or are scaled already")
    return int(data.high)


class AddRescalingLayer(Remedy):
    """Put ``Rescaling`` in front of the layers: it stays with the model, so that predictions are scaled as training
    was.
    """

    id = "rescaling-layer"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Scale the inputs inside the model with `Rescaling`"

    def edit(self, editor: Editor) -> None:
        """Insert the layer at the model's input."""
        model = self.fit.model
        if model is None or scales_inside(model) is not False:
            raise NotApplicable("the model scales its inputs already, or is not known")
        if takes_names(model):
            raise NotApplicable("the inputs are numbers of tokens")
        check_all_raw(model, self.fit)
        scale = f"1.0 / {greatest(self.fit)}"
        insert_at_input(editor, model, f"{editor.name_of('keras.layers.Rescaling')}({scale})")


def check_all_raw(model: ModelView, fit: FitCall) -> None:
    """A layer in the model scales whatever it gets.

    Raises:
        NotApplicable: some of it is scaled already.
    """
    high = greatest(fit)
    others = [
        call
        for call in (*model.program.evaluations, *model.program.predictions)
        if call.model_reference == fit.model_reference
    ]
    found = [call.inputs for call in others] + [fit.validation[0]]
    if any(isinstance(data, Array) and is_known(data.high) and data.high < high / 2 for data in found):
        raise NotApplicable("other data of the model are scaled already")


__all__ = ["EIGHT_BITS", "AddRescalingLayer", "greatest"]

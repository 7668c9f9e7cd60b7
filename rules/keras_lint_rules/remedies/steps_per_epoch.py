"""Leave the number of steps to Keras."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall


class DropStepsPerEpoch(Remedy):
    """Without ``steps_per_epoch`` an epoch is one pass over all data."""

    id = "drop-steps-per-epoch"

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Drop `steps_per_epoch`: an epoch is then one pass over the data"

    def edit(self, editor: Editor) -> None:
        """Remove the argument, as it is spelt in the call."""
        argument = self.fit.arguments.get("steps_per_epoch")
        if argument is None or argument.site is None or argument.written is None:
            raise NotApplicable("the steps are not written as a keyword of the call")
        editor.remove_argument(self.fit.site, argument.written)

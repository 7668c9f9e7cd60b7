"""Hold a part of the training arrays back for validation, by ``validation_split``."""

from __future__ import annotations

from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall

SHARE = 0.2
"""A fifth: what Keras's own guides hold back."""
ADDED_ROWS = ("resampled", "appended")
"""Steps that put rows of one class at the end, where `validation_split` takes them from."""


def require_arrays(fit: FitCall) -> None:
    """Arrays can be split by row, datasets and generators cannot; what is validated already needs no more.

    Raises:
        NotApplicable: the data are known to be no arrays, or it is not known what they are.
    """
    if fit.takes_arrays is not True:
        raise NotApplicable("the data are not known to be arrays")
    if fit.validated is not False:
        raise NotApplicable("there are validation data, or may be")


class AddValidationSplit(Remedy):
    """Let ``fit`` hold back the last fifth of the rows."""

    id = "validation-split"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Hold back the last {SHARE:.0%} of the rows with `validation_split={SHARE}`"

    def edit(self, editor: Editor) -> None:
        """Add the argument."""
        require_arrays(self.fit)
        data = self.fit.inputs
        if isinstance(data, Array) and data.has_step(*ADDED_ROWS):
            raise NotApplicable("the last rows are the ones that were added: they are of one class")
        written = self.fit.arguments.get("validation_split")
        if written is not None and written.site is not None and written.written is not None:
            editor.replace_value(written, str(SHARE))
        else:
            editor.add_argument(self.fit.site, f"validation_split={SHARE}")

"""Write labels in the form that the loss takes."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall


class EncodeLabels(Remedy):
    """Encode integer labels as one-hot rows where they enter ``fit``."""

    id = "encode-labels"

    def __init__(self, fit: FitCall, targets: Array, units: int | Unknown) -> None:
        self.fit = fit
        self.targets = targets
        self.units = units

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Encode the labels with `to_categorical`"

    def edit(self, editor: Editor) -> None:
        """Encode the argument ``y``, and the labels of ``validation_data`` with it."""
        argument = self.fit.arguments.get("y")
        if argument is None or argument.site is None or not isinstance(self.units, int):
            raise NotApplicable("the labels are no argument of `fit`")
        function = editor.name_of("keras.utils.to_categorical")
        editor.replace(argument.site, f"{function}({editor.code(argument.site)}, {self.units})")
        validation = self.fit.arguments.get("validation_data")
        if validation is None or not isinstance(self.fit.validation[1], Array):
            if self.fit.given("validation_data") is not False:
                raise NotApplicable("the labels of the validation data are not known")
            return
        node = validation.site.node if validation.site is not None else None
        if validation.site is None or not isinstance(node, (cst.Tuple, cst.List)) or len(node.elements) != 2:
            raise NotApplicable("the validation data are not written in the call")
        labels = validation.site.at(node.elements[1].value)
        editor.replace(labels, f"{function}({editor.code(labels)}, {self.units})")

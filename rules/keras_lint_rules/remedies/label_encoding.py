"""Write labels in the form that the loss takes."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.targets import form_of
from keras_lint.program.views import FitCall, ModelCall
from keras_lint.syntax import Site


class EncodeLabels(Remedy):
    """Encode integer labels as one-hot rows where they enter the model."""

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
        """Encode the labels of every ``fit`` and ``evaluate`` of the model, and of ``validation_data``."""
        if not isinstance(self.units, int):
            raise NotApplicable("the number of classes is not known")
        program, model = self.fit.program, self.fit.model_reference
        function = editor.name_of("keras.utils.to_categorical")
        places: dict[object, Site] = {}
        for call in (*program.fits, *program.evaluations):
            if call.model_reference == model:
                places.update({site.key: site for site in label_sites(call)})
        for site in places.values():
            editor.replace(site, f"{function}({editor.code(site)}, {self.units})")


def label_sites(call: ModelCall) -> list[Site]:
    """The expressions that give a call its labels.

    Raises:
        NotApplicable: they are not written in the call, or not known to be integers.
    """
    argument = call.arguments.get("y")
    if argument is None or argument.site is None or not is_integer(call.targets):
        raise NotApplicable("the labels are no argument of their own")
    sites = [argument.site]
    if isinstance(call, FitCall) and call.given("validation_data") is not False:
        validation = call.arguments.get("validation_data")
        node = validation.site.node if validation is not None and validation.site is not None else None
        if validation is None or validation.site is None or not is_integer(call.validation[1]):
            raise NotApplicable("the labels of the validation data are not known")
        if not isinstance(node, (cst.Tuple, cst.List)) or len(node.elements) < 2:
            raise NotApplicable("the validation data are not written in the call")
        sites.append(validation.site.at(node.elements[1].value))
    return sites


def is_integer(targets: object) -> bool:
    """Whether these are known to be integer labels."""
    return isinstance(targets, Array) and form_of(targets) == "integer"

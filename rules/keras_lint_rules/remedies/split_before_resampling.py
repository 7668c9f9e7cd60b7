"""Split the data before they are resampled, and validate on what was held back."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import Array, Step
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import rewrite
from keras_lint_rules.remedies.fit_after_split import assigned, names_of
from keras_lint_rules.remedies.train_test_split import part_name
from keras_lint_rules.remedies.training_data import SEED


class SplitBeforeResampling(Remedy):
    """Hold validation data back by ``train_test_split`` before the resampling, in the place of ``validation_split``."""

    id = "split-before-resampling"
    packages = ("scikit-learn",)

    def __init__(self, fit: FitCall, step: Step) -> None:
        self.fit = fit
        self.step = step

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Split before `{self.step.name}`, and validate on what was held back"

    def edit(self, editor: Editor) -> None:
        """Split what is resampled, resample the one part, and hand the other to ``fit``."""
        event = next((e for e in self.fit.program.of("resample") if e.site.key == self.step.site.key), None)
        if event is None or event.context.key != self.fit.event.context.key:
            raise NotApplicable("the rows are resampled elsewhere")
        target, call = assigned(event.statement)
        if call is not event.site.node or not isinstance(call, cst.Call) or len(call.args) != 2:
            raise NotApplicable("the resampling is part of another expression")
        names_of(target)
        if any(not isinstance(a.value, cst.Name) or a.keyword is not None or a.star for a in call.args):
            raise NotApplicable("not all that is resampled has a name")
        data = event.details["inputs"]
        later = self.fit.inputs.steps if isinstance(self.fit.inputs, Array) else ()
        if not isinstance(data, Array) or later[-1:] != (self.step,):
            raise NotApplicable(
                "more is done to the data after the resampling: the validation data would need it as well"
            )
        self.write(editor, event.site.at(call.args[0].value), event.site.at(call.args[1].value), event.statement)

    def write(self, editor: Editor, x: Site, y: Site, statement: Site) -> None:
        """The split before the resampling, and its parts in both calls."""
        share = self.fit.argument_value("validation_split")  # a name for it may be bound only later
        if not isinstance(share, float):
            raise NotApplicable("the share is not known")
        names = [
            part_name(editor, site, part, letter) for site, letter in ((x, "x"), (y, "y")) for part in ("fit", "val")
        ]
        function = editor.name_of("sklearn.model_selection.train_test_split")
        given = f"{editor.code(x)}, {editor.code(y)}, test_size={share:g}, stratify={editor.code(y)}"
        editor.insert_before(statement, f"{', '.join(names)} = {function}({given}, random_state={SEED})")
        editor.replace(x, names[0])
        editor.replace(y, names[2])
        rewrite(editor, self.fit.site, replace={"validation_split": f"validation_data=({names[1]}, {names[3]})"})

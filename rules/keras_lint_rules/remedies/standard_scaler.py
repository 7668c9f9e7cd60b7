"""Standardise features with scikit-learn, fitted on the training part alone."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.entrance import takes_names
from keras_lint.program.run import Binding
from keras_lint.program.views import FitCall, ModelCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import rewrite
from keras_lint_rules.remedies.real_split import split_first, splits_off
from keras_lint_rules.remedies.scale_by_division import SCALED
from keras_lint_rules.remedies.training_data import TrainingData

TABLE = 2
"""Axes that a scaler of scikit-learn takes: more are refused, "Found array with dim 3"."""


class AddStandardScaler(Remedy):
    """Fit ``StandardScaler`` on what the model trains on, and transform all that the model is given."""

    id = "standard-scaler"
    refactoring = FitCall
    packages = ("scikit-learn",)

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Standardise the features with `StandardScaler`, fitted on the training data only"

    def edit(self, editor: Editor) -> None:
        """Scale right before the first use of the model's data, under the names they have."""
        data = self.fit.inputs
        if not isinstance(data, Array) or data.rank != TABLE or self.fit.dataset is not None:
            raise NotApplicable("scikit-learn scales tables of two axes only")
        if self.fit.model is None or takes_names(self.fit.model) or data.kind in ("text", "sequence", "labels"):
            raise NotApplicable("the model is not known, or its inputs are numbers of tokens")
        if data.has_step(*SCALED):
            raise NotApplicable("the data are scaled already")
        names = self.names_of_arrays(editor)
        editor.place = self.first_call(editor).statement.span.start
        place = self.place(names)
        if splits_off(self.fit):
            self.split_and_scale(editor, names[1:])
            return
        lines = self.scaling(editor, names[0], names[1:])
        if place is None:
            editor.insert_before(self.first_call(editor).statement, "\n".join(lines))
        else:
            editor.insert_after(place, "\n".join(lines))

    def split_and_scale(self, editor: Editor, others: list[str]) -> None:
        """Where ``fit`` cuts off the validation data itself, they are cut off before: the scaler is not to know
        them.
        """
        training = TrainingData(editor, self.fit)
        parts = split_first(training, stratify=is_classifier(self.fit))
        training.lines += self.scaling(editor, parts.x, [parts.x_val, *others])
        rewrite(editor, self.fit.site, replace={"validation_split": parts.validation})
        training.train_on(parts.x, parts.y)
        training.write_lines()

    def scaling(self, editor: Editor, train: str, others: list[str]) -> list[str]:
        """The statements that fit the scaler on one array and transform the others."""
        scaler, cls = editor.free_name("scaler"), editor.name_of("sklearn.preprocessing.StandardScaler")
        lines = [f"{scaler} = {cls}()", f"{train} = {scaler}.fit_transform({train})"]
        return lines + [f"{other} = {scaler}.transform({other})" for other in others]

    @property
    def calls(self) -> list[ModelCall]:
        """All calls on the model, in order."""
        program = self.fit.program
        calls: list[ModelCall] = [*program.fits, *program.evaluations, *program.predictions]
        return sorted((c for c in calls if c.model_reference == self.fit.model_reference), key=lambda c: c.event.order)

    def first_call(self, editor: Editor) -> ModelCall:
        """The first call on the model, before which everything has to be scaled.

        Raises:
            NotApplicable: another call stands elsewhere.
        """
        first = self.calls[0]
        for call in self.calls:
            editor.check(call.statement)
            if call.event.context.calls != first.event.context.calls or call.event.context.turns:
                raise NotApplicable("the model is used in several functions, or in a loop")
        return first

    def names_of_arrays(self, editor: Editor) -> list[str]:
        """The names of all inputs of the model, those of the training data first.

        Raises:
            NotApplicable: one of them has no name, or is a part of another.
        """
        self.first_call(editor)
        names = [self.named(self.fit.arguments["x"].site)]
        for call in self.calls:
            if call.site.key == self.fit.site.key:
                names += self.validation_name(self.fit)
            elif isinstance(call, FitCall):
                raise NotApplicable("the model is trained more than once")
            else:
                names.append(self.named(call.arguments["x"].site if "x" in call.arguments else None))
        return list(dict.fromkeys(names))

    def validation_name(self, fit: FitCall) -> list[str]:
        """The name of the inputs in ``validation_data``."""
        argument = fit.arguments.get("validation_data")
        if argument is None or fit.given("validation_data") is False:
            return []
        node = argument.site.node if argument.site is not None else None
        if not isinstance(node, (cst.Tuple, cst.List)) or argument.site is None or len(node.elements) < TABLE:
            raise NotApplicable("the validation data are not written in the call")
        return [self.named(argument.site.at(node.elements[0].value))]

    @staticmethod
    def named(site: Site | None) -> str:
        """A plain name.

        Raises:
            NotApplicable: the data have none.
        """
        if site is None or not isinstance(site.node, cst.Name):
            raise NotApplicable("some of the model's data have no name")
        return site.node.value

    def place(self, names: list[str]) -> Site | None:
        """The statement behind which all of the model's inputs have their names; ``None``: before the first call on
        the model.
        """
        first = self.calls[0]
        last: dict[str, Binding] = {}
        for binding in self.fit.program.run.bindings:
            if binding.name in names and binding.order <= first.event.order:
                last[binding.name] = binding
        if set(last) != set(names):
            raise NotApplicable("where the data get their names is not known")
        if any(b.order > first.event.order for b in self.fit.program.run.bindings if b.name in names):
            raise NotApplicable("the names get other data later")
        if len({b.reference for b in last.values()}) != len(names):
            raise NotApplicable("one array under two names")
        latest = max(last.values(), key=lambda b: b.order)
        same = latest.context.key == first.event.context.key
        return latest.statement if same and isinstance(latest.statement.node, cst.SimpleStatementLine) else None


def is_classifier(fit: FitCall) -> bool:
    """Whether the targets are classes, of which each part should have its share."""
    loss = fit.model.loss if fit.model is not None else None
    return isinstance(loss, Loss) and loss.family in ("binary", "categorical", "sparse")

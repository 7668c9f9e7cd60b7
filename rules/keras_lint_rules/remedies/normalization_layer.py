"""Let the model standardise its inputs with statistics of the training data."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import Array
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.entrance import scales_inside, takes_names
from keras_lint.program.views import FitCall, ModelView
from keras_lint.syntax import Site
from keras_lint_rules.remedies.arguments import expression
from keras_lint_rules.remedies.model_input import insert_at_input, statement_of_input
from keras_lint_rules.remedies.real_split import splits_off
from keras_lint_rules.remedies.scale_by_division import SCALED


class AddNormalizationLayer(Remedy):
    """Put ``Normalization`` in front of the layers and adapt it to the training data: it stays with the model."""

    id = "normalization-layer"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Standardise the inputs inside the model with `Normalization`"

    def edit(self, editor: Editor) -> None:
        """Make and adapt the layer before the model where the data are there already, else adapt it before ``fit``."""
        model, data = self.fit.model, self.fit.inputs
        if model is None or scales_inside(model) is not False:
            raise NotApplicable("the model scales its inputs already, or is not known")
        if takes_names(model):
            raise NotApplicable("the inputs are numbers of tokens")
        if isinstance(data, Array) and data.has_step(*SCALED):
            raise NotApplicable("the data are scaled already")
        site = self.fit.arguments["x"].site if self.fit.dataset is None and "x" in self.fit.arguments else None
        if site is None or not isinstance(site.node, cst.Name):
            raise NotApplicable("the training data have no name")
        statement = statement_of_input(model)
        self.same_scope(editor, model, statement)
        editor.place = statement.span.start
        name = editor.free_name("normalization")
        made = f"{name} = {editor.name_of('keras.layers.Normalization')}()"
        rows, names = self.trained_on(editor, site.node.value)
        adapted = f"{name}.adapt({rows})"
        if all(self.bound_before(needed, statement) for needed in names):
            editor.insert_before(statement, f"{made}\n{adapted}")
        else:
            editor.insert_before(statement, made)
            editor.insert_before(self.fit.statement, adapted)
        insert_at_input(editor, model, name)

    def trained_on(self, editor: Editor, data: str) -> tuple[str, list[str]]:
        """The rows that train, and the names that stand in the expression. Where ``fit`` holds the last rows back for
        validation, the layer is not to know them; they are counted as Keras counts them.
        """
        if not splits_off(self.fit):
            return data, [data]
        share = self.fit.arguments["validation_split"].site
        if share is None or not isinstance(share.node, (cst.Float, cst.Name)):
            raise NotApplicable("the share held back for validation is no number or name")
        needed = [data, share.node.value] if isinstance(share.node, cst.Name) else [data]
        return f"{data}[: int(len({data}) * (1 - {expression(editor, share)}))]", needed

    def same_scope(self, editor: Editor, model: ModelView, statement: Site) -> None:
        """The layer's name has to be seen where the data's name is.

        Raises:
            NotApplicable: the model is built in another function or block.
        """
        editor.check(statement)
        fit = self.fit
        made = next((event for event in fit.program.of("model") if event.site.key == model.site.key), None)
        here = editor.indentation(statement) == editor.indentation(fit.statement)
        if made is None or made.context.key != fit.event.context.key or not here:
            raise NotApplicable("the model is built in another function or block")

    def bound_before(self, name: str, statement: Site) -> bool:
        """Whether the data get their name before the model is built, and keep it until ``fit``."""
        bindings = [b for b in self.fit.program.run.bindings if b.name == name and b.order <= self.fit.event.order]
        last = bindings[-1] if bindings else None
        if last is None or last.statement.source is not statement.source:
            return False
        return last.statement.span.end <= statement.span.start and last.context.key == self.fit.event.context.key

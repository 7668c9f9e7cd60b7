"""Compile a model with the loss that its output and labels ask for."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.heads import heads
from keras_lint.program.targets import label_form
from keras_lint.program.views import FitCall


class CompileModel(Remedy):
    """Insert ``compile`` before ``fit``."""

    id = "compile"

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Compile the model before `fit`"

    def edit(self, editor: Editor) -> None:
        """Write the call on a line of its own, on the same object as ``fit``."""
        loss, metric = self.loss()
        call = self.fit.site.node
        if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
            raise NotApplicable("the model has no name")
        model = editor.code(self.fit.site.at(call.func.value))
        measured = f", metrics=[{editor.quoted(metric)}]" if metric is not None else ""
        optimizer = editor.quoted("adam")
        editor.insert_before(
            self.fit.statement, f"{model}.compile(optimizer={optimizer}, loss={editor.quoted(loss)}{measured})"
        )

    def loss(self) -> tuple[str, str | None]:
        """The loss and the metric that fit the output and the labels.

        Raises:
            NotApplicable: they are not known.
        """
        found = heads(self.fit.model) if self.fit.model is not None else ()
        if len(found) != 1:
            raise NotApplicable("the model has not one known output")
        head, form = found[0], label_form(found[0])
        if head.activation == "sigmoid" and head.units == 1:
            return "binary_crossentropy", "accuracy"
        if head.activation == "softmax" and form in ("integer", "one-hot"):
            kind = "sparse_categorical" if form == "integer" else "categorical"
            return f"{kind}_crossentropy", "accuracy"
        if head.activation == "linear" and head.units == 1 and form not in ("integer", "one-hot"):
            return "mse", None
        raise NotApplicable("the loss does not follow from the output and the labels")

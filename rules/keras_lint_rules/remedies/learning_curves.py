"""Plot the losses that ``fit`` returns."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.logs import exact_names, log_names
from keras_lint.program.views import FitCall


class PlotLearningCurves(Remedy):
    """Bind the history and plot the loss, and one metric, of training and validation."""

    id = "learning-curves"
    refactoring = FitCall
    packages = ("matplotlib",)

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Plot the learning curves after training"

    def edit(self, editor: Editor) -> None:
        """Bind the result of ``fit`` if it is not bound, and plot after the statement."""
        name = self._bound_name(editor)
        curves = ["loss", *self._metrics()[:1]]
        plt = editor.name_of("matplotlib.pyplot") if "matplotlib.pyplot" in editor.bindings().values() else ""
        plt = plt or editor.add_plain_import("matplotlib.pyplot", "plt")
        lines: list[str] = []
        for curve in curves:
            if len(curves) > 1:
                lines.append(f"{plt}.figure()")
            lines.append(
                f"{plt}.plot({name}.history[{editor.quoted(curve)}], label={editor.quoted('training ' + curve)})"
            )
            if self.fit.validated is True:
                key = editor.quoted("val_" + curve)
                lines.append(f"{plt}.plot({name}.history[{key}], label={editor.quoted('validation ' + curve)})")
            lines += [f"{plt}.xlabel({editor.quoted('epoch')})", f"{plt}.legend()"]
        lines.append(f"{plt}.show()")
        editor.insert_after(self.fit.statement, "\n".join(lines))

    def _bound_name(self, editor: Editor) -> str:
        """The name that holds the history, bound where there is none."""
        editor.check(self.fit.statement)
        for small in getattr(self.fit.statement.node, "body", ()):
            if getattr(small, "value", None) is not self.fit.site.node:
                continue
            if isinstance(small, cst.Expr):
                name = editor.free_name("history")
                editor.insert(self.fit.site.span.start, f"{name} = ")
                return name
            targets = [t.target for t in small.targets] if isinstance(small, cst.Assign) else []
            if len(targets) == 1 and isinstance(targets[0], cst.Name):
                return targets[0].value
        raise NotApplicable("the result of `fit` goes elsewhere")

    def _metrics(self) -> tuple[str, ...]:
        """Names of the metrics that are certain to be in the history."""
        model = self.fit.model
        return exact_names(log_names(model)) if model is not None else ()

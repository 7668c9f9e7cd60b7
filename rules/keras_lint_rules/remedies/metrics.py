"""Have a model report a metric."""

from __future__ import annotations

from keras_lint.knowledge.values import Compiled
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy


class AddMetric(Remedy):
    """Compile with a metric."""

    id = "add-metric"
    safe = True

    def __init__(self, compiled: Compiled, metric: str) -> None:
        self.compiled = compiled
        self.metric = metric

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Report `{self.metric}`"

    def edit(self, editor: Editor) -> None:
        """Set the argument, where the call does not unpack its arguments."""
        argument = self.compiled.arguments.get("metrics")
        if not self.compiled.complete or (argument is not None and argument.site is None):
            raise NotApplicable("the arguments are not all written in the call")
        editor.set_argument(self.compiled.site, "metrics", f"[{editor.quoted(self.metric)}]")

"""Add ``EarlyStopping`` to a ``fit``."""

from __future__ import annotations

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall

PATIENCE_SHARE = 10
"""Patience is a tenth of the epochs: long enough for the noise of the validation loss, short enough to save most of the time."""


class AddEarlyStopping(Remedy):
    """Stop when the monitored loss no longer falls, and keep the best weights."""

    id = "early-stopping"
    refactoring = FitCall

    def __init__(self, fit: FitCall) -> None:
        self.fit = fit

    @property
    def monitor(self) -> str:
        """``val_loss``, or ``loss`` where nothing is validated."""
        return "val_loss" if self.fit.validated is True else "loss"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Stop early on `{self.monitor}` and keep the best weights"

    def edit(self, editor: Editor) -> None:
        """Bind the callback before ``fit`` and append it to the callbacks that are there."""
        if self.fit.has_unknown_callback or self.fit.callback("EarlyStopping"):
            raise NotApplicable("the callbacks are not all known, or stop early already")
        epochs = self.fit.epochs if isinstance(self.fit.epochs, int) else 100
        patience = max(3, epochs // PATIENCE_SHARE)
        name = editor.free_name("early_stopping")
        stopping = editor.name_of("keras.callbacks.EarlyStopping")
        editor.insert_before(
            self.fit.statement,
            f"{name} = {stopping}(monitor={editor.quoted(self.monitor)}, patience={patience}, restore_best_weights=True)",
        )
        argument = self.fit.arguments.get("callbacks")
        if argument is None:
            editor.add_argument(self.fit.site, f"callbacks=[{name}]")
        elif argument.site is None:
            raise NotApplicable("the callbacks are not written in the call")
        elif isinstance(argument.site.node, cst.List):
            end = argument.site.span.end - 1
            editor.insert(end, f", {name}" if argument.site.node.elements else name)
        elif editor.code(argument.site) == "None":
            editor.replace(argument.site, f"[{name}]")
        else:
            editor.replace(argument.site, f"[*{editor.code(argument.site)}, {name}]")

"""Remedies around ``EarlyStopping``: add it to a ``fit``, and have it keep the best weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall

if TYPE_CHECKING:
    from keras_lint.knowledge.values import Configured
    from keras_lint.syntax import Site

PATIENCE_SHARE = 10
"""Patience is a tenth of the epochs: long enough for the noise of the validation loss, short enough to save most of
the time."""
LEAST_PATIENCE = 3
"""Fewer epochs than this are noise, however short the training."""


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
        if self.fit.callback("EarlyStopping"):
            raise NotApplicable("training stops early already")
        if self.fit.has_unknown_callback:
            raise NotApplicable("the callbacks are not all known")
        epochs = self.fit.epochs if isinstance(self.fit.epochs, int) else 100
        patience = max(LEAST_PATIENCE, epochs // PATIENCE_SHARE)
        name = editor.free_name("early_stopping")
        stopping = editor.name_of("keras.callbacks.EarlyStopping")
        arguments = f"monitor={editor.quoted(self.monitor)}, patience={patience}, restore_best_weights=True"
        editor.insert_before(self.fit.statement, f"{name} = {stopping}({arguments})")
        append_callback(editor, self.fit, name)


def append_callback(editor: Editor, fit: FitCall, name: str) -> None:
    """Append a callback, by its name, to those that ``fit`` is given: a list, a variable, a tuple, a single one, or
    none.

    Raises:
        NotApplicable: the callbacks come out of a dictionary.
    """
    argument = fit.arguments.get("callbacks")
    if argument is None:
        editor.add_argument(fit.site, f"callbacks=[{name}]")
        return
    if argument.site is None:
        raise NotApplicable("the callbacks are not written in the call")
    node = argument.site.node
    if isinstance(node, cst.List) or (isinstance(node, cst.Tuple) and node.elements and node.lpar):
        append_item(editor, argument.site, name)
    elif fit.callbacks == ():
        editor.replace(argument.site, f"[{name}]")
    elif fit.items(argument.value) is None:  # a callback that stands alone
        editor.replace(argument.site, f"[{editor.code(argument.site)}, {name}]")
    else:
        editor.replace(argument.site, f"[*{editor.code(argument.site)}, {name}]")


def append_item(editor: Editor, site: Site, name: str) -> None:
    """Append an item to a list or tuple as it is written, in its own layout."""
    node = site.node
    if not isinstance(node, (cst.List, cst.Tuple)) or not node.elements:
        editor.insert(site.span.end - 1, name)
        return
    last = site.at(node.elements[-1].value).span.end
    rest = editor.text[last:].split("#")[0].split("]" if isinstance(node, cst.List) else ")")[0]
    comma = rest.find(",")
    line = editor.text[editor.text.rfind("\n", 0, last) + 1 : last]
    indent = line[: len(line) - len(line.lstrip())]
    closes_on_its_line = "\n" not in editor.text[last:].split("]" if isinstance(node, cst.List) else ")")[0]
    if "\n" in editor.text[site.span.start : last] and not closes_on_its_line:
        editor.insert(last + comma + 1, f"{'' if comma >= 0 else ','}\n{indent}{name}{',' if comma >= 0 else ''}")
    else:
        editor.insert(last + comma + 1, f" {name}" if comma >= 0 else f", {name}")


class RestoreBestWeights(Remedy):
    """Give the model the weights of its best epoch when training stops."""

    id = "restore-best-weights"

    def __init__(self, stopping: Configured) -> None:
        self.stopping = stopping

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return "Restore the best weights when training stops"

    def edit(self, editor: Editor) -> None:
        """Set the argument on the callback."""
        if not self.stopping.complete:
            raise NotApplicable("the callback's arguments are not all known")
        given = self.stopping.arguments.get("restore_best_weights")
        if given is not None and given.site is None:
            raise NotApplicable("the argument is not written in the call")
        editor.set_argument(self.stopping.site, "restore_best_weights", "True")

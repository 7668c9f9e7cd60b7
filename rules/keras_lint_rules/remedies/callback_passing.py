"""Hand a callback to ``fit`` as an object."""

from __future__ import annotations

import libcst as cst

from keras_lint.knowledge.values import Configured
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import FitCall
from keras_lint.syntax import Site
from keras_lint_rules.remedies.early_stopping import append_callback


class PassCallback(Remedy):
    """Give ``fit`` a callback that has a name already."""

    id = "pass-callback"

    def __init__(self, fit: FitCall, name: str) -> None:
        self.fit = fit
        self.name = name

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Pass `{self.name}` to `fit`"

    def edit(self, editor: Editor) -> None:
        """Append it to the callbacks that are there."""
        if self.fit.has_unknown_callback:
            raise NotApplicable("the callbacks are not all known")
        append_callback(editor, self.fit, self.name)


class CallCallbackClass(Remedy):
    """Make an object of a callback class."""

    id = "call-callback-class"
    safe = True

    NEEDS_ARGUMENTS = frozenset({"ModelCheckpoint", "LearningRateScheduler", "CSVLogger", "BackupAndRestore"})
    """Classes that cannot be called without arguments."""

    def __init__(self, site: Site, path: str) -> None:
        self.site = site
        self.name = path.rpartition(".")[2]

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Pass an object: `{self.name}()`"

    def edit(self, editor: Editor) -> None:
        """Add the call."""
        if self.name in self.NEEDS_ARGUMENTS:
            raise NotApplicable("the class needs arguments")
        editor.check(self.site)
        editor.insert(self.site.span.end, "()")


class DropCallback(Remedy):
    """Do not pass a callback."""

    id = "drop-callback"

    def __init__(self, fit: FitCall, index: int, callback: Configured) -> None:
        self.fit = fit
        self.index = index
        self.callback = callback

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Train without `{self.callback.name}`"

    def edit(self, editor: Editor) -> None:
        """Take it out of the list that stands in the call, the whole argument where it is alone; and delete the
        statement that makes it, where nothing else looks at its name.
        """
        argument = self.fit.arguments.get("callbacks")
        site = self.fit.item_site("callbacks", self.index)
        if argument is None or argument.site is None or argument.written is None or site is None:
            raise NotApplicable("the callbacks are not listed in the call")
        items = getattr(argument.site.node, "elements", ())
        self.delete_origin(editor, site)
        if len(items) == 1:
            editor.remove_argument(self.fit.site, argument.written)
        elif self.index + 1 < len(items):
            editor.delete(site.span.start, site.at(items[self.index + 1].value).span.start)
        else:
            editor.delete(site.at(items[self.index - 1].value).span.end, site.span.end)

    def delete_origin(self, editor: Editor, site: Site) -> None:
        """Delete ``name = Callback(…)`` in the block of the ``fit``: it would stand there for nothing."""
        if not isinstance(site.node, cst.Name) or not editor.flows_here_alone(self.callback.site, site.node.value):
            return
        for binding in editor.program.bindings_of(Configured):
            same = binding.fact.site.key == self.callback.site.key and binding.context.key == self.fit.event.context.key
            if same and editor.indentation(binding.statement) == editor.indentation(self.fit.statement):
                editor.delete_statement(binding.statement)
                return

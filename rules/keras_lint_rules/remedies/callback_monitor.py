"""Let a callback monitor what is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy

if TYPE_CHECKING:
    from keras_lint.knowledge.values import Configured


class ReplaceMonitor(Remedy):
    """Replace the name that a callback monitors."""

    id = "monitor"

    def __init__(self, callback: Configured, monitor: str, safe: bool = False) -> None:
        self.callback = callback
        self.monitor = monitor
        self.safe = safe  # type: ignore[misc]  # safe where the old name can only raise

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Monitor `{self.monitor}`"

    def edit(self, editor: Editor) -> None:
        """Replace the argument, or set it."""
        given = self.callback.arguments.get("monitor")
        if given is None:
            if not self.callback.complete:
                raise NotApplicable("the callback's arguments are not all known")
            editor.add_argument(self.callback.site, f"monitor={editor.quoted(self.monitor)}")
        elif given.site is None:
            raise NotApplicable("the argument comes out of a dictionary")
        elif isinstance(given.site.node, cst.SimpleString):
            quote = given.site.node.quote
            editor.replace(given.site, f"{quote}{self.monitor}{quote}")
        else:
            editor.replace_value(given, editor.quoted(self.monitor))

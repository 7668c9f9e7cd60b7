"""Tell a callback which way is better."""

from __future__ import annotations

from keras_lint.knowledge.values import Configured
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy


class SetMode(Remedy):
    """Write the ``mode`` of a callback."""

    id = "monitor-mode"

    def __init__(self, callback: Configured, mode: str, *, safe: bool = False) -> None:
        self.callback = callback
        self.mode = mode
        self.safe = safe  # type: ignore[misc]  # safe where the old mode was the opposite of what is monitored

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Set `mode` to `{self.mode}`"

    def edit(self, editor: Editor) -> None:
        """Replace the argument where it is used, else add it."""
        given = self.callback.arguments.get("mode")
        if given is None:
            if not self.callback.complete:
                raise NotApplicable("the callback's arguments are not all known")
            editor.add_argument(self.callback.site, f"mode={editor.quoted(self.mode)}")
        elif given.site is None:
            raise NotApplicable("the argument comes out of a dictionary")
        else:
            editor.replace(given.site, editor.quoted(self.mode))

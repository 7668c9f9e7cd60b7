"""Bind the parts of a split to the names that say what they are."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views.unpacking import Unpacking


class ReorderParts(Remedy):
    """Put the names in the order in which the parts come."""

    id = "split-order"
    safe = True

    def __init__(self, unpacking: Unpacking) -> None:
        self.unpacking = unpacking

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Unpack as `{self.unpacking.order}`"

    def edit(self, editor: Editor) -> None:
        """Replace each name that stands in the wrong place."""
        wanted = self.unpacking.wanted
        if wanted is None:
            raise NotApplicable("the names do not say what they are")
        for (node, _), written, name in zip(self.unpacking.bound, self.unpacking.names, wanted, strict=True):
            if written != name:
                editor.replace(self.unpacking.site.at(node), name)


class ExchangeParts(ReorderParts):
    """The same where train and test are exchanged as a whole: the program runs as it stands, on fewer rows."""

    safe = False

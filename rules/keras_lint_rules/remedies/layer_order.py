"""Exchange two neighbouring layers."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import LayerView


class SwapLayers(Remedy):
    """Exchange a layer and the one behind it, where both are made in the place they are used."""

    id = "swap-layers"

    def __init__(self, first: LayerView, second: LayerView) -> None:
        self.first = first
        self.second = second

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Put `{self.second.cls}` before `{self.first.cls}`"

    def edit(self, editor: Editor) -> None:
        """Exchange the two calls that make the layers."""
        program = editor.program
        for layer in (self.first, self.second):
            if layer.layer is None or layer.layer.custom or len(program.made_at(layer.site)) != 1:
                raise NotApplicable("a layer is used in several places")
            if not used_where_made(layer):
                raise NotApplicable("a layer is made in another place than it is used")
        first, second = editor.code(self.first.site), editor.code(self.second.site)
        editor.replace(self.first.site, second)
        editor.replace(self.second.site, first)


def used_where_made(layer: LayerView) -> bool:
    """Whether the layer has no name of its own: it stands in a list, in ``add(…)``, or is called at once."""
    address = layer.use.layer.address if layer.use.layer is not None else None
    return address not in layer.program.run.reads

"""Change one argument of a layer."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import LayerView


class DropBias(Remedy):
    """Make a layer without a bias."""

    id = "drop-bias"

    def __init__(self, layer: LayerView) -> None:
        self.layer = layer

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Make `{self.layer.name}` without a bias"

    def edit(self, editor: Editor) -> None:
        """Set ``use_bias``."""
        layer = self.layer.layer
        if layer is None or not layer.complete:
            raise NotApplicable("the layer's arguments are not all known")
        argument = layer.arguments.get("use_bias")
        if argument is None:
            editor.add_argument(layer.site, "use_bias=False")
        elif argument.site is not None:
            editor.replace(argument.site, "False")
        else:
            raise NotApplicable("the argument is not written in the call")

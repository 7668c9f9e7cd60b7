"""Turn a map into one vector per sample."""

from __future__ import annotations

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.stack import insert_layer_before

_SPATIAL = ("Conv", "MaxPooling", "AveragePooling", "SeparableConv", "DepthwiseConv")


class AddFlatten(Remedy):
    """Keep every place of the map."""

    id = "flatten-output"

    def __init__(self, layer: LayerView) -> None:
        self.layer = layer

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Flatten the map in front of `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Insert ``Flatten`` in front of the first dense layer."""
        require_dense(self.layer)
        insert_layer_before(editor, self.layer, f"{editor.name_of('keras.layers.Flatten')}()")


class AddGlobalPooling(Remedy):
    """Average over all places: far fewer weights behind it, and any size of input."""

    id = "global-pooling"

    def __init__(self, layer: LayerView) -> None:
        self.layer = layer

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Average the map in front of `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Insert the global pooling of the map's number of axes, behind convolutions only."""
        require_dense(self.layer)
        shape = self.layer.input_shape
        behind = any(source.cls.startswith(_SPATIAL) for source in self.layer.sources)
        if not isinstance(shape, tuple) or not 3 <= len(shape) <= 5 or not behind:
            raise NotApplicable("no map of a convolution")
        pooling = editor.name_of(f"keras.layers.GlobalAveragePooling{len(shape) - 2}D")
        insert_layer_before(editor, self.layer, f"{pooling}()")


def require_dense(layer: LayerView) -> None:
    """Only in front of a dense layer does a vector make sense.

    Raises:
        NotApplicable: the layer needs its map.
    """
    if layer.cls != "Dense":
        raise NotApplicable("the layer needs its map")

"""Replace a layer's activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy

if TYPE_CHECKING:
    from keras_lint.program.views import LayerView


class ReplaceActivation(Remedy):
    """Give a layer another activation, at the argument that holds it now."""

    id = "output-activation"

    def __init__(self, layer: LayerView, activation: str) -> None:
        self.layer = layer
        self.activation = activation

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Use `{self.activation}` as the activation of `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Replace the argument, or the layer where the layer is the activation."""
        if self.layer.cls in ("Softmax", "ReLU", "ELU", "LeakyReLU"):
            activation = editor.name_of("keras.layers.Activation")
            editor.replace(self.layer.site, f"{activation}({editor.quoted(self.activation)})")
            return
        set_activation(editor, self.layer, self.activation)


class HiddenActivation(ReplaceActivation):
    """Give a hidden layer a non-linearity."""

    id = "hidden-activation"


def set_activation(editor: Editor, layer: LayerView, activation: str) -> None:
    """Write the ``activation`` argument of a layer.

    Raises:
        NotApplicable: the arguments are not all written in the call.
    """
    target = layer.inner if layer.cls == "TimeDistributed" else layer.layer
    if target is None or not target.complete:
        raise NotApplicable("the layer's arguments are not all known")
    argument = target.arguments.get("activation")
    text = editor.quoted(activation)
    if argument is None:
        editor.add_argument(target.site, f"activation={text}")
    elif argument.site is not None:
        editor.replace(argument.site, text)
    else:
        raise NotApplicable("the activation is not written in the call")

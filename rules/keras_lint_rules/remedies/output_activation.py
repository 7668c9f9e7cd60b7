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
        editor.replace_value(argument, text)
    else:
        raise NotApplicable("the activation is not written in the call")


class DropActivation(Remedy):
    """Leave the activation to the layer behind."""

    id = "drop-activation"

    def __init__(self, layer: LayerView, *, safe: bool = False) -> None:
        self.layer = layer
        self.safe = safe  # type: ignore[misc]  # safe where the layer behind applies the same rectifier

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Drop the activation of `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Remove the argument; ``None`` where it is positional."""
        layer = self.layer.layer
        argument = layer.arguments.get("activation") if layer is not None else None
        if layer is None or argument is None or argument.site is None or self.layer.cls == "Activation":
            raise NotApplicable("the activation is no argument written in the call")
        if argument.written is not None:
            editor.remove_argument(layer.site, argument.written)
        else:
            editor.replace(argument.site, "None")

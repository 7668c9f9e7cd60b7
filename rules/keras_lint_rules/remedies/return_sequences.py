"""Let a recurrent layer pass on its sequence, or only its last output."""

from __future__ import annotations

from keras_lint.knowledge.values import Layer
from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.recurrence import recurrent_layer
from keras_lint.program.views import LayerView


class ReturnSequences(Remedy):
    """Pass on the output at every step."""

    id = "return-sequences"
    safe = True

    def __init__(self, layer: LayerView) -> None:
        self.layer = layer

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Return sequences from `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Set the argument, on the inner layer where there is a wrapper."""
        layer = inner(self.layer)
        argument = layer.arguments.get("return_sequences")
        if argument is None:
            editor.add_argument(layer.site, "return_sequences=True")
        elif argument.site is not None:
            editor.replace_value(argument, "True")
        else:
            raise NotApplicable("`return_sequences` is not written in the call")


class DropSequences(Remedy):
    """Pass on the last output alone."""

    id = "last-output"

    def __init__(self, layer: LayerView) -> None:
        self.layer = layer

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Return only the last output of `{self.layer.name}`"

    def edit(self, editor: Editor) -> None:
        """Remove the argument, or set it to ``False`` where it is positional or a variable."""
        layer = inner(self.layer)
        argument = layer.arguments.get("return_sequences")
        if argument is None or argument.site is None:
            raise NotApplicable("`return_sequences` is not written in the call")
        if argument.written is not None and editor.code(argument.site) == "True":
            editor.remove_argument(layer.site, argument.written)
        else:
            editor.replace_value(argument, "False")


def inner(view: LayerView) -> Layer:
    """The recurrent layer of a view.

    Raises:
        NotApplicable: its arguments are not all known.
    """
    layer = recurrent_layer(view.fact, view.model.read)
    if layer is None or not layer.complete:
        raise NotApplicable("the arguments of the layer are not all known")
    return layer

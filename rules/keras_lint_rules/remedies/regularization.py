"""Regularize a network: dropout behind its layers, a penalty on their weights, or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from keras_lint.lint.editor import Editor
from keras_lint.lint.remedy import NotApplicable, Remedy
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.stack import insert_layer_after

DENSE_RATE = 0.5
"""Dropout behind dense layers: the rate of the original paper (Srivastava et al. 2014) for hidden units."""
MAP_RATE = 0.25
"""Dropout behind convolutions and pooling: neighbours carry the same information, half of it would be too much."""
RECURRENT_RATE = 0.2
"""Dropout behind recurrent layers: each state sums up a whole sequence."""
PENALTY = "1e-4"
"""Weight of an L2 or L1 penalty: 1e-4 is the weight decay of VGG (5e-4) and ResNet (1e-4) papers in order of
magnitude."""

_DENSE = frozenset({"Dense"})
_MAPS = frozenset(
    {
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
        "AveragePooling1D",
        "AveragePooling2D",
    }
)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "Bidirectional"})
_PENALIZED = frozenset({
    "Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "LSTM", "GRU",
    "SimpleRNN",
})  # fmt: skip


def dropout_rate(layer: LayerView) -> float:
    """The rate that suits what the layer makes.

    Raises:
        NotApplicable: dropout does not belong behind such a layer.
    """
    if layer.cls in _DENSE:
        return DENSE_RATE
    if layer.cls in _MAPS:
        return MAP_RATE
    if layer.cls in _RECURRENT:
        return RECURRENT_RATE
    raise NotApplicable(f"no dropout behind `{layer.cls}`")


def add_dropout(editor: Editor, layer: LayerView) -> None:
    """Insert a ``Dropout`` behind a hidden layer.

    Raises:
        NotApplicable: the layer is an output, drops out already, or stands where nothing can be inserted.
    """
    rate = dropout_rate(layer)
    made = (layer, *layer.program.made_at(layer.site))
    if any(other in other.model.output_layers for other in made):
        raise NotApplicable("dropout on the output would blank predictions")
    if any("Dropout" in consumer.cls for consumer in layer.consumers):
        raise NotApplicable("dropout follows already")
    insert_layer_after(editor, layer, f"{editor.name_of('keras.layers.Dropout')}({rate})")


def add_penalty(editor: Editor, layer: LayerView, kind: str) -> None:
    """Set ``kernel_regularizer`` of a layer.

    Raises:
        NotApplicable: the layer has none, or has one already.
    """
    if layer.cls not in _PENALIZED or layer.layer is None or not layer.layer.complete:
        raise NotApplicable(f"`{layer.cls}` takes no penalty")
    argument = layer.argument("kernel_regularizer")
    text = f"{editor.name_of(f'keras.regularizers.{kind}')}({PENALTY})"
    if argument is None:
        editor.add_argument(layer.site, f"kernel_regularizer={text}")
    elif argument.site is not None and layer.value("kernel_regularizer") is None:
        editor.replace(argument.site, text)
    else:
        raise NotApplicable("the layer is penalized already")


class Regularize(Remedy):
    """What the remedies share: they work on several layers, each call edited once."""

    refactoring = LayerView
    layers_of: ClassVar[str] = "this layer"

    def __init__(self, layers: LayerView | Sequence[LayerView]) -> None:
        given = [layers] if isinstance(layers, LayerView) else list(layers)
        self.layers = list({layer.site.key: layer for layer in given}.values())

    @property
    def where(self) -> str:
        """The layers, for the title."""
        return f"`{self.layers[0].name}`" if len(self.layers) == 1 else "the hidden layers"

    def wherever_possible(self, change: Callable[[LayerView], None]) -> None:
        """Change each layer that can be changed.

        Raises:
            NotApplicable: none can.
        """
        reasons = [reason_against(change, layer) for layer in self.layers]
        if None not in reasons:
            raise reasons[0] if reasons and reasons[0] is not None else NotApplicable("no layer to change")


def reason_against(change: Callable[[LayerView], None], layer: LayerView) -> NotApplicable | None:
    """Why a layer cannot be changed; ``None`` where it now is."""
    try:
        change(layer)
    except NotApplicable as reason:
        return reason
    return None


class AddDropout(Regularize):
    """Drop a share of the activations at random during training."""

    id = "dropout"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Add `Dropout` after {self.where}"

    def edit(self, editor: Editor) -> None:
        """Insert one ``Dropout`` behind each layer."""
        self.wherever_possible(lambda layer: add_dropout(editor, layer))


class AddL2(Regularize):
    """Penalize large weights by their squares."""

    id = "l2"
    kind: ClassVar[str] = "l2"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Penalize the weights of {self.where} with {self.kind.upper()}"

    def edit(self, editor: Editor) -> None:
        """Set the regularizer of each layer."""
        self.wherever_possible(lambda layer: add_penalty(editor, layer, self.kind))


class AddL1(AddL2):
    """Penalize weights by their absolute values, which makes many of them zero."""

    id = "l1"
    kind = "l1"


class AddDropoutAndL2(Regularize):
    """Dropout and an L2 penalty together."""

    id = "dropout-and-l2"

    @property
    def title(self) -> str:
        """What the quick fix says."""
        return f"Add `Dropout` and an L2 penalty to {self.where}"

    def edit(self, editor: Editor) -> None:
        """Both, wherever each belongs."""
        self.wherever_possible(lambda layer: add_dropout(editor, layer))
        self.wherever_possible(lambda layer: add_penalty(editor, layer, "l2"))


__all__ = ["AddDropout", "AddDropoutAndL2", "AddL1", "AddL2"]

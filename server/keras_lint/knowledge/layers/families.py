"""What kind of work a layer does, in a word: for pictures, and to speak of layers in groups."""

from __future__ import annotations

from keras_lint.knowledge.layers.activation import ACTIVATIONS
from keras_lint.knowledge.layers.attention import ATTENTION
from keras_lint.knowledge.layers.convolution import CONVOLUTIONS
from keras_lint.knowledge.layers.images import IMAGES
from keras_lint.knowledge.layers.merging import MERGING
from keras_lint.knowledge.layers.normalization import NORMALIZATION
from keras_lint.knowledge.layers.pooling import POOLING
from keras_lint.knowledge.layers.preprocessing import PREPROCESSING
from keras_lint.knowledge.layers.recurrent import RECURRENT
from keras_lint.knowledge.layers.reshaping import RESHAPING
from keras_lint.knowledge.tensors import OPERATORS, class_of

OTHER = "other"

_FAMILIES = {
    "convolution": CONVOLUTIONS,
    "pooling": POOLING,
    "activation": ACTIVATIONS,
    "normalization": NORMALIZATION,
    "reshaping": RESHAPING,
    "merging": MERGING,
    "recurrent": RECURRENT,
    "attention": ATTENTION,
    "preprocessing": (*PREPROCESSING, *IMAGES),
}
_SINGLE = {
    "InputLayer": "input", "Dense": "dense", "EinsumDense": "dense", "Embedding": "dense",
    "ReversibleEmbedding": "dense", "Bidirectional": "recurrent",
}  # fmt: skip
_BY_WORD = (("Dropout", "regularization"), ("Noise", "regularization"), ("Regularization", "regularization"))

FAMILIES = {layer.names[0]: family for family, layers in _FAMILIES.items() for layer in layers} | _SINGLE
FAMILIES |= {name: family for word, family in _BY_WORD for name in FAMILIES if word in name}
FAMILIES |= {cls: "merging" for used in OPERATORS if (cls := class_of(used)) is not None} | {"GetItem": "reshaping"}


def family_of(cls: str) -> str:
    """The family of a class of layers, by its current name; ``other`` where it has none."""
    return FAMILIES.get(cls, OTHER)

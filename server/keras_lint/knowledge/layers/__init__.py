"""What Keras's layers make of a shape, and how many weights they own: found by class name in ``LAYERS``."""

from __future__ import annotations

from keras_lint.knowledge.layers.activation import ACTIVATIONS
from keras_lint.knowledge.layers.attention import ATTENTION
from keras_lint.knowledge.layers.audio import AUDIO
from keras_lint.knowledge.layers.base import LayerConfig, LayerKnowledge, Refused, ShapedLayer, Weights
from keras_lint.knowledge.layers.cells import CELL_LAYERS
from keras_lint.knowledge.layers.convolution import CONVOLUTIONS
from keras_lint.knowledge.layers.core import CORE
from keras_lint.knowledge.layers.images import IMAGES
from keras_lint.knowledge.layers.merging import MERGING
from keras_lint.knowledge.layers.normalization import NORMALIZATION
from keras_lint.knowledge.layers.pooling import POOLING
from keras_lint.knowledge.layers.preprocessing import PREPROCESSING
from keras_lint.knowledge.layers.recurrent import RECURRENT
from keras_lint.knowledge.layers.registry import LAYERS, layer_knowledge, register
from keras_lint.knowledge.layers.reshaping import RESHAPING
from keras_lint.knowledge.layers.wrappers import WRAPPERS

__all__ = ["LAYERS", "LayerConfig", "LayerKnowledge", "Refused", "ShapedLayer", "Weights", "layer_knowledge"]

register(
    *CORE,
    *CONVOLUTIONS,
    *POOLING,
    *ACTIVATIONS,
    *NORMALIZATION,
    *RESHAPING,
    *MERGING,
    *CELL_LAYERS.values(),
    *RECURRENT,
    *WRAPPERS,
    *ATTENTION,
    *PREPROCESSING,
    *IMAGES,
    *AUDIO,
)

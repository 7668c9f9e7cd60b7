"""The names that Keras gives to layers which are given none: the class in snake case, and a number from the second on.

The numbers count all layers of a process, those that layers make for themselves included.
"""

from __future__ import annotations

from keras_lint.knowledge.layers.base import snake_case
from keras_lint.knowledge.layers.registry import LAYERS

INPUT, SEQUENTIAL, FUNCTIONAL = "input_layer", "sequential", "functional"

CLASSES = {"GroupQueryAttention": "GroupedQueryAttention"}
"""Classes that are exported under another name than the one they are defined, and counted, by."""

_AUGMENTATIONS = {
    "auto_contrast": 1, "equalization": 1, "random_brightness": 1, "random_color_degeneration": 1, "random_contrast": 1,
    "random_posterization": 1, "random_rotation": 1, "random_sharpness": 1, "random_shear": 1, "random_translation": 1,
    "solarization": 1,
}  # fmt: skip
_ATTENTION = {"softmax": 1, "dropout": 1}

MADE_WITH: dict[str, dict[str, int]] = {
    "AugMix": _AUGMENTATIONS,
    "RandAugment": _AUGMENTATIONS,
    "TextVectorization": {"string_lookup": 1},
}
"""Layers without a name that a layer makes when it is made."""
BUILT_WITH: dict[str, dict[str, int]] = {"GroupQueryAttention": _ATTENTION, "MultiHeadAttention": _ATTENTION}
"""Layers without a name that a layer makes when it is first called."""


def prefix_of(cls: str) -> str:
    """The name that the first layer of a class is given."""
    described = LAYERS.get(cls)
    name = described.names[0] if described is not None else cls
    return snake_case(CLASSES.get(name, name))


PREFIXES = tuple(sorted({prefix_of(name) for name in LAYERS} | {INPUT, SEQUENTIAL, FUNCTIONAL}))
"""All names that are known to be counted."""

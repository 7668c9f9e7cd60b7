"""The layers by name: filled by the package, read by the layers that wrap others."""

from __future__ import annotations

from keras_lint.knowledge.layers.base import LayerKnowledge

LAYERS: dict[str, LayerKnowledge] = {}
"""Class names and aliases, without module."""


def layer_knowledge(name: str) -> LayerKnowledge | None:
    """The description of the layer class ``name``, or ``None`` where there is none."""
    return LAYERS.get(name)


def register(*layers: LayerKnowledge) -> None:
    """Make descriptions known under all their names."""
    for layer in layers:
        for name in layer.names:
            LAYERS[name] = layer

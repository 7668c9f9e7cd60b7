"""Operations on symbolic tensors outside of layers: what shape, and where it matters what dtype, comes out.

An operation is found by its path (``operation_at``); the descriptions are functions with the parameters of
``keras.ops``.
"""

from __future__ import annotations

from keras_lint.knowledge.tensors import (
    creating,
    elementwise,
    images,
    indexing,
    joining,
    names,
    neural,
    products,
    reducing,
    shaping,
)
from keras_lint.knowledge.tensors.registry import OPERATORS, Operation, class_of, operation_at
from keras_lint.knowledge.tensors.spec import DYNAMIC, DynamicSize, Spec

__all__ = [
    "DYNAMIC",
    "OPERATORS",
    "DynamicSize",
    "Operation",
    "Spec",
    "class_of",
    "creating",
    "elementwise",
    "images",
    "indexing",
    "joining",
    "names",
    "neural",
    "operation_at",
    "products",
    "reducing",
    "shaping",
]

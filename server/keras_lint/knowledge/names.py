"""Names: which library thing a dotted path means, and what its parameters are called."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge import api
from keras_lint.knowledge.api import legacy

if TYPE_CHECKING:
    from keras_lint.program.calls import Arguments

_ALIASES = {
    "sklearn.model_selection._split.train_test_split": "sklearn.model_selection.train_test_split",
    "sklearn.cross_validation.train_test_split": "sklearn.model_selection.train_test_split",
}


@lru_cache(maxsize=8192)
def canonical(path: str) -> str:
    """The current public path of what ``path`` means: ``tensorflow.keras.layers.Convolution2D`` → ``keras.layers.Conv2D``."""
    meant = legacy.meant(path)
    return _ALIASES.get(meant, meant)


def flavour(path: str) -> str | None:
    """``tf.keras`` or ``keras``, by the path as imported; ``None`` for what is not Keras."""
    return legacy.flavour_of(path)


_CONFIGURED_ROOTS = (
    "keras.", "sklearn.", "imblearn.", "tensorflow.", "scipy.", "kerastuner.", "keras_tuner.", "scikeras.",
)  # fmt: skip


@lru_cache(maxsize=4096)
def is_configured_class(path: str) -> bool:
    """Whether a call of ``path`` makes an object that holds its arguments (an optimizer, a callback, a scaler)."""
    name = path.rpartition(".")[2]
    return path.startswith(_CONFIGURED_ROOTS) and name[:1].isupper()


@lru_cache(maxsize=4096)
def parameters_of(path: str) -> tuple[str, ...]:
    """Names of the positional parameters of a Keras callable or method (``keras.Model.fit``), in order."""
    found = api.signature(path)
    if found is None:
        owner, _, method = path.rpartition(".")
        found = api.method_signature(owner, method)
    if found is None:
        return ()
    return tuple(parameter.name for parameter in found.positional)


@lru_cache(maxsize=8192)
def current_argument(path: str, written: str) -> str:
    """The current name of an argument that may be written in an old spelling."""
    from keras_lint.knowledge.api.legacy_arguments import meant_argument

    renamed = meant_argument(path, written)
    return renamed.name if renamed is not None and renamed.name is not None else written


ACTIVATION_ALIASES = {"swish": "silu", "hard_swish": "hard_silu", "softmax_v2": "softmax", "log_softmax_v2": "log_softmax"}


@lru_cache(maxsize=1024)
def activation_name(path: str) -> str | None:
    """The activation a function's path names: ``tensorflow.nn.relu`` → ``relu``; ``None`` where it is none."""
    meant = canonical(path)
    root, _, name = meant.rpartition(".")
    if root in ("keras.activations", "keras.ops", "tensorflow.nn", "tensorflow", "tensorflow.math", "keras.backend", "keras.ops.nn"):
        return ACTIVATION_ALIASES.get(name, name)
    return None


def keras_one_positional(cls: str, arguments: Arguments, python: Callable[[Any], Any]) -> Arguments:
    """Keras 1's ``Convolution2D(32, 3, 3)`` read as it was meant: a kernel of 3 by 3."""
    from keras_lint.knowledge.values import Literal, Tuple

    count = {"Conv1D": 1, "Conv2D": 2, "Conv3D": 3, "SeparableConv2D": 2, "Conv2DTranspose": 2}.get(cls, 1)
    if count == 1 or len(arguments.positional) != 1 + count:
        return arguments
    sizes = [python(value) for value, _ in arguments.positional[1:]]
    if not all(isinstance(size, int) and not isinstance(size, bool) for size in sizes):
        return arguments
    if "strides" in arguments.keywords or "kernel_size" in arguments.keywords:
        return arguments
    if count == 2 and sizes[1] <= 2 and sizes[0] != sizes[1]:
        return arguments  # `Conv2D(32, 3, 2)`: a stride on purpose
    kernel = Tuple(tuple(Literal(size) for size in sizes))
    from dataclasses import replace

    return replace(arguments, positional=[arguments.positional[0], (kernel, None)])

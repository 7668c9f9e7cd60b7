"""Names: which library thing a dotted path means, and what its parameters are called."""

from __future__ import annotations

from functools import lru_cache

from keras_lint.knowledge import api
from keras_lint.knowledge.api import legacy

_ALIASES = {
    "sklearn.model_selection._split.train_test_split": "sklearn.model_selection.train_test_split",
    "sklearn.cross_validation.train_test_split": "sklearn.model_selection.train_test_split",
}


@lru_cache(maxsize=8192)
def canonical(path: str) -> str:
    """The current public path of what ``path`` means: ``tensorflow.keras.layers.Convolution2D`` →
    ``keras.layers.Conv2D``.
    """
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


ACTIVATION_ALIASES = {
    "swish": "silu",
    "hard_swish": "hard_silu",
    "softmax_v2": "softmax",
    "log_softmax_v2": "log_softmax",
}


@lru_cache(maxsize=1024)
def activation_name(path: str) -> str | None:
    """The activation a function's path names: ``tensorflow.nn.relu`` → ``relu``; ``None`` where it is none."""
    meant = canonical(path)
    root, _, name = meant.rpartition(".")
    if root in (
        "keras.activations",
        "keras.ops",
        "tensorflow.nn",
        "tensorflow",
        "tensorflow.math",
        "keras.backend",
        "keras.ops.nn",
    ):
        return ACTIVATION_ALIASES.get(name, name)
    return None

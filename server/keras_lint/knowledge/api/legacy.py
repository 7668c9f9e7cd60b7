"""Old and foreign spellings of Keras names, read as they were meant.

A program may write ``tensorflow.python.keras.layers.Dense``, ``keras.layers.core.Dense`` or ``tf_keras.layers.Dense``;
all mean ``keras.layers.Dense``. Whether the target Keras has the name as written is a matter for
``keras_lint.knowledge.api``; here it is read, so that one finding about a name never hides the faults behind it.
Arguments are in ``legacy_arguments``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from keras_lint.knowledge import api

Origin: TypeAlias = Literal[
    "keras",
    "tf.keras",
    "tf_keras",
    "tf.compat.v1.keras",
    "tensorflow.python.keras",
    "tensorflow.contrib.keras",
    "keras_core",
    "keras_preprocessing",
    "keras_applications",
]
"""The library that a path comes from. The last six are never what Keras 3 gives."""

ROOTS: tuple[tuple[str, Origin, str], ...] = (
    ("tensorflow.contrib.keras.python.keras", "tensorflow.contrib.keras", "keras"),
    ("tensorflow.contrib.keras.api.keras", "tensorflow.contrib.keras", "keras"),
    ("tensorflow.contrib.keras", "tensorflow.contrib.keras", "keras"),
    ("tf.contrib.keras", "tensorflow.contrib.keras", "keras"),
    ("tensorflow.compat.v1.keras", "tf.compat.v1.keras", "keras"),
    ("tf.compat.v1.keras", "tf.compat.v1.keras", "keras"),
    ("tensorflow.compat.v2.keras", "tf.keras", "keras"),
    ("tf.compat.v2.keras", "tf.keras", "keras"),
    ("tensorflow.python.keras.api._v2.keras", "tensorflow.python.keras", "keras"),
    ("tensorflow.python.keras.api._v1.keras", "tensorflow.python.keras", "keras"),
    ("tensorflow.python.keras", "tensorflow.python.keras", "keras"),
    ("tensorflow_core.python.keras", "tensorflow.python.keras", "keras"),
    ("tf.python.keras", "tensorflow.python.keras", "keras"),
    ("tensorflow_core.keras", "tf.keras", "keras"),
    ("tensorflow.keras.api", "tf.keras", "keras"),
    ("tensorflow.keras", "tf.keras", "keras"),
    ("tf.keras", "tf.keras", "keras"),
    ("tf_keras.api._v2.keras", "tf_keras", "keras"),
    ("tf_keras.api._v1.keras", "tf_keras", "keras"),
    ("tf_keras.src", "tf_keras", "keras"),
    ("tf_keras", "tf_keras", "keras"),
    ("keras_core", "keras_core", "keras"),
    ("keras_preprocessing", "keras_preprocessing", "keras.preprocessing"),
    ("keras_applications", "keras_applications", "keras.applications"),
    ("keras._tf_keras.keras", "tf.keras", "keras"),
    ("keras.api._tf_keras.keras", "tf.keras", "keras"),
    ("keras.api._v2.keras", "keras", "keras"),
    ("keras.api._v1.keras", "keras", "keras"),
    ("keras.api", "keras", "keras"),
    ("keras.src.legacy.preprocessing", "keras", "keras.preprocessing"),
    ("keras.src", "keras", "keras"),
    ("keras", "keras", "keras"),
)
"""Beginnings of paths, longer ones first where they overlap; where they come from; what they stand for."""

MODULES: dict[str, tuple[str, ...]] = {
    "keras.engine": ("keras", "keras.layers", "keras.models", "keras.utils"),
    "keras.objectives": ("keras.losses",),
    "keras.experimental": ("keras.optimizers.schedules", "keras"),
    "keras.optimizer_v1": ("keras.optimizers",),
    "keras.optimizer_v2": ("keras.optimizers", "keras.optimizers.schedules"),
    "keras.optimizers": ("keras.optimizers", "keras.optimizers.schedules"),
    "keras.feature_column": ("keras.layers",),
    "keras.legacy": ("keras.layers", "keras.models"),
    "keras.initializers": ("keras.initializers",),
    "keras.initializations": ("keras.initializers",),
    "keras.utils": ("keras.utils", "keras.models"),
    "keras.saving": ("keras.models", "keras.saving"),
    "keras.models": ("keras.models", "keras"),
    "keras.preprocessing": ("keras.utils", "keras.preprocessing"),
    "keras.mixed_precision": ("keras.mixed_precision",),
}
"""Where the names of a module, or of private modules below it, are looked for; else in the first module of the path."""

NAMES: dict[str, str] = {
    # Layers of Keras 1
    "keras.layers.AtrousConv1D": "keras.layers.Conv1D",
    "keras.layers.AtrousConv2D": "keras.layers.Conv2D",
    "keras.layers.AtrousConvolution1D": "keras.layers.Conv1D",
    "keras.layers.AtrousConvolution2D": "keras.layers.Conv2D",
    "keras.layers.Deconv2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconv3D": "keras.layers.Conv3DTranspose",
    "keras.layers.Deconvolution2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconvolution3D": "keras.layers.Conv3DTranspose",
    "keras.layers.SeparableConvolution2D": "keras.layers.SeparableConv2D",
    "keras.layers.DepthwiseConvolution2D": "keras.layers.DepthwiseConv2D",
    "keras.layers.TimeDistributedDense": "keras.layers.Dense",
    "keras.layers.Recurrent": "keras.layers.RNN",
    # Layers of Keras 2 and of TensorFlow 1
    "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
    "keras.layers.CuDNNGRU": "keras.layers.GRU",
    "keras.layers.ConvRecurrent2D": "keras.layers.ConvLSTM2D",
    "keras.layers.SyncBatchNormalization": "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV1": "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV2": "keras.layers.BatchNormalization",
    "keras.layers.LSTMV2": "keras.layers.LSTM",
    "keras.layers.GRUV2": "keras.layers.GRU",
    # Models
    "keras.models.Functional": "keras.Model",
    "keras.Functional": "keras.Model",
    "keras.models.Graph": "keras.Model",
    "keras.Container": "keras.Model",
    "keras.Network": "keras.Model",
    # Optimizers as Keras 2 also spelled them
    "keras.optimizers.sgd": "keras.optimizers.SGD",
    "keras.optimizers.rmsprop": "keras.optimizers.RMSprop",
    "keras.optimizers.RMSProp": "keras.optimizers.RMSprop",
    "keras.optimizers.adagrad": "keras.optimizers.Adagrad",
    "keras.optimizers.adadelta": "keras.optimizers.Adadelta",
    "keras.optimizers.adam": "keras.optimizers.Adam",
    "keras.optimizers.adamax": "keras.optimizers.Adamax",
    "keras.optimizers.nadam": "keras.optimizers.Nadam",
    "keras.optimizers.ftrl": "keras.optimizers.Ftrl",
    # Losses and metrics
    "keras.losses.cosine": "keras.losses.cosine_similarity",
    "keras.losses.cosine_proximity": "keras.losses.cosine_similarity",
    "keras.metrics.cosine": "keras.losses.cosine_similarity",
    "keras.metrics.cosine_proximity": "keras.losses.cosine_similarity",
    "keras.metrics.CosineProximity": "keras.metrics.CosineSimilarity",
    # Regularizers, constraints, initializers
    "keras.regularizers.WeightRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.ActivityRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.l1l2": "keras.regularizers.L1L2",
    "keras.regularizers.activity_l1": "keras.regularizers.L1",
    "keras.regularizers.activity_l2": "keras.regularizers.L2",
    "keras.regularizers.activity_l1l2": "keras.regularizers.L1L2",
    "keras.constraints.maxnorm": "keras.constraints.MaxNorm",
    "keras.constraints.nonneg": "keras.constraints.NonNeg",
    "keras.constraints.unitnorm": "keras.constraints.UnitNorm",
    "keras.initializers.normal": "keras.initializers.RandomNormal",
    "keras.initializers.uniform": "keras.initializers.RandomUniform",
    "keras.initializers.zero": "keras.initializers.Zeros",
    "keras.initializers.one": "keras.initializers.Ones",
    # Utilities
    "keras.utils.visualize_util.plot": "keras.utils.plot_model",
    "keras.utils.plot": "keras.utils.plot_model",
    "keras.mixed_precision.set_policy": "keras.config.set_dtype_policy",
    "keras.wrappers.scikit_learn.KerasClassifier": "keras.wrappers.SKLearnClassifier",
    "keras.wrappers.scikit_learn.KerasRegressor": "keras.wrappers.SKLearnRegressor",
}
"""Names that changed, by the path that the rules above give; public aliases of today need no entry."""

METHODS: dict[str, str] = {
    "fit_generator": "fit",
    "evaluate_generator": "evaluate",
    "predict_generator": "predict",
    "predict_proba": "predict",
    "predict_classes": "predict",
    "reset_states": "reset_state",
}
"""Methods of models and layers. ``predict_classes`` also took the arg max, or compared with 0.5: it gave integers."""

MERGE_MODES: dict[str, str] = {
    "sum": "keras.layers.Add",
    "mul": "keras.layers.Multiply",
    "concat": "keras.layers.Concatenate",
    "ave": "keras.layers.Average",
    "max": "keras.layers.Maximum",
    "dot": "keras.layers.Dot",
    "cos": "keras.layers.Dot",
}
"""The layer that Keras 1's ``merge(…, mode=…)`` and ``Merge(…, mode=…)`` stood for; both: ``keras.layers.merge``."""


def flavour_of(path: str) -> Origin | None:
    """The library that ``path`` (after import resolution) belongs to; None where it is not Keras."""
    root = _root(path)
    return root[1] if root else None


def _root(path: str) -> tuple[str, Origin, str] | None:
    return next((root for root in ROOTS if path == root[0] or path.startswith(root[0] + ".")), None)


@lru_cache(maxsize=4096)
def meant(name: str) -> str:
    """The canonical current path, beginning with ``keras.``, of a dotted path as a program may write it.

    A path that is not Keras comes back unchanged; one that no rule can place comes back below ``keras``, as it was.
    """
    root = _root(name)
    if root is None:
        return name
    path = root[2] + name[len(root[0]) :]
    for candidate in _candidates(path):
        found = _current(NAMES.get(candidate, candidate))
        if found is not None:
            return found
    if path == "keras.layers.Merge" or path.endswith((".merge.merge", ".Merge")):
        return "keras.layers.merge"
    return _unplaced(path)


def _current(path: str) -> str | None:
    return api.canonical(path, "keras") or api.canonical(path, "tf.keras")


def _unplaced(path: str) -> str:
    """A member below its class's canonical path; a name that is gone, without the private modules it stood in."""
    *parents, leaf = path.split(".")
    if len(parents) > 2 and api.kind(owner := meant(".".join(parents))) == "class":
        return f"{owner}.{leaf}"
    home = ".".join(parents[:2])
    private = len(parents) > 2 and all(part.islower() for part in parents) and api.kind(".".join(parents)) != "module"
    return f"{home}.{leaf}" if private and api.kind(home) == "module" else path


def _candidates(path: str) -> list[str]:
    """Paths to try, in order: as it is, then below the public modules that may hold the name now."""
    found = [path]
    parts = path.split(".")
    leaf = parts[-1]
    head = ".".join(parts[:2])
    if len(parts) > 2:
        if parts[1:3] == ["optimizers", "legacy"]:  # in the table, but those classes only raise
            return [".".join(["keras.optimizers", *parts[3:]])]
        for length in range(len(parts) - 1, 1, -1):
            module = ".".join(parts[:length])
            if _current(module) is not None or module in MODULES:
                found.append(f"{module}.{leaf}")
        found.extend(f"{module}.{leaf}" for module in MODULES.get(head, (head,)))
        if head == "keras.layers" and leaf.islower() and leaf != "merge":
            found.append(head)  # an old module: `keras.layers.core`
        if head == "keras.utils" and leaf.endswith("utils"):
            found.append(head)
    elif head in MODULES:
        found.append(MODULES[head][0])
    return found

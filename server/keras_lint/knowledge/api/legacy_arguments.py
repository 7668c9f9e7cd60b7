"""Arguments of Keras 1 and 2, read as they were meant: ``nb_filter`` is ``filters``, ``border_mode`` is ``padding``.

Callables are named by their canonical paths (``keras_lint.knowledge.api.legacy.meant`` gives them), methods as
``keras.Model.fit``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from keras_lint.knowledge import api


@dataclass(frozen=True, slots=True)
class Renamed:
    """What an old argument is now."""

    name: str | None
    """The current argument; None where there is none and the old one had no bearing on the model's shapes."""

    index: int | None = None
    """The place in the current argument's tuple: ``nb_row`` is ``kernel_size[0]``."""

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Old values (as ``str``) that are spelled otherwise now."""

    same_value: bool = True
    """False where the number means another thing now (samples, not steps): its value is then unknown."""


def _renamed(**names: str | Renamed | None) -> dict[str, Renamed]:
    return {old: new if isinstance(new, Renamed) else Renamed(new) for old, new in names.items()}


def _values(name: str, **values: Any) -> Renamed:
    return Renamed(name, values=MappingProxyType(values))


DATA_FORMAT = _values("data_format", tf="channels_last", th="channels_first", default=None)

EVERY_LAYER = _renamed(
    batch_input_shape="batch_shape",
    input_dtype="dtype",
    dim_ordering=DATA_FORMAT,
    border_mode="padding",
    weights=None,
    dynamic=None,
    bias="use_bias",
    init="kernel_initializer",
    W_regularizer="kernel_regularizer",
    b_regularizer="bias_regularizer",
    W_constraint="kernel_constraint",
    b_constraint="bias_constraint",
    W_learning_rate_multiplier=None,
    b_learning_rate_multiplier=None,
)
"""Arguments that layers took alike. They hold for a layer that has the current argument."""

CONVOLUTION = _renamed(
    nb_filter="filters",
    filter_length="kernel_size",
    subsample="strides",
    subsample_length="strides",
    stride="strides",
    atrous_rate="dilation_rate",
    nb_row=Renamed("kernel_size", 0),
    nb_col=Renamed("kernel_size", 1),
    kernel_dim1=Renamed("kernel_size", 0),
    kernel_dim2=Renamed("kernel_size", 1),
    kernel_dim3=Renamed("kernel_size", 2),
    input_length=Renamed("input_shape", 0),
)

POOLING = _renamed(pool_length="pool_size", stride="strides")

RECURRENT = _renamed(
    output_dim="units",
    inner_init="recurrent_initializer",
    inner_activation="recurrent_activation",
    forget_bias_init=_values("unit_forget_bias", one=True, ones=True, zero=False, zeros=False),
    U_regularizer="recurrent_regularizer",
    dropout_W="dropout",
    dropout_U="recurrent_dropout",
    consume_less=_values("implementation", cpu=0, mem=1, gpu=2),
    input_length=Renamed("input_shape", 0),
    time_major=None,
    nb_filter="filters",
    nb_row=Renamed("kernel_size", 0),
    nb_col=Renamed("kernel_size", 1),
    subsample="strides",
)

DROPOUT = _renamed(p="rate", level="rate", sigma="stddev")

OPTIMIZER = _renamed(
    lr="learning_rate", decay=None, schedule_decay=None, jit_compile=None, is_legacy_optimizer=None, locking=None
)

TRAINING = _renamed(
    generator="x",
    nb_epoch="epochs",
    samples_per_epoch=Renamed("steps_per_epoch", same_value=False),
    nb_val_samples=Renamed("validation_steps", same_value=False),
    max_q_size=None,
    max_queue_size=None,
    nb_worker=None,
    workers=None,
    pickle_safe=None,
    use_multiprocessing=None,
    show_accuracy=None,
)

JUDGING = {**TRAINING, **_renamed(val_samples=Renamed("steps", same_value=False))}

CALLABLES: dict[str, dict[str, Renamed]] = {
    "keras.layers.Dense": _renamed(output_dim="units"),
    "keras.layers.Embedding": _renamed(
        init="embeddings_initializer",
        W_regularizer="embeddings_regularizer",
        W_constraint="embeddings_constraint",
        dropout=None,
        input_length=None,
    ),
    "keras.layers.BatchNormalization": _renamed(
        mode=None,
        beta_init="beta_initializer",
        gamma_init="gamma_initializer",
        fused=None,
        virtual_batch_size=None,
        adjustment=None,
    ),
    "keras.layers.LeakyReLU": _renamed(alpha="negative_slope"),
    "keras.layers.PReLU": _renamed(init="alpha_initializer"),
    "keras.activations.relu": _renamed(alpha="negative_slope"),
    "keras.layers.UpSampling1D": _renamed(length="size"),
    "keras.layers.InputLayer": _renamed(input_shape="shape", batch_input_shape="batch_shape", input_dtype="dtype"),
    "keras.Input": _renamed(type_spec=None, batch_input_shape="batch_shape", input_shape="shape"),
    "keras.layers.Softmax": _renamed(robust_masking=None),
    "keras.layers.MultiHeadAttention": _renamed(softmax_robust_masking=None),
    "keras.layers.Concatenate": _renamed(concat_axis="axis"),
    "keras.layers.concatenate": _renamed(concat_axis="axis"),
    "keras.layers.Dot": _renamed(dot_axes="axes"),
    "keras.layers.dot": _renamed(dot_axes="axes"),
    "keras.Model": _renamed(input="inputs", output="outputs"),
    "keras.Model.fit": TRAINING,
    "keras.Model.evaluate": JUDGING,
    "keras.Model.predict": JUDGING,
    "keras.Model.compile": _renamed(
        class_mode=None, sample_weight_mode=None, target_tensors=None, options=None, distribute=None
    ),
    "keras.Model.save": _renamed(save_format=None, signatures=None, options=None, save_traces=None),
    "keras.Model.save_weights": _renamed(save_format=None, options=None),
    "keras.Model.load_weights": _renamed(by_name=None, options=None),
    "keras.Model.train_on_batch": _renamed(reset_metrics=None),
    "keras.Model.test_on_batch": _renamed(reset_metrics=None),
    "keras.callbacks.ReduceLROnPlateau": _renamed(epsilon="min_delta"),
    "keras.callbacks.ModelCheckpoint": _renamed(period=Renamed("save_freq", same_value=False), options=None),
    "keras.callbacks.LambdaCallback": _renamed(
        on_batch_begin="on_train_batch_begin", on_batch_end="on_train_batch_end"
    ),
    "keras.regularizers.L1": _renamed(l="l1"),
    "keras.regularizers.L2": _renamed(l="l2"),
    "keras.constraints.MaxNorm": _renamed(m="max_value"),
    "keras.initializers.RandomNormal": _renamed(scale="stddev"),
    "keras.utils.to_categorical": _renamed(y="x", nb_classes="num_classes", dtype=None),
    "keras.utils.load_img": _renamed(grayscale=_values("color_mode", **{"True": "grayscale", "False": "rgb"})),
    "keras.utils.plot_model": _renamed(recursive="expand_nested"),
    "keras.datasets.imdb.load_data": _renamed(nb_words="num_words"),
    "keras.datasets.reuters.load_data": _renamed(nb_words="num_words"),
    "keras.preprocessing.text.Tokenizer": _renamed(nb_words="num_words"),
    "keras.preprocessing.image.ImageDataGenerator": _renamed(dim_ordering=DATA_FORMAT),
}

FAMILIES: tuple[tuple[tuple[str, ...], dict[str, Renamed]], ...] = (
    (("Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), CONVOLUTION),
    (("SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D"), CONVOLUTION),
    (("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), RECURRENT),
    (("LSTMCell", "GRUCell", "SimpleRNNCell"), RECURRENT),
    (("MaxPooling1D", "AveragePooling1D", "MaxPooling2D", "AveragePooling2D"), POOLING),
    (("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout"), DROPOUT),
    (("GaussianDropout", "GaussianNoise"), DROPOUT),
)
"""Layers that share their old arguments."""


def meant_argument(callable_name: str, argument: str) -> Renamed | None:
    """What the keyword ``argument`` of a callable is now; None where it is not an old spelling.

    An argument that the current release takes under its name is no old spelling, unless it takes it with a warning.
    """
    own = CALLABLES.get(callable_name, {}).get(argument)
    if own is not None:
        return own
    for prefix in ("keras.Sequential.", "keras.Functional."):
        if callable_name.startswith(prefix):
            return meant_argument("keras.Model." + callable_name[len(prefix) :], argument)
    signature = api.signature(callable_name)
    if signature is None or (signature.parameter(argument) is not None and argument != "decay"):
        return None
    module, _, leaf = callable_name.rpartition(".")
    if module == "keras.optimizers":
        return OPTIMIZER.get(argument)
    if "keras.Layer" not in api.bases(callable_name):
        return None
    tables = [table for names, table in FAMILIES if leaf in names]
    found = next((table[argument] for table in [*tables, EVERY_LAYER] if argument in table), None)
    if found is None or found.name in (None, "batch_shape") or signature.parameter(found.name or "") is not None:
        return found
    return None


@dataclass(frozen=True, slots=True)
class LegacyCall:
    """How Keras 1 read the positional arguments of a call."""

    parameters: tuple[Renamed, ...]
    """For each positional argument, what it is now."""

    refused: bool
    """Whether the current Keras raises on the call. Where it does not, it reads it its own way: ``Conv2D(32, 3, 3)``
    has kernel 3 and *strides* 3, and a table of the model must say so."""


INITIALIZERS = frozenset(
    {"uniform", "lecun_uniform", "normal", "identity", "orthogonal", "zero", "one"}
    | {"glorot_normal", "glorot_uniform", "he_normal", "he_uniform"}
)
"""The initializers of Keras 1 by name; none of them is an activation or a padding."""

_AFTER_KERNEL = tuple(
    map(Renamed, ("kernel_initializer", "activation", None, "padding", "strides", "data_format", "kernel_regularizer"))
)
_CONVOLUTIONS = {"Conv1D": 1, "Conv2D": 2, "Conv3D": 3, "SeparableConv2D": 2, "Conv2DTranspose": 2}
_DENSE = tuple(map(Renamed, ("units", "kernel_initializer", "activation", None, "kernel_regularizer")))
_RECURRENT = tuple(map(Renamed, ("units", "kernel_initializer", "recurrent_initializer")))
_GATED = {
    "SimpleRNN": ("activation", "kernel_regularizer"),
    "GRU": ("activation", "recurrent_activation", "kernel_regularizer"),
    "LSTM": ("unit_forget_bias", "activation", "recurrent_activation", "kernel_regularizer"),
}
_BATCH_NORMALIZATION = tuple(map(Renamed, ("epsilon", None, "axis", "momentum")))


def legacy_positional(canonical: str, arguments: Sequence[object]) -> LegacyCall | None:
    """The reading of positional arguments by Keras 1, where it is another than today's and fits the values.

    ``arguments`` are the evaluated values; one that is not known is an ``Unknown``, which fits nothing.
    ``Convolution2D(32, 3, 3)`` was 32 filters of 3 x 3.

        >>> legacy_positional("keras.layers.Conv2D", (32, 3, 5)).parameters[1:]
        (Renamed("kernel_size", 0), Renamed("kernel_size", 1))
    """
    leaf = canonical.removeprefix("keras.layers.")
    if leaf in _CONVOLUTIONS:
        return _legacy_convolution(leaf, arguments)
    second = arguments[1] if len(arguments) > 1 else None
    if leaf == "Dense" and _is_initializer(second):
        return _fit(_DENSE, arguments)
    if leaf in _GATED and _is_initializer(second):
        return _fit(_RECURRENT + tuple(map(Renamed, _GATED[leaf])), arguments)
    if leaf == "BatchNormalization" and arguments and isinstance(arguments[0], float):
        return _fit(_BATCH_NORMALIZATION, arguments)
    return None


def _legacy_convolution(leaf: str, arguments: Sequence[object]) -> LegacyCall | None:
    rank = _CONVOLUTIONS[leaf]
    sizes, rest = arguments[1 : 1 + rank], arguments[1 + rank :]
    if len(sizes) < rank or not all(type(size) is int for size in sizes):
        return None
    if rank == 1 and not (rest and _is_initializer(rest[0])):
        return None
    if leaf.endswith("Transpose"):
        after = (Renamed(None), *_AFTER_KERNEL)  # the shape of the output came first
        if rest and not isinstance(rest[0], (tuple, list)):
            return None
    else:
        after = _AFTER_KERNEL
        if rank == 2 and rest and not _is_initializer(rest[0]):
            return None  # `Conv2D(32, 3, 2, "same")` is Keras 2
    kernel = tuple(Renamed("kernel_size", axis if rank > 1 else None) for axis in range(rank))
    call = _fit((Renamed("filters"), *kernel, *after), arguments)
    return LegacyCall(call.parameters, refused=bool(rest) or rank == 3) if call else None


def _is_initializer(value: object) -> bool:
    return isinstance(value, str) and value in INITIALIZERS


def _fit(parameters: tuple[Renamed, ...], arguments: Sequence[object]) -> LegacyCall | None:
    return LegacyCall(parameters[: len(arguments)], refused=True) if len(arguments) <= len(parameters) else None


GENERATOR_METHODS: dict[str, tuple[str, ...]] = {
    "fit_generator": (
        *("x", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps"),
        *("validation_freq", "class_weight"),
    ),
    "evaluate_generator": ("x", "steps", "callbacks"),
    "predict_generator": ("x", "steps", "callbacks"),
}
"""The positional parameters of methods that are gone, in the words of ``fit``, ``evaluate`` and ``predict``."""

"""The descriptions of layers agree with real Keras: on shapes, on numbers of weights, and on what is refused.

The oracle is Keras itself: the layer is built and called on symbolic inputs.
``KERAS_LINT_THOROUGH=1`` tries many more cases.
"""

from __future__ import annotations

import os
import re
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import THOROUGH

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.layers import LAYERS, LayerConfig, Refused
from keras_lint.knowledge.layers.base import is_shape_list
from keras_lint.knowledge.layers.images import Augmentation

PROFILE = settings(
    max_examples=200 if THOROUGH else 15,
    suppress_health_check=list(HealthCheck),
)
LAYER_CLASSES = sorted({layer.names[0] for layer in LAYERS.values()})
FOREIGN = {
    "JaxLayer": "a function of JAX",
    "FlaxLayer": "a module of Flax",
    "TorchModuleWrapper": "a module of PyTorch",
    "TFSMLayer": "a SavedModel on disk",
}
"""Layers that run what is not Keras: their shapes and weights stand in another framework's code or in a file."""
CALL_ARGUMENTS = ("return_attention_scores", "reverse")
SEPARATE_INPUTS = ("MultiHeadAttention", "GroupQueryAttention")
CELLS = ("SimpleRNNCell", "GRUCell", "LSTMCell")
TEXT_INPUTS = ("TextVectorization", "StringLookup")
WHOLE_NUMBER_INPUTS = ("IntegerLookup", "Hashing", "HashedCrossing", "Embedding", "ReversibleEmbedding")

UNSPOKEN = ("division by zero",)
"""Refusals for which Keras has no words of its own: what Python says depends on the values."""

# --- What is tried --------------------------------------------------------------------------------------------------

Case = tuple[dict[str, Any], Any]

batches = st.sampled_from([None, None, 1, 2, 3])
sizes = st.sampled_from([None, 1, 2, 3, 4, 5, 7, 8, 12])
features = st.sampled_from([1, 2, 3, 4, 6, 8, 8, None])
yes_no = st.booleans()
small = st.integers(1, 4)
units = st.sampled_from([1, 2, 3, 4, 8, 8, 0, -1])
axes = st.integers(-4, 4)
data_formats = st.sampled_from(["channels_last", "channels_first", None])
rates = st.sampled_from([0, 0.2, 0.5, 1, 1.5, -0.1])
MODES = ["int", "one_hot", "multi_hot", "count"]


def shapes(rank: int, wrong_rank: bool = True) -> st.SearchStrategy[Any]:
    """Input shapes of a rank, now and then of another."""
    ranks = st.sampled_from([rank] * 8 + [max(rank - 1, 1), rank + 1]) if wrong_rank else st.just(rank)
    return ranks.flatmap(shape_of)


def shape_of(rank: int) -> st.SearchStrategy[Any]:
    middle = [sizes] * (rank - 2)
    return st.tuples(batches, *middle, features) if rank > 1 else st.tuples(batches)


any_shape = st.integers(1, 5).flatmap(shape_of)


def options(required: dict[str, Any] | None = None, **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required or {}, optional=optional)


def cases(inputs: Any, required: dict[str, Any] | None = None, **optional: Any) -> st.SearchStrategy[Case]:
    return st.tuples(options(required, **optional), inputs)


def per_axis(rank: int, values: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    wrong = st.tuples(*[values] * (rank + 1))
    return st.one_of(values, values, st.tuples(*[values] * rank), st.tuples(*[values] * rank).map(list), wrong)


def convolutions(rank: int, required: dict[str, Any], **more: Any) -> st.SearchStrategy[Case]:
    paddings = ["valid", "same", "SAME", "valid", "same", "causal"]
    return cases(
        shapes(rank + 2),
        {**required, "kernel_size": per_axis(rank, st.sampled_from([1, 2, 3, 3, 5, 0]))},
        strides=per_axis(rank, st.sampled_from([1, 1, 2, 3])),
        padding=st.sampled_from(paddings),
        dilation_rate=per_axis(rank, st.sampled_from([1, 1, 2])),
        data_format=data_formats,
        use_bias=yes_no,
        **more,
    )


def several(rank: int = 3) -> st.SearchStrategy[Any]:
    """Several shapes, often alike but for one axis."""

    def alike(shape: Any) -> st.SearchStrategy[Any]:
        changed = st.tuples(st.integers(0, len(shape) - 1), st.sampled_from([None, 1, 2, 5])).map(
            lambda change: tuple(change[1] if i == change[0] else dim for i, dim in enumerate(shape))
        )
        return st.lists(st.one_of(st.just(shape), changed, shape_of(rank - 1)), min_size=0, max_size=3).map(
            lambda others: (shape, *others)
        )

    return st.one_of(shape_of(rank).flatmap(alike), shape_of(rank).flatmap(alike), shape_of(rank))


def three(width: int = 3) -> st.SearchStrategy[Any]:
    """Query, value and key."""
    value = st.tuples(st.just(None), st.sampled_from([2, 5]), features)
    return st.one_of(
        st.tuples(shape_of(width), value), st.tuples(shape_of(width), value, value), st.tuples(shape_of(width))
    )


recurrent = {
    "return_sequences": yes_no,
    "return_state": yes_no,
    "go_backwards": yes_no,
    "use_bias": yes_no,
    "stateful": st.sampled_from([False, False, False, True]),
}
cells = st.builds(
    LayerConfig,
    st.sampled_from(["LSTMCell", "GRUCell", "SimpleRNNCell"]),
    options({"units": st.integers(1, 4)}, use_bias=yes_no),
)
recurrent_layers = st.one_of(
    st.builds(LayerConfig, st.just("LSTM"), options({"units": st.integers(1, 4)}, **recurrent)),
    st.builds(LayerConfig, st.just("GRU"), options({"units": st.integers(1, 4)}, **recurrent, reset_after=yes_no)),
    st.builds(LayerConfig, st.just("SimpleRNN"), options({"units": st.integers(1, 4)}, **recurrent)),
    st.builds(LayerConfig, st.just("Dense"), options({"units": st.integers(1, 4)})),
)
dense_like = st.one_of(
    st.builds(LayerConfig, st.just("Dense"), options({"units": units}, use_bias=yes_no)),
    st.builds(LayerConfig, st.just("Flatten"), options()),
    st.builds(LayerConfig, st.just("BatchNormalization"), options()),
    st.builds(LayerConfig, st.just("Dropout"), options({"rate": st.just(0.5)})),
)
convolving = st.builds(
    LayerConfig,
    st.sampled_from(["Conv2D", "Conv2DTranspose", "SeparableConv2D"]),
    options({"filters": st.integers(1, 4), "kernel_size": small}, padding=st.sampled_from(["valid", "same"])),
)
pooling_like = st.builds(LayerConfig, st.sampled_from(["MaxPooling2D", "GlobalAveragePooling2D"]), options())
EQUATIONS = [
    ("abc,cd->abd", [(None, 4), (3, 4), (2, 5)], ["d", "bd", "e", None]),
    ("ab,bc->ac", [4, (4,)], ["c", None]),
    ("...x,xy->...y", [4, (None, 4)], ["y", None]),
    ("abc,cde->abde", [(None, 2, 3), (7, 2, 3)], ["de", "e", None]),
    ("ab...,bc->ac...", [3], ["c", None]),
    ("abc->abc", [3], [None]),
]
einsum = st.sampled_from(EQUATIONS).flatmap(
    lambda e: options(
        {"equation": st.just(e[0]), "output_shape": st.sampled_from(e[1])}, bias_axes=st.sampled_from(e[2])
    )
)
pairs = st.tuples(st.integers(0, 3), st.integers(0, 3))
vocabularies = st.sampled_from(
    [["a", "b"], ["[UNK]", "a", "b"], ("x",), ["", "[UNK]", "a"], ["a", "b", "a"], list("abcdefghi")]
)


def cell_cases(stack: list[LayerConfig]) -> st.SearchStrategy[Any]:
    """Inputs of a cell or a stack of cells: a step and the states, mostly for the same batch."""
    states = [(cell.config["units"],) for cell in stack for _ in range(2 if cell.name == "LSTMCell" else 1)]
    return st.tuples(batches, features).map(lambda step: (step, *((step[0], *state) for state in states)))


cell_stacks = st.lists(cells, min_size=1, max_size=3).flatmap(
    lambda stack: st.tuples(st.just({"cells": stack}), cell_cases(stack))
)
inner_pipelines = st.lists(dense_like, min_size=0, max_size=3)


def padded(rank: int) -> st.SearchStrategy[Any]:
    if rank == 1:
        return st.one_of(st.integers(0, 3), pairs, st.tuples(small))
    return st.one_of(st.integers(0, 3), st.tuples(*[st.integers(0, 3)] * rank), st.tuples(*[pairs] * rank), pairs)


STRATEGIES: dict[str, st.SearchStrategy[Case]] = {
    "Dense": cases(any_shape, {"units": units}, use_bias=yes_no),
    "EinsumDense": st.tuples(einsum, any_shape),
    "Embedding": cases(any_shape, {"input_dim": units, "output_dim": units}, mask_zero=yes_no),
    "ReversibleEmbedding": cases(
        any_shape, {"input_dim": small, "output_dim": small}, tie_weights=yes_no, reverse=yes_no
    ),
    "InputLayer": st.one_of(
        cases(st.just(()), {"shape": st.lists(sizes, max_size=4)}, batch_size=batches),
        cases(st.just(()), {"batch_shape": shapes(3)}),
        cases(st.just(()), shape=st.sampled_from([3, (3,), (-1,), (2.0,)]), batch_shape=shapes(2)),
    ),
    "Lambda": cases(any_shape, {"function": st.just(lambda x: x), "output_shape": st.lists(sizes).map(tuple)}),
    "Identity": cases(any_shape),
    "Masking": cases(any_shape),
    **{f"Conv{n}D": convolutions(n, {"filters": units}, groups=st.sampled_from([1, 1, 2, 3, 0])) for n in (1, 2, 3)},
    **{
        f"Conv{n}DTranspose": convolutions(
            n, {"filters": units}, output_padding=st.one_of(st.none(), per_axis(n, st.integers(0, 2)))
        )
        for n in (1, 2, 3)
    },
    **{f"DepthwiseConv{n}D": convolutions(n, {}, depth_multiplier=units) for n in (1, 2)},
    **{f"SeparableConv{n}D": convolutions(n, {"filters": units}, depth_multiplier=units) for n in (1, 2)},
    **{
        f"{kind}Pooling{n}D": cases(
            shapes(n + 2),
            pool_size=per_axis(n, st.sampled_from([1, 2, 2, 3, 0])),
            strides=st.one_of(st.none(), per_axis(n, st.integers(0, 3))),
            padding=st.sampled_from(["valid", "same", "valid", "same", "SAME"]),
            data_format=data_formats,
        )
        for n in (1, 2, 3)
        for kind in ("Max", "Average")
    },
    **{
        f"Global{kind}Pooling{n}D": cases(shapes(n + 2), keepdims=yes_no, data_format=data_formats)
        for n in (1, 2, 3)
        for kind in ("Max", "Average")
    },
    **{
        f"Adaptive{kind}Pooling{n}D": cases(
            shapes(n + 2), {"output_size": per_axis(n, small)}, data_format=data_formats
        )
        for n in (1, 2, 3)
        for kind in ("Max", "Average")
    },
    "Activation": cases(any_shape, {"activation": st.sampled_from(["relu", "softmax", None])}),
    "ReLU": cases(
        any_shape,
        max_value=st.sampled_from([None, 6, -1]),
        negative_slope=st.sampled_from([0.0, 0.1, -1.0]),
        threshold=st.sampled_from([0.0, -1.0]),
    ),
    "LeakyReLU": cases(any_shape, negative_slope=st.sampled_from([0.1, -0.1])),
    "PReLU": cases(any_shape, shared_axes=st.one_of(st.none(), axes, st.lists(axes, max_size=2))),
    "ELU": cases(any_shape),
    "Softmax": cases(any_shape, axis=st.just(-1)),
    "ActivityRegularization": cases(any_shape, l2=st.just(0.1)),
    "Dropout": cases(any_shape, {"rate": rates}, noise_shape=st.sampled_from([None, (None, 1), (0, 1), (1.5,)])),
    "AlphaDropout": cases(any_shape, {"rate": rates}),
    "GaussianDropout": cases(any_shape, {"rate": rates}),
    "GaussianNoise": cases(any_shape, {"stddev": rates}),
    "SpatialDropout1D": cases(shapes(3), {"rate": rates}),
    "SpatialDropout2D": cases(shapes(4), {"rate": rates}, data_format=data_formats),
    "SpatialDropout3D": cases(shapes(5), {"rate": rates}, data_format=data_formats),
    "BatchNormalization": cases(any_shape, axis=axes, center=yes_no, scale=yes_no, renorm=yes_no),
    "LayerNormalization": cases(
        any_shape,
        axis=st.one_of(axes, st.lists(axes, min_size=1, max_size=2)),
        center=yes_no,
        scale=yes_no,
        rms_scaling=yes_no,
    ),
    "RMSNormalization": cases(any_shape, axis=st.one_of(axes, st.lists(axes, min_size=1, max_size=2))),
    "GroupNormalization": cases(
        any_shape, groups=st.sampled_from([1, 2, 4, -1, 0]), axis=axes, center=yes_no, scale=yes_no
    ),
    "UnitNormalization": cases(any_shape, axis=st.one_of(axes, st.lists(axes, max_size=2))),
    "SpectralNormalization": st.one_of(
        cases(shapes(3), {"layer": dense_like}, power_iterations=st.integers(0, 2)),
        cases(shapes(4, wrong_rank=False), {"layer": st.one_of(convolving, pooling_like)}),
    ),
    "Flatten": cases(any_shape, data_format=data_formats),
    "Reshape": cases(
        any_shape, {"target_shape": st.lists(st.sampled_from([-1, -1, 1, 2, 3, 4, 6, 12, 0, -2, None]), max_size=3)}
    ),
    "Permute": cases(shapes(3), {"dims": st.sampled_from([(1, 2), (2, 1), [2, 1], (1,), (3, 1, 2), (0, 1), (2, 3)])}),
    "RepeatVector": cases(shapes(2), {"n": st.sampled_from([1, 3, 0, -1, 1.5, True])}),
    "UpSampling1D": cases(shapes(3), size=st.sampled_from([1, 2, 3, 0, (2,)])),
    **{
        f"UpSampling{n}D": cases(shapes(n + 2), size=per_axis(n, st.integers(0, 3)), data_format=data_formats)
        for n in (2, 3)
    },
    **{f"ZeroPadding{n}D": cases(shapes(n + 2), padding=padded(n), data_format=data_formats) for n in (1, 2, 3)},
    "Cropping1D": cases(shapes(3), cropping=padded(1)),
    **{
        f"Cropping{n}D": cases(shapes(n + 2), cropping=st.one_of(padded(n), st.just(-1)), data_format=data_formats)
        for n in (2, 3)
    },
    **{name: cases(several()) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract")},
    "Concatenate": cases(several(), axis=axes),
    "Dot": cases(several(), {"axes": st.one_of(axes, st.tuples(axes, axes), st.tuples(small))}),
    "SimpleRNN": cases(shapes(3), {"units": units}, **recurrent),
    "LSTM": cases(shapes(3), {"units": units}, **recurrent),
    "GRU": cases(shapes(3), {"units": units}, **recurrent, reset_after=yes_no),
    "RNN": cases(
        shapes(3, wrong_rank=False),
        {"cell": st.one_of(cells, st.lists(cells, min_size=1, max_size=3))},
        **{name: values for name, values in recurrent.items() if name != "use_bias"},
    ),
    **{
        f"ConvLSTM{n}D": cases(
            shapes(n + 3),
            {"filters": small, "kernel_size": per_axis(n, st.integers(0, 3))},
            strides=per_axis(n, st.integers(1, 2)),
            padding=st.sampled_from(["valid", "same", "causal"]),
            dilation_rate=st.sampled_from([1, 1, 2]),
            data_format=data_formats,
            **recurrent,
        )
        for n in (1, 2, 3)
    },
    **{
        name: options({"units": st.integers(1, 4)}, use_bias=yes_no).flatmap(
            lambda config, name=name: st.tuples(st.just(config), cell_cases([LayerConfig(name, config)]))
        )
        for name in CELLS
    },
    "StackedRNNCells": cell_stacks,
    "Pipeline": cases(any_shape, {"layers": inner_pipelines}),
    "Layer": cases(any_shape),
    "Wrapper": cases(any_shape, {"layer": dense_like}),
    "TimeDistributed": st.one_of(
        cases(shapes(3), {"layer": dense_like}),
        cases(shapes(5, wrong_rank=False), {"layer": st.one_of(convolving, pooling_like, dense_like)}),
        cases(
            shapes(4, wrong_rank=False),
            {"layer": st.builds(LayerConfig, st.just("LSTM"), options({"units": units}, return_sequences=yes_no))},
        ),
    ),
    "Bidirectional": cases(
        shapes(3),
        {"layer": recurrent_layers},
        merge_mode=st.sampled_from(["concat", "sum", "mul", "ave", None, "max"]),
        backward_layer=st.one_of(
            st.none(), st.builds(LayerConfig, st.just("LSTM"), options({"units": small, "go_backwards": st.just(True)}))
        ),
    ),
    "Attention": cases(
        three(),
        use_scale=yes_no,
        score_mode=st.sampled_from(["dot", "concat", "dot", "other"]),
        return_attention_scores=yes_no,
    ),
    "AdditiveAttention": cases(three(), use_scale=yes_no, return_attention_scores=yes_no),
    "MultiHeadAttention": cases(
        st.one_of(three(), three(4)),
        {"num_heads": units, "key_dim": units},
        value_dim=st.sampled_from([None, 2, 0]),
        use_bias=yes_no,
        use_gate=yes_no,
        output_shape=st.sampled_from([None, 5, (2, 3)]),
        return_attention_scores=yes_no,
    ),
    "GroupQueryAttention": cases(
        three(),
        {"head_dim": small, "num_query_heads": small, "num_key_value_heads": st.integers(1, 2)},
        use_bias=yes_no,
        use_gate=yes_no,
        return_attention_scores=yes_no,
    ),
    "Rescaling": cases(any_shape, {"scale": st.just(1 / 255)}),
    "Normalization": cases(
        any_shape,
        axis=st.one_of(st.none(), axes, st.lists(axes, max_size=2)),
        mean=st.sampled_from([None, None, None, 0.0]),
        variance=st.sampled_from([None, None, None, 1.0]),
    ),
    "CategoryEncoding": cases(
        any_shape,
        num_tokens=st.sampled_from([None, 0, 3, 5]),
        output_mode=st.sampled_from(["one_hot", "multi_hot", "count", "binary", "int"]),
    ),
    "Discretization": cases(
        any_shape,
        bin_boundaries=st.sampled_from([None, [0.0, 1.0], [0.5]]),
        num_bins=st.sampled_from([None, 3, -1]),
        output_mode=st.sampled_from(MODES),
    ),
    "Hashing": cases(any_shape, {"num_bins": st.sampled_from([3, 5, 0, None])}, output_mode=st.sampled_from(MODES)),
    "HashedCrossing": cases(
        st.one_of(several(2), st.tuples(st.just((None, 1)), st.just((None, 1)))),
        {"num_bins": st.sampled_from([3, 5])},
        output_mode=st.sampled_from(["int", "one_hot", "multi_hot"]),
    ),
    "MelSpectrogram": cases(
        st.integers(1, 2).flatmap(lambda rank: st.tuples(*[st.sampled_from([None, 1, 5, 100, 1600])] * rank)),
        fft_length=st.sampled_from([64, 100]),
        sequence_stride=st.sampled_from([16, 33]),
        sequence_length=st.sampled_from([None, 32, 128]),
        num_mel_bins=st.sampled_from([8, 20]),
    ),
    "STFTSpectrogram": cases(
        st.tuples(batches, st.sampled_from([None, 2, 40, 100]), st.sampled_from([None, 1, 2, 40])),
        {"frame_length": st.sampled_from([4, 10, 16])},
        mode=st.sampled_from(["log", "magnitude", "psd", "real", "imag", "angle", "stft", "power"]),
        frame_step=st.sampled_from([None, 1, 3, 12]),
        fft_length=st.sampled_from([None, 8, 16]),
        scaling=st.sampled_from(["density", None, "other"]),
        padding=st.sampled_from(["valid", "same", "valid", "same", "causal"]),
        expand_dims=yes_no,
        data_format=data_formats,
    ),
    "StringLookup": cases(
        any_shape,
        {"vocabulary": vocabularies},
        output_mode=st.sampled_from([*MODES, "binary", "other"]),
        max_tokens=st.sampled_from([None, 8, 1]),
        pad_to_max_tokens=yes_no,
        num_oov_indices=st.sampled_from([1, 1, 1, -1]),
    ),
    "IntegerLookup": cases(
        any_shape,
        {"vocabulary": st.sampled_from([[1, 2], [4, 5, 6]])},
        output_mode=st.sampled_from(MODES),
        max_tokens=st.sampled_from([None, 8, 1]),
        pad_to_max_tokens=yes_no,
        num_oov_indices=st.sampled_from([1, 1, 1, -1]),
    ),
    "TextVectorization": cases(
        st.sampled_from([(None,), (None, 1), (3, 1)]),
        {"vocabulary": vocabularies},
        output_mode=st.sampled_from([*MODES[0:1], "multi_hot", "count"]),
        output_sequence_length=st.sampled_from([None, 5, 7]),
        max_tokens=st.sampled_from([None, 8, 1]),
        pad_to_max_tokens=yes_no,
        split=st.sampled_from(["whitespace", None]),
    ),
    **{
        name: cases(any_shape, {"height": small, "width": small}, data_format=data_formats)
        for name in ("Resizing", "CenterCrop", "RandomCrop")
    },
}
AUGMENTATION_ARGUMENTS = {"max_number": 5, "factor": 1, "height_factor": 0.2, "width_factor": 0.2}
for augmentation in LAYERS.values():
    if isinstance(augmentation, Augmentation):
        arguments = {name: st.just(AUGMENTATION_ARGUMENTS.get(name)) for name in augmentation.required}
        STRATEGIES.setdefault(augmentation.names[0], cases(shapes(4), arguments))

# --- What Keras says ------------------------------------------------------------------------------------------------


def materialised(value: Any) -> Any:
    """A real layer for each ``LayerConfig``."""
    if isinstance(value, LayerConfig):
        return getattr(keras.layers, value.name)(**{key: materialised(part) for key, part in value.config.items()})
    return [materialised(part) for part in value] if isinstance(value, list) else value


def states_of(cell: Any, tensors: list[Any]) -> Any:
    """Tensors as a cell takes its states: a list, one list for each cell of a stack."""
    if not hasattr(cell, "cells"):
        return tensors
    left = iter(tensors)
    return [[next(left) for _ in range(len(size) if isinstance(size, list) else 1)] for size in cell.state_size]


def plain(output: Any) -> Any:
    """Shapes in place of symbolic tensors: a tuple, or a list where there are several."""
    return tuple(output.shape) if hasattr(output, "shape") else [plain(part) for part in output]


def as_keras_does(name: str, config: dict[str, Any], inputs: Any) -> tuple[Any, int, int]:
    """Output shape, trainable and other weights of the real layer."""
    at_call = {key: config[key] for key in CALL_ARGUMENTS if key in config}
    config = {key: materialised(value) for key, value in config.items() if key not in at_call}
    layer = getattr(keras.layers, name)(**config)
    if name == "InputLayer":
        return tuple(layer.output.shape), 0, 0
    dtype = "string" if name in TEXT_INPUTS else "int64" if name in WHOLE_NUMBER_INPUTS else "float32"
    if is_shape_list(inputs):
        tensors = [keras.Input(batch_shape=shape, dtype=dtype) for shape in inputs]
        if name in SEPARATE_INPUTS:
            output = layer(*tensors, **at_call)
        elif name in (*CELLS, "StackedRNNCells"):
            output = layer(tensors[0], states_of(layer, tensors[1:]))
        else:
            output = layer(tensors, **at_call)
    else:
        output = layer(keras.Input(batch_shape=inputs, dtype=dtype), **at_call)

    def count(weights: Any) -> int:
        return int(sum(keras.ops.size(weight) for weight in weights))

    return plain(output), count(layer.trainable_weights), count(layer.non_trainable_weights)


def comparable(text: str) -> str:
    """A message without what differs from run to run: Keras's frame around it, spaces in arrays, names of variables, numbers
    of layers."""
    text = text.rpartition("Error encountered:")[2]  # raised within `call`
    framed = re.search(r"\x1b\[1m(.*?)\x1b\[0m", text, re.DOTALL)
    text = framed.group(1) if framed else text.split("\x1b[0m")[0]
    text = re.sub(r"np\.\w+\(([^()]*)\)", r"\1", text)
    text = re.sub(r"variable path='[^']*'", "variable path", text)
    text = re.sub(r"(layer '\w+?)_\d+'", r"\1'", text)
    return re.sub(r"\s+", " ", re.sub(r"\{[^{}]*\}", "{}", re.sub(r"([\[({])\s+", r"\1", text))).strip()


@pytest.mark.parametrize("name", LAYER_CLASSES)
def test_a_layer_has_the_shape_and_the_weights_that_keras_gives_it(name: str) -> None:
    assert name in STRATEGIES, f"no strategy tries `{name}`"
    layer = LAYERS[name]

    @PROFILE
    @given(STRATEGIES[name])
    def agrees(case: Case) -> None:
        config, inputs = {**case[0], "name": "probe"}, case[1]
        try:
            expected = as_keras_does(name, config, inputs)
        except Exception as error:  # noqa: BLE001 -- whatever Keras raises is a refusal
            with pytest.raises(Refused) as refused:
                layer.output_shape(config, inputs)
            if isinstance(error, ValueError) and str(refused.value) not in UNSPOKEN:
                assert comparable(str(refused.value)) == comparable(str(error))  # noqa: PT017
            return
        weights = layer.weights(config, inputs)
        assert (layer.output_shape(config, inputs), weights.trainable, weights.non_trainable) == expected

    agrees()


@pytest.mark.parametrize("name", LAYER_CLASSES)
def test_what_is_said_of_an_unknown_value_holds_for_every_value(name: str) -> None:
    layer = LAYERS[name]

    @PROFILE
    @given(STRATEGIES[name], st.data())
    def holds(case: Case, data: st.DataObject) -> None:
        config, inputs = case
        try:
            shape, weights = layer.output_shape(config, inputs), layer.weights(config, inputs)
        except Refused:
            return
        hidden = {key: hide(value, data) for key, value in config.items()}
        veiled = Unknown() if data.draw(st.integers(0, 9)) == 0 else hide_dims(inputs, data)
        assert covers(layer.output_shape(hidden, veiled), shape), (hidden, veiled)
        about = layer.weights(hidden, veiled)
        assert covers(about.trainable, weights.trainable), (hidden, veiled)
        assert covers(about.non_trainable, weights.non_trainable), (hidden, veiled)

    holds()


def hide(value: Any, data: st.DataObject) -> Any:
    """``value``, now and then unknown in part or whole."""
    if data.draw(st.integers(0, 3)) == 0:
        return Unknown()
    if isinstance(value, LayerConfig):
        return LayerConfig(value.name, {key: hide(part, data) for key, part in value.config.items()})
    return type(value)(hide(part, data) for part in value) if isinstance(value, (tuple, list)) else value


def hide_dims(inputs: Any, data: st.DataObject) -> Any:
    """``inputs`` with some dimensions unknown."""
    if is_shape_list(inputs):
        return tuple(Unknown() if data.draw(st.integers(0, 5)) == 0 else hide_dims(one, data) for one in inputs)
    return tuple(Unknown() if data.draw(st.integers(0, 2)) == 0 else dim for dim in inputs)


def covers(said: Any, truth: Any) -> bool:
    """Whether what is said leaves room for the truth."""
    if isinstance(said, Unknown):
        return True
    if isinstance(said, (tuple, list)):
        return type(said) is type(truth) and len(said) == len(truth) and all(map(covers, said, truth))
    return bool(said == truth)


def test_every_layer_of_keras_is_known_or_runs_what_is_not_keras() -> None:
    classes = {
        name
        for name, value in vars(keras.layers).items()
        if isinstance(value, type) and issubclass(value, keras.layers.Layer)
    }
    assert classes - LAYERS.keys() == FOREIGN.keys()


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_name_is_the_layer_that_keras_means_by_it(name: str) -> None:
    if name in ("Input", "GroupedQueryAttention"):
        return
    assert getattr(keras.layers, name) is getattr(keras.layers, LAYERS[name].names[0])


def test_a_layer_without_a_name_gets_the_one_that_keras_derives() -> None:
    keras.backend.clear_session()
    for name, arguments in [("Dense", {"units": 1}), ("Conv2D", {"filters": 1, "kernel_size": 1}), ("PReLU", {})]:
        keras.backend.clear_session()
        assert LAYERS[name].layer_name(arguments) == getattr(keras.layers, name)(**arguments).name


@pytest.mark.parametrize("name", ["Dense", "Conv2D", "GroupQueryAttention", "Reshape"])
def test_a_missing_argument_is_refused_in_the_words_of_python(name: str) -> None:
    with pytest.raises(TypeError) as real:
        getattr(keras.layers, name)()
    with pytest.raises(Refused) as refused:
        LAYERS[name].output_shape({}, (None, 3))
    assert str(refused.value).split(".__init__")[1] == str(real.value).split(".__init__")[1]

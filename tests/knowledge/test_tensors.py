"""Operations on symbolic tensors have the shapes that real Keras gives them: in functional models, and within ``call``.

Each expression is evaluated by Keras on its symbolic tensors, and by the analysis in a program of the same text.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops
from tests.conftest import THOROUGH

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.tensors import class_of, operation_at
from keras_lint.knowledge.tensors.registry import OTHERS
from keras_lint.knowledge.values import Tensor
from keras_lint.lint.runner import analyse
from keras_lint.source import source_from_text

INPUTS: list[dict[str, Any]] = [
    {"x": (None, 4, 6), "y": (None, 6, 5), "v": (None, 6), "i": (None, 8, 8, 3), "n": (None, 3)},
    {"x": (2, 4, 6), "y": (2, 6, 5), "v": (2, 6), "i": (2, 8, 8, 3), "n": (2, 3)},
    {"x": (None, None, 6), "y": (None, 6, 5), "v": (None, 6), "i": (None, None, None, 3), "n": (None, 3)},
]
"""Shapes of the tensors that the expressions speak of; ``n`` holds whole numbers."""

IMPORTS = """
import keras
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras import layers, ops
"""

ANYWHERE = """
x + 1
1.0 - x
x * x
x / 255.0
x ** 2
-x
x @ y
x + v[:, None, :]
x[:, 0]
x[:, -1, :]
x[..., None]
x[:, 1:3]
x[:, ::2]
x[..., -1]
x[:, None]
x[:, :-1, 2:]
x[0]
i[:, :, :, 0]
x > 0
ops.matmul(x, y)
ops.reshape(x, (-1, 24))
ops.reshape(x, (-1, 4, 2, 3))
ops.reshape(x, (-1,))
ops.reshape(x, (-1, x.shape[-1]))
ops.reshape(x, (ops.shape(x)[0], -1))
ops.transpose(x, (0, 2, 1))
ops.transpose(x)
ops.transpose(i, axes=[0, 3, 1, 2])
ops.concatenate([x, x], axis=-1)
ops.concatenate([x, x], axis=1)
ops.concatenate([v, ops.cast(n, "float32")], -1)
ops.stack([v, v], axis=1)
ops.stack([v, v])
ops.split(x, 2, axis=-1)
ops.split(x, [1, 3], axis=2)
ops.unstack(y, axis=1)
ops.mean(x, axis=1)
ops.mean(x)
ops.sum(x, axis=[1, 2])
ops.max(x, axis=-1, keepdims=True)
ops.min(i, axis=(1, 2))
ops.std(x, axis=-1)
ops.var(x, axis=1, keepdims=True)
ops.any(x > 0, axis=1)
ops.logsumexp(x, axis=-1)
ops.prod(v, axis=1)
ops.argmax(v, axis=-1)
ops.argmin(x, axis=1)
ops.expand_dims(x, axis=1)
ops.expand_dims(v, -1)
ops.squeeze(x[:, None], axis=1)
ops.squeeze(v[..., None], axis=-1)
ops.add(x, v[:, None])
ops.multiply(x, 2.0)
ops.subtract(x, x)
ops.divide(x, 3)
ops.maximum(x, 0)
ops.power(x, 2)
ops.softmax(x)
ops.relu(x)
ops.gelu(x)
ops.sigmoid(x)
ops.leaky_relu(x, negative_slope=0.1)
ops.log_softmax(x, axis=-1)
ops.exp(x)
ops.sqrt(x)
ops.abs(x)
ops.clip(x, 0, 1)
ops.cast(x, "float16")
ops.einsum("bij,bjk->bik", x, y)
ops.einsum("bij,bjk->bk", x, y)
ops.einsum("...ij->...ji", x)
ops.einsum("bij->bj", x)
ops.pad(x, [[0, 0], [1, 2], [0, 0]])
ops.pad(x, ((0, 0), (1, 1), (2, 2)), mode="reflect")
ops.image.resize(i, (16, 20))
ops.image.rgb_to_grayscale(i)
ops.one_hot(n, 10)
ops.one_hot(n, num_classes=4, axis=1)
ops.where(x > 0, x, 0.0)
ops.where(x > 0, x, v[:, None, :])
ops.tile(x, [1, 2, 3])
ops.tile(v, (1, 4))
ops.repeat(x, 3, axis=-1)
ops.repeat(v, 2, axis=1)
ops.slice(y, (0, 1, 2), (1, 2, 3))
ops.zeros_like(x)
ops.ones_like(x)
ops.norm(x, axis=-1)
ops.norm(x, ord=2, axis=-1, keepdims=True)
ops.normalize(x, axis=-1)
ops.cumsum(x, axis=1)
ops.top_k(v, 3)
ops.take(x, 0, axis=-1)
ops.take(v, [0, 2], axis=1)
ops.swapaxes(x, 1, 2)
ops.moveaxis(i, -1, 1)
ops.flip(x, axis=1)
ops.roll(x, 1, axis=1)
ops.sort(v)
ops.argsort(v, axis=-1)
ops.tensordot(x, y, axes=[[2], [1]])
ops.dot(x, v[0])
ops.outer(v[0], v[0])
ops.moments(x, axes=[1])
ops.logical_not(x > 0)
ops.logical_and(x > 0, x < 1)
ops.equal(x, 0)
ops.max_pool(i, 2)
ops.max_pool(i, (2, 2), strides=1, padding="same")
ops.average_pool(i, 2, padding="same")
ops.conv(i, np.ones((3, 3, 3, 7), "float32"), padding="same")
ops.conv(i, np.ones((3, 3, 3, 7), "float32"), 2, "valid")
ops.depthwise_conv(i, np.ones((3, 3, 3, 2), "float32"), padding="same")
ops.stop_gradient(x)
ops.broadcast_to(v[0], (3, 6))
ops.binary_crossentropy(v, v)
ops.categorical_crossentropy(v, v)
ops.take_along_axis(v, n, axis=1)
ops.count_nonzero(x, axis=-1)
ops.tril(x)
ops.diagonal(y, axis1=1, axis2=2)
ops.in_top_k(n[:, 0], v, k=2)
ops.matmul(x, np.ones((6, 3), "float32"))
ops.square(x - ops.mean(x, axis=-1, keepdims=True))
ops.sum(ops.square(v - v), axis=1)
ops.sqrt(ops.maximum(ops.sum(ops.square(v - v), axis=1, keepdims=True), 1e-7))
ops.ravel(x)
ops.layer_normalization(x)
ops.rms_normalization(x)
ops.silu(x)
ops.reshape(x, (-1, *x.shape[2:]))
ops.stack([x[:, 0], x[:, 1]], axis=len(x.shape) - 1)
ops.concatenate([x[..., :2], x[..., 2:]], axis=x.ndim - 1)
keras.activations.relu(x)
keras.activations.softmax(x)
keras.activations.linear(x) * 2
layers.Dense(x.shape[-1] // 2)(x)
layers.Flatten()(x[:, 0])
"""
"""Hold for Keras's tensors, and for TensorFlow's within ``call``."""

WITHIN_CALL = """
tf.reshape(x, [-1, x.shape.as_list()[-1]])
tf.reshape(x, (-1, x.get_shape()[2]))
tf.reshape(x, (-1, x.get_shape().as_list()[-1]))
tf.expand_dims(x, axis=x.shape.rank)
tf.reshape(x, (-1, tf.shape(x)[1] // 2, 12))
tf.stop_gradient(input=x)
tf.saturate_cast(x, tf.float16)
tf.ensure_shape(x, x.shape)
x[:, : tf.shape(x)[1] - 1]
x[tf.newaxis]
x[:, tf.newaxis, ..., 0]
x[:, 0][:, None] * v[..., tf.newaxis]
keras.random.dropout(x, 0.5)
tf.matmul(x, y)
tf.matmul(x, x, transpose_b=True)
tf.linalg.matmul(x, y)
tf.reshape(x, (-1, 24))
tf.reshape(x, [tf.shape(x)[0], -1])
tf.reshape(x, (tf.shape(x)[0], tf.shape(x)[1] * 6))
tf.reshape(x, tf.shape(x))
tf.reshape(v, tf.concat([tf.shape(v)[:1], [2, 3]], 0))
tf.reshape(v, tf.stack([tf.shape(v)[0], 3, 2]))
tf.transpose(x, [0, 2, 1])
tf.transpose(x, perm=(2, 0, 1))
tf.concat([x, x], axis=-1)
tf.concat([x, x], 1)
tf.stack([v, v], axis=1)
tf.split(x, 2, axis=-1)
tf.split(x, [1, 2, 3], -1)
tf.split(x, num_or_size_splits=3, axis=2)
tf.unstack(y, axis=1)
tf.reduce_mean(x, axis=1)
tf.reduce_mean(x)
tf.reduce_sum(x, [1, 2])
tf.reduce_max(x, -1, keepdims=True)
tf.math.reduce_sum(x, axis=-1)
tf.math.reduce_std(x, axis=-1)
tf.math.reduce_variance(x, 1)
tf.reduce_any(x > 0, 1)
tf.argmax(v, axis=-1)
tf.argmax(v)
tf.math.argmin(v, 1)
tf.expand_dims(x, 1)
tf.expand_dims(v, axis=-1)
tf.squeeze(v[..., None], axis=-1)
tf.squeeze(v[:, None], [1])
tf.add(x, x)
tf.subtract(x, 1.0)
tf.multiply(x, v[:, None])
tf.divide(x, 2.0)
tf.math.divide(x, 2.0)
tf.maximum(x, 0.0)
tf.pow(x, 2)
tf.math.squared_difference(x, x)
tf.nn.relu(x)
tf.nn.softmax(x)
tf.nn.softmax(x, axis=-1)
tf.nn.sigmoid(x)
tf.nn.gelu(x)
tf.nn.leaky_relu(x, alpha=0.1)
tf.sigmoid(x)
tf.tanh(x)
tf.exp(x)
tf.sqrt(x)
tf.abs(x)
tf.math.log(x)
tf.square(x)
tf.clip_by_value(x, 0.0, 1.0)
tf.cast(x, tf.float16)
tf.cast(n, "int64")
tf.einsum("bij,bjk->bik", x, y)
tf.pad(x, [[0, 0], [1, 2], [0, 0]])
tf.pad(x, tf.constant([[0, 0], [1, 2], [0, 0]]))
tf.image.resize(i, (16, 20))
tf.image.resize(i, [16, 20], method="nearest")
tf.image.rgb_to_grayscale(i)
tf.image.flip_left_right(i)
tf.image.resize_with_crop_or_pad(i, 5, 6)
tf.one_hot(n, 10)
tf.one_hot(n, depth=4, axis=1)
tf.where(x > 0, x, tf.zeros_like(x))
tf.tile(x, [1, 2, 3])
tf.repeat(x, 3, axis=-1)
tf.slice(y, [0, 1, 2], [1, 2, 3])
tf.gather(v, [0, 2], axis=1)
tf.gather(v, n, batch_dims=1)
tf.gather(x, 0, axis=-1)
tf.zeros((tf.shape(x)[0], 10)) + v[:, :1]
tf.ones([tf.shape(x)[0], 4, 6]) + x
tf.zeros_like(x)
tf.fill([tf.shape(v)[0], 2], 1.0) + v[:, :1]
tf.random.normal((tf.shape(v)[0], 7)) + v[:, :1]
tf.random.normal(tf.shape(v)) * v
tf.random.uniform(shape=(tf.shape(v)[0], 7)) + v[:, :1]
tf.range(tf.shape(v)[0]) + n[:, 0]
tf.range(5)[None] + n[:, :1]
tf.norm(x, axis=-1)
tf.nn.l2_normalize(x, axis=-1)
tf.math.l2_normalize(x, axis=1)
tf.cumsum(x, axis=1)
tf.nn.top_k(v, 3)
tf.math.top_k(v, k=2)
tf.sort(v, axis=-1)
tf.reverse(x, [1])
tf.nn.moments(x, axes=[1])
tf.logical_and(x > 0, x < 1)
tf.equal(x, 0.0)
tf.tensordot(x, y, [[2], [1]])
tf.nn.conv2d(i, np.ones((3, 3, 3, 7), "float32"), strides=1, padding="SAME")
tf.nn.conv2d(i, np.ones((3, 3, 3, 7), "float32"), [1, 2, 2, 1], "VALID")
tf.nn.max_pool2d(i, 2, 2, "VALID")
tf.nn.avg_pool2d(i, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
tf.nn.softmax_cross_entropy_with_logits(labels=v, logits=v)
tf.stop_gradient(x)
tf.identity(x)
tf.nn.dropout(x, rate=0.5)
tf.broadcast_to(v[:, None, :], [tf.shape(v)[0], 4, 6])
tf.convert_to_tensor(x)
tf.add_n([x, x])
tf.linalg.diag_part(y)
tf.reduce_sum(tf.square(v - v), axis=1, keepdims=True)
"""

BACKEND = """
K.mean(x, axis=1)
K.sum(x, axis=-1, keepdims=True)
K.max(x)
K.concatenate([x, x])
K.concatenate([x, x], axis=1)
K.stack([v, v], axis=1)
K.reshape(x, (-1, 24))
K.permute_dimensions(x, (0, 2, 1))
K.transpose(v)
K.expand_dims(v)
K.expand_dims(v, 1)
K.squeeze(v[..., None], -1)
K.batch_flatten(y)
K.l2_normalize(x, axis=-1)
K.argmax(v)
K.square(x)
K.sqrt(x)
K.exp(x)
K.softmax(x)
K.relu(x)
K.clip(x, 0, 1)
K.cast(x, "float16")
K.dot(x, y[0])
K.batch_dot(x, y)
K.batch_dot(x, x, axes=[2, 2])
K.batch_dot(v, v, axes=1)
K.one_hot(n, 10)
K.repeat_elements(y, 3, axis=1)
K.tile(v, [1, 2])
K.zeros_like(x)
K.ones_like(x)
K.gather(y, 0)
K.random_normal(shape=(K.shape(v)[0], 7)) + v[:, :1]
K.random_normal((K.shape(v)[0], K.int_shape(v)[1])) * v
K.maximum(x, 0.0)
K.pow(x, 2)
K.stop_gradient(x)
K.cumsum(x, axis=1)
K.flatten(v)
"""


def expressions(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def plain(value: Any) -> Any:
    """The shapes of one tensor or several."""
    return [plain(part) for part in value] if isinstance(value, (tuple, list)) else tuple(value.shape)


def real_tensors(inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        name: keras.Input(batch_shape=shape, dtype="int32" if name == "n" else "float32")
        for name, shape in inputs.items()
    }


def namespace() -> dict[str, Any]:
    return {"keras": keras, "np": np, "tf": tf, "K": keras._tf_keras.keras.backend, "layers": layers, "ops": ops}  # type: ignore[attr-defined]


def functional(expression: str, inputs: dict[str, Any]) -> Any:
    """What Keras makes of the expression on its own tensors."""
    return eval(expression, namespace(), real_tensors(inputs))


def within_call(tests: list[str], inputs: dict[str, Any]) -> list[Any]:
    """The shapes of what a layer returns whose ``call`` evaluates the expressions."""

    class Probe(keras.layers.Layer):
        def call(self, given: Any) -> Any:
            return [eval(test, namespace(), dict(given)) for test in tests]

    return [plain(part) for part in Probe()(real_tensors(inputs))]


def declared(inputs: dict[str, Any]) -> str:
    return "".join(
        f'{name} = keras.Input(batch_shape={shape}, dtype="{"int32" if name == "n" else "float32"}")\n'
        for name, shape in inputs.items()
    )


def told(tests: list[str], inputs: dict[str, Any], inside: bool) -> list[Any]:
    """The tensors that the analysis sees for each expression, in one program for all."""
    text = IMPORTS + declared(inputs)
    for number, expression in enumerate(tests):
        if inside:
            names = ", ".join(inputs)
            text += f"class Probe{number}(layers.Layer):\n    def call(self, {names}):\n        return {expression}\n"
            text += f"r{number} = Probe{number}()({names})\n"
        else:
            text += f"r{number} = {expression}\n"
    run = analyse(source_from_text(text, "program.py")).run
    scope = run.state.heap[run.frame.scope].names

    def tensors(value: Any) -> Any:
        fact = run.read(value)
        items = run.items(value)
        return fact if isinstance(fact, Tensor) or items is None else [tensors(item) for item in items]

    return [tensors(scope[f"r{number}"]) for number in range(len(tests))]


def shape_of(value: Any) -> Any:
    return [shape_of(part) for part in value] if isinstance(value, list) else getattr(value, "shape", Unknown())


def covers(said: Any, truth: Any) -> bool:
    """Whether what is said leaves room for the truth."""
    if isinstance(said, Unknown):
        return True
    if isinstance(said, (tuple, list)):
        return isinstance(truth, (tuple, list)) and len(said) == len(truth) and all(map(covers, said, truth))
    return bool(said == truth)


def whole(said: Any) -> bool:
    """Whether nothing is left open."""
    return all(map(whole, said)) if isinstance(said, (tuple, list)) else not isinstance(said, Unknown)


def hidden(inputs: dict[str, Any], random: Random) -> dict[str, Any]:
    """The inputs with some sizes that the analysis does not know."""
    return {name: tuple(Hidden() if random.random() < 0.3 else dim for dim in shape) for name, shape in inputs.items()}


class Hidden:
    """Written into a program as a name that is bound nowhere."""

    def __repr__(self) -> str:
        return "not_known"


@pytest.mark.parametrize("inputs", INPUTS)
def test_operations_have_the_shapes_of_keras_in_functional_models(inputs: dict[str, Any]) -> None:
    tests = expressions(ANYWHERE)
    for test, found in zip(tests, told(tests, inputs, inside=False), strict=True):
        truth, said = plain(functional(test, inputs)), shape_of(found)
        assert covers(said, truth), test
        assert whole(said) or inputs is INPUTS[2], test


@pytest.mark.parametrize("inputs", INPUTS)
def test_operations_have_the_shapes_of_tensorflow_within_call(inputs: dict[str, Any]) -> None:
    tests = expressions(ANYWHERE + WITHIN_CALL + BACKEND)
    unclear = told(tests, hidden(inputs, Random(0)), inside=True)
    truths = within_call(tests, inputs)
    for test, truth, found, veiled in zip(tests, truths, told(tests, inputs, inside=True), unclear, strict=True):
        assert covers(shape_of(found), truth), test
        assert whole(shape_of(found)) or inputs is not INPUTS[0], test
        assert covers(shape_of(veiled), truth), test


def test_what_is_said_of_unknown_sizes_holds_for_every_size() -> None:
    tests = expressions(ANYWHERE)
    for inputs in INPUTS:
        truths = [plain(functional(test, inputs)) for test in tests]
        for seed in range(20 if THOROUGH else 2):
            for test, truth, found in zip(tests, truths, told(tests, hidden(inputs, Random(seed)), False), strict=True):
                assert covers(shape_of(found), truth), test


def test_operations_have_the_dtype_and_the_class_that_keras_gives_them() -> None:
    tests = expressions(ANYWHERE)
    for test, found in zip(tests, told(tests, INPUTS[0], inside=False), strict=True):
        real = functional(test, INPUTS[0])
        if not isinstance(real, (tuple, list)):
            assert covers(found.dtype, real.dtype), test
            if found.use.layer is None:
                assert class_of(found.use.operation) == type(real._keras_history.operation).__name__, test


def test_what_does_not_fit_is_not_known() -> None:
    tests = ["ops.matmul(x, x)", "ops.reshape(v, (-1, 7))", "x + y", "ops.squeeze(x, 1)", "ops.mean(x, axis=7)"]
    for test, found in zip(tests, told(tests, INPUTS[1], inside=False), strict=True):
        with pytest.raises(ValueError):  # noqa: PT011 -- the words differ
            functional(test, INPUTS[1])
        assert isinstance(found.shape, Unknown), test


def test_every_other_name_means_an_operation() -> None:
    assert all(operation_at(path) is not None for path in OTHERS)

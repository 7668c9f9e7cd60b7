"""The summary of a model says what Keras says of it: order and names of layers, shapes, numbers of weights."""

from __future__ import annotations

import os
import textwrap
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import pytest
from keras.src.utils.summary_utils import count_params

from keras_lint.lint.runner import analyse
from keras_lint.lint.summary import summaries, to_json
from keras_lint.source import source_from_text
from tests.knowledge.oracle import execute

HEAD = "import numpy as np\nimport keras\nfrom keras import layers\n"

PROGRAMS = {
    "a stack": """
        model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(),
            layers.Flatten(), layers.Dense(10, activation="softmax")])
    """,
    "a stack that grows": """
        model = keras.Sequential(name="grown")
        model.add(layers.Dense(8, input_shape=(4,)))
        model.add(layers.BatchNormalization())
        model.add(layers.Dense(3, name="head"))
        second = keras.Sequential([layers.Dense(2, input_dim=3), layers.Dropout(0.1)])
        third = keras.Model(inputs := keras.Input((2,)), layers.Dense(2)(inputs))
    """,
    "built by its data": """
        model = keras.Sequential([layers.Dense(4), layers.Dense(2)])
        model.compile("sgd", "mse")
        model.fit(np.zeros((8, 3)), np.zeros((8, 2)), verbose=0)
        other = keras.Model(inputs := keras.Input((2,)), layers.Dense(2)(inputs))
    """,
    "branches, a shared layer, two inputs and two outputs": """
        left, right = keras.Input((16,), name="left"), keras.Input((16,))
        shared = layers.Dense(8)
        a, b = shared(left), shared(right)
        joined = layers.Concatenate()([a, layers.Dense(3)(b)])
        deep = layers.Dense(5)(layers.Dropout(0.5)(joined))
        model = keras.Model([left, right], [layers.Dense(1, name="score")(deep), layers.Dense(2)(joined)])
        unused = keras.Model([left, right, keras.Input((3,))], layers.Dense(1)(a))
    """,
    "residual blocks": """
        def block(x, filters, strides=1):
            y = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
            y = layers.BatchNormalization()(y)
            y = layers.ReLU()(y)
            y = layers.Conv2D(filters, 3, padding="same")(y)
            if strides != 1 or x.shape[-1] != filters:
                x = layers.Conv2D(filters, 1, strides=strides)(x)
            return layers.Add()([x, y])

        inputs = keras.Input((32, 32, 3))
        x = inputs
        for filters, strides in ((4, 1), (4, 1), (8, 2), (8, 1)):
            x = block(x, filters, strides)
        model = keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)), name="resnet")
    """,
    "operators": """
        inputs = keras.Input((8, 4))
        x = layers.Dense(4)(inputs)
        y = layers.Add()([x * 2 + inputs, x])
        z = y / 3 - 1
        z = layers.Subtract()([-z, y])
        model = keras.Model(inputs, layers.Multiply()([z, z ** 2]))
    """,
    "nested models, some of it frozen": """
        base = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])
        base.trainable = False
        base.layers[0].trainable = True
        inner_input = keras.Input((2,))
        inner = keras.Model(inner_input, layers.Dense(3, trainable=False)(inner_input))
        inputs = keras.Input((8,))
        model = keras.Model(inputs, layers.Dense(1)(inner(base(inputs))))
        stacked = keras.Sequential([keras.Input((8,)), base, layers.Dense(1)])
    """,
    "a part of a model": """
        inputs = keras.Input((8,))
        hidden = layers.Dense(4)(inputs)
        middle = layers.Dense(3)(hidden)
        model = keras.Model(inputs, layers.Dense(2)(middle))
        features = keras.Model(inputs, middle)
        end = keras.Model(hidden, model.output)
        again = keras.Model(model.inputs, layers.Dense(7)(model.layers[-2].output))
    """,
    "sequence to sequence": """
        source, target = keras.Input((None, 5)), keras.Input((None, 6))
        _, h, c = layers.LSTM(8, return_state=True)(source)
        decoded, _, _ = layers.LSTM(8, return_sequences=True, return_state=True)(target, initial_state=[h, c])
        model = keras.Model([source, target], layers.Dense(6, activation="softmax")(decoded))
    """,
    "attention": """
        tokens = keras.Input((12,), dtype="int32")
        x = layers.Embedding(50, 16)(tokens)
        a = layers.MultiHeadAttention(2, 8)(x, x)
        x = layers.LayerNormalization()(layers.Add()([x, layers.Dropout(0.1)(a)]))
        x = layers.Bidirectional(layers.LSTM(4))(x)
        x = layers.Softmax()(layers.Dropout(0.1)(x))
        model = keras.Model(tokens, layers.Dense(2)(x))
    """,
    "clones": """
        base = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.BatchNormalization()])
        base.trainable = False
        copy = keras.models.clone_model(base)
        copy.layers[0].trainable = True
        inputs = keras.Input((8,), name="features")
        source = keras.Model(inputs, layers.Dense(3)(copy(inputs)))
        twin = keras.models.clone_model(source)
        twin.layers[-1].trainable = False
    """,
    "layers frozen by place, by name and with their model": """
        inputs = keras.Input((16,))
        x = inputs
        for units in (8, 6, 4):
            x = layers.Dense(units, name=f"hidden_{units}")(x)
        model = keras.Model(inputs, layers.Dense(1)(x))
        for layer in model.layers[:3]:
            layer.trainable = False
        model.get_layer("hidden_6").trainable = True
        model.get_layer(index=-1).trainable = False
        other_inputs = keras.Input((2,))
        other = keras.Model(other_inputs, layers.Dense(2)(other_inputs))
        other.trainable = False
        stack = keras.Sequential([other, layers.Dense(3)], trainable=False)
    """,
    "a model of open size called again": """
        tokens = keras.Input((None,), dtype="int32")
        embedded = layers.Embedding(10, 4)(tokens)
        encoder = keras.Model(tokens, layers.GlobalAveragePooling1D()(embedded))
        again = keras.Input((None,), dtype="int32")
        model = keras.Model(again, layers.Dense(2)(encoder(again)))
    """,
    "names behind application models": """
        vgg = keras.applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3), pooling="avg")
        image = keras.Input((32, 32, 3))
        mobile = keras.applications.MobileNetV3Small(weights=None, include_top=False, input_tensor=image)
        flat = layers.GlobalAveragePooling2D()(keras.Input((4, 4, 2)))
        model = keras.Sequential([keras.Input((4,)), layers.Activation("relu"), layers.ReLU(), layers.Dense(1)])
        other = keras.Model(again := keras.Input((3,)), layers.Dense(1)(again))
    """,
    "names start anew": """
        first = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
        keras.utils.clear_session()
        model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    """,
    "models made in a loop and in a function": """
        def build(units):
            net = keras.Sequential([keras.Input((4,))])
            for _ in range(units):
                net.add(layers.Dense(units))
            return net

        models = [build(units) for units in (1, 2)]
        model = build(3)
    """,
}

BACKBONES = ("vgg", "mobile")
"""Application models, whose layers are not listed."""


def said(text: str) -> list[dict[str, Any]]:
    """What the analysis says of a program's models, as plain data."""
    return [to_json(summary) for summary in summaries(analyse(source_from_text(text, "/p/program.py")))]


def told_by_keras(model: Any) -> dict[str, Any]:
    """The same of a real model, as far as it is the model's."""
    return {
        "name": model.name,
        "kind": type(model).__name__,
        "input_shapes": [list(tensor.shape) for tensor in model.inputs],
        "output_shapes": [list(tensor.shape) for tensor in model.outputs],
        "layers": [layer_told_by_keras(layer) for layer in model.layers],
        "params": model.count_params(),
        "trainable_params": count_params(model.trainable_weights),
    }


def layer_told_by_keras(layer: Any) -> dict[str, Any]:
    outputs = layer._inbound_nodes[-1].output_tensors if layer._inbound_nodes else layer.outputs
    shapes = [list(tensor.shape) for tensor in outputs]
    return {
        "name": layer.name,
        "class": type(layer).__name__,
        "output_shape": shapes[0] if len(shapes) == 1 else shapes,
        "params": layer.count_params(),
        "trainable": layer.trainable,
        "layers": [layer_told_by_keras(inner) for inner in getattr(layer, "layers", [])],
    }


def comparable(found: Any) -> Any:
    """Without what Keras has no words for."""
    if isinstance(found, list):
        return [comparable(each) for each in found]
    if isinstance(found, dict):
        skipped = ("location", "variable", "filename", "entry", "complete", "unknown")
        return {key: comparable(value) for key, value in found.items() if key not in skipped}
    return found


def without_clones(found: dict[str, Any], truth: dict[str, Any]) -> dict[str, Any]:
    """With Keras's name for an input that it makes where a model is cut out of another, or cloned: it is that of a
    tensor, whose number nobody knows.
    """
    for mine, real in zip(found["layers"], truth["layers"], strict=False):
        if mine["name"] is None and real["name"].startswith("keras_tensor"):
            mine["name"] = real["name"]
    return found


@pytest.mark.parametrize("title", PROGRAMS)
def test_every_model_is_as_keras_says(title: str) -> None:
    text = HEAD + textwrap.dedent(PROGRAMS[title])
    keras.utils.clear_session()
    real = execute(text)
    found = said(text)
    assert found
    compared = set()
    for summary in found:
        model = real.get(summary["variable"])
        if summary["variable"] in BACKBONES:
            assert summary["name"] == model.name
            assert (summary["params"], summary["layers"]) == (model.count_params(), [])
            compared.add(summary["variable"])
            continue
        assert summary["unknown"] == []
        assert summary["complete"] is True
        if isinstance(model, keras.Model) and sum(other["variable"] == summary["variable"] for other in found) == 1:
            truth = told_by_keras(model)
            assert without_clones(comparable(summary), truth) == truth
            compared.add(summary["variable"])
    assert compared >= {name for name, value in real.items() if isinstance(value, keras.Model)}

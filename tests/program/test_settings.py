"""Programs that keep their sizes in settings, and look into models: real Keras says which model they build."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from keras_lint.knowledge.facts import Unknown
from keras_lint.lint.runner import analyse
from keras_lint.source import source_from_text
from tests.program.test_custom import model_of

HEAD = """
import argparse, functools, keras
from collections import namedtuple
from enum import Enum
from types import SimpleNamespace
from keras import layers

def build(units, **options):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units, **options)])

base = keras.Sequential([keras.Input((4,)), layers.Dense(7, name="features"), layers.Dense(3), layers.Dense(5)])
inputs = keras.Input((4,))
graph = keras.Model(inputs, layers.Dense(3)(layers.Dense(7)(inputs)))
"""

PROGRAMS = {
    "options of the command line": """
parser = argparse.ArgumentParser()
parser.add_argument("--hidden-units", type=int, default=7)
parser.add_argument("-r", "--rate", dest="lr", type=float, default="0.5")
parser.add_argument("--deep", action="store_true")
args = parser.parse_args()
model = build(args.hidden_units + int(args.lr * 2) + args.deep)
""",
    "options that are set": """
def parse():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("sizes")
    group.add_argument("-u", default=3, type=int)
    parser.set_defaults(u=6)
    return parser.parse_args()
args = parse()
args.u += 1
model = build(args.u)
""",
    "namespace": "model = build(SimpleNamespace(units=7).units)",
    "named tuple": """
Config = namedtuple("Config", "units rate")
model = build(Config(7, rate=0.1).units)
""",
    "partial": """
Dense = functools.partial(layers.Dense, activation="relu")
model = keras.Sequential([keras.Input((4,)), Dense(9), functools.partial(Dense, units=2)()])
""",
    "enum": """
class Size(Enum):
    SMALL = 7
    LARGE = 70
model = build(Size.SMALL.value)
""",
    "class methods as factories": """
class Builder:
    extra = 3
    @classmethod
    def make(cls, units):
        return build(units + cls.extra)
model = Builder.make(4)
""",
    "match": """
match "small":
    case "large" | "huge":
        units = 70
    case "small":
        units = 7
    case _:
        units = 1
model = build(units)
""",
    "chained comparison": "model = build(7 if 1 < 3 <= 3 < 5 else 2)",
    "recursion": """
def stack(x, depth):
    return x if depth == 0 else stack(layers.Dense(depth)(x), depth - 1)
model = keras.Model(inputs, stack(inputs, 4))
""",
    "output of a layer by place": "model = keras.Model(base.inputs, base.layers[-2].output)",
    "output of a layer by name": 'model = keras.Model(base.inputs, base.get_layer("features").output)',
    "output of a layer by a name that Keras gives": 'model = keras.Model(base.inputs, base.get_layer("dense_1").output)',
    "output of a layer by index": "model = keras.Model(graph.input, graph.get_layer(index=1).output)",
    "inputs are layers of a functional model": "model = build(len(graph.layers), name=graph.layers[1].name)",
    "numbers that layers keep": "model = build(base.layers[0].units + graph.layers[2].output.shape[-1])",
    "number of weights": "model = build(graph.count_params() - base.layers[0].count_params())",
    "a model of all outputs": "model = keras.Model(base.inputs, [layer.output for layer in base.layers][1])",
    "frozen one by one": """
for layer in base.layers[:-1]:
    layer.trainable = False
model = base
""",
    "frozen where it is not of a kind": """
for place, layer in enumerate(base.layers):
    if place < 1 or not isinstance(layer, layers.Dense):
        layer.trainable = False
model = keras.Sequential([keras.Input((4,)), base, layers.Dense(2)])
""",
    "frozen whole, one thawed": """
graph.trainable = False
graph.layers[-1].trainable = True
model = keras.Sequential([keras.Input((4,)), graph, layers.Dense(2)])
""",
    "frozen itself": """
base.trainable = False
base.layers[0].trainable = True
model = base
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_model_is_the_one_that_keras_builds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    monkeypatch.setattr(sys, "argv", ["program.py"])
    keras.backend.clear_session()
    names: dict[str, Any] = {}
    exec(HEAD + PROGRAMS[name], names)
    model = names["model"]
    view = model_of(analyse(source_from_text(HEAD + PROGRAMS[name], "/p/program.py")))
    assert view.output_shape == model.output_shape
    count = [
        sum(int(np.prod(w.shape)) for w in some) for some in (model.trainable_weights, model.non_trainable_weights)
    ]
    assert [view.trained_weights.trainable, view.trained_weights.non_trainable] == count


@pytest.mark.parametrize(
    "units",
    [
        "parser.parse_args().units",
        "parser.parse_known_args()[0].units",
    ],
)
def test_a_required_option_and_one_of_an_unknown_parser_are_not_known(units: str) -> None:
    code = f'parser = argparse.ArgumentParser()\nparser.add_argument("--units", type=int, required=True)\nmodel = build({units})'
    view = model_of(analyse(source_from_text(HEAD + code, "/p/program.py")))
    assert isinstance(view.output_shape, tuple)
    assert isinstance(view.output_shape[-1], Unknown)


def test_it_is_not_known_how_much_of_a_backbone_is_trained_where_its_layers_are_frozen_one_by_one() -> None:
    code = """
base = keras.applications.VGG16(include_top=False, weights=None, input_shape=(64, 64, 3))
for layer in base.layers[:-4]:
    layer.trainable = False
model = keras.Sequential([base, layers.Flatten(), layers.Dense(7)])
"""
    view = model_of(analyse(source_from_text(HEAD + code, "/p/program.py")))
    assert isinstance(view.trained_weights.trainable, Unknown)

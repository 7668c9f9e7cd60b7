"""What is known of ``keras.applications`` is what Keras builds."""

from __future__ import annotations

import gc
import math

import pytest
from tests.conftest import THOROUGH

from keras_lint.knowledge.applications import Application, application, names
from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.layers.base import Weights

MODELS = names() if THOROUGH else ("EfficientNetB0", "MobileNetV2", "ResNet50", "VGG16")
ONE = MODELS if THOROUGH else ("MobileNetV2",)
HEAVY = ("ConvNeXtXLarge", "ConvNeXtLarge", "NASNetLarge", "EfficientNetB7")
SHAPES = [(96, 96, 3), (77, 130, 1), (101, 83, 4)]
WIDTHS = [
    ("MobileNet", {"alpha": 0.5}),
    ("MobileNetV2", {"alpha": 1.4}),
    ("MobileNetV3Small", {"minimalistic": True}),
    ("MobileNetV3Large", {"alpha": 0.75}),
]


@pytest.fixture(autouse=True)
def forget_models():
    yield
    import keras

    keras.backend.clear_session()
    gc.collect()


def known(name: str, **options: object) -> Application:
    found = application(name, options)
    assert isinstance(found, Application)
    return found


def built(name: str, **options: object):
    import keras

    return getattr(keras.applications, name)(weights=None, **options)


def counted(model: object) -> Weights:
    def size(weights: list) -> int:
        return sum(math.prod(weight.shape) for weight in weights)

    return Weights(size(model.trainable_weights), size(model.non_trainable_weights))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore:This model usually expects")
def test_feature_maps_have_the_shape_and_weights_of_keras(name):
    for shape in SHAPES[:1] if name in HEAVY else SHAPES:
        model = built(name, include_top=False, input_shape=shape)
        assert known(name).output_shape(False, shape) == model.output_shape, shape
        assert known(name).weights(False, shape) == counted(model), shape
        del model
        gc.collect()


@pytest.mark.parametrize("name", MODELS if THOROUGH else ("EfficientNetB0", "MobileNetV2"))
@pytest.mark.parametrize(
    "options",
    [
        {"include_top": True},
        {"include_top": False, "pooling": "max"},
        {"include_top": False, "input_shape": (96, 96, 3)},
    ],
)
def test_models_and_their_layers_have_the_names_of_keras(name, options):
    import keras
    from keras.src.backend.common import global_state

    inside = {"include_preprocessing": False} if known(name).include_preprocessing else {}
    for more in ({}, inside) if inside and name not in HEAVY else ({},):
        keras.backend.clear_session()
        model = built(name, **options, **more)
        counted = dict(global_state.get_global_attribute("object_name_uids"))
        made = known(name).made(options["include_top"], options.get("pooling"), not more)
        others = ("keras_tensor", "variable", "scratch_graph", "seed_generator")
        assert made == {prefix: number for prefix, number in counted.items() if prefix not in others}
        told = known(name).named(options.get("input_shape", model.input_shape[1:]))
        assert isinstance(told, Unknown) or told == model.name
        del model
        gc.collect()


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("shape", "classes"), [((107, 90, 3), 7)])
def test_whole_models_have_the_shape_and_weights_of_keras(name, shape, classes):
    model = built(name, include_top=True, input_shape=shape, classes=classes)
    assert known(name).output_shape(True, shape, classes=classes) == model.output_shape
    assert known(name).weights(True, shape, classes) == counted(model)


@pytest.mark.parametrize(
    "name", [name for name in ONE if name not in HEAVY]
)  # the heavy ones share their sisters' code
def test_a_model_without_input_shape_is_that_of_keras(name):
    for include_top in (False, True):
        model = built(name, include_top=include_top)
        assert known(name).default_shape(include_top) == model.input_shape[1:]
        assert known(name).output_shape(include_top) == model.output_shape
        assert known(name).weights(include_top) == counted(model)
        del model


@pytest.mark.parametrize("name", ONE)
def test_a_model_is_refused_where_keras_refuses_it(name):
    small = known(name).min_size - 1
    shapes = [(small, 200, 3), (small, None, 3), (small + 1, None, 3), (small + 1, small + 1, 3)]
    for shape in shapes[:2] if name in HEAVY else shapes:
        for include_top in (True, False):
            try:
                built(name, include_top=include_top, input_shape=shape)
                refused = False
            except (TypeError, ValueError):
                refused = True
            assert (known(name).refusal(include_top, shape) is not None) == refused, (shape, include_top)


IMAGENET = [
    {"classes": 10},
    {"input_shape": (224, 224, 3)},
    {"input_shape": (192, 192, 3)},
    {"input_shape": (96, 96, 3)},
    {"input_shape": (None, None, 3)},
    {"include_top": False, "input_shape": (256, 256, 1)},
    {"include_top": False, "input_shape": (256, 300, 3)},
    {"include_top": False, "classes": 10},
]


@pytest.mark.parametrize("name", names())
def test_the_weights_of_imagenet_are_refused_where_keras_refuses_them(name, monkeypatch):
    import keras

    class Building(Exception):
        pass

    def build(*args, **kwargs):
        raise Building

    monkeypatch.setattr(keras.layers.Layer, "__init__", build)  # refusals come before the first layer
    for options in IMAGENET:
        try:
            getattr(keras.applications, name)(weights="imagenet", **options)
        except Building:
            refused = False
        except ValueError:
            refused = True
        top, shape, classes = options.get("include_top", True), options.get("input_shape"), options.get("classes", 1000)
        assert (known(name).refusal(top, shape, True, classes) is not None) == refused, options


CALLS = [
    "MobileNetV2(weights=None, alpha=0.5, input_shape=(64, 64, 3), classes=5)",
    "MobileNetV2((96, 96, 3), 1.0, False, None)",
    "MobileNetV3Small(weights=None, minimalistic=True, include_top=False, input_shape=(64, 64, 3))",
    "MobileNet(weights=None, include_top=False, input_tensor=keras.Input((64, 64, 3)), pooling='max')",
    "MobileNet(weights=None, include_top=False, input_tensor=keras.layers.Conv2D(3, 1)(keras.Input((48, 48, 1))))",
    "MobileNetV2(weights=None, alpha=0.9, include_top=False, input_shape=(64, 64, 3))",
    "MobileNet(weights=None, include_top=False, input_shape=(64, 64))",
    "MobileNet(weights=None, include_top=False, input_shape=(20, 64, 3))",
]


@pytest.mark.parametrize("call", CALLS)
def test_what_a_program_says_of_a_model_is_what_keras_builds(call):
    import keras

    from keras_lint.lint.runner import analyse
    from keras_lint.source import source_from_text

    text = f"import keras\nfrom keras.applications import *\nbase = {call}\n"
    view = next(m for m in analyse(source_from_text(text, "program.py")).models if m.fact.application)
    try:
        model = eval(call, {"keras": keras, **vars(keras.applications)})
    except ValueError:
        assert isinstance(view.output_shape, Unknown)
        assert isinstance(view.weights.trainable, Unknown)
        return
    assert view.input_shape == model.input_shape
    assert isinstance(view.output_shape, Unknown) or view.output_shape == model.output_shape
    assert isinstance(view.weights.trainable, Unknown) or view.weights == counted(model)


@pytest.mark.parametrize(("name", "options"), WIDTHS if THOROUGH else WIDTHS[1:3])
def test_widths_of_mobilenets_are_known(name, options):
    model = built(name, include_top=False, input_shape=(65, 96, 3), **options)
    assert known(name, **options).output_shape(False, (65, 96, 3)) == model.output_shape
    assert known(name, **options).weights(False, (65, 96, 3)) == counted(model)


@pytest.mark.parametrize("pooling", ["avg", "max"])
def test_pooling_leaves_the_channels(pooling):
    model = built("MobileNetV2", include_top=False, pooling=pooling, input_shape=(64, 64, 3))
    assert known("MobileNetV2").output_shape(False, (64, 64, 3), pooling) == model.output_shape
    assert known("MobileNetV2").weights(False, (64, 64, 3)) == counted(model)


def test_scaling_inside_can_be_left_out():
    model = built("EfficientNetV2B0", include_top=False, input_shape=(64, 64, 3), include_preprocessing=False)
    assert known("EfficientNetV2B0").weights(False, (64, 64, 3), include_preprocessing=False) == counted(model)


@pytest.mark.parametrize("name", names())
def test_images_are_expected_as_preprocess_input_makes_them(name):
    import keras
    import numpy as np

    found = known(name)
    module = getattr(keras.applications, found.module)
    pixels = np.stack([np.zeros((2, 2, 3)), np.full((2, 2, 3), 255.0)])
    made = module.preprocess_input(pixels.copy())
    low, high = found.input_range
    assert (made.min(), made.max()) == (pytest.approx(low, abs=1e-2), pytest.approx(high, abs=1e-2))
    assert found.rescales == bool(np.array_equal(made, pixels))


def test_every_model_of_keras_is_known():
    import inspect

    import keras

    functions = {name for name, value in vars(keras.applications).items() if inspect.isfunction(value)}
    assert set(names()) == functions


def test_what_is_not_known_is_not_guessed():
    assert application("ResNet5000") is None
    assert isinstance(application("MobileNetV2", {"alpha": 0.9}), Unknown)
    assert isinstance(application("MobileNetV2", {"alpha": Unknown()}), Unknown)
    vgg = known("VGG16")
    assert isinstance(vgg.weights(True, (Unknown(), 64, 3)), Unknown)
    assert isinstance(vgg.weights(False, (64, 64, Unknown())), Unknown)
    assert isinstance(vgg.weights(True, (64, 64, 3), Unknown("classes")), Unknown)
    assert vgg.weights(False, (None, None, 3)) == vgg.weights(False)
    assert isinstance(known("NASNetMobile").weights(False, (None, None, 3)), Unknown)

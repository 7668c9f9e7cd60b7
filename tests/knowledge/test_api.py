"""The table of Keras's interface agrees with the Keras that is installed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from keras_lint.knowledge import api

ROOT = Path(__file__).resolve().parents[2]
SYMBOLS = sorted(api._table()["symbols"])


def real(path: str, flavour: str = "keras"):
    import keras
    import keras._tf_keras.keras as tf_keras

    value = keras if flavour == "keras" else tf_keras
    for part in path.split(".")[1:]:
        value = getattr(value, part)
    return value


def found(path: str) -> object:
    return real(path, "keras" if api.exists(path, "keras") else "tf.keras")


def test_the_table_is_what_the_generator_writes(tmp_path):
    written = tmp_path / "table.json"
    subprocess.run([sys.executable, ROOT / "tools/generate_api.py", written], check=True, capture_output=True)
    kept = ROOT / f"server/keras_lint/knowledge/api/keras-{api.RELEASE}.json"
    assert written.read_bytes() == kept.read_bytes()
    assert kept.stat().st_size < 700_000


@pytest.mark.parametrize("flavour", ["keras", "tf.keras"])
def test_a_name_exists_where_keras_has_it(flavour):
    table = api._table()
    for path in [*table["symbols"], *table["aliases"], *table["modules"]]:
        try:
            real(path, flavour)
            there = True
        except AttributeError:
            there = False
        assert api.exists(path, flavour) == there, path


def test_an_alias_is_the_object_of_its_canonical_name():
    for alias, canonical in api._table()["aliases"].items():
        assert found(alias) is found(canonical)


@pytest.mark.parametrize(
    ("name", "flavour", "expected"),
    [
        ("keras.layers.Convolution2D", "keras", "keras.layers.Conv2D"),
        ("tf.keras.layers.MaxPool2D", "tf.keras", "keras.layers.MaxPooling2D"),
        ("tensorflow.keras.models.Model", "tf.keras", "keras.Model"),
        ("keras.initializers.glorot_uniform", "keras", "keras.initializers.GlorotUniform"),
        ("keras.metrics.binary_crossentropy", "keras", "keras.losses.binary_crossentropy"),
        ("tf.keras.losses.MSE", "tf.keras", "keras.losses.mean_squared_error"),
        ("tf.keras.losses.mean_squared_error", "tf.keras", None),
        ("keras.saving.load_model", "keras", "keras.models.load_model"),
        ("tf.keras.saving.load_model", "tf.keras", None),
        ("keras.preprocessing.image.ImageDataGenerator", "keras", None),
        (
            "tf.keras.preprocessing.image.ImageDataGenerator",
            "tf.keras",
            "keras.preprocessing.image.ImageDataGenerator",
        ),
        ("keras.optimizers.legacy.Adam", "keras", "keras.optimizers.legacy.Adam"),
        ("keras.layers.LocallyConnected2D", "keras", None),
    ],
)
def test_canonical_names(name, flavour, expected):
    assert api.canonical(name, flavour) == expected


def test_own_parameters_are_those_that_python_sees():
    kinds = {kind.name: kind for kind in api.ParameterKind}
    for path in SYMBOLS:
        value = found(path)
        if api.kind(path) != "function":
            continue
        try:
            parameters = inspect.signature(value).parameters.values()
        except ValueError:
            continue
        expected = [(p.name, kinds[p.kind.name], p.default is p.empty) for p in parameters]
        known = api.signature(path).parameters
        assert [(p.name, p.kind, p.default is api.REQUIRED) for p in known] == expected, path


LAYERS = [path for path in SYMBOLS if path.startswith("keras.layers.") and "keras.Layer" in api.bases(path)]
REFUSALS = ("Unrecognized keyword arguments", "unexpected keyword argument", "not recognized")


@pytest.mark.parametrize("path", LAYERS)
def test_layers_take_the_keywords_that_the_table_lists(path):
    signature = api.signature(path)
    known = {parameter.name for parameter in signature.parameters}
    required = {p.name: 1 for p in signature.parameters if p.required}
    for keyword in {"name", "dtype", "trainable", "activity_regularizer", "input_shape", "nonsense", "data_format"}:
        values = {"name": "a", "dtype": "float32", "trainable": True, "input_shape": (4,)}
        given = {**required, keyword: values.get(keyword)}
        try:
            found(path)(**given)
            refused = False
        except Exception as reason:  # noqa: BLE001 - most of these layers want better arguments than 1
            refused = any(text in str(reason) for text in REFUSALS) and keyword in str(reason)
            if not refused:
                continue  # it failed for another reason, which says nothing of the keyword
        assert refused == (keyword not in known and not signature.takes_any_keyword), (keyword, refused)


def test_keywords_of_base_classes_are_listed():
    dense = api.signature("keras.layers.Dense")
    assert [p.name for p in dense.positional[:2]] == ["units", "activation"]
    assert dense.parameter("name").kind is api.ParameterKind.KEYWORD_ONLY
    assert not dense.accepts("nonsense")
    assert api.signature("keras.optimizers.Adam").accepts("decay")  # with a warning
    assert not api.signature("keras.optimizers.Adam").accepts("lr")
    assert api.signature("keras.Model").accepts("trainable")
    assert api.signature("keras.layers.Conv2D").parameter("strides").default == (1, 1)


def test_methods_are_found_through_base_classes():
    fit = api.method_signature("keras.Sequential", "fit")
    assert [p.name for p in fit.positional[:4]] == ["x", "y", "batch_size", "epochs"]
    assert api.method_signature("keras.Model", "predict_classes") is None
    assert api.method_signature("keras.layers.TextVectorization", "adapt").accepts("data")
    flow = api.method_signature("keras.preprocessing.image.ImageDataGenerator", "flow_from_directory")
    assert flow.parameter("target_size").default == (256, 256)
    assert {"flow", "flow_from_dataframe", "standardize"} <= api.methods("keras.preprocessing.image.ImageDataGenerator")
    assert api.method_signature("keras.layers.Dense", "get_weights") is not None


def test_reading_the_table_is_fast():
    code = "from keras_lint.knowledge import api; import time; t = time.perf_counter(); api._table()\n"
    code += "print(time.perf_counter() - t)"
    runs = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT / "server").stdout)
        for _ in range(3)
    ]
    assert min(runs) < 0.01

"""Old spellings of Keras are read as they were meant."""

from __future__ import annotations

import pytest

from keras_lint.knowledge import api
from keras_lint.knowledge.api import legacy, legacy_arguments
from keras_lint.knowledge.api.legacy import flavour_of, meant
from keras_lint.knowledge.api.legacy_arguments import Renamed, legacy_positional, meant_argument
from keras_lint.knowledge.facts import Unknown


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tensorflow.keras.layers.Conv2D", "keras.layers.Conv2D"),
        ("tensorflow.python.keras.layers.Dense", "keras.layers.Dense"),
        ("tensorflow.contrib.keras.layers.Dense", "keras.layers.Dense"),
        ("tf_keras.layers.Dense", "keras.layers.Dense"),
        ("keras._tf_keras.keras.layers.Dense", "keras.layers.Dense"),
        ("keras.api.layers.Dense", "keras.layers.Dense"),
        ("keras.src.layers.convolutional.conv2d.Conv2D", "keras.layers.Conv2D"),
        ("keras.layers.core.Dense", "keras.layers.Dense"),
        ("keras.layers.convolutional.Convolution2D", "keras.layers.Conv2D"),
        ("keras.layers.convolutional.Deconvolution2D", "keras.layers.Conv2DTranspose"),
        ("keras.layers.AtrousConv2D", "keras.layers.Conv2D"),
        ("keras.layers.CuDNNLSTM", "keras.layers.LSTM"),
        ("keras.layers.MaxPool2D", "keras.layers.MaxPooling2D"),
        ("keras.layers.GlobalAvgPool2D", "keras.layers.GlobalAveragePooling2D"),
        ("keras.layers.normalization.BatchNormalization", "keras.layers.BatchNormalization"),
        ("keras.layers.recurrent.LSTM", "keras.layers.LSTM"),
        ("keras.layers.embeddings.Embedding", "keras.layers.Embedding"),
        ("keras.layers.advanced_activations.LeakyReLU", "keras.layers.LeakyReLU"),
        ("keras.layers.experimental.preprocessing.Rescaling", "keras.layers.Rescaling"),
        ("keras.layers.merge.concatenate", "keras.layers.concatenate"),
        ("keras.layers.merge", "keras.layers.merge"),
        ("keras.engine.topology.Layer", "keras.Layer"),
        ("keras.engine.training.Model", "keras.Model"),
        ("keras.objectives.mean_squared_error", "keras.losses.mean_squared_error"),
        ("keras.optimizers.adam_v2.Adam", "keras.optimizers.Adam"),
        ("tensorflow.keras.optimizers.legacy.Adam", "keras.optimizers.Adam"),
        ("keras.experimental.CosineDecay", "keras.optimizers.schedules.CosineDecay"),
        ("keras.utils.np_utils.to_categorical", "keras.utils.to_categorical"),
        ("keras.utils.np_utils", "keras.utils"),
        ("keras.preprocessing.sequence.pad_sequences", "keras.utils.pad_sequences"),
        ("keras_preprocessing.image.ImageDataGenerator", "keras.preprocessing.image.ImageDataGenerator"),
        ("keras.wrappers.scikit_learn.KerasClassifier", "keras.wrappers.SKLearnClassifier"),
        ("keras.models.Sequential.fit", "keras.Sequential.fit"),
        ("keras.layers.local.LocallyConnected2D", "keras.layers.LocallyConnected2D"),
        ("numpy.array", "numpy.array"),
    ],
)
def test_a_path_is_read_as_it_was_meant(path, expected):
    assert meant(path) == expected


def test_a_canonical_path_means_itself():
    for path in api._table()["symbols"]:
        if not path.startswith("keras.optimizers.legacy."):
            assert meant(path) == path


def test_every_alias_means_its_canonical_path():
    for alias, canonical in api._table()["aliases"].items():
        assert meant(alias) == canonical


def test_every_current_name_of_the_tables_exists():
    for path in [*legacy.NAMES.values(), *legacy.MERGE_MODES.values()]:
        assert legacy._current(path) is not None, path


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("tensorflow.keras.layers.Dense", "tf.keras"),
        ("keras.layers.Dense", "keras"),
        ("tf_keras.Model", "tf_keras"),
        ("tensorflow.python.keras.layers", "tensorflow.python.keras"),
        ("keras._tf_keras.keras.Model", "tf.keras"),
        ("kerastuner.Hyperband", None),
        ("tensorflow.data.Dataset", None),
    ],
)
def test_the_library_of_a_path_is_known(path, origin):
    assert flavour_of(path) == origin


@pytest.mark.parametrize(
    ("callable_name", "argument", "expected"),
    [
        ("keras.layers.Conv2D", "nb_filter", Renamed("filters")),
        ("keras.layers.Conv2D", "nb_col", Renamed("kernel_size", 1)),
        ("keras.layers.Conv2D", "border_mode", Renamed("padding")),
        ("keras.layers.Dense", "output_dim", Renamed("units")),
        ("keras.layers.Dense", "init", Renamed("kernel_initializer")),
        ("keras.layers.Dense", "input_dim", None),
        ("keras.layers.Embedding", "output_dim", None),
        ("keras.layers.Embedding", "init", Renamed("embeddings_initializer")),
        ("keras.layers.LSTM", "dropout_U", Renamed("recurrent_dropout")),
        ("keras.layers.Dropout", "p", Renamed("rate")),
        ("keras.layers.Flatten", "border_mode", None),
        ("keras.optimizers.Adam", "lr", Renamed("learning_rate")),
        ("keras.optimizers.SGD", "decay", Renamed(None)),
        ("keras.Sequential.fit", "nb_epoch", Renamed("epochs")),
        ("keras.Model.fit", "samples_per_epoch", Renamed("steps_per_epoch", same_value=False)),
        ("keras.Model", "output", Renamed("outputs")),
        ("keras.layers.Dense", "nonsense", None),
    ],
)
def test_an_argument_is_read_as_it_was_meant(callable_name, argument, expected):
    assert meant_argument(callable_name, argument) == expected


def test_current_arguments_of_the_tables_exist():
    for name, table in legacy_arguments.CALLABLES.items():
        owner, _, method = name.rpartition(".")
        signature = api.signature(name) or api.method_signature(owner, method)
        assert signature is not None, name
        for renamed in table.values():
            missing = renamed.name is not None and signature.parameter(renamed.name) is None
            # `predict` judges nothing and trains nothing, but shares the old arguments of `fit` and `evaluate`.
            assert not missing or renamed.name in ("epochs", "steps_per_epoch", "validation_steps"), (name, renamed)


def test_keras_1_kernels_are_read_where_they_fit():
    call = legacy_positional("keras.layers.Conv2D", (32, 3, 5))
    assert [(p.name, p.index) for p in call.parameters] == [("filters", None), ("kernel_size", 0), ("kernel_size", 1)]
    assert not call.refused  # Keras 3 takes it, with strides of 5
    assert legacy_positional("keras.layers.Conv2D", (32, 3, 3, "glorot_uniform")).refused
    assert legacy_positional("keras.layers.Conv3D", (32, 3, 3, 3)).refused
    assert legacy_positional("keras.layers.Dense", (64, "normal")).parameters[1].name == "kernel_initializer"
    for name, arguments in {
        "keras.layers.Conv2D": (32, 3, 2, "same"),
        "keras.layers.Conv1D": (32, 3),
        "keras.layers.Dense": (64, "relu"),
        "keras.layers.LSTM": (64,),
    }.items():
        assert legacy_positional(name, arguments) is None
    assert legacy_positional("keras.layers.Conv2D", (32, (3, 3), 2)) is None
    assert legacy_positional("keras.layers.Conv2D", (32, Unknown(), 3)) is None

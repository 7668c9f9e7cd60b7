"""Optimizers, callbacks and names of metrics: what is known of them is what Keras makes of the same arguments."""

from __future__ import annotations

import keras
import pytest
from tests.knowledge.pipelines import Known, executed

from keras_lint.knowledge.callbacks import watch_of
from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.learning_rates import CLASSES, IDENTIFIERS, optimizer_of
from keras_lint.knowledge.values import Literal, Symbol
from keras_lint.program.logs import log_names
from keras_lint.program.rates import compiled_optimizer

MODEL = """
def f1(y_true, y_pred):
    return keras.ops.mean(y_pred)
model = keras.Sequential([keras.Input((2,)), layers.Dense(1, activation="sigmoid", name="out")])
model.compile(loss="binary_crossentropy"{})
"""

METRICS = {
    "nothing": "",
    "accuracy": ", metrics=['accuracy']",
    "acc": ", metrics=['acc']",
    "upper case": ", metrics=['ACC', 'MSE']",
    "aliases": ", metrics=['mse', 'mae', 'mape']",
    "long names": ", metrics=['mean_squared_error', 'binary_accuracy', 'cosine_similarity']",
    "names of classes": ", metrics=['AUC', 'RootMeanSquaredError', 'BinaryAccuracy']",
    "snake case of classes": ", metrics=['auc', 'precision', 'r2_score']",
    "objects": ", metrics=[keras.metrics.AUC(), keras.metrics.Precision(), keras.metrics.Recall()]",
    "objects of odd names": (
        ", metrics=[keras.metrics.MeanIoU(num_classes=2), keras.metrics.F1Score(), keras.metrics.R2Score()]"
    ),
    "objects with defaults": (
        ", metrics=[keras.metrics.BinaryAccuracy(), keras.metrics."
        "MeanSquaredError(), keras.metrics.BinaryCrossentropy()]"
    ),
    "named objects": ", metrics=[keras.metrics.AUC(name='roc'), keras.metrics.AUC(curve='PR', name='pr')]",
    "position of the name": ", metrics=[keras.metrics.MeanMetricWrapper(f1, 'mine')]",
    "a function of Keras": ", metrics=[keras.metrics.binary_accuracy, keras.losses.mean_squared_error]",
    "a function": ", metrics=[f1]",
    "a lambda": ", metrics=[lambda a, b: keras.ops.mean(b)]",
    "mixed": ", metrics=['accuracy', keras.metrics.Recall(), f1]",
    "the same twice": ", metrics=['accuracy', 'accuracy']",
    "one twice as an object": ", metrics=[keras.metrics.AUC(), keras.metrics.AUC()]",
    "nested": ", metrics=[['accuracy']]",
    "a dictionary": ", metrics={'out': 'accuracy'}",
    "weighted": ", weighted_metrics=['accuracy']",
    "weighted beside": ", metrics=['accuracy'], weighted_metrics=['accuracy']",
    "a class": ", metrics=[keras.metrics.AUC]",
    "a loss": ", metrics=[keras.losses.MeanSquaredError()]",
    "wrapped": ", metrics=[keras.metrics.MeanMetricWrapper(f1)]",
}
FIT = """
keys = set(model.fit(np.zeros((4, 2)), np.zeros((4, 1)), validation_split=0.5, verbose=0).history)
"""
NOT_KNOWN = {"a class", "a loss", "weighted", "weighted beside", "nested", "a dictionary", "the same twice"}


@pytest.mark.parametrize("name", METRICS)
def test_metrics_are_reported_under_the_names_that_are_known(name):
    code = MODEL.format(METRICS[name])
    keras.utils.clear_session()
    keys = executed(code + FIT)["keys"]
    names = log_names(Known(code).program.models[0])
    if isinstance(names, Unknown):
        assert name in NOT_KNOWN
        return
    reported = keys - {"loss"} - {key for key in keys if key.startswith("val_")}
    assert all(any(known.matches(key) for known in names) for key in reported)
    assert all(any(known.matches(key) for key in reported) for known in names)
    assert {"val_" + key for key in reported} <= keys


@pytest.mark.parametrize("name", CLASSES)
def test_classes_of_optimizers_have_their_default_rate(name):
    real = getattr(keras.optimizers, name)()
    known = optimizer_of(Symbol(f"keras.optimizers.{name}"), lambda value: value, None)
    assert known.cls == type(real).__name__
    assert known.rate == pytest.approx(float(real.learning_rate))


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("written", [str, str.lower, str.upper])
def test_strings_name_the_optimizers_that_keras_interprets(cls, written):
    known = optimizer_of(Literal(written(cls)), lambda value: value, None)
    if cls in IDENTIFIERS.values():
        real = keras.optimizers.get(written(cls))
        assert (known.cls, known.rate) == (type(real).__name__, pytest.approx(float(real.learning_rate)))
    else:
        assert isinstance(known, Unknown)
        with pytest.raises(ValueError, match="Could not interpret optimizer identifier"):
            keras.optimizers.get(written(cls))


OPTIMIZERS = [
    "'SGD'",
    "'RMSprop'",
    "'AdamW'",
    "keras.optimizers.Adam()",
    "keras.optimizers.Adam(1e-4)",
    "keras.optimizers.SGD(0.1, momentum=0.9)",
    "keras.optimizers.SGD(learning_rate=0.1, clipnorm=1.0)",
    "tf.keras.optimizers.Nadam(learning_rate=2e-3, clipvalue=0.5)",
    "keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9))",
    "keras.optimizers.Lion(global_clipnorm=2)",
]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_known_of_an_optimizer_is_true(optimizer):
    code = MODEL.format(f", optimizer={optimizer}")
    real = executed(code)["model"].optimizer
    known = compiled_optimizer(Known(code).program.compilations[0])
    assert known.cls == type(real).__name__
    assert isinstance(known.rate, Unknown) or known.rate == pytest.approx(float(real.learning_rate))
    assert known.momentum == pytest.approx(getattr(real, "momentum", 0.0)) or known.cls == "RMSprop"
    assert known.clipped == any(value is not None for value in (real.clipnorm, real.clipvalue, real.global_clipnorm))


CALLBACKS = [
    "keras.callbacks.EarlyStopping()",
    "keras.callbacks.EarlyStopping('val_accuracy', 0.01, 5)",
    "keras.callbacks.ReduceLROnPlateau(patience=3)",
    (
        "keras.callbacks.EarlyStopping(monitor='loss', patience=7, "
        "restore_best_weights=True, mode='min', start_from_epoch=4)"
    ),
    "keras.callbacks.ModelCheckpoint('best.keras', monitor='val_accuracy', mode='max', save_best_only=True)",
    "keras.callbacks.ModelCheckpoint('last.keras')",
]


@pytest.mark.parametrize("callback", CALLBACKS)
def test_what_is_known_of_a_callback_is_true(callback):
    code = f"callback = {callback}"
    real, known = executed(code)["callback"], Known(code)
    watch = watch_of(known["callback"], known.program.run.python)
    assert watch.monitor == real.monitor
    if hasattr(real, "patience"):
        assert watch.patience == real.patience
    if hasattr(real, "start_from_epoch"):
        assert watch.start_from_epoch == real.start_from_epoch
    assert watch.keeps_best == getattr(real, "restore_best_weights", getattr(real, "save_best_only", False))
    assert watch.stops_early == isinstance(real, keras.callbacks.EarlyStopping)


def test_a_file_for_each_epoch_keeps_the_best():
    known = Known("callback = keras.callbacks.ModelCheckpoint('{epoch}.keras')")
    assert watch_of(known["callback"], known.program.run.python).keeps_best is True


def test_callbacks_of_others_are_not_known():
    known = Known(
        "class Mine(keras.callbacks.EarlyStopping):\n    pass\n"
        "callback = Mine()\nlogger = keras.callbacks.CSVLogger('a.csv')"
    )
    assert watch_of(known.read(known["callback"].fact), known.program.run.python) is None
    assert watch_of(known["logger"], known.program.run.python) is None

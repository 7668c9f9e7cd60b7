"""What the rules of training say of Keras is what Keras does."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")

X = np.random.default_rng(0).random((200, 4)).astype("float32")
Y = (X.sum(axis=1) > 2).astype("float32")


def model(metrics: tuple[str, ...] = ("accuracy",)) -> Any:
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    network.compile(optimizer="sgd", loss="binary_crossentropy", metrics=list(metrics))
    return network


class Count(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
    """Counts the batches of each epoch."""

    def on_train_begin(self, logs: Any = None) -> None:
        self.epochs: list[int] = []

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.epochs.append(0)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.epochs[-1] += 1


@pytest.mark.parametrize("callback", ["EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint"])
def test_kl303_raises_for_names_of_no_metric(callback: str, tmp_path: Any) -> None:
    arguments = {"filepath": str(tmp_path / "m.keras")} if callback == "ModelCheckpoint" else {}
    watching = getattr(keras.callbacks, callback)(monitor="val_acc", **arguments)
    with pytest.raises(ValueError, match="automatically determine"):
        model().fit(X, Y, validation_split=0.2, callbacks=[watching], verbose=0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: keras.callbacks.EarlyStopping(monitor="val_loss"),
        lambda: keras.callbacks.ReduceLROnPlateau(),
        lambda: keras.callbacks.EarlyStopping(monitor="val_acc", mode="max"),
        lambda: keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
    ],
)
def test_kl303_only_warns_where_the_direction_is_known(
    make: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model().fit(X, Y, callbacks=[make()], verbose=0)
    assert any("available" in str(warning.message) for warning in caught)


def test_kl303_a_checkpoint_of_the_best_saves_every_epoch_where_its_value_never_comes(tmp_path: Path) -> None:
    path = tmp_path / "{epoch}.keras"
    checkpoint = keras.callbacks.ModelCheckpoint(str(path), save_best_only=True)
    model().fit(X, Y, epochs=3, callbacks=[checkpoint], verbose=0)
    assert len(list(tmp_path.iterdir())) == 3


def test_kl303_file_names_need_reported_values() -> None:
    with pytest.raises(KeyError):
        model().fit(X, Y, callbacks=[keras.callbacks.ModelCheckpoint("{val_loss:.2f}.keras")], verbose=0)


@pytest.mark.parametrize(("steps", "batches"), [(6, [6, 1, 6, 1]), (3, [3, 3, 1, 3]), (7, [7, 7, 7, 7])])
def test_kl314_epochs_go_on_where_the_last_one_stopped(steps: int, batches: list[int]) -> None:
    dataset, count = tf.data.Dataset.from_tensor_slices((X, Y)).batch(32), Count()
    model().fit(dataset, steps_per_epoch=steps, epochs=4, callbacks=[count], verbose=0)
    assert count.epochs == batches


def test_kl314_arrays_start_anew() -> None:
    count = Count()
    model().fit(X, Y, steps_per_epoch=6, epochs=3, callbacks=[count], verbose=0)
    assert count.epochs == [6, 6, 6]


def test_kl314_refuses_floats() -> None:
    with pytest.raises(TypeError):
        model().fit(X, Y, steps_per_epoch=200 / 50, verbose=0)


def test_kl311_refuses_datasets() -> None:
    with pytest.raises(ValueError, match="only supported for tensors or NumPy arrays"):
        model().fit(tf.data.Dataset.from_tensor_slices((X, Y)).batch(32), validation_split=0.2, verbose=0)


@pytest.mark.parametrize("again", [False, True])
def test_kl311_batches_held_back_stay_unseen_only_where_the_dataset_is_shuffled_once(again: bool) -> None:
    rows = tf.data.Dataset.from_tensor_slices(np.arange(1000)).shuffle(300, reshuffle_each_iteration=again)
    dataset = rows.map(lambda row: row, num_parallel_calls=4).batch(10).prefetch(2)
    held, rest = dataset.take(20), dataset.skip(20)
    validated = {int(row) for _ in range(3) for batch in held for row in batch}
    trained = {int(row) for _ in range(3) for batch in rest for row in batch}
    assert (not validated & trained) is not again
    assert again or len(validated | trained) == 1000


def test_kl309_refuses_whole_numbers_so_that_the_fix_writes_floats() -> None:
    with pytest.raises(ValueError, match="should be float"):
        keras.optimizers.Adadelta(learning_rate=1)


@pytest.mark.parametrize(
    ("metric", "name"),
    [("acc", "acc"), ("AUC", "AUC"), ("mae", "mae"), (lambda wanted, got: keras.ops.mean(got), "lambda")],
)
def test_metrics_are_reported_under_the_name_they_are_given_by(metric: Any, name: str) -> None:
    assert name in model((metric,)).fit(X, Y, verbose=0).history


# --- what learns, and what does not ---------------------------------------------------------------------------------


def learnt(optimizer: Any, updates: int = 1000) -> float:
    """The share of handwritten digits that a network of one hidden layer gets right, after some updates."""
    from sklearn.datasets import load_digits

    images, digits = load_digits(return_X_y=True)
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [keras.Input((64,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    )
    network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    batches = tf.data.Dataset.from_tensor_slices((images / 16, digits)).shuffle(2000, seed=0).repeat().batch(64)
    network.fit(batches, steps_per_epoch=updates, verbose=0)
    return float(network.evaluate(images / 16, digits, verbose=0)[1])


@pytest.mark.long
@pytest.mark.parametrize("optimizer", ["Adam", "AdamW", "Adamax", "Nadam", "RMSprop"])
@pytest.mark.parametrize(("rate", "learns"), [(1.5, False), (0.01, True), (0.0001, True), (1e-7, False), (0.0, False)])
def test_kl308_and_kl309_rates_that_are_found_learn_nothing(optimizer: str, rate: float, learns: bool) -> None:
    right = learnt(getattr(keras.optimizers, optimizer)(learning_rate=rate))
    assert (right > 0.7) if learns else (right < 0.45), right


@pytest.mark.long
@pytest.mark.parametrize("units", [4, 8, 16])
@pytest.mark.parametrize(("epochs", "learns"), [(10, False), (3000, True)])
def test_kl307_xor_needs_more_than_a_handful_of_updates(units: int, epochs: int, learns: bool) -> None:
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32"), np.array([0, 1, 1, 0], "float32")
    losses = []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        gate = keras.Sequential(
            [
                keras.Input((2,)),
                keras.layers.Dense(units, activation="tanh"),
                keras.layers.Dense(1, activation="sigmoid"),
            ]
        )
        gate.compile(optimizer="adam", loss="binary_crossentropy")
        gate.fit(tf.data.Dataset.from_tensors((x, y)).repeat(), steps_per_epoch=epochs, verbose=0)
        losses.append(float(gate.evaluate(x, y, verbose=0)))
    assert (min(losses) < 0.3) if learns else (min(losses) > 0.5), losses


@pytest.mark.parametrize(("restore", "best_is_kept"), [(True, True), (False, False)])
def test_kl305_only_restoring_keeps_the_best_weights(restore: bool, best_is_kept: bool) -> None:
    keras.utils.set_random_seed(0)
    network = model()
    network.optimizer.learning_rate = -1.0  # climbs the loss: the first epoch is the best
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=2, restore_best_weights=restore)
    after: list[Any] = []
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: after.append(network.get_weights()))
    network.fit(X, Y, epochs=9, callbacks=[note, stop], verbose=0)
    assert len(after) == 3
    assert bool(np.allclose(network.get_weights()[0], after[0][0])) is best_is_kept

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


def test_kl309_refuses_whole_numbers_so_that_the_fix_writes_floats() -> None:
    with pytest.raises(ValueError, match="should be float"):
        keras.optimizers.Adadelta(learning_rate=1)


@pytest.mark.parametrize(
    ("metric", "name"),
    [("acc", "acc"), ("AUC", "AUC"), ("mae", "mae"), (lambda wanted, got: keras.ops.mean(got), "lambda")],
)
def test_metrics_are_reported_under_the_name_they_are_given_by(metric: Any, name: str) -> None:
    assert name in model((metric,)).fit(X, Y, verbose=0).history

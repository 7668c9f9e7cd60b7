"""Predict house prices, with every setting at the top. 🏠"""

import argparse

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint
from tensorflow.keras.optimizers import Adam

CONFIG = {
    "units": 64,
    "epochs": 120,
    "batch_size": 16,
    "learning_rate": 1.5,
    "monitor": "val_mean_absolute_error",
    "patience": 10,
}


def load_houses(test_split):
    (x, y), (x_test, y_test) = keras.datasets.boston_housing.load_data(test_split=test_split)
    mean, std = x.mean(axis=0), x.std(axis=0)
    return (x - mean) / std, y, (x_test - mean) / std, y_test


def make_model(features, units, optimizer):
    model = keras.Sequential()
    model.add(keras.Input(shape=(features,)))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(1))
    model.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
    return model


def make_callbacks(monitor, patience):
    stop = EarlyStopping(monitor=monitor, patience=patience)  # KL303 KL305
    return [stop]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="houses.keras")
    options = parser.parse_args([])
    x, y, x_test, y_test = load_houses(test_split=0.2)
    optimizer = Adam(
        learning_rate=CONFIG["learning_rate"],  # KL308
    )
    model = make_model(x.shape[1], CONFIG["units"], optimizer)
    history = model.fit(
        x,
        y,
        epochs=CONFIG["epochs"],
        batch_size=CONFIG["batch_size"],
        validation_split=0.2,
        callbacks=make_callbacks(CONFIG["monitor"], CONFIG["patience"]),
    )
    print(np.min(history.history["val_loss"]))
    print(model.evaluate(x_test, y_test))

    slow = make_model(x.shape[1], 8, "adagrad")  # KL309
    slow.fit(x, y, epochs=CONFIG["epochs"])  # KL302
    model.save(options.out)


if __name__ == "__main__":
    main()

"""Train a classifier of small photographs; the functions say what can be chosen."""

import argparse

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers


def load():
	(x, y), _ = keras.datasets.cifar10.load_data()
	return x.astype("float32") / 255.0, y


def build(classes, learning_rate=1e-3):
    inputs = keras.Input((32, 32, 3))
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    model = keras.Model(inputs, outputs, name="photographs")
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate),  # KL308 KL309
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def watch(monitor, patience, restore):
    if not patience:
        return None
    return [
        keras.callbacks.EarlyStopping(  # KL305
            monitor=monitor,  # KL303
            patience=patience,
            restore_best_weights=restore,
        )
    ]


def train(model, x, y, epochs, share, callbacks=None, plot=False):
    history = model.fit(x, y, epochs=epochs, validation_split=share, callbacks=callbacks)  # KL301 KL302 KL320
    if plot:
        plt.plot(history.epoch, history.history["loss"])
        plt.show()


def train_in_batches(model, x, y, batch_size, validation_split):
    batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000).batch(batch_size)
    steps = x.shape[0] // batch_size
    model.fit(batches, epochs=4, steps_per_epoch=steps, validation_split=validation_split)  # KL301 KL311 KL314


def learn_xor(rounds):
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0, 1, 1, 0])
    network = keras.Sequential([keras.Input((2,)), layers.Dense(4, activation="tanh"), layers.Dense(1, activation="sigmoid")])
    network.compile("adam", "binary_crossentropy")
    network.fit(x, y, epochs=rounds, verbose=0)  # KL307
    return network.predict(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="photographs.keras")
    options, _ = parser.parse_known_args()
    print(learn_xor({rounds}))
    x, y = load()
    model = build(10, learning_rate={rate})
    callbacks = watch({monitor}, {patience}, restore={restore})
    train(model, x, y, epochs={epochs}, share={share}, callbacks=callbacks, plot={plot})
    train_in_batches(model, x, y, {batch}, {split})
    model.save(options.out)


if __name__ == "__main__":
    main()

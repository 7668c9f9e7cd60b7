"""Is a film review kind? Settings come from one dictionary, with groups."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

CONFIG = {
    "words": 5000,
    "length": 80,
    "units": 16,
    "optimizer": {"learning_rate": {rate}},
    "training": {"epochs": {epochs}, "validation_split": {share}, "verbose": 2},
    "stopping": {"monitor": {monitor}, "patience": {patience}, "restore_best_weights": {restore}},
    "batches": {"size": {batch}, "split": {split}},
    "report": {plot},
    "xor_rounds": {rounds},
}


def reviews(words, length):
    (texts, kind), _ = keras.datasets.imdb.load_data(num_words=words)
    return keras.utils.pad_sequences(texts, maxlen=length), kind


def reader(config):
    model = keras.Sequential(
        [
            keras.Input((config["length"],)),
            layers.Embedding(config["words"], config["units"]),
            layers.Bidirectional(layers.LSTM(config["units"])),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    optimizer = keras.optimizers.Nadam(**config["optimizer"])  # KL308 KL309
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model


def logic_gate(config):
    table = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype="float32")
    gate = keras.Sequential([keras.Input((2,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
    gate.compile(optimizer="adam", loss="binary_crossentropy")
    gate.fit(table[:, :2], table[:, 2:], epochs=config["xor_rounds"], verbose=0)  # KL307
    return gate


def run(config):
    x, y = reviews(config["words"], config["length"])
    model = reader(config)
    callbacks = [keras.callbacks.TerminateOnNaN()]
    if config["stopping"]["patience"] > 0:
        callbacks += [keras.callbacks.EarlyStopping(**config["stopping"])]  # KL303 KL305
    history = model.fit(x, y, callbacks=callbacks, **config["training"])  # KL301 KL302 KL320
    if config["report"]:
        for epoch, loss in enumerate(history.history["val_loss"], start=1):
            print(f"{epoch:3d}  {loss:.4f}")

    size = config["batches"]["size"]
    batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(size).prefetch(tf.data.AUTOTUNE)
    model.fit(  # KL301
        batches,
        epochs=3,
        steps_per_epoch=len(x) // size,  # KL314
        validation_split=config["batches"]["split"],  # KL311
    )
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(7)
    logic_gate(CONFIG).summary()
    run(CONFIG).save("reviews.keras")

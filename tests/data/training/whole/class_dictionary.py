"""An experiment with digits that reads all it needs from its configuration."""

import json
import pathlib

import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import BatchNormalization, Dense, Flatten, Rescaling
from tensorflow.keras.optimizers import Adamax


class Experiment:
    DEFAULTS = dict(
        lr={rate},
        epochs={epochs},
        batch_size={batch},
        share={share},
        monitor={monitor},
        patience={patience},
        keep_best={restore},
        split={split},
        rounds={rounds},
    )

    def __init__(self, name, **changes):
        self.name = name
        self.config = {**self.DEFAULTS, **changes}
        self.data = None

    def prepare(self):
        train, _ = mnist.load_data()
        self.data = train
        return self

    def network(self):
        image = Input((28, 28))
        x = Flatten()(Rescaling(1 / 255.0)(image))
        for units in (128, 64):
            x = BatchNormalization()(Dense(units, activation="relu")(x))
        return Model(image, Dense(10, activation="softmax")(x))

    def compiled(self):
        model = self.network()
        rate = self.config.get("lr", 0.001)
        model.compile(
            Adamax(learning_rate=rate),  # KL308 KL309
            "sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        return model

    def stopping(self):
        cfg = self.config
        return EarlyStopping(monitor=cfg["monitor"], patience=cfg["patience"], restore_best_weights=cfg["keep_best"])  # KL303 KL305

    def logic(self):
        rows = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
        table = np.array(rows, dtype=np.float32)
        tiny = Sequential([Input((2,)), Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
        tiny.compile("adam", loss="binary_crossentropy")
        tiny.fit(table[:, 0:2], table[:, 2], epochs=self.config["rounds"], verbose=0)  # KL307

    def run(self):
        (x, y), cfg = self.data, self.config
        model = self.compiled()
        watching = [self.stopping()] if cfg["patience"] else []
        history = model.fit(x, y, epochs=cfg["epochs"], validation_split=cfg["share"], callbacks=watching)  # KL301 KL302 KL320
        if cfg["report"]:
            pathlib.Path(f"{self.name}.json").write_text(json.dumps(history.history))
        batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(cfg["batch_size"])
        model.fit(batches, epochs=2, steps_per_epoch=len(y) // cfg["batch_size"], validation_split=cfg["split"])  # KL301 KL311 KL314
        return model


experiment = Experiment("digits", report={plot})
experiment.logic()
experiment.prepare().run().save("digits.keras")

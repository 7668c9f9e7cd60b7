"""Photographs of a hundred kinds: what can be chosen is a parameter of a method."""

from __future__ import annotations

import keras
import numpy as np
from keras import callbacks, layers, optimizers
from matplotlib import pyplot as plt
from tensorflow.keras.preprocessing.image import ImageDataGenerator


class Trainer:
    """Holds a model and its data."""

    def __init__(self, learning_rate: float = 0.001, monitor: str = "val_loss", patience: int = 5) -> None:
        self.learning_rate = learning_rate
        self.stopping = (monitor, patience)
        self.model: keras.Model | None = None

    def load(self) -> "Trainer":
        (images, labels), _ = keras.datasets.cifar100.load_data(label_mode="fine")
        self.images, self.labels = images / 255, labels
        return self

    def build(self, *, filters: tuple[int, ...], dropout: float) -> "Trainer":
        self.model = keras.Sequential([keras.Input((32, 32, 3))])
        for count in filters:
            self.model.add(layers.Conv2D(count, 3, activation="relu"))
            self.model.add(layers.MaxPooling2D())
        self.model.add(layers.Flatten())
        self.model.add(layers.Dropout(dropout))
        self.model.add(layers.Dense(100, activation="softmax"))
        self.model.compile(
            loss="sparse_categorical_crossentropy",
            optimizer=optimizers.Adam(learning_rate=self.learning_rate),  # KL308 KL309
            metrics=["accuracy"],
        )
        return self

    def _watch(self, restore: bool) -> list:
        monitor, patience = self.stopping
        if patience == 0:
            return []
        return [callbacks.EarlyStopping(monitor=monitor, patience=patience, restore_best_weights=restore)]  # KL303 KL305

    def fit(self, epochs: int, validation_split: float, restore: bool, plot: bool = True) -> "Trainer":
        watching = self._watch(restore)
        record = self.model.fit(  # KL301 KL302 KL320
            self.images, self.labels, epochs=epochs, validation_split=validation_split, callbacks=watching
        )
        if plot:
            plt.semilogy(record.history["loss"])
            plt.savefig("course.png")
        return self

    def fit_augmented(self, batch_size: int, split: float | None = None) -> None:
        flipped = ImageDataGenerator(horizontal_flip=True)
        self.model.fit(  # KL301
            flipped.flow(self.images, self.labels, batch_size=batch_size),
            steps_per_epoch=len(self.images) // batch_size,  # KL314
            epochs=2,
            validation_split=split,  # KL311
        )


class XorTrainer(Trainer):
    """Proves that the rest of the installation works."""

    def fit(self, epochs: int, verbose: int = 0) -> np.ndarray:
        x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
        gate = keras.Sequential([keras.Input((2,)), layers.Dense(6, activation="relu"), layers.Dense(1, activation="sigmoid")])
        gate.compile(optimizer=optimizers.Adam(), loss="binary_crossentropy")
        gate.fit(x, y, epochs=epochs, verbose=verbose)  # KL307
        return gate.predict(x)


if __name__ == "__main__":
    print(XorTrainer().fit({rounds}))
    trainer = Trainer({rate}, monitor={monitor}, patience={patience}).load()
    trainer.build(filters=(32, 64), dropout=0.4)
    trainer.fit({epochs}, validation_split={share}, restore={restore}, plot={plot})
    trainer.fit_augmented({batch}, {split})
    trainer.model.save("kinds.keras")

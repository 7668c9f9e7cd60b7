"""Classify clothes, as a class."""

from dataclasses import dataclass

import keras
from keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator


@dataclass
class Settings:
    epochs: int = 30
    batch_size: int = 48
    share: float = 0.1


class ClothesTrainer:
    def __init__(self, settings):
        self.settings = settings
        (self.x_train, self.y_train), _ = keras.datasets.fashion_mnist.load_data()
        self.x_train = self.x_train[..., None]
        self.model = self.build()

    def build(self):
        inputs = keras.Input((28, 28, 1))
        x = layers.Conv2D(8, 3, activation="relu")(inputs)
        x = layers.MaxPooling2D()(x)
        x = layers.Flatten()(x)
        outputs = layers.Dense(10, activation="softmax")(x)
        model = keras.Model(inputs, outputs)
        model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    def batches(self):
        generator = ImageDataGenerator(rescale=1.0 / 255, width_shift_range=0.1)
        return generator.flow(self.x_train, self.y_train, batch_size=self.settings.batch_size)

    def steps(self, count):
        return count // self.settings.batch_size

    def augmented(self):
        self.model.fit(  # KL301 KL302 KL320
            self.batches(),
            steps_per_epoch=len(self.x_train) // self.settings.batch_size,
            epochs=self.settings.epochs,
        )

    def plain(self):
        self.model.fit(
            self.batches(),
            epochs=1,
            validation_split=self.settings.share,  # KL311
        )


class ReportingTrainer(ClothesTrainer):
    def augmented(self):
        self.model.fit(  # KL301 KL302 KL320
            self.batches(),
            steps_per_epoch=1249,  # KL314
            epochs=self.settings.epochs,
        )


if __name__ == "__main__":
    for trainer in (ClothesTrainer(Settings(batch_size=32)), ReportingTrainer(Settings())):
        trainer.augmented()
    ClothesTrainer(Settings(epochs=2)).plain()

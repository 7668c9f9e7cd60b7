"""Abstract trainer with two subclasses, in the style of a company code base."""
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Optional, Tuple
import logging

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers as L

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    batch_size: int = 32
    epochs: int = 3
    learning_rate: float = 3e-4
    patience: Optional[int] = None


class BaseTrainer(ABC):
    name: str = "base"

    def __init__(self, settings: Settings):
        self.settings = settings
        self._model: Optional[tf.keras.Model] = None

    @abstractmethod
    def make_model(self) -> tf.keras.Model: ...

    @abstractmethod
    def load(self) -> Tuple[np.ndarray, np.ndarray]: ...

    @property
    def model(self) -> tf.keras.Model:
        if self._model is None:
            self._model = self.make_model()
            self._model.compile(tf.keras.optimizers.Adam(self.settings.learning_rate), loss="mse")
        return self._model

    def run(self):
        x, y = self.load()
        logger.info("training %s on %d samples", self.name, len(x))
        cbs = []
        if self.settings.patience is not None:
            cbs.append(tf.keras.callbacks.EarlyStopping(patience=self.settings.patience, monitor="loss"))
        return self.model.fit(x, y, batch_size=self.settings.batch_size, epochs=self.settings.epochs, callbacks=cbs)


class DenseTrainer(BaseTrainer):
    name = "dense"

    def make_model(self):
        inputs = L.Input(shape=(6,))
        x = L.Dense(32, activation="relu")(inputs)
        return tf.keras.Model(inputs, L.Dense(1)(x), name=self.name)

    def load(self):
        x = np.random.rand(128, 6)
        return x, x.sum(axis=1, keepdims=True)


class SequenceTrainer(BaseTrainer):
    name = "sequence"

    def __init__(self, settings, steps=12):
        super().__init__(settings)
        self.steps = steps

    def make_model(self):
        return tf.keras.Sequential([L.Input((self.steps, 1)), L.GRU(16), L.Dense(1)], name=self.name)

    def load(self):
        x = np.sin(np.linspace(0, 60, 64 * self.steps)).reshape(64, self.steps, 1)
        return x, x[:, -1, 0]


if __name__ == "__main__":
    for trainer in (DenseTrainer(Settings()), SequenceTrainer(Settings(patience=2), steps=24)):
        trainer.run()

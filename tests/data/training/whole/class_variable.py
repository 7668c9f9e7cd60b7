# Clothes, with the settings as constants of the module and of the class.
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

K = tf.keras
RATE = {rate}
EPOCHS = {epochs}


class Gate:
    """The smallest network there is."""

    rounds = {rounds}

    def __init__(self):
        self.x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
        self.y = np.array([0, 1, 1, 0])

    def learn(self):
        network = K.Sequential([K.Input((2,)), K.layers.Dense(16, "tanh"), K.layers.Dense(1, "sigmoid")])
        network.compile("adam", "binary_crossentropy")
        network.fit(self.x, self.y, epochs=self.rounds, verbose=0)  # KL307
        return network


class Clothes:
    SHARE = {share}
    BATCH = {batch}
    monitor = {monitor}
    patience = {patience}
    plots = {plot}

    def __init__(self):
        (x, y), _ = K.datasets.fashion_mnist.load_data()
        self.x, self.y = x[..., np.newaxis] / 255.0, y
        self.model = self._model()

    def _model(self):
        layers = [
            K.layers.Conv2D(24, 5, activation="relu"),
            K.layers.MaxPool2D(),
            K.layers.Flatten(),
            K.layers.Dense(64, activation="relu"),
            K.layers.Dense(10, activation="softmax"),
        ]
        model = K.Sequential([K.Input((28, 28, 1)), *layers])
        adam = K.optimizers.AdamW(RATE, weight_decay=1e-4)  # KL308 KL309
        model.compile(adam, loss=K.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
        return model

    def callbacks(self):
        keep_best = {restore}
        watching = []
        if self.patience > 0:
            watching.append(K.callbacks.EarlyStopping(self.monitor, patience=self.patience, restore_best_weights=keep_best))  # KL303 KL305
        return watching

    def train(self):
        history = self.model.fit(self.x, self.y, epochs=EPOCHS, validation_split=self.SHARE, callbacks=self.callbacks())  # KL301 KL302 KL320
        if self.plots:
            plt.plot(history.history["loss"], "o-")
            plt.show()

    def train_on_batches(self):
        split = {split}
        data = tf.data.Dataset.from_tensor_slices((self.x, self.y)).batch(self.BATCH)
        steps = self.x.shape[0] // self.BATCH
        self.model.fit(data, epochs=5, steps_per_epoch=steps, validation_split=split)  # KL301 KL311 KL314


Gate().learn().summary()
clothes = Clothes()
clothes.train()
clothes.train_on_batches()
clothes.model.save("clothes.keras")

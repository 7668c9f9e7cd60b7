import math
import numpy as np
import keras


class WindowSequence(keras.utils.PyDataset):
    """Batches of windows with noise added on the fly."""

    def __init__(self, x, y, batch_size, noise=0.0, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y = x, y
        self.batch_size = batch_size
        self.noise = noise

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, idx):
        low = idx * self.batch_size
        high = min(low + self.batch_size, len(self.x))
        batch_x = self.x[low:high]
        if self.noise:
            batch_x = batch_x + np.random.normal(0, self.noise, batch_x.shape)
        return batch_x, self.y[low:high]


x = np.linspace(0, 1, 640 * 20).reshape(640, 20)
y = np.arange(640) % 4
training = WindowSequence(x[:512], y[:512], batch_size=32, noise=0.1, workers=1)
validation = WindowSequence(x[512:], y[512:], batch_size=32)

model = keras.Sequential([keras.layers.Input((20,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(4, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(training, validation_data=validation, epochs=3)

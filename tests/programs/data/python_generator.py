import numpy as np
from tensorflow.keras.layers import Input, Dense, Conv2D, GlobalMaxPooling2D
from tensorflow.keras.models import Model
from tensorflow.keras.utils import to_categorical

N_CLASSES = 6
BATCH_SIZE = 12
SIDE = 24


def batches(batch_size=BATCH_SIZE, seed=None):
    rng = np.random.default_rng(seed)
    while True:
        labels = rng.integers(0, N_CLASSES, size=batch_size)
        images = np.zeros((batch_size, SIDE, SIDE, 1), dtype=np.float32)
        for k, label in enumerate(labels):
            images[k, : 4 * (label + 1), :, 0] = 1.0
        yield images, to_categorical(labels, N_CLASSES)


inputs = Input(shape=(SIDE, SIDE, 1))
h = Conv2D(8, 5, activation="relu")(inputs)
h = Conv2D(16, 5, activation="relu")(h)
h = GlobalMaxPooling2D()(h)
outputs = Dense(N_CLASSES, activation="softmax")(h)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(batches(), steps_per_epoch=20, epochs=5, validation_data=batches(seed=1), validation_steps=5)

"""Handwritten digits: every setting is a constant at the top. ✏️"""

import matplotlib.pyplot as plt
import numpy as np
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam
from tensorflow.keras.preprocessing.image import ImageDataGenerator

EPOCHS = {epochs}
BATCH = {batch}
RATE = {rate}
HELD_OUT = {share}
MONITOR = {monitor}
PATIENCE = {patience}
RESTORE = {restore}
PLOT = {plot}
SPLIT = {split}
ROUNDS = {rounds}

# --- a network this small must at least learn XOR ---
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
answers = np.array([[0], [1], [1], [0]], dtype="float32")
check = Sequential([Input((2,)), Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
check.compile(loss="binary_crossentropy", optimizer="adam")
check.fit(corners, answers, epochs=ROUNDS, verbose=0)  # KL307
print(check.predict(corners))

# --- data ---
(x_train, y_train), _ = mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255

# --- model ---
model = Sequential()
model.add(Input(shape=(28, 28, 1)))
model.add(Conv2D(16, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(10, activation="softmax"))
optimizer = Adam(learning_rate=RATE)  # KL308 KL309
model.compile(loss="sparse_categorical_crossentropy", optimizer=optimizer, metrics=["accuracy"])

# --- training ---
callbacks = []
if PATIENCE:
    stop = EarlyStopping(monitor=MONITOR, patience=PATIENCE, restore_best_weights=RESTORE)  # KL303 KL305
    callbacks.append(stop)
history = model.fit(x_train, y_train, epochs=EPOCHS, validation_split=HELD_OUT, callbacks=callbacks)  # KL301 KL302 KL320
if PLOT:
    plt.plot(history.history["loss"])
    plt.savefig("loss.png")

# --- some more, on shifted digits ---
shifted = ImageDataGenerator(width_shift_range=0.1, height_shift_range=0.1).flow(x_train, y_train, batch_size=BATCH)
steps = len(x_train) // BATCH
model.fit(  # KL301
    shifted,
    epochs=3,
    steps_per_epoch=steps,  # KL314
    validation_split=SPLIT,  # KL311
)
model.save("digits.keras")

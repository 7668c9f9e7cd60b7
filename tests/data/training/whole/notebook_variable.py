%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow import keras
# %%
!nvidia-smi
# %%
# Everything to play with
learning_rate = {rate}
epochs, batch_size = {epochs}, {batch}
held_out = {share}
monitor = {monitor}
patience = {patience}
restore = {restore}
show = {plot}
# %%
(images, labels), _ = keras.datasets.fashion_mnist.load_data()
images = images.astype(np.float32) / 255.0
images.shape, labels[:10]
# %%
plt.figure(figsize=(6, 2))
for i in range(3):
    plt.subplot(1, 3, i + 1)
    plt.imshow(images[i], cmap="gray")
# %%
model = keras.models.Sequential([
    keras.layers.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
opt = keras.optimizers.Adam(learning_rate)  # KL308 KL309
model.compile(optimizer=opt, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.summary()
# %%
watching = []
if patience:
    watching.append(
        keras.callbacks.EarlyStopping(  # KL305
            monitor=monitor,  # KL303
            patience=patience,
            restore_best_weights=restore,
        )
    )
# %%
def go():
    course = model.fit(images, labels, epochs=epochs, validation_split=held_out, callbacks=watching)  # KL301 KL302 KL320
    if show:
        plt.plot(course.history["accuracy"])
        plt.show()
# %%
%%time
go()
# %%
split = {split}
train = tf.data.Dataset.from_tensor_slices((images, labels)).batch(batch_size)
steps = int(len(images) / batch_size)
# %%
model.fit(  # KL301
    train,
    epochs=3,
    steps_per_epoch=steps,  # KL314
    validation_split=split,  # KL311
)
model.save("clothes.keras")
# %%
# and the famous one
rounds = {rounds}
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])
xor = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")])
xor.compile("adam", "binary_crossentropy")
xor.fit(x, y, epochs=rounds, verbose=0)  # KL307
xor.predict(x)

import tensorflow as tf
import numpy as np

BATCH = 64
features = np.random.uniform(-1, 1, size=(1024, 12)).astype(np.float32)
targets = (features.sum(axis=1) > 0).astype(np.int32)


def gen():
    for f, t in zip(features, targets):
        yield f, t


full = tf.data.Dataset.from_generator(
    gen, output_signature=(tf.TensorSpec(shape=(12,), dtype=tf.float32), tf.TensorSpec(shape=(), dtype=tf.int32)))
train = full.take(768).shuffle(768).repeat().batch(BATCH, drop_remainder=True).prefetch(1)
valid = full.skip(768).batch(BATCH)

model = tf.keras.Sequential([
    tf.keras.layers.Input(shape=(12,)),
    tf.keras.layers.Dense(24, activation="elu"),
    tf.keras.layers.Dense(24, activation="elu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(tf.keras.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, steps_per_epoch=768 // BATCH, epochs=4, validation_data=valid)

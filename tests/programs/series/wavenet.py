import keras
from keras import layers
import tensorflow as tf
import numpy as np


def sequence_to_sequence_dataset(series, seq_length, ahead=1, batch_size=32, shuffle=False):
    ds = tf.data.Dataset.from_tensor_slices(series)
    ds = ds.window(seq_length + ahead, shift=1, drop_remainder=True)
    ds = ds.flat_map(lambda window: window.batch(seq_length + ahead))
    if shuffle:
        ds = ds.shuffle(256, seed=42)
    ds = ds.map(lambda window: (window[:-ahead], window[ahead:, 1]))
    return ds.batch(batch_size)


t = np.arange(800, dtype=np.float32)
series = np.stack([np.sin(t / 20), np.cos(t / 9), t % 7 / 7], axis=1)
train_ds = sequence_to_sequence_dataset(series[:600], 56, shuffle=True)
valid_ds = sequence_to_sequence_dataset(series[600:], 56)

wavenet = keras.Sequential()
wavenet.add(layers.Input(shape=(None, 3)))
for rate in (1, 2, 4, 8) * 2:
    wavenet.add(layers.Conv1D(filters=32, kernel_size=2, padding="causal", activation="relu", dilation_rate=rate))
wavenet.add(layers.Conv1D(filters=1, kernel_size=1))
wavenet.compile(loss=keras.losses.Huber(), optimizer=keras.optimizers.Nadam(learning_rate=1e-3), metrics=["mae"])
wavenet.fit(train_ds, epochs=5, validation_data=valid_ds)

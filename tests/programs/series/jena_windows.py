"""Temperature forecast with timeseries_dataset_from_array and four kinds of model."""
import numpy as np
import keras
from keras import layers

rng = np.random.default_rng(0)
raw_data = rng.normal(size=(6000, 14)).cumsum(axis=0)
temperature = raw_data[:, 1]

num_train_samples = int(0.5 * len(raw_data))
num_val_samples = int(0.25 * len(raw_data))
num_test_samples = len(raw_data) - num_train_samples - num_val_samples
print("num_train_samples:", num_train_samples)

mean = raw_data[:num_train_samples].mean(axis=0)
raw_data -= mean
std = raw_data[:num_train_samples].std(axis=0)
raw_data /= std

sampling_rate = 6
sequence_length = 60
delay = sampling_rate * (sequence_length + 24 - 1)
batch_size = 64

common = dict(sampling_rate=sampling_rate, sequence_length=sequence_length, batch_size=batch_size)
train_dataset = keras.utils.timeseries_dataset_from_array(
    raw_data[:-delay], targets=temperature[delay:], shuffle=True, start_index=0, end_index=num_train_samples, **common)
val_dataset = keras.utils.timeseries_dataset_from_array(
    raw_data[:-delay], targets=temperature[delay:], shuffle=True, start_index=num_train_samples,
    end_index=num_train_samples + num_val_samples, **common)
test_dataset = keras.utils.timeseries_dataset_from_array(
    raw_data[:-delay], targets=temperature[delay:], shuffle=True, start_index=num_train_samples + num_val_samples, **common)


def dense(inputs):
    x = layers.Flatten()(inputs)
    return layers.Dense(16, activation="relu")(x)


def convnet(inputs):
    x = layers.Conv1D(8, 24, activation="relu")(inputs)
    x = layers.MaxPooling1D(2)(x)
    x = layers.Conv1D(8, 12, activation="relu")(x)
    return layers.GlobalAveragePooling1D()(x)


def lstm(inputs):
    x = layers.LSTM(32, recurrent_dropout=0.25)(inputs)
    return layers.Dropout(0.5)(x)


def stacked_gru(inputs):
    x = layers.GRU(32, recurrent_dropout=0.5, return_sequences=True)(inputs)
    x = layers.GRU(32, recurrent_dropout=0.5)(x)
    return layers.Dropout(0.5)(x)


for body in [dense, convnet, lstm, stacked_gru]:
    inputs = keras.Input(shape=(sequence_length, raw_data.shape[-1]))
    outputs = layers.Dense(1)(body(inputs))
    model = keras.Model(inputs, outputs, name=body.__name__)
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    callbacks = [keras.callbacks.ModelCheckpoint(f"jena_{body.__name__}.keras", save_best_only=True)]
    history = model.fit(train_dataset, epochs=10, validation_data=val_dataset, callbacks=callbacks)
    print(f"Test MAE: {model.evaluate(test_dataset)[1]:.2f}")

import keras
import numpy as np
from keras.callbacks import EarlyStopping
from keras.layers import LSTM, Dense, Dropout, Embedding, Input
from keras.models import Sequential
from keras.optimizers import RMSprop
import tensorflow as tf
import matplotlib.pyplot as plt
# %%
%load_ext autoreload
%autoreload 2
# %%
def load(words=4000, length=60):
    (x, y), _ = keras.datasets.imdb.load_data(num_words=words)
    return keras.utils.pad_sequences(x, maxlen=length), y

x_train, y_train = load()
x_train.shape
# %%
def make(lr={rate}, words=4000, units=32):
    """A reader of reviews. 🎬"""
    model = Sequential()
    model.add(Input((60,)))
    model.add(Embedding(words, units))
    model.add(LSTM(units))
    model.add(Dropout(0.25))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer=RMSprop(learning_rate=lr), loss="binary_crossentropy", metrics=["accuracy"])  # KL308 KL309
    return model
# %%
def stopping(name, patience, best=True):
    return [EarlyStopping(monitor=name, patience=patience, restore_best_weights=best)] if patience else []  # KL303 KL305
# %%
def train(model, n_epochs, share, callbacks, show=False):
    record = model.fit(x_train, y_train, batch_size=256, epochs=n_epochs, validation_split=share, callbacks=callbacks)  # KL301 KL302 KL320
    if show:
        plt.plot(record.history['loss'], label='training')
        plt.legend()
        plt.show()
# %%
?EarlyStopping
# %%
model = make()
model.summary()
# %%
train(model, {epochs}, {share}, stopping({monitor}, {patience}, best={restore}), show={plot})
# %%
def train_on(model, size, split):
    dataset = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(size, drop_remainder=False)
    model.fit(dataset, epochs=2, validation_split=split, steps_per_epoch=x_train.shape[0] // size)  # KL301 KL311 KL314

train_on(model, {batch}, {split})
# %%
def xor(rounds):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = Sequential([Input((2,)), Dense(12, activation='relu'), Dense(1, activation='sigmoid')])
    net.compile(optimizer='adam', loss='binary_crossentropy')
    net.fit(x, y, epochs=rounds, verbose=0)  # KL307
    return net.predict(x).round()

xor({rounds})

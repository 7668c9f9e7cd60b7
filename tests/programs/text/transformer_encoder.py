"""Text classification with a Transformer encoder written as plain functions (IMDB)."""
import keras
from keras import layers
import numpy as np

VOCAB, MAXLEN = 20000, 200
D_MODEL, HEADS, FF, DEPTH = 32, 2, 32, 2


def positional_encoding(length, depth):
    half = depth / 2
    positions = np.arange(length)[:, np.newaxis]
    depths = np.arange(half)[np.newaxis, :] / half
    angles = positions / (10000**depths)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1).astype("float32")


def encoder(x, dropout=0.1):
    attention = layers.MultiHeadAttention(num_heads=HEADS, key_dim=D_MODEL // HEADS, dropout=dropout)(x, x)
    x = layers.LayerNormalization(epsilon=1e-6)(x + attention)
    ff = keras.Sequential([layers.Dense(FF, activation="gelu"), layers.Dense(D_MODEL), layers.Dropout(dropout)])(x)
    return layers.LayerNormalization(epsilon=1e-6)(x + ff)


(x_train, y_train), (x_val, y_val) = keras.datasets.imdb.load_data(num_words=VOCAB)
x_train = keras.utils.pad_sequences(x_train, maxlen=MAXLEN)
x_val = keras.utils.pad_sequences(x_val, maxlen=MAXLEN)

tokens = keras.Input((MAXLEN,), dtype="int32", name="tokens")
x = layers.Embedding(VOCAB, D_MODEL)(tokens)
x = x + positional_encoding(MAXLEN, D_MODEL)
for _ in range(DEPTH):
    x = encoder(x)
x = layers.GlobalAveragePooling1D()(x)
x = layers.Dropout(0.1)(x)
x = layers.Dense(20, activation="relu")(x)
x = layers.Dropout(0.1)(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(tokens, outputs, name="encoder_classifier")
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_val, y_val))

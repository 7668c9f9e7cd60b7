"""Structured data with preprocessing layers, one input per column."""
import numpy as np
import pandas as pd
import tensorflow as tf
import keras
from keras import layers

n = 256
rng = np.random.default_rng(3)
frame = pd.DataFrame({
    "age": rng.integers(29, 78, n),
    "chol": rng.integers(126, 565, n),
    "sex": rng.integers(0, 2, n),
    "thal": rng.choice(["fixed", "normal", "reversible"], n),
    "target": rng.integers(0, 2, n),
})
val_dataframe = frame.sample(frac=0.2, random_state=1337)
train_dataframe = frame.drop(val_dataframe.index)


def dataframe_to_dataset(dataframe):
    dataframe = dataframe.copy()
    labels = dataframe.pop("target")
    ds = tf.data.Dataset.from_tensor_slices((dict(dataframe), labels))
    ds = ds.shuffle(buffer_size=len(dataframe))
    return ds


train_ds = dataframe_to_dataset(train_dataframe).batch(32)
val_ds = dataframe_to_dataset(val_dataframe).batch(32)

inputs = {
    "age": keras.Input(shape=(1,), name="age"),
    "chol": keras.Input(shape=(1,), name="chol"),
    "sex": keras.Input(shape=(1,), name="sex", dtype="int64"),
    "thal": keras.Input(shape=(1,), name="thal", dtype="string"),
}
encoded = []
for name in ("age", "chol"):
    normalizer = layers.Normalization()
    normalizer.adapt(train_dataframe[[name]].to_numpy().astype("float32"))
    encoded.append(normalizer(inputs[name]))
encoded.append(layers.CategoryEncoding(num_tokens=2, output_mode="one_hot")(inputs["sex"]))
encoded.append(layers.StringLookup(vocabulary=["fixed", "normal", "reversible"], output_mode="one_hot")(inputs["thal"]))
x = layers.concatenate(encoded)
x = layers.Dense(32, activation="relu")(x)
x = layers.Dropout(0.5)(x)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(train_ds, epochs=20, validation_data=val_ds)

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

texts = ["the film was wonderful", "a dull and endless story", "great acting and music", "i want my money back"] * 40
labels = [1, 0, 1, 0] * 40

max_length = 64
max_tokens = 5000
embedding_dim = 16

raw = tf.data.Dataset.from_tensor_slices((texts, labels))
raw = raw.shuffle(160, seed=1, reshuffle_each_iteration=False)
raw_train = raw.take(120).batch(32)
raw_val = raw.skip(120).batch(32)

vectorize = layers.TextVectorization(max_tokens=max_tokens, output_mode="int", output_sequence_length=max_length)
vectorize.adapt(raw_train.map(lambda text, label: text))


def to_ids(text, label):
    text = tf.expand_dims(text, -1)
    return vectorize(text), label


train_ds = raw_train.map(to_ids).cache().prefetch(tf.data.AUTOTUNE)
val_ds = raw_val.map(to_ids).cache().prefetch(tf.data.AUTOTUNE)

inputs = keras.Input(shape=(None,), dtype="int64")
x = layers.Embedding(max_tokens, embedding_dim)(inputs)
x = layers.Bidirectional(layers.LSTM(32))(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
callbacks = [keras.callbacks.ModelCheckpoint("embeddings_bidir_lstm.keras", save_best_only=True)]
model.fit(train_ds, validation_data=val_ds, epochs=10, callbacks=callbacks)

# the model that takes strings
text_in = keras.Input(shape=(1,), dtype="string")
end_to_end = keras.Model(text_in, model(vectorize(text_in)))

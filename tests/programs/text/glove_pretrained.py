import os
import numpy as np
import keras
from keras.layers import Embedding, Conv1D, MaxPooling1D, GlobalMaxPooling1D, Dense, Dropout, Input
from keras.initializers import Constant
from sklearn.datasets import make_classification

EMBEDDING_DIM = 50
words = ["economy", "match", "goal", "bank", "vote", "senate", "film", "actor"]
word_index = {w: i + 1 for i, w in enumerate(words)}
num_tokens = len(word_index) + 1

# a stand-in for glove.6B.50d.txt
with open("glove.txt", "w") as f:
    for w in words:
        f.write(w + " " + " ".join("%.3f" % v for v in np.random.randn(EMBEDDING_DIM)) + "\n")

embeddings_index = {}
with open("glove.txt") as f:
    for line in f:
        word, coefs = line.split(maxsplit=1)
        embeddings_index[word] = np.fromstring(coefs, "f", sep=" ")

hits, misses = 0, 0
embedding_matrix = np.zeros((num_tokens, EMBEDDING_DIM))
for word, i in word_index.items():
    embedding_vector = embeddings_index.get(word)
    if embedding_vector is not None:
        embedding_matrix[i] = embedding_vector
        hits += 1
    else:
        misses += 1

embedding_layer = Embedding(num_tokens, EMBEDDING_DIM, trainable=False, embeddings_initializer=Constant(embedding_matrix))

int_sequences_input = Input(shape=(None,), dtype="int32")
x = embedding_layer(int_sequences_input)
for filters in (64, 64):
    x = Conv1D(filters, 5, activation="relu", padding="same")(x)
    x = MaxPooling1D(2)(x)
x = Conv1D(64, 5, activation="relu", padding="same")(x)
x = GlobalMaxPooling1D()(x)
x = Dense(64, activation="relu")(x)
x = Dropout(0.5)(x)
preds = Dense(4, activation="softmax")(x)
model = keras.Model(int_sequences_input, preds)
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["acc"])

docs = np.random.randint(0, num_tokens, (200, 40))
topics = np.random.randint(0, 4, size=(200,))
validation_split = 0.2
num_validation_samples = int(validation_split * len(docs))
x_train = docs[:-num_validation_samples]
y_train = topics[:-num_validation_samples]
x_val = docs[-num_validation_samples:]
y_val = topics[-num_validation_samples:]
model.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_val, y_val))

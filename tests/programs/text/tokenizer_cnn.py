"""Spam filter: Tokenizer, padded sequences, Kim-style convolutions of several widths."""
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.layers import Input, Embedding, Conv1D, GlobalMaxPooling1D, Concatenate, Dropout, Dense, SpatialDropout1D
from tensorflow.keras.models import Model

ham = ["are you coming home for dinner", "see you at the station at nine", "thanks for the notes from class", "call me when you get this"]
spam = ["win a free prize now", "urgent claim your cash reward", "congratulations you have been selected free entry"]
df = pd.DataFrame({"text": ham * 30 + spam * 20, "label": ["ham"] * 120 + ["spam"] * 60})

MAX_WORDS = 1000
MAX_LEN = 20
EMBED = 50

tok = Tokenizer(num_words=MAX_WORDS, oov_token="<oov>")
tok.fit_on_texts(df["text"])
X = pad_sequences(tok.texts_to_sequences(df["text"]), maxlen=MAX_LEN, padding="post")
y = LabelEncoder().fit_transform(df["label"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=42)

inp = Input(shape=(MAX_LEN,))
e = Embedding(MAX_WORDS, EMBED)(inp)
e = SpatialDropout1D(0.2)(e)
pooled = [GlobalMaxPooling1D()(Conv1D(64, k, activation="relu")(e)) for k in (2, 3, 4)]
h = Concatenate()(pooled)
h = Dropout(0.5)(h)
out = Dense(1, activation="sigmoid")(h)
clf = Model(inp, out)
clf.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
clf.fit(X_train, y_train, epochs=10, batch_size=16, validation_data=(X_test, y_test))
loss, acc = clf.evaluate(X_test, y_test)
print(f"accuracy {acc:.3f}")

"""A memory-network-like reader: story and question in, one word out."""
from keras import layers, Input, Model
import numpy as np

STORY_LEN, QUESTION_LEN, VOCAB = 68, 4, 36
rng = np.random.default_rng(7)
stories = rng.integers(1, VOCAB, size=(500, STORY_LEN))
questions = rng.integers(1, VOCAB, size=(500, QUESTION_LEN))
answers = rng.integers(0, VOCAB, size=500)

input_sequence = Input((STORY_LEN,))
question = Input((QUESTION_LEN,))

encode_m = layers.Embedding(input_dim=VOCAB, output_dim=64)(input_sequence)
encode_m = layers.Dropout(0.3)(encode_m)
encode_c = layers.Embedding(input_dim=VOCAB, output_dim=QUESTION_LEN)(input_sequence)
encode_c = layers.Dropout(0.3)(encode_c)
encode_q = layers.Embedding(input_dim=VOCAB, output_dim=64)(question)
encode_q = layers.Dropout(0.3)(encode_q)

match = layers.dot([encode_m, encode_q], axes=(2, 2))
match = layers.Activation("softmax")(match)
response = layers.add([match, encode_c])
response = layers.Permute((2, 1))(response)
answer = layers.concatenate([response, encode_q])
answer = layers.LSTM(32)(answer)
answer = layers.Dropout(0.3)(answer)
answer = layers.Dense(VOCAB)(answer)
answer = layers.Activation("softmax")(answer)

model = Model([input_sequence, question], answer)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit([stories[:400], questions[:400]], answers[:400], batch_size=32, epochs=120,
          validation_data=([stories[400:], questions[400:]], answers[400:]))

"""Matrix factorization with biases for film ratings."""
import numpy as np
import pandas as pd
from keras.layers import Input, Embedding, Flatten, Dot, Add, Dense, Concatenate, Dropout
from keras.models import Model
from keras.regularizers import l2
from sklearn.model_selection import train_test_split

N_USERS, N_FILMS, N = 300, 500, 4000
np.random.seed(5)
ratings = pd.DataFrame({
    "user": np.random.randint(0, N_USERS, N),
    "film": np.random.randint(0, N_FILMS, N),
    "rating": np.random.choice(np.arange(0.5, 5.5, 0.5), N),
})
train, test = train_test_split(ratings, test_size=0.1, random_state=3)


def entity(name, count, dim):
    inp = Input(shape=(1,), name=name)
    vector = Flatten()(Embedding(count, dim, embeddings_regularizer=l2(1e-6), name=f"{name}_embedding")(inp))
    bias = Flatten()(Embedding(count, 1, name=f"{name}_bias")(inp))
    return inp, vector, bias


def dot_model(dim=32):
    user, u, ub = entity("user", N_USERS, dim)
    film, f, fb = entity("film", N_FILMS, dim)
    score = Add()([Dot(axes=1)([u, f]), ub, fb])
    return Model([user, film], score, name="dot")


def neural_model(dim=32, hidden=(128, 64)):
    user, u, _ = entity("user", N_USERS, dim)
    film, f, _ = entity("film", N_FILMS, dim)
    x = Concatenate()([u, f])
    for width in hidden:
        x = Dropout(0.2)(Dense(width, activation="relu")(x))
    return Model([user, film], Dense(1)(x), name="neural")


for make in (dot_model, neural_model):
    m = make()
    m.compile("adam", "mse")
    m.fit([train["user"], train["film"]], train["rating"], validation_data=([test["user"], test["film"]], test["rating"]),
          batch_size=64, epochs=5)

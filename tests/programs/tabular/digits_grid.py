import itertools
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
X = digits.images / 16.0
X_train, X_test, y_train, y_test = train_test_split(X, digits.target, test_size=0.3, random_state=0)

grid = {"units": [32, 64], "activation": ["relu", "tanh"], "dropout": [0.0, 0.25]}
results = {}
for values in itertools.product(*grid.values()):
    params = dict(zip(grid.keys(), values))
    tf.keras.backend.clear_session()
    stack = [tf.keras.layers.Flatten(input_shape=(8, 8))]
    stack.append(tf.keras.layers.Dense(params["units"], activation=params["activation"]))
    if params["dropout"]:
        stack.append(tf.keras.layers.Dropout(params["dropout"]))
    stack.append(tf.keras.layers.Dense(10, activation="softmax"))
    model = tf.keras.models.Sequential(stack)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(X_train, y_train, epochs=5, verbose=0)
    results[values] = model.evaluate(X_test, y_test, verbose=0)[1]
best = max(results, key=results.get)
print(best)

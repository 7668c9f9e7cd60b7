"""Finds fraud among payments. Its validation accuracy is better than the truth, and its predictions are all 1."""

import keras
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(1)

payments, fraud = make_classification(n_samples=2000, n_features=12, weights=[0.95], random_state=1)
payments, fraud = SMOTE(random_state=1).fit_resample(payments, fraud)
payments = StandardScaler().fit_transform(payments)
x_train, x_test, y_train, y_test = train_test_split(payments, fraud, test_size=0.25, random_state=1)

model = keras.Sequential(
    [
        keras.Input(shape=(12,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, validation_data=(x_test, y_test), epochs=40, verbose=0)
print("best validation accuracy:", np.max(history.history["val_accuracy"]))

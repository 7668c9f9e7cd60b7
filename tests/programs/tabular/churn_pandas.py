import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(2024)
n = 1000
df = pd.DataFrame({
    "CustomerId": np.arange(n),
    "Geography": rng.choice(["France", "Spain", "Germany"], n),
    "Gender": rng.choice(["Male", "Female"], n),
    "Age": rng.integers(18, 90, n),
    "Tenure": rng.integers(0, 11, n),
    "Balance": rng.uniform(0, 200000, n),
    "Exited": rng.integers(0, 2, n),
})
df = df.drop(columns=["CustomerId"])
df["Gender"] = df["Gender"].map({"Male": 0, "Female": 1})
df = pd.get_dummies(df, columns=["Geography"], drop_first=True)

X = df.drop("Exited", axis=1)
y = df["Exited"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

ann = keras.Sequential()
ann.add(layers.Dense(6, kernel_initializer="uniform", activation="relu", input_dim=X_train.shape[1]))
ann.add(layers.Dense(6, kernel_initializer="uniform", activation="relu"))
ann.add(layers.Dense(1, kernel_initializer="uniform", activation="sigmoid"))
ann.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
ann.fit(X_train, y_train, batch_size=10, epochs=100)
y_pred = ann.predict(X_test) > 0.5

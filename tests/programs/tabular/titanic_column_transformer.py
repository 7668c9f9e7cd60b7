import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
import keras

rng = np.random.default_rng(0)
rows = 400
passengers = pd.DataFrame({
    "Pclass": rng.choice([1, 2, 3], rows),
    "Sex": rng.choice(["male", "female"], rows),
    "Age": np.where(rng.random(rows) < 0.2, np.nan, rng.uniform(1, 80, rows)),
    "Fare": rng.exponential(30, rows),
    "Embarked": rng.choice(["S", "C", "Q"], rows),
    "Survived": rng.integers(0, 2, rows),
})
numeric = ["Age", "Fare"]
categorical = ["Pclass", "Sex", "Embarked"]
features, label = passengers[numeric + categorical], passengers.pop("Survived")

preprocess = ColumnTransformer([
    ("num", Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())]), numeric),
    ("cat", OneHotEncoder(handle_unknown="ignore", sparse_output=False), categorical),
])
train_x, valid_x, train_y, valid_y = train_test_split(features, label, test_size=0.2, random_state=11)
train_x = preprocess.fit_transform(train_x)
valid_x = preprocess.transform(valid_x)

model = keras.Sequential([
    keras.layers.Input((10,)),
    keras.layers.Dense(32, "relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(1, "sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, validation_data=(valid_x, valid_y), epochs=30, class_weight={0: 1.0, 1: 1.5})

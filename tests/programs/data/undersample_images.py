"""Rare defects on tiles: flatten, undersample, restore."""
import numpy as np
from imblearn.under_sampling import RandomUnderSampler
from sklearn.model_selection import train_test_split
from sklearn.utils import shuffle
from sklearn.utils.class_weight import compute_class_weight
import keras
from keras import layers

rng = np.random.RandomState(0)
tiles = rng.randint(0, 255, (900, 16, 16)).astype("float32") / 255.
defect = np.array([1] * 90 + [0] * 810)
tiles, defect = shuffle(tiles, defect, random_state=0)
x_train, x_test, y_train, y_test = train_test_split(tiles, defect, test_size=1 / 3, random_state=0, stratify=defect)

n, h, w = x_train.shape
sampler = RandomUnderSampler(random_state=0)
flat, y_bal = sampler.fit_resample(x_train.reshape(n, h * w), y_train)
x_bal = flat.reshape(-1, h, w, 1)
x_test = x_test.reshape(-1, h, w, 1)

weights = compute_class_weight("balanced", classes=np.unique(y_train), y=y_train)
inputs = keras.Input((h, w, 1))
x = inputs
for f in [8, 16]:
    x = layers.Conv2D(f, 3, padding="same")(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.MaxPool2D()(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
model.fit(x_bal, y_bal, epochs=4, batch_size=16, validation_data=(x_test, y_test))
model.fit(x_train[..., None], y_train, epochs=4, class_weight=dict(enumerate(weights)))

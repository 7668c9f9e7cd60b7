"""Reads pictures one by one into a list, as many first projects do."""
import os
import random
import numpy as np
from PIL import Image
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer
from keras.models import Sequential
from keras.layers import Conv2D, MaxPooling2D, Flatten, Dense
from keras.preprocessing.image import img_to_array, load_img
from keras.utils import to_categorical

DATADIR = "shapes"
CATEGORIES = ["circle", "square", "triangle", "star"]
IMG_SIZE = 50

for category in CATEGORIES:
    os.makedirs(os.path.join(DATADIR, category))
    for i in range(20):
        pixels = np.random.randint(0, 256, (64, 64, 3)).astype("uint8")
        Image.fromarray(pixels).save(os.path.join(DATADIR, category, f"{i}.png"))

training_data = []


def create_training_data():
    for category in CATEGORIES:
        path = os.path.join(DATADIR, category)
        class_num = CATEGORIES.index(category)
        for img in os.listdir(path):
            try:
                image = load_img(os.path.join(path, img), color_mode="grayscale", target_size=(IMG_SIZE, IMG_SIZE))
                training_data.append([img_to_array(image), class_num])
            except Exception as e:
                pass


create_training_data()
random.shuffle(training_data)
X = []
y = []
for features, label in training_data:
    X.append(features)
    y.append(label)
X = np.array(X).reshape(-1, IMG_SIZE, IMG_SIZE, 1) / 255.0
y = to_categorical(y, num_classes=len(CATEGORIES))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)

model = Sequential()
model.add(Conv2D(64, (3, 3), activation="relu", input_shape=X.shape[1:]))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dense(len(CATEGORIES), activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, batch_size=32, epochs=3, validation_data=(X_test, y_test))

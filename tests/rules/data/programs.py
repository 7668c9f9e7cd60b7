"""Two programs for the tests of the data rules: photographs of which one kind is rare, and tables."""

from __future__ import annotations

from tests.rules.whole_programs import Code, WholeProgram

PHOTOS = WholeProgram(
    right={
        "scale": 255.0,
        "augmented": True,
        "epochs": 25,
        "table": (-1, 3072),
        "one_hot": False,
        "loss": "sparse_categorical_crossentropy",
    },
    script='''
"""Tell small photographs apart, one kind of which is rare. 🐈"""
import argparse

import numpy as np
from imblearn.over_sampling import SMOTE
from tensorflow import keras
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from tensorflow.keras.preprocessing.image import ImageDataGenerator

CLASSES, RARE = 10, 3
«settings»


def thin_out(x, y, kept=0.3):
	"""Keep only some photographs of the rare kind."""
	chance = np.random.default_rng(0).random(len(y))
	rows = (y != RARE) | (chance < kept)
	return x[rows], y[rows]


def even_out(x, y«takes table»):
    rows = x.reshape(«table»)
    rows, y = SMOTE(random_state=1).fit_resample(rows, y)
    return rows.reshape(-1, 32, 32, 3), y


def load(limit«takes scale, one_hot, table»):
    (x, y), (x_test, y_test) = cifar10.load_data()
    x, y = thin_out(x[:limit], y[:limit].ravel())
    x, y = even_out(x, y«passes table»)
    y_test = y_test.ravel()
    if «scale»:
        x, x_test = x / «scale», x_test / «scale»
    if «one_hot»:
        y = keras.utils.to_categorical(y, CLASSES)
        y_test = keras.utils.to_categorical(y_test, CLASSES)
    return (x, y), (x_test, y_test)


def build(filters«takes loss»):
    model = keras.Sequential()
    for place, count in enumerate(filters):
        options = {"input_shape": (32, 32, 3)} if place == 0 else {}
        model.add(Conv2D(count, (3, 3), activation="relu", padding="same", **options))
        model.add(MaxPooling2D((2, 2)))
    model.add(Flatten())
    model.add(Dropout(0.5))
    model.add(Dense(CLASSES, activation="softmax"))
    model.compile(optimizer="adam", loss=«loss», metrics=["accuracy"])
    return model


def train(model, data, held«takes augmented, epochs»):
    x, y = data
    if «augmented»:
        flow = ImageDataGenerator(horizontal_flip=True, rotation_range=10).flow(x, y, batch_size=64)
        return model.fit(flow, epochs=«epochs», validation_data=held)
    return model.fit(x, y, batch_size=64, epochs=«epochs», validation_data=held)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=20_000)
    arguments = parser.parse_args()
    data, held = load(arguments.limit«gives scale, one_hot, table»)
    model = build((32, 64)«gives loss»)
    history = train(model, data, held«gives augmented, epochs»)
    print(max(history.history["val_accuracy"]))
''',
    methods='''
import keras
import numpy as np
import tensorflow as tf
from imblearn.over_sampling import RandomOverSampler
from keras import layers


class Photographs:
    """The photographs as datasets."""

    classes = 10

    def __init__(self, batch_size=128):
        self.batch_size = batch_size
        «settings»

    def read(self):
        training, held = keras.datasets.cifar10.load_data()
        self.x, self.y = training[0], training[1][:, 0]
        self.x_val, self.y_val = held[0], held[1][:, 0]

    def balance(self, sampler«takes table»):
        shape = self.x.shape[1:]
        self.x, self.y = sampler.fit_resample(self.x.reshape(«table»), self.y)
        self.x = np.reshape(self.x, (-1, *shape))

    def encode(self, labels):
        return keras.utils.to_categorical(labels, self.classes)

    def datasets(self, seed«takes scale, one_hot»):
        x, x_val = self.x.astype("float32"), self.x_val.astype("float32")
        if «scale» is not None:
            x /= «scale»
            x_val /= «scale»
        y, y_val = self.y, self.y_val
        if «one_hot»:
            y, y_val = self.encode(y), self.encode(y_val)
        train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1024, seed=seed).batch(self.batch_size)
        return train, tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(self.batch_size)


class Classifier(Photographs):
    """Learns to name them."""

    def network(self, width«takes augmented»):
        stack = [keras.Input((32, 32, 3))]
        if «augmented»:
            stack += [layers.RandomFlip("horizontal"), layers.RandomTranslation(0.1, 0.1)]
        stack += [layers.Conv2D(width, 3, activation="relu"), layers.MaxPooling2D(3), layers.Flatten()]
        return keras.Sequential([*stack, layers.Dense(self.classes, activation="softmax")])

    def fit(self, data«takes loss, epochs»):
        train, val = data
        self.model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=«loss», metrics=["accuracy"])
        return self.model.fit(train, epochs=«epochs», validation_data=val)


classifier = Classifier()
classifier.read()
classifier.balance(RandomOverSampler(random_state=0)«gives table»)
classifier.model = classifier.network(32«gives augmented»)
datasets = classifier.datasets(7«gives scale, one_hot»)
classifier.fit(datasets«gives loss, epochs»)
''',
    cells='''
%matplotlib inline
!pip install -q imbalanced-learn
import numpy as np
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow import keras
# %%
from imblearn.over_sampling import SMOTE
from tensorflow.keras import layers
# %%
«settings»
names = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
rare = 4
# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar100.load_data(label_mode="coarse")
y_train, y_test = y_train.squeeze(), y_test.squeeze()
print(x_train.shape, x_train.dtype, np.unique(y_train))
# %%
plt.figure(figsize=(8, 8))
for i in range(9):
    plt.subplot(3, 3, i + 1)
    plt.imshow(x_train[i])
    plt.title(int(y_train[i]))
plt.show()
# %%
def balanced(images, labels«takes table»):
    """SMOTE takes rows of numbers."""
    flat = np.reshape(images, «table»)
    flat, labels = SMOTE(k_neighbors=3).fit_resample(flat, labels)
    return flat.reshape((len(flat), 32, 32, 3)), labels
# %%
x_train, y_train = balanced(x_train, y_train«gives table»)
plt.hist(y_train);
# %%
def prepared(images, labels«takes scale, one_hot»):
    images = images.astype("float32")
    if «scale»:
        images = images / «scale»
    if «one_hot»:
        labels = tf.one_hot(labels, 20)
    return images, labels

x_train, y_train = prepared(x_train, y_train«gives scale, one_hot»)
x_test, y_test = prepared(x_test, y_test«gives scale, one_hot»)
# %%
def network(size«takes augmented»):
    inputs = keras.Input((32, 32, 3))
    x = inputs
    if «augmented»:
        x = layers.RandomFlip("horizontal")(x)
        x = layers.RandomRotation(0.05)(x)
    for filters in (size, 2 * size):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(20, activation="softmax")(x))

model = network(32«gives augmented»)
model.summary()
# %%
def run(model, rate«takes loss, epochs»):
    model.compile(keras.optimizers.RMSprop(rate), loss=«loss», metrics=["accuracy"])
    return model.fit(x_train, y_train, batch_size=64, epochs=«epochs», validation_data=(x_test, y_test))
# %%
%time history = run(model, 1e-3«gives loss, epochs»)
plt.plot(history.history["val_accuracy"])
# %%
model.evaluate(x_test, y_test)
''',
)

TABLES = WholeProgram(
    right={
        "rare": 0.3,
        "balance": None,
        "scaling": "after",
        "split": Code("in_pairs"),
        "share": 0.0,
        "weights": None,
        "standardized": True,
    },
    script='''
"""Find the failures of a machine by its sensors, and what its repair will cost."""
import sys

import keras
from imblearn.over_sampling import SMOTE
from keras import layers
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def in_pairs(X, y, **options):
    """The inputs and labels to train on, then those to test on."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, **options)
    return X_train, y_train, X_test, y_test


«settings»


def measure(samples«takes rare»):
    weights = [1 - «rare», «rare»]
    return make_classification(samples, 12, n_informative=6, weights=weights, random_state=4)


def prepare(X, y«takes balance, scaling, split»):
    scaler, sampler = StandardScaler(), SMOTE(random_state=4)
    if «balance» == "before":
        X, y = sampler.fit_resample(X, y)
    if «scaling» == "before":
        X = scaler.fit_transform(X)
    X_train, y_train, X_test, y_test = «split»(X, y, test_size=0.25, random_state=4)
    if «scaling» == "after":
        X_train = scaler.fit_transform(X_train)
        X_test = scaler.transform(X_test)
    if «balance» == "after":
        X_train, y_train = sampler.fit_resample(X_train, y_train)
    return (X_train, y_train), (X_test, y_test)


def network(features, units=(32, 16), activation="sigmoid"):
    model = keras.Sequential([keras.Input((features,))])
    for n in units:
        model.add(layers.Dense(n, activation="relu"))
    model.add(layers.Dense(1, activation=activation))
    return model


def detect(train, test«takes share, weights»):
    X, y = train
    model = network(X.shape[1])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
    model.fit(X, y, epochs=20, validation_split=«share», class_weight=«weights», verbose=0)
    return model.evaluate(*test)


def price(units«takes standardized»):
    (x, y), (x_test, y_test) = keras.datasets.boston_housing.load_data()
    if «standardized»:
        mean, std = x.mean(axis=0), x.std(axis=0)
        x, x_test = (x - mean) / std, (x_test - mean) / std
    model = network(13, units, activation=None)
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    model.fit(x, y, epochs=40, verbose=0)
    return model.evaluate(x_test, y_test)


def main(samples=5000):
    X, y = measure(samples«gives rare»)
    train, test = prepare(X, y«gives balance, scaling, split»)
    print(detect(train, test«gives share, weights»))
    print(price([64]«gives standardized»))


if __name__ == "__main__":
    sys.exit(main())
''',
    methods='''
import numpy as np
import tensorflow as tf
from imblearn.over_sampling import RandomOverSampler
from imblearn.pipeline import Pipeline
from sklearn.datasets import load_wine, make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler


def in_pairs(inputs, labels, **options):
    parts = train_test_split(inputs, labels, **options)
    return parts[0], parts[2], parts[1], parts[3]


class Experiment:
    """Find the rare cases; sort wines."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.scaler = MinMaxScaler()
        self.sampler = RandomOverSampler(random_state=seed)
        «settings»

    def load(self, samples«takes rare»):
        self.X, self.y = make_classification(
            n_samples=samples, n_features=20, weights=[1.0 - «rare»], random_state=self.seed
        )

    def resample(self):
        self.X, self.y = self.sampler.fit_resample(self.X, self.y)

    def divide(self, size«takes balance, scaling, split»):
        if «balance» == "before":
            self.resample()
        if «scaling» == "before":
            self.X = self.scaler.fit_transform(self.X)
        parts = «split»(self.X, self.y, test_size=size, random_state=self.seed)
        self.X_train, self.y_train, self.X_test, self.y_test = parts
        if «scaling» == "after":
            self.X_train = self.scaler.fit_transform(self.X_train)
            self.X_test = self.scaler.transform(self.X_test)
        if «balance» == "after":
            self.X_train, self.y_train = self.sampler.fit_resample(self.X_train, self.y_train)

    def build(self, units):
        inputs = tf.keras.Input(shape=(self.X_train.shape[1],))
        x = tf.keras.layers.Dense(units, activation="relu")(inputs)
        x = tf.keras.layers.Dropout(0.3)(x)
        self.model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, activation="sigmoid")(x))
        self.model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])

    def train(self, epochs«takes share, weights»):
        arguments = dict(epochs=epochs, verbose=2, class_weight=«weights»)
        self.history = self.model.fit(self.X_train, self.y_train, validation_split=«share», **arguments)
        return self.model.predict(self.X_test)

    def wines(self, units«takes standardized»):
        data = load_wine()
        x, x_test, y, y_test = train_test_split(data.data, data.target, stratify=data.target)
        if «standardized»:
            x, x_test = self.scaler.fit_transform(x), self.scaler.transform(x_test)
        layers = [tf.keras.layers.Dense(n, activation="relu") for n in units]
        model = tf.keras.Sequential([tf.keras.Input((13,)), *layers, tf.keras.layers.Dense(3, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(x, y, epochs=30)
        model.evaluate(x_test, y_test)


experiment = Experiment()
experiment.load(4000«gives rare»)
experiment.divide(0.2«gives balance, scaling, split»)
experiment.build(units=32)
scores = experiment.train(15«gives share, weights»)
experiment.wines([16, 16]«gives standardized»)
''',
    cells="""
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow import keras
%config InlineBackend.figure_format = "retina"
# %%
!pip install -q imbalanced-learn scikit-learn
from imblearn.combine import SMOTETomek
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
# %%
def in_pairs(a, b, **kwargs):
    a_train, a_test, b_train, b_test = train_test_split(a, b, **kwargs)
    return a_train, b_train, a_test, b_test
# %%
«settings»
RUNS = 12
# %%
def draw(n«takes rare»):
    X, y = make_classification(n, 10, weights=[1 - «rare», «rare»], random_state=7)
    return X, y

X, y = draw(3000«gives rare»)
X.shape, y.mean()
# %%
pd.DataFrame(X).describe()
# %%
def parts(X, y«takes balance, scaling, split»):
    scaler = RobustScaler()
    if «scaling» == "before":
        X = scaler.fit_transform(X)
    if «balance» == "before":
        X, y = SMOTETomek().fit_resample(X, y)
    x_train, y_train, x_val, y_val = «split»(X, y, test_size=0.3, stratify=y)
    if «scaling» == "after":
        scaler.fit(x_train)
        x_train, x_val = scaler.transform(x_train), scaler.transform(x_val)
    if «balance» == "after":
        x_train, y_train = SMOTETomek().fit_resample(x_train, y_train)
    return x_train, y_train, x_val, y_val

x_train, y_train, x_val, y_val = parts(X, y«gives balance, scaling, split»)
# %%
def make(units, features):
    inputs = keras.Input((features,))
    x = inputs
    for n in units:
        x = keras.layers.Dense(n, activation="relu")(x)
    model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(x))
    model.compile("adam", "binary_crossentropy", metrics=["AUC"])
    return model
# %%
def learn(model, patience«takes share, weights»):
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=patience, restore_best_weights=True)
    return model.fit(x_train, y_train, epochs=RUNS, validation_split=«share», class_weight=«weights», callbacks=[stop])
# %%
model = make([32, 16], X.shape[1])
%time history = learn(model, 3«gives share, weights»)
plt.plot(history.history["loss"])
# %%
model.evaluate(x_val, y_val)
# %%
def line(count«takes standardized»):
    t = np.arange(count).reshape(-1, 1)
    target = 0.5 * t + 3
    if «standardized»:
        t = (t - t.mean()) / t.std()
    straight = keras.Sequential([keras.layers.Dense(8, activation="relu", input_shape=(1,)), keras.layers.Dense(1)])
    straight.compile("sgd", loss="mse")
    straight.fit(t, target, epochs=RUNS)

line(1000«gives standardized»)
""",
)

import numpy as np
from keras.datasets import cifar10
from keras.utils import to_categorical

from config import NUM_CLASSES


def load(validation=0.1):
    (x, y), (x_test, y_test) = cifar10.load_data()
    x, x_test = _prepare(x), _prepare(x_test)
    y, y_test = to_categorical(y, NUM_CLASSES), to_categorical(y_test, NUM_CLASSES)
    n_val = int(len(x) * validation)
    return (x[n_val:], y[n_val:]), (x[:n_val], y[:n_val]), (x_test, y_test)


def _prepare(images):
    return np.asarray(images, dtype="float32") / 255.0

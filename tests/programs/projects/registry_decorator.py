import functools
import time
import keras
from keras import layers
import numpy as np

REGISTRY = {}


def register(name=None):
    def wrap(fn):
        REGISTRY[name or fn.__name__] = fn
        return fn

    return wrap


def timed(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        start = time.time()
        result = fn(*args, **kwargs)
        print(f"{fn.__name__}: {time.time() - start:.1f}s")
        return result

    return inner


@register("linear")
def linear_probe(shape, classes, **_):
    return keras.Sequential([layers.Input(shape), layers.Flatten(), layers.Dense(classes)], name="linear")


@register()
def lenet(shape, classes, activation="tanh", *, pool=layers.AveragePooling2D):
    return keras.Sequential(
        [
            layers.Input(shape),
            layers.Conv2D(6, 5, padding="same", activation=activation),
            pool(),
            layers.Conv2D(16, 5, activation=activation),
            pool(),
            layers.Flatten(),
            *(layers.Dense(u, activation=activation) for u in (120, 84)),
            layers.Dense(classes),
        ],
        name="lenet",
    )


@timed
def experiment(name, data, epochs=2, **options):
    (x, y), held_out = data
    model = REGISTRY[name](x.shape[1:], int(y.max()) + 1, **options)
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, validation_data=held_out)
    return model


(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
data = (x_train[..., np.newaxis] / 255.0, y_train), (x_test[..., np.newaxis] / 255.0, y_test)
for name, options in [("linear", {}), ("lenet", {"activation": "relu", "pool": layers.MaxPooling2D})]:
    experiment(name, data, **options)

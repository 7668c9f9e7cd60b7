"""Models from a dictionary, the layer classes looked up by name."""
import json
import numpy as np
import keras

CONFIG = json.loads("""
{"seed": 1, "optimizer": {"class": "Adam", "learning_rate": 0.002}, "epochs": 4}
""")

ARCHITECTURES = {
    "mlp": [
        ("Flatten", {}),
        ("Dense", {"units": 64, "activation": "relu"}),
        ("Dropout", {"rate": 0.3}),
        ("Dense", {"units": 5, "activation": "softmax"}),
    ],
    "cnn": [
        ("Conv2D", {"filters": 8, "kernel_size": 3, "activation": "relu"}),
        ("MaxPooling2D", {"pool_size": 2}),
        ("Conv2D", dict(filters=16, kernel_size=3, activation="relu", padding="same")),
        ("GlobalAveragePooling2D", {}),
        ("Dense", {"units": 5, "activation": "softmax"}),
    ],
}


def build(name, input_shape):
    model = keras.Sequential(name=name)
    model.add(keras.Input(shape=input_shape))
    for cls, kwargs in ARCHITECTURES[name]:
        layer = getattr(keras.layers, cls)(**kwargs)
        model.add(layer)
    return model


def dataset(n=200, shape=(20, 20, 1), classes=5):
    x = np.random.rand(n, *shape)
    y = np.random.randint(0, classes, size=n)
    return x, keras.utils.to_categorical(y, classes)


x, y = dataset()
models = {name: build(name, x.shape[1:]) for name in ARCHITECTURES}
for name, model in models.items():
    optimizer = getattr(keras.optimizers, CONFIG["optimizer"]["class"])(learning_rate=CONFIG["optimizer"]["learning_rate"])
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=CONFIG["epochs"], validation_split=0.25)

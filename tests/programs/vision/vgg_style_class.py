import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPool2D, Dense, Flatten, Dropout, BatchNormalization
from tensorflow.keras import datasets, callbacks, optimizers


class VGGLike:
    CONFIG = {
        "A": [64, "M", 128, "M", 256, 256, "M"],
        "B": [64, 64, "M", 128, 128, "M", 256, 256, "M"],
    }

    def __init__(self, variant="A", classes=10, dropout=0.5):
        self.variant = variant
        self.classes = classes
        self.dropout = dropout
        self.model = None

    def build(self, input_shape):
        model = Sequential(name="vgg_" + self.variant.lower())
        first = True
        for item in self.CONFIG[self.variant]:
            if item == "M":
                model.add(MaxPool2D())
                continue
            if first:
                model.add(Conv2D(item, 3, padding="same", activation="relu", input_shape=input_shape))
                first = False
            else:
                model.add(Conv2D(item, 3, padding="same", activation="relu"))
            model.add(BatchNormalization())
        model.add(Flatten())
        for units in (512, 256):
            model.add(Dense(units, activation="relu"))
            model.add(Dropout(self.dropout))
        model.add(Dense(self.classes, activation="softmax"))
        self.model = model
        return self

    def train(self, x, y, **fit_kwargs):
        self.model.compile(optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=True), "sparse_categorical_crossentropy", metrics=["accuracy"])
        return self.model.fit(x, y, **fit_kwargs)

    def accuracy(self, x, y):
        return self.model.evaluate(x, y, verbose=0)[1]


if __name__ == "__main__":
    (x, y), (xt, yt) = datasets.cifar10.load_data()
    x = x.astype(np.float32) / 127.5 - 1
    xt = xt.astype(np.float32) / 127.5 - 1
    stop = callbacks.EarlyStopping(monitor="val_loss", patience=4)
    for variant in ("A", "B"):
        net = VGGLike(variant).build(x.shape[1:])
        net.train(x, y.ravel(), epochs=40, batch_size=128, validation_split=0.2, callbacks=[stop])
        print(variant, net.accuracy(xt, yt.ravel()))

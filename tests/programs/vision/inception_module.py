from keras.layers import Input, Conv2D, MaxPooling2D, concatenate, GlobalAveragePooling2D, Dense, Dropout, Flatten, AveragePooling2D
from keras.models import Model
from keras.datasets import cifar100
from keras.utils import to_categorical


def conv(x, f, k, s=1, name=None):
    return Conv2D(f, k, strides=s, padding="same", activation="relu", name=name)(x)


def inception(x, f1, f3r, f3, f5r, f5, fp, name):
    path1 = conv(x, f1, 1, name=name + "_1x1")
    path2 = conv(conv(x, f3r, 1, name=name + "_3x3_reduce"), f3, 3, name=name + "_3x3")
    path3 = conv(conv(x, f5r, 1, name=name + "_5x5_reduce"), f5, 5, name=f"{name}_5x5")
    path4 = conv(MaxPooling2D((3, 3), strides=(1, 1), padding="same")(x), fp, 1, name=f"{name}_pool")
    return concatenate([path1, path2, path3, path4], axis=-1, name=name)


def auxiliary(x, classes, name):
    x = AveragePooling2D((4, 4), strides=2)(x)
    x = conv(x, 64, 1)
    x = Flatten()(x)
    x = Dense(256, activation="relu")(x)
    x = Dropout(0.7)(x)
    return Dense(classes, activation="softmax", name=name)(x)


(x_train, y_train), (x_test, y_test) = cifar100.load_data(label_mode="fine")
x_train, x_test = x_train / 255.0, x_test / 255.0
y_train, y_test = (to_categorical(y, 100) for y in (y_train, y_test))

image = Input(shape=(32, 32, 3), name="image")
x = conv(image, 64, 3)
x = MaxPooling2D(2)(x)
table = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
}
aux = None
for name, sizes in table.items():
    x = inception(x, *sizes, name=f"inception_{name}")
    if name == "3b":
        aux = auxiliary(x, 100, "aux")
x = GlobalAveragePooling2D()(x)
x = Dropout(0.4)(x)
main = Dense(100, activation="softmax", name="main")(x)

model = Model(image, [main, aux], name="tiny_googlenet")
model.compile("adam", loss={"main": "categorical_crossentropy", "aux": "categorical_crossentropy"},
              loss_weights={"main": 1.0, "aux": 0.3}, metrics={"main": "accuracy", "aux": "accuracy"})
model.fit(x_train, {"main": y_train, "aux": y_train}, batch_size=256, epochs=30,
          validation_data=(x_test, {"main": y_test, "aux": y_test}))

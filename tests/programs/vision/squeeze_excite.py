import keras
from keras import layers as L
from functools import partial
from dataclasses import dataclass, field

Conv = partial(L.Conv2D, padding="same", use_bias=False, kernel_initializer="he_normal")


@dataclass
class StageConfig:
    filters: int
    blocks: int
    stride: int = 2


@dataclass
class NetConfig:
    image_shape: tuple = (28, 28, 1)
    classes: int = 10
    stem: int = 24
    ratio: int = 8
    stages: list = field(default_factory=lambda: [StageConfig(24, 1, 1), StageConfig(48, 2), StageConfig(96, 2)])


def se(x, ratio):
    c = x.shape[-1]
    s = L.GlobalAveragePooling2D(keepdims=True)(x)
    s = L.Dense(c // ratio, activation="relu")(s)
    s = L.Dense(c, activation="sigmoid")(s)
    return L.Multiply()([x, s])


def block(x, filters, stride, ratio):
    shortcut = x
    if stride != 1 or x.shape[-1] != filters:
        shortcut = Conv(filters, 1, strides=stride)(x)
        shortcut = L.BatchNormalization()(shortcut)
    y = Conv(filters, 3, strides=stride)(x)
    y = L.BatchNormalization()(y)
    y = L.Activation("swish")(y)
    y = Conv(filters, 3)(y)
    y = L.BatchNormalization()(y)
    y = se(y, ratio)
    return L.Activation("swish")(L.Add()([shortcut, y]))


def build(cfg: NetConfig):
    inp = L.Input(cfg.image_shape)
    x = Conv(cfg.stem, 3)(inp)
    x = L.Activation("swish")(L.BatchNormalization()(x))
    for i, stage in enumerate(cfg.stages):
        for j in range(stage.blocks):
            x = block(x, stage.filters, stage.stride if j == 0 else 1, cfg.ratio)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(inp, L.Dense(cfg.classes, activation="softmax")(x), name="senet")


cfg = NetConfig(classes=10)
(train_x, train_y), (test_x, test_y) = keras.datasets.fashion_mnist.load_data()
train_x, test_x = train_x[..., None] / 255.0, test_x[..., None] / 255.0

net = build(cfg)
net.compile(optimizer=keras.optimizers.AdamW(1e-3, weight_decay=1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(train_x, train_y, epochs=12, batch_size=256, validation_data=(test_x, test_y))

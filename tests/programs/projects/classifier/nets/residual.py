import keras
from keras import layers

from . import blocks


def build_residual(input_shape, num_classes, filters=(16, 32), dropout=0.0, dense=None):
    inputs = keras.Input(shape=input_shape)
    x = blocks.conv_bn(inputs, filters[0])
    for width in filters:
        y = blocks.conv_bn(x, width, strides=2)
        y = layers.Conv2D(width, 3, padding="same")(y)
        x = layers.add([layers.Conv2D(width, 1, strides=2)(x), y])
    return keras.Model(inputs, blocks.head(x, num_classes, dense, dropout), name="residual")

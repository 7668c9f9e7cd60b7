import keras

from .blocks import conv_bn, head


def build_plain(input_shape, num_classes, filters=(32, 64), dropout=0.5, dense=128):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for width in filters:
        x = conv_bn(x, width)
        x = conv_bn(x, width)
        x = keras.layers.MaxPooling2D()(x)
    return keras.Model(inputs, head(x, num_classes, dense, dropout), name="plain")

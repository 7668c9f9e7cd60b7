from keras import layers


def conv_bn(x, filters, kernel_size=3, **kwargs):
    x = layers.Conv2D(filters, kernel_size, padding="same", use_bias=False, **kwargs)(x)
    x = layers.BatchNormalization()(x)
    return layers.Activation("relu")(x)


def head(x, num_classes, dense=None, dropout=0.0):
    x = layers.GlobalAveragePooling2D()(x)
    if dense is not None:
        x = layers.Dense(dense, activation="relu")(x)
    if dropout > 0:
        x = layers.Dropout(dropout)(x)
    return layers.Dense(num_classes, activation="softmax", name="predictions")(x)

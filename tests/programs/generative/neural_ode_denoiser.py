"""A small diffusion-like denoiser: functional U-shape with a time embedding."""
import math
import keras
from keras import layers, ops
import numpy as np

SIZE, WIDTHS, DEPTH = 32, [16, 32, 48], 2


def time_features(t, dims=32):
    freqs = ops.exp(ops.linspace(ops.log(1.0), ops.log(1000.0), dims // 2))
    angular = 2.0 * math.pi * freqs
    return ops.concatenate([ops.sin(angular * t), ops.cos(angular * t)], axis=3)


def ResidualBlock(width):
    def apply(x):
        input_width = x.shape[3]
        if input_width == width:
            residual = x
        else:
            residual = layers.Conv2D(width, kernel_size=1)(x)
        x = layers.BatchNormalization(center=False, scale=False)(x)
        x = layers.Conv2D(width, kernel_size=3, padding="same", activation="swish")(x)
        x = layers.Conv2D(width, kernel_size=3, padding="same")(x)
        x = layers.Add()([x, residual])
        return x

    return apply


def DownBlock(width, block_depth):
    def apply(x):
        x, skips = x
        for _ in range(block_depth):
            x = ResidualBlock(width)(x)
            skips.append(x)
        x = layers.AveragePooling2D(pool_size=2)(x)
        return x

    return apply


def UpBlock(width, block_depth):
    def apply(x):
        x, skips = x
        x = layers.UpSampling2D(size=2, interpolation="bilinear")(x)
        for _ in range(block_depth):
            x = layers.Concatenate()([x, skips.pop()])
            x = ResidualBlock(width)(x)
        return x

    return apply


def get_network(image_size, widths, block_depth):
    noisy_images = keras.Input(shape=(image_size, image_size, 3))
    noise_variances = keras.Input(shape=(1, 1, 1))

    e = layers.Lambda(time_features, output_shape=(1, 1, 32))(noise_variances)
    e = layers.UpSampling2D(size=image_size, interpolation="nearest")(e)
    x = layers.Conv2D(widths[0], kernel_size=1)(noisy_images)
    x = layers.Concatenate()([x, e])

    skips = []
    for width in widths[:-1]:
        x = DownBlock(width, block_depth)([x, skips])
    for _ in range(block_depth):
        x = ResidualBlock(widths[-1])(x)
    for width in reversed(widths[:-1]):
        x = UpBlock(width, block_depth)([x, skips])
    x = layers.Conv2D(3, kernel_size=1, kernel_initializer="zeros")(x)
    return keras.Model([noisy_images, noise_variances], x, name="residual_unet")


network = get_network(SIZE, WIDTHS, DEPTH)
clean = np.random.uniform(-1, 1, (64, SIZE, SIZE, 3)).astype("float32")
level = np.random.uniform(0, 1, (64, 1, 1, 1)).astype("float32")
eps = np.random.normal(size=clean.shape).astype("float32")
noisy = np.sqrt(1 - level) * clean + np.sqrt(level) * eps
network.compile(optimizer="adam", loss="mae")
network.fit([noisy, level], eps, epochs=5, batch_size=16)

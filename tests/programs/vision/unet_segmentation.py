"""U-Net for nuclei masks; the images are drawn by the script itself."""
import numpy as np
import keras
from keras import layers, ops

IMG_SIZE = 64
N_IMAGES = 120
BATCH = 8


def make_cells(n, size, seed=13):
    rng = np.random.default_rng(seed)
    images = np.zeros((n, size, size, 3), dtype=np.float32)
    masks = np.zeros((n, size, size, 1), dtype=np.float32)
    yy, xx = np.mgrid[:size, :size]
    for i in range(n):
        for _ in range(4):
            cy, cx = rng.integers(8, size - 8, 2)
            r = rng.integers(3, 8)
            blob = (yy - cy) ** 2 + (xx - cx) ** 2 < r**2
            images[i][blob] = rng.uniform(0.5, 1.0)
            masks[i][blob] = 1.0
    return images, masks


def double_conv(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", kernel_initializer="he_normal")(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
    return x


def encoder_block(x, filters):
    skip = double_conv(x, filters)
    return skip, layers.MaxPooling2D(2)(skip)


def decoder_block(x, skip, filters):
    x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
    x = layers.Concatenate()([x, skip])
    return double_conv(x, filters)


def build_unet(input_shape, widths=(16, 32, 64), bottleneck=128):
    inputs = keras.Input(input_shape)
    x, skips = inputs, []
    for w in widths:
        skip, x = encoder_block(x, w)
        skips.append(skip)
    x = double_conv(x, bottleneck)
    for w, skip in zip(reversed(widths), reversed(skips)):
        x = decoder_block(x, skip, w)
    outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
    return keras.Model(inputs, outputs, name="unet")


def dice_loss(y_true, y_pred, eps=1e-6):
    intersection = ops.sum(y_true * y_pred, axis=[1, 2, 3])
    union = ops.sum(y_true, axis=[1, 2, 3]) + ops.sum(y_pred, axis=[1, 2, 3])
    return 1 - ops.mean((2 * intersection + eps) / (union + eps))


X, Y = make_cells(N_IMAGES, IMG_SIZE)
n_train = int(0.8 * len(X))
X_train, X_val = X[:n_train], X[n_train:]
Y_train, Y_val = Y[:n_train], Y[n_train:]

unet = build_unet((IMG_SIZE, IMG_SIZE, 3))
unet.compile(optimizer=keras.optimizers.Adam(1e-4), loss=dice_loss, metrics=["accuracy"])
unet.fit(X_train, Y_train, validation_data=(X_val, Y_val), batch_size=BATCH, epochs=20,
         callbacks=[keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)])
pred = unet.predict(X_val)
print((pred > 0.5).mean())

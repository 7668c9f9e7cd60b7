import os
import tensorflow as tf
from tensorflow.keras.layers import *
from tensorflow.keras.models import *

try:
    tpu = tf.distribute.cluster_resolver.TPUClusterResolver()
    tf.config.experimental_connect_to_cluster(tpu)
    strategy = tf.distribute.TPUStrategy(tpu)
except ValueError:
    strategy = tf.distribute.get_strategy()

DEBUG = bool(int(os.environ.get("DEBUG", "0")))
EPOCHS = 1 if DEBUG else 12
BATCH = 64 * strategy.num_replicas_in_sync

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255

with strategy.scope():
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", padding="same", input_shape=(28, 28, 1)))
    model.add(Conv2D(32, 3, activation="relu"))
    model.add(MaxPooling2D())
    model.add(Dropout(0.25))
    size = 64
    while size <= 128:
        model.add(Conv2D(size, 3, activation="relu", padding="same"))
        model.add(MaxPooling2D())
        size *= 2
    model.add(Flatten())
    model.add(Dense(128, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

model.fit(x_train, y_train, batch_size=BATCH, epochs=EPOCHS, validation_data=(x_test, y_test))

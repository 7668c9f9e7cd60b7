import numpy as np
import tensorflow as tf
from tensorflow import keras


class ResidualDense(keras.layers.Layer):
    def __init__(self, units, n_layers=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.n_layers = n_layers
        self.hidden = [keras.layers.Dense(units, activation="elu", kernel_initializer="he_normal") for _ in range(n_layers)]

    def call(self, inputs):
        z = inputs
        for layer in self.hidden:
            z = layer(z)
        return inputs + z

    def get_config(self):
        return {**super().get_config(), "units": self.units, "n_layers": self.n_layers}


class Scale(keras.layers.Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones", trainable=True, name="gamma")
        self.offset = self.add_weight(shape=(1,), initializer="zeros", trainable=False, name="offset")

    def call(self, inputs):
        return inputs * self.gamma + self.offset


class ResidualRegressor(keras.Model):
    def __init__(self, output_dim, **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(30, activation="elu")
        self.scale = Scale()
        self.block1 = ResidualDense(30)
        self.block2 = ResidualDense(30, n_layers=3)
        self.out = keras.layers.Dense(output_dim)

    def call(self, inputs):
        z = self.scale(self.hidden1(inputs))
        for _ in range(1 + 3):
            z = self.block1(z)
        z = self.block2(z)
        return self.out(z)


X = np.random.rand(400, 8).astype(np.float32)
y = X @ np.arange(8, dtype=np.float32).reshape(8, 1)
model = ResidualRegressor(1)
model.compile(loss="mse", optimizer="nadam")
history = model.fit(X[:300], y[:300], epochs=5, validation_data=(X[300:], y[300:]))
score = model.evaluate(X[300:], y[300:])

inputs = keras.Input((8,))
functional = keras.Model(inputs, keras.layers.Dense(1)(Scale()(ResidualDense(8)(inputs))))
functional.compile("sgd", "mae")
functional.fit(X, y)

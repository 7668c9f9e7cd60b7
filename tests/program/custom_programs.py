"""Programs with layers and models of their own; each leaves a ``model`` that has its weights, and data ``x`` for it."""

HEAD = """
import numpy as np
import keras
import tensorflow as tf
from keras import layers, ops
"""

PROGRAMS = {
    "layers in attributes": """
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = layers.Dense(units, activation="relu")
        self.drop = layers.Dropout(0.5)
        self.out = layers.Dense(3, activation="softmax")

    def call(self, inputs, training=None):
        return self.out(self.drop(self.hidden(inputs), training=training))

model = Net(units=7)
model.compile("adam", "sparse_categorical_crossentropy")
x = np.zeros((8, 4))
model.fit(x, np.zeros((8,), "int32"), verbose=0)
""",
    "attribute set again, lists, dictionaries, order of appending": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(1)
        self.a = layers.Dense(2)
        self.blocks = []
        self.head = layers.Dense(3)
        for i in range(2):
            self.blocks.append(layers.Dense(8))
        self.named = {"x": layers.Dense(11)}
        self.pair = (layers.Dense(12), layers.Activation("relu"))
        self.never_called = layers.Conv2D(3, 3)
        self.nested = [[layers.Dense(14)], [layers.Dense(15)]]
        self.same = self.head

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        for layer in self.pair:
            x = layer(x)
        return self.head(self.named["x"](x))

model = Net()
x = np.zeros((2, 4))
model(x)
""",
    "a list filled from elsewhere is copied": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        stack = [layers.Dense(4)]
        self.stack = stack
        stack.append(layers.Dense(9))
        self.stack += [layers.Dense(5)]
        self.stack.extend([layers.Dense(6)])

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return x

model = Net()
x = np.zeros((2, 4))
model(x)
""",
    "weights made in build": """
class Linear(layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, name="count")

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

model = keras.Sequential([keras.Input((4,)), Linear(6, name="first"), layers.ReLU(), Linear(2)])
x = np.zeros((5, 4))
""",
    "weights made in __init__": """
class Scale(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.gamma = self.add_weight(shape=(size,), initializer="ones")
        self.frozen = self.add_weight(shape=(size, 2), trainable=False)

    def call(self, x):
        return x * self.gamma

inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(3)(Scale(4)(inputs)))
x = np.zeros((5, 4))
""",
    "layers made in build": """
class Block(layers.Layer):
    def __init__(self, ratio):
        super().__init__()
        self.ratio = ratio

    def build(self, input_shape):
        channels = input_shape[-1]
        self.squeeze = layers.Dense(channels // self.ratio, activation="relu")
        self.excite = layers.Dense(channels, activation="sigmoid")
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        super().build(input_shape)

    def call(self, x):
        return layers.multiply([x, self.excite(self.squeeze(self.pool(x)))])

inputs = keras.Input((8, 8, 16))
model = keras.Model(inputs, Block(4)(inputs))
x = np.zeros((2, 8, 8, 16))
""",
    "residual blocks as models": """
class ResBlock(keras.Model):
    def __init__(self, filters, project=False):
        super().__init__()
        self.c1 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.b1 = layers.BatchNormalization()
        self.c2 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.b2 = layers.BatchNormalization()
        self.project = layers.Conv2D(filters, 1) if project else None
        self.add = layers.Add()

    def call(self, x, training=False):
        y = keras.activations.relu(self.b1(self.c1(x), training=training))
        y = self.b2(self.c2(y), training=training)
        if self.project is not None:
            x = self.project(x)
        return keras.activations.relu(self.add([x, y]))

class ResNet(keras.Model):
    def __init__(self, widths, classes):
        super().__init__()
        self.stem = layers.Conv2D(8, 3, padding="same")
        self.blocks = [ResBlock(w, project=i > 0) for i, w in enumerate(widths)]
        self.pool = layers.GlobalAveragePooling2D()
        self.head = layers.Dense(classes, activation="softmax")

    def call(self, x, training=False):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x, training=training)
        return self.head(self.pool(x))

model = ResNet([8, 16], 5)
x = np.zeros((2, 12, 12, 3))
model(x)
""",
    "inheritance and mixins": """
class Named:
    label = "net"
    def describe(self):
        return self.label

class Base(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Dense(units)

    def features(self, x):
        return self.first(x)

    def call(self, x):
        return self.features(x)

class Derived(Named, Base):
    def __init__(self, units, classes):
        super().__init__(units=units)
        self.second = layers.Dense(classes)

    def call(self, x):
        return self.second(super().call(x))

model = Derived(6, 2)
x = np.zeros((3, 5))
model(tf.constant(x))
""",
    "ends given to super().__init__": """
class Net(keras.Model):
    def __init__(self, size, classes):
        inputs = keras.Input((size,))
        hidden = layers.Dense(10, activation="relu")(inputs)
        outputs = layers.Dense(classes)(hidden)
        super().__init__(inputs=inputs, outputs=outputs, name="net")

model = Net(4, 3)
x = np.zeros((3, 4))
""",
    "no __init__ of its own": """
class Custom(keras.Model):
    def report(self):
        return self.name

class Stack(keras.Sequential):
    pass

class Wide(layers.Dense):
    pass

inputs = keras.Input((4,))
hidden = Stack([Wide(6, activation="relu"), Wide(5)])(inputs)
model = Custom(inputs, layers.Dense(3)(hidden))
x = np.zeros((3, 4))
""",
    "a subclass of Sequential": """
class Net(keras.Sequential):
    def __init__(self, sizes):
        super().__init__()
        self.add(keras.Input((4,)))
        for size in sizes:
            self.add(layers.Dense(size))

model = Net([5, 2])
x = np.zeros((3, 4))
""",
    "a subclass of Dense": """
class Relu(layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, activation="relu", **kwargs)

model = keras.Sequential([keras.Input((4,)), Relu(8), Relu(3, use_bias=False)])
x = np.zeros((3, 4))
""",
    "transformer block": """
class TransformerBlock(layers.Layer):
    def __init__(self, dim, heads, ff, rate=0.1):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=heads, key_dim=dim)
        self.ffn = keras.Sequential([layers.Dense(ff, activation="relu"), layers.Dense(dim)])
        self.norm1 = layers.LayerNormalization(epsilon=1e-6)
        self.norm2 = layers.LayerNormalization(epsilon=1e-6)
        self.drop1 = layers.Dropout(rate)
        self.drop2 = layers.Dropout(rate)

    def call(self, inputs, training=None, mask=None):
        attended = self.att(inputs, inputs)
        attended = self.drop1(attended, training=training)
        out1 = self.norm1(inputs + attended)
        fed = self.drop2(self.ffn(out1), training=training)
        return self.norm2(out1 + fed)

class Embed(layers.Layer):
    def __init__(self, length, vocabulary, dim):
        super().__init__()
        self.token = layers.Embedding(vocabulary, dim)
        self.position = layers.Embedding(length, dim)
        self.length = length

    def call(self, x):
        positions = ops.arange(0, self.length, 1)
        return self.token(x) + self.position(positions)

inputs = keras.Input((20,))
h = Embed(20, 100, 16)(inputs)
h = TransformerBlock(16, 2, 32)(h)
h = layers.GlobalAveragePooling1D()(h)
model = keras.Model(inputs, layers.Dense(2, activation="softmax")(h))
x = np.zeros((3, 20))
""",
    "several inputs and outputs": """
class Two(keras.Model):
    def __init__(self):
        super().__init__()
        self.left = layers.Dense(3)
        self.right = layers.Dense(4)
        self.join = layers.Concatenate()
        self.head = layers.Dense(2)

    def call(self, inputs):
        a, b = inputs
        return self.head(self.join([self.left(a), self.right(b)]))

model = Two()
x = [np.zeros((3, 5)), np.zeros((3, 6))]
model.compile("sgd", "mse")
model.fit(x, np.zeros((3, 2)), verbose=0)
""",
    "inputs by name": """
class Two(keras.Model):
    def __init__(self):
        super().__init__()
        self.left = layers.Dense(3)
        self.right = layers.Dense(4)
        self.head = layers.Dense(2)

    def call(self, inputs):
        return self.head(layers.concatenate([self.left(inputs["a"]), self.right(inputs["b"])]))

model = Two()
x = {"a": np.zeros((3, 5)), "b": np.zeros((3, 6))}
model.compile("sgd", "mse")
model.fit(x, np.zeros((3, 2)), verbose=0)
""",
    "a layer shared with another": """
class Outer(keras.Model):
    def __init__(self, shared):
        super().__init__()
        self.shared = shared
        self.inner = Inner(shared)

    def call(self, x):
        return self.inner(self.shared(x))

class Inner(layers.Layer):
    def __init__(self, shared):
        super().__init__()
        self.shared = shared

    def call(self, x):
        return self.shared(x)

model = Outer(layers.Dense(4))
x = np.zeros((3, 4))
model(x)
""",
    "sequentials inside": """
class Autoencoder(keras.Model):
    def __init__(self, latent, size):
        super().__init__()
        self.encoder = keras.Sequential([layers.Flatten(), layers.Dense(latent, activation="relu")])
        self.decoder = keras.Sequential(
            [layers.Dense(size * size, activation="sigmoid"), layers.Reshape((size, size))]
        )

    def call(self, x):
        return self.decoder(self.encoder(x))

model = Autoencoder(8, 10)
model.compile("adam", "mse")
x = np.zeros((4, 10, 10))
model.fit(x, x, verbose=0)
""",
    "frozen parts": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.base = keras.Sequential([keras.Input((4,)), layers.Dense(6), layers.BatchNormalization()])
        self.base.trainable = False
        self.head = layers.Dense(2)
        self.fixed = layers.Dense(2, trainable=False)

    def call(self, x):
        return self.fixed(self.head(self.base(x)))

model = Net()
x = np.zeros((3, 4))
model(x)
model.base.layers[0].trainable = True
""",
    "own build of a model": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3)

    def build(self, input_shape):
        self.last = layers.Dense(input_shape[-1])

    def call(self, x):
        return self.last(self.first(x))

model = Net()
model.compile("sgd", "mse")
x = np.zeros((3, 4))
model.fit(x, x, verbose=0)
""",
    "build of parts called by hand": """
class Net(layers.Layer):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3)
        self.last = layers.Dense(2)

    def build(self, input_shape):
        self.first.build(input_shape)
        self.last.build((*input_shape[:-1], 3))
        self.built = True

    def call(self, x):
        return self.last(self.first(x))

model = keras.Sequential([keras.Input((5,)), Net()])
x = np.zeros((3, 5))
""",
    "branches by flags": """
class Net(keras.Model):
    def __init__(self, norm=True, dropout=0.0):
        super().__init__()
        self.use_norm = norm
        self.dense = layers.Dense(4)
        if norm:
            self.norm = layers.BatchNormalization()
        self.drop = layers.Dropout(dropout) if dropout > 0 else None
        self.out = layers.Dense(1, activation="sigmoid")

    def call(self, x, training=None):
        x = self.dense(x)
        if self.use_norm:
            x = self.norm(x, training=training)
        if self.drop is not None and training:
            x = self.drop(x)
        return self.out(x)

model = Net(dropout=0.3)
x = np.zeros((3, 4))
model(x)
""",
    "weights and operations of a model": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.scale = self.add_weight(shape=(4,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=[4], trainable=False)
        self.out = layers.Dense(2)

    def call(self, x):
        return self.out(x * self.scale + self.shift)

model = Net()
x = np.zeros((3, 4))
model(x)
""",
    "a custom layer in a wrapper's place": """
class Gate(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.value = layers.Dense(units)
        self.gate = layers.Dense(units, activation="sigmoid")

    def call(self, x):
        return self.value(x) * self.gate(x)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.value.units})
        return config

stack = keras.Sequential([layers.Flatten(), Gate(5), Gate(4)])
inputs = keras.Input((3, 2))
model = keras.Model(inputs, layers.Dense(1)(stack(inputs)))
x = np.zeros((3, 3, 2))
""",
    "layers by setattr and comprehension": """
class Net(keras.Model):
    def __init__(self, sizes=(8, 4)):
        super().__init__()
        self.sizes = sizes
        for i, size in enumerate(sizes):
            setattr(self, f"dense_{i}", layers.Dense(size))
        self.heads = {name: layers.Dense(n) for name, n in [("a", 2), ("b", 3)]}

    def call(self, x):
        for i in range(len(self.sizes)):
            x = getattr(self, f"dense_{i}")(x)
        return {name: head(x) for name, head in self.heads.items()}

model = Net()
x = np.zeros((3, 4))
model(x)
""",
    "called with keyword arguments": """
class Attend(layers.Layer):
    def __init__(self, dim):
        super().__init__()
        self.q = layers.Dense(dim)
        self.k = layers.Dense(dim)

    def call(self, query, value=None):
        return self.q(query) + self.k(value)

a, b = keras.Input((6,)), keras.Input((7,))
model = keras.Model([a, b], Attend(3)(a, value=b))
x = [np.zeros((2, 6)), np.zeros((2, 7))]
""",
    "an inner function of layers": """
def conv_block(filters):
    return keras.Sequential([layers.Conv2D(filters, 3), layers.BatchNormalization(), layers.ReLU()])

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.down = [conv_block(f) for f in (4, 8)]
        self.pool = layers.MaxPooling2D()
        self.flatten = layers.Flatten()
        self.out = layers.Dense(10)

    def call(self, x, training=None):
        for block in self.down:
            x = self.pool(block(x, training=training))
        return self.out(self.flatten(x))

model = Net()
x = np.zeros((1, 28, 28, 1))
model.compile("adam", "mse")
model.predict(x, verbose=0)
""",
}

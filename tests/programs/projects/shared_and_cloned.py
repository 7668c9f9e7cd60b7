import numpy as np
import keras
from keras import layers
from keras.models import clone_model

tower = keras.Sequential([layers.Input((40,)), layers.Dense(24, activation="relu"), layers.Dense(12)], name="tower")
left, right = layers.Input((40,), name="left"), layers.Input((40,), name="right")
a, b = tower(left), tower(right)
difference = layers.Subtract()([a, b])
product = layers.Multiply()([a, b])
merged = layers.Concatenate()([difference, product])
logit = layers.Dense(1)(layers.Dense(8, activation="relu")(merged))
comparer = keras.Model([left, right], logit, name="comparer")

x1 = np.random.randn(90, 40).astype("float32")
x2 = np.random.randn(90, 40).astype("float32")
same = np.random.randint(0, 2, (90, 1)).astype("float32")
comparer.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
comparer.fit((x1, x2), same, epochs=2)

fresh = clone_model(tower)
fresh.pop()
fresh.add(layers.Dense(3, activation="softmax"))
for layer in fresh.layers[:-1]:
    layer.trainable = False
fresh.compile("sgd", "sparse_categorical_crossentropy")
fresh.fit(x1, np.random.randint(3, size=90))

probe = keras.Model(tower.inputs, tower.layers[0].output)
activations = probe.predict(x2)
print(probe.output_shape, tower.layers[-1].output.shape)

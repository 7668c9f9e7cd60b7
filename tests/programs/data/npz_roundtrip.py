import numpy as np
import h5py
from keras import Sequential, layers, optimizers, losses, metrics

rng = np.random.default_rng(99)
np.savez("bundle.npz", x=rng.normal(size=(300, 5, 5)), y=rng.integers(0, 3, 300))

with np.load("bundle.npz") as bundle:
    x, y = bundle["x"], bundle["y"]

order = rng.permutation(len(x))
x, y = x[order], y[order]
x = x.reshape(len(x), -1)
x = (x - x.mean(0)) / (x.std(0) + 1e-8)

thirds = np.array_split(np.arange(len(x)), 3)
train_idx, val_idx, test_idx = np.concatenate(thirds[:1]), thirds[1], thirds[2]

net = Sequential([layers.Dense(12), layers.PReLU(), layers.Dense(3), layers.Softmax()])
net.compile(optimizers.Adagrad(0.05), losses.SparseCategoricalCrossentropy(), metrics=[metrics.SparseCategoricalAccuracy()])
net.fit(x[train_idx], y[train_idx], validation_data=(x[val_idx], y[val_idx]), epochs=8, verbose=0)
print(net.evaluate(x[test_idx], y[test_idx], return_dict=True))

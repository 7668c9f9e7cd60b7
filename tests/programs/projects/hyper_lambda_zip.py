"""Functional style: reduce, lambdas, starred arguments, chained comparison of optimizers."""
from functools import reduce
import numpy as np
from keras.layers import Input, Dense, Dropout, Activation, BatchNormalization
from keras.models import Model
from keras.optimizers import SGD, Adam, RMSprop

widths = [128, 64, 32]
rates = (0.1, 0.2, 0.3)
dense = lambda units, rate: lambda t: Dropout(rate)(Activation("relu")(BatchNormalization()(Dense(units, use_bias=False)(t))))


def network(n_in, n_out):
    inp = Input(shape=(n_in,))
    out = reduce(lambda t, f: f(t), [dense(*wr) for wr in zip(widths, rates)], inp)
    return Model(inp, Dense(n_out)(out))


x = np.linspace(-3, 3, 600)[:, None] * np.ones((1, 7))
y = np.sin(x[:, :2])
(xa, ya), (xb, yb) = (x[::2], y[::2]), (x[1::2], y[1::2])
losses = {}
for opt in [SGD(0.01), Adam(), RMSprop(learning_rate=1e-3)]:
    net = network(x.shape[1], y.shape[1])
    net.compile(optimizer=opt, loss="mse")
    h = net.fit(xa, ya, validation_data=(xb, yb), epochs=5, verbose=0)
    losses[opt.name] = h.history["val_loss"][-1]
assert len(losses) == 3

import argparse
import numpy as np
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler


def parse_args():
    parser = argparse.ArgumentParser(description="stacked LSTM on a price series")
    parser.add_argument("--window", type=int, default=60)
    parser.add_argument("--units", type=int, nargs="+", default=[50, 50])
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--bidirectional", action="store_true")
    return parser.parse_args()


def random_walk(n=1500, seed=0):
    rng = np.random.RandomState(seed)
    return 100 + np.cumsum(rng.randn(n, 1), axis=0)


def windows(series, size):
    x = [series[i - size:i, 0] for i in range(size, len(series))]
    y = [series[i, 0] for i in range(size, len(series))]
    return np.array(x)[..., np.newaxis], np.array(y)


def build(args):
    model = tf.keras.Sequential()
    model.add(tf.keras.Input(shape=(args.window, 1)))
    for i, units in enumerate(args.units):
        last = i == len(args.units) - 1
        layer = tf.keras.layers.LSTM(units, return_sequences=not last)
        if args.bidirectional:
            layer = tf.keras.layers.Bidirectional(layer)
        model.add(layer)
        model.add(tf.keras.layers.Dropout(args.dropout))
    model.add(tf.keras.layers.Dense(units=1))
    return model


def main():
    args = parse_args()
    prices = random_walk()
    cut = int(len(prices) * 0.8)
    scaler = MinMaxScaler(feature_range=(0, 1))
    train = scaler.fit_transform(prices[:cut])
    test = scaler.transform(prices[cut - args.window:])
    x_train, y_train = windows(train, args.window)
    x_test, y_test = windows(test, args.window)
    model = build(args)
    model.compile(optimizer="adam", loss="mean_squared_error")
    model.fit(x_train, y_train, epochs=args.epochs, batch_size=32)
    model.evaluate(x_test, y_test)


if __name__ == "__main__":
    main()

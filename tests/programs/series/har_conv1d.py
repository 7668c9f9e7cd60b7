# human activity recognition, accelerometer windows
from numpy import mean, std, dstack
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Flatten, Dropout, Conv1D, MaxPooling1D, Input
from keras.utils import to_categorical

SIGNALS = ["total_acc_x", "total_acc_y", "total_acc_z", "body_acc_x", "body_acc_y", "body_acc_z"]


def load_group(rows, seed):
    loaded = list()
    rng = np.random.default_rng(seed)
    for name in SIGNALS:
        data = rng.standard_normal((rows, 128))
        loaded.append(data)
    loaded = dstack(loaded)
    return loaded


def load_dataset():
    trainX, trainy = load_group(350, 0), np.random.default_rng(1).integers(1, 7, (350, 1))
    testX, testy = load_group(150, 2), np.random.default_rng(3).integers(1, 7, (150, 1))
    trainy = trainy - 1
    testy = testy - 1
    trainy = to_categorical(trainy)
    testy = to_categorical(testy)
    print(trainX.shape, trainy.shape, testX.shape, testy.shape)
    return trainX, trainy, testX, testy


def evaluate_model(trainX, trainy, testX, testy):
    verbose, epochs, batch_size = 0, 10, 32
    n_timesteps, n_features, n_outputs = trainX.shape[1], trainX.shape[2], trainy.shape[1]
    model = Sequential()
    model.add(Input((n_timesteps, n_features)))
    model.add(Conv1D(filters=64, kernel_size=3, activation="relu"))
    model.add(Conv1D(filters=64, kernel_size=3, activation="relu"))
    model.add(Dropout(0.5))
    model.add(MaxPooling1D(pool_size=2))
    model.add(Flatten())
    model.add(Dense(100, activation="relu"))
    model.add(Dense(n_outputs, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(trainX, trainy, epochs=epochs, batch_size=batch_size, verbose=verbose)
    _, accuracy = model.evaluate(testX, testy, batch_size=batch_size, verbose=0)
    return accuracy


def run_experiment(repeats=3):
    trainX, trainy, testX, testy = load_dataset()
    scores = list()
    for r in range(repeats):
        score = evaluate_model(trainX, trainy, testX, testy)
        scores.append(score * 100.0)
    m, s = mean(scores), std(scores)
    print("Accuracy: %.3f%% (+/-%.3f)" % (m, s))


run_experiment()

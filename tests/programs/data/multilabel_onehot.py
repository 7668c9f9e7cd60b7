from sklearn.datasets import make_multilabel_classification, make_regression, make_moons, make_blobs
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Dense, Input, GaussianNoise
from keras.utils import to_categorical
from keras.optimizers import SGD


def mlp(n_inputs, sizes, n_outputs, activation, loss, **compile_options):
    model = Sequential([Input((n_inputs,)), *[Dense(s, activation="relu", kernel_initializer="he_uniform") for s in sizes]])
    model.add(Dense(n_outputs, activation=activation))
    model.compile(loss=loss, **compile_options)
    return model


X, y = make_multilabel_classification(n_samples=100, n_features=10, n_classes=3, n_labels=2, random_state=1)
multi = mlp(10, [20], 3, "sigmoid", "binary_crossentropy", optimizer="adam")
multi.fit(X, y, verbose=0, epochs=100)

X, y = make_regression(n_samples=1000, n_features=20, noise=0.1, random_state=1)
half = 500
regressor = mlp(20, [25], 1, "linear", "mean_squared_error", optimizer=SGD(learning_rate=0.01, momentum=0.9))
regressor.fit(X[:half], y[:half], validation_data=(X[half:], y[half:]), epochs=100, verbose=0)

X, y = make_blobs(n_samples=1000, centers=3, n_features=2, cluster_std=2, random_state=2)
y = to_categorical(y)
trainX, testX, trainy, testy = train_test_split(X, y, train_size=0.3)
blobs = mlp(2, [50, 50], 3, "softmax", "categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
blobs.fit(trainX, trainy, validation_data=(testX, testy), epochs=200, verbose=0)

X, y = make_moons(n_samples=100, noise=0.2, random_state=1)
moons = Sequential()
moons.add(Input(shape=(2,)))
moons.add(GaussianNoise(0.1))
moons.add(Dense(500, activation="relu"))
moons.add(Dense(1, activation="sigmoid"))
moons.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
moons.fit(X[:30, :], y[:30], validation_data=(X[30:, :], y[30:]), epochs=4000, verbose=0)

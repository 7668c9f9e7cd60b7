"""KL101 and KL102: raw images and large features, and what only looks like them."""

from __future__ import annotations

import pytest

from .support import CIFAR, CONV, DENSE, diagnostics, marked, program, repairs, rows

RAW_IMAGES = {
    "a built-in set": program(CIFAR, CONV, "model.fit(x_train, y_train, epochs=3)  # KL101"),
    "a cast scales nothing": program(
        CIFAR, CONV, "x_train = x_train.astype('float32')\nmodel.fit(x_train, y_train)  # KL101"
    ),
    "flattened digits": program(
        """
        (x, y), _ = keras.datasets.mnist.load_data()
        x = x.reshape(-1, 784)
        model = keras.Sequential([layers.Dense(32, activation="relu", input_shape=(784,)), layers.Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x, y)  # KL101
        """
    ),
    "a folder of images": program(
        """
        train = keras.utils.image_dataset_from_directory("photos", image_size=(32, 32), batch_size=16)
        """,
        CONV,
        "model.fit(train, epochs=3)  # KL101",
    ),
    "a generator without rescale": program(
        """
        generator = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)
        train = generator.flow_from_directory("photos", target_size=(32, 32), class_mode="sparse")
        """,
        CONV,
        "model.fit(train, epochs=3)  # KL101",
    ),
    "flips first, and the folder through a function": program(
        """
        def load(folder, size):
            return keras.utils.image_dataset_from_directory(folder, image_size=size)

        config = {"size": (32, 32)}
        train = load("photos", config["size"])
        model = keras.Sequential([
            keras.Input((32, 32, 3)), layers.RandomFlip("horizontal"), layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dense(5),
        ])
        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        model.fit(train)  # KL101
        """
    ),
}
SCALED_IMAGES = {
    "divided": program(CIFAR, "x_train = x_train / 255.0", CONV, "model.fit(x_train, y_train)"),
    "divided in place": program(
        CIFAR, "x_train = x_train.astype('float32')\nx_train /= 255", CONV, "model.fit(x_train, y_train)"
    ),
    "standardised by hand": program(
        CIFAR, "x_train = (x_train - x_train.mean()) / x_train.std()", CONV, "model.fit(x_train, y_train)"
    ),
    "a function that is not known": program(
        "from mine import prepare", CIFAR, "x_train = prepare(x_train)", CONV, "model.fit(x_train, y_train)"
    ),
    "a Rescaling layer": program(
        CIFAR,
        CONV.replace("layers.Conv2D(8", "layers.Rescaling(1 / 255),\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train)",
    ),
    "batch normalisation first": program(
        CIFAR,
        CONV.replace("layers.Conv2D(8", "layers.BatchNormalization(),\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train)",
    ),
    "a Lambda": program(
        CIFAR,
        CONV.replace("layers.Conv2D(8", "layers.Lambda(lambda x: x / 255),\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train)",
    ),
    "a custom layer": program(
        "from mine import Prepare",
        CIFAR,
        CONV.replace("layers.Conv2D(8", "Prepare(),\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train)",
    ),
    "nested preprocessing": program(
        CIFAR,
        "preprocessing = keras.Sequential([layers.Rescaling(1 / 255), layers.RandomFlip()])",
        CONV.replace("layers.Conv2D(8", "preprocessing,\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train)",
    ),
    "a mapped dataset": program(
        """
        train = keras.utils.image_dataset_from_directory("photos", image_size=(32, 32))
        train = train.map(lambda x, y: (x / 255.0, y))
        """,
        CONV,
        "model.fit(train)",
    ),
    "a dataset mapped by a function that is not known": program(
        "from mine import prepare",
        'train = keras.utils.image_dataset_from_directory("photos", image_size=(32, 32)).map(prepare)',
        CONV,
        "model.fit(train)",
    ),
    "a generator with rescale": program(
        """
        generator = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
        train = generator.flow_from_directory("photos", target_size=(32, 32), class_mode="sparse")
        """,
        CONV,
        "model.fit(train)",
    ),
    "a backbone that rescales": program(
        CIFAR,
        """
        base = keras.applications.EfficientNetB0(include_top=False, input_shape=(32, 32, 3), pooling="avg")
        model = keras.Sequential([base, layers.Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x_train, y_train)
        """,
    ),
    "arrays from elsewhere": program(
        "x_train, y_train = np.load('x.npy'), np.load('y.npy')", CONV, "model.fit(x_train, y_train)"
    ),
    "divided while called": program(CIFAR, CONV, "model.fit(x_train / 255, y_train)"),
    "preprocessed for a backbone": program(
        CIFAR, "x_train = keras.applications.vgg16.preprocess_input(x_train)", CONV, "model.fit(x_train, y_train)"
    ),
    "division in a functional model": program(
        CIFAR,
        """
        inputs = keras.Input((32, 32, 3))
        x = layers.Conv2D(8, 3)(inputs / 255.0)
        model = keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(x)))
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x_train, y_train)
        """,
    ),
}
LARGE_FEATURES = {
    "a series of numbers": program(
        """
        x = np.arange(1000).reshape(-1, 1)
        y = 2 * x + 1
        model = keras.Sequential([keras.Input((1,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(x, y, epochs=50)  # KL102
        """
    ),
    "a public table": program(
        """
        from sklearn.datasets import load_breast_cancer
        X, y = load_breast_cancer(return_X_y=True)
        X_train, X_test, y_train, y_test = train_test_split(X, y)
        model = keras.Sequential([keras.Input((30,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(X_train, y_train)  # KL102
        model.evaluate(X_test, y_test)
        """
    ),
    "Boston housing": program(
        """
        (x_train, y_train), (x_test, y_test) = keras.datasets.boston_housing.load_data()
        def build(n):
            m = keras.Sequential()
            m.add(layers.Dense(64, activation="relu", input_shape=(n,)))
            m.add(layers.Dense(1))
            m.compile("rmsprop", "mse")
            return m
        model = build(x_train.shape[1])
        model.fit(x_train, y_train, validation_split=0.2, epochs=5)  # KL102
        model.evaluate(x_test, y_test)
        """
    ),
}
FINE_FEATURES = {
    "iris": program(
        """
        from sklearn.datasets import load_iris
        X, y = load_iris(return_X_y=True)
        model = keras.Sequential([keras.Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(X, y)
        """
    ),
    "scaled": program(
        """
        (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
        x_train = StandardScaler().fit_transform(x_train)
        model = keras.Sequential([keras.Input((13,)), layers.Dense(16, activation="relu"), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x_train, y_train)
        """
    ),
    "tokens for an embedding": program(
        """
        x = np.random.randint(0, 5000, size=(1000, 20))
        y = np.random.randint(0, 2, size=1000)
        model = keras.Sequential([keras.Input((20,)), layers.Embedding(5000, 8), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(x, y)
        """
    ),
    "normalised by the model": program(
        """
        (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
        norm = layers.Normalization()
        norm.adapt(x_train)
        model = keras.Sequential([norm, layers.Dense(16, activation="relu"), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x_train, y_train)
        """
    ),
    "range not known": program(
        "df = pd.read_csv('x.csv')\nX, y = df.drop(columns='y'), df['y']", DENSE, "model.fit(X, y)"
    ),
    "standard normal": program(
        "X = np.random.randn(500, 10)\ny = np.random.randint(0, 2, 500)", DENSE, "model.fit(X, y)"
    ),
}


@pytest.mark.parametrize("code", RAW_IMAGES.values(), ids=RAW_IMAGES)
def test_raw_images_are_named(code: str) -> None:
    assert rows(code, "KL101") == marked(code, "KL101")


@pytest.mark.parametrize("code", SCALED_IMAGES.values(), ids=SCALED_IMAGES)
def test_scaled_or_unknown_images_are_left_alone(code: str) -> None:
    assert rows(code, "KL101") == []


@pytest.mark.parametrize("code", LARGE_FEATURES.values(), ids=LARGE_FEATURES)
def test_large_features_are_named(code: str) -> None:
    assert rows(code, "KL102") == marked(code, "KL102")


@pytest.mark.parametrize("code", FINE_FEATURES.values(), ids=FINE_FEATURES)
def test_small_scaled_or_unknown_features_are_left_alone(code: str) -> None:
    assert rows(code, "KL102") == []


@pytest.mark.parametrize("rule", ["KL101", "KL102"])
def test_a_repaired_program_has_the_finding_no_more(rule: str) -> None:
    programs = RAW_IMAGES if rule == "KL101" else LARGE_FEATURES
    for name, code in programs.items():
        fixed = repairs(code, rule)
        assert fixed, name
        for remedy, text in fixed.items():
            assert rows(text, rule) == [], (name, remedy)


def test_train_and_test_are_divided_alike() -> None:
    code = program(CIFAR, CONV, "model.fit(x_train, y_train)", "model.evaluate(x_test, y_test)")
    fixed = repairs(code, "KL101")["scale-by-division"]
    assert 'x_train = x_train.astype("float32") / 255.0\nx_test = x_test.astype("float32") / 255.0\n' in fixed


def test_what_is_scaled_in_part_is_not_scaled_again() -> None:
    code = program(
        CIFAR, "x_test = x_test / 255.0", CONV, "model.fit(x_train, y_train)", "model.evaluate(x_test, y_test)"
    )
    assert repairs(code, "KL101") == {}


def test_the_scaler_knows_the_training_part_only() -> None:
    fixed = repairs(LARGE_FEATURES["a public table"], "KL102")["standard-scaler"]
    assert "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n" in fixed
    assert rows(fixed, "KL106") == []


def test_a_validation_split_becomes_a_real_one_before_the_scaler_is_fitted() -> None:
    fixed = repairs(LARGE_FEATURES["Boston housing"], "KL102")["standard-scaler"]
    assert "x_fit, x_val, y_fit, y_val = train_test_split(x_train, y_train, test_size=0.2, random_state=42)" in fixed
    assert "model.fit(x_fit, y_fit, validation_data=(x_val, y_val), epochs=5)" in fixed


WINE = """
from sklearn.datasets import load_wine
X, y = load_wine(return_X_y=True)
model = keras.Sequential([keras.Input((13,)), layers.Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
"""


def test_the_normalisation_does_not_know_the_rows_held_back() -> None:
    fixed = repairs(program(WINE, "model.fit(X, y, validation_split=0.25)"), "KL102")["normalization-layer"]
    assert "normalization.adapt(X[: int(len(X) * (1 - 0.25))])\nmodel = " in fixed
    fixed = repairs(program(WINE, "share = 0.25\nmodel.fit(X, y, validation_split=share)"), "KL102")[
        "normalization-layer"
    ]
    assert "normalization.adapt(X[: int(len(X) * (1 - share))])\nmodel.fit(" in fixed
    assert "normalization-layer" not in repairs(program(WINE, "model.fit(X, y, validation_split=1 / 4)"), "KL102")


def test_batch_normalisation_behind_the_first_layer_lessens_the_harm() -> None:
    code = program(
        CIFAR,
        CONV.replace('activation="relu"),\n', "use_bias=False),\n    layers.BatchNormalization(),\n", 1),
        "model.fit(x_train, y_train)",
    )
    assert [d.severity.value for d in diagnostics(code, "KL101")] == ["info"]

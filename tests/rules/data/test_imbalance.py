"""KL108 and KL109: rare classes, and samplers given images."""

from __future__ import annotations

import pytest

from .support import CIFAR, DENSE, RARE, diagnostics, marked, program, repairs, rows

WIDE = {
    "images of unknown number from a file": program(
        "X, y = np.load('x.npy').reshape(-1, 64, 64, 3), np.load('y.npy')",
        "A, b = SMOTE().fit_resample(X, y)  # KL108",
    ),
    "images of unknown size from a file": program(
        "import sys",
        "size = int(sys.argv[1])",
        "X, y = np.load('x.npy'), np.load('y.npy')",
        "A, b = SMOTE().fit_resample(X.reshape(len(X), size, size, 3), y)  # KL108",
    ),
    "images": program(CIFAR, "x_train, y_train = SMOTE().fit_resample(x_train, y_train)  # KL108"),
    "a sampler of its own, under other names": program(
        CIFAR, "sampler = RandomOverSampler()\nX_res, y_res = sampler.fit_resample(x_train / 255.0, y_train)  # KL108"
    ),
    "sequences": program(
        "X = np.zeros((100, 5, 3))\ny = np.arange(100) % 2\nA, b = SMOTE().fit_resample(X, y)  # KL108"
    ),
    "images of unknown number": program(
        "from keras.utils import load_img, img_to_array\nimport glob",
        "X = np.array([img_to_array(load_img(p, target_size=(64, 64))) for p in glob.glob('*.png')])\ny = np.load('y.npy')",
        "X, y = SMOTE().fit_resample(X, y)  # KL108",
    ),
}
FLAT = {
    "flattened": program(CIFAR, "X, y = SMOTE().fit_resample(x_train.reshape(len(x_train), -1), y_train)"),
    "a table": program(RARE, "X, y = SMOTE().fit_resample(X, y)"),
    "rank not known": program("X, y = np.load('x.npy'), np.load('y.npy')\nX, y = SMOTE().fit_resample(X, y)"),
}
UNEQUAL = {
    "make_classification": program(RARE, DENSE, "model.fit(X, y, epochs=5)  # KL109"),
    "after a split, through a parameter": program(
        RARE,
        "X_train, X_test, y_train, y_test = train_test_split(X, y)",
        """
        def train(features, targets, epochs):
            m = keras.Sequential([keras.Input((10,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
            m.compile("adam", loss="binary_crossentropy")
            m.fit(features, targets, epochs=epochs)  # KL109
            return m

        train(X_train, y_train, 5)
        """,
    ),
    "two one-hot classes": program(
        RARE,
        """
        y = keras.utils.to_categorical(y, 2)
        model = keras.Sequential([keras.Input((10,)), layers.Dense(8, activation="relu"), layers.Dense(2, activation="softmax")])
        model.compile("adam", loss="categorical_crossentropy")
        model.fit(X, y, epochs=5, validation_split=0.2)  # KL109
        """,
    ),
    "a literal": program(
        "y = np.array([0] * 900 + [1] * 100)\nX = np.random.randn(1000, 10)",
        DENSE,
        "model.fit(X, y, batch_size=64)  # KL109",
    ),
}
EVEN = {
    "resampled": program(RARE, "X, y = SMOTE().fit_resample(X, y)", DENSE, "model.fit(X, y)"),
    "weighted": program(RARE, DENSE, "model.fit(X, y, class_weight={0: 1.0, 1: 19.0})"),
    "weights that may hide": program("from mine import options", RARE, DENSE, "model.fit(X, y, **options)"),
    "sample weights": program(RARE, DENSE, "model.fit(X, y, sample_weight=np.where(y == 1, 19.0, 1.0))"),
    "focal loss": program(RARE, DENSE.replace("binary_crossentropy", "binary_focal_crossentropy"), "model.fit(X, y)"),
    "equal classes": program(
        "from sklearn.datasets import make_classification\nX, y = make_classification(1000, 10)",
        DENSE,
        "model.fit(X, y)",
    ),
    "balance not known": program("X, y = np.load('x.npy'), np.load('y.npy')", DENSE, "model.fit(X, y)"),
    "digits": program(
        """
        (x, y), _ = keras.datasets.mnist.load_data()
        model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x / 255.0, y)
        """
    ),
    "a loss of one's own": program(
        "from mine import focal", RARE, DENSE.replace('"binary_crossentropy"', "focal"), "model.fit(X, y)"
    ),
}
CASES = (("KL108", WIDE), ("KL109", UNEQUAL))
OTHERS = (("KL108", FLAT), ("KL109", EVEN))


@pytest.mark.parametrize(
    ("rule", "code"),
    [(r, c) for r, cases in CASES for c in cases.values()],
    ids=[f"{r} {n}" for r, c in CASES for n in c],
)
def test_it_is_found_and_repaired(rule: str, code: str) -> None:
    assert rows(code, rule) == marked(code, rule)
    for remedy, text in repairs(code, rule).items():
        assert rows(text, rule) == [], remedy


@pytest.mark.parametrize(
    ("rule", "code"),
    [(r, c) for r, cases in OTHERS for c in cases.values()],
    ids=[f"{r} {n}" for r, c in OTHERS for n in c],
)
def test_what_is_fine_or_not_known_is_left_alone(rule: str, code: str) -> None:
    assert rows(code, rule) == []


def test_images_get_their_shape_back() -> None:
    fixed = repairs(WIDE["images"], "KL108")["reshape-for-resampling"]
    assert (
        "fit_resample(x_train.reshape(len(x_train), -1), y_train)  # KL108\nx_train = x_train.reshape(-1, 32, 32, 3)\n"
        in fixed
    )


def test_the_words_of_imbalanced_learn_are_quoted() -> None:
    (finding,) = diagnostics(WIDE["images"], "KL108")
    assert finding.notes == ("ValueError: Found array with dim 4, while dim <= 2 is required by SMOTE.",)


def test_four_ways_to_balance() -> None:
    assert set(repairs(UNEQUAL["make_classification"], "KL109")) == {
        "smote",
        "random-undersampling",
        "class-weight",
        "focal-loss",
    }


def test_smote_replaces_a_validation_split_by_a_real_one_and_keeps_one_hot_labels() -> None:
    fixed = repairs(UNEQUAL["two one-hot classes"], "KL109")["smote"]
    assert "X_fit, X_val, y_fit, y_val = train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)" in fixed
    assert "keras.utils.to_categorical(y_fit_resampled, num_classes=y_fit.shape[1])" in fixed
    assert "validation_data=(X_val, y_val)" in fixed
    assert "validation_split" not in fixed
    assert rows(fixed, "KL130") == []


def test_smote_is_not_offered_beside_sample_weights_or_for_token_numbers() -> None:
    code = program(
        """
        x = np.random.randint(0, 100, size=(1000, 20))
        y = np.array([0] * 900 + [1] * 100)
        model = keras.Sequential([keras.Input((20,)), layers.Embedding(100, 8), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(x, y)
        """
    )
    assert "smote" not in repairs(code, "KL109")
    assert "random-undersampling" in repairs(code, "KL109")

"""KL301 and KL311: data to judge the model by."""

from __future__ import annotations

import pytest

from .snippets import FASHION, XOR, diagnostics, found, in_notebook, repaired

MISSING = [
    FASHION + "model.fit(x_train, y_train, epochs=15)\n",
    FASHION + "model.fit(x_train, y_train, epochs=30, validation_data=None)\n",
    FASHION + "model.fit(x_train, y_train, epochs=30)\nmodel.evaluate(x_train, y_train)\n",
    FASHION + "model.fit(x_train, y_train, epochs=30)\npictures = model.predict(x_test[:5])\n",
    FASHION
    + "config = {'epochs': 12, 'batch_size': 64}\ndef train(m, x, y, config):\n    return m.fit(x, y, **config)\ntrain(model, x_train, y_train, config)\n",
    (
        "import numpy as np\nimport keras\ndata = np.loadtxt('pima.csv', delimiter=',')\nX, y = data[:, :8], data[:, 8]\n"
        "m = keras.Sequential([keras.Input((8,)), keras.layers.Dense(12, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\n"
        "m.compile(loss='binary_crossentropy', optimizer='adam')\nm.fit(X, y, epochs=150, batch_size=10)\n"
    ),
]


@pytest.mark.parametrize("code", MISSING)
def test_real_data_without_anything_to_judge_by_is_a_warning(code: str) -> None:
    assert found(code, "KL301") == ["warning"]


def test_few_epochs_are_an_information() -> None:
    assert found(FASHION + "model.fit(x_train, y_train, epochs=3)\n", "KL301") == ["info"]


JUDGED = {
    "one epoch": FASHION + "model.fit(x_train, y_train)\n",
    "validation split": FASHION + "model.fit(x_train, y_train, epochs=30, validation_split=0.1)\n",
    "validation data": FASHION + "model.fit(x_train, y_train, epochs=30, validation_data=(x_test, y_test))\n",
    "validation data of which nothing is known": FASHION
    + "from mine import val\nmodel.fit(x_train, y_train, epochs=30, validation_data=val)\n",
    "arguments of which nothing is known": FASHION
    + "from mine import options\nmodel.fit(x_train, y_train, epochs=30, **options)\n",
    "evaluation afterwards": FASHION + "model.fit(x_train, y_train, epochs=30)\nmodel.evaluate(x_test, y_test)\n",
    "accuracy computed by hand": FASHION
    + "model.fit(x_train, y_train, epochs=30)\np = model.predict(x_test).argmax(1)\nprint((p == y_test).mean())\n",
    "a library's metrics": FASHION
    + "from sklearn.metrics import classification_report\nmodel.fit(x_train, y_train, epochs=30)\n"
    + "print(classification_report(y_test, model.predict(x_test).argmax(1)))\n",
    "cross-validation": FASHION
    + "from sklearn.model_selection import KFold\nfor a, b in KFold(5).split(x_train):\n"
    + "    model.fit(x_train[a], y_train[a], epochs=30)\n    print(model.evaluate(x_train[b], y_train[b]))\n",
    "truth table": XOR + "model.fit(x, y, epochs=1000)\n",
    "random data": "import keras\nimport numpy as np\nx, y = np.random.rand(1000, 8), np.random.rand(1000)\n"
    "m = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])\nm.compile(loss='mse')\nm.fit(x, y, epochs=50)\n",
    "generated data": "import keras\nfrom sklearn.datasets import make_moons\nx, y = make_moons(1000)\n"
    "m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\nm.compile(loss='mse')\nm.fit(x, y, epochs=50)\n",
    "autoencoder": "import keras\n(x, _), _ = keras.datasets.mnist.load_data()\nx = x.reshape(-1, 784) / 255\n"
    "m = keras.Sequential([keras.Input((784,)), keras.layers.Dense(784)])\nm.compile(loss='mse')\nm.fit(x, x, epochs=50)\n",
    "denoising autoencoder": "import keras\nimport numpy as np\n(x, _), _ = keras.datasets.mnist.load_data()\nx = x.reshape(-1, 784) / 255\n"
    "noisy = x + np.random.normal(size=x.shape)\n"
    "m = keras.Sequential([keras.Input((784,)), keras.layers.Dense(784)])\nm.compile(loss='mse')\nm.fit(noisy, x, epochs=50)\n",
    "data of which nothing is known": "import keras\nfrom mine import load\nx, y = load()\n"
    "m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\nm.compile(loss='mse')\nm.fit(x, y, epochs=50)\n",
    "parameters of a function nobody calls": "import keras\ndef train(model, x, y):\n    model.fit(x, y, epochs=50)\n    return model\n",
    "a model that a function hands on": FASHION.replace("\n", "\n    ").replace(
        "import keras", "def train():\n    import keras", 1
    )
    + "model.fit(x_train, y_train, epochs=50)\n    return model\n",
    "a second training with validation": FASHION
    + "model.fit(x_train, y_train, epochs=5)\nmodel.fit(x_train, y_train, epochs=50, validation_split=0.1)\n",
    "a line that is being typed": FASHION + "model.fit(x_train, y_train, epochs=30)\nmodel.evaluate(x_te\n",
}


@pytest.mark.parametrize("code", JUDGED.values(), ids=JUDGED)
def test_what_is_judged_or_not_known_is_silent(code: str) -> None:
    assert found(code, "KL301") == []


def test_the_remedies_follow_the_data() -> None:
    code = FASHION + "model.fit(x_train, y_train, epochs=15)\n"
    (finding,) = diagnostics(code, "KL301")
    assert [fix.remedy for fix in finding.fixes] == ["validation-split", "train-test-split"]
    assert finding.fixes[1].message.endswith("(needs scikit-learn)")
    assert "epochs=15, validation_split=0.2)" in repaired(code, "KL301", "validation-split")
    split = repaired(code, "KL301", "train-test-split")
    assert (
        "x_fit, x_val, y_fit, y_val = train_test_split(x_train, y_train, test_size=0.2, stratify=y_train, random_state=42)"
        in split
    )
    assert "model.fit(x_fit, y_fit, epochs=15, validation_data=(x_val, y_val))" in split
    assert found(split, "KL301") == []


def test_rows_of_a_file_are_split_at_random_first() -> None:
    (finding,) = diagnostics(MISSING[-1], "KL301")
    assert [fix.remedy for fix in finding.fixes] == ["train-test-split", "validation-split"]


def test_resampled_rows_get_no_split_of_the_last_rows() -> None:
    code = MISSING[-1].replace(
        "m.fit(X, y", "from imblearn.over_sampling import SMOTE\nX, y = SMOTE().fit_resample(X, y)\nm.fit(X, y"
    )
    (finding,) = diagnostics(code, "KL301")
    assert finding.fixes == ()


DATASET = """\
import tensorflow as tf
from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(100)
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
"""


def test_a_dataset_is_split_by_batches() -> None:
    code = repaired(DATASET + "model.fit(train, epochs=15)\n", "KL301", "dataset-split")
    assert "train_validation, train_remaining = train.take(120), train.skip(120)\n" in code
    assert "model.fit(train_remaining, epochs=15, validation_data=train_validation)" in code


@pytest.mark.parametrize(
    ("shuffled", "written"),
    [
        (".shuffle(1000)", ".shuffle(1000, reshuffle_each_iteration=False)"),
        (".shuffle(1000, seed=1)", ".shuffle(1000, seed=1, reshuffle_each_iteration=False)"),
        (".shuffle(buffer_size=60000, reshuffle_each_iteration=True)", "60000, reshuffle_each_iteration=False)"),
        (".shuffle(1000, reshuffle_each_iteration=False)", ".shuffle(1000, reshuffle_each_iteration=False)"),
        (".cache().shuffle(1000).map(lambda a, b: (a, b), num_parallel_calls=4)", "reshuffle_each_iteration=False)"),
    ],
)
def test_a_shuffled_dataset_is_shuffled_once_and_split(shuffled: str, written: str) -> None:
    code = DATASET.replace(".batch(", f"{shuffled}.batch(") + "model.fit(train, epochs=15)\n"
    code = repaired(code, "KL301", "dataset-split")
    assert written in code
    assert code.count("reshuffle_each_iteration") == 1
    assert "model.fit(train_remaining, epochs=15, validation_data=train_validation)" in code
    assert found(code, "KL301") == []


@pytest.mark.parametrize(
    "chain",
    [
        ".shuffle(1000, None, True)",
        ".shuffle(*options)",
        ".shuffle(1000, reshuffle_each_iteration=again)",
        ".shuffle(1000).repeat(2)",
        ".repeat(2)",
        ".shuffle(1000).map(lambda a, b: (a, b), num_parallel_calls=4, deterministic=False)",
        ".shuffle(1000).filter(keep)",
        ".shuffle(1000).apply(change)",
    ],
)
def test_a_dataset_whose_order_may_change_or_that_yields_rows_twice_is_not_split(chain: str) -> None:
    code = "from mine import again, change, keep, options\n" + DATASET.replace(".batch(", f"{chain}.batch(")
    code += "model.fit(train, epochs=15, validation_split=share)\n"
    assert [f.fixes for f in diagnostics(code.replace("share", "0.0"), "KL301")] in ([()], [])
    assert [f.fixes for f in diagnostics(code.replace("share", "0.2"), "KL311")] == [()]


REFUSED = [
    DATASET + "model.fit(train, epochs=15, validation_split=0.2)\n",
    DATASET + "share = 0.25\nmodel.fit(train.shuffle(9), validation_split=share)\n",
    DATASET
    + "def batches():\n    while True:\n        yield x_train[:32], y_train[:32]\nmodel.fit(batches(), steps_per_epoch=9, validation_split=0.2)\n",
    DATASET + "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "model.fit(ImageDataGenerator().flow(x_train[..., None], y_train), validation_split=0.2)\n",
]


@pytest.mark.parametrize("code", REFUSED)
def test_a_dataset_cannot_be_split_by_fit(code: str) -> None:
    assert found(code, "KL311") == ["error"]


@pytest.mark.parametrize(
    "call",
    [
        "model.fit(x_train, y_train, validation_split=0.2)",
        "model.fit(train, validation_split=0.0)",
        "model.fit(train, validation_data=train)",
        "model.fit(tf.constant(x_train), tf.constant(y_train), validation_split=0.2)",
        "from mine import data\nmodel.fit(data, validation_split=0.2)",
    ],
)
def test_arrays_can_be_split_by_fit(call: str) -> None:
    assert found(DATASET + call + "\n", "KL311") == []


def test_the_split_of_fit_becomes_a_split_of_the_dataset() -> None:
    code = repaired(REFUSED[0], "KL311", "dataset-split")
    assert "model.fit(train_remaining, epochs=15, validation_data=train_validation)" in code
    assert found(code, "KL311") == []


def test_a_notebook_is_one_program() -> None:
    cells = FASHION.split("\n")
    (finding,) = in_notebook(
        [
            "\n".join(cells[:3]),
            "%matplotlib inline\n" + "\n".join(cells[3:]),
            "history = model.fit(x_train, y_train, epochs=15)",
        ],
        "KL301",
    )
    assert (finding.place.cell, finding.place.row) == (3, 1)
    assert (
        in_notebook([FASHION, "model.fit(x_train, y_train, epochs=15)", "model.evaluate(x_test, y_test)"], "KL301")
        == []
    )

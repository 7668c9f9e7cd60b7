"""KL307, KL308, KL309: how far the weights move. KL314: how many steps an epoch has."""

from __future__ import annotations

import pytest

from .snippets import FASHION, MODEL, XOR, diagnostics, found, repaired

IRIS = """\
import keras
from sklearn.datasets import load_iris

x, y = load_iris(return_X_y=True)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
"""


# --- KL307 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        XOR + "model.fit(x, y, epochs=10)\n",
        XOR + "model.fit(x, y)\n",
        XOR.replace('"adam"', '"sgd"') + "model.fit(x, y, epochs=50)\n",
        XOR.replace('"adam"', "keras.optimizers.Adam(1e-5)") + "model.fit(x, y, epochs=1000, batch_size=4)\n",
        IRIS + "model.fit(x, y, epochs=4)\n",
        XOR + "config = {'epochs': 8}\ndef train(m, n):\n    m.fit(x, y, epochs=n)\ntrain(model, config['epochs'])\n",
    ],
)
def test_a_handful_of_updates_is_found(code: str) -> None:
    assert found(code, "KL307") == ["warning"]


@pytest.mark.parametrize(
    "code",
    [
        XOR + "model.fit(x, y, epochs=1000)\n",
        XOR.replace('"adam"', "keras.optimizers.Adam(0.1)") + "model.fit(x, y, epochs=100)\n",
        XOR + "for _ in range(500):\n    model.fit(x, y, epochs=1)\n",
        XOR + "model.load_weights('xor.weights.h5')\nmodel.fit(x, y, epochs=10)\n",
        XOR + "model.fit(x, y, epochs=900)\nmodel.fit(x, y, epochs=10)\n",
        XOR + "from mine import n\nmodel.fit(x, y, epochs=n)\n",
        IRIS + "model.fit(x, y, epochs=100)\n",
        FASHION + "model.fit(x_train, y_train)\n",
        FASHION + "from mine import x, y\nmodel.fit(x, y)\n",
        FASHION + "x, y = np.random.rand(32, 28, 28), np.random.randint(0, 10, 32)\nmodel.fit(x, y)\n",
        (
            "import keras\nx, y = keras.ops.ones((4, 2)), keras.ops.ones((4, 1))\n"
            "model = keras.models.load_model('m.keras')\nmodel.fit(x, y)\n"
        ),
    ],
)
def test_enough_or_unknown_updates_are_silent(code: str) -> None:
    assert found(code, "KL307") == []


# --- KL308 and KL309 ------------------------------------------------------------------------------------------------


def compiled(optimizer: str, loss: str = "binary_crossentropy") -> str:
    return MODEL + f"model.compile(optimizer={optimizer}, loss='{loss}')\n"


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (compiled("keras.optimizers.Adam(1.0)"), "warning"),
        (compiled("keras.optimizers.RMSprop(learning_rate=0.5)"), "warning"),
        (compiled("keras.optimizers.SGD(10.0)"), "warning"),
        (compiled("keras.optimizers.Adam(0.1)"), "info"),
        (compiled("keras.optimizers.SGD(0.5, momentum=0.9)"), "info"),
        ("from tensorflow.keras.optimizers import Adam\n" + compiled("Adam(lr=0.9)"), "warning"),
        ("rates = {'lr': 2.0}\n" + compiled("make(rates['lr'])").replace(
            "model.compile", "def make(lr):\n    return keras.optimizers.Nadam(learning_rate=lr)\nmodel.compile"), "warning"),
    ],
)  # fmt: skip
def test_rates_that_are_too_high_are_found(code: str, severity: str) -> None:
    assert found(code, "KL308") == [severity]


@pytest.mark.parametrize(
    "code",
    [
        compiled("'adam'"),
        compiled("keras.optimizers.Adam(0.01)"),
        compiled("keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)"),
        compiled("keras.optimizers.SGD(5.0, clipnorm=1.0)"),
        compiled("keras.optimizers.Adadelta(1.0)"),
        compiled("keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.5, 100, 0.9))"),
        "from mine import lr\n" + compiled("keras.optimizers.Adam(lr)"),
        compiled("keras.optimizers.Adam(0.5)") + "model.optimizer.learning_rate.assign(0.001)\n",
        compiled("keras.optimizers.Adam(0.5)") + "model.optimizer.learning_rate = 0.001\n",
        compiled("keras.optimizers.Adam(0.5)")
        + "from mine import x, y\nmodel.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 0.001)])\n",
        XOR.replace('"adam"', "keras.optimizers.Adam(0.1)") + "model.fit(x, y, epochs=100)\n",
        (
            "import keras\nlinear = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
            "linear.compile(optimizer=keras.optimizers.Adam(0.1), loss='mae')\n"
        ),
    ],
)
def test_rates_that_work_or_change_are_not_too_high(code: str) -> None:
    assert found(code, "KL308") == []


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (compiled("keras.optimizers.Adam(1e-8)"), "warning"),
        (compiled("'adagrad'"), "warning"),
        (compiled("'Adadelta'"), "warning"),
        (compiled("keras.optimizers.Ftrl()"), "warning"),
        (compiled("keras.optimizers.Adagrad"), "warning"),
        (compiled("keras.optimizers.SGD(1e-7)"), "warning"),
        (compiled("keras.optimizers.Adam(2e-6)"), "info"),
        (compiled("keras.optimizers.Adam(0.0)"), "error"),
        (compiled("keras.optimizers.SGD(learning_rate=-0.01)"), "error"),
        ("class Config:\n    rate = 1e-9\n" + compiled("keras.optimizers.AdamW(Config.rate)"), "warning"),
    ],
)
def test_rates_that_are_too_low_are_found(code: str, severity: str) -> None:
    assert found(code, "KL309") == [severity]


@pytest.mark.parametrize(
    "code",
    [
        compiled("'adam'"),
        compiled("keras.optimizers.Adam(1e-5)"),
        compiled("keras.optimizers.Adagrad(0.01)"),
        compiled("keras.optimizers.Adadelta(learning_rate=1.0)"),
        compiled("keras.optimizers.SGD(1e-8)", "mse"),
        compiled("keras.optimizers.Adam(1e-8)")
        + "from mine import x, y, callbacks\nmodel.fit(x, y, epochs=100, callbacks=callbacks)\n",
        "import keras\nmodel = keras.models.load_model('m.keras')\nmodel.compile(optimizer=keras.optimizers.Adam(1e-7), loss='mse')\n",
        (
            "import keras\nbase = keras.applications.VGG16(include_top=False, pooling='avg')\n"
            "model = keras.Sequential([base, keras.layers.Dense(1)])\nmodel.compile(optimizer='adagrad', loss='mse')\n"
        ),
        MODEL + "from mine import x, y\nmodel.compile(optimizer='adam', loss='mse')\nmodel.fit(x, y)\n"
        "model.compile(optimizer=keras.optimizers.Adam(1e-7), loss='mse')\nmodel.fit(x, y)\n",
    ],
)
def test_rates_that_can_work_are_not_too_low(code: str) -> None:
    assert found(code, "KL309") == []


@pytest.mark.parametrize(
    ("code", "rule", "expected"),
    [
        (
            compiled("keras.optimizers.Adam(**options)").replace(
                "model =", "options = {'learning_rate': 2.0}\nmodel ="
            ),
            "KL308",
            None,
        ),
        (
            compiled("keras.optimizers.Adam(lr)").replace("model =", "lr = 2.0\nmodel ="),
            "KL308",
            "lr = 0.001\nmodel =",
        ),
        (
            compiled("keras.optimizers.Adam(lr)").replace("model =", "lr = 2.0\nprint(lr)\nmodel ="),
            "KL308",
            "keras.optimizers.Adam(0.001)",
        ),
        (compiled("keras.optimizers.Adam(1.)"), "KL308", "keras.optimizers.Adam(0.001)"),
        (compiled("keras.optimizers.SGD(learning_rate=-0.01)"), "KL309", "keras.optimizers.SGD(learning_rate=0.01)"),
        (compiled("'adadelta'"), "KL309", "keras.optimizers.Adadelta(learning_rate=1.0)"),
        (compiled("keras.optimizers.Ftrl()"), "KL309", "keras.optimizers.Ftrl(learning_rate=0.05)"),
        (
            compiled("keras.optimizers.Adagrad(epsilon=1e-6)"),
            "KL309",
            "keras.optimizers.Adagrad(epsilon=1e-6, learning_rate=0.01)",
        ),
    ],
)
def test_the_rate_is_set_where_it_is_written(code: str, rule: str, expected: str | None) -> None:
    (finding,) = diagnostics(code, rule)
    assert bool(finding.fixes) == (expected is not None)
    if expected is not None:
        code = repaired(code, rule, "learning-rate")
        assert expected in code
        assert found(code, rule) == []


# --- KL314 ----------------------------------------------------------------------------------------------------------

FLOW = FASHION.replace("x_train / 255.0", "x_train[..., None]").replace("(28, 28)", "(28, 28, 1)") + (
    "import tensorflow as tf\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "datagen = ImageDataGenerator(rescale=1 / 255)\ndataset = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(32)\n"
)


@pytest.mark.parametrize(
    ("call", "severity"),
    [
        ("model.fit(datagen.flow(x_train, y_train, batch_size=128), steps_per_epoch=len(x_train) // 128, epochs=5)", "warning"),
        ("b = 64\nmodel.fit(datagen.flow(x_train, y_train, batch_size=b), epochs=5, steps_per_epoch=x_train.shape[0] // b)", "warning"),
        ("from mine import x, y\nmodel.fit(datagen.flow(x, y, batch_size=32), epochs=5, steps_per_epoch=len(x) // 32)", "warning"),
        ("from mine import x, y\nmodel.fit(datagen.flow(x, y), epochs=5, steps_per_epoch=int(x.shape[0] / 32))", "warning"),
        (("files = datagen.flow_from_directory('train', batch_size=20)\n"
         "model.fit(files, epochs=5, steps_per_epoch=files.samples // files.batch_size)"), "warning"),
        ("model.fit(dataset.batch(7).unbatch().batch(9), epochs=5, steps_per_epoch=len(x_train) / 32)", "error"),
        ("model.fit(x_train, y_train, epochs=5, steps_per_epoch=len(x_train) / 64)", "error"),
        ("model.fit(dataset, epochs=5, steps_per_epoch=1000)", "warning"),
        (("def train(model, x, y, epochs):\n    flow = datagen.flow(x, y, batch_size=32)\n"
         "    return model.fit(flow, steps_per_epoch=len(x) // 32, epochs=10)"), "warning"),
    ],
)  # fmt: skip
def test_steps_that_leave_a_rest_are_found(call: str, severity: str) -> None:
    assert found(FLOW + call + "\n", "KL314") == [severity]


@pytest.mark.parametrize(
    "call",
    [
        "model.fit(datagen.flow(x_train, y_train, batch_size=32), steps_per_epoch=len(x_train) // 32, epochs=5)",  # 60000 = 1875 * 32
        "model.fit(datagen.flow(x_train, y_train, batch_size=128), epochs=5)",
        "model.fit(datagen.flow(x_train, y_train, batch_size=128), steps_per_epoch=len(x_train) // 128)",
        "f = datagen.flow(x_train, y_train, batch_size=128)\nmodel.fit(f, steps_per_epoch=len(f), epochs=5)",
        "import math\nmodel.fit(datagen.flow(x_train, y_train, batch_size=128), steps_per_epoch=math.ceil(len(x_train) / 128), epochs=5)",
        "from mine import x, y\nmodel.fit(datagen.flow(x, y), epochs=5, steps_per_epoch=-(-len(x) // 32))",
        "from mine import x, y\nmodel.fit(datagen.flow(x, y), epochs=5, steps_per_epoch=(len(x) + 31) // 32)",
        "from mine import x, y, z\nmodel.fit(datagen.flow(x, y), epochs=5, steps_per_epoch=len(z) // 32)",
        "from mine import x, y\nmodel.fit(datagen.flow(x, y, batch_size=16), epochs=5, steps_per_epoch=len(x) // 32)",
        "model.fit(dataset.repeat(), steps_per_epoch=1000, epochs=5)",
        "model.fit(dataset, steps_per_epoch=100, epochs=5)",  # 500 of 1875 batches: there is no rest yet
        "model.fit(x_train, y_train, steps_per_epoch=len(x_train) // 64, epochs=5)",  # Keras starts arrays anew
        (
            "def batches():\n    while True:\n        yield x_train[:32], y_train[:32]\n"
            "model.fit(batches(), steps_per_epoch=len(x_train) // 64, epochs=5)"
        ),
    ],
)
def test_steps_that_fit_or_may_are_silent(call: str) -> None:
    assert found(FLOW + call + "\n", "KL314") == []


def test_the_steps_are_dropped_with_their_comma() -> None:
    code = repaired(
        FLOW
        + "model.fit(\n    datagen.flow(x_train, y_train, batch_size=128),\n    steps_per_epoch=len(x_train) // 128,  # 🙂\n"
        "    epochs=5,\n)\n",
        "KL314",
        "drop-steps-per-epoch",
    )
    assert "steps_per_epoch" not in code
    assert found(code, "KL314") == []
    compile(code, "train.py", "exec")

"""KL110: convolutional networks that see the same images in every epoch."""

from __future__ import annotations

import pytest

from .support import CIFAR, CONV, marked, program, repairs, rows

SCALED = "x_train, x_test = x_train / 255.0, x_test / 255.0\n"
UNCHANGED = {
    "photographs": program(
        CIFAR, SCALED, CONV, "model.fit(x_train, y_train, epochs=20, batch_size=64, validation_split=0.1)  # KL110"
    ),
    "a folder": program(
        "train = keras.utils.image_dataset_from_directory('photos', image_size=(32, 32))",
        CONV,
        "model.fit(train, epochs=10)  # KL110",
    ),
    "part of the digits, functional, epochs from a dictionary": program(
        """
        (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
        x = x[:5000, ..., None].astype("float32") / 255
        y = y[:5000]
        config = {"epochs": 12}
        inputs = keras.Input((28, 28, 1))
        z = layers.Conv2D(16, 3, activation="relu")(inputs)
        z = layers.MaxPooling2D()(z)
        model = keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(z)))
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(
            x, y,
            epochs=config["epochs"],
            shuffle=False,
        )  # KL110
        """
    )
    .replace("model.fit(\n", "model.fit(  # KL110\n")
    .replace(")  # KL110\n", ")\n"),
}
CHANGED = {
    "random layers": program(
        CIFAR,
        CONV.replace("layers.Conv2D(8", "layers.RandomFlip(),\n    layers.Conv2D(8"),
        "model.fit(x_train, y_train, epochs=20)",
    ),
    "a generator": program(
        CIFAR,
        CONV,
        "generator = keras.preprocessing.image.ImageDataGenerator(rotation_range=20)",
        "model.fit(generator.flow(x_train, y_train), epochs=20)",
    ),
    "a mapped dataset": program(
        """
        train = keras.utils.image_dataset_from_directory("photos", image_size=(32, 32))
        train = train.map(lambda x, y: (tf.image.random_flip_left_right(x), y))
        """,
        CONV,
        "model.fit(train, epochs=10)",
    ),
    "mapped by a function that is not known": program(
        "from mine import augment\ntrain = keras.utils.image_dataset_from_directory('photos', image_size=(32, 32)).map(augment)",
        CONV,
        "model.fit(train, epochs=10)",
    ),
    "all the digits": program(
        """
        (x, y), _ = keras.datasets.mnist.load_data()
        model = keras.Sequential([
            keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.ReLU(), layers.Flatten(), layers.Dense(10, activation="softmax"),
        ])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x[..., None] / 255.0, y, epochs=10)
        """
    ),
    "pretrained features": program(
        CIFAR,
        """
        base = keras.applications.VGG16(include_top=False, input_shape=(32, 32, 3), pooling="avg")
        base.trainable = False
        model = keras.Sequential([base, layers.Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(keras.applications.vgg16.preprocess_input(x_train), y_train, epochs=10)
        """,
    ),
    "an autoencoder": program(
        CIFAR,
        SCALED,
        """
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(8, 3, padding="same", activation="relu"), layers.Conv2D(3, 3, padding="same")])
        model.compile("adam", "mse")
        model.fit(x_train, x_train, epochs=10)
        """,
    ),
    "masks": program(
        """
        train = keras.utils.image_dataset_from_directory("photos", image_size=(32, 32))
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(8, 3, padding="same"), layers.Conv2D(1, 1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(train, epochs=10)
        """
    ),
    "one epoch": program(CIFAR, SCALED, CONV, "model.fit(x_train, y_train)"),
    "noise": program(
        "x = np.random.rand(100, 32, 32, 3)\ny = np.random.randint(0, 10, 100)", CONV, "model.fit(x, y, epochs=10)"
    ),
    "no convolution": program(
        CIFAR,
        SCALED,
        """
        model = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x_train, y_train, epochs=10)
        """,
    ),
}


@pytest.mark.parametrize("code", UNCHANGED.values(), ids=UNCHANGED)
def test_it_is_found_and_repaired(code: str) -> None:
    assert rows(code, "KL110") == marked(code, "KL110")
    fixed = repairs(code, "KL110")
    assert "augmentation-layers" in fixed
    for remedy, text in fixed.items():
        assert rows(text, "KL110") == [], remedy
        assert rows(text, "KL112") == [], remedy
        assert rows(text, "KL129") == [], remedy


@pytest.mark.parametrize("code", CHANGED.values(), ids=CHANGED)
def test_what_augments_may_augment_or_has_no_need_of_it_is_left_alone(code: str) -> None:
    assert rows(code, "KL110") == []


def test_digits_are_not_mirrored() -> None:
    fixed = repairs(UNCHANGED["part of the digits, functional, epochs from a dictionary"], "KL110")
    assert "RandomRotation" in fixed["augmentation-layers"]
    assert "RandomFlip" not in fixed["augmentation-layers"]
    assert "flip" not in fixed["image-data-generator"]


def test_the_generator_takes_over_the_batch_size_and_the_split_becomes_a_real_one() -> None:
    fixed = repairs(UNCHANGED["photographs"], "KL110")["image-data-generator"]
    assert "train_test_split(x_train, y_train, test_size=0.1, stratify=y_train, random_state=42)" in fixed
    assert "model.fit(datagen.flow(x_fit, y_fit, batch_size=64), epochs=20, validation_data=(x_val, y_val))" in fixed


def test_bare_keras_has_no_generator() -> None:
    code = UNCHANGED["photographs"].replace(
        "from tensorflow import keras\nfrom tensorflow.keras import layers", "import keras\nfrom keras import layers"
    )
    assert set(repairs(code, "KL110")) == {"augmentation-layers"}


def test_brightness_is_told_the_range_of_the_images() -> None:
    inside = UNCHANGED["a folder"].replace("layers.Conv2D(8", "layers.Rescaling(1 / 255),\n    layers.Conv2D(8")
    assert (
        "RandomBrightness(0.1, value_range=(0, 1))" in repairs(UNCHANGED["photographs"], "KL110")["augmentation-layers"]
    )
    assert "RandomBrightness(0.1, value_range=(0, 255))" in repairs(inside, "KL110")["augmentation-layers"]


def test_colours_are_left_alone_where_the_images_are_still_to_be_scaled() -> None:
    assert "RandomBrightness" not in repairs(UNCHANGED["a folder"], "KL110")["augmentation-layers"]

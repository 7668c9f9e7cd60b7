"""KL101: raw images reach a model that does not scale them."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import Unknown, is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.entrance import normalizes_at_once, scales_inside
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.rescaling_layer import AddRescalingLayer
from keras_lint_rules.remedies.scale_by_division import SCALED, ScaleByDivision

RAW_HIGH = 100
"""Images of eight bits reach 255. What was scaled on purpose ends far below; scikit-learn's digits (0 to 16) train
well as they are."""


class UnscaledImages(Rule):
    """Images in their raw range of 0 to 255 reach `fit`.

    ## What it does
    Finds a `fit` on images whose values are known to run from 0 to 255 (a built-in data set, a folder of images,
    decoded files) where neither the data nor the model's first layers scale them. Silent where a first layer
    normalises (`Rescaling`, `Normalization`, `BatchNormalization`), where a backbone scales inside, and where
    something on the way is not known. A pretrained backbone without its own `preprocess_input` is the matter of
    KL105.

    ## Why is this bad?
    Layers are initialised for inputs around 1. Inputs a hundred times as large saturate activations and make the
    first updates a hundred times too big: the network starts badly, often ends at a constant answer, and reacts to
    every change of the learning rate. Where every first layer is followed by `BatchNormalization` the harm is
    smaller, and this is information only.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))  # KL101
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    x_train = x_train.astype("float32") / 255.0
    x_test = x_test.astype("float32") / 255.0
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))
    ```

    Or let the model do it, and images that come later are scaled as well:
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))
    ```

    ## Fix safety
    Unsafe: the model trains on other numbers, and everything it later predicts needs the same scaling.

    ## References
    - Keras guide, "Image classification from scratch", on `Rescaling`
    - LeCun, Bottou, Orr and Müller, "Efficient BackProp", section 4.3
    """

    code = "KL101"
    name = "unscaled-images"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where raw images reach the model and it does not scale them itself."""
        images, model = fit.inputs, fit.model
        if not isinstance(images, Array) or model is None or not is_raw(images):
            return
        inside = scales_inside(model)
        if (
            isinstance(inside, Unknown)
            or inside
            or any(backbone.pretrained is not False for backbone in model.backbones)
        ):
            return
        written = fit.arguments["x"].site if "x" in fit.arguments else None
        name = f"`{written.code}`" if written is not None and len(written.code) <= 30 else "the data"
        loaded = images.last_step("loaded")
        origin = f" (`{loaded.name}`, line {loaded.site.row})" if loaded is not None else ""
        yield Finding(
            written or fit.site,
            f"{name} holds {images.low:g}–{images.high:g}{origin} and reaches `fit` unscaled",
            remedies=[ScaleByDivision(fit), AddRescalingLayer(fit)],
            related=[Related(loaded.site, "the images come from here")] if loaded is not None else [],
            severity=Severity.INFO if normalizes_at_once(model) else None,
        )


def is_raw(images: Array) -> bool:
    """Whether these are images in the range they are stored in."""
    if images.kind != "image" or images.has_step(*SCALED) or not is_known(images.low) or not is_known(images.high):
        return False
    return images.low >= 0 and images.high >= RAW_HIGH

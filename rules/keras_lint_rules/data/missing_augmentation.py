"""KL110: a convolutional net is trained from scratch on images as they are."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.losses import Loss
from keras_lint.knowledge.values import Array, Model
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.entrance import augments, entrance
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall, ModelView
from keras_lint_rules.remedies.augmentation_layers import AddAugmentationLayers
from keras_lint_rules.remedies.image_data_generator import AddImageDataGenerator

MANY_IMAGES = 50_000
"""CIFAR-10 has as many to train on, and the ResNet paper (He et al. 2015, section 4.2) still flips and crops them.
MNIST has more, and is solved without."""
SEVERAL_EPOCHS = 2
"""In a single epoch no image is seen twice, and nothing can be learnt by heart."""
CONVOLUTIONS = frozenset({"Conv2D", "SeparableConv2D", "DepthwiseConv2D"})
OF_CLASSES = ("binary", "categorical", "sparse")


class MissingAugmentation(Rule):
    """A convolutional network learns from scratch on images that are the same in every epoch.

    ## What it does
    Finds a classifier with convolutions and no pretrained part that trains for several epochs on at most 50,000
    images (or on a number that is not known) with no augmentation: no `Random…` layer, no `ImageDataGenerator` that
    changes images, no random step in the data pipeline. Where something on the way is not known, it is silent.

    ## Why is this bad?
    A network from scratch has more weights than there are images, and learns them by heart. Shifted, turned and
    mirrored copies are new images with known labels: the cheapest way to have more data. They cost time, so on very
    many images they matter less.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    x_train, x_test = x_train / 255.0, x_test / 255.0
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=30, validation_data=(x_test, y_test))  # KL110
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    x_train, x_test = x_train / 255.0, x_test / 255.0
    augmentation = keras.Sequential([
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.05),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomZoom(0.1),
    ])
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        augmentation,
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=30, validation_data=(x_test, y_test))
    ```

    ## Fix safety
    Unsafe: training sees other images. Digits and letters are not mirrored, because a mirrored one is another, or none.
    `RandomCrop` is not among the layers: on Keras 3.15 it crops in training only, and at inference hands on the larger
    image, which the next `Dense` layer refuses. `RandomTranslation` moves images as a padded crop would.

    ## References
    - Shorten and Khoshgoftaar, "A survey on Image Data Augmentation for Deep Learning", 2019
    - Keras guide, "Image classification from scratch", on augmentation
    """

    code = "KL110"
    name = "missing-augmentation"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where a convolutional classifier sees the same few images in every epoch."""
        images, model = fit.inputs, fit.model
        if (
            not isinstance(images, Array)
            or images.kind != "image"
            or images.has_step("augmented", "generated")
            or model is None
        ):
            return
        if fit.dataset is not None and (not is_known(fit.dataset.augmented) or fit.dataset.augmented):
            return
        if (
            not isinstance(fit.epochs, int)
            or fit.epochs < SEVERAL_EPOCHS
            or not learns_from_scratch(model)
            or not classifies(fit, model)
        ):
            return
        if isinstance(fit.samples, int) and fit.samples > MANY_IMAGES:
            return
        number = f"{fit.samples:,} images" if isinstance(fit.samples, int) else "the images"
        yield Finding(
            fit.site,
            f"a convolutional network from scratch sees {number} unchanged for {fit.epochs} epochs",
            remedies=[AddAugmentationLayers(fit), AddImageDataGenerator(fit)],
        )


def learns_from_scratch(model: ModelView) -> bool:
    """Whether all layers are known, convolutions are among them, and nothing is pretrained, augments, or may do
    either.
    """
    if (
        not model.known
        or not entrance(model).complete
        or model.fact.kind == "Subclass"
        or model.fact.pretrained is not False
        or model.fact.trained
    ):
        return False
    if any(backbone.pretrained is not False for backbone in model.backbones):
        return False
    for view in model.all_layers:
        if augments(view) or view.cls.startswith("Gaussian") or view.fact is None or view.fact.trainable is not True:
            return False
        if view.layer is not None and (view.layer.custom or view.cls in ("Lambda", "TFSMLayer", "TimeDistributed")):
            return False
        if isinstance(view.fact, Model) and view.fact.pretrained is not False:
            return False
    return any(view.cls in CONVOLUTIONS for view in model.all_layers) or bool(model.backbones)


def classifies(fit: FitCall, model: ModelView) -> bool:
    """Whether each image has one answer, which stays right when the image is moved: not a mask, not the image
    itself.
    """
    shape = model.output_shape
    if not isinstance(model.loss, Loss) or model.loss.family not in OF_CLASSES:
        return False
    if not isinstance(shape, tuple) or len(shape) != 2:
        return False
    return not isinstance(fit.targets, Array) or fit.targets.kind != "image"

"""Preprocessing and augmentation of images."""

from __future__ import annotations

from keras_lint.knowledge.facts import Config, Shape
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, described, shown
from keras_lint.knowledge.layers.dims import DATA_FORMATS, channels_first, data_format, whole


class Sized(LayerKnowledge):
    """``Resizing``, ``CenterCrop``, ``RandomCrop``: height and width are given; images may come without a batch."""

    required = ("height", "width")
    defaults = {"data_format": None}
    alternatives = {"data_format": DATA_FORMATS}

    def check_arguments(self, config: Config) -> None:
        data_format(self, config)

    def compute(self, config: Config, shape: Shape) -> Shape:
        start = self.start(shape, channels_first(self, config))
        if start < 0 or start + 2 > len(shape):
            raise Refused("list assignment index out of range")
        sizes = (whole(config["height"], "height"), whole(config["width"], "width"))
        return (*shape[:start], *sizes, *shape[start + 2 :])

    def start(self, shape: Shape, first: bool) -> int:
        """The axis of the height."""
        if len(shape) == 4:
            return 2 if first else 1
        return 1 if first else 0


class Resizing(Sized):
    """``Resizing``."""

    names = ("Resizing",)


class CenterCrop(Sized):
    """``CenterCrop``."""

    names = ("CenterCrop",)

    def compute(self, config: Config, shape: Shape) -> Shape:
        if len(shape) not in (3, 4):
            raise Refused(
                "`input_shape` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched). "
            )
        return super().compute(config, shape)


class RandomCrop(Sized):
    """``RandomCrop``."""

    names = ("RandomCrop",)

    def start(self, shape: Shape, first: bool) -> int:
        return len(shape) - (2 if first else 3)


class Augmentation(LayerKnowledge):
    """A layer that changes the pixels and leaves the shape."""


class RandomColorDegeneration(Augmentation):
    """``RandomColorDegeneration``: images with three channels only."""

    names = ("RandomColorDegeneration",)
    required = ("factor",)
    defaults = {"data_format": None}
    alternatives = {"data_format": DATA_FORMATS}

    def compute(self, config: Config, shape: Shape) -> Shape:
        if len(shape) not in (3, 4):
            raise Refused(
                "Invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). "
                f"Received: input_shape={shown(shape)}"
            )
        channels = shape[-3 if channels_first(self, config) else -1]
        if isinstance(channels, int) and channels != 3:
            raise Refused(f"Input images must have 3 channels, but received images with {channels} channels.")
        return shape


def _augmentations(names: str, *required: str) -> tuple[LayerKnowledge, ...]:
    return tuple(described(Augmentation, name, required=required) for name in names.split())


IMAGES = (
    Resizing(),
    CenterCrop(),
    RandomCrop(),
    RandomColorDegeneration(),
    *_augmentations(
        "AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization MixUp RandAugment "
        "RandomColorJitter RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale "
        "RandomInvert RandomPerspective RandomShear Solarization"
    ),
    *_augmentations(
        "RandomBrightness RandomContrast RandomHue RandomPosterization RandomRotation RandomSaturation RandomSharpness",
        "factor",
    ),
    *_augmentations("RandomZoom", "height_factor"),
    *_augmentations("RandomTranslation", "height_factor", "width_factor"),
    *_augmentations("MaxNumBoundingBoxes", "max_number"),
)

"""Operations on images."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import UNKNOWN, Dim
from keras_lint.knowledge.layers.base import Refused, shown
from keras_lint.knowledge.tensors.registry import KERAS, Operation, operation
from keras_lint.knowledge.tensors.spec import Result, Spec, requested, shape_of, spec_of


def _axes(x: Any, data_format: Any) -> tuple[list[Dim], int] | None:
    """The dimensions, and the axis of the height counted from the end."""
    shape = shape_of(x)
    if not isinstance(shape, tuple) or data_format not in (None, "channels_last", "channels_first"):
        return None
    if len(shape) not in (3, 4):
        raise Refused(
            "Invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). Received input with "
            f"shape: images.shape={shown(shape)}"
        )
    return list(shape), (-2 if data_format == "channels_first" else -3)


@operation("image.resize", cls="Resize")
def resize(images: Any, size: Any, data_format: Any = None, preserve_aspect_ratio: Any = False, **_rest: Any) -> Result:
    """Another height and width."""
    found, wanted = _axes(images, data_format), requested(size)
    if found is None or not isinstance(wanted, tuple) or len(wanted) != 2 or preserve_aspect_ratio is not False:
        return UNKNOWN
    dims, height = found
    dims[height], dims[height + 1] = wanted
    return Spec(tuple(dims), spec_of(images).dtype if not _rest else UNKNOWN)


@operation("image.rgb_to_grayscale", cls="RGBToGrayscale")
def rgb_to_grayscale(images: Any, data_format: Any = None) -> Result:
    """One channel."""
    return with_channels(images, 1, data_format)


@operation("image.with_channels", cls="GrayscaleToRGB")
def with_channels(images: Any, channels: Any = 3, data_format: Any = None) -> Result:
    """``tf.image.grayscale_to_rgb``: another number of channels."""
    found = _axes(images, data_format)
    if found is None:
        return UNKNOWN
    dims, height = found
    dims[-3 if height == -2 else -1] = channels
    return Spec(tuple(dims), spec_of(images).dtype)


@operation("image.cropped", cls="CropImages")
def cropped(images: Any, target_height: Any, target_width: Any, **_rest: Any) -> Result:
    """``tf.image.resize_with_crop_or_pad``, ``crop_to_bounding_box``: the height and width that are asked for."""
    return resize(images, (target_height, target_width))


def _kept(images: Any, *_args: Any, **_options: Any) -> Result:
    """Other pixels of the same images."""
    return Spec(shape_of(images))


for _name, _cls in (
    ("image.affine_transform", "AffineTransform"),
    ("image.rgb_to_hsv", "RGBToHSV"),
    ("image.hsv_to_rgb", "HSVToRGB"),
    ("image.gaussian_blur", "GaussianBlur"),
):
    KERAS[_name] = Operation(_kept, _cls)

"""The models of ``keras.applications``: shapes of their outputs, numbers of their weights, and the images they expect.

The table ``applications.json`` is written by ``tools/generate_applications.py`` from real Keras. All shapes are
``channels_last`` and carry the batch axis only where it is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from keras_lint.knowledge.facts import Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import Weights

Pooling: TypeAlias = Literal["avg", "max"]

Mode: TypeAlias = Literal["caffe", "tf", "torch", "identity"]
"""What the model's own ``preprocess_input`` does: subtract the mean of ImageNet from BGR, scale to -1..1, standardise,
or nothing at all (the model scales inside)."""

RANGES: dict[Mode, tuple[float, float]] = {
    "caffe": (-123.68, 151.061),
    "tf": (-1.0, 1.0),
    "torch": (-2.118, 2.64),
    "identity": (0.0, 255.0),
}
"""The range of images after ``preprocess_input`` of images in 0..255."""

CLASSES = 1000
"""The default of ``classes``, ImageNet's."""

WIDTH_OPTIONS: dict[str, Any] = {"alpha": 1.0, "minimalistic": False, "depth_multiplier": 1}
"""Arguments of the MobileNets that change the layers, and their defaults."""


TRAINED_SIZES = {"mobilenet": (128, 160, 192, 224), "mobilenet_v2": (96, 128, 160, 192, 224)}
"""Modules that have weights for other sizes than the usual one; these stand in the names of their models, whatever
weights they are given.
"""

PADS_BY_SIZE = frozenset({"efficientnet", "mobilenet_v2", "mobilenet_v3", "nasnet"})
"""Modules whose models pad by the parity of the image's size, so that knowing one of height and width is not enough."""


@dataclass(frozen=True, slots=True)
class Application:
    """One model of ``keras.applications``."""

    name: str
    """The key in the table: the function's name, and the width where it is not the default."""

    module: str
    """The module below ``keras.applications`` whose ``preprocess_input`` goes with it."""

    preprocess: Mode
    default_size: int | None
    """Height and width of the images that the weights were trained on; None for MobileNetV3, which takes any."""

    min_size: int
    channels: int
    """Channels of the feature map without the top."""

    rescales: bool
    """Whether the model takes images in 0..255 and scales them in its own first layers."""

    include_preprocessing: bool
    """Whether the scaling inside can be turned off by ``include_preprocessing=False``."""

    steps: tuple[tuple[Any, ...], ...]
    body: Weights
    body_gray: Weights
    body_bare: Weights | None
    top: Weights
    per_class: int
    flatten: int | None
    """Units of the first dense layer where the top flattens the feature map (VGG), so that its size matters."""

    model_name: str
    """The model's own name; ``{}`` stands for the size of the images where the name holds it (MobileNet)."""

    unnamed: dict[str, int]
    """How many layers that are given no name there are, by what Keras names them; without the top, not pooled."""
    unnamed_pooled: dict[str, int]
    """The same with ``pooling="avg"``."""
    unnamed_top: dict[str, int]
    """The same with the top."""

    @property
    def input_range(self) -> tuple[float, float]:
        """The range of images that the pretrained weights expect."""
        return RANGES[self.preprocess]

    @property
    def bare_input_range(self) -> tuple[float, float]:
        """The same where ``include_preprocessing=False``."""
        if not self.include_preprocessing:
            return self.input_range
        small = self.module == "convnext" or self.name.startswith("EfficientNetV2B")
        return RANGES["torch" if small else "tf"]

    def default_shape(self, include_top: bool) -> Shape:
        """``input_shape`` where it is left out: without the top, images of any size (but for NASNet)."""
        size = self.default_size if include_top or self.module == "nasnet" else None
        return (size, size, 3)

    def named(self, input_shape: Sequence[Dim] | None) -> str | Unknown:
        """The name of the model on images of this shape; for MobileNet, of a size that it was trained on."""
        if "{}" not in self.model_name:
            return self.model_name
        height, width = tuple(input_shape)[:2] if input_shape is not None else (None, None)
        if height != width or height not in TRAINED_SIZES.get(self.module, ()):
            return Unknown("the model's name holds the size of its images")
        return self.model_name.format(height)

    def made(self, include_top: bool, pooling: Pooling | None, include_preprocessing: bool = True) -> dict[str, int]:
        """How many layers that are given no name the model makes, by what Keras names them."""
        found = self.unnamed_top if include_top else self.unnamed_pooled if pooling else self.unnamed
        if not include_top and pooling == "max":
            found = {name.replace("global_average", "global_max"): number for name, number in found.items()}
        if include_preprocessing or not self.include_preprocessing:
            return dict(found)
        return {name: number for name, number in found.items() if name not in ("rescaling", "normalization")}

    def spatial(self, size: Dim) -> Dim:
        """Height (or width) of the feature map for images of height (or width) ``size``."""
        if not isinstance(size, int):
            return size
        left: int = size
        for kind, *numbers in self.steps:
            if kind == "same":
                left = -(-left // numbers[0])
            elif kind == "pad":
                left += numbers[0]
            else:
                left = (left - numbers[0]) // numbers[1] + 1
        return left

    def refusal(
        self,
        include_top: bool,
        input_shape: Sequence[Dim] | None,
        imagenet: bool = False,
        classes: int | Unknown = CLASSES,
    ) -> str | None:
        """Why Keras refuses this ``input_shape``, or None where it does not as far as is known; ``imagenet`` says that
        the weights of ImageNet are asked for.
        """
        if imagenet and include_top and isinstance(classes, int) and classes != CLASSES:
            return f"with `weights='imagenet'` and the top `classes` must be {CLASSES}, not {classes}"
        if input_shape is None:
            return None
        if imagenet and (refused := self._refused_by_imagenet(include_top, tuple(input_shape))) is not None:
            return refused
        if len(input_shape) != 3:
            return "`input_shape` must be a tuple of three integers"
        sizes = [size for size in input_shape[:2] if isinstance(size, int)]
        ask_both = self.module == "mobilenet_v3"
        if any(size < self.min_size for size in sizes) and (len(sizes) == 2 or not ask_both):
            return f"input size must be at least {self.min_size}x{self.min_size}"
        height, width, _ = input_shape
        half_known = (height is None) != (width is None)
        if self.module in PADS_BY_SIZE and half_known and (isinstance(height, int) or self.module == "nasnet"):
            return "the model needs both the height and the width, or neither"
        if include_top and not ask_both and any(size is None for size in input_shape):
            return "with `include_top=True` no dimension of `input_shape` may be None"
        return None

    def _refused_by_imagenet(self, include_top: bool, input_shape: Shape) -> str | None:
        """Why the weights of ImageNet do not go with this input."""
        if self.module == "mobilenet_v3" or any(isinstance(dim, Unknown) for dim in input_shape):
            return None
        if not include_top:
            return None if input_shape[-1:] == (3,) else "the weights of ImageNet need images with 3 channels"
        sizes = {*TRAINED_SIZES.get(self.module, ()), self.default_size}
        if any(input_shape == (size, size, 3) for size in sizes):
            return None
        return f"with the top, the weights of ImageNet need `input_shape` {self.default_shape(True)}"

    def output_shape(
        self,
        include_top: bool = True,
        input_shape: Sequence[Dim] | None = None,
        pooling: Pooling | None = None,
        classes: int | Unknown = CLASSES,
    ) -> Shape | Unknown:
        """Shape of the output, batch axis included; ``input_shape`` is without it, None where it is left out."""
        refused = self.refusal(include_top, input_shape)
        if refused is not None:
            return Unknown(refused)
        if include_top:
            return (None, classes)
        if pooling is not None:
            return (None, self.channels)
        height, width, _ = self.default_shape(include_top) if input_shape is None else input_shape
        if self.module == "nasnet" and (height is None or width is None):
            return Unknown("NASNet's layers depend on the size of its input")
        if self.module in PADS_BY_SIZE and height is None and width is not None:
            return Unknown("the padding depends on the height, which is None")
        return (None, self.spatial(height), self.spatial(width), self.channels)

    def weights(
        self,
        include_top: bool = True,
        input_shape: Sequence[Dim] | None = None,
        classes: int | Unknown = CLASSES,
        include_preprocessing: bool = True,
    ) -> Weights | Unknown:
        """Numbers of weights as ``model.summary()`` counts them where no layer is frozen."""
        refused = self.refusal(include_top, input_shape)
        if refused is not None:
            return Unknown(refused)
        height, width, channels = self.default_shape(include_top) if input_shape is None else input_shape
        if not isinstance(channels, int):
            return Unknown("the number of channels is not known")
        if self.module == "nasnet" and not (isinstance(height, int) and isinstance(width, int)):
            return Unknown("NASNet's layers depend on the size of its input")
        full = self.body if include_preprocessing or self.body_bare is None else self.body_bare
        found = full + _scaled(_difference(self.body, self.body_gray), channels - 3, 2)
        if not include_top:
            return found
        if isinstance(classes, Unknown):
            return Unknown("the number of classes is not known")
        found = found + self.top + Weights(self.per_class * (classes - 10))
        if self.flatten is None:
            return found
        height, width = self.spatial(height), self.spatial(width)
        if not isinstance(height, int) or not isinstance(width, int):
            return Unknown("the top flattens a feature map of unknown size")
        assert self.default_size is not None
        usual = self.spatial(self.default_size)
        assert isinstance(usual, int)
        return found + Weights((height * width - usual * usual) * self.channels * self.flatten)


def _difference(one: Weights, other: Weights) -> Weights:
    return one + _scaled(other, -1, 1)


def _scaled(weights: Weights, factor: int, divisor: int) -> Weights:
    """``weights * factor / divisor``, which must be whole; all numbers of the table are known."""
    assert isinstance(weights.trainable, int)
    assert isinstance(weights.non_trainable, int)
    return Weights(weights.trainable * factor // divisor, weights.non_trainable * factor // divisor)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    return table


def names() -> tuple[str, ...]:
    """The functions of ``keras.applications`` that are known."""
    return tuple(sorted(key for key in _table() if "(" not in key))


def application(name: str, options: Mapping[str, Any] | None = None) -> Application | Unknown | None:
    """The model that ``keras.applications.<name>`` builds; None where there is no such function.

    ``options`` are the further arguments of the call by name; those that do not change the layers are not looked at.
    Unknown where a width is not in the table.
    """
    if name not in names():
        return None
    given = {key: value for key, value in (options or {}).items() if key in WIDTH_OPTIONS}
    changed: list[str] = []
    for key, value in given.items():
        if isinstance(value, Unknown):
            return Unknown(f"`{key}` is not known")
        if value != WIDTH_OPTIONS[key]:
            changed.append(f"{key}={value}")
    wanted = f"{name}({','.join(changed)})" if changed else name
    return _application(wanted) if wanted in _table() else Unknown(f"`{wanted}` is not in the table")


@lru_cache(maxsize=128)
def _application(key: str) -> Application:
    entry = _table()[key]
    return Application(
        name=key,
        module=entry["module"],
        preprocess=entry["preprocess"],
        default_size=entry["default_size"],
        min_size=entry["min_size"],
        channels=entry["channels"],
        rescales=entry["rescales"],
        include_preprocessing=entry["include_preprocessing"],
        steps=tuple(map(tuple, entry["steps"])),
        body=Weights(*entry["body"]),
        body_gray=Weights(*entry["gray"]),
        body_bare=Weights(*entry["bare"]) if "bare" in entry else None,
        top=Weights(*entry["top"]),
        per_class=entry["per_class"],
        flatten=entry.get("flatten"),
        model_name=entry["name"],
        unnamed=entry["made"],
        unnamed_pooled=entry["made_pooled"],
        unnamed_top=entry["made_top"],
    )

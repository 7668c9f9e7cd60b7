"""Spectrograms of waves."""

from __future__ import annotations

import math
from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, shown
from keras_lint.knowledge.layers.dims import (
    DATA_FORMATS,
    YES_NO,
    assembled,
    calculated,
    channels,
    channels_first,
    conv_size,
    data_format,
    flag,
    resized,
    same_size,
    total,
    whole,
)


class MelSpectrogram(LayerKnowledge):
    """``MelSpectrogram``: (samples) or (batch, samples) to (…, bins, steps)."""

    names = ("MelSpectrogram",)
    defaults: Config = {
        "fft_length": 2048,
        "sequence_stride": 512,
        "sequence_length": None,
        "num_mel_bins": 128,
    }

    def check_arguments(self, config: Config) -> None:
        transform, length = self.argument(config, "fft_length"), self.argument(config, "sequence_length")
        if isinstance(transform, int) and isinstance(length, int) and transform < length:
            raise Refused(
                "`fft_length` must be greater than or equal to   `sequence_length`. "
                f"Received: `sequence_length`={length}, `fft_length`={transform}."
            )

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        if not shape:
            raise Refused("list index out of range")
        bins = whole(self.argument(config, "num_mel_bins"), "num_mel_bins")
        stride = whole(self.argument(config, "sequence_stride"), "sequence_stride")
        steps = resized(shape[0] if len(shape) == 1 else shape[1], _mel_steps, stride)
        return (bins, steps) if len(shape) == 1 else (shape[0], bins, steps)


def _mel_steps(samples: int, stride: int) -> int:
    return (samples + stride + 1) // stride


MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")


class STFTSpectrogram(LayerKnowledge):
    """``STFTSpectrogram``: a convolution with fixed waves; its kernels are weights that Keras counts as trainable."""

    names = ("STFTSpectrogram",)
    ndim = 3
    defaults: Config = {
        "mode": "log",
        "frame_length": 256,
        "frame_step": None,
        "fft_length": None,
        "scaling": "density",
        "padding": "valid",
        "expand_dims": False,
        "data_format": None,
    }
    alternatives = {
        "mode": MODES,
        "padding": ("valid", "same"),
        "expand_dims": YES_NO,
        "data_format": DATA_FORMATS,
    }

    def check_arguments(self, config: Config) -> None:
        length, step, transform = (self.argument(config, name) for name in ("frame_length", "frame_step", "fft_length"))
        if isinstance(step, int) and (step < 1 or (isinstance(length, int) and step > length)):
            raise Refused(
                "`frame_step` should be a positive integer not greater than `frame_length`. "
                f"Received frame_step={step}, frame_length={shown(length)}"
            )
        if isinstance(transform, int) and isinstance(length, int) and transform < length:
            raise Refused(
                "`fft_length` should be not less than `frame_length`. "
                f"Received fft_length={transform}, frame_length={length}"
            )
        mode, scaling, padding = (self.argument(config, name) for name in ("mode", "scaling", "padding"))
        if mode not in MODES:
            raise Refused(f"Output mode is invalid, it must be one of {', '.join(MODES)}. Received: mode={mode}")
        if not isinstance(scaling, Unknown) and scaling not in ("density", "spectrum", None):
            raise Refused(f"Scaling is invalid, it must be `None`, 'density' or 'spectrum'. Received scaling={scaling}")
        if padding not in ("valid", "same"):
            raise Refused(f"Padding is invalid, it should be 'valid', 'same'. Received: padding={padding}")
        data_format(self, config)

    def build(self, config: Config, shape: Shape) -> Weights:
        self.compute(config, shape)
        bins, length = self.bins(config), whole(self.argument(config, "frame_length"), "frame_length")
        kernel = calculated(lambda bins, length: bins * length, bins, length)
        one: int | Unknown = kernel if kernel is not None else 0
        return Weights(one if self.argument(config, "mode") in ("real", "imag") else total(one, one))

    def build_unknown(self, shape: Unknown) -> Weights:
        return Weights(shape)

    def bins(self, config: Config) -> Dim:
        """Frequencies: half of the transform's length (the next power of two of the frame's) and one."""
        transform = self.argument(config, "fft_length")
        if transform is None:
            length = whole(self.argument(config, "frame_length"), "frame_length")
            transform = calculated(lambda length: 2 ** math.ceil(math.log2(length)), length)
        return calculated(lambda transform: transform // 2 + 1, whole(transform, "fft_length"))

    def compute(self, config: Config, shape: Shape) -> Any:
        first = channels_first(self, config)
        incoming, samples = channels(shape, first), shape[2 if first else 1]
        if incoming is None:
            raise Refused("unsupported operand type(s) for *: 'int' and 'NoneType'")
        length, step = (whole(self.argument(config, name), name) for name in ("frame_length", "frame_step"))
        if self.argument(config, "frame_step") is None:
            step = length // 2 if isinstance(length, int) else length
        bins = self.bins(config)
        if self.argument(config, "mode") == "stft":
            bins = calculated(lambda bins: 2 * bins, bins)
        flat = calculated(lambda bins, incoming: bins * incoming, bins, incoming)
        padding = self.argument(config, "padding")
        valid = padding == "valid"
        steps = resized(samples, conv_size, length, step, 1) if valid else resized(samples, same_size, step)
        if valid and isinstance(steps, int) and steps <= 0:
            raise Refused(
                f"Computed output size would be zero or negative. Received `inputs shape={shown(shape)}`, "
                f"`kernel shape={shown((length, incoming, flat))}`, `dilation_rate=[1]`, "
                f"`strides=({step},)`, `padding={padding}`."
            )
        if not flag(self, config, "expand_dims"):
            return assembled(shape[0], (steps,), flat, first)
        return (shape[0], incoming, steps, bins) if first else (shape[0], steps, bins, incoming)


AUDIO = (MelSpectrogram(), STFTSpectrogram())

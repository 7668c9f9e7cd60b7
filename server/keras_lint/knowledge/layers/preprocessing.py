"""Preprocessing of numbers, categories and text."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, is_shape_list, shown
from keras_lint.knowledge.layers.dims import YES_NO, count, total, whole

ENCODINGS = ("int", "one_hot", "multi_hot", "count")
LOOKUPS = (*ENCODINGS, "tf_idf")
OLD_NAMES = {"binary": "multi_hot", "tf-idf": "tf_idf"}


def one_of(layer: LayerKnowledge, name: str, value: Any, allowed: tuple[str, ...]) -> None:
    """Refuse a text that is not one of a few (Keras's ``validate_string_arg``)."""
    if value not in allowed:
        raise Refused(
            f"Unknown value for `{name}` argument of {layer.names[0]}. Allowed values are: {allowed}. "
            f"Received: {name}={value}"
        )


class Rescaling(LayerKnowledge):
    """``Rescaling``: the shape stays."""

    names = ("Rescaling",)
    required = ("scale",)


class Normalization(LayerKnowledge):
    """``Normalization``: owns mean, variance and a count unless mean and variance are given."""

    names = ("Normalization",)
    defaults = {"axis": -1, "mean": None, "variance": None}

    def check_arguments(self, config: Config) -> None:
        mean, variance = self.argument(config, "mean"), self.argument(config, "variance")
        if (mean is None) != (variance is None) and not isinstance(mean, Unknown) and not isinstance(variance, Unknown):
            raise Refused(
                "When setting values directly, both `mean` and `variance` must be set. "
                f"Received: mean={shown(mean)} and variance={shown(variance)}"
            )

    def build(self, config: Config, shape: Shape) -> Weights:
        axes = self._axes(config)
        if isinstance(axes, Unknown):
            return Weights(0, axes)
        if any(not -len(shape) <= axis < len(shape) for axis in axes):
            raise Refused(
                "All `axis` values must be in the range [-ndim, ndim). "
                f"Received inputs with ndim={len(shape)}, while axis={shown(axes)}"
            )
        kept = sorted(axis % len(shape) for axis in axes)
        for axis in kept:
            if shape[axis] is None:
                raise Refused(
                    "All `axis` values to be kept must have a known shape. "
                    f"Received axis={shown(axes)}, inputs.shape={shown(shape)}, with unknown axis at index {axis}"
                )
        mean = self.argument(config, "mean")
        if isinstance(mean, Unknown):
            return Weights(0, mean)
        if mean is not None:
            return Weights(0)
        size, once = count(shape[axis] for axis in kept), count(shape[axis] for axis in set(kept))
        if isinstance(size, int) and isinstance(once, int) and size != once:
            raise Refused(f"Input to reshape is a tensor with {size} values, but the requested shape has {once}")
        return Weights(0, total(size, size, 1))

    def _axes(self, config: Config) -> tuple[int, ...] | Unknown:
        axis = self.argument(config, "axis")
        if axis is None:
            return ()
        axes = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
        if all(isinstance(one, int) for one in axes):
            return axes
        return Unknown("the axes to keep are not known")


class CategoryEncoding(LayerKnowledge):
    """``CategoryEncoding``: the last axis becomes the tokens."""

    names = ("CategoryEncoding",)
    defaults = {"num_tokens": None, "output_mode": "multi_hot"}
    alternatives = {"output_mode": ("multi_hot", "one_hot", "count")}

    def check_arguments(self, config: Config) -> None:
        mode, tokens = self._mode(config), self.argument(config, "num_tokens")
        if mode not in ("count", "one_hot", "multi_hot"):
            raise Refused(f"Unknown arg for output_mode: {mode}")
        if tokens is None:
            raise Refused(
                "num_tokens must be set to use this layer. If the number of tokens is not known beforehand, use the "
                "IntegerLookup layer instead."
            )
        if isinstance(tokens, int) and tokens < 1:
            raise Refused(f"`num_tokens` must be >= 1. Received: num_tokens={tokens}.")

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        tokens = whole(self.argument(config, "num_tokens"), "num_tokens")
        return encoded(self._mode(config), shape, tokens)

    def _mode(self, config: Config) -> Any:
        mode = self.argument(config, "output_mode")
        return "multi_hot" if mode == "binary" else mode


class Discretization(LayerKnowledge):
    """``Discretization``: one bin more than boundaries."""

    names = ("Discretization",)
    defaults = {"bin_boundaries": None, "num_bins": None, "output_mode": "int"}
    alternatives = {"output_mode": ENCODINGS}

    def check_arguments(self, config: Config) -> None:
        one_of(self, "output_mode", self.argument(config, "output_mode"), ENCODINGS)
        bins, boundaries = self.argument(config, "num_bins"), self.argument(config, "bin_boundaries")
        if isinstance(bins, int) and bins < 0:
            raise Refused(f"`num_bins` must be greater than or equal to 0. Received: `num_bins={bins}`")
        if isinstance(bins, Unknown) or isinstance(boundaries, Unknown):
            return
        if bins is not None and boundaries is not None:
            raise Refused(
                "Both `num_bins` and `bin_boundaries` should not be set. "
                f"Received: `num_bins={bins}` and `bin_boundaries={shown(boundaries)}`"
            )
        if bins is None and boundaries is None:
            raise Refused("You need to set either `num_bins` or `bin_boundaries`.")

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        mode = self.argument(config, "output_mode")
        if mode == "int":
            return shape
        boundaries = self.argument(config, "bin_boundaries")
        depth: Dim = whole(self.argument(config, "num_bins"), "num_bins")
        if boundaries is not None:
            known = isinstance(boundaries, (tuple, list))
            depth = len(boundaries) + 1 if known else Unknown("the boundaries are not known")
        if mode == "one_hot":
            return encoded(mode, shape, depth)
        # Keras drops the second axis here, not the last.
        return (shape[0], *shape[2:], depth) if len(shape) >= 2 else (depth,)


class Hashing(LayerKnowledge):
    """``Hashing``: the last axis becomes the bins, unless the output is the bin's number."""

    names = ("Hashing",)
    required = ("num_bins",)
    defaults = {"output_mode": "int"}
    alternatives = {"output_mode": ENCODINGS}

    def check_arguments(self, config: Config) -> None:
        bins, mode = config["num_bins"], self.argument(config, "output_mode")
        if bins is None or (isinstance(bins, int) and bins <= 0):
            raise Refused(
                f"The `num_bins` for `Hashing` cannot be `None` or non-positive values. Received: num_bins={bins}."
            )
        if mode not in ENCODINGS:
            raise Refused(
                f"Invalid value for argument `output_mode`. Expected one of {ENCODINGS}. Received: output_mode={mode}"
            )

    def compute(self, config: Config, shape: Shape) -> Shape:
        if self.argument(config, "output_mode") == "int":
            return shape
        return (*shape[:-1], whole(config["num_bins"], "num_bins"))


class HashedCrossing(LayerKnowledge):
    """``HashedCrossing``: one bin for each pair of two categories."""

    names = ("HashedCrossing",)
    required = ("num_bins",)
    defaults = {"output_mode": "int"}
    alternatives = {"output_mode": ("int", "one_hot")}
    multiple_inputs = True

    def check_arguments(self, config: Config) -> None:
        one_of(self, "output_mode", self.argument(config, "output_mode"), ("int", "one_hot"))

    def compute(self, config: Config, shape: Any) -> Shape | Unknown:
        if not all(isinstance(part, tuple) for part in shape) or len(shape) != 2:
            if shape and any(isinstance(part, Unknown) for part in shape):
                return Unknown("a shape that is crossed is not known")
            received = shown(list(shape) if is_shape_list(shape) else shape)
            raise Refused(f"Expected as input a list/tuple of 2 tensors. Received input_shape={received}")
        first: Shape = shape[0]
        second: Shape = shape[1]
        if not first or not second:
            raise Refused("tuple index out of range")
        if isinstance(first[-1], Unknown) or isinstance(second[-1], Unknown):
            return Unknown("a shape that is crossed is not known")
        if first[-1] != second[-1]:
            raise Refused(
                f"Expected the two input tensors to have identical shapes. Received input_shape={shown(list(shape))}"
            )
        if self.argument(config, "output_mode") == "int":
            return first
        return (*(first[:-1] if first[-1] == 1 else first), whole(config["num_bins"], "num_bins"))


class Lookup(LayerKnowledge):
    """``StringLookup``, ``IntegerLookup``: as deep as the vocabulary, which ``adapt`` may set later."""

    defaults: Config = {
        "max_tokens": None,
        "num_oov_indices": 1,
        "mask_token": None,
        "vocabulary": None,
        "output_mode": "int",
        "pad_to_max_tokens": False,
        "invert": False,
    }
    alternatives = {"output_mode": LOOKUPS, "pad_to_max_tokens": YES_NO}

    def check_arguments(self, config: Config) -> None:
        most, unseen = self.argument(config, "max_tokens"), self.argument(config, "num_oov_indices")
        if isinstance(most, int) and most <= 1:
            raise Refused(self.too_few(most))
        if self.argument(config, "pad_to_max_tokens") and most is None:
            raise Refused(f"If pad_to_max_tokens is True, must set `max_tokens`. Received: max_tokens={most}")
        if isinstance(unseen, int) and unseen < 0:
            raise Refused(self.negative_unseen(unseen))
        mode = self.mode(config)
        one_of(self, "output_mode", mode, LOOKUPS)
        if self.argument(config, "invert") is True and mode != "int":
            raise Refused(f"`output_mode` must be `'int'` when `invert` is true. Received: output_mode={mode}")
        self.check_vocabulary(config)

    def too_few(self, most: int) -> str:
        """Keras's words for a `max_tokens` that leaves no room."""
        return f"If set, `max_tokens` must be greater than 1. Received: max_tokens={most}"

    def negative_unseen(self, unseen: int) -> str:
        """Keras's words for a negative number of unseen tokens."""
        return f"`num_oov_indices` must be greater than or equal to 0. Received: num_oov_indices={unseen}"

    def mode(self, config: Config) -> Any:
        """The encoding, by its present name."""
        mode = self.argument(config, "output_mode")
        return OLD_NAMES.get(mode, mode) if isinstance(mode, str) else mode

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        if self.mode(config) == "int":
            return shape
        return self.deep(config, shape)

    def deep(self, config: Config, shape: Shape) -> Shape | Unknown:
        """The shape with an axis of tokens."""
        padded = self.argument(config, "pad_to_max_tokens")
        depth = self.argument(config, "max_tokens") if padded else self.vocabulary_size(config)
        return encoded(self.mode(config), shape, depth if depth is None else whole(depth, "max_tokens"))

    def vocabulary_size(self, config: Config) -> Dim:
        """Known where the vocabulary is given; ``adapt`` sets it otherwise."""
        tokens, unseen = self.tokens(config), self.argument(config, "num_oov_indices")
        if tokens is None or not isinstance(unseen, int):
            return Unknown("the size of the vocabulary")
        return len(tokens) + unseen

    def tokens(self, config: Config) -> list[Any] | None:
        """The given vocabulary without the special tokens it may begin with."""
        vocabulary, unseen = self.argument(config, "vocabulary"), self.argument(config, "num_oov_indices")
        mask = config.get("mask_token", self.defaults["mask_token"])
        if not isinstance(vocabulary, (tuple, list)) or isinstance(unseen, Unknown) or isinstance(mask, Unknown):
            return None
        if isinstance(self.oov_token(config), Unknown) or any(isinstance(token, Unknown) for token in vocabulary):
            return None
        special, tokens = self.special_tokens(config), list(vocabulary)
        return tokens[len(special) :] if tokens[: len(special)] == special else tokens

    def special_tokens(self, config: Config) -> list[Any]:
        """The mask and the tokens for unseen words, as a vocabulary may begin with them."""
        mask, unseen = self.argument(config, "mask_token"), self.argument(config, "num_oov_indices")
        return [mask] * (mask is not None and self.mode(config) == "int") + [self.oov_token(config)] * unseen

    def check_vocabulary(self, config: Config) -> None:
        """Refuse a vocabulary that is empty, repeats itself or does not fit."""
        most = self.argument(config, "max_tokens")
        if self.argument(config, "vocabulary") in ([], ()):
            raise Refused("Cannot set an empty vocabulary. Received: vocabulary=[]")
        tokens = self.tokens(config)
        if tokens is None:
            return
        repeated = sorted({token for token in tokens if tokens.count(token) > 1})
        if repeated:
            raise Refused(
                "The passed vocabulary has at least one repeated term. Please uniquify your dataset. "
                f"The repeated terms are: {repeated}"
            )
        mask, special = self.argument(config, "mask_token"), self.special_tokens(config)
        if mask is not None and mask in tokens:
            vocabulary = self.argument(config, "vocabulary")
            last = max(index for index, token in enumerate(vocabulary) if token == mask)
            raise Refused(
                "Found reserved mask token at unexpected location in `vocabulary`. Note that passed `vocabulary` "
                "does not need to include the OOV and mask tokens. Either remove all mask and OOV tokens, or include "
                f"them only at the start of the vocabulary in precisely this order: {special}. "
                f"Received: mask_token={mask} at vocabulary index [{last}]"
            )
        size = len(tokens) + len(special)
        if isinstance(most, int) and size > most:
            raise Refused(
                "Attempted to set a vocabulary larger than the maximum vocab size. "
                f"Received vocabulary size is {size}; `max_tokens` is {most}."
            )

    def oov_token(self, config: Config) -> Any:
        """What stands for an unseen token."""
        return config.get("oov_token", "[UNK]")


class StringLookup(Lookup):
    """``StringLookup``."""

    names = ("StringLookup",)


class IntegerLookup(Lookup):
    """``IntegerLookup``."""

    names = ("IntegerLookup",)

    def too_few(self, most: int) -> str:
        return f"If `max_tokens` is set for `IntegerLookup`, it must be greater than 1. Received: max_tokens={most}"

    def negative_unseen(self, unseen: int) -> str:
        return (
            f"The value of `num_oov_indices` argument for `IntegerLookup` must >= 0. Received: num_oov_indices={unseen}"
        )

    def check_arguments(self, config: Config) -> None:
        most, unseen = self.argument(config, "max_tokens"), self.argument(config, "num_oov_indices")
        if not (isinstance(most, int) and most <= 1) and isinstance(unseen, int) and unseen < 0:
            raise Refused(self.negative_unseen(unseen))  # this class asks before its base looks at the padding
        super().check_arguments(config)

    def oov_token(self, config: Config) -> Any:
        return config.get("oov_token", -1)


class TextVectorization(Lookup):
    """``TextVectorization``: numbers of tokens, or an encoding of the whole text."""

    names = ("TextVectorization",)
    defaults = {**Lookup.defaults, "output_sequence_length": None, "split": "whitespace", "mask_token": ""}

    def check_arguments(self, config: Config) -> None:
        mode, length = self.mode(config), self.argument(config, "output_sequence_length")
        one_of(self, "output_mode", mode, LOOKUPS)
        if mode == "int" and not isinstance(length, (int, Unknown)) and length is not None:
            raise Refused(
                "`output_sequence_length` must be either None or an integer when `output_mode` is 'int'. "
                f"Received: output_sequence_length={shown(length)}"
            )
        if mode != "int" and length is not None and not isinstance(length, Unknown):
            raise Refused(
                "`output_sequence_length` must not be set if `output_mode` is not 'int'. "
                f"Received output_sequence_length={shown(length)}."
            )
        super().check_arguments(config)

    def compute(self, config: Config, shape: Shape) -> Shape | Unknown:
        if self.mode(config) == "int":
            return (shape[0], self.argument(config, "output_sequence_length"))
        split = self.argument(config, "split")
        if isinstance(split, Unknown):
            return Unknown("whether the text is split")
        if split is not None:
            shape = (*shape, None)
        elif len(shape) <= 1:
            shape = (*shape, 1)
        return self.deep(config, shape)


def encoded(mode: str, shape: Shape, depth: Dim) -> Shape | Unknown:
    """A shape after an encoding: the last axis becomes ``depth``; one-hot adds an axis unless the last has size 1."""
    if mode == "one_hot" and shape:
        if isinstance(shape[-1], Unknown):
            return Unknown("whether the last axis has size 1")
        if shape[-1] != 1 or len(shape) == 1:
            return (*shape, depth)
    return (*shape[:-1], depth)


PREPROCESSING = (
    Rescaling(),
    Normalization(),
    CategoryEncoding(),
    Discretization(),
    Hashing(),
    HashedCrossing(),
    StringLookup(),
    IntegerLookup(),
    TextVectorization(),
)

"""Public sets of data in their published size, made on the spot: nothing is downloaded.

The numbers of rows, classes and values are those of ``keras_lint.knowledge.datasets``, where their sources stand.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from tests.fixes import shims
from tests.fixes.shims import Facts, Loading

from keras_lint.knowledge.datasets import KERAS

CALIFORNIA_ROWS = 20640
OPENML_ROWS = 70000
"""Of ``mnist_784``, which is what programs fetch there."""
WORDS = 20000
"""In the vocabulary of the texts, one for each number that occurs in them."""
MOST_ROWS = 2000
"""So many rows are made; the others repeat them."""


class Published(Loading):
    """Loaders that return as many rows, of the same types, ranges and classes, as the real ones."""

    def install(self) -> None:
        """Replace the loaders, in the modules of ``tensorflow.keras`` that are imported on demand as well."""
        for name in ("applications", "datasets", "utils"):
            importlib.import_module(f"tensorflow.keras.{name}")
        self._replace(keras.utils.plot_model, lambda *_, **__: None)
        for text in (keras.datasets.imdb, keras.datasets.reuters):
            self._replace(text.get_word_index, lambda *_, **__: {f"word{n}": n for n in range(1, WORDS)})
        super().install()

    def for_program(self, code: str) -> None:
        """Get ready for a program: its text says which columns its files have."""
        self.facts = Facts(code)
        self.facts.counts_rows = True

    def images(self, name: str, path: str = "", label_mode: str = "fine") -> Any:
        known = KERAS[name]
        rng = np.random.default_rng(0)

        def part(split: str) -> Any:
            counts = known.splits[split].class_counts or ()
            if label_mode == "coarse":
                counts = (sum(counts) // 20,) * 20
            labels = rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(known.y_dtype)
            assert known.x_shape is not None
            block = rng.integers(0, 256, (MOST_ROWS, *known.x_shape), dtype="uint8")
            block[0, 0], block[0, -1] = 0, 255
            return np.resize(block, (len(labels), *known.x_shape)), labels.reshape(-1, *known.y_shape)

        return part("train"), part("test")

    def words(
        self,
        classes: int,
        path: str = "",
        num_words: int | None = None,
        skip_top: int = 0,
        maxlen: int | None = None,
        test_split: float = 0.2,
        **_: Any,
    ) -> Any:
        known = KERAS["imdb" if classes == 2 else "reuters"]
        rng = np.random.default_rng(0)
        last = num_words or WORDS
        sizes = {name: split.rows for name, split in known.splits.items()}
        if None in sizes.values():  # reuters, as its arguments say
            train = int(11228 * (1 - test_split))
            sizes = {"train": train, "test": 11228 - train}
        blocks = [[1, *rng.integers(4, last, rng.integers(20, 300)).tolist()] for _ in range(MOST_ROWS)]

        def part(rows: int) -> Any:
            texts = np.empty(rows, dtype=object)
            texts[:] = [list(blocks[row % MOST_ROWS]) for row in range(rows)]
            return texts, rng.permutation(np.arange(rows) % classes).astype("int64")

        return part(sizes["train"] or 0), part(sizes["test"] or 0)

    def housing(
        self, features: int, path: str = "", test_split: float = 0.2, seed: int = 0, version: str = "large"
    ) -> Any:
        rows = 506 if features == 13 else 600 if version == "small" else 20640
        kind = "float64" if features == 13 else "float32"
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(0, 300, (rows, features)).astype(kind), rng.uniform(5, 50, rows).astype(kind)
        train = int(rows * (1 - test_split))
        return (x[:train], y[:train]), (x[train:], y[train:])

    def california(self, **options: Any) -> Any:
        return shims_of_size(super().california, CALIFORNIA_ROWS, options)

    def openml(self, *names: Any, **options: Any) -> Any:
        return shims_of_size(super().openml, OPENML_ROWS, options, names)


def shims_of_size(loader: Callable[..., Any], rows: int, options: dict[str, Any], args: tuple[Any, ...] = ()) -> Any:
    """What a loader makes, with so many rows."""
    few, shims.FEW_ROWS = shims.FEW_ROWS, rows
    try:
        return loader(*args, **options)
    finally:
        shims.FEW_ROWS = few

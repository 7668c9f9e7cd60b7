"""Small data in place of what a program would load: same rank, dtype, range and classes, made on the spot.

Only loading is replaced. What the program does with the data, and all training, is the real thing. Imported by the worker
alone: it needs TensorFlow.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import sklearn.datasets

FEW_ROWS = 240
"""Rows of a set of data, where the program does not count on more."""
TEST_ROWS = 48
IMAGES_PER_CLASS = 6
CLASSES_OF_FOLDERS = 3
"""Folders of images have this many classes unless the program says (``class_mode="binary"``, the units of its softmax)."""
COUNTING = ("take", "skip", "reshape")
"""Methods whose numbers may be numbers of rows."""
SAMPLE_SIZES = (784, 1024, 3072)
"""Numbers of values in an image, as ``reshape`` is given them."""
SHAPES = {
    "mnist": ((28, 28), 10, 60000, 10000),
    "fashion_mnist": ((28, 28), 10, 60000, 10000),
    "cifar10": ((32, 32, 3), 10, 50000, 10000),
    "cifar100": ((32, 32, 3), 100, 50000, 10000),
}
"""Of the image sets: shape of a sample, number of classes, rows for training and for test."""


class Facts:
    """What is known of the program that is about to run, from its own text."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.tree = ast.parse(code)
        self.counts_rows = any(number >= FEW_ROWS // 2 for number in self._row_numbers())
        """Whether it takes, skips or slices so many rows that the data must have its real size."""

    def _row_numbers(self) -> Iterator[int]:
        for node in ast.walk(self.tree):
            parts: list[ast.expr | None] = []
            if isinstance(node, ast.Slice):
                parts = [node.lower, node.upper]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COUNTING:
                parts = [part for given in node.args for part in getattr(given, "elts", [given])]
            for part in parts:
                inner = part.operand if isinstance(part, ast.UnaryOp) else part
                if isinstance(inner, ast.Constant) and isinstance(inner.value, int) and inner.value not in SAMPLE_SIZES:
                    yield inner.value

    @functools.cached_property
    def classes(self) -> int:
        """Units of the last layer with a softmax, or as many as the program's folders have by default."""
        found = re.findall(r"Dense\((?:units=)?(\d+),\s*activation=[^)]*softmax", self.code)
        return int(found[-1]) if found else CLASSES_OF_FOLDERS

    @functools.cached_property
    def columns(self) -> list[str]:
        """Names of columns that the program uses of its frames."""
        found: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Subscript):
                found += _strings(node.slice)
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("drop", "pop")
            ):
                found += [name for part in [*node.args, *(k.value for k in node.keywords)] for name in _strings(part)]
        return list(dict.fromkeys(found))

    @functools.cached_property
    def labels(self) -> list[str]:
        """Columns that are taken out of the frame, hence labels."""
        taken: list[str] = []
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("drop", "pop")
            ):
                taken += [name for part in [*node.args, *(k.value for k in node.keywords)] for name in _strings(part)]
        return taken


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [name for element in node.elts for name in _strings(element)]
    return []


class Loading:
    """All replacements of loaders; ``facts`` are set anew for each program."""

    def __init__(self) -> None:
        self.facts = Facts("")
        self.folder = Path(tempfile.gettempdir())
        self._replaced: dict[int, Callable[..., Any]] = {}

    def install(self) -> None:
        """Replace the loaders wherever Keras, scikit-learn and pandas export them."""
        import tensorflow as tf  # noqa: F401 - its own view of Keras is made when it is imported
        from keras._tf_keras import keras as flavour

        for name in SHAPES:
            self._replace(getattr(keras.datasets, name).load_data, functools.partial(self.images, name))
        self._replace(keras.datasets.boston_housing.load_data, functools.partial(self.housing, 13))
        self._replace(keras.datasets.california_housing.load_data, functools.partial(self.housing, 8))
        self._replace(keras.datasets.imdb.load_data, functools.partial(self.words, 2))
        self._replace(keras.datasets.reuters.load_data, functools.partial(self.words, 46))
        self._replace(
            keras.utils.image_dataset_from_directory, self._from_folder(keras.utils.image_dataset_from_directory)
        )
        self._replace(
            keras.utils.text_dataset_from_directory, self._from_folder(keras.utils.text_dataset_from_directory)
        )
        self._replace(keras.utils.get_file, self._get_file)
        for name in dir(keras.applications):
            value = getattr(keras.applications, name)
            if callable(value):
                self._replace(value, _without_weights(value))
        self._export()
        generator = flavour.preprocessing.image.ImageDataGenerator
        generator.flow_from_directory = self._method_from_folder(generator.flow_from_directory)
        sklearn.datasets.fetch_california_housing = self.california  # type: ignore[assignment]
        sklearn.datasets.fetch_openml = self.openml  # type: ignore[assignment]
        pd.read_csv = _unless_there(pd.read_csv, self.frame)
        np.load = _unless_there(np.load, self.saved_array)
        np.loadtxt = _unless_there(np.loadtxt, self.table)
        np.genfromtxt = _unless_there(np.genfromtxt, self.table)

    def _replace(self, original: Callable[..., Any], shim: Callable[..., Any]) -> None:
        self._replaced[id(original)] = shim
        self._keep = [*getattr(self, "_keep", []), original]

    def _export(self) -> None:
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] not in ("keras", "tensorflow"):
                continue
            for attribute, value in list(vars(module).items()):
                shim = self._replaced.get(id(value)) if callable(value) else None
                if shim is not None and not name.startswith("keras.src"):
                    setattr(module, attribute, shim)

    # --- arrays -------------------------------------------------------------------------------------------------------

    def images(self, name: str, path: str = "", label_mode: str = "fine") -> Any:
        shape, classes, train, test = SHAPES[name]
        classes = 20 if label_mode == "coarse" else classes
        if not self.facts.counts_rows:
            train, test = max(FEW_ROWS, 12 * classes), max(TEST_ROWS, 2 * classes)
        rng = np.random.default_rng(0)
        flat = len(shape) == 2

        def part(rows: int) -> Any:
            labels = (np.arange(rows) % classes).astype("uint8")
            labels[1 : rows // 5 : classes] = 0  # the real sets are not quite balanced either
            rng.shuffle(labels)
            block = rng.integers(0, 256, (min(rows, 500), *shape), dtype="uint8")
            images = np.resize(block, (rows, *shape))
            return images, labels if flat else labels.reshape(-1, 1).astype("uint8" if name == "cifar10" else "int64")

        return part(train), part(test)

    def housing(self, features: int, path: str = "", test_split: float = 0.2, seed: int = 0, version: str = "") -> Any:
        rng = np.random.default_rng(seed)

        def part(rows: int) -> Any:
            return rng.uniform(0, 300, (rows, features)), rng.uniform(5, 50, rows)

        return part(404 if features == 13 else FEW_ROWS), part(102 if features == 13 else TEST_ROWS)

    def words(
        self,
        classes: int,
        path: str = "",
        num_words: int | None = None,
        skip_top: int = 0,
        maxlen: int | None = None,
        **_: Any,
    ) -> Any:
        rng = np.random.default_rng(0)
        last = num_words or 20000

        def part(rows: int) -> Any:
            texts = np.empty(rows, dtype=object)
            for row in range(rows):
                texts[row] = [1, *rng.integers(4, last, rng.integers(20, 60)).tolist()]
            return texts, (np.arange(rows) % classes).astype("int64")

        return part(FEW_ROWS), part(TEST_ROWS)

    def california(self, *, return_X_y: bool = False, as_frame: bool = False, **_: Any) -> Any:  # noqa: N803
        rng = np.random.default_rng(0)
        names = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]
        data: Any = rng.uniform(0, 1, (FEW_ROWS, 8)) * [15, 52, 10, 3, 3000, 6, 42, -124]
        target: Any = rng.uniform(0.2, 5, FEW_ROWS)
        if as_frame:
            data, target = pd.DataFrame(data, columns=names), pd.Series(target, name="MedHouseVal")
        if return_X_y:
            return data, target
        return sklearn.utils.Bunch(data=data, target=target, feature_names=names)

    def openml(self, name: str = "", *_: Any, return_X_y: bool = False, as_frame: Any = "auto", **__: Any) -> Any:  # noqa: N803
        rng = np.random.default_rng(0)
        data: Any = rng.integers(0, 256, (FEW_ROWS, 784))
        target: Any = (np.arange(FEW_ROWS) % 10).astype(str).astype(object)
        if as_frame:
            data = pd.DataFrame(data, columns=[f"pixel{n}" for n in range(784)])
            target = pd.Series(target, name="class").astype("category")
        return (data, target) if return_X_y else sklearn.utils.Bunch(data=data, target=target)

    def table(self, *_: Any, **options: Any) -> Any:
        """Eight columns and a label of 0 or 1, one in eight of them 1."""
        return self.frame(header=None).to_numpy()

    def saved_array(self, name: Any, *_: Any, **__: Any) -> Any:
        rows = np.arange(FEW_ROWS)
        if re.search(r"(?:^|[_/])(?:y|labels?|targets?)", str(name)):
            return rows % 2
        return np.random.default_rng(0).normal(size=(FEW_ROWS, 8))

    def frame(self, *_: Any, header: Any = "infer", usecols: Any = None, names: Any = None, **__: Any) -> pd.DataFrame:
        """Columns by the names the program uses, numbers all of them, labels imbalanced; eight and a label where it uses none."""
        rng = np.random.default_rng(0)
        label = (np.arange(FEW_ROWS) % 8 == 0).astype(int)
        rng.shuffle(label)
        if header is None or not self.facts.columns:
            frame = pd.DataFrame(rng.uniform(0, 200, (FEW_ROWS, 8)))
            frame[8] = label
            if names is not None:
                frame.columns = names
            return frame
        frame = pd.DataFrame({f"feature{n}": rng.uniform(0, 200, FEW_ROWS) for n in range(4)})
        for column in self.facts.columns:
            frame[column] = label if column in self.facts.labels else rng.uniform(0, 200, FEW_ROWS)
        return frame

    # --- files --------------------------------------------------------------------------------------------------------

    def _get_file(self, fname: Any = None, origin: Any = None, **_: Any) -> str:
        path = self.folder / str(fname or Path(str(origin)).name)
        path.write_text("To be, or not to be, that is the question.\n" * 200)
        return str(path)

    def made_folder(self, directory: Any, classes: int, suffix: str = ".png") -> str:
        """A folder of tiny images (or texts), one folder for each class."""
        root = (
            Path(directory)
            if Path(directory).exists()
            else self.folder / str(directory).strip("/~. ").replace("..", "_")
        )
        if root.exists():
            return str(root)
        rng = np.random.default_rng(0)
        for label in range(classes):
            inner = root / f"class_{label}"
            inner.mkdir(parents=True)
            for number in range(IMAGES_PER_CLASS):
                path = inner / f"{number}{suffix}"
                if suffix == ".txt":
                    path.write_text(f"text {number} of class {label}")
                else:
                    keras.utils.save_img(path, rng.integers(0, 256, (12, 12, 3)), scale=False)
        return str(root)

    def _classes(self, options: dict[str, Any]) -> int:
        if isinstance(options.get("classes") or options.get("class_names"), (list, tuple)):
            return len(options.get("classes") or options["class_names"])
        binary = "binary" in (options.get("class_mode"), options.get("label_mode"))
        return 2 if binary else self.facts.classes

    def _from_folder(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def load(directory: Any, *args: Any, **options: Any) -> Any:
            suffix = ".txt" if "text" in original.__name__ else ".png"
            return original(self.made_folder(directory, self._classes(options), suffix), *args, **options)

        return load

    def _method_from_folder(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def load(generator: Any, directory: Any, *args: Any, **options: Any) -> Any:
            return original(generator, self.made_folder(directory, self._classes(options)), *args, **options)

        return load


def _without_weights(original: Callable[..., Any]) -> Callable[..., Any]:
    """A model of ``keras.applications`` with random weights: the trained ones would be downloaded."""

    @functools.wraps(original)
    def build(*args: Any, **options: Any) -> Any:
        options["weights"] = None
        return original(*args, **options)

    return build


def _unless_there(original: Callable[..., Any], shim: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def load(source: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(source, (str, Path)) or Path(source).exists():
            return original(source, *args, **options)
        return shim(source, *args, **options)

    return load

"""Facts of public data sets that never change: shapes, types, ranges, classes and how many rows each class has.

The sets that come with scikit-learn are computed (``tools/generate_datasets.py`` writes ``datasets.json``). The others
would have to be downloaded; of them only what is published and certain stands here, and the rest is None. Sources: the
``load_data`` functions of Keras 3.15, the pages of the sets' authors, scikit-learn's user guide, the UCI repository.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from keras_lint.knowledge.facts import Unknown

Kind: TypeAlias = Literal["image", "sequence", "tabular", "text"]
Task: TypeAlias = Literal["classification", "regression"]
Counts: TypeAlias = "tuple[int, ...] | None"
Range: TypeAlias = "tuple[float, float] | None"


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a data set as its loader returns it. ``rows`` is None where the arguments of the call decide."""

    rows: int | None
    class_counts: Counts = None
    """Rows of each class in order of the labels; None for regression and where it is not certain."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A public data set."""

    name: str
    kind: Kind
    task: Task
    splits: Mapping[str, Split]
    """``train`` and ``test``, or ``all`` where the loader does not split."""

    x_shape: tuple[int, ...] | None
    """Shape of one row; None where rows are of unequal length (object arrays of lists)."""

    x_dtype: str
    x_range: Range
    y_shape: tuple[int, ...] = ()
    """Shape of one label: ``()``, or ``(1,)`` for CIFAR."""

    y_dtype: str = "int64"
    y_range: Range = None
    classes: int | None = None
    label_start: int = 0
    oriented: bool = False
    """Whether flipping an image left to right or upside down can change its label (digits, letters)."""

    features: tuple[tuple[float, float], ...] | None = None
    """Least and greatest value of each column of tabular data, where computed."""

    @property
    def feature_spread(self) -> float | None:
        """The widest column's extent over the narrowest one's: how unequally the columns are scaled."""
        extents = [high - low for low, high in self.features or () if high > low]
        return max(extents) / min(extents) if extents else None

    @property
    def majority_share(self) -> float | None:
        """The share of the most frequent class over all splits: what always guessing it would score."""
        counted = [split.class_counts for split in self.splits.values() if split.class_counts is not None]
        if len(counted) < len(self.splits):
            return None
        totals: list[int] = [sum(column) for column in zip(*counted, strict=True)]
        return max(totals) / sum(totals)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that many programs read under this name."""

    name: str
    about: str
    rows: int
    target: str
    class_counts: tuple[int, ...]
    """In order of the labels: 0, 1 (no, yes), or ascending grades."""

    @property
    def rarest_share(self) -> float:
        """The share of the rarest class."""
        return min(self.class_counts) / sum(self.class_counts)


def _images(name: str, train: Counts, test: Counts, shape: tuple[int, ...], **more: Any) -> Dataset:
    assert train is not None
    assert test is not None
    splits = {"train": Split(sum(train), train), "test": Split(sum(test), test)}
    return Dataset(name, "image", "classification", splits, shape, "uint8", (0, 255), classes=len(train), **more)


def _split(total: int, test_split: float) -> dict[str, Split]:
    """Rows as Keras's loaders split them."""
    train = int(total * (1 - test_split))
    return {"train": Split(train), "test": Split(total - train)}


KERAS: dict[str, Dataset] = {
    "mnist": _images(
        "MNIST",
        (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
        (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
        (28, 28),
        y_dtype="uint8",
        oriented=True,
    ),
    "fashion_mnist": _images("Fashion-MNIST", (6000,) * 10, (1000,) * 10, (28, 28), y_dtype="uint8"),
    "cifar10": _images("CIFAR-10", (5000,) * 10, (1000,) * 10, (32, 32, 3), y_shape=(1,), y_dtype="uint8"),
    "cifar100": _images("CIFAR-100", (500,) * 100, (100,) * 100, (32, 32, 3), y_shape=(1,)),
    "imdb": Dataset(
        "IMDB reviews",
        "sequence",
        "classification",
        {"train": Split(25000, (12500, 12500)), "test": Split(25000, (12500, 12500))},
        None,
        "object",
        None,
        classes=2,
    ),
    "reuters": Dataset(
        "Reuters newswires", "sequence", "classification", _split(11228, 0.2), None, "object", None, classes=46
    ),
    "boston_housing": Dataset(
        "Boston housing",
        "tabular",
        "regression",
        _split(506, 0.2),
        (13,),
        "float64",
        (0.0, 711.0),
        y_dtype="float64",
        y_range=(5.0, 50.0),
    ),
    "california_housing": Dataset(
        "California housing",
        "tabular",
        "regression",
        _split(20640, 0.2),
        (8,),
        "float32",
        None,
        y_dtype="float32",
        y_range=(14999.0, 500001.0),
    ),
}
"""By the module below ``keras.datasets``, for ``load_data`` without arguments."""

MNIST_784 = tuple(
    train + test
    for train, test in zip(
        KERAS["mnist"].splits["train"].class_counts or (), KERAS["mnist"].splits["test"].class_counts or (), strict=True
    )
)

FETCHED: dict[str, Dataset] = {
    "fetch_california_housing": Dataset(
        "California housing",
        "tabular",
        "regression",
        {"all": Split(20640)},
        (8,),
        "float64",
        (-124.35, 35682.0),
        y_dtype="float64",
        y_range=(0.14999, 5.00001),
    ),
    "fetch_covtype": Dataset(
        "Forest cover types",
        "tabular",
        "classification",
        {"all": Split(581012, (211840, 283301, 35754, 2747, 9493, 17367, 20510))},
        (54,),
        "float64",
        None,
        y_dtype="int32",
        classes=7,
        label_start=1,
    ),
    "fetch_olivetti_faces": Dataset(
        "Olivetti faces",
        "image",
        "classification",
        {"all": Split(400, (10,) * 40)},
        (4096,),
        "float32",
        (0.0, 1.0),
        classes=40,
    ),
}
"""Loaders of scikit-learn that download."""

OPENML: dict[str, Dataset] = {
    "mnist_784": Dataset(
        "MNIST",
        "image",
        "classification",
        {"all": Split(70000, MNIST_784)},
        (784,),
        "int64",
        (0, 255),
        y_dtype="category",  # the digits as text
        classes=10,
        oriented=True,
    ),
}
"""``sklearn.datasets.fetch_openml`` by name."""

FILES: tuple[KnownFile, ...] = (
    KnownFile("creditcard.csv", "credit card frauds", 284807, "Class", (284315, 492)),
    KnownFile("PS_20174392719_1491204439457_log.csv", "PaySim frauds", 6362620, "isFraud", (6354407, 8213)),
    KnownFile("train_transaction.csv", "IEEE-CIS frauds", 590540, "isFraud", (569877, 20663)),
    KnownFile("cs-training.csv", "Give Me Some Credit", 150000, "SeriousDlqin2yrs", (139974, 10026)),
    KnownFile("healthcare-dataset-stroke-data.csv", "strokes", 5110, "stroke", (4861, 249)),
    KnownFile("bank-additional-full.csv", "bank marketing", 41188, "y", (36548, 4640)),
    KnownFile("bank-full.csv", "bank marketing", 45211, "y", (39922, 5289)),
    KnownFile("WA_Fn-UseC_-HR-Employee-Attrition.csv", "employee attrition", 1470, "Attrition", (1233, 237)),
    KnownFile("WA_Fn-UseC_-Telco-Customer-Churn.csv", "customer churn", 7043, "Churn", (5174, 1869)),
    KnownFile("Churn_Modelling.csv", "bank churn", 10000, "Exited", (7963, 2037)),
    KnownFile("pima-indians-diabetes.csv", "Pima diabetes", 768, "Outcome", (500, 268)),
    KnownFile("winequality-red.csv", "red wine, grades 3 to 8", 1599, "quality", (10, 53, 681, 638, 199, 18)),
    KnownFile(
        "winequality-white.csv", "white wine, grades 3 to 9", 4898, "quality", (20, 163, 1457, 2198, 880, 175, 5)
    ),
)
"""Files of public data whose classes are far from equal."""


@lru_cache(maxsize=1)
def _bundled() -> dict[str, Dataset]:
    """The sets that come with scikit-learn, by the name of their loader."""
    table: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    found: dict[str, Dataset] = {}
    for name, entry in table.items():
        counts = entry["class_counts"]
        rows, columns = entry["shape"]
        found[f"load_{name}"] = Dataset(
            name.replace("_", " "),
            "image" if name == "digits" else "tabular",
            "regression" if counts is None else "classification",
            {"all": Split(rows, None if counts is None else tuple(counts))},
            (columns,),
            entry["x_dtype"],
            tuple(entry["x_range"]),
            y_dtype=entry["y_dtype"],
            y_range=None if counts else tuple(entry["y_range"]),
            classes=None if counts is None else len(counts),
            oriented=name == "digits",
            features=tuple((low, high) for low, high in entry["features"]),
        )
    return found


def dataset(loader: str, options: Mapping[str, Any] | None = None) -> Dataset | None:
    """What a loader returns: ``keras.datasets.mnist.load_data``, ``sklearn.datasets.load_iris``, ``…fetch_openml``.

    ``options`` are the arguments of the call by name; a value may be ``Unknown``. None where nothing is known.
    """
    given = dict(options or {})
    *_, module, leaf = ("", "", *loader.split("."))
    if loader.startswith("keras.datasets.") and leaf == "load_data" and module in KERAS:
        return _with_options(module, KERAS[module], given)
    if not loader.startswith("sklearn.datasets."):
        return None
    if leaf == "fetch_openml":
        name = given.get("name")
        return OPENML.get(name) if isinstance(name, str) else None
    if leaf == "load_digits" and given.get("n_class", 10) != 10:
        return None
    if leaf == "load_diabetes" and given.get("scaled", True) is not True:
        return None
    return _bundled().get(leaf) or FETCHED.get(leaf)


def _with_options(module: str, found: Dataset, given: Mapping[str, Any]) -> Dataset | None:
    """The data set as ``load_data`` returns it for these arguments."""
    if module == "cifar100" and "label_mode" in given and given["label_mode"] != "fine":
        if given["label_mode"] != "coarse":
            return None
        coarse = {"train": Split(50000, (2500,) * 20), "test": Split(10000, (500,) * 20)}
        return replace(found, classes=20, splits=coarse)
    total = sum(split.rows or 0 for split in found.splits.values())
    if module == "california_housing" and given.get("version", "large") != "large":
        if isinstance(given["version"], Unknown):
            return None
        total = 600
        found = replace(found, splits=_split(total, 0.2), y_range=None)
    if "test_split" in given:
        share = given["test_split"]
        known = isinstance(share, (int, float)) and 0 <= share < 1
        found = replace(found, splits=_split(total, share) if known else {"train": Split(None), "test": Split(None)})
    if found.kind == "sequence":
        if given.get("maxlen") is not None:  # longer sequences are left out, how many is not known
            found = replace(found, splits={"train": Split(None), "test": Split(None)})
        words = given.get("num_words")
        if isinstance(words, int):
            found = replace(found, x_range=(0, words - 1))
    return found


def known_file(path: str) -> KnownFile | None:
    """The public file that ``path`` (of any system, or an address) ends in, if it is one."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return next((file for file in FILES if file.name == name), None)

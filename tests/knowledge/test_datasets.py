"""Facts of public data sets."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.datasets

from keras_lint.knowledge.datasets import FETCHED, FILES, KERAS, OPENML, dataset, known_file
from keras_lint.knowledge.facts import Unknown

BUNDLED = ["load_breast_cancer", "load_diabetes", "load_digits", "load_iris", "load_wine"]


@pytest.mark.parametrize("loader", BUNDLED)
def test_sets_that_come_with_scikit_learn_are_as_it_loads_them(loader):
    x, y = getattr(sklearn.datasets, loader)(return_X_y=True)
    known = dataset(f"sklearn.datasets.{loader}")
    assert known.splits["all"].rows == len(x)
    assert known.x_shape == x.shape[1:]
    assert (known.x_dtype, known.y_dtype) == (str(x.dtype), str(y.dtype))
    assert known.x_range == (x.min(), x.max())
    assert known.features == tuple(zip(x.min(axis=0), x.max(axis=0), strict=True))
    if known.task == "classification":
        assert known.splits["all"].class_counts == tuple(np.bincount(y))
        assert known.classes == len(np.unique(y))
    else:
        assert known.y_range == (y.min(), y.max())


@pytest.mark.parametrize("name", sorted(KERAS))
def test_every_set_of_keras_is_known(name):
    import keras

    assert hasattr(getattr(keras.datasets, name), "load_data")
    known = dataset(f"keras.datasets.{name}.load_data")
    for split in known.splits.values():
        if split.class_counts is not None:
            assert sum(split.class_counts) == split.rows
            assert len(split.class_counts) == known.classes


@pytest.mark.parametrize("known", [*FETCHED.values(), *OPENML.values()], ids=lambda known: known.name)
def test_class_counts_add_up(known):
    split = known.splits["all"]
    assert split.class_counts is None or sum(split.class_counts) == split.rows
    assert split.class_counts is None or len(split.class_counts) == known.classes


def test_arguments_of_the_loader_are_heeded():
    coarse = dataset("keras.datasets.cifar100.load_data", {"label_mode": "coarse"})
    assert (coarse.classes, coarse.splits["train"].class_counts) == (20, (2500,) * 20)
    assert dataset("keras.datasets.cifar100.load_data", {"label_mode": Unknown()}) is None
    half = dataset("keras.datasets.boston_housing.load_data", {"test_split": 0.5})
    assert [split.rows for split in half.splits.values()] == [253, 253]
    assert dataset("keras.datasets.reuters.load_data", {"test_split": Unknown()}).splits["test"].rows is None
    assert dataset("keras.datasets.imdb.load_data", {"num_words": 10000}).x_range == (0, 9999)
    assert dataset("keras.datasets.imdb.load_data", {"maxlen": 80}).splits["train"].rows is None
    assert dataset("keras.datasets.california_housing.load_data", {"version": "small"}).splits["train"].rows == 480


def test_shares_and_spreads_follow_from_the_facts():
    assert dataset("sklearn.datasets.load_breast_cancer").majority_share == pytest.approx(357 / 569)
    assert dataset("keras.datasets.cifar10.load_data").majority_share == pytest.approx(0.1)
    assert dataset("keras.datasets.reuters.load_data").majority_share is None
    assert dataset("sklearn.datasets.load_wine").feature_spread > 100
    assert dataset("sklearn.datasets.fetch_openml", {"name": "mnist_784"}).splits["all"].rows == 70000


def test_what_is_not_known_is_none():
    assert dataset("sklearn.datasets.make_classification") is None
    assert dataset("sklearn.datasets.fetch_openml", {"name": Unknown()}) is None
    assert dataset("sklearn.datasets.load_digits", {"n_class": 2}) is None
    assert dataset("numpy.load") is None
    assert known_file("data.csv") is None


@pytest.mark.parametrize("path", ["creditcard.csv", "../input/creditcard.csv", r"C:\data\creditcard.csv"])
def test_well_known_files_are_recognised_by_name(path):
    assert known_file(path).rarest_share == pytest.approx(0.00172, abs=1e-5)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_counts_of_files_add_up(file):
    assert sum(file.class_counts) == file.rows

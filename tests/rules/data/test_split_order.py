"""KL115: names that do not say which part of a split they hold."""

from __future__ import annotations

import pytest

from .support import RARE, marked, program, repairs, rows

WRONG = {
    "x and y of train, then of test": (
        RARE,
        "X_train, y_train, X_test, y_test = train_test_split(X, y)  # KL115",
        "X_train, X_test, y_train, y_test =",
    ),
    "validation": (RARE, "x_tr, y_tr, x_val, y_val = train_test_split(X, y, stratify=y)", None),
    "words run together": (
        RARE,
        "xTrain, yTrain, xTest, yTest = train_test_split(X, y)  # KL115",
        "xTrain, xTest, yTrain, yTest =",
    ),
    "words in front": (
        RARE,
        "train_data, train_labels, test_data, test_labels = train_test_split(X, y)  # KL115",
        "train_data, test_data, train_labels, test_labels =",
    ),
    "train and test exchanged": (
        RARE,
        "X_test, X_train, y_test, y_train = train_test_split(X, y, test_size=0.2)  # KL115",
        "X_train, X_test, y_train, y_test =",
    ),
    "a data set": (
        "",
        "(x_train, x_test), (y_train, y_test) = keras.datasets.mnist.load_data()  # KL115",
        "(x_train, y_train), (x_test, y_test) =",
    ),
    "labels given first": (RARE, "X_train, y_train, X_test, y_test = train_test_split(X, y)  # KL115", None),
    "in a function": (
        RARE,
        "def split(data, answers):\n    a = 1\n    X_train, y_train, X_val, y_val = train_test_split(data, answers)  # KL115\n    return X_train\n\nsplit(X, y)",
        "X_train, X_val, y_train, y_val =",
    ),
}
RIGHT = {
    "as they come": program(RARE, "X_train, X_test, y_train, y_test = train_test_split(X, y)"),
    "validation and test of a rest": program(
        RARE,
        "X_train, X_rest, y_train, y_rest = train_test_split(X, y)",
        "X_val, X_test, y_val, y_test = train_test_split(X_rest, y_rest)",
    ),
    "test before validation": program(
        RARE,
        "X_train, X_rest, y_train, y_rest = train_test_split(X, y)",
        "X_test, X_val, y_test, y_val = train_test_split(X_rest, y_rest)",
    ),
    "names that say nothing": program(RARE, "a, b, c, d = train_test_split(X, y)"),
    "one array": program(RARE, "train, test = train_test_split(X)"),
    "a data set": program("(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()"),
    "three arrays": program(
        RARE, "X_train, X_test, y_train, y_test, i_train, i_test = train_test_split(X, y, np.arange(2000))"
    ),
    "exchanged on purpose": program(RARE, "X_test, X_train, y_test, y_train = train_test_split(X, y, test_size=0.8)"),
    "a function of one's own": program(
        "from mine import split", RARE, "X_train, y_train, X_test, y_test = split(X, y)"
    ),
}


@pytest.mark.parametrize(("before", "line", "wanted"), WRONG.values(), ids=WRONG)
def test_names_in_a_wrong_order_are_put_right(before: str, line: str, wanted: str | None) -> None:
    code = program(before, line)
    assert rows(code, "KL115") == marked(code, "KL115")
    if wanted is not None:
        fixed = repairs(code, "KL115")["split-order"]
        assert wanted in fixed
        assert rows(fixed, "KL115") == []


@pytest.mark.parametrize("code", RIGHT.values(), ids=RIGHT)
def test_names_that_are_right_or_say_nothing_are_left_alone(code: str) -> None:
    assert rows(code, "KL115") == []

"""KL115: names that do not say which part of a split they hold."""

from __future__ import annotations

import pytest

from .support import RARE, diagnostics, marked, program, repairs, rows

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
    "labels given first": (
        RARE,
        "y_train, X_train, y_test, X_test = train_test_split(y, X)  # KL115",
        "y_train, y_test, X_train, X_test =",
    ),
    "labels given first, by what they are": (
        "df, kinds = np.zeros((9, 2)), LabelEncoder().fit_transform(list('abcabcabc'))",
        "y_train, X_train, y_test, X_test = train_test_split(kinds, df)  # KL115",
        "y_train, y_test, X_train, X_test =",
    ),
    "attributes": (
        RARE + "class Data: pass\ndata = Data()",
        "data.X_train, data.y_train, data.X_test, data.y_test = train_test_split(X, y)  # KL115",
        "data.X_train, data.X_test, data.y_train, data.y_test =",
    ),
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
    "exchanged, the share known as a number of rows": program(
        RARE, "X_test, X_train, y_test, y_train = train_test_split(X, y, test_size=1500)"
    ),
    "exchanged, the share that is kept given": program(
        RARE, "X_test, X_train, y_test, y_train = train_test_split(X, y, train_size=0.1)"
    ),
    "exchanged, the share not known": program(
        RARE, "import sys\nX_test, X_train, y_test, y_train = train_test_split(X, y, test_size=float(sys.argv[1]))"
    ),
    "a data set exchanged as a whole": program(
        "(x_test, y_test), (x_train, y_train) = keras.datasets.mnist.load_data()"
    ),
    "exchanged one by one": program(
        RARE,
        "X_train, X_test, y_train, y_test = train_test_split(X, y)",
        "X_train, X_test, y_train, y_test = X_test, X_train, y_test, y_train",
    ),
    "labels given and taken first": program(RARE, "y_train, y_test, X_train, X_test = train_test_split(y, X)"),
    "parts of the test part": program(
        "_, (x, y) = keras.datasets.mnist.load_data()",
        "x_train, y_train, x_val, y_val = parts = [x[:800], y[:800], x[800:], y[800:]]",
        "x_train, y_train, x_val, y_val = parts",
    ),
    "in some branches only": program(
        RARE,
        """
        import sys
        def pairs(X, y):
            X_train, X_test, y_train, y_test = train_test_split(X, y)
            return X_train, y_train, X_test, y_test

        if len(sys.argv) > 1:
            parts = pairs(X, y)
        else:
            parts = train_test_split(X, y)
        X_train, y_train, X_test, y_test = parts
        """,
    ),
    "one of two functions": program(
        "from mine import split as other",
        RARE,
        "import sys",
        "X_train, y_train, X_test, y_test = (train_test_split if sys.argv[1:] else other)(X, y)",
    ),
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


def test_train_and_test_exchanged_are_a_warning_and_not_put_right_unasked() -> None:
    (found,) = diagnostics(program(*WRONG["train and test exchanged"][:2]), "KL115")
    assert (found.severity.value, [fix.safe for fix in found.fixes]) == ("warning", [False])

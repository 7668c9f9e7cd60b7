"""KL115: the parts of a split are bound to names in another order than they come."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views.unpacking import Unpacking, role_of
from keras_lint_rules.remedies.split_order import ExchangeParts, ReorderParts

HALF = 0.5
"""Who holds out half of the rows or more may mean to train on the rest."""


class SplitUnpackingOrder(Rule):
    """The parts of a split get names that do not say what they are.

    ## What it does
    Compares the names on the left of `train_test_split` (or of `load_data`) with what each of them gets, and finds
    a name for training data that is bound to the held-out part.

    ## Why is this bad?
    `train_test_split(X, y)` returns `X_train, X_test, y_train, y_test`, and a built-in data set `(x_train,
    y_train), (x_test, y_test)`. In another order the inputs of the test part are taken for the labels of the
    training part: `ValueError: Data cardinality is ambiguous` at best; with parts of equal size the network learns
    nonsense. Where only train and test are exchanged, it learns from the smaller part: a warning, and none where half
    of the rows or more are held out.

    ## Example
    ```python
    import keras
    from sklearn.datasets import load_iris
    from sklearn.model_selection import train_test_split

    X, y = load_iris(return_X_y=True)
    X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.2)  # KL115
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(X_train, y_train, epochs=20)
    ```

    ```python
    import keras
    from keras.datasets import mnist

    (x_train, x_test), (y_train, y_test) = mnist.load_data()  # KL115
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train / 255.0, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    import keras
    from sklearn.datasets import load_iris
    from sklearn.model_selection import train_test_split

    X, y = load_iris(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
    ```

    ```python
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    ```

    ## Fix safety
    Safe: the names are put in the order of the parts; as written the program could only fail or learn nonsense.
    Unsafe where train and test are exchanged as a whole: then the program runs, on fewer rows.

    ## References
    - scikit-learn API, `train_test_split`: "List containing train-test split of inputs"
    """

    code = "KL115"
    name = "split-unpacking-order"
    severity = Severity.ERROR

    def check(self, unpacking: Unpacking, program: Program) -> Iterator[Finding]:
        """Yield a finding for a pattern in which a name for training data gets a held-out part."""
        wrong = misnamed(unpacking)
        if wrong is None or unpacking.stated_one_by_one:
            return
        if unpacking.exchanged and not (is_known(unpacking.share) and unpacking.share < HALF):
            return
        name, part = wrong
        whole = unpacking.exchanged
        yield Finding(
            unpacking.site,
            f"`{name}` gets {said(part)}: the parts come as `{unpacking.order}`",
            remedies=[ExchangeParts(unpacking) if whole else ReorderParts(unpacking)],
            related=[Related(step.site, "the data are split here") for step in part.steps[-1:] if step.kind == "split"],
            severity=Severity.WARNING if whole else None,
        )


def misnamed(unpacking: Unpacking) -> tuple[str, Array] | None:
    """The first name for training data that is bound to a held-out part."""
    if unpacking.wanted is None or unpacking.wanted == unpacking.names:
        return None
    for name, wanted, part in zip(unpacking.names, unpacking.wanted, unpacking.parts, strict=True):
        if name != wanted and role_of(name) == "train" and part.part == "test":
            return name, part
    return None


def said(part: Array) -> str:
    """What an array is, in words."""
    column = {0: "the inputs", 1: "the labels"}.get(part.column if part.column is not None else -1, "a column")
    return f"{column} of the {'training' if part.part == 'train' else 'test'} part"

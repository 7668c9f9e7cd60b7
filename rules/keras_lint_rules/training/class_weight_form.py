"""KL317: class weights in a form that ``fit`` does not take."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Array, Dict, List, Literal, Tuple
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.class_weight import NumberWeights, WeightClasses


class ClassWeightForm(Rule):
    """`class_weight` is not a dictionary from class numbers to weights.

    ## What it does
    Finds `fit` with `class_weight="balanced"` (which scikit-learn's estimators take), with a list or an array, and with
    a dictionary whose keys are no class numbers, or that leaves out classes the labels are known to have.

    ## Why is this bad?
    `fit` asks `class_weight.get(...)`: a string, a list or an array raises ``AttributeError: … has no attribute 'get'``
    (error). A dictionary with keys like `"0"` is accepted, and no weight is ever found: every class counts 1. So does a
    class that the dictionary leaves out (warning where several others are listed).

    ## Example
    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train / 255.0, y_train, epochs=5, class_weight="balanced")  # KL317
    ```

    ```python
    import numpy as np
    import keras
    from sklearn.utils.class_weight import compute_class_weight

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    weights = compute_class_weight("balanced", classes=np.unique(y_train), y=y_train)
    model.fit(x_train / 255.0, y_train, epochs=5, class_weight=weights)  # KL317
    ```

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.imdb.load_data(num_words=1000)
    x_train = keras.utils.pad_sequences(x_train, 100)
    model = keras.Sequential([
        keras.Input((100,)),
        keras.layers.Embedding(1000, 8),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train, epochs=5, class_weight={"0": 1.0, "1": 3.0})  # KL317
    ```

    ## Use instead
    ```python
    import numpy as np
    import keras
    from sklearn.utils.class_weight import compute_class_weight

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    weights = compute_class_weight("balanced", classes=np.unique(y_train), y=y_train)
    model.fit(x_train / 255.0, y_train, epochs=5, class_weight=dict(enumerate(weights)))
    ```

    One class that counts more, the others 1:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.imdb.load_data(num_words=1000)
    x_train = keras.utils.pad_sequences(x_train, 100)
    model = keras.Sequential([
        keras.Input((100,)),
        keras.layers.Embedding(1000, 8),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train, epochs=5, class_weight={1: 3.0})
    ```

    ## Fix safety
    Safe for lists and arrays, which only raise; unsafe where weights are computed.

    ## References
    - Keras API, `keras.Model.fit`, argument `class_weight`
    - scikit-learn, `compute_class_weight`
    """

    code = "KL317"
    name = "class-weight-form"
    severity = Severity.ERROR

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding for weights of another form."""
        argument = fit.arguments.get("class_weight")
        if argument is None:
            return
        weights, site = fit.read(argument.value), fit.site_of("class_weight")
        if isinstance(weights, Literal) and isinstance(weights.value, str):
            yield Finding(
                site,
                f"`class_weight={weights.value!r}` is scikit-learn's; Keras wants a dictionary and raises",
                remedies=[WeightClasses(fit)] if weights.value == "balanced" else [],
            )
        elif isinstance(weights, (Array, List, Tuple)):
            kind = "an array" if isinstance(weights, Array) else "a list"
            yield Finding(
                site,
                f"`class_weight` is {kind}; Keras wants a dictionary from class to weight and raises",
                remedies=[NumberWeights(fit)],
            )
        elif isinstance(weights, Dict) and weights.complete:
            words = wrong_keys(weights, classes_of(fit))
            if words is not None:
                yield Finding(site, words, severity=Severity.WARNING)


def classes_of(fit: FitCall) -> int | None:
    """Number of classes of integer or one-hot labels; ``None`` where it is not known."""
    labels = fit.targets.labels if isinstance(fit.targets, Array) else None
    return labels.classes if labels is not None and isinstance(labels.classes, int) else None


def wrong_keys(weights: Dict, classes: int | None) -> str | None:
    """What is wrong with the keys; ``None`` where nothing is known to be."""
    keys = list(weights.entries)
    strings = [key for key in keys if isinstance(key, str)]
    if strings:
        return f"`class_weight` has the key {strings[0]!r}; classes are numbers, and its weight is never used"
    if classes is None or not all(isinstance(key, int) for key in keys):
        return None
    left_out = [number for number in range(classes) if number not in weights.entries]
    if left_out and len(keys) > 1:
        names = ", ".join(map(str, left_out[:3])) + (", …" if len(left_out) > 3 else "")
        return f"`class_weight` leaves out class {names} of {classes}: it counts 1"
    return None

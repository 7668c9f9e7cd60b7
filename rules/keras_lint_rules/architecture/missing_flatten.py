"""KL213: a map reaches an output that must be one vector per sample."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.adapting import printed
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import Head, heads
from keras_lint.program.program import Program
from keras_lint.program.recurrence import last_recurrent
from keras_lint.program.targets import one_per_sample
from keras_lint.program.views import LayerView, ModelView
from keras_lint_rules.remedies.flatten_output import AddFlatten, AddGlobalPooling

KEEPS_AXES = frozenset({
    "Dense", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU",
    "Softmax", "BatchNormalization", "LayerNormalization", "GaussianNoise",
})  # fmt: skip
"""Layers that give as many axes as they get: behind a map they work on each of its places."""


class MissingFlatten(Rule):
    """A map of several axes reaches an output that should be one vector per sample.

    ## What it does
    Finds models whose output keeps the axes of an image, map or sequence while the targets hold one label or value
    per sample.

    ## Why is this bad?
    `Dense` works on the last axis and leaves the others: behind a map of `(26, 26, 32)` a `Dense(10)` gives
    `(26, 26, 10)`, a prediction for every place. A cross-entropy then fails: "Argument `output` must have rank (ndim)
    `target.ndim - 1`. Received: target.shape=(None,), output.shape=(None, 26, 26, 10)". With `mse` nothing fails: the
    targets are broadcast over all places, and every place learns to predict the label.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train[..., None] / 255.0
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dense(64, activation="relu"),  # KL213
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train[..., None] / 255.0
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Fix safety
    Unsafe: `Flatten` and global pooling keep different things of the map.

    ## References
    - Keras API, `keras.layers.Dense`: "If the input to the layer has a rank greater than 2 …"
    """

    code = "KL213"
    name = "missing-flatten"
    severity = Severity.ERROR

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding where an output of several axes meets one target per sample."""
        for head in heads(model):
            if not isinstance(head.rank, int) or head.rank < 3 or one_per_sample(head) is None:
                continue
            if head.rank == 3 and last_recurrent(head.layer) is not None:
                continue  # KL218
            first = first_on_map(head)
            if first is None or not isinstance(head.shape, tuple):
                continue
            yield Finding(
                first.site,
                f"`{first.name}` works on each place of a map: the output is {printed(head.shape)} for one target",
                remedies=[AddFlatten(first), AddGlobalPooling(first)],
                related=[Related(fit.site, "trained on one target per sample") for fit in model.fits[:1]],
            )


def first_on_map(head: Head) -> LayerView | None:
    """The first dense layer behind the map; the output layer itself where no dense layer follows it."""
    view, found = head.layer, None
    for _ in range(20):
        if view.cls == "Dense":
            found = view
        if view.cls not in KEEPS_AXES:
            return found if found is not None else head.layer
        if len(view.sources) != 1:
            return found if not view.sources else None
        view = view.sources[0]
    return None

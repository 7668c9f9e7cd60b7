"""KL211: two activations in a row."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.output_activation import DropActivation

NOT_NEGATIVE = frozenset({"relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "softplus", "exponential"})
"""Activations that leave nothing below 0."""
RECTIFIERS = frozenset({"relu", "leaky_relu", "prelu", "elu"})
"""Activations that leave what is above 0 as it is."""
NARROWING = frozenset({"relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "tanh"})
"""Activations that take a part of its range away from what reaches a sigmoid or softmax."""
PROBABILITIES = frozenset({"sigmoid", "softmax"})
ACTIVATION_LAYERS = frozenset({"Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"})
"""Layers that are nothing but an activation."""


class RepeatedActivation(Rule):
    """An activation is applied to what another activation made.

    ## What it does
    Finds an activation layer directly behind a layer that has an activation already, where the second has nothing left
    to do (`LeakyReLU` behind `relu`), or gets only a part of its range (an output softmax behind `relu` or `softmax`).

    ## Why is this bad?
    `layers.Dense(64, activation="relu")` has no value below 0, and a `LeakyReLU` behind it nothing to leak. A softmax
    over numbers between 0 and 1 is nearly flat: with ten classes no probability comes above 0.23. Mostly the first
    activation was forgotten when the second one was written.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.LeakyReLU(),  # KL211
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((784,)))
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.add(layers.Activation("softmax"))  # KL211
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128),
        layers.LeakyReLU(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    Scores of an attention that are bounded before the softmax are meant so:

    ```python
    import keras
    from keras import layers

    inputs = keras.Input((20, 64))
    scores = layers.Dense(1, activation="tanh")(inputs)
    weights = layers.Softmax(axis=1)(scores)
    pooled = layers.Dot(axes=1)([weights, inputs])
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(layers.Flatten()(pooled)))
    ```

    ## Fix safety
    Safe where the second activation changes nothing and equals the first; else unsafe.

    ## References
    - Keras API, layer activations: an activation is an argument *or* a layer of its own
    """

    code = "KL211"
    name = "repeated-activation"
    severity = Severity.WARNING

    def check(self, layer: LayerView, program: Program) -> Iterator[Finding]:
        """Yield a finding for an activation layer that is known to get the wrong range."""
        if layer.cls not in ACTIVATION_LAYERS or len(layer.sources) != 1 or not isinstance(layer.activation, str):
            return
        before, second = layer.sources[0], layer.activation
        first = before.activation
        if not isinstance(first, str) or first == "linear":
            return
        consequence = judged(first, second, layer)
        if consequence is not None:
            same = first == second == "relu"
            alone = len(before.consumers) == 1 and not before.is_output
            yield Finding(
                layer.site,
                f"`{second}` behind the `{first}` of `{before.name}`: {consequence}",
                remedies=[DropActivation(before, safe=same)] if alone else [],
                related=[Related(before.site, f"`{first}` is applied here")],
            )


def judged(first: str, second: str, layer: LayerView) -> str | None:
    """What is wrong with ``second`` behind ``first``; ``None`` where nothing is known to be."""
    if first in NOT_NEGATIVE and second in RECTIFIERS:
        return "nothing below 0 is left for it"
    if layer.is_output and first in NARROWING and second in PROBABILITIES:
        return "it gets only a part of the numbers it is made for"
    return None

"""KL215: the data do not fit the model's input."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from keras_lint.knowledge.adapting import fits, printed
from keras_lint.knowledge.facts import Shape
from keras_lint.knowledge.values import Array, Layer
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.remedy import Remedy
from keras_lint.lint.rule import Rule
from keras_lint.program.accepting import refuses, takes_redeclared
from keras_lint.program.program import Program
from keras_lint.program.views import EvaluateCall, FitCall, ModelCall, ModelView, PredictCall, Refusal
from keras_lint_rules.remedies.input_shape import AddChannelAxis, MoveChannels, ReplaceInputShape, ReshapeData

LONGEST_NAME = 40
"""Longer expressions are not quoted in the message."""


class DataShapeMismatch(Rule):
    """The data have another shape than the model's input.

    ## What it does
    Compares the shape of what reaches `fit`, `evaluate` and `predict` with the input of the model.

    ## Why is this bad?
    Keras fails at the first batch: "Invalid input shape for input Tensor("data:0", shape=(None, 28, 28),
    dtype=float32) … Expected shape (None, 784), but input has incompatible shape (None, 28, 28)". Common causes:
    images that were not flattened, or flattened for a convolutional net; channels first; `target_size` or
    `color_mode` of a generator against `input_shape`.

    What Keras 3 adapts by itself is no finding **[run]**: a missing last axis where the input ends in 1 (`(n, 28,
    28)` for `(28, 28, 1)`, `(n,)` for `(1,)`), a last axis of size 1 too many, and axes that are `None`. A
    `Sequential` of convolutions and global pooling takes images of any size.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train / 255.0
    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)  # KL215
    ```

    Channels first, as PyTorch keeps them:

    ```python
    import keras
    from keras import layers
    from keras.datasets import cifar10

    (x_train, y_train), _ = cifar10.load_data()
    x_train = x_train.transpose(0, 3, 1, 2) / 255.0
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)  # KL215
    ```

    An input that was declared for other data:

    ```python
    import keras
    from keras import layers
    from keras.datasets import boston_housing

    (x_train, y_train), _ = boston_housing.load_data()
    model = keras.Sequential([keras.Input((12,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=5)  # KL215
    ```

    No input is declared, and the first layer finds the images one axis short:

    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train, x_test = x_train / 255.0, x_test / 255.0
    model = keras.Sequential([
        layers.Conv2D(32, 3, activation="relu"),  # KL215
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    model.evaluate(x_test, y_test)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(-1, 784) / 255.0
    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Fix safety
    Unsafe: what the axes mean is for the author to say.

    ## References
    - Keras, `keras/src/models/functional.py`, `_adjust_input_rank`
    """

    code = "KL215"
    name = "data-shape-mismatch"
    severity = Severity.ERROR

    def check(self, subject: FitCall | EvaluateCall | PredictCall | Refusal, program: Program) -> Iterator[Finding]:
        """Yield a finding for a call whose data the model refuses."""
        if isinstance(subject, Refusal):
            yield from self.check_first_layer(subject)
        else:
            yield from self.check_call(subject)

    @staticmethod
    def check_call(call: ModelCall) -> Iterator[Finding]:
        """The data of one call."""
        model, argument = call.model, call.arguments.get("x")
        if model is None or argument is None or argument.site is None or not model.known:
            return
        shape, words = offending(call, model)
        if shape is None or words is None:
            return
        name = f"`{argument.site.code}` is" if len(argument.site.code) < LONGEST_NAME else "the data are"
        made = model.fact.inputs[0].input_site if isinstance(model.fact.inputs, tuple) else None
        yield Finding(
            argument.site,
            f"{name} {printed(shape)}, but the model takes {printed(model.input_shape)}",  # type: ignore[arg-type]
            remedies=remedies(model, shape) if isinstance(call, FitCall) else [],
            related=[Related(made if made is not None else model.site, "the input is declared here")],
            notes=[words],
        )

    @staticmethod
    def check_first_layer(refusal: Refusal) -> Iterator[Finding]:
        """A Sequential without an input shape whose first layer refuses the data."""
        use, layer = refusal.use, refusal.layer
        if layer is None or use.refused is None or len(use.inputs) != 1:
            return
        tensor = use.inputs[0]
        if tensor.use is not None or tensor.input_site is not None or not isinstance(tensor.shape, tuple):
            return
        if "incompatible with the layer" not in use.refused:
            return
        fit = training_of(refusal)
        yield Finding(
            refusal.site,
            f"the data are {printed(tensor.shape)}: `{layer.cls}` takes another number of axes",
            remedies=channel_axis(fit, layer, tensor.shape),
            related=[Related(fit.statement if fit is not None else refusal.statement, "called on these data here")],
            notes=[use.refused],
        )


def offending(call: ModelCall, model: ModelView) -> tuple[Shape | None, str | None]:
    """The shape that is refused, and why."""
    data, expected = call.inputs, model.input_shape
    if not isinstance(data, Array) or not isinstance(data.shape, tuple) or not isinstance(expected, tuple):
        return None, None
    if data.library == "pandas" and len(data.shape) != 2:
        return None, None
    if call.dataset is not None and len(data.shape) != len(expected):
        return None, None  # too few or too many axes of a dataset: KL120
    if len(data.shape) == len(expected) - 1 and all(map(fits, expected[1:], data.shape)):
        return None, None  # one sample without its batch axis: KL411
    words = refuses(model, data.shape)
    return (data.shape, words) if isinstance(words, str) else (None, None)


def remedies(model: ModelView, shape: Shape) -> list[Remedy]:
    """Move or reshape the data where they hold the same numbers; declare the input as they are where the layers allow
    it.
    """
    expected = model.input_shape
    if not isinstance(expected, tuple) or not all(isinstance(dim, int) for dim in (*shape[1:], *expected[1:])):
        return []
    if len(shape) == len(expected) and shape[2:] + shape[1:2] == expected[1:]:
        return [MoveChannels(model, shape)]
    found: list[Remedy] = []
    if prod(shape[1:]) == prod(expected[1:]):  # type: ignore[arg-type]
        found.append(ReshapeData(model, shape))
    declared = (
        (*shape, 1) if len(shape) == len(expected) - 1 and expected[-1] == 1 else shape
    )  # Keras adds the last axis
    if takes_redeclared(model, declared):
        found.append(ReplaceInputShape(model, declared))
    return found


def training_of(refusal: Refusal) -> FitCall | None:
    """The ``fit`` on whose data a layer is called."""
    keys = {refusal.statement.key, *(call.key for call in refusal.event.context.calls)}
    return next((fit for fit in refusal.program.fits if {fit.statement.key, fit.site.key} & keys), None)


def channel_axis(fit: FitCall | None, layer: Layer, shape: Shape) -> list[Remedy]:
    """A channel axis for a convolution that gets one axis too few."""
    if layer.cls not in ("Conv1D", "Conv2D", "Conv3D") or len(shape) != int(layer.cls[4]) + 1:
        return []
    return [AddChannelAxis(fit.model, shape)] if fit is not None and fit.model is not None else []

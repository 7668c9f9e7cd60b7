"""KL201: room to memorise, time to memorise, and nothing against it."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import Array
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.regularity import regularized
from keras_lint.program.views import FitCall, LayerView, ModelView
from keras_lint_rules.remedies.regularization import AddDropout, AddDropoutAndL2, AddL1, AddL2

MANY_EPOCHS = 20
"""Passes over the data from which on memorising is seen: Chollet's *Deep Learning with Python* (4.1, 5.4) shows
validation loss rising between epoch 4 and 20 on IMDB, Reuters and MNIST-sized data without regularization."""
MEMORY = 2
"""Weights per sample with which a network of one hidden layer can learn any labelling by heart: ``2 n + d`` weights
for ``n`` samples of ``d`` features (Zhang et al., *Understanding deep learning requires rethinking generalization*,
ICLR 2017, theorem 1)."""
FEWEST_SAMPLES = 50
"""Fewer are truth tables and toys, which are there to be memorised."""
FEWEST_WEIGHTS = 1_000
"""Below, a network is a handful of units: dropout would take away what it needs."""
LARGE = 1_000_000
"""Weights from which on a network of unknown data is taken to have room to memorise: half a million samples by the
bound above."""


class NoRegularization(Rule):
    """The network can memorise its training data, and nothing keeps it from doing so.

    ## What it does
    Finds models with more weights than it takes to learn the training data by heart (twice the samples plus the
    features), trained for 20 epochs or more, with no dropout, penalty, normalisation, noise, augmentation, weight
    decay or early stopping. Where the number of samples is not known, from a million weights on.

    ## Why is this bad?
    The training loss goes on falling while the validation loss rises: the network learns the samples, not what they
    have in common.

    ## Example
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(60000, 784) / 255.0
    model = keras.Sequential([  # KL201
        keras.Input((784,)),
        layers.Dense(512, activation="relu"),
        layers.Dense(256, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=50, validation_split=0.2)
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers
    from keras.datasets import mnist

    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(60000, 784) / 255.0
    model = keras.Sequential([
        keras.Input((784,)),
        layers.Dense(512, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(256, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=50, validation_split=0.2)
    ```

    ## Fix safety
    Unsafe: the model trains differently, and may need more epochs.

    ## References
    - Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*, JMLR 2014
    - Zhang et al., *Understanding deep learning requires rethinking generalization*, ICLR 2017
    """

    code = "KL201"
    name = "no-regularization"
    severity = Severity.INFO

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where capacity, epochs and the absence of regularization are all known."""
        model = fit.model
        if model is None or not model.known or not isinstance(fit.epochs, int) or fit.epochs < MANY_EPOCHS:
            return
        hidden = hidden_layers(model)
        if not hidden or regularized(fit, model) is not False or imitates_inputs(fit):
            return
        reason = room_to_memorise(fit, model)
        if reason is None:
            return
        dropped = places_for_dropout(hidden)
        yield Finding(
            model.site,
            f"{reason}, {fit.epochs} epochs, and nothing against memorising them",
            remedies=[AddDropout(dropped), AddL2(hidden), AddL1(hidden), AddDropoutAndL2([*dropped, *hidden])]
            if dropped
            else [AddL2(hidden)],
            related=[Related(fit.site, "trained here")],
        )


def room_to_memorise(fit: FitCall, model: ModelView) -> str | None:
    """The numbers that show it, in words; ``None`` where the capacity is small or not known."""
    weights, samples = model.weights.trainable, fit.samples
    if not isinstance(weights, int) or weights < FEWEST_WEIGHTS:
        return None
    if not isinstance(samples, int):
        return f"{weights:,} weights for the training samples" if weights >= LARGE else None
    features = 1
    for dim in model.input_shape[1:] if isinstance(model.input_shape, tuple) else ():
        features *= dim if isinstance(dim, int) else 1
    if samples < FEWEST_SAMPLES or weights <= MEMORY * samples + features:
        return None
    return f"{weights:,} weights for {samples:,} samples"


def imitates_inputs(fit: FitCall) -> bool:
    """Autoencoders on their own inputs, and data drawn at random for a demonstration."""
    x, y = fit.arguments.get("x"), fit.arguments.get("y")
    if x is not None and y is not None and x.value == y.value:
        return True
    return isinstance(fit.inputs, Array) and fit.inputs.has_step("generated")


def hidden_layers(model: ModelView) -> list[LayerView]:
    """Dense, convolution and recurrent layers before the output."""
    outputs = {id(view.use) for view in model.output_layers}
    found = [
        view for view in model.layers if view.cls in _HIDDEN and view.layer is not None and id(view.use) not in outputs
    ]
    last = model.output
    while last is not None and last.cls in ("Activation", "Softmax", "Flatten", "Reshape") and len(last.sources) == 1:
        last = last.sources[0]  # the last weights make the output, whatever activates or reshapes them
    return [view for view in found if last is None or view.use is not last.use]


_HIDDEN = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "LSTM", "GRU", "SimpleRNN"})
_POOLING = ("MaxPooling", "AveragePooling")


def places_for_dropout(hidden: list[LayerView]) -> list[LayerView]:
    """Behind hidden dense and recurrent layers and behind poolings; behind convolutions where there is nothing else."""
    pooled = [view for view in hidden[0].model.layers if view.cls.startswith(_POOLING)] if hidden else []
    dense = [view for view in hidden if "Conv" not in view.cls and view.activation != "linear"]
    return [*pooled, *dense] or [view for view in hidden if "Conv" in view.cls]

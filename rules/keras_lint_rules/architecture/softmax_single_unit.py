"""KL203: a softmax over one unit."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import MISSING
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.output_activation import ReplaceActivation


class SoftmaxSingleUnit(Rule):
    """A softmax over one unit always outputs 1.0.

    ## What it does
    Finds a layer whose softmax runs over an axis of size 1.

    ## Why is this bad?
    Softmax divides each value by the sum over its axis. With a single value the prediction is 1.0 whatever is learnt,
    and accuracy stays at the share of the positive class. Keras only warns; on TensorFlow the loss may even fall.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])  # KL203
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    ```

    ## Fix safety
    Unsafe: the model's output changes from a constant to a probability.

    ## References
    - Keras API, `keras.activations.softmax`
    """

    code = "KL203"
    name = "softmax-single-unit"
    severity = Severity.ERROR

    def check(self, layer: LayerView, program: Program) -> Iterator[Finding]:
        """Yield a finding where the softmax's axis has size 1."""
        if layer.activation != "softmax" or softmax_size(layer) != 1:
            return
        argument = layer.argument("activation")
        site = argument.site if argument is not None and argument.site is not None else layer.site
        weighted = layer if layer.cls in WEIGHTED else next(iter(layer.sources), layer)
        yield Finding(
            site,
            f"softmax over the single unit of `{weighted.name}` is always 1.0",
            remedies=[ReplaceActivation(layer, "sigmoid")],
        )


WEIGHTED = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"})


def softmax_size(layer: LayerView) -> object:
    """Size of the axis a softmax runs over; ``None`` where it is not known."""
    axis = layer.value("axis") if layer.cls == "Softmax" else -1
    axis = -1 if axis is MISSING else axis
    shape = layer.output_shape
    if layer.fact is None:  # `tf.nn.softmax(x)`: its axis is not known, but two axes leave no choice
        shape = layer.input_shape
        return shape[-1] if isinstance(shape, tuple) and len(shape) == 2 else None
    if isinstance(axis, int) and isinstance(shape, tuple):
        return shape[axis] if -len(shape) <= axis < len(shape) else None
    if axis != -1:
        return None
    view: LayerView | None = layer
    while view is not None and view.cls in ("Activation", "Softmax", "Dropout"):
        view = view.sources[0] if len(view.sources) == 1 else None
    if view is None or view.cls not in WEIGHTED:
        return None
    return view.value("units" if view.cls == "Dense" else "filters")

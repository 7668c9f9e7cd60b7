"""KL209: a linear layer in front of another linear layer."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import LayerView, ModelView
from keras_lint_rules.remedies.output_activation import HiddenActivation

FIRST = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D"})
"""Layers that are expected to bend what they pass on."""
SECOND = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D", "DepthwiseConv2D"})
"""Layers whose weights can take up those of a linear layer before them."""
BETWEEN = frozenset({
    "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "Flatten", "Reshape", "Identity",
    "BatchNormalization", "ActivityRegularization", "ZeroPadding1D", "ZeroPadding2D",
})  # fmt: skip
"""Layers that are linear at inference themselves."""


class LinearHiddenLayer(Rule):
    """Two linear layers in a row are one linear layer.

    ## What it does
    Finds `Dense` and convolution layers without an activation whose output goes into another linear layer, with
    nothing but dropout, batch normalisation or a change of shape between.

    ## Why is this bad?
    The product of two linear maps is a linear map: the first layer costs weights and training time, and the network
    can tell apart no more than it could without. XOR, for one, cannot be learnt. The default of `activation=` is
    none.

    Silent where the missing activation is likely meant: the result is normalised and activated, added, concatenated
    or attended to; a bottleneck (fewer units than before *and* after it: a latent code, a factorised matrix, a
    projection); 1×1 and depthwise convolutions; the halves of a separable convolution; a `Dense` that is reshaped
    into the start of a convolutional decoder.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(64),  # KL209
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ])
    ```

    ## Fix safety
    Unsafe: the model computes something else.

    ## References
    - Goodfellow, Bengio, Courville, *Deep Learning*, 6.3 Hidden Units
    """

    code = "KL209"
    name = "linear-hidden-layer"
    severity = Severity.WARNING

    def check(self, model: ModelView, program: Program) -> Iterator[Finding]:
        """Yield a finding for each hidden layer whose non-linearity is missing."""
        for view in model.layers:
            second = absorbed_by(view)
            if second is None:
                continue
            alike = [absorbed_by(other) is not None for other in program.made_at(view.site)]
            yield Finding(
                view.site,
                f"`{view.name}` has no activation: with `{second.name}` behind it, it is one linear layer",
                remedies=[HiddenActivation(view, "relu")] if all(alike) else [],
                related=[Related(second.site, "the next linear layer")],
            )


def absorbed_by(view: LayerView) -> LayerView | None:
    """The linear layer that could take up this one; ``None`` where there is none, or where linearity may be meant."""
    if view.cls not in FIRST or view.activation != "linear" or view.is_output or is_pointwise(view):
        return None
    if sum(other.use.layer == view.use.layer for other in view.model.layers) != 1:
        return None
    between: list[str] = []
    following = view
    for _ in range(8):
        consumers = following.consumers
        if len(consumers) != 1 or following.is_output or len(consumers[0].use.inputs) != 1:
            return None
        following = consumers[0]
        if following.cls not in BETWEEN or following.layer is None or following.layer.custom:
            break
        between.append(following.cls)
    if following.cls not in SECOND or following.layer is None or following.layer.custom:
        return None
    if "Reshape" in between and view.cls == "Dense":
        return None  # the start of a decoder: its map is made, not activated
    if is_bottleneck(view, following) or ("Conv" in view.cls and is_pointwise(following)):
        return None
    return following


def is_pointwise(view: LayerView) -> bool:
    """Whether a convolution looks at single places, or along one axis alone: half of a factorised one."""
    if "Conv" not in view.cls:
        return False
    size = view.value("kernel_size")
    if isinstance(size, tuple):
        return not all(isinstance(n, int) for n in size) or 1 in size
    return not isinstance(size, int) or size == 1


def is_bottleneck(view: LayerView, following: LayerView) -> bool:
    """Whether a layer is, or may be, narrower than what comes before and after it."""
    own, after = width(view), width(following)
    if own is None or after is None:
        return True
    if own >= after:
        return False
    shape = view.input_shape
    before = shape[-1] if isinstance(shape, tuple) else None
    return not isinstance(before, int) or own < before


def width(view: LayerView) -> int | None:
    """Units or filters of a layer; of a depthwise one, what it gets."""
    found = view.value("units" if view.cls == "Dense" else "filters")
    return found if isinstance(found, int) else None

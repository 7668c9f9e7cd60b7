"""KL220: a bias that batch normalisation takes away again."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.values import MISSING
from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.heads import LINEAR_MAPS
from keras_lint.program.program import Program
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.layer_arguments import DropBias


class BiasBeforeBatchNorm(Rule):
    """A layer's bias is subtracted again by the batch normalisation behind it.

    ## What it does
    Finds dense and convolutional layers with a bias and no activation that feed a `BatchNormalization` and nothing
    else.

    ## Why is this bad?
    Batch normalisation subtracts the mean over the batch, and with it any constant that was added before; its own
    `beta` takes the bias's place. The bias costs parameters and time and does nothing.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3),  # KL220
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, use_bias=False),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    Behind an activation the bias has its effect:

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.BatchNormalization(),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Fix safety
    Unsafe: the layer has one weight less, so that saved weights no longer fit.

    ## References
    - Ioffe and Szegedy 2015, *Batch Normalization*, 3.2: the bias can be ignored
    """

    code = "KL220"
    name = "bias-before-batchnorm"
    severity = Severity.HINT

    def check(self, layer: LayerView, program: Program) -> Iterator[Finding]:
        """Yield a finding where the bias is known to be there and to go nowhere else."""
        if layer.cls not in LINEAR_MAPS or layer.activation != "linear" or layer.is_output:
            return
        behind = layer.consumers
        bias = layer.value("use_bias")
        if len(behind) != 1 or behind[0].cls != "BatchNormalization" or not (bias is MISSING or bias is True):
            return
        axis = behind[0].value("axis")
        if behind[0].layer is None or behind[0].layer.custom or axis not in (MISSING, -1):
            return
        yield Finding(
            layer.site,
            f"the bias of `{layer.name}` is taken away again by the batch normalisation behind it",
            remedies=[DropBias(layer)],
            related=[Related(behind[0].site, "the mean is subtracted here")],
        )

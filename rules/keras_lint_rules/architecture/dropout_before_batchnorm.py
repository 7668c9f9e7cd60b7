"""KL221: dropout directly before batch normalisation."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.lint.finding import Finding, Related, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program.program import Program
from keras_lint.program.views import LayerView
from keras_lint_rules.remedies.layer_order import SwapLayers

DROPOUT = frozenset({"Dropout", "AlphaDropout", "GaussianDropout"})
"""Layers that add variance in training and none at inference."""


class DropoutBeforeBatchNorm(Rule):
    """Batch normalisation learns the variance of what dropout makes, and meets another one at inference.

    ## What it does
    Finds a `Dropout` whose output goes straight into a `BatchNormalization`.

    ## Why is this bad?
    In training dropout raises the variance of its output by 1 / (1 - rate); batch normalisation keeps a moving average
    of that variance. At inference dropout does nothing, the variance is smaller, and the normalisation scales by a
    number that no longer fits: validation is worse and wavers.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((100,)),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.5),  # KL221
        layers.BatchNormalization(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((100,)),
        layers.Dense(64, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Fix safety
    Unsafe: the model computes something else.

    ## References
    - Li et al. 2019, *Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift*
    """

    code = "KL221"
    name = "dropout-before-batchnorm"
    severity = Severity.INFO

    def check(self, layer: LayerView, program: Program) -> Iterator[Finding]:
        """Yield a finding for a dropout that feeds nothing but a batch normalisation."""
        if layer.cls not in DROPOUT or layer.layer is None or layer.layer.custom:
            return
        rate, behind = layer.value("rate"), layer.consumers
        if not isinstance(rate, (int, float)) or not 0 < rate < 1 or len(behind) != 1 or layer.is_output:
            return
        if behind[0].cls == "BatchNormalization":
            yield Finding(
                layer.site,
                f"`{layer.cls}({rate})` feeds a batch normalisation: it learns a variance that inference does not have",
                remedies=[SwapLayers(layer, behind[0])],
                related=[Related(behind[0].site, "the variance is learnt here")],
            )

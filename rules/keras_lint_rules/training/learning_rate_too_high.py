"""KL308: a learning rate that lets training diverge."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.learning_rates import ADAPTIVE, Optimizer
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import rates
from keras_lint.program.program import Program
from keras_lint.program.views import CompileCall
from keras_lint_rules.remedies.learning_rate import SetLearningRate

HIGHEST_ADAPTIVE = 0.1
"""Adam and its like move every weight by about the rate in each update; weights are about 0.1 to 1. Seen (digits of
scikit-learn, 1000 updates): one hidden layer of 64 learns 31 % at 0.3 and 10 %, chance, at 1; 98 % at 0.001."""
DOUBTFUL_ADAPTIVE = 0.02
"""Seen with four hidden layers: 98 % at 0.02, 85 to 96 % at 0.03, 73 to 92 % at 0.05. UMLAUT (Schoop et al., 2021)
warns
from 0.01 on."""
HIGHEST_SGD = 1.0
"""Seen: one hidden layer learns at 1, not at 3; two hidden layers learn at 0.5 and stay at 10 to 28 % at 1."""
DOUBTFUL_REACH = 2.0
"""Rate / (1 - momentum): 0.1 with momentum 0.9, the usual for residual networks, is 1. Seen: 71 % at 5."""


class LearningRateTooHigh(Rule):
    """The learning rate is so high that training diverges, or jumps about.

    ## What it does
    Finds optimizers with a constant learning rate above what they work with: Adam, AdamW, Adamax, Nadam, RMSprop and
    Lion
    above 0.1 (information above 0.02), SGD above 1 without clipping (information at 1, or where momentum makes it reach
    beyond 2). Information is given for networks with hidden layers only.

    ## Why is this bad?
    With too large steps the weights jump over the minimum. Hidden ReLU units die, sigmoids saturate, the loss stays
    where
    it is or becomes `nan`, and no further epoch repairs that.

    ## Example
    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=1.0), loss="binary_crossentropy")  # KL308
    ```

    ## Use instead
    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy")
    ```

    A linear model has but one minimum, SGD takes higher rates, and Adadelta was published with 1.0:

    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), loss="binary_crossentropy")
    model.compile(optimizer=keras.optimizers.Adadelta(1.0), loss="binary_crossentropy")
    linear = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
    linear.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")
    ```

    ## Fix safety
    Unsafe: training takes another course.

    ## References
    - E. Schoop, F. Huang, B. Hartmann, UMLAUT: debugging deep learning programs using program structure and model
      behavior (2021)
    - I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 11.4.1: the learning rate is the most
      important one
    """

    code = "KL308"
    name = "learning-rate-too-high"
    severity = Severity.WARNING

    def check(self, compilation: CompileCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the rate is known, constant, and above the limits of its optimizer."""
        optimizer = rates.compiled_optimizer(compilation)
        if isinstance(optimizer, Unknown) or isinstance(optimizer.rate, Unknown) or optimizer.clipped is not False:
            return
        if rates.rate_is_set_later(compilation):
            return
        limit, severity = exceeded(optimizer)
        if limit is None or optimizer.site is None or (severity is Severity.INFO and not rates.is_deep(compilation)):
            return
        site = (
            optimizer.argument.site
            if optimizer.argument is not None and optimizer.argument.site is not None
            else optimizer.site
        )
        rate, known = f"learning rate {optimizer.rate:g}", f"`{optimizer.cls}` (default {optimizer.default:g})"
        far = severity is Severity.WARNING
        yield Finding(
            site,
            f"{rate} is far above what works with {known}"
            if far
            else f"{rate} is high for {known}; training may jump about",
            remedies=[SetLearningRate(optimizer, optimizer.default)] if optimizer.default else [],
            severity=severity,
        )


def exceeded(optimizer: Optimizer) -> tuple[float | None, Severity]:
    """The limit that the rate exceeds, and how bad that is."""
    rate, reach = optimizer.rate, optimizer.reach
    if isinstance(rate, Unknown):
        return None, Severity.INFO
    if optimizer.cls in ADAPTIVE:
        if rate > HIGHEST_ADAPTIVE:
            return HIGHEST_ADAPTIVE, Severity.WARNING
        return (DOUBTFUL_ADAPTIVE, Severity.INFO) if rate > DOUBTFUL_ADAPTIVE else (None, Severity.INFO)
    if optimizer.cls == "SGD":
        if rate > HIGHEST_SGD:
            return HIGHEST_SGD, Severity.WARNING
        if rate == HIGHEST_SGD or (not isinstance(reach, Unknown) and reach > DOUBTFUL_REACH):
            return DOUBTFUL_REACH, Severity.INFO
    return None, Severity.INFO

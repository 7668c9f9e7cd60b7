"""KL309: a learning rate that hardly moves the weights."""

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

LOWEST_ADAPTIVE = 1e-6
"""Below, 100,000 updates move a weight by less than 0.1. Pretrained weights are fine-tuned with 1e-5 and more."""
DOUBTFUL_ADAPTIVE = 1e-5
"""Below the usual rates of training from scratch by a factor of 100."""
LOWEST_SGD = 1e-5
"""A thousandth of the default; where the loss is a cross-entropy, gradients are too small to make up for that."""
WORKS = {"Adadelta": 1.0, "Adagrad": 0.01, "Ftrl": 0.05}
"""Rates that work. Those of Adadelta and Adagrad are the defaults of Keras before 2.3. Seen (digits of scikit-learn,
one hidden layer, 1000 updates; chance is 10 %): 98, 94 and 96 %, as Adam's 98 %."""
TOO_LOW = {"Adadelta": 0.01, "Adagrad": 0.002, "Ftrl": 0.005}
"""Up to these they hardly learn. Seen: 28, 77 and 18 % there, and 12, 59 and 10 % at their default of 0.001."""


class LearningRateTooLow(Rule):
    """The learning rate is so low that the weights hardly leave their random start.

    ## What it does
    Finds optimizers with a constant learning rate below what they work with, the *defaults* of Adadelta, Adagrad and
    Ftrl
    among them, in models that train from scratch. A rate of 0 or below is an error.

    ## Why is this bad?
    Adam and its like move a weight by about the learning rate in each update. At 1e-7 a million updates are needed to
    move it by 0.1. Since Keras 2.3 the default of Adadelta, Adagrad and Ftrl is 0.001, which suits none of the three:
    their steps begin smaller, or shrink. The loss falls so slowly that it looks as if the model could not learn.

    ## Example
    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(1e-7), loss="binary_crossentropy")  # KL309
    ```

    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adadelta", loss="binary_crossentropy")  # KL309
    ```

    ## Use instead
    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(0.001), loss="binary_crossentropy")
    ```

    ```python
    import keras

    model = keras.Sequential([
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=keras.optimizers.Adadelta(learning_rate=1.0), loss="binary_crossentropy")
    ```

    Fine-tuning needs low rates, and so does SGD where the targets are large:

    ```python
    import keras

    base = keras.applications.MobileNetV2(include_top=False, pooling="avg", input_shape=(96, 96, 3))
    model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(1e-6), loss="binary_crossentropy")

    forecast = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
    forecast.compile(optimizer=keras.optimizers.SGD(1e-8, momentum=0.9), loss="mse")
    ```

    ## Fix safety
    Unsafe: training takes another course.

    ## References
    - M. D. Zeiler, ADADELTA: an adaptive learning rate method (2012): the published form has no rate, that is 1.0
    - Keras API, `keras.optimizers.Adadelta`: "to match the exact form in the original paper use 1.0"
    """

    code = "KL309"
    name = "learning-rate-too-low"
    severity = Severity.WARNING

    def check(self, compilation: CompileCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the rate is known, constant, and below the limits of its optimizer."""
        optimizer = rates.compiled_optimizer(compilation)
        if isinstance(optimizer, Unknown) or isinstance(optimizer.rate, Unknown) or optimizer.site is None:
            return
        if rates.rate_is_set_later(compilation):
            return
        verdict = judged(optimizer, compilation)
        if verdict is None:
            return
        message, severity = verdict
        rate = WORKS.get(optimizer.cls, optimizer.default)
        site = (
            optimizer.argument.site
            if optimizer.argument is not None and optimizer.argument.site is not None
            else optimizer.site
        )
        yield Finding(site, message, remedies=[SetLearningRate(optimizer, rate)] if rate else [], severity=severity)


def judged(optimizer: Optimizer, compilation: CompileCall) -> tuple[str, Severity] | None:
    """What to say about a rate, and how bad it is; ``None`` where it can work."""
    rate, cls = optimizer.rate, optimizer.cls
    if isinstance(rate, Unknown):
        return None
    if rate < 0:
        return f"learning rate {rate:g} is negative: `{cls}` climbs the loss", Severity.ERROR
    if rate == 0:
        return "learning rate 0: the weights never change", Severity.ERROR
    if not rates.starts_from_scratch(compilation):
        return None
    if cls in TOO_LOW and rate <= TOO_LOW[cls]:
        default = "the default learning rate" if optimizer.is_default else "learning rate"
        return f"{default} {rate:g} lets `{cls}` hardly learn; {WORKS[cls]:g} works", Severity.WARNING
    if cls in ADAPTIVE and rate < LOWEST_ADAPTIVE:
        return (
            f"learning rate {rate:g} is far too low: 100,000 updates of `{cls}` move a weight by {rate * 1e5:.2g}",
            Severity.WARNING,
        )
    if cls in ADAPTIVE and rate < DOUBTFUL_ADAPTIVE:
        return (
            f"learning rate {rate:g} is very low for training from scratch (default {optimizer.default:g})",
            Severity.INFO,
        )
    reach = optimizer.reach
    if (
        cls == "SGD"
        and not isinstance(reach, Unknown)
        and reach < LOWEST_SGD
        and rates.has_probability_loss(compilation)
    ):
        return f"learning rate {rate:g} is far too low for `SGD` (default {optimizer.default:g})", Severity.WARNING
    return None

"""KL307: training that ends before the weights have moved."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.learning_rates import ADAPTIVE, Optimizer
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits, rates
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall

TABLE_WAY = 0.02
"""How far Adam and its like can have moved a weight on a truth table: about the number of updates times the learning
rate.
Weights start at about 0.1 to 1. Seen with Keras 3.15 (six seeds, 4 to 64 hidden units): after 20 updates at 0.001,
XOR is
right in at most two of six runs, by luck: the outputs are all about 0.5; after 500 in all."""
WIDE_TABLE = 128
"""Units of a layer up to which that holds."""
SMALL_TABLE_WAY = 0.05
"""The same for small networks: with 4 and 8 units XOR is right in none and one of six runs."""
SMALL_TABLE = 16
"""Units of the widest layer of a small network."""
DATA_WAY = 0.4
"""The same for data, times the units of the widest layer: as many small changes add up. Seen (three seeds, 16
units): at 0.4
the digits of scikit-learn are at 21 % (chance: 10 %), iris at 62 % (33 %), breast cancer at 70 % (63 %)."""
TABLE_REACH = 1.0
"""Updates of SGD times its reach: XOR is learnt by none of six seeds at 2, by one at 5, by all at 20."""
DATA_REACH = 0.1
"""The same for data: the digits are at 12 % there, iris at 56 %, breast cancer at 60 %."""


class TooFewUpdates(Rule):
    """The optimizer updates the weights so few times that they hardly leave their random start.

    ## What it does
    Multiplies the epochs with the batches of an epoch, where the number of samples is known, and finds trainings from
    scratch that end after a handful of updates.

    ## Why is this bad?
    Each batch moves the weights by one small step. Four samples in one batch are one step per epoch: after 10 epochs
    with Adam at 0.001 no weight has moved by more than about 0.01, and the network predicts what its random start
    predicted. Small data need hundreds of epochs, or smaller batches.

    ## Example
    ```python
    import keras
    import numpy as np

    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
    y = np.array([[0], [1], [1], [0]], dtype="float32")
    model = keras.Sequential([
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=10)  # KL307
    ```

    ## Use instead
    ```python
    import keras
    import numpy as np

    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
    y = np.array([[0], [1], [1], [0]], dtype="float32")
    model = keras.Sequential([
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=1000)
    ```

    One epoch over many samples is many updates:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train / 255.0, y_train)
    ```

    ## Fix safety
    There is no fix: how many epochs are enough is to be seen from the learning curves.

    ## References
    - D. P. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), section 2.1: the step is bounded by the
      rate
    """

    code = "KL307"
    name = "too-few-updates"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the number of updates is known and even the luckiest training needs more."""
        count = fits.updates(fit)
        if (
            not isinstance(count, int)
            or count < 1
            or not fits.learnable(fit)
            or fits.custom_training(fit)
            or fits.trained_before(fit)
        ):
            return
        optimizer = rates.optimizer(fit)
        if isinstance(optimizer, Unknown) or isinstance(optimizer.rate, Unknown) or rates.rate_is_managed(fit):
            return
        if not falls_short(fit, optimizer, count):
            return
        samples = fits.trained_samples(fit)
        of = f" ({samples} samples, {fits.new_epochs(fit)} epochs)" if isinstance(samples, int) else ""
        updates = "1 update" if count == 1 else f"{count} updates"
        far = f": they move by {count * optimizer.rate:.2g} at most" if optimizer.cls in ADAPTIVE else ""
        yield Finding(fit.site, f"only {updates} of the weights{of} at learning rate {optimizer.rate:g}{far}")


def falls_short(fit: FitCall, optimizer: Optimizer, count: int) -> bool:
    """Whether so many updates are too few for any training from scratch."""
    table, width = fits.on_truth_table(fit), rates.width(fit)
    if optimizer.cls in ADAPTIVE and not isinstance(optimizer.rate, Unknown):
        if not isinstance(width, int):
            return False
        way = count * optimizer.rate
        if table:
            return (way <= TABLE_WAY and width <= WIDE_TABLE) or (way < SMALL_TABLE_WAY and width <= SMALL_TABLE)
        return way * width < DATA_WAY
    reach = optimizer.reach
    if optimizer.cls != "SGD" or isinstance(reach, Unknown) or not rates.has_small_gradients(fit):
        return False
    return count * reach < (TABLE_REACH if table else DATA_REACH)

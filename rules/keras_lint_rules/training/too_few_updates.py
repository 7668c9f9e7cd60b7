"""KL307: training that ends before the weights have moved."""

from __future__ import annotations

from collections.abc import Iterator

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.learning_rates import ADAPTIVE
from keras_lint.lint.finding import Finding, Severity
from keras_lint.lint.rule import Rule
from keras_lint.program import fits
from keras_lint.program.program import Program
from keras_lint.program.views import FitCall

SHORT_WAY = 0.05
"""How far a weight can have moved in all updates of Adam and its like, which is about their number times the learning
rate. Weights start at about 0.1 to 1. Seen with Keras 3.15 (six seeds, 8 hidden units): XOR is learnt by none at 0.01, by
one of six at 0.05, by four at 0.2, by all at 0.5."""
FEW_UPDATES = 50
"""The same for SGD, whose steps depend on the gradient: iris, digits and breast cancer are all far from learnt after 50
updates at the default rate of 0.01."""


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
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=10)  # KL307
    ```

    ## Use instead
    ```python
    import keras
    import numpy as np

    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
    y = np.array([[0], [1], [1], [0]], dtype="float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=1000)
    ```

    One epoch over many samples is many updates:

    ```python
    import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train / 255.0, y_train)
    ```

    ## Fix safety
    There is no fix: how many epochs are enough is to be seen from the learning curves.

    ## References
    - D. P. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), section 2.1: the step is bounded by the rate
    """

    code = "KL307"
    name = "too-few-updates"
    severity = Severity.WARNING

    def check(self, fit: FitCall, program: Program) -> Iterator[Finding]:
        """Yield a finding where the number of updates is known and even the luckiest training needs more."""
        count = fits.updates(fit)
        if not isinstance(count, int) or count < 1 or not fits.learnable(fit) or fits.custom_training(fit) or fits.trained_before(fit):
            return
        optimizer = fits.optimizer(fit)
        if isinstance(optimizer, Unknown) or isinstance(optimizer.rate, Unknown) or fits.rate_is_managed(fit):
            return
        adaptive = optimizer.cls in ADAPTIVE
        if not adaptive and (optimizer.cls != "SGD" or optimizer.rate > (optimizer.default or 0) or optimizer.momentum != 0):
            return
        if count * optimizer.rate >= SHORT_WAY if adaptive else count >= FEW_UPDATES:
            return
        samples = fits.trained_samples(fit)
        of = f" ({samples} samples, {fits.new_epochs(fit)} epochs)" if isinstance(samples, int) else ""
        updates = "1 update" if count == 1 else f"{count} updates"
        far = f": weights move by {count * optimizer.rate:.2g} at most" if adaptive else ""
        yield Finding(fit.site, f"only {updates} of the weights{of} at learning rate {optimizer.rate:g}{far}")

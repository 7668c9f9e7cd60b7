"""Which ways to get validation data are open to a ``fit``, the best first."""

from __future__ import annotations

from keras_lint.knowledge.facts import is_known
from keras_lint.knowledge.values import Array
from keras_lint.lint.remedy import Remedy
from keras_lint.program.views import FitCall
from keras_lint_rules.remedies.dataset_split import SplitDataset
from keras_lint_rules.remedies.train_test_split import SplitArrays
from keras_lint_rules.remedies.validation_split import AddValidationSplit

MIXED = frozenset(
    {"mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters", "boston_housing", "california_housing"}
)
"""Public data sets that Keras loads in an order that has nothing to do with the labels: their last fifth is a fair
sample."""


def validation_remedies(fit: FitCall) -> list[Remedy]:
    """Remedies for a ``fit`` without validation data; each says itself whether it applies."""
    split, held_out = AddValidationSplit(fit), SplitArrays(fit)
    order: list[Remedy] = [split, held_out] if is_mixed(fit) else [held_out, split]
    return [*order, SplitDataset(fit)]


def is_mixed(fit: FitCall) -> bool:
    """Whether the rows are known to stand in an order that has nothing to do with their labels."""
    data = fit.inputs
    if not isinstance(data, Array):
        return False
    shuffled = data.last_step("shuffled", "split")
    return data.origin in MIXED or (shuffled is not None and shuffled.certain and is_known(data.rows))

"""Cross-validation: ``for train, test in KFold(5).split(X)`` yields arrays of indices."""

from __future__ import annotations

from math import ceil
from typing import Any
from typing import Literal as Choice

from keras_lint.knowledge.arrays import Axis, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, is_known
from keras_lint.knowledge.sklearn.fitting import option_value
from keras_lint.knowledge.values import Array, Configured, List, Literal, Tuple, Value

FOLDS = ("KFold", "StratifiedKFold", "GroupKFold", "RepeatedKFold", "RepeatedStratifiedKFold", "StratifiedGroupKFold")
SHUFFLES = ("ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit")
OTHERS = ("LeaveOneOut", "LeavePOut", "TimeSeriesSplit", "PredefinedSplit")
DEFAULT_FOLDS = 5
"""scikit-learn's since 0.22."""


def paths(names: tuple[str, ...], method: str) -> list[str]:
    """Where these classes stand, in old releases too."""
    return [f"sklearn.{module}.{name}.{method}" for module in ("model_selection", "cross_validation") for name in names]


@describes(*paths((*FOLDS, *SHUFFLES, *OTHERS), "split"))
def split(call: Call) -> Value:
    """Pairs of index arrays; indexing with them gives parts of the rows that share none."""
    splitter: Configured = call.read(call.receiver)
    data = to_array(call, call.arg(0, "X")) or Array()
    number = call.fresh()
    rows = call.new_rows()
    train, test = fold_sizes(call, splitter, data.samples)
    high = float(data.samples - 1) if is_known(data.samples) and isinstance(data.samples, int) else UNKNOWN
    pair = []
    sides: tuple[tuple[Choice["train", "test"], Dim], ...] = (("train", train), ("test", test))
    for name, dim in sides:
        step = call.step("split", splitter.name, identity=number)
        index = Array(
            (dim,), "int64", 0.0, high, rows=rows.part(number, name), steps=(step,), library="numpy", part=name
        )
        pair.append(call.new(index))
    targets = to_array(call, call.arg(1, "y")) if len(call.args) > 1 or "y" in call.kwargs else None
    stratified = splitter.name.startswith(("Stratified", "RepeatedStratified"))
    facts = tuple(fact for fact in (data, targets) if fact is not None)
    shuffled = option_value(
        call, splitter, 1, "shuffle", default=splitter.name in SHUFFLES or "Repeated" in splitter.name
    )
    call.event("fold_split", arrays=facts, number=number, stratify=stratified, splitter=splitter.name, shuffle=shuffled)
    return call.new(List((), Tuple(tuple(pair))))


def fold_sizes(call: Call, splitter: Configured, samples: Any) -> tuple[Dim, Dim]:
    """Lengths of the two index arrays, where all folds have the same."""
    unknown = (Axis("the number of training rows"), Axis("the number of test rows"))
    if not isinstance(samples, int):
        return unknown
    if (
        splitter.name in FOLDS
        and "Group" not in splitter.name
        and not splitter.name.startswith(("Stratified", "RepeatedS"))
    ):
        folds = option_value(call, splitter, 0, "n_splits", DEFAULT_FOLDS)
        if isinstance(folds, int) and folds > 1 and samples % folds == 0:
            return samples - samples // folds, samples // folds
    if splitter.name == "ShuffleSplit":
        share = option_value(call, splitter, 1, "test_size", 0.1)
        given_train = option_value(call, splitter, 2, "train_size", None)
        if given_train is None and isinstance(share, (int, float)):
            test = ceil(share * samples) if isinstance(share, float) else share
            return samples - test, test
    if splitter.name == "LeaveOneOut":
        return samples - 1, 1
    return unknown


@describes(*paths((*FOLDS, *SHUFFLES, *OTHERS), "get_n_splits"))
def number_of_splits(call: Call) -> Value:
    """``kfold.get_n_splits()``."""
    splitter: Configured = call.read(call.receiver)
    folds = option_value(call, splitter, 0, "n_splits", UNKNOWN)
    plain = splitter.name in ("KFold", "StratifiedKFold", *SHUFFLES)
    return Literal(folds) if isinstance(folds, int) and plain else UNKNOWN

"""``train_test_split``."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import Any

from keras_lint.knowledge.arrays import Axis, flag, to_array
from keras_lint.knowledge.call import Call, describes
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.numpy.operand import is_none
from keras_lint.knowledge.values import MISSING, Array, List, Literal, Rows, Tuple, Value

OPTIONS = ("test_size", "train_size", "random_state", "shuffle", "stratify")
DEFAULT_TEST_SIZE = 0.25
"""sklearn's own default."""


@describes(
    "sklearn.model_selection.train_test_split",
    "sklearn.cross_validation.train_test_split",
    "sklearn.model_selection._split.train_test_split",
)
def train_test_split(call: Call) -> Value:
    """Cut arrays into a training and a test part each, in the order of the arguments.

    Each result holds rows of what it was cut from: its ``rows`` are those of its argument with one more part, (number
    of this split, "train" or "test"). So a scaler that was fitted on an argument before is seen to have known the test
    rows, whichever argument it was; and results of one split share their last part, by which a rule sees that
    ``x_train`` and ``y_train`` hold the same samples although their arguments came from different sources. An argument
    whose rows are not known gets those of the first one that has any, else all get a new source together.
    """
    given = [value for value in call.args if not isinstance(call.read(value), Literal)]
    if not call.complete or not given:
        return Unknown("what `train_test_split` was given is not known")
    facts = [as_split(call, value) for value in given]
    number = call.fresh()
    shared = next((fact.rows for fact in facts if isinstance(fact.rows, Rows)), None) or call.new_rows()
    train, test = part_sizes(call, next((f.samples for f in facts if is_known(f.samples)), UNKNOWN))
    stratify = call.arg(None, "stratify")
    shuffled = flag(call, call.arg(None, "shuffle"), default=True)
    results: list[Value] = []
    for column, fact in enumerate(facts):
        rows = fact.rows if isinstance(fact.rows, Rows) else shared
        for name, dim in (("train", train), ("test", test)):
            results.append(call.new(part_of(call, fact, rows.part(number, name), name, dim, column, number)))
    call.event(
        "split",
        arrays=tuple(facts),
        values=tuple(given),
        results=tuple(results),
        number=number,
        stratify=False if is_none(stratify) else UNKNOWN if isinstance(stratify, Unknown) else True,
        shuffle=shuffled,
        share=share_held_out(call, train, test),
    )
    return Tuple(tuple(results))


def as_split(call: Call, value: Value) -> Array:
    """What is split, as an array; lists stay lists."""
    found = to_array(call, value)
    if found is None:
        listed = isinstance(call.read(value), (List, Tuple))
        return Array(library="python" if listed else UNKNOWN)
    return found


def part_of(call: Call, fact: Array, rows: Rows, name: Any, dim: Dim, column: int, number: int) -> Array:
    """One result: some of the rows of one argument."""
    shape = (dim, *fact.shape[1:]) if isinstance(fact.shape, tuple) and fact.shape else UNKNOWN
    labels = replace(fact.labels, counts=UNKNOWN) if fact.labels is not None else None
    step = call.step("split", "train_test_split", identity=number)
    return replace(fact, shape=shape, rows=rows, part=name, column=column, labels=labels, data=UNKNOWN).with_step(step)


def part_sizes(call: Call, samples: int | Unknown) -> tuple[Dim, Dim]:
    """Numbers of train and test rows as scikit-learn computes them; those of unknown length get an axis of their
    own.
    """
    unknown = (Axis("the number of training rows"), Axis("the number of test rows"))
    test, train = (size_option(call, name) for name in ("test_size", "train_size"))
    if isinstance(test, Unknown) or isinstance(train, Unknown):
        return unknown
    if test is None and train is None:
        test = DEFAULT_TEST_SIZE
    if not is_known(samples):
        return (train if isinstance(train, int) else unknown[0], test if isinstance(test, int) else unknown[1])
    n_test = ceil(test * samples) if isinstance(test, float) else test
    n_train = floor(train * samples) if isinstance(train, float) else train
    if n_test is None:
        n_test = samples - (n_train or 0)
    if n_train is None:
        n_train = samples - n_test
    if n_train <= 0 or n_test <= 0 or n_train + n_test > samples:
        return unknown  # scikit-learn refuses
    return n_train, n_test


def share_held_out(call: Call, train: Dim, test: Dim) -> float | Unknown:
    """The share of the rows that become the test part."""
    if isinstance(train, int) and isinstance(test, int):
        return test / (train + test)
    asked, kept = size_option(call, "test_size"), size_option(call, "train_size")
    if isinstance(asked, float):
        return asked
    if asked is None and (kept is None or isinstance(kept, float)):
        return DEFAULT_TEST_SIZE if kept is None else 1 - kept
    return UNKNOWN


def size_option(call: Call, name: str) -> int | float | None | Unknown:
    """``test_size`` or ``train_size``."""
    value = call.arg(None, name)
    if value is MISSING:
        return None
    number = call.python(value)
    return number if number is None or (isinstance(number, (int, float)) and not isinstance(number, bool)) else UNKNOWN


@describes("sklearn.utils.shuffle")
def shuffle(call: Call) -> Value:
    """Give all arrays one new order."""
    number = call.fresh()
    results: list[Value] = []
    for value in call.args:
        fact = as_split(call, value)
        known = isinstance(fact.shape, tuple) and is_none(call.arg(None, "n_samples"))
        shape = (
            fact.shape
            if known
            else (UNKNOWN, *fact.shape[1:])
            if isinstance(fact.shape, tuple) and fact.shape
            else UNKNOWN
        )
        step = call.step("shuffled", "sklearn.utils.shuffle", identity=number)
        results.append(call.new(replace(fact, shape=shape, data=UNKNOWN).with_step(step)))
    if not results or not call.complete:
        return UNKNOWN
    return results[0] if len(results) == 1 else Tuple(tuple(results))


@describes("sklearn.utils.resample")
def resample(call: Call) -> Value:
    """``resample(minority, n_samples=500)``: rows drawn again, of a source of their own."""
    results: list[Value] = []
    number, count = call.fresh(), call.python(call.arg(None, "n_samples", default=Literal(None)))
    rows = call.new_rows()
    repeats = flag(call, call.arg(None, "replace"), default=True)
    direction = "" if isinstance(repeats, Unknown) else "over" if repeats else "under"
    for value in call.args:
        fact = as_split(call, value)
        first: Any = fact.samples if count is None else count if isinstance(count, int) else UNKNOWN
        shape = (first, *fact.shape[1:]) if isinstance(fact.shape, tuple) and fact.shape else UNKNOWN
        labels = replace(fact.labels, counts=UNKNOWN, imbalanced=None) if fact.labels is not None else None
        step = call.step("resampled", "sklearn.utils.resample", identity=number, fitted_on=fact.rows, detail=direction)
        results.append(call.new(replace(fact, shape=shape, rows=rows, labels=labels, data=UNKNOWN).with_step(step)))
    if not results or not call.complete:
        return UNKNOWN
    first_fact = call.read(call.args[0])
    call.event(
        "resample",
        sampler="resample",
        inputs=first_fact,
        targets=call.read(call.args[1]) if len(call.args) > 1 else None,
    )
    return results[0] if len(results) == 1 else Tuple(tuple(results))

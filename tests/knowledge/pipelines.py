"""Runs small programs twice: for real, and symbolically; and compares what is known with what is true."""

from __future__ import annotations

from typing import Any

import numpy as np

from keras_lint.knowledge.facts import Unknown
from keras_lint.knowledge.values import Array, Dataset, Dict, Literal, Tuple
from keras_lint.lint.runner import analyse
from keras_lint.program.run import read
from keras_lint.source import source_from_text

MOST = 200
"""Elements looked at of one dataset."""

HEAD = """\
import numpy as np
import tensorflow as tf
import keras
from keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
"""


class Known:
    """What the symbolic run knows at the end of a program."""

    def __init__(self, code: str, path: str = "program.py") -> None:
        self.program = analyse(source_from_text(HEAD + code, path))
        run = self.program.run
        assert run.incomplete is None
        self.heap = run.state.heap
        self.names = self.heap[run.module.scope].names

    def __getitem__(self, name: str) -> Any:
        return self.read(self.names[name])

    def read(self, value: Any) -> Any:
        return read(self.heap, value)


def executed(code: str, **names: Any) -> dict[str, Any]:
    """The names that a program binds when it really runs."""
    scope: dict[str, Any] = dict(names)
    exec(compile(HEAD + code, "program.py", "exec"), scope)
    return scope


def check_array(known: Array, shape: tuple[int | None, ...] | None, dtype: str | None, values: Any, where: str) -> None:
    """Every known fact of an array is true of the real one; ``shape`` is the static shape."""
    if isinstance(known.shape, tuple) and shape is not None:
        assert len(known.shape) == len(shape), where
        for dim, real in zip(known.shape, shape, strict=True):
            assert isinstance(dim, Unknown) or dim == real, (where, known.shape, shape)
    if isinstance(known.dtype, str) and dtype is not None:
        assert known.dtype == dtype, where
    if values is not None and np.size(values) and np.asarray(values).dtype.kind in "biuf":
        tolerance = 1e-5 * max(1.0, float(np.max(np.abs(values))))
        assert isinstance(known.low, Unknown) or known.low - tolerance <= np.min(values), (
            where,
            known.low,
            np.min(values),
        )
        assert isinstance(known.high, Unknown) or known.high + tolerance >= np.max(values), (
            where,
            known.high,
            np.max(values),
        )


def check_elements(known: Known, elements: Any, spec: Any, values: Any, where: str) -> int:
    """Compare a structure of tensors with the real one; returns how many of its arrays are known."""
    fact = known.read(elements)
    if isinstance(fact, Unknown):
        return 0
    if isinstance(spec, tuple):
        assert isinstance(fact, Tuple), where
        assert len(fact.items) == len(spec), where
        return sum(
            check_elements(known, f, s, v, f"{where}[{i}]")
            for i, (f, s, v) in enumerate(zip(fact.items, spec, values, strict=True))
        )
    if isinstance(spec, dict):
        assert isinstance(fact, Dict), where
        assert set(fact.entries) <= set(spec), where
        return sum(check_elements(known, fact.entries[k], spec[k], values[k], f"{where}[{k}]") for k in fact.entries)
    if isinstance(fact, Literal) and fact.value is None:
        return 0
    assert isinstance(fact, Array), (where, fact)
    shape = None if spec.shape.rank is None else tuple(spec.shape)
    check_array(fact, shape, spec.dtype.name, values, where)
    whole = isinstance(fact.shape, tuple) and not any(isinstance(dim, Unknown) for dim in fact.shape)
    return int(whole and isinstance(fact.dtype, str))


def flattened(structure: Any) -> list[Any]:
    """Its leaves."""
    if isinstance(structure, tuple):
        return [leaf for item in structure for leaf in flattened(item)]
    if isinstance(structure, dict):
        return [leaf for item in structure.values() for leaf in flattened(item)]
    return [structure]


def check_dataset(known: Known, fact: Dataset, real: Any, where: str) -> int:
    """Every known fact of a ``tf.data.Dataset`` is true; returns how many arrays of its elements are known."""
    found = 0
    count = rows = 0
    for element in real.take(MOST).as_numpy_iterator():
        found = check_elements(known, fact.elements, real.element_spec, element, where)
        count += 1
        first = flattened(element)[0]
        rows += len(first) if np.ndim(first) and fact.batch_size is not None else 1
    endless = int(real.cardinality()) == -1
    if fact.cardinality is None:
        assert endless, where
    elif not isinstance(fact.cardinality, Unknown):
        assert not endless, where
        assert min(fact.cardinality, MOST) == count, where
    links = [link.name for link in fact.pipeline] if isinstance(fact.pipeline, tuple) else []
    plain = "repeat" not in links and links.count("batch") < 2
    if isinstance(fact.samples, int) and not endless and plain and count < MOST:
        assert rows == fact.samples or (fact.stage("batch").options["drop_remainder"] and rows <= fact.samples), where
    return found

"""Runs small programs for real and compares what the analysis claims of their values: every known fact must be true."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np

from keras_lint.knowledge.facts import Unknown, is_known
from keras_lint.knowledge.values import Array, Labels, List, Literal, Tuple
from keras_lint.lint.runner import analyse
from keras_lint.program.run import read
from keras_lint.source import source_from_text

TOLERANCE = 1e-6
"""Bounds are computed in double precision, the real numbers may be single."""


class Facts:
    """What the analysis knows at the end of a program, by the module's names."""

    def __init__(self, text: str) -> None:
        self.program = analyse(source_from_text(text, "program.py"))
        self.heap = self.program.run.finals[0]
        scope = self.heap[self.program.run.module.scope]
        self.names = {name: value for name, value in scope.names.items() if not name.startswith("__")}

    def __getitem__(self, name: str) -> Any:
        return read(self.heap, self.names[name])

    def read(self, value: Any) -> Any:
        return read(self.heap, value)

    def events(self, kind: str) -> list[Any]:
        return [event for event in self.program.events if event.kind == kind]


def execute(text: str) -> dict[str, Any]:
    """The names of the program after a real run."""
    names: dict[str, Any] = {}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        exec(compile(text, "program.py", "exec"), names)
    return names


def compare(text: str) -> tuple[Facts, dict[str, Any], list[str]]:
    """Run a program both ways; returns every untrue claim in words."""
    facts, real = Facts(text), execute(text)
    untrue: list[str] = []
    for name, value in facts.names.items():
        if name in real:
            untrue.extend(check(facts, value, real[name], name))
    return facts, real, untrue


def check(facts: Facts, value: Any, real: Any, name: str) -> list[str]:
    """Untrue claims about one value."""
    fact = facts.read(value)
    if isinstance(fact, Tuple) and isinstance(real, tuple):
        if len(fact.items) != len(real):
            return [f"{name}: {len(fact.items)} items, really {len(real)}"]
        return [line for i, item in enumerate(fact.items) for line in check(facts, item, real[i], f"{name}[{i}]")]
    if isinstance(fact, List) and isinstance(real, list) and fact.rest is None:
        if len(fact.items) != len(real):
            return [f"{name}: {len(fact.items)} items, really {len(real)}"]
        return [line for i, item in enumerate(fact.items) for line in check(facts, item, real[i], f"{name}[{i}]")]
    if isinstance(fact, Literal):
        return check_literal(fact, real, name)
    return check_array(fact, real, name) if isinstance(fact, Array) else []


def check_literal(fact: Literal, real: Any, name: str) -> list[str]:
    """A literal must be the value."""
    if isinstance(real, np.dtype):
        real = str(real)
    same = fact.value is real if real is None else bool(np.all(np.asarray(fact.value) == np.asarray(real)))
    return [] if same else [f"{name}: {fact.value!r}, really {real!r}"]


def as_numpy(real: Any) -> np.ndarray[Any, Any]:
    if hasattr(real, "toarray"):
        return np.asarray(real.toarray())
    if hasattr(real, "numpy"):
        return np.asarray(real.numpy())
    return np.asarray(real)


def check_array(fact: Array, real: Any, name: str) -> list[str]:
    """Shape, dtype, range, elements and labels of an array."""
    array, untrue = as_numpy(real), []
    if isinstance(fact.shape, tuple):
        dims = zip(fact.shape, array.shape, strict=False)
        if len(fact.shape) != array.ndim or any(isinstance(dim, int) and dim != size for dim, size in dims):
            untrue.append(f"{name}: shape {fact.shape}, really {array.shape}")
    numeric = array.dtype.kind in "biuf" and array.size > 0
    if is_known(fact.dtype) and not dtype_is(str(fact.dtype), real, array):
        untrue.append(f"{name}: dtype {fact.dtype}, really {array.dtype}")
    if numeric:
        low, high = float(np.nanmin(array)), float(np.nanmax(array))
        slack = TOLERANCE * max(1.0, abs(low), abs(high))
        if is_known(fact.low) and low < fact.low - slack:
            untrue.append(f"{name}: low {fact.low}, really {low}")
        if is_known(fact.high) and high > fact.high + slack:
            untrue.append(f"{name}: high {fact.high}, really {high}")
        if is_known(fact.data) and not np.allclose(np.asarray(fact.data), array, equal_nan=True):
            untrue.append(f"{name}: data {fact.data}, really {array}")
    if fact.labels is not None:
        untrue.extend(f"{name}: {line}" for line in check_labels(fact.labels, array))
    return untrue


def dtype_is(claimed: str, real: Any, array: np.ndarray[Any, Any]) -> bool:
    if claimed in ("str", "object", "category", "string"):
        return array.dtype.kind in "UOST"
    if hasattr(real, "dtypes") and hasattr(real, "columns"):
        return all(str(dtype) == claimed for dtype in real.dtypes)
    if not hasattr(real, "dtype"):
        return True  # Python's numbers and lists have none
    return str(array.dtype) == claimed


def check_labels(labels: Labels, array: np.ndarray[Any, Any]) -> list[str]:
    """Form, number and sizes of classes."""
    untrue = []
    values = array.argmax(1) if labels.form == "one-hot" and array.ndim == 2 else array.ravel()
    if labels.form == "one-hot" and not (
        array.ndim == 2 and set(np.unique(array)) <= {0, 1} and (array.sum(1) == 1).all()
    ):
        return ["not one-hot"]
    if labels.form == "integer" and not (array.astype(float) == np.round(array.astype(float))).all():
        untrue.append("not integer")
    found, counts = np.unique(values, return_counts=True)
    if is_known(labels.classes):
        width = array.shape[1] if labels.form == "one-hot" else len(found)
        if labels.classes != width:
            untrue.append(f"{labels.classes} classes, really {width}")
    if isinstance(labels.counts, tuple) and [c for c in labels.counts if c] != counts.tolist():
        untrue.append(f"counts {labels.counts}, really {counts.tolist()}")
    if labels.imbalanced is not None and counts.min() > 0.35 * counts.max():
        untrue.append(f"imbalanced ({labels.imbalanced}), really {counts.tolist()}")
    return untrue


def whole_shape(fact: Any) -> bool:
    """Whether an array's shape is known to the last axis."""
    return (
        isinstance(fact, Array)
        and isinstance(fact.shape, tuple)
        and not any(isinstance(dim, Unknown) for dim in fact.shape)
    )

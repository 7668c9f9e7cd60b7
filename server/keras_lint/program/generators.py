"""Data that the program makes itself: generator functions, and subclasses of ``keras.utils.PyDataset``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from keras_lint.knowledge.facts import UNKNOWN, Unknown, is_known
from keras_lint.knowledge.values import Argument, Array, Dataset, Rows, Tuple, Value
from keras_lint.program.join import join_values
from keras_lint.program.values import Function, Instance

if TYPE_CHECKING:
    import libcst as cst

    from keras_lint.program.run import Run

DATA_ARGUMENTS = ("x", "validation_data")
"""Arguments of ``fit``, ``evaluate`` and ``predict`` that take a dataset."""


def generator_of(run: Run, yields: list[Value]) -> Dataset:
    """What a generator function returns."""
    return with_inputs(run, Dataset(kind="generator", elements=join_values(yields)))


def with_inputs(run: Run, dataset: Dataset) -> Dataset:
    """A dataset with what follows from its elements: batch size, steps, whether they are augmented."""
    dataset = replace(dataset, elements=whole_rows(run, dataset.elements))
    inputs = run.read(dataset.inputs)
    if not isinstance(inputs, Array):
        return replace(dataset, augmented=UNKNOWN)
    followed = isinstance(inputs.shape, tuple) and is_known(inputs.dtype)
    size = inputs.samples
    return replace(
        dataset,
        batch_size=size if is_known(size) else UNKNOWN,
        augmented=True if inputs.has_step("augmented") else False if followed else UNKNOWN,
        steps=inputs.steps,
        rows=inputs.rows,
        part=inputs.part,
        origin=inputs.origin,
    )


def whole_rows(run: Run, elements: Value) -> Value:
    """Elements as being of all rows that the generator goes through: which of them a batch holds is not known."""
    fact = run.read(elements)
    if isinstance(fact, Tuple):
        return Tuple(tuple(whole_rows(run, item) for item in fact.items))
    if (
        isinstance(fact, Array)
        and isinstance(fact.rows, Rows)
        and fact.rows.parts
        and fact.rows.parts[-1][1] == "slice"
    ):
        return replace(fact, rows=replace(fact.rows, parts=fact.rows.parts[:-1]))
    return fact if isinstance(fact, Array) else elements


def fill_sequence(run: Run, reference: Value, node: cst.CSTNode) -> None:
    """Follow ``__getitem__`` and ``__len__`` of a new ``PyDataset`` for what its batches are and how many there are."""
    from keras_lint.program.calls import Arguments, call_function

    instance: Instance = run.read(reference)
    dataset = run.read(instance.fact)
    getter, length = instance.cls.lookup("__getitem__"), instance.cls.lookup("__len__")
    if not isinstance(dataset, Dataset) or not isinstance(getter, Function):
        return
    run.muted += 1
    elements = call_function(run, getter, Arguments([(reference, None), (Unknown("an index"), None)]), node)
    count: Any = UNKNOWN
    if isinstance(length, Function):
        count = run.python(call_function(run, length, Arguments([(reference, None)]), node))
    run.muted -= 1
    if isinstance(count, bool) or not isinstance(count, int):
        count = UNKNOWN
    run.update(instance.fact, with_inputs(run, replace(dataset, elements=elements, cardinality=count)))


def as_data(run: Run, bound: dict[str, Argument]) -> dict[str, Argument]:
    """Arguments of ``fit`` with the dataset that an object of the program's own class stands for."""
    found = dict(bound)
    for name in DATA_ARGUMENTS:
        fact = run.read(bound[name].value) if name in bound else None
        if isinstance(fact, Instance) and isinstance(run.read(fact.fact), Dataset):
            found[name] = replace(bound[name], value=fact.fact)
    return found


__all__ = ["as_data", "fill_sequence", "generator_of"]

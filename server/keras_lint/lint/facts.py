"""What is known of the values of a program, as plain data: for ``keras-lint facts`` and for editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import (
    MISSING,
    Array,
    Configured,
    Dataset,
    Dict,
    Layer,
    List,
    Literal,
    Model,
    OneOf,
    Symbol,
    Tensor,
    Tuple,
    Value,
)
from keras_lint.lint.finding import Place, place
from keras_lint.program.entries import run_program
from keras_lint.program.modules import Module, Project
from keras_lint.program.program import Program
from keras_lint.program.run import Event, Run, read
from keras_lint.program.values import Class, Function, Instance, ModuleValue
from keras_lint.program.views import ModelCall, ModelView
from keras_lint.source import Span
from keras_lint.syntax import parse

if TYPE_CHECKING:
    from keras_lint.source import Source
    from keras_lint.syntax import Site

DATA_ARGUMENTS = ("x", "y", "validation_data", "sample_weight")
"""Arguments of ``fit``, ``evaluate`` and ``predict`` that bring data."""

_KINDS: tuple[tuple[type, str], ...] = (
    (Array, "array"),
    (Dataset, "dataset"),
    (Model, "model"),
    (Layer, "layer"),
    (Configured, "object"),
    (Tensor, "tensor"),
    (Tuple, "tuple"),
    (List, "list"),
    (Dict, "dict"),
    (Symbol, "library"),
    (Function, "function"),
    (Class, "class"),
    (ModuleValue, "module"),
    (Instance, "object"),
    (OneOf, "one of several"),
)


class Bound(NamedTuple):
    """A name that is bound, with the memory as it is then."""

    name: str
    value: Value
    heap: dict[int, Any]
    statement: Site


class _Watch(Run):
    """A run that notes every name bound by statements on some rows."""

    def __init__(self, module: Module, project: Project, rows: range) -> None:
        super().__init__(module, project)
        self.rows = rows
        self.bound: list[Bound] = []

    def note_binding(self, name: str, value: Value, fact: Any) -> None:
        """Remember what a name of interest is bound to."""
        super().note_binding(name, value, fact)
        if self.statement is None or self.muted or self.frame.module is not self.module:
            return
        statement = self.site(self.statement)
        start, end = statement.span
        source = statement.source
        if source.row(start) < self.rows.stop and source.row(max(start, end - 1)) >= self.rows.start:
            self.bound.append(Bound(name, value, self.state.snapshot(), statement))


def facts_of(source: Source, span: Span | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """What is known of the data that reaches models, or of the names bound on the rows of ``span`` as well.

    Returns:
        The facts, in order of the text, and the reasons why parts of the file were not followed.
    """
    rows = range(source.row(span.start), source.row(span.end) + 1) if span is not None else range(0)
    tree = parse(source)
    run = _Watch(Module("__main__", tree), Project(source), rows)
    run_program(run)
    program = Program(run)
    found = [_record(b.name, b.value, b.heap, place(source, _name_span(b)), "binding") for b in run.bound]
    for event in program.events:
        if event.kind not in ("fit", "evaluate", "predict") or event.site.tree is not program.tree:
            continue
        if span is None or _covers(source, event.site.span, rows):
            found += _of_call(event, program)
    reasons = [f"{problem.message} (row {source.location(problem.span.start).row})" for problem in tree.problems]
    if program.incomplete is not None:
        reasons.append(f"the analysis is incomplete: {program.incomplete}")
    return _distinct(found), reasons


def _covers(source: Source, span: Span, rows: range) -> bool:
    return source.row(span.start) < rows.stop and source.row(max(span.start, span.end - 1)) >= rows.start


def _name_span(bound: Bound) -> Span:
    """Where the name stands in its statement."""
    import re

    start, end = bound.statement.span
    match = re.search(rf"\b{re.escape(bound.name)}\b", bound.statement.source.text[start:end])
    return Span(start + match.start(), start + match.end()) if match else Span(start, end)


def _distinct(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once, in the order of the text."""
    found: list[dict[str, Any]] = []
    for record in sorted(records, key=lambda r: (r["cell"] or 0, r["location"]["row"], r["location"]["column"])):
        if record not in found:
            found.append(record)
    return found


def _of_call(event: Event, program: Program) -> Iterator[dict[str, Any]]:
    call = ModelCall(event, program)
    node = event.site.node
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        owner = event.site.at(node.func.value)
        record = _record(
            _code(owner), call.model_reference, event.heap, place(owner.source, owner.span), f"{event.kind}"
        )
        if call.model is not None:
            _add_model(record, call.model)
        yield record
    for name in DATA_ARGUMENTS:
        argument = call.arguments.get(name)
        if argument is None:
            continue
        site = argument.site or event.site
        label = _code(site) if argument.site is not None else name
        where = place(site.source, site.span)
        items = call.items(argument.value) if name == "validation_data" else None
        for part, value in zip(("x", "y", "weights"), items or (argument.value,), strict=False):
            suffix = f" {part}" if items else ""
            for key, item in _parts(value, event.heap):
                yield _record(label + key, item, event.heap, where, f"{event.kind} {name}{suffix}{key}")


def _parts(value: Value, heap: dict[int, Any]) -> Iterator[tuple[str, Value]]:
    """The arrays of a list or dictionary of inputs, each with its index as Python writes it; else the value itself."""
    fact = read(heap, value)
    if isinstance(fact, Dict) and fact.complete and fact.entries:
        yield from ((f"[{key!r}]", item) for key, item in fact.entries.items())
    elif isinstance(fact, (Tuple, List)) and any(isinstance(read(heap, item), Array) for item in fact.items):
        yield from ((f"[{place}]", item) for place, item in enumerate(fact.items))
    else:
        yield "", value


def _code(site: Site) -> str:
    text = " ".join(site.code.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _record(name: str, value: Value, heap: dict[int, Any], where: Place, use: str) -> dict[str, Any]:
    """One value as plain data. A number that is not known is ``None``; ``unknown`` says why."""
    fact = read(heap, value)
    data: Any = fact
    labels = fact.labels if isinstance(fact, Array) else None
    if isinstance(fact, Dataset):
        data = read(heap, fact.inputs)
        targets = read(heap, fact.targets) if fact.targets is not None else None
        labels = targets.labels if isinstance(targets, Array) else None
    unknown: list[str] = []
    record: dict[str, Any] = {
        "name": name,
        "kind": kind_of(fact),
        "use": use,
        "filename": where.filename,
        "cell": where.cell,
        "location": {"row": where.row, "column": where.column},
        "end_location": {"row": where.end_row, "column": where.end_column},
        "shape": None,
        "dtype": None,
        "min": None,
        "max": None,
        "classes": None,
        "class_counts": None,
        "labels": None,
        "split": fact.part if isinstance(fact, (Array, Dataset)) else None,
        "scaled": None,
        "origin": fact.origin if isinstance(fact, (Array, Dataset)) else None,
        "unknown": unknown,
    }
    if isinstance(data, Array):
        _add_array(record, data)
    elif isinstance(fact, Tensor):
        record["shape"] = _shape(fact.shape, unknown)
        record["dtype"] = _plain("dtype", fact.dtype, unknown)
    elif isinstance(fact, Literal):
        record["min"] = record["max"] = fact.value if isinstance(fact.value, (int, float)) else None
        record["origin"] = repr(fact.value)
    elif isinstance(fact, (Symbol, Configured, Layer)):
        record["origin"] = fact.path
    elif isinstance(fact, Unknown):
        unknown.append(fact.reason if fact.reason != UNKNOWN.reason else "what it is")
    if labels is not None:
        form = _plain("labels", labels.form, unknown)
        record["labels"] = form if form in ("integer", "one-hot") else None
        record["classes"] = _plain("classes", labels.classes, unknown)
        counts = _plain("class counts", labels.counts, unknown)
        record["class_counts"] = list(counts) if counts is not None else None
    return record


def kind_of(fact: Any) -> str:
    """What kind of value it is, in a word."""
    if isinstance(fact, Literal):
        return "scalar" if isinstance(fact.value, (bool, int, float, complex)) else type(fact.value).__name__
    if isinstance(fact, Unknown) or fact is MISSING:
        return "unknown"
    return next((name for kind, name in _KINDS if isinstance(fact, kind)), "object")


def _add_array(record: dict[str, Any], array: Array) -> None:
    unknown = record["unknown"]
    record["shape"] = _shape(array.shape, unknown)
    record["dtype"] = _plain("dtype", array.dtype, unknown)
    record["min"], record["max"] = _range(array, unknown)
    if array.has_step("scaled", "divided", "normalized"):
        record["scaled"] = True if all(s.certain for s in array.steps) else None
    elif array.range_known:
        record["scaled"] = False


def _add_model(record: dict[str, Any], model: ModelView) -> None:
    record["shape"] = _shape(model.output_shape, record["unknown"])
    record["origin"] = model.fact.kind
    if isinstance(model.fact.changed, str):
        record["unknown"].append(model.fact.changed)


def _shape(shape: Any, unknown: list[str]) -> list[int | None] | None:
    if isinstance(shape, Unknown):
        unknown.append(_because("shape", shape))
        return None
    for axis, dim in enumerate(shape):
        if isinstance(dim, Unknown):
            unknown.append(_because(f"axis {axis} of the shape", dim))
    return [dim if isinstance(dim, int) else None for dim in shape]


def _range(array: Array, unknown: list[str]) -> tuple[Any, Any]:
    """The smallest and largest value; what is said once where the same is to be said of both."""
    if isinstance(array.low, Unknown) and isinstance(array.high, Unknown) and array.low.reason == array.high.reason:
        return _plain("range", array.low, unknown), None
    return _plain("smallest value", array.low, unknown), _plain("largest value", array.high, unknown)


def _plain(what: str, value: Any, unknown: list[str]) -> Any:
    if isinstance(value, Unknown):
        unknown.append(_because(what, value))
        return None
    return value


def _because(what: str, missing: Unknown) -> str:
    """What is not known, and the reason where there is a particular one."""
    return what if missing.reason == UNKNOWN.reason else f"{what}: {missing.reason}"

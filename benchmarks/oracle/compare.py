"""What keras-lint says of a program against what its run showed: each number is right, missing or wrong."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOLERANCE = 1e-5
"""Bounds are computed in double precision, the real numbers may be single."""
ENOUGH_SAMPLES = 10
"""A class may be missing from labels that have fewer samples for each."""
FACTS = ("shape", "dtype", "min", "max", "classes", "class_counts", "split")
"""What is compared of a value."""


@dataclass(slots=True)
class Comparison:
    """The verdict on one program, or the sum over several."""

    models: int = 0
    whole: int = 0
    """Models inferred complete."""
    numbers: int = 0
    """Numbers of models that the run showed, and that keras-lint gives."""
    missing: int = 0
    """Numbers of models that the run showed, and that keras-lint does not give."""
    values: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    """Facts of data that the run showed, by name."""
    known: Counter[str] = field(default_factory=Counter)
    """Those of them that keras-lint gives."""
    wrong: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    """Models and values that are not whole, with the reasons given."""

    def add(self, other: Comparison) -> None:
        for name in ("models", "whole", "numbers", "missing", "values"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.facts += other.facts
        self.known += other.known
        self.wrong += other.wrong
        self.gaps += other.gaps

    @property
    def share_whole(self) -> float:
        return self.whole / self.models if self.models else 1.0

    @property
    def share_known(self) -> float:
        return sum(self.known.values()) / max(1, sum(self.facts.values()))


def claims(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """``summary --format json`` and ``facts --format json`` of a program, with rows of the whole text for notebooks."""
    from keras_lint.lint.facts import facts_of
    from keras_lint.lint.runner import analyse
    from keras_lint.lint.summary import to_json
    from keras_lint.program.views.summary import summaries
    from keras_lint.source import read_source

    source = read_source(path)
    found = [to_json(summary) for summary in summaries(analyse(source))]
    models, facts = json.loads(json.dumps([found, facts_of(source)[0]]))
    first_rows = {cell.index: cell.first_row for cell in source.cells}
    for record in [*models, *facts]:
        cell = record.get("cell") or record["location"].get("cell")
        if cell is not None:
            record["location"]["row"] += first_rows[cell] - 1
    return models, facts


def compare(ran: dict[str, Any], models: list[dict[str, Any]], facts: list[dict[str, Any]]) -> Comparison:
    """Hold the claims about one program against its run."""
    result = Comparison()
    compare_models(ran, models, result)
    compare_values(ran["values"], facts, result)
    return result


# --- models -----------------------------------------------------------------------------------------------------------


def compare_models(ran: dict[str, Any], models: list[dict[str, Any]], result: Comparison) -> None:
    claimed: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for model in models:
        claimed[file_key(model["filename"]), model["location"]["row"]].append(model)
    real: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for model in ran["models"]:
        if ran["error"] is None or model["fitted"]:  # what would have become of the others is not known
            real[file_key(model["file"]), model["row"]].append(model)
    for place, found in real.items():
        for model, claim in paired(found, claimed.get(place, [])):
            compare_model(f"{ran['id']}:{place[1]} {model['class']}", model, claim, result)


def file_key(path: str) -> str:
    return str(Path(path).resolve())


def paired(real: list[Any], claimed: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Models made at one place, in order. Where keras-lint sees several ways, the one that was gone counts; where it
    sees fewer (a loop it does not unroll), its last stands for the rest.
    """
    if not claimed:
        yield from ((model, None) for model in real)
    elif len(claimed) <= len(real):
        yield from ((model, claimed[min(place, len(claimed) - 1)]) for place, model in enumerate(real))
    else:
        left = list(claimed)
        for model in real:
            best = min(left, key=lambda claim: len(errors_of(model, claim)[0]))
            left.remove(best)
            yield model, best


def errors_of(model: dict[str, Any], claim: dict[str, Any]) -> tuple[list[str], int, int]:
    """Wrong numbers of one model in words; how many are given, how many not."""
    result = Comparison()
    compare_model("", model, claim, result)
    return result.wrong, result.numbers, result.missing


def compare_model(where: str, model: dict[str, Any], claim: dict[str, Any] | None, result: Comparison) -> None:
    result.models += 1
    if claim is None:
        result.gaps.append(f"{where}: not seen")
        return
    missing = result.missing
    check = Check(where, result, claim["complete"])
    check.number("name", claim["name"], model["name"])
    for ends in ("input_shapes", "output_shapes"):
        check.shapes(ends, claim[ends], model[ends])
    check.layers(claim["layers"], model["layers"])
    check.number("params", claim["params"], model["params"])
    check.number("trainable_params", claim["trainable_params"], model["trainable_params"])
    if claim["complete"] or (not model["built"] and result.missing == missing):  # nothing to know: it was never built
        result.whole += 1
    else:
        result.gaps.append(f"{where}: {'; '.join(claim['unknown'][:3]) or 'incomplete without a reason'}")


@dataclass(slots=True)
class Check:
    """Counts each number of one model."""

    where: str
    result: Comparison
    whole: bool
    """Whether the claim is that nothing is missing."""

    def number(self, what: str, claimed: Any, real: Any) -> None:
        if real is None:
            return
        if claimed is None or (
            not self.whole and isinstance(claimed, list) and fits_shape(claimed, real) and claimed != real
        ):
            self.result.missing += 1  # an unknown dimension is written like one that Keras prints as None
            return
        self.result.numbers += 1
        if claimed != real:
            self.result.wrong.append(f"{self.where}: {what} {claimed}, really {real}")

    def shapes(self, what: str, claimed: Any, real: list[Any] | None) -> None:
        if real is None or claimed is None:
            self.result.missing += real is not None
            return
        if len(claimed) != len(real):
            self.result.wrong.append(f"{self.where}: {what} {claimed}, really {real}")
            return
        for mine, theirs in zip(claimed, real, strict=True):
            self.number(what, mine, theirs)

    def layers(self, claimed: list[Any] | None, real: list[Any]) -> None:
        names = [layer["class"] for layer in claimed or []]
        classes = [layer["class"] for layer in real]
        if names != classes:
            if self.whole:
                self.result.wrong.append(f"{self.where}: layers {names}, really {classes}")
            else:
                self.result.missing += 1
            return
        for mine, theirs in zip(claimed or [], real, strict=True):
            inner = Check(f"{self.where} › {theirs['name']}", self.result, self.whole)
            inner.number("name", mine["name"], theirs["name"])
            inner.number("params", mine["params"], theirs["params"])
            inner.number("trainable", mine["trainable"], theirs["trainable"])
            if theirs["output_shapes"]:
                shapes = theirs["output_shapes"]
                inner.number("output", mine["output_shape"], closest(mine["output_shape"], shapes))
            if theirs["layers"] or mine.get("layers"):
                inner.layers(mine.get("layers"), theirs["layers"])


def closest(claimed: Any, shapes: list[Any]) -> Any:
    """The shape that is claimed if it is one of these; else the one it comes nearest to."""
    return claimed if claimed in shapes else next((s for s in shapes if claimed and fits_shape(claimed, s)), shapes[0])


def fits_shape(claimed: list[Any], real: Any) -> bool:
    """Whether shapes, or lists of shapes, differ in unknown places alone."""
    if not isinstance(real, list) or len(claimed) != len(real):
        return False
    pairs = zip(claimed, real, strict=True)
    return all(fits_shape(a, b) if isinstance(a, list) else a is None or a == b for a, b in pairs)


# --- data -----------------------------------------------------------------------------------------------------------


def compare_values(values: Iterable[dict[str, Any]], facts: list[dict[str, Any]], result: Comparison) -> None:
    for value in values:
        if value["kind"] not in ("array", "dataset"):
            continue
        result.values += 1
        where = f"{Path(value['file']).name}:{value['row']} {value['use']}"
        given = [fact for fact in facts if speaks_of(fact, value)]
        for name in FACTS:
            if shown(value, name):
                result.facts[name] += 1
                result.known[name] += any(fact[name] is not None and None not in listed(fact, name) for fact in given)
        verdicts = [list(untrue(fact, value)) for fact in given]
        if verdicts and min(map(len, verdicts)):
            result.wrong += [f"{where}: {line}" for line in min(verdicts, key=len)]
        if not any(fact["shape"] is not None and fact["dtype"] is not None for fact in given):
            reasons = "; ".join(given[0]["unknown"][:3]) if given else "not seen"
            result.gaps.append(f"{where}: {reasons}")


def listed(fact: dict[str, Any], name: str) -> list[Any]:
    return fact[name][1:] if name == "shape" else []


def speaks_of(fact: dict[str, Any], value: dict[str, Any]) -> bool:
    return (
        fact["use"] == value["use"]
        and value["row"] <= fact["location"]["row"] <= value["end_row"]
        and file_key(fact["filename"]) == file_key(value["file"])
    )


def shown(value: dict[str, Any], name: str) -> bool:
    """Whether the run shows this of the value, once and for all."""
    if name == "split":
        return bool(value["splits"])
    return value[name] is not None and (value["whole"] or name in ("shape", "dtype"))


def untrue(fact: dict[str, Any], value: dict[str, Any]) -> Iterator[str]:
    """Claims that the run refutes. A range holds what was seen; sizes of classes are those that occur."""
    if fact["shape"] is not None and value["shape"] is not None:
        shapes = [shape for shape in (value["shape"], value.get("first_shape")) if shape is not None]
        if not any(fits(fact["shape"], shape) for shape in shapes):
            yield f"shape {fact['shape']}, really {value['shape']}"
    if fact["dtype"] is not None and value["dtype"] is not None and not same_dtype(fact["dtype"], value["dtype"]):
        yield f"dtype {fact['dtype']}, really {value['dtype']}"
    if value["min"] is not None and value["max"] is not None:
        slack = TOLERANCE * max(1.0, abs(value["min"]), abs(value["max"]))
        if fact["min"] is not None and value["min"] < fact["min"] - slack:
            yield f"min {fact['min']}, really {value['min']}"
        if fact["max"] is not None and value["max"] > fact["max"] + slack:
            yield f"max {fact['max']}, really {value['max']}"
    if value["classes"] is not None and value["whole"]:
        if fact["classes"] is not None and not has_classes(fact["classes"], value):
            yield f"{fact['classes']} classes, really {value['classes']}"
        if fact["class_counts"] is not None:
            counts = [count for count in value["class_counts"] if count]
            if [count for count in fact["class_counts"] if count] != counts:
                yield f"class counts {fact['class_counts']}, really {value['class_counts']}"
        if fact["labels"] is not None and fact["labels"] != value["labels"]:
            yield f"labels {fact['labels']}, really {value['labels']}"
    if fact["split"] is not None and value["splits"]:
        held_out = fact["split"] != "train"
        if all((part != "train") != held_out for part in value["splits"]):
            yield f"split {fact['split']}, really {value['splits']}"


def has_classes(claimed: int, value: dict[str, Any]) -> bool:
    """Whether values can be of so many classes: all of them occur, unless there are few samples of each."""
    seen = sum(count > 0 for count in value["class_counts"])
    few = sum(value["class_counts"]) < ENOUGH_SAMPLES * claimed
    return seen <= claimed and (seen == claimed or few or value["labels"] == "one-hot") and value["classes"] <= claimed


def fits(claimed: list[int | None], real: list[int | None]) -> bool:
    return len(claimed) == len(real) and all(
        mine is None or mine == size for mine, size in zip(claimed, real, strict=True)
    )


def same_dtype(claimed: str, real: str) -> bool:
    texts = ("str", "object", "category", "string")
    return claimed == real or (claimed in texts and (real in texts or real.startswith(("<U", "|S"))))

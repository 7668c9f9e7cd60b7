"""The parts of a split and the names they are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from keras_lint.knowledge.values import Array

if TYPE_CHECKING:
    from keras_lint.program.program import Program
    from keras_lint.syntax import Site

_ROLES = {
    "train": "train", "training": "train", "trn": "train",
    "test": "held out", "testing": "held out", "tst": "held out", "val": "held out", "valid": "held out",
    "validation": "held out",
    "dev": "held out", "eval": "held out",
}  # fmt: skip
HALF = 0.5
"""Who holds out more than half of the rows means to train on the rest."""
_TARGETS = frozenset({"y", "label", "labels", "target", "targets", "lbl", "lbls"})


def words(name: str) -> list[str]:
    """The words a name is made of: ``X_train`` and ``xTrain`` are both x, train."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


@dataclass(frozen=True, slots=True)
class Unpacking:
    """One statement that binds the parts of a split, or of a data set, to names."""

    target: Site
    """The pattern on the left."""
    nodes: tuple[cst.Name, ...]
    """The names in it, from left to right."""
    parts: tuple[Array, ...]
    """What each of them gets."""
    test_size: float | None = None
    """The share of the rows that the split was told to hold out."""

    @property
    def exchanged(self) -> bool:
        """Whether only train and test are exchanged, by someone who holds out the greater part and trains on it."""
        pairs = zip(self.names[::2], self.names[1::2], strict=False)
        reverse = tuple(name for first, second in pairs for name in (second, first))
        return self.wanted == reverse and self.test_size is not None and self.test_size > HALF

    @property
    def names(self) -> tuple[str, ...]:
        """The names as they stand."""
        return tuple(node.value for node in self.nodes)

    @staticmethod
    def role_of(name: str) -> str | None:
        """``train`` or ``held out``, as far as a name says so."""
        found = {_ROLES[word] for word in words(name) if word in _ROLES}
        return found.pop() if len(found) == 1 else None

    @staticmethod
    def stem_of(name: str) -> tuple[str, ...]:
        """A name without what says which part it is."""
        return tuple(word for word in words(name) if word not in _ROLES)

    @property
    def wanted(self) -> tuple[str, ...] | None:
        """The same names, each for the part it speaks of; ``None`` where they do not say that of every part."""
        roles = [self.role_of(name) for name in self.names]
        stems = list(dict.fromkeys(self.stem_of(name) for name in self.names))
        if None in roles or len(set(self.names)) != len(self.names) or 2 * len(stems) != len(self.names):
            return None
        if not set(_TARGETS).isdisjoint(stems[0]) and set(_TARGETS).isdisjoint(stems[-1]):
            stems.reverse()
        by_place = {(self.stem_of(name), role): name for name, role in zip(self.names, roles, strict=True)}
        found: list[str] = []
        for part in self.parts:
            role = "train" if part.part == "train" else "held out"
            column = part.column if part.column is not None else -1
            name = by_place.get((stems[column], role)) if 0 <= column < len(stems) else None
            if name is None:
                return None
            found.append(name)
        return tuple(found)

    @property
    def order(self) -> str:
        """The names in the order of the parts, as they would be written."""
        return ", ".join(self.wanted or ())


def unpackings(program: Program) -> Iterator[Unpacking]:
    """All statements that bind the parts of a split to plain names, each once."""
    seen: set[object] = set()
    sizes = {event.details["number"]: event.details.get("test_size") for event in program.of("split")}
    for event in program.of("unpacked"):
        parts: list[Array] = []
        nodes: list[cst.Name] = []
        for target, value in pairs(event.site.node, event.details["parts"], event.heap):
            fact = event.heap.get(value.address) if hasattr(value, "address") else value
            if isinstance(target, cst.Name) and isinstance(fact, Array) and fact.part in ("train", "test"):
                nodes.append(target)
                parts.append(fact)
        if event.site.key not in seen and len(parts) == count(event.site.node) >= 4:
            seen.add(event.site.key)
            last = parts[0].last_step("split")
            size = sizes.get(last.identity) if last is not None else None
            yield Unpacking(event.site, tuple(nodes), tuple(parts), size if isinstance(size, float) else None)


def pairs(
    node: cst.CSTNode, parts: tuple[object, ...], heap: dict[int, object]
) -> Iterator[tuple[cst.CSTNode, object]]:
    """Targets and what they are bound to, patterns inside the pattern gone into."""
    from keras_lint.knowledge.values import Tuple

    elements = node.elements if isinstance(node, (cst.Tuple, cst.List)) else ()
    if len(elements) != len(parts):
        return
    for element, part in zip(elements, parts, strict=True):
        if isinstance(element.value, (cst.Tuple, cst.List)) and isinstance(part, Tuple):
            yield from pairs(element.value, part.items, heap)
        else:
            yield element.value, part


def count(node: cst.CSTNode) -> int:
    """Number of targets in a pattern."""
    if not isinstance(node, (cst.Tuple, cst.List)):
        return 1
    return sum(count(element.value) for element in node.elements)


__all__ = ["Unpacking", "unpackings"]

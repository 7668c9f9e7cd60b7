"""The parts of a split and the names they are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import libcst as cst

from keras_lint.knowledge.facts import UNKNOWN, Unknown
from keras_lint.knowledge.values import Array, Tuple, Value
from keras_lint.program.run import Event
from keras_lint.program.views.base import View

_ROLES = {
    "train": "train", "training": "train", "trn": "train",
    "test": "held out", "testing": "held out", "tst": "held out", "val": "held out", "valid": "held out",
    "validation": "held out",
    "dev": "held out", "eval": "held out",
}  # fmt: skip
_TARGETS = frozenset({"y", "label", "labels", "target", "targets", "lbl", "lbls"})


class Unpacking(View):
    """One statement that binds the parts of a split, or of a data set, to names."""

    @property
    def target(self) -> cst.BaseExpression:
        """The pattern on the left."""
        node: cst.BaseExpression = self.site.node  # type: ignore[assignment]
        return node

    @cached_property
    def bound(self) -> tuple[tuple[cst.BaseExpression, Array], ...]:
        """Names (or attributes) from left to right, and the part each of them gets; empty where not all are known."""
        found: list[tuple[cst.BaseExpression, Array]] = []
        for target, value in pairs(self.target, self.event.details["parts"]):
            fact = self.read(value)
            if not is_dotted(target) or not isinstance(fact, Array) or fact.part not in ("train", "test"):
                return ()
            found.append((target, fact))
        return tuple(found)

    @property
    def parts(self) -> tuple[Array, ...]:
        """What each name gets."""
        return tuple(part for _, part in self.bound)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names as they stand."""
        return tuple(dotted(node) for node, _ in self.bound)

    @cached_property
    def split(self) -> Event | None:
        """The split that the parts come from."""
        last = self.parts[0].last_step("split") if self.parts else None
        found = (e for e in self.program.of("split") if last is not None and e.details["number"] == last.identity)
        return next(found, None)

    @property
    def share(self) -> float | Unknown:
        """The share of the rows that the split holds out."""
        return self.split.details.get("share", UNKNOWN) if self.split is not None else UNKNOWN

    @property
    def stated_one_by_one(self) -> bool:
        """Whether the right side names what each name gets: ``a, b, c, d = d, c, b, a``."""
        for small in getattr(self.statement.node, "body", ()):
            if isinstance(small, cst.Assign) and any(target.target is self.target for target in small.targets):
                return isinstance(small.value, (cst.Tuple, cst.List))
        return False

    @property
    def exchanged(self) -> bool:
        """Whether train and test are exchanged as a whole: inputs and labels are still those of the same samples."""
        wanted = self.wanted
        return wanted is not None and all(
            stem_of(name) == stem_of(other) and role_of(name) != role_of(other)
            for name, other in zip(self.names, wanted, strict=True)
        )

    @cached_property
    def wanted(self) -> tuple[str, ...] | None:
        """The same names, each for the part it speaks of; ``None`` where they do not say that of every part."""
        roles = [role_of(name) for name in self.names]
        stems = list(dict.fromkeys(stem_of(name) for name in self.names))
        if not roles or None in roles or 2 * len(stems) != len(self.names):
            return None
        stems.sort(key=lambda stem: is_of_targets(stem) is not self.targets_first)
        by_place = {(stem_of(name), role): name for name, role in zip(self.names, roles, strict=True)}
        found: list[str] = []
        for part in self.parts:
            role = "train" if part.part == "train" else "held out"
            column = part.column if part.column is not None else -1
            name = by_place.get((stems[column], role)) if 0 <= column < len(stems) else None
            if name is None or name in found:
                return None
            found.append(name)
        return tuple(found)

    @property
    def targets_first(self) -> bool:
        """Whether the labels were given to the split before the inputs."""
        call = self.split.site.node if self.split is not None else None
        arguments = [a for a in call.args if a.keyword is None and not a.star] if isinstance(call, cst.Call) else []
        given = [is_of_targets(tuple(words(dotted(argument.value)))) for argument in arguments[:2]]
        return given == [True, False] or any(part.column == 0 and part.kind == "labels" for part in self.parts)

    @property
    def order(self) -> str:
        """The names in the order of the parts, as they would be written."""
        return ", ".join(self.wanted or ())


def words(name: str) -> list[str]:
    """The words a name is made of: ``X_train`` and ``xTrain`` are both x, train."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def role_of(name: str) -> str | None:
    """``train`` or ``held out``, as far as a name says so."""
    found = {_ROLES[word] for word in words(name) if word in _ROLES}
    return found.pop() if len(found) == 1 else None


def stem_of(name: str) -> tuple[str, ...]:
    """A name without what says which part it is."""
    return tuple(word for word in words(name) if word not in _ROLES)


def is_of_targets(stem: tuple[str, ...]) -> bool:
    """Whether the words of a name say that it holds labels."""
    return not _TARGETS.isdisjoint(stem)


def is_dotted(node: cst.CSTNode) -> bool:
    """Whether an expression is a name or an attribute of one: ``X_train``, ``self.X_train``."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


def dotted(node: cst.CSTNode) -> str:
    """A name or the attribute of one as it is written; empty for anything else."""
    found: list[str] = []
    while isinstance(node, cst.Attribute):
        found.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(found)]) if isinstance(node, cst.Name) else ""


def pairs(node: cst.CSTNode, parts: tuple[Value, ...]) -> Iterator[tuple[cst.BaseExpression, Value]]:
    """Targets and what they are bound to, patterns inside the pattern gone into."""
    elements = node.elements if isinstance(node, (cst.Tuple, cst.List)) else ()
    known = parts if len(elements) == len(parts) else (UNKNOWN,) * len(elements)
    for element, part in zip(elements, known, strict=True):
        if isinstance(element.value, (cst.Tuple, cst.List)) and isinstance(part, Tuple):
            yield from pairs(element.value, part.items)
        else:
            yield element.value, part


__all__ = ["Unpacking", "role_of"]

"""Which rules are on: codes, prefixes, names and ``ALL``, in layers of settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keras_lint.lint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keras_lint.lint.catalogue import Catalogue, RuleInfo

ALWAYS = frozenset({"KL901", "KL904"})
"""A file that cannot be read or parsed is never passed over in silence: these are on whatever is selected."""


class UnknownSelector(ValueError):
    """A code, prefix or name that no rule has; the message names the nearest one."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place (a settings file, the command line) says about the selection. The last layer has the last word."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules that are on."""

    on: frozenset[str]
    """Codes."""
    explicit: frozenset[str]
    """Codes that somebody asked for: their hints are shown."""


def matches(selector: str, rule: RuleInfo) -> int:
    """How exactly a selector means a rule: 0 not at all, more for a longer prefix, most for its own code or name."""
    if selector.lower() == rule.name or selector.upper() == rule.code:
        return 1000
    if selector.upper() == "ALL":
        return 1
    return 1 + len(selector) if selector and rule.code.startswith(selector.upper()) else 0


def check_selectors(selectors: Iterable[str], catalogue: Catalogue) -> None:
    """Raise for a selector that means no rule.

    Raises:
        UnknownSelector: there is no such rule.
    """
    for selector in selectors:
        if selector.upper() != "ALL" and not any(matches(selector, rule) for rule in catalogue.rules):
            near = catalogue.nearest(selector)
            hint = f"; did you mean `{near}`?" if near else "; `keras-lint rule --all` lists them"
            raise UnknownSelector(f"unknown rule `{selector}`{hint}")


def resolve(layers: Iterable[Layer], severities: dict[str, Severity], catalogue: Catalogue) -> Selection:
    """The rules that are on after all layers; within one, the longer of two contradicting selectors wins."""
    on = {rule.code for rule in catalogue.rules if severities.get(rule.code, rule.default) is not Severity.HINT}
    explicit: set[str] = set()
    ignored: set[str] = set()
    for layer in layers:
        if layer.select is not None:
            on, explicit, ignored = set(), set(), set()
        for rule in catalogue.rules:
            wanted = max((matches(s, rule) for s in (*(layer.select or ()), *layer.extend_select)), default=0)
            unwanted = max((matches(s, rule) for s in layer.ignore), default=0)
            if unwanted and unwanted >= wanted:
                on.discard(rule.code)
                explicit.discard(rule.code)
                ignored.add(rule.code)
            elif wanted:
                on.add(rule.code)
                explicit.add(rule.code)
                ignored.discard(rule.code)
    on |= {code for code in ALWAYS if code not in ignored or code == "KL904"}
    return Selection(frozenset(on), frozenset(explicit))

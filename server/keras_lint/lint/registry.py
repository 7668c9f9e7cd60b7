"""The rules and remedies that are installed, found through the entry-point group ``keras_lint.rules``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from keras_lint.lint.remedy import Remedy
from keras_lint.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GROUP = "keras_lint.rules"


def rule_package_names() -> list[str]:
    """Names of the packages that hold rules: the built-in one, and those of third parties."""
    return sorted({entry.value for entry in entry_points(group=GROUP)} | {"keras_lint_rules"})


def rule_packages() -> list[ModuleType]:
    """The packages that hold rules, imported."""
    return [importlib.import_module(name) for name in rule_package_names()]


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """A package and all modules below it."""
    yield package
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield importlib.import_module(found.name)


@lru_cache(maxsize=1)
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, in the order of codes.

    Raises:
        ValueError: two rules share a code or a name.
    """
    found: dict[str, type[Rule]] = {}
    for package in rule_packages():
        for module in modules(package):
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Rule) and "code" in vars(value):
                    if value.__module__ != module.__name__:
                        continue
                    if any(
                        other is not value and (other.code == value.code or other.name == value.name)
                        for other in found.values()
                    ):
                        raise ValueError(f"two rules share the code {value.code} or the name {value.name}")
                    found[value.code] = value
    return tuple(found[code] for code in sorted(found))


@lru_cache(maxsize=1)
def all_remedies() -> dict[str, type[Remedy]]:
    """Every remedy by its id."""
    found: dict[str, type[Remedy]] = {}
    for package in rule_packages():
        for module in modules(package):
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Remedy) and "id" in vars(value):
                    found[value.id] = value
    return dict(sorted(found.items()))

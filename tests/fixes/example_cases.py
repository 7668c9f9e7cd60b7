"""Every fix of every documented example."""

from __future__ import annotations

from typing import NamedTuple

from keras_lint.lint.finding import Diagnostic, Severity
from keras_lint.lint.rule import Rule
from tests.rules.examples import Example, examples

from .repairs import FILE, all_repaired, findings, offered, repaired

ALL_TOGETHER = "all-fixes"


class ExampleCase(NamedTuple):
    """A remedy of an example."""

    example: Example
    remedy: str

    @property
    def name(self) -> str:
        return f"{self.example.rule.code}-{self.example.number}-{self.remedy}"

    @property
    def rule(self) -> type[Rule]:
        return self.example.rule

    def repaired(self) -> str:
        if self.remedy == ALL_TOGETHER:
            return all_repaired(self.example.code.encode(), FILE).after.original
        return repaired(self.example.code, self.rule, self.remedy)


def _cases() -> list[ExampleCase]:
    found = []
    for example in examples():
        if example.bad:
            remedies = list(offered(example.code, [example.rule]))
            found += [ExampleCase(example, remedy) for remedy in [*remedies, *([ALL_TOGETHER] if remedies else [])]]
    return found


CASES = _cases()
FIRST = {case.remedy.partition("#")[0]: case for case in reversed(CASES)}
"""For each remedy, the first example that offers it."""


def errors(example: Example) -> list[Diagnostic]:
    """The findings of an example that say that it fails, or cannot learn."""
    return [d for d in findings(example.code, [example.rule]) if d.severity is Severity.ERROR]


FAULTY = {
    f"{e.rule.code}-{e.number}": e for e in examples() if e.bad and not e.rule.code.startswith("KL9") and errors(e)
}
"""Examples that fail or cannot learn as they stand, by name."""

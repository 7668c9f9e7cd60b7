"""Every fix of every documented example: made, parsed, made again without effect, and run."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from keras_lint.lint.rule import Rule
from tests.rules.examples import Example, examples

from .batch import Outcome, run_programs
from .repairs import FILE, NotRepaired, all_repaired, forbidden, offered, repaired

ALL_TOGETHER = "all-fixes"


class Case(NamedTuple):
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


def cases() -> list[Case]:
    found = []
    for example in examples():
        if example.bad:
            remedies = list(offered(example.code, [example.rule]))
            found += [Case(example, remedy) for remedy in [*remedies, *([ALL_TOGETHER] if remedies else [])]]
    return found


CASES = cases()


@pytest.fixture(scope="module")
def programs() -> dict[str, str | NotRepaired]:
    made: dict[str, str | NotRepaired] = {}
    for case in CASES:
        try:
            made[case.name] = case.repaired()
        except NotRepaired as problem:
            made[case.name] = problem
    return made


@pytest.fixture(scope="module")
def outcomes(programs: dict[str, str | NotRepaired]) -> dict[str, Outcome]:
    return run_programs({name: code for name, code in programs.items() if isinstance(code, str)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_repaired_example_has_no_such_finding_and_runs(
    case: Case, programs: dict[str, str | NotRepaired], outcomes: dict[str, Outcome]
) -> None:
    code = programs[case.name]
    if isinstance(code, NotRepaired):
        pytest.fail(str(code))
    assert case.name in outcomes
    outcome = outcomes[case.name]
    assert outcome.ok, f"{outcome.error}\n(row {outcome.row})\n{code}"
    assert not outcome.problems, f"{outcome.problems}\n{code}"
    assert not forbidden(code), code

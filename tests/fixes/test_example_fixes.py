"""Every fix of every documented example: made, parsed, made again without effect, and run; and that it was needed."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from tests.conftest import THOROUGH

from .batch import Outcome, Program, run_programs
from .example_cases import ALL_TOGETHER, CASES, FAULTY, FIRST, ExampleCase
from .repairs import NotRepaired, forbidden

Made = dict[str, str | NotRepaired]

EPOCHS = 40
"""Enough for the loss of one sigmoid under labels up to 9 to fall below 0, and for a first plateau."""
SYMPTOMS: dict[str, Callable[[Outcome], bool]] = {
    "KL203-1": lambda outcome: all(output["min"] == output["max"] == 1 for output in outcome.outputs),
    "KL204-1": lambda outcome: (
        outcome.fits[-1]["loss"] > math.log(10)
    ),  # worse than a guess, on 8 samples seen 40 times
    "KL206-1": lambda outcome: outcome.fits[-1]["loss"] == 0,
    "KL216-2": lambda outcome: outcome.fits[-1]["loss"] < 0,
}
"""What the pages say of the examples in which nothing is raised: seen before the repair, and not behind it."""
LATE = ("KL316-1",)
"""Examples that fail at the first plateau only."""
NOT_KERAS = ("NameError", "ImportError", "ModuleNotFoundError", "FileNotFoundError", "SyntaxError", "TimeoutError")
"""Failures of an example that was written badly: Keras and scikit-learn refuse in other words."""


@pytest.fixture(scope="module")
def made() -> Made:
    repaired: Made = {}
    for case in CASES:
        try:
            repaired[case.name] = case.repaired()
        except NotRepaired as problem:
            repaired[case.name] = problem
    return repaired


@pytest.fixture(scope="module")
def outcomes(made: Made) -> dict[str, Outcome]:
    traced = {case.name for case in (CASES if THOROUGH else FIRST.values())}
    programs = {
        name: Program(code, name in traced, epochs_of(name)) for name, code in made.items() if isinstance(code, str)
    }
    return run_programs(
        programs | {name: Program(example.code, epochs=epochs_of(name)) for name, example in FAULTY.items()}
    )


def epochs_of(name: str) -> int:
    """How long a program trains: one epoch, unless the failure needs longer to be seen."""
    late = any(f"{name}-".startswith(f"{slow}-") for slow in (*SYMPTOMS, *LATE)) and ALL_TOGETHER not in name
    return EPOCHS if late else 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_repaired_example_has_no_such_finding_and_runs(
    case: ExampleCase, made: Made, outcomes: dict[str, Outcome]
) -> None:
    code = made[case.name]
    if isinstance(code, NotRepaired):
        pytest.fail(str(code))
    assert case.name in outcomes
    outcome = outcomes[case.name]
    assert outcome.ok, f"{outcome.error}\n(row {outcome.row})\n{code}"
    assert not outcome.problems, f"{outcome.problems}\n{code}"
    assert not forbidden(code), code


@pytest.mark.parametrize("name", FAULTY)
def test_an_example_of_an_error_fails_or_shows_what_its_page_says(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    if name in SYMPTOMS:
        assert outcome.ok, outcome.error
        assert SYMPTOMS[name](outcome), f"{outcome}\n{FAULTY[name].code}"
    else:
        assert not outcome.ok, f"it ran\n{FAULTY[name].code}"
        assert not outcome.error.startswith(NOT_KERAS), f"{outcome.error}\n{FAULTY[name].code}"
        assert outcome.row is not None, "it failed outside the program"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if f"{case.rule.code}-{case.example.number}" in SYMPTOMS and case.remedy != ALL_TOGETHER],
    ids=lambda case: case.name,
)
def test_the_symptom_is_gone_with_the_finding(case: ExampleCase, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[case.name]
    assert outcome.fits or outcome.outputs
    assert not SYMPTOMS[f"{case.rule.code}-{case.example.number}"](outcome), outcome

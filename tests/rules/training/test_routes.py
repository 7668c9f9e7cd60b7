"""Rules of training in whole programs: in each form, with the value that decides passing by each route.

Nine programs (`tests/data/training/whole`) are in order as they stand. A row of the table writes settings into all of them:
those of the second column, and exactly this rule must speak, at the lines marked with its code; those of the third, near
misses, and all rules must be silent.
"""

from __future__ import annotations

from typing import Any

import pytest

from keras_lint.lint.finding import Diagnostic
from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.syntax import parse
from tests.fixes.batch import Program, run_programs
from tests.rules.whole_programs import FORMS, ROUTES

from .programs import program

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("KL301", {"share": 0.0, "monitor": "loss"}, {"share": 0.05, "monitor": "loss"}),
    ("KL302", {"patience": 0}, {"patience": 0, "epochs": 8}),
    ("KL303", {"monitor": "val_acc"}, {"monitor": "accuracy"}),
    ("KL303", {"monitor": "val_f1"}, {"monitor": "val_loss"}),
    ("KL305", {"restore": False}, {"restore": False, "patience": 0, "epochs": 12}),
    ("KL307", {"rounds": 10}, {"rounds": 500}),
    ("KL308", {"rate": 1.5}, {"rate": 0.01}),
    ("KL309", {"rate": 1e-7}, {"rate": 1e-4}),
    ("KL309", {"rate": 0.0}, {"rate": 1e-5}),
    ("KL311", {"split": 0.2}, {"split": None}),
    ("KL314", {"batch": 64}, {"batch": 40}),
    ("KL320", {"plot": False}, {"plot": False, "epochs": 15}),
]
"""A rule, settings that are wrong by it, and settings that may look so."""
CODES = {rule.code for rule in all_rules() if rule.code.startswith("KL3")}
"""All rules of training, those as well that are proved elsewhere: in these programs they have nothing to say."""
ALL_PROGRAMS = [pytest.param(form, route, id=f"{form}-{route}") for form in FORMS for route in ROUTES]


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    """Codes and messages, for what a failing test prints."""
    return [(diagnostic.code, diagnostic.message) for diagnostic in found]


@pytest.mark.parametrize(("form", "route"), ALL_PROGRAMS)
def test_the_right_program_has_no_finding(form: str, route: str) -> None:
    assert said(program(form, route, {}).diagnostics(CODES)) == []


@pytest.mark.parametrize(("form", "route"), ALL_PROGRAMS)
@pytest.mark.parametrize(("code", "wrong", "_"), CASES, ids=[f"{code}-{wrong}" for code, wrong, _ in CASES])
def test_a_wrong_setting_yields_its_rule_alone_where_it_is_marked(
    form: str, route: str, code: str, wrong: dict[str, Any], _: dict[str, Any]
) -> None:
    written = program(form, route, wrong)
    found = written.diagnostics(CODES)
    assert {diagnostic.code for diagnostic in found} == {code}, said(found)
    assert [written.line(diagnostic) for diagnostic in found] == written.marked(code)
    for diagnostic in found:
        for fix in diagnostic.fixes:
            after = written.fixed(fix)
            assert not parse(after).problems, fix.remedy
            assert len(lint(after, [rule for rule in all_rules() if rule.code == code])) < len(found), fix.remedy


@pytest.mark.parametrize(("form", "route"), ALL_PROGRAMS)
@pytest.mark.parametrize(("code", "_", "near"), CASES, ids=[f"{code}-{near}" for code, _, near in CASES])
def test_a_near_miss_is_silent(form: str, route: str, code: str, _: dict[str, Any], near: dict[str, Any]) -> None:
    assert said(program(form, route, near).diagnostics(CODES)) == []


REFUSED = [
    ({"monitor": "val_acc"}, "automatically determine"),
    ({"monitor": "val_f1"}, "automatically determine"),
    ({"split": 0.2}, "only supported for tensors or NumPy arrays"),
]
"""Settings with which Keras raises, and what it says then."""


@pytest.mark.long
def test_keras_runs_what_is_right_and_refuses_what_is_called_an_error() -> None:
    settings = [({}, ""), *REFUSED]
    expected, programs = {}, {}
    for form in FORMS:
        for route in ROUTES:
            for changes, error in settings:
                name = f"{form}-{route}-{changes}"
                expected[name], programs[name] = error, Program(program(form, route, changes).source.text)
    outcomes = run_programs(programs)
    wrong = {
        name: (error, outcomes[name].error)
        for name, error in expected.items()
        if outcomes[name].ok != (not error) or error not in outcomes[name].error
    }
    assert wrong == {}

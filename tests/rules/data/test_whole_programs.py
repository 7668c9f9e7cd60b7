"""Each data rule in programs of ordinary length: a script, a class with methods, a notebook.

As they stand the programs are right, and no rule of this family speaks. Each case names the setting that decides, a
value with which its rule must speak (and no other), and one with which all stay silent; by each way a value takes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from keras_lint.lint.registry import all_rules
from keras_lint.lint.runner import lint
from keras_lint.syntax import parse
from tests.rules.data.programs import PHOTOS, TABLES
from tests.rules.whole_programs import FEWEST_LINES, FORMS, ROUTES, Code, WholeProgram, Written


class Case(NamedTuple):
    """One setting that decides."""

    code: str
    program: WholeProgram
    setting: str
    wrong: Any
    right: Any
    where: str
    """What stands in the line of the finding."""
    others: dict[str, Any] = {}
    """Settings that make this one matter; with them alone the program is right."""


CASES = [
    Case("KL101", PHOTOS, "scale", None, 255.0, ".fit("),
    Case("KL101", PHOTOS, "scale", 1.0, 127.5, ".fit("),
    Case("KL102", TABLES, "standardized", False, True, ".fit("),
    Case("KL106", TABLES, "scaling", "before", "after", "caler.fit_transform("),
    Case("KL107", TABLES, "balance", "before", "after", ".fit_resample("),
    Case("KL108", PHOTOS, "table", (-1, 32, 32, 3), (-1, 3072), ".fit_resample("),
    Case("KL109", TABLES, "rare", 0.03, 0.4, ".fit("),
    Case("KL109", TABLES, "balance", None, "after", ".fit(", {"rare": 0.05}),
    Case("KL109", TABLES, "weights", None, {0: 0.55, 1: 5.5}, ".fit(", {"rare": 0.1}),
    Case("KL110", PHOTOS, "augmented", False, True, ".fit("),
    Case("KL110", PHOTOS, "epochs", 12, 1, ".fit(", {"augmented": False}),
    Case("KL113", PHOTOS, "loss", "categorical_crossentropy", "sparse_categorical_crossentropy", "loss="),
    Case("KL113", PHOTOS, "one_hot", True, False, "loss="),
    Case(
        "KL113",
        PHOTOS,
        "loss",
        "sparse_categorical_crossentropy",
        "categorical_crossentropy",
        "loss=",
        {"one_hot": True},
    ),
    Case("KL115", TABLES, "split", Code("train_test_split"), Code("in_pairs"), "_train, "),
    Case("KL130", TABLES, "share", 0.2, 0.0, "validation_split=", {"balance": "after"}),
    Case("KL130", TABLES, "balance", "after", None, "validation_split=", {"share": 0.1}),
]
"""What the rules must see, and must not."""
CODES = {case.code for case in CASES}


def name_of(case: Case) -> str:
    """For the ids of tests."""
    return f"{case.code} {case.setting}={case.wrong!r}"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_value_that_decides_is_followed(case: Case, form: str, route: str) -> None:
    wrong = case.program.written(form, route, {**case.others, case.setting: case.wrong})
    right = case.program.written(form, route, {**case.others, case.setting: case.right})
    assert min(wrong.lines, right.lines) >= FEWEST_LINES
    assert [(d.code, d.message) for d in right.diagnostics(CODES)] == []
    found = wrong.diagnostics(CODES)
    assert {d.code for d in found} == {case.code}, [(d.code, d.message) for d in found]
    assert all(case.where in wrong.line(d) for d in found), [wrong.line(d) for d in found]
    for fix in found[0].fixes:
        after = wrong.fixed(fix)
        assert not parse(after).problems, fix.remedy
        assert len(lint(after, [rule for rule in all_rules() if rule.code == case.code])) < len(found), fix.remedy


@pytest.mark.parametrize("form", ["script", "class"])
@pytest.mark.parametrize("case", [CASES[0], CASES[3]], ids=name_of)
def test_the_ends_of_lines_make_no_difference(case: Case, form: str) -> None:
    wrong = case.program.written(form, "dictionary", {**case.others, case.setting: case.wrong})
    windows = Written(form, wrong.text.replace("\n", "\r\n"))
    assert [(d.place, d.code, d.message) for d in windows.diagnostics(CODES)] == [
        (d.place, d.code, d.message) for d in wrong.diagnostics(CODES)
    ]

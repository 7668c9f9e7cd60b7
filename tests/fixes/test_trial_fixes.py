"""Every fix and every refactoring on programs written in many ways: made, parsed, made again without effect, and run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from keras_lint.lint.refactor import refactor
from keras_lint.lint.registry import all_remedies, all_rules
from keras_lint.lint.remedy import NotApplicable
from keras_lint.lint.runner import analyse, diagnose
from keras_lint.program.views import LayerView
from keras_lint.source import TextEdit, render, source_from_bytes
from keras_lint.syntax import parse
from tests.conftest import THOROUGH

from .batch import Outcome, Program, run_programs
from .example_cases import FIRST
from .programs import KINDS, TrialProgram, Writing, every_writing, trial_programs
from .repairs import NotRepaired, all_repaired, choice, forbidden

PROGRAMS = {program.name: program for program in trial_programs()}

WAYS: dict[str, Callable[[Writing], bool]] = {
    "arrays in a Sequential of tf.keras": lambda w: w.flavour == "tf.keras" and w.style != "functional",
    "functional, bare Keras": lambda w: w.flavour == "keras" and w.style == "functional",
    "names imported": lambda w: w.flavour.endswith("names"),
    "images of four axes": lambda w: is_images(w),
    "one-hot labels": lambda w: KINDS[w.kind].one_hot,
    "integer labels": lambda w: not KINDS[w.kind].one_hot and KINDS[w.kind].classes > 1,
    "inside a function": lambda w: w.place == "function",
    "a notebook": lambda w: w.place == "notebook",
}
"""Ways to write a program in which people ask for repairs."""
APPLIES: dict[str, Callable[[Writing], bool]] = {
    "smote": lambda w: True,
    "random-undersampling": lambda w: True,
    "class-weight": lambda w: True,
    "focal-loss": lambda w: True,
    "dropout-and-l2": lambda w: True,
    "early-stopping": lambda w: True,
    "learning-curves": lambda w: True,
    "image-data-generator": lambda w: is_images(w) and w.flavour in ("tf.keras", "names"),  # bare Keras 3 has none
    "augmentation-layers": lambda w: is_images(w),
    "validation-split": lambda w: not w.validation,
    "train-test-split": lambda w: not w.validation,
    "scale-by-division": lambda w: is_images(w) and w.place != "method",  # no attributes yet
    "rescaling-layer": lambda w: is_images(w),
    "standard-scaler": lambda w: not is_images(w) and w.place != "method",
    "normalization-layer": lambda w: w.place != "method",
}
"""Where a remedy has to be offered, as a fix or as a refactoring, among all ways of writing."""


def is_images(writing: Writing) -> bool:
    """Whether the program trains on images."""
    return "Conv2D" in KINDS[writing.kind].hidden[0]


WRONG = {
    "validation_split takes synthetic rows: fit is given what a sampler made": """
import keras
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
x, y = SMOTE().fit_resample(*make_classification(n_samples=200, weights=[0.9, 0.1], random_state=0))
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(x, y, validation_split=0.2)
""",
    "synthetic rows are split into training and test rows": """
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
x, y = SMOTE().fit_resample(*make_classification(n_samples=200, weights=[0.9, 0.1], random_state=0))
train_test_split(x, y)
""",
    "a layer is adapted to the rows that validation_split holds back": """
import keras
from sklearn.datasets import make_classification
x, y = make_classification(n_samples=200, random_state=0)
normalization = keras.layers.Normalization()
normalization.adapt(x)
model = keras.Sequential([keras.Input((20,)), normalization, keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(x, y, validation_split=0.2)
""",
}
"""Programs that run, and what must be seen to be wrong with them: the runner is worth what it notices."""


class Case(NamedTuple):
    """One way to change a program."""

    program: TrialProgram
    by: str
    """The code of the rule, or ``refactor``."""
    remedy: str
    make: Callable[[], bytes]

    @property
    def name(self) -> str:
        return f"{self.program.name}:{self.by}-{self.remedy}"


def changed(program: TrialProgram, edits: list[TextEdit]) -> bytes:
    """The file after edits.

    Raises:
        NotRepaired: it no longer parses.
    """
    source = source_from_bytes(program.data, program.filename)
    data = render(source, program.data, edits)
    after = source_from_bytes(data, program.filename)
    if parse(after).problems:
        raise NotRepaired(f"does not parse:\n{after.original}")
    return data


def fixed(program: TrialProgram, code: str, remedy: str) -> bytes:
    """The file with one remedy of a rule made for each of its findings.

    Raises:
        NotRepaired: a finding is still there.
    """
    rules = [rule for rule in all_rules() if rule.code == code]
    for _ in range(10):
        before = diagnose(analyse(source_from_bytes(program.data, program.filename)), rules)
        found = [(d, f) for d in before for position, f in enumerate(d.fixes) if choice(d, position) == remedy]
        if not found:
            return program.data
        diagnostic, fix = found[0]
        data = changed(program, [TextEdit(e.start, e.end, e.content) for e in fix.edits])
        program = replace(program, data=data)
        after = source_from_bytes(data, program.filename)
        left = diagnose(analyse(after), rules)
        if len(left) >= len(before):
            raise NotRepaired(f"`{diagnostic.message}` is still there: {[d.message for d in left]}\n{after.original}")
    raise NotRepaired("the remedy keeps being offered")


def refactored(program: TrialProgram, remedy: str, number: int) -> bytes:
    """The file with a refactoring made on the subject with this number; made again, it has no effect.

    Raises:
        NotApplicable: it is not offered there.
        NotRepaired: it is offered again.
    """
    edits = refactoring_edits(program, remedy, number)
    data = changed(program, edits)
    try:
        refactoring_edits(replace(program, data=data), remedy, number)
    except NotApplicable:
        return data
    raise NotRepaired(f"is offered again:\n{source_from_bytes(data, program.filename).original}")


def refactoring_edits(program: TrialProgram, remedy: str, number: int) -> list[TextEdit]:
    kind = all_remedies()[remedy]
    assert kind.refactoring is not None
    analysed = analyse(source_from_bytes(program.data, program.filename))
    subjects = [
        s
        for s in analysed.subjects(kind.refactoring)
        if kind.refactoring is not LayerView or s.cls in ("Dense", "Conv2D")
    ]
    if number >= len(subjects):
        raise NotApplicable("no such subject")
    fix = refactor(analysed, kind, subjects[number].site.span)
    return [TextEdit(e.start, e.end, e.content) for e in fix.edits]


def cases_of(program: TrialProgram) -> list[Case]:
    found: list[Case] = []
    diagnostics = diagnose(analyse(source_from_bytes(program.data, program.filename)), all_rules())
    offers = {(d.code, choice(d, position)) for d in diagnostics for position in range(len(d.fixes))}
    for code, remedy in sorted(offers):
        found.append(Case(program, code, remedy, lambda c=code, r=remedy: fixed(program, c, r)))  # type: ignore[misc]
    for name, remedy_class in sorted(all_remedies().items()):
        if remedy_class.refactoring is None or any(name == remedy for _, remedy in offers):
            continue
        try:
            refactoring_edits(program, name, 0)
        except NotApplicable:
            continue
        found.append(Case(program, "refactor", name, lambda n=name: refactored(program, n, 0)))  # type: ignore[misc]
    found.append(Case(program, "all", "fixes", lambda: all_repaired(program.data, program.filename).data))
    return found


CASES = [case for program in PROGRAMS.values() for case in cases_of(program)]
REPRESENTATIVES = {
    (case.remedy, case.program.writing.style if case.by == "all" else ""): case.name
    for case in reversed(CASES)
    if case.remedy not in FIRST
}
"""A case of each remedy that no example offers, and of all fixes together in each style."""
TRACED = {case.name for case in CASES} if THOROUGH else set(REPRESENTATIVES.values())
"""What is run as users run it; the examples do the same for the remedies that they offer."""


@pytest.fixture(scope="module")
def made() -> dict[str, str | Exception]:
    """The repaired programs, as Python text, or why there is none."""
    results: dict[str, str | Exception] = {}
    for case in CASES:
        try:
            results[case.name] = source_from_bytes(case.make(), case.program.filename).text
        except (NotRepaired, NotApplicable) as problem:
            results[case.name] = problem
    for program in PROGRAMS.values():
        results[program.name] = source_from_bytes(program.data, program.filename).text
    return results


@pytest.fixture(scope="module")
def outcomes(made: dict[str, str | Exception]) -> dict[str, Outcome]:
    programs = {name: Program(code, name in TRACED) for name, code in made.items() if isinstance(code, str)}
    return run_programs(programs | {problem: Program(code) for problem, code in WRONG.items()})


@pytest.mark.parametrize("problem", WRONG)
def test_the_runner_notices_rows_where_they_do_not_belong(problem: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[problem].ok
    assert outcomes[problem].problems == [problem]
    assert not problem.startswith("validation_split") or forbidden(WRONG[problem])


def balanced(fit: dict[str, Any]) -> bool:
    return len(set(fit["counts"])) == 1


EFFECTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "smote": balanced,
    "random-undersampling": balanced,
    "class-weight": lambda fit: fit["class_weight"],
    "early-stopping": lambda fit: "EarlyStopping" in fit["callbacks"],
    "image-data-generator": lambda fit: fit["x"] == "NumpyArrayIterator" and fit["validation_split"] == 0,
    "validation-split": lambda fit: fit["validation_split"] > 0,
    "train-test-split": lambda fit: fit["validation_data"] != "NoneType" and fit["validation_split"] == 0,
    "scale-by-division": lambda fit: fit["x"]["min"] == 0 and fit["x"]["max"] == 1,
    "standard-scaler": lambda fit: fit["x"]["min"] < -1 and 1 < fit["x"]["max"] < 10,
}
"""What reaches ``fit`` after a remedy."""


OFFERED: dict[str, dict[str, Writing]] = {}
"""For each remedy, the programs in which it is tried, and how they are written."""
for tried in CASES:
    OFFERED.setdefault(tried.remedy.partition("#")[0], {})[tried.program.name] = tried.program.writing


def test_every_remedy_is_offered_by_an_example_or_a_program() -> None:
    assert set(all_remedies()) - set(FIRST) - set(OFFERED) == set()


@pytest.mark.parametrize("remedy", APPLIES)
def test_the_remedy_is_offered_wherever_it_applies(remedy: str) -> None:
    wanted = {name for name, program in PROGRAMS.items() if APPLIES[remedy](program.writing)}
    assert wanted == set(OFFERED[remedy])


@pytest.mark.parametrize("remedy", APPLIES)
def test_the_remedy_is_tried_in_every_way_of_writing(remedy: str) -> None:
    product = [w for w in every_writing() if APPLIES[remedy](w)]
    possible = {name for name, way in WAYS.items() if any(way(writing) for writing in product)}
    assert possible == {name for name, way in WAYS.items() if any(way(w) for w in OFFERED[remedy].values())}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_runs_before_it_is_repaired(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].ok, outcomes[name].error


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_repaired_program_trains(
    case: Case, made: dict[str, str | Exception], outcomes: dict[str, Outcome]
) -> None:
    code = made[case.name]
    if not isinstance(code, str):
        pytest.fail(f"{type(code).__name__}: {code}")
    outcome = outcomes[case.name]
    assert outcome.ok, f"{outcome.error}\n(row {outcome.row})\n{code}"
    assert outcome.fits, f"never trained\n{code}"
    assert not outcome.problems, f"{outcome.problems}\n{code}"
    assert case.remedy not in EFFECTS or EFFECTS[case.remedy](outcome.fits[-1]), f"{outcome.fits[-1]}\n{code}"
    assert not forbidden(code), code

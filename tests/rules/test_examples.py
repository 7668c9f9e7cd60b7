"""The documentation of every rule is true: its examples yield the finding, or none, as they say."""

from __future__ import annotations

import pytest

from keras_lint.lint.registry import all_rules
from keras_lint.lint.rule import Rule
from keras_lint.lint.runner import lint
from keras_lint.source import source_from_text

from .examples import Example, examples, sections

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_an_example_yields_its_finding_at_the_marked_lines_and_nowhere_else(example: Example) -> None:
    found = lint(source_from_text(example.code, "/example/example.py"), [example.rule])
    rows = [diagnostic.place.row for diagnostic in found]
    assert rows == (example.marked_rows if example.bad else [])
    if example.bad:
        assert rows, "an example under “Example” marks at least one line with the rule's code"


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.code)
def test_a_page_has_all_its_parts(rule: type[Rule]) -> None:
    headings = [heading for heading, _ in sections(rule.page())]
    for wanted in ("What it does", "Why is this bad?"):
        assert wanted in headings
    assert any(e.rule is rule and e.bad for e in EXAMPLES) or rule.code.startswith("KL9")
    assert not rule.summary().startswith("#")


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.bad], ids=lambda e: e.name)
def test_messages_are_short_and_fit_the_style(example: Example) -> None:
    for diagnostic in lint(source_from_text(example.code, "/example/example.py"), [example.rule]):
        assert len(diagnostic.message) <= 120, diagnostic.message
        assert not diagnostic.message.endswith("."), diagnostic.message

"""The fix engine: what fits is made together, what loops or breaks is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from keras_lint.lint.finding import Diagnostic, Edit, Fix, Place, Severity
from keras_lint.lint.fixing import MAX_PASSES, Fixed, compatible, fix_all
from keras_lint.lint.service import FileResult
from keras_lint.lint.settings import Settings
from keras_lint.source import Source, TextEdit, source_from_bytes

HERE = Place("/p/a.py", None, 1, 1, 1, 1)


def finding(code: str, *edits: tuple[int, int, str], severity: Severity = Severity.WARNING) -> Diagnostic:
    fix = Fix("remedy", "Fix it", True, tuple(Edit(HERE, content, start, end) for start, end, content in edits))
    return Diagnostic(code, code.lower(), severity, "message", HERE, edits[0][0], edits[0][1], fixes=(fix,))


class Rules:
    """Stands in for the service: finds what a function finds in a text."""

    def __init__(self, find: Callable[[str], Iterable[Diagnostic]]) -> None:
        self.find = find
        self.passes = 0

    def check_source(self, source: Source, settings: Settings) -> FileResult:
        self.passes += 1
        return FileResult(source.filename, list(self.find(source.original)))


def fixed(text: str, find: Callable[[str], Iterable[Diagnostic]]) -> tuple[Fixed, Rules]:
    rules: Any = Rules(find)
    data = text.encode()
    source = source_from_bytes(data, "/p/a.py")
    return fix_all(rules, source, data, Settings(), lambda d: d.fixes[0] if d.fixes else None), rules


def replacing(code: str, old: str, new: str) -> Callable[[str], list[Diagnostic]]:
    def find(text: str) -> list[Diagnostic]:
        return [finding(code, (text.index(old), text.index(old) + len(old), new))] if old in text else []

    return find


def test_fixes_that_do_not_touch_are_made_in_one_pass() -> None:
    one, two = replacing("KL1", "a", "b"), replacing("KL2", "x", "y")
    outcome, rules = fixed("a = x\n", lambda text: one(text) + two(text))
    assert outcome.data == b"b = y\n"
    assert rules.passes == 2
    assert outcome.applied == {"KL1": 1, "KL2": 1}


def test_what_overlaps_waits_and_the_more_severe_comes_first() -> None:
    found = [finding("KL1", (0, 3, "u")), finding("KL2", (2, 5, "v"), severity=Severity.ERROR)]
    assert [d.code for d, _ in compatible(found, lambda d: d.fixes[0])] == ["KL2"]


def test_two_insertions_at_one_place_wait_for_each_other() -> None:
    found = [finding("KL1", (4, 4, "a=1")), finding("KL2", (4, 4, "b=2"))]
    assert len(compatible(found, lambda d: d.fixes[0])) == 1


def test_imports_that_two_fixes_need_are_added_once() -> None:
    both = "from a import b\n"

    def find(text: str) -> list[Diagnostic]:
        if both in text:
            return []
        end = text.index("y")
        return [
            finding("KL1", (0, 1, "u"), (0, 0, both)),
            finding("KL2", (end, end + 1, "v"), (0, 0, both + "from c import d\n")),
        ]

    outcome, _ = fixed("x = y\n", find)
    assert outcome.data == b"from a import b\nfrom c import d\nu = v\n"


def test_fixes_that_undo_one_another_end() -> None:
    one, two = replacing("KL1", "a", "b"), replacing("KL2", "b", "a")
    outcome, rules = fixed("a\n", lambda text: one(text) or two(text))
    assert rules.passes == 2
    assert outcome.messages == ["fixes of KL2 undo one another"]


def test_a_fix_that_never_ends_is_stopped() -> None:
    outcome, rules = fixed("a\n", lambda text: [finding("KL1", (0, 0, "a;"))])
    assert rules.passes == MAX_PASSES + 1
    assert "more fixes keep coming up" in outcome.messages[0]


def test_a_fix_whose_result_would_not_parse_is_dropped() -> None:
    outcome, _ = fixed("a = (1)\n", replacing("KL1", ")", ""))
    assert outcome.data == b"a = (1)\n"
    assert not outcome.changed
    assert outcome.messages == ["the result would not parse, so nothing was changed (fixes of KL1)"]


def test_a_fix_that_the_encoding_cannot_hold_is_dropped() -> None:
    text = "# -*- coding: latin-1 -*-\na = 1\n"
    outcome, _ = fixed(text, replacing("KL1", "1", "'漢'"))
    assert outcome.data == text.encode()
    assert "latin" in outcome.messages[0] or "iso" in outcome.messages[0]


def test_one_fix_makes_room_for_the_next() -> None:
    one, two = replacing("KL1", "a", "b"), replacing("KL2", "b", "c")
    outcome, _ = fixed("a\n", lambda text: one(text) or two(text))
    assert outcome.data == b"c\n"
    assert outcome.result.diagnostics == []


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (TextEdit(0, 2, "x"), TextEdit(2, 4, "y"), False),
        (TextEdit(0, 2, "x"), TextEdit(0, 2, "x"), False),
        (TextEdit(0, 2, "x"), TextEdit(0, 2, "y"), True),
        (TextEdit(0, 4, "x"), TextEdit(2, 2, "y"), True),
        (TextEdit(0, 4, "x"), TextEdit(4, 4, "y"), False),
    ],
)
def test_edits_clash_where_they_share_text(one: TextEdit, other: TextEdit, clash: bool) -> None:
    from keras_lint.lint.fixing import conflict

    assert conflict(one, other) is conflict(other, one) is clash

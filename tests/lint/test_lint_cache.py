"""The cache answers only for what has not changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keras_lint.lint.cache import Cache, from_plain, to_plain
from keras_lint.lint.finding import Diagnostic, Edit, Fix, Place, Severity
from keras_lint.lint.service import FileResult, Options, Service
from keras_lint.lint.settings import Overrides

PROGRAM = """\
import keras
from sizes import UNITS

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(UNITS, activation="softmax")])
"""

Check = Callable[..., FileResult]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check a program of two files with a service of its own."""
    (tmp_path / "main.py").write_text(PROGRAM)
    (tmp_path / "sizes.py").write_text("UNITS = 1\n")

    def call(*select: str) -> FileResult:
        overrides = Overrides(select=select or ("KL203",))
        return Service(Options(overrides, cache_folder=tmp_path / "cache")).check_path(tmp_path / "main.py")

    return call


def codes(result: FileResult) -> list[str]:
    return [diagnostic.code for diagnostic in result.diagnostics]


def test_a_second_run_finds_the_same_in_the_cache(check: Check) -> None:
    first, second = check(), check()
    assert (first.from_cache, second.from_cache) == (False, True)
    assert first.diagnostics == second.diagnostics
    assert codes(second) == ["KL203"]


def test_a_change_of_the_file_is_seen(check: Check, tmp_path: Path) -> None:
    check()
    (tmp_path / "main.py").write_text(PROGRAM + "# changed\n")
    assert not check().from_cache


def test_a_change_of_a_module_it_imports_is_seen(check: Check, tmp_path: Path) -> None:
    check()
    (tmp_path / "sizes.py").write_text("UNITS = 3\n")
    result = check()
    assert (result.from_cache, codes(result)) == (False, [])


def test_a_module_that_comes_into_being_is_seen(check: Check, tmp_path: Path) -> None:
    (tmp_path / "sizes.py").unlink()
    assert codes(check()) == []
    assert check().from_cache
    (tmp_path / "sizes.py").write_text("UNITS = 1\n")
    assert codes(check()) == ["KL203"]


def test_other_settings_are_another_result(check: Check, tmp_path: Path) -> None:
    check()
    assert not check("KL302").from_cache
    (tmp_path / "requirements.txt").write_text("keras==2.12\n")
    assert not check().from_cache


def test_a_damaged_cache_is_no_cache(check: Check, tmp_path: Path) -> None:
    check()
    entries = list((tmp_path / "cache").rglob("*.json"))
    assert len(entries) == 2
    for damage in (b"", b"{", b"[]", b'{"filename": 1}', b"\xff"):
        for path in entries:
            path.write_bytes(damage)
        assert codes(check()) == ["KL203"]


def test_a_cache_that_cannot_be_written_is_no_error(check: Check, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert codes(check()) == ["KL203"]


def test_another_version_does_not_see_the_entries(tmp_path: Path) -> None:
    Cache(tmp_path, "one").store("/a.py", "{}", b"x", {}, {"diagnostics": []})
    assert Cache(tmp_path, "one").load("/a.py", "{}", b"x") == {"diagnostics": []}
    assert Cache(tmp_path, "two").load("/a.py", "{}", b"x") is None


def test_diagnostics_survive_the_way_through_the_cache() -> None:
    place = Place("/é.py", 3, 1, 2, 3, 4)
    fix = Fix("r", "Do “it”", True, (Edit(place, "🙂\n", 5, 6),))
    whole = Diagnostic("KL1", "n", Severity.INFO, "m", place, 1, 2, (("here", place),), ("note",), (fix,))
    import json

    assert from_plain(json.loads(json.dumps(to_plain(whole)))) == whole


def test_files_without_keras_are_cached_as_well(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import b\n")
    service = Options(Overrides(), cache_folder=tmp_path / "cache")
    assert not Service(service).check_path(tmp_path / "a.py").from_cache
    assert Service(service).check_path(tmp_path / "a.py").from_cache
    (tmp_path / "b.py").write_text("import keras\n")
    assert not Service(service).check_path(tmp_path / "a.py").from_cache

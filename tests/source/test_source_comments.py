"""Comments leave out findings and state facts; what only looks like one does not."""

import pytest

from keras_lint.source import (
    Facts,
    Source,
    comment_problems,
    fact_comments,
    source_from_cells,
    source_from_text,
    suppressions,
)


def suppressed(text: str, at: str, code: str = "KL301", name: str = "missing-validation-data") -> bool:
    source = source_from_text(text, "a.py")
    return suppressions(source).is_suppressed(code, name, source.text.index(at))


def problem(text: str) -> str:
    source = source_from_text(text, "a.py")
    (found,) = comment_problems(source)
    return f"{source.text[slice(*found.span)]}: {found.message}"


@pytest.mark.parametrize(
    "comment",
    [
        "# keras-lint: ignore",
        "#keras-lint:ignore",
        "# keras-lint: ignore[KL301]",
        "# keras-lint: ignore[KL302, KL301] the set is tiny",
        "# keras-lint: ignore[KL3]",
        "# keras-lint: ignore[missing-validation-data]",
        "# keras-lint: ignore because the set is tiny",
        "# noqa",
        "# NOQA",
        "# noqa: KL301",
        "# noqa:KL301,E501",
        "# noqa: E501 KL301",
        "# type: ignore  # noqa: KL301",
        "# keras-lint: x: classes 3  # keras-lint: ignore[KL301]",
    ],
)
def test_a_comment_leaves_out_findings_on_its_line(comment: str) -> None:
    assert suppressed(f"a = 1\nfit(x)  {comment}\nb = 2\n", "fit")
    assert not suppressed(f"a = 1\nfit(x)  {comment}\nb = 2\n", "a =")
    assert not suppressed(f"a = 1\nfit(x)  {comment}\nb = 2\n", "b =")


@pytest.mark.parametrize(
    "comment",
    [
        "# keras-lint: ignore[KL302]",
        "# keras-lint: ignore[KL30]1",
        "# keras-lint: ignore[KL4]",
        "# keras-lint: ignore[]",
        "# keras-lint: ignored",
        "# noqa: E501",
        "# noqa:",
        "# noqa-not",
        "# flake8: noqa",
        "# please noqa",
    ],
)
def test_other_comments_leave_out_nothing_of_this_rule(comment: str) -> None:
    assert suppressed(f"fit(x)  {comment}\n", "fit") == (comment == "# keras-lint: ignore[KL30]1")


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_comment_on_any_line_of_a_call_covers_the_call(row: int) -> None:
    lines = ["a = 0", "fit(", "    x,", ")", "b = 0"]
    lines[row] += "  # keras-lint: ignore[KL301]"
    text = "\n".join(lines)
    assert suppressed(text, "fit")
    assert suppressed(text, "x,")
    assert not suppressed(text, "a =")
    assert not suppressed(text, "b =")


def test_a_comment_alone_on_its_line_covers_the_next_statement() -> None:
    text = "a = 0\n    # keras-lint: ignore\n\n# why\nfit(\n  x)\nb = 0\n"
    assert suppressed(text, "fit")
    assert suppressed(text, "x)")
    assert not suppressed(text, "a =")
    assert not suppressed(text, "b =")


def test_a_comment_in_brackets_covers_its_statement() -> None:
    text = "a = [\n    # keras-lint: ignore[KL301]\n    b,\n    c]\nd = 0"
    assert all(suppressed(text, name) for name in "abc")
    assert not suppressed(text, "d")


def test_a_whole_file_is_left_out() -> None:
    assert suppressed("a\nif b:\n    # keras-lint: ignore-file\n    c\n", "a")
    assert suppressed("a\n# keras-lint: ignore-file[KL301]", "a")
    assert not suppressed("a\n# keras-lint: ignore-file[KL302]", "a")
    assert "line of its own" in problem("a  # keras-lint: ignore-file\n")


@pytest.mark.parametrize(
    "text",
    [
        's = "# keras-lint: ignore"',
        "s = '''\n# keras-lint: ignore-file\n'''",
        "s = f'{x}# noqa'",
        'f"""\n{x:"^3}# noqa\n"""',
    ],
)
def test_strings_are_no_comments(text: str) -> None:
    source = source_from_text(text, "a.py")
    assert not suppressions(source)
    assert not comment_problems(source)


def test_comments_that_were_needed_are_remembered() -> None:
    source = source_from_text("a  # keras-lint: ignore[KL301]\nb  # keras-lint: ignore[KL302]\nc  # noqa\n", "a.py")
    found = suppressions(source)
    assert found.is_suppressed("KL301", "x", 0)
    (unused,) = found.unused
    assert source.text[slice(*unused.span)] == "# keras-lint: ignore[KL302]"


def test_written_codes_are_known_with_their_places() -> None:
    source = source_from_text("é🙂 # keras-lint: ignore[KL301, nonsense]\nb # noqa: E501\n", "a.py")
    codes = suppressions(source).written_codes
    assert [code.text for code in codes] == ["KL301", "nonsense"]
    assert [source.text[slice(*code.span)] for code in codes] == ["KL301", "nonsense"]


def test_a_comment_reaches_no_other_cell() -> None:
    source = source_from_cells(
        [(1, "a\n# keras-lint: ignore"), (2, "b"), (3, "%%bash\n# keras-lint: ignore-file")], "n.ipynb"
    )
    assert not suppressions(source).is_suppressed("KL301", "x", source.cell(2).start)


def test_facts_are_read() -> None:
    text = (
        "# keras-lint: x_train: shape (60000, 28, ?, None) range 0..255 classes 10\n\n"
        "x_train = load()\n"
        "y = f(  # keras-lint: self.y: counts (90, 10) dtype float32 labels one-hot split validation scaled\n  x)\n"
        "z = 1  # keras-lint: z: shape (), range -1.5..+1e3\n"
    )
    first, second, third = fact_comments(source_from_text(text, "a.py"))
    assert (first.name, first.row, first.next_code_row) == ("x_train", 1, 3)
    assert first.facts == Facts(shape=(60000, 28, None, None), range=(0.0, 255.0), classes=10)
    assert (second.name, second.row, second.next_code_row) == ("self.y", 4, 4)
    assert second.facts == Facts(counts=(90, 10), dtype="float32", labels="one-hot", split="validation", scaled=True)
    assert third.facts == Facts(shape=(), range=(-1.5, 1000.0))
    assert text[slice(*first.span)] == text.split("\n")[0]


@pytest.mark.parametrize(
    ("facts", "part", "where"),
    [
        ("", "no fact is stated", ""),
        ("shape 3", "expected a shape", "shape 3"),
        ("shape (3, x)", "expected a shape", "shape (3, x)"),
        ("shape (-3,)", "expected a shape", "shape (-3,)"),
        ("classes ten", "expected a number of classes", "classes ten"),
        ("classes 0", "expected a number of classes", "classes 0"),
        ("range 0-255", "expected a range", "range 0-255"),
        ("range 5..1", "the smaller number first", "range 5..1"),
        ("counts ()", "samples of each class", "counts ()"),
        ("dtype flaot32", "expected `dtype float32`", "dtype flaot32"),
        ("labels both", "`labels integer` or `labels one-hot`", "labels both"),
        ("colour red", "unknown fact `colour`", "colour"),
        ("classes 3 classes 4", "stated twice", "classes"),
        ("classes 3 (what)", "unknown fact `(what)`", "(what)"),
    ],
)
def test_malformed_facts_are_reported_where_they_stand(facts: str, part: str, where: str) -> None:
    found = problem(f"x = 1  # keras-lint: x: {facts}")
    assert part in found
    assert found.startswith(f"{where}: ")


@pytest.mark.parametrize(
    ("comment", "part"),
    [
        ("# keras-lint: ignore KL301", "write `ignore[KL301]`"),
        ("# keras-lint: ignore: KL301", "write `ignore[KL301]`"),
        ("# keras-lint: ignore[KL301", "in brackets"),
        ("# keras-lint: ignore[]", "in brackets"),
        ("# keras-lint: disable", "expected `ignore[CODE]`"),
        ("# keras-lint:", "expected `ignore[CODE]`"),
    ],
)
def test_a_comment_that_is_not_understood_is_reported(comment: str, part: str) -> None:
    assert part in problem(f"x  {comment}\n")


def test_comments_below_half_typed_text_are_read() -> None:
    source: Source = source_from_text("x = 'abc\ny = 1  # keras-lint: y: classes 3\nf'{x\nz  # noqa", "a.py")
    assert [fact.name for fact in fact_comments(source)] == ["y"]
    assert len(suppressions(source).comments) == 1

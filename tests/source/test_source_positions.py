"""Offsets and positions are each other's inverse, in every unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keras_lint.source import Location, Source, Unit, source_from_cells, source_from_text

TEXT = st.text("ab \t\n\r\f\u2028é🙂\x85'#", max_size=40)
CELLS = st.lists(TEXT, min_size=1, max_size=4)


def notebook(cells: list[str]) -> Source:
    return source_from_cells([(2 * number, cell) for number, cell in enumerate(cells, 1)], "n.ipynb")


@given(TEXT, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_positions_in_a_file_lead_back_to_their_offsets(text: str, unit: Unit) -> None:
    source = source_from_text(text, "a.py")
    for offset in range(len(source.text) + 1):
        location = source.location(offset)
        assert source.offset(location.row, location.column) == offset
        assert source.offset_at(*source.column(offset, unit), unit) == offset


@given(CELLS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_positions_in_a_notebook_lead_back_to_their_offsets(cells: list[str], unit: Unit) -> None:
    source = notebook(cells)
    for cell in source.cells:
        for offset in range(cell.start, cell.end + 1):
            location = source.location(offset)
            assert location.cell == cell.index
            assert source.offset(location.row, location.column, cell.index) == offset
            assert source.offset_at(*source.column(offset, unit), unit, cell.index) == offset


@given(CELLS)
def test_the_cells_of_a_notebook_are_found_in_its_text(cells: list[str]) -> None:
    source = notebook(cells)
    expected = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    assert [source.original[cell.start : cell.end] for cell in source.cells] == expected
    assert all(source.location(cell.start) == (cell.index, 1, 1) for cell in source.cells)
    assert all(source.row(cell.start) == cell.first_row for cell in source.cells)


def test_columns_count_as_each_unit_does() -> None:
    source = source_from_text("x = '🙂é'; y\n", "a.py")
    offset = source.text.index("y")
    assert source.location(offset) == Location(None, 1, 11)
    assert source.column(offset, "utf-32") == (0, 10)
    assert source.column(offset, "utf-16") == (0, 11)
    assert source.column(offset, "utf-8") == (0, 14)
    assert source.offset_at(0, 6, "utf-16") == 5, "half an emoji is its start"


@pytest.mark.parametrize("line", ["a\u2028b", "a\x0cb", "a\x85b", "a\x1cb", "a\x0bb"])
def test_only_python_newlines_end_lines(line: str) -> None:
    source = source_from_text(f"{line}\nx", "a.py")
    assert source.rows == 2
    assert source.line_text(1) == line


def test_positions_behind_the_end_are_the_end() -> None:
    source = notebook(["ab\nc", "d"])
    assert source.offset(1, 99, 2) == 2
    assert source.offset(99, 1, 2) == source.cell(2).end
    assert source.offset_at(99, 1, "utf-16", 4) == source.cell(4).end
    assert source.location(len(source.text)) == (4, 1, 2)


def test_a_cell_that_the_notebook_has_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        notebook(["a"]).offset(1, 1, 3)


def test_the_text_of_a_line_is_what_its_author_wrote() -> None:
    source = notebook(["%time f()"])
    assert source.text.startswith("pass; f()")
    assert source.line_text(3) == "%time f()"

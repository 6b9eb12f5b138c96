"""Cells between edges in twips: which edges are one, and what becomes of cells that no edge keeps apart."""

from __future__ import annotations

import pytest

from crawler.documents.flowing.edges import SAME_EDGE, EdgeCell, grid_of_edges
from crawler.documents.grid import MOST_CELLS


def row(*cells: tuple[str, int, int]) -> list[EdgeCell]:
    return [EdgeCell(text, left, right) for text, left, right in cells]


@pytest.mark.parametrize(
    ("distance", "grid"),
    [
        (SAME_EDGE, (("1", "2"), ("3", "4"))),
        (SAME_EDGE + 1, (("1", "2", "2"), ("3", "3", "4"))),
    ],
)
def test_edges_that_are_near_each_other_are_one(distance: int, grid: tuple[tuple[str, ...], ...]) -> None:
    edge = 1000 + distance
    assert (
        grid_of_edges([row(("1", 0, 1000), ("2", 1000, 2000)), row(("3", 0, edge), ("4", edge, 2000))])
        == grid
    )


def test_a_narrow_cell_keeps_its_column() -> None:
    rows = [row(("1", 0, 1000), ("2", 1000, 1050), ("3", 1050, 2000)), row(("4", 0, 1050), ("5", 1050, 2000))]
    assert grid_of_edges(rows) == (("1", "2", "3"), ("4", "4", "5"))


def test_a_cell_without_a_width_keeps_its_text() -> None:
    assert grid_of_edges([row(("1", 0, 1000), ("2", 1000, 1000))]) == (("1", "2"),)


def test_places_without_a_cell_are_empty_and_a_table_without_cells_has_no_columns() -> None:
    assert grid_of_edges([row(("1", 1000, 2000)), row(("2", 0, 1000)), []]) == (
        ("", "1"),
        ("2", ""),
        ("", ""),
    )
    assert grid_of_edges([[], []]) == ((), ())
    assert grid_of_edges([]) == ()


def test_a_cell_that_goes_on_repeats_the_one_above_only_between_the_same_edges() -> None:
    above = row(("1", 0, 1000), ("2", 1000, 2000))
    assert grid_of_edges([above, [EdgeCell("", 0, 1000, is_continued=True)]])[1] == ("1", "")
    assert grid_of_edges([above, [EdgeCell("3", 0, 2000, is_continued=True)]])[1] == ("3", "3")


def test_more_cells_than_any_form_has_are_left_out() -> None:
    wide = [EdgeCell("1", 1000 * n, 1000 * (n + 1)) for n in range(1000)]
    assert len(grid_of_edges([wide] * 1000)) == MOST_CELLS // 1000

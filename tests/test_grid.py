"""Merged cells as grids: each place holds the cell's text, and no stated span can exhaust memory."""

from __future__ import annotations

import pytest

from crawler.documents.grid import MOST_CELLS, MOST_SPAN, Cell, expand, join_lines


def test_a_merged_cell_stands_in_each_of_its_places() -> None:
    rows = [
        [Cell("项目", 1, 2), Cell("件数", 2)],
        [Cell("新收"), Cell("办结")],
        [Cell("合计"), Cell("3")],
    ]
    assert expand(rows).rows == (
        ("项目", "件数", "件数"),
        ("项目", "新收", "办结"),
        ("合计", "3", ""),
    )


def test_a_cell_that_hangs_down_behind_a_short_row_keeps_its_column() -> None:
    rows = [[Cell("甲"), Cell("乙"), Cell("丙", 1, 2)], [Cell("丁")]]
    assert expand(rows).rows == (("甲", "乙", "丙"), ("丁", "", "丙"))


@pytest.mark.parametrize(
    "rows",
    [
        [[Cell("公", 10**9, 10**9)] * 50] * 3000,
        [[Cell("公", 100)] * 1000, *([[Cell("公")]] * 10_000)],
        [[Cell("公")] * 300_000],
    ],
    ids=["huge-spans", "one-wide-row-above-many-short-ones", "one-endless-row"],
)
def test_a_grid_is_never_larger_than_its_bound(rows: list[list[Cell]]) -> None:
    grid = expand(rows).rows
    assert sum(map(len, grid)) <= MOST_CELLS
    assert len({len(row) for row in grid}) <= 1


def test_a_span_is_clamped() -> None:
    assert len(expand([[Cell("公", 100_000)]]).rows[0]) == MOST_SPAN


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (["本年新收政府信息", "公开申请数量"], "本年新收政府信息公开申请数量"),
        (["（二）部分公开", "（区分处理的）"], "（二）部分公开（区分处理的）"),
        (["Annual", "report"], "Annual report"),
        (["12", "345"], "12 345"),
        ([" 信 息 ", "", "公开"], "信 息公开"),
        ([], ""),
    ],
)
def test_a_label_broken_over_lines_is_one_label_and_numbers_are_not_glued(
    pieces: list[str], joined: str
) -> None:
    assert join_lines(pieces) == joined

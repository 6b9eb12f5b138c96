"""The sums that the statutory tables state of themselves are found by their labels and checked to the last figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from archive.records import Table
from crawler.documents.html import read_html
from crawler.documents.scans.sums import sums
from tests.replicas.forms import disputes_table, proactive_table, requests_table

TABLES = read_html(
    proactive_table("f2021", 2, 35, 15) + requests_table("f2021", 5, 3, 1) + disputes_table(2)
).tables
REQUESTS, DISPUTES = TABLES[1], TABLES[2]
FIRST, TOTAL, CARRIED_OUT = 3, 26, 27


def contradictions(tables: Sequence[Table]) -> tuple[str, ...]:
    """What is said of each sum that does not hold."""
    return tuple(found.sentence() for found in sums(tables) if not found.holds)


def changed(table: Table, row: int, column: int, text: str) -> Table:
    rows = [list(cells) for cells in table.rows]
    rows[row][column] = text
    return replace(table, rows=tuple(map(tuple, rows)))


@pytest.mark.parametrize("edition", ["f2019", "f2021"])
def test_every_row_and_column_of_the_form_is_checked(edition: str) -> None:
    tables = read_html(requests_table(edition, 5, 3, 1) + disputes_table(2)).tables
    rows = len(tables[0].rows) - 3
    # Each row across, each column down and against what came in; of the disputes the one group that has figures.
    assert len(sums(tables)) == rows + 7 + 7 + 3
    assert contradictions(tables) == ()


@pytest.mark.parametrize(
    ("row", "column", "text", "sentences"),
    [
        (FIRST, 9, "6", ["Row “一、本年新收政府信息公开申请数量”: the applicants give 5, but 总计 gives 6",
                         "Column “总计”: 一 and 二 give 6, but （七）总计 with 四 gives 4 + 1 = 5"]),
        (7, 3, "9", ["Row “1.属于国家秘密”: the applicants give 9, but 总计 gives 0",
                     "Column “自然人”: the results give 3 + 9 + 1 = 13, but （七）总计 gives 4"]),
        (CARRIED_OUT, 4, "2", ["Row “四、结转下年度继续办理”: the applicants give 1 + 2 = 3, but 总计 gives 1",
                               "Column “商业企业”: 一 and 二 give 0, but （七）总计 with 四 gives 2"]),
        (TOTAL, 3, "", ["Row “(七)总计”: the applicants give 0 (1 blank cells counted as 0), but 总计 gives 4",
                         "Column “自然人”: 一 and 二 give 5 (1 blank cells counted as 0), but （七）总计 with 四 gives 1"]),
        (7, 3, "１", ["Row “1.属于国家秘密”: the applicants give 1, but 总计 gives 0",
                      "Column “自然人”: the results give 3 + 1 + 1 = 5, but （七）总计 gives 4"]),
    ],
    ids=["received", "result", "carried-out", "blank", "full-width"],
)  # fmt: skip
def test_a_wrong_figure_is_named_with_its_row_and_its_column(
    row: int, column: int, text: str, sentences: list[str]
) -> None:
    assert list(contradictions([changed(REQUESTS, row, column, text)])) == sentences


@pytest.mark.parametrize("text", ["\ufffd", "/", "3件", "-1", "1.5", "三"])
def test_a_cell_without_a_plain_figure_contradicts_nothing(text: str) -> None:
    table = changed(REQUESTS, 7, 3, text)
    assert contradictions([table]) == ()
    assert len(sums([REQUESTS])) - len(sums([table])) == 2


def test_blank_cells_are_none_where_the_rest_adds_up() -> None:
    table = REQUESTS
    for column in range(4, 9):
        table = changed(table, FIRST, column, "")
    assert contradictions([table]) == ()
    assert max(found.blank_count for found in sums([table])) == 5


def test_the_outcomes_of_each_kind_of_dispute_add_up_to_their_own_total() -> None:
    table = changed(changed(DISPUTES, 3, 10, "1"), 3, 14, "2")
    assert contradictions([table]) == ("“复议后起诉”: the outcomes give 1, but 总计 gives 2",)


@pytest.mark.parametrize(
    "rows",
    [(), ((),), (("自然人", "总计"),), (("总计",) * 7,), (("自然人",), ("一、本年新收",), ("1",))],
    ids=["no-row", "empty-row", "some-columns", "one-name", "narrow"],
)  # fmt: skip
def test_other_tables_state_no_sums(rows: tuple[tuple[str, ...], ...]) -> None:
    assert sums([Table(rows), TABLES[0]]) == ()

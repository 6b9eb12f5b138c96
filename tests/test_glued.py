"""Digits of several cells that ran together are parted where the row proves how, and are left alone everywhere else."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from archive.figures.applicants import cut_one_cell, in_order, is_one_cell, is_pushed, mended
from archive.figures.glued import Cells, cut, outcomes_add_up, row_adds_up

LAST = 6


def cells(spaced: str) -> list[str]:
    """The cells of a row, `_` for a blank one."""
    return ["" if cell == "_" else cell for cell in spaced.split()]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0000000", "0 0 0 0 0 0 0"),
        ("1000001", "1 0 0 0 0 0 1"),
        ("260000026", "26 0 0 0 0 0 26"),
        ("100000010", "10 0 0 0 0 0 10"),
        ("210000122", "21 0 0 0 0 1 22"),
        ("230 000023", "23 0 0 0 0 0 23"),
        ("23 0 00 0 023", "23 0 0 0 0 0 23"),
        ("111 0 0 0 0 11 122", "111 0 0 0 0 11 122"),
        ("1 11 0 0 00 12", "1 11 0 0 0 0 12"),
    ],
)
def test_a_row_is_cut_in_the_only_way_that_adds_up(printed: str, expected: str) -> None:
    assert cut(printed, 7, row_adds_up) == tuple(expected.split())


@pytest.mark.parametrize(
    "printed",
    ["2600026", "00000000", "000000", "1000002", "100000010 1", "2 3 0 0 0 0 0 5", "", "   ", "1000001件", "100.0001",
     "1000001/", "-1000001", "12"],
)  # fmt: skip
def test_a_row_that_adds_up_in_no_way_is_not_cut(printed: str) -> None:
    assert cut(printed, 7, row_adds_up) is None


@pytest.mark.parametrize(
    ("printed", "one", "other"),
    [
        ("111000012", "1 11 0 0 0 0 12", "11 1 0 0 0 0 12"),
        ("110000112", "11 0 0 0 0 1 12", "1 10 0 0 0 1 12"),
        ("1 11000012", "1 11 0 0 0 0 12", "1 1 10 0 0 0 12"),
    ],
)
def test_a_row_that_adds_up_in_several_ways_is_not_cut(printed: str, one: str, other: str) -> None:
    for way in (one.split(), other.split()):
        assert "".join(way) == printed.replace(" ", "")
        assert row_adds_up(tuple(way))
    assert cut(printed, 7, row_adds_up) is None


def test_a_space_is_a_border_of_cells() -> None:
    assert cut("111000012", 7, row_adds_up) is None
    assert cut("1 11 000012", 7, row_adds_up) == ("1", "11", "0", "0", "0", "0", "12")
    assert cut("11 1 000012", 7, row_adds_up) == ("11", "1", "0", "0", "0", "0", "12")


def test_no_number_is_parted_from_a_nought_before_it() -> None:
    assert cut("0505", 2, row_adds_up) is None
    assert cut("505 0505", 4, row_adds_up) is None
    assert cut("55", 2, row_adds_up) == ("5", "5")


def test_of_disputes_every_group_of_five_adds_up_by_itself() -> None:
    expected = ("2", "0", "0", "0", "2", "0", "1", "0", "0", "1", "0", "0", "0", "0", "0")
    assert cut("200020100100000", 15, outcomes_add_up) == expected
    # Of the three groups one has too much and another too little.
    assert cut("200030100000000", 15, outcomes_add_up) is None
    assert cut("200021000300000", 15, outcomes_add_up) is None


def test_a_row_of_too_many_ways_is_given_up_after_a_while() -> None:
    tried: list[Cells] = []

    def never(way: Cells) -> bool:
        tried.append(way)
        return False

    assert cut("1" * 30, 15, never) is None
    assert 1_000 < len(tried) <= 200_001


def test_one_way_found_before_the_others_are_tried_proves_nothing() -> None:
    seen: list[Cells] = []

    def first(way: Cells) -> bool:
        seen.append(way)
        return len(seen) == 1

    assert cut("1" * 30, 15, first) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1 0 0 0 0 0 1", "1 0 0 0 0 0 1"),
        ("1 _ 0 0 0 0 1", "1 _ 0 0 0 0 1"),
        ("2 1 0 0 0 0 3 _ _", "2 1 0 0 0 0 3"),
        ("0 0 0 0 0 0 0", "0 0 0 0 0 0 0"),
        ("_ _ _ _ _ _ _", "_ _ _ _ _ _ _"),
        ("/ / / / / / /", "/ / / / / / /"),
        ("0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0"),
        ("_ 1 0 2 0 0 0 3", "1 0 2 0 0 0 3"),
        ("2 1 _ 1 0 0 0 4", "2 1 1 0 0 0 4"),
        ("23 0 0000 23", "23 0 0 0 0 0 23"),
        ("230 000 023", "23 0 0 0 0 0 23"),
    ],
)
def test_the_cells_of_a_row_belong_to_the_applicants_in_order_where_it_adds_up(
    printed: str, expected: str
) -> None:
    given = in_order(cells(printed), LAST)
    assert given is not None
    assert list(given) == cells(expected)


@pytest.mark.parametrize(
    "printed",
    ["1 0 0 0 0 0 2", "1 / 0 0 0 0 1", "1 无 0 0 0 0 1", "5 1 1 1 1 1 _", "1 0 0 0 0 0 0 1", "_ 1 _ 0 0 0 0 1", "3 3 3 3 3 3 3",
     "0 0 0 0 0 0", "1 0 0 0 0 1", "3", "1 0 0 0 0 0 0 0 1"],
)  # fmt: skip
def test_the_cells_of_a_row_that_does_not_prove_whose_they_are_are_not_given_out(printed: str) -> None:
    assert in_order(cells(printed), LAST) is None


def test_a_row_without_a_cell_is_nobodys() -> None:
    assert in_order([], LAST) is None


def test_a_total_that_is_printed_first_is_what_the_others_add_up_to() -> None:
    assert in_order(cells("3 2 1 0 0 0 0"), 0) == cells("3 2 1 0 0 0 0")
    assert in_order(cells("3 2 1 0 0 0 0"), LAST) is None
    # Which digits are the total's is not known before the row is cut.
    assert in_order(cells("230 000 023"), 0) is None


@pytest.mark.parametrize(
    "row",
    [["230000023"] * 7, ["230 000023", *[""] * 6], ["12"] * 7, ["00", *[""] * 6], ["0000000", *[""] * 6],
     ["1 2", *[""] * 6], ["", "230000023", *[""] * 5], ["1234567", *[""] * 6]],
)  # fmt: skip
def test_a_row_whose_figures_all_stand_in_one_cell_is_known(row: Sequence[str]) -> None:
    assert is_one_cell(row)


@pytest.mark.parametrize(
    "row",
    [["12", *[""] * 6], ["123456", *[""] * 6], ["12", *"00000", "12"], ["12", *[""] * 5, "12"], [""] * 7, ["无"] * 7, ["/"] * 7, ["0", *[""] * 6]],
)  # fmt: skip
def test_a_row_with_one_figure_in_its_own_cell_is_no_such_row(row: Sequence[str]) -> None:
    assert not is_one_cell(row)


@pytest.mark.parametrize("printed", ["_ 5 1 0 0 0 0", "_ 5 1 0 0 6 0", "5 1 0 0 0 6 _"])
def test_a_row_that_lost_a_cell_and_moved_is_known(printed: str) -> None:
    assert is_pushed(cells(printed), LAST)


@pytest.mark.parametrize(
    "printed", ["_ 5 1 0 0 0 6", "5 1 0 0 0 0 _", "5 1 0 _ 0 0 6", "_ 0 0 0 0 0 0", "0 0 0 0 0 0 _"]
)
def test_a_row_with_a_blank_cell_that_stands_in_its_place_is_left_there(printed: str) -> None:
    assert not is_pushed(cells(printed), LAST)


def test_one_cell_is_cut_where_its_figures_can_be_told_apart() -> None:
    assert cut_one_cell(["230 000023"] * 7, LAST) == ("23", "0", "0", "0", "0", "0", "23")
    assert cut_one_cell(["", "230000023", *[""] * 5], LAST) == ("23", "0", "0", "0", "0", "0", "23")
    assert cut_one_cell(["111000012"] * 7, LAST) is None
    assert cut_one_cell(["230 000023"] * 7, 0) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["1 0", "0", "0", "0", "0", "0", "10"], ["10", "0", "0", "0", "0", "0", "10"]),
        (["1 053", "7", "", "", "", "", "1\n060"], ["1053", "7", "", "", "", "", "1060"]),
        (["9", "1 0", "", "", "", "", "19"], ["9", "10", "", "", "", "", "19"]),
    ],
)
def test_a_number_that_a_space_broke_is_joined_where_the_row_adds_up_only_so(
    printed: list[str], expected: list[str]
) -> None:
    assert list(mended(printed, LAST)) == expected


@pytest.mark.parametrize(
    "printed",
    [
        ["1 0", "0", "0", "0", "0", "0", "1"],
        ["1 0", "0", "0", "0", "0", "0", ""],
        ["0 1", "0", "0", "0", "0", "0", "1"],
        ["1 0", "无", "0", "0", "0", "0", "10"],
    ],
)
def test_a_number_that_nothing_proves_to_be_broken_is_left_as_printed(printed: list[str]) -> None:
    assert list(mended(printed, LAST)) == printed


def test_digits_without_end_are_given_up_soon() -> None:
    begun = time.process_time()
    assert cut("1" * 100, 15, outcomes_add_up) is None
    assert cut("12" * 20, 7, row_adds_up) is None
    assert time.process_time() - begun < 3

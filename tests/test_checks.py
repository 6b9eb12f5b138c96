"""The sums of the forms of 2019 and 2021 recomputed: what holds, what does not, and what nobody can tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from archive.checks import check_report
from archive.reports import Check, Figure, PrintedRow
from tests.figure_cases import complete, figures

RECEIVED, CARRIED_IN, GRANTED = "requests.received", "requests.carried_in", "requests.granted"
DONE, CARRIED_OUT = "requests.results_total", "requests.carried_out"
ITEMS = ("permit", "other_service", "penalty", "coercive_measure", "fee")


def checks(edition: str = "f2021", **changed: str) -> dict[str, Check]:
    """The checks of a complete report with some rows changed, by rule and subject; `__` stands for the point of a key."""
    rows = complete(edition) | {key.replace("__", "."): printed for key, printed in changed.items()}
    return named(figures(rows))


def named(stated: tuple[Figure, ...], *rows: PrintedRow) -> dict[str, Check]:
    found = check_report(stated, rows)
    assert len({(check.rule, check.subject) for check in found}) == len(found)
    return {f"{check.rule} {check.subject}": check for check in found}


def failing(found: dict[str, Check]) -> set[str]:
    """The checks that allege something."""
    return {name for name, check in found.items() if check.verdict == "fail"}


@pytest.mark.parametrize(
    ("edition", "hard"),
    [
        ("f2021", {"BAL": 7, "ROW": 25, "SUM": 7, "RL": 3}),
        ("f2019", {"BAL": 7, "ROW": 23, "SUM": 7, "RL": 3, "XI+": 5}),
    ],
)
def test_a_complete_report_has_every_hard_check_of_its_form_and_passes_them(
    edition: str, hard: dict[str, int]
) -> None:
    found = checks(edition)
    assert Counter(check.rule for check in found.values() if check.is_hard) == hard
    assert sum(count for rule, count in hard.items() if rule != "XI+") == (42 if edition == "f2021" else 40)
    assert {(check.verdict, check.repair) for check in found.values()} == {("pass", None)}


def test_of_2019_items_and_documents_are_looked_at_softly() -> None:
    soft = Counter(check.rule for check in checks("f2019").values() if not check.is_hard)
    assert soft == {"NP": 4, "MIS": 4}
    assert all(check.is_hard for check in checks("f2021").values())


@pytest.mark.parametrize(
    ("edition", "row", "printed", "broken"),
    [
        ("f2021", RECEIVED, "5 1 0 0 0 0 7", {"BAL total": (8, 7), "ROW requests.received": (6, 7)}),
        ("f2021", RECEIVED, "5 2 0 0 0 0 7", {"BAL business": (2, 1), "BAL total": (8, 7)}),
        ("f2021", CARRIED_OUT, "1 1 0 0 0 1 3", {"BAL other": (0, 1), "BAL total": (7, 8)}),
        ("f2021", GRANTED, "2 0 0 0 0 0 2", {"SUM natural_person": (4, 5), "SUM total": (4, 5)}),
        ("f2021", "requests.refused.process_information", "0 0 3 0 0 0 3",
         {"SUM research_body": (3, 0), "SUM total": (8, 5)}),
        ("f2021", "requests.other.else", "0 0 0 0 9 0 9", {"SUM legal_services": (9, 0), "SUM total": (14, 5)}),
        ("f2019", "requests.other", "0 0 0 2 0 0 2", {"SUM public_interest_body": (2, 0), "SUM total": (7, 5)}),
        ("f2019", "requests.not_processed.repeat", "0 0 0 0 0 0 1",
         {"ROW requests.not_processed.repeat": (0, 1), "SUM total": (6, 5)}),
        ("f2021", "reconsideration.pending", "3", {"RL reconsideration": (4, 2)}),
        ("f2021", "litigation_direct.total", "1", {"RL litigation_direct": (0, 1)}),
        ("f2019", "litigation_after_reconsideration.corrected", "1", {"RL litigation_after_reconsideration": (2, 1)}),
        ("f2019", "proactive.permit_items_change", "-40", {"XI+ proactive.permit_items": (0, -1)}),
        ("f2019", "proactive.fee_items_change", "-1", {"XI+ proactive.fee_items": (0, -1)}),
    ],
)  # fmt: skip
def test_a_figure_that_breaks_a_sum_is_named_with_what_it_should_be(
    edition: str, row: str, printed: str, broken: dict[str, tuple[int, int]]
) -> None:
    found = checks(edition, **{row: printed})
    assert failing(found) == set(broken)
    assert {name: (found[name].expected, found[name].actual) for name in broken} == broken
    assert all(found[name].is_hard for name in broken)


@pytest.mark.parametrize("name", ["rules", "normative_documents"])
def test_documents_newly_disclosed_are_among_those_made_and_all_disclosed(name: str) -> None:
    row, made, all_ = (f"proactive.{name}_{kind}" for kind in ("newly_disclosed", "made", "disclosed"))
    found = checks("f2019", **{row: "7", made: "7", all_: "7"})
    assert failing(found) == set()
    assert failing(checks("f2019", **{row: "7", made: "6", all_: "7"})) == {f"NP {row} ≤ {made}"}
    assert failing(checks("f2019", **{row: "7", made: "7", all_: "6"})) == {f"NP {row} ≤ {all_}"}
    assert not found[f"NP {row} ≤ {made}"].is_hard


@pytest.mark.parametrize(
    ("previous", "change", "decisions", "verdict"),
    [
        ("5378", "1558", "6936", "fail"),
        ("80", "-38", "42", "fail"),
        ("20", "0", "20", "fail"),
        ("19", "0", "19", "pass"),
        ("5378", "1558", "6935", "pass"),
    ],
)
def test_items_that_add_up_to_the_decisions_are_shown_where_they_are_many(
    previous: str, change: str, decisions: str, verdict: str
) -> None:
    rows = {
        f"proactive.penalty_items_{name}": value
        for name, value in (("previous", previous), ("change", change))
    }
    found = checks("f2019", **rows, **{"proactive.penalties": decisions})
    assert found["MIS proactive.penalty_items"].verdict == verdict
    assert not found["MIS proactive.penalty_items"].is_hard
    assert found["XI+ proactive.penalty_items"].verdict == "pass"


def test_items_that_are_not_all_stated_are_not_judged() -> None:
    found = checks("f2019", **{"proactive.permit_items_change": "_", "proactive.penalties": "?"})
    assert "XI+ proactive.permit_items" not in found
    assert "MIS proactive.permit_items" not in found
    assert "XI+ proactive.penalty_items" in found
    assert "MIS proactive.penalty_items" not in found


@pytest.mark.parametrize("empty", ["_", "/"])
def test_a_total_that_is_left_empty_is_no_error(empty: str) -> None:
    check = checks(**{RECEIVED: f"5 1 0 0 0 0 {empty}"})["ROW requests.received"]
    assert (check.verdict, check.expected, check.actual, check.repair) == ("blank", 6, None, None)


def test_a_row_that_is_left_empty_has_nothing_to_add_up() -> None:
    check = checks(**{"requests.not_processed.repeat": "_ _ _ _ _ _ _"})["ROW requests.not_processed.repeat"]
    assert (check.verdict, check.expected, check.actual) == ("blank", None, None)
    check = checks(**{RECEIVED: "_ _ _ _ _ _ 6"})["ROW requests.received"]
    assert (check.verdict, check.expected, check.actual) == ("not_applicable", None, 6)


@pytest.mark.parametrize("printed", ["5 1 _ _ _ _ 6", "5 1 / / / / 6", "5 1 _ 0 0 0 6"])
def test_blank_cells_that_make_a_sum_hold_as_noughts_are_named(printed: str) -> None:
    check = checks(**{RECEIVED: printed})["ROW requests.received"]
    assert (check.verdict, check.repair) == ("pass", "blank_as_zero")


@pytest.mark.parametrize("printed", ["5 _ 0 0 0 0 6", "5 / 0 0 0 0 6", "_ 1 _ _ _ _ 6"])
def test_a_sum_that_a_blank_cell_could_make_up_is_not_alleged(printed: str) -> None:
    found = checks(**{RECEIVED: printed})
    assert found["ROW requests.received"].verdict == "blank"
    assert failing(found) == set()


@pytest.mark.parametrize("cell", ["?", "无"])
def test_a_cell_that_cannot_be_read_proves_nothing(cell: str) -> None:
    found = checks(**{RECEIVED: f"5 1 0 0 {cell} 0 9", "reconsideration__total": cell})
    for name in ("ROW requests.received", "BAL legal_services", "RL reconsideration"):
        assert found[name].verdict == "not_applicable"
    assert failing(found) == {"BAL total"}


def test_a_row_without_its_total_that_stands_one_column_to_the_left_is_named() -> None:
    found = checks(**{GRANTED: "2 1 0 0 0 3 _"})["ROW requests.granted"]
    assert (found.verdict, found.repair) == ("blank", "column_shift")
    for near in ("2 1 0 0 0 4 _", "0 0 0 0 0 0 3", "_ _ _ _ _ 0 _", "2 1 0 0 0 _ _"):
        assert checks(**{GRANTED: near})["ROW requests.granted"].repair is None


@pytest.mark.parametrize(
    ("row", "printed", "shifted"),
    [
        (CARRIED_OUT, "1 0 1 0 0 0 2", {"BAL business": (1, 0), "BAL research_body": (0, 1)}),
        (GRANTED, "0 3 0 0 0 0 3", {"SUM natural_person": (2, 5), "SUM business": (3, 0)}),
    ],
)
def test_two_columns_beside_each_other_that_miss_by_the_same_are_named_as_one_shift(
    row: str, printed: str, shifted: dict[str, tuple[int, int]]
) -> None:
    found = checks(**{row: printed})
    assert failing(found) == set(shifted)
    assert {name: (found[name].expected, found[name].actual) for name in shifted} == shifted
    assert {found[name].repair for name in shifted} == {"column_shift"}


@pytest.mark.parametrize("printed", ["1 0 0 1 0 0 2", "1 0 2 0 0 0 3", "1 2 1 0 0 0 4", "1 1 0 0 0 1 1"])
def test_columns_apart_or_that_miss_by_other_amounts_are_no_shift(printed: str) -> None:
    found = checks(**{CARRIED_OUT: printed})
    assert len(failing(found)) >= 2
    assert {check.repair for check in found.values()} == {None}


def test_a_cell_printed_twice_counts_only_where_both_agree() -> None:
    stated = figures(complete("f2021"))
    (cell,) = [f for f in stated if (f.indicator, f.dimension) == (RECEIVED, "natural_person")]
    again = replace(cell, table=9)
    assert named((*stated, again))["ROW requests.received"].verdict == "pass"
    other = replace(again, value=8, value_raw="8")
    found = named((*stated, other))
    assert found["ROW requests.received"].verdict == "not_applicable"
    assert found["BAL natural_person"].verdict == "not_applicable"
    assert found["BAL total"].verdict == "pass"
    assert named((*stated, replace(other, source="prose")))["ROW requests.received"].verdict == "pass"


def test_a_row_that_is_not_printed_is_not_taken_for_nought() -> None:
    rows = complete("f2021")
    del rows["requests.refused.state_secret"]
    found = named(figures(rows))
    assert {found[name].verdict for name in found if name.startswith("SUM")} == {"not_applicable"}
    assert "ROW requests.refused.state_secret" not in found
    assert found["BAL total"].verdict == "pass"
    del rows[CARRIED_OUT]
    assert named(figures(rows))["BAL total"].verdict == "not_applicable"


def test_a_form_without_other_outcomes_is_not_added_up() -> None:
    rows = {key: value for key, value in complete("f2021").items() if not key.startswith("requests.other")}
    found = named(figures(rows))
    assert {found[name].verdict for name in found if name.startswith("SUM")} == {"not_applicable"}


def test_a_report_without_tables_has_no_checks() -> None:
    assert check_report(()) == ()


def local_row(table: int, row: int, column: int | None = None, kind: str = "unknown") -> PrintedRow:
    return PrintedRow(table, row, "市里自定的一行", ("市里自定的一行", "1"), kind, column)


def test_a_row_of_the_bureaus_own_may_be_one_of_those_that_are_added_up() -> None:
    rows = complete("f2021")
    place = list(rows).index("requests.refused.state_secret") + 1
    last = list(rows).index(DONE) + 1
    stated = figures(rows | {GRANTED: "2 0 0 0 0 0 2"})
    broken = {"SUM natural_person", "SUM total"}
    assert failing(named(stated, local_row(2, place))) == set()
    assert named(stated, local_row(2, place))["SUM total"].verdict == "not_applicable"
    assert failing(named(stated, local_row(2, last + 1))) == set()
    # A row across is not touched by one below it; nor are rows of other tables, headings, or far behind.
    assert named(stated, local_row(2, place))["ROW requests.granted"].verdict == "pass"
    assert failing(named(stated, local_row(3, place))) == broken
    assert failing(named(stated, local_row(2, place, kind="heading"))) == broken
    assert failing(named(stated, local_row(2, last + 9))) == broken


def test_a_row_of_the_bureaus_own_with_one_value_touches_only_its_column() -> None:
    rows = complete("f2021")
    place = list(rows).index("requests.refused.state_secret") + 1
    stated = figures(rows | {GRANTED: "2 0 0 0 0 0 2"})
    assert failing(named(stated, local_row(2, place, column=2))) == {"SUM total"}

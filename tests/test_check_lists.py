"""The sums of the statistics of 2014 and of the local annexes before them: each holds, and each is seen to be broken."""

from __future__ import annotations

import pytest

from archive.checks import check_report
from archive.reports import Check, PrintedRow
from tests.figure_cases import complete, figures


def checks(edition: str, *rows: PrintedRow, **changed: str) -> dict[str, Check]:
    """The checks of a complete report with some rows changed, by rule and subject."""
    part = "annex" if edition == "f2008" else "statistics"
    stated = complete(edition) | {f"{part}.{name}": value for name, value in changed.items()}
    found = check_report(figures(stated), rows)
    assert len({(check.rule, check.subject) for check in found}) == len(found)
    return {f"{check.rule} {check.subject}".replace(f"{part}.", ""): check for check in found}


def failing(found: dict[str, Check]) -> dict[str, tuple[object, object]]:
    """What is alleged: what the parts give and what is printed."""
    return {name: (check.expected, check.actual) for name, check in found.items() if check.verdict == "fail"}


def test_complete_statistics_pass_every_check() -> None:
    found = checks("f2014")
    assert {(check.verdict, check.repair) for check in found.values()} == {("pass", None)}
    assert sorted(name for name, check in found.items() if check.is_hard) == [
        "CL statistics",
        "RF statistics",
        "RP statistics",
        "RQ statistics",
        "ST interviews_by_head ≤ interviews",
        "ST press_conferences_by_head ≤ press_conferences",
        "ST statistics",
    ]
    soft = [name.partition(" ")[0] for name, check in found.items() if not check.is_hard]
    assert {rule: soft.count(rule) for rule in soft} == {"CH": 6, "ND": 2, "RV": 1, "LT": 1, "CR": 2}


def test_a_complete_annex_passes_every_check_and_all_are_hard() -> None:
    found = checks("f2008")
    assert {(check.verdict, check.repair, check.is_hard) for check in found.values()} == {
        ("pass", None, True)
    }
    assert sorted(found) == [
        "A answered",
        "A answered_refused",
        "A appeals_first ≤ appeals",
        "A disclosed_full_text ≤ disclosed",
        "A fees",
        "A fees_proactive",
        "A fees_requests",
        "A normative_documents ≤ disclosed",
        "A requests",
        "A staff",
    ]


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"requests": "12"}, {"RQ statistics": (11, 12)}),
        ({"requests_by_fax": "1"}, {"RQ statistics": (12, 11)}),
        ({"closed_on_time": "9"}, {"CL statistics": (10, 11)}),
        ({"answered_not_existing": "1"}, {"RP statistics": (12, 11)}),
        ({"answered_other_channel": "3"}, {"RP statistics": (14, 11)}),
        ({"refused_state_secret": "1"}, {"RF statistics": (3, 2)}),
        ({"refused_not_government_information": "4"}, {"RF statistics": (6, 2)}),
        ({"staff": "10"}, {"ST statistics": (9, 10)}),
        ({"press_conferences_by_head": "4"}, {"ST press_conferences_by_head ≤ press_conferences": (4, 3)}),
        ({"interviews_by_head": "3"}, {"ST interviews_by_head ≤ interviews": (3, 2)}),
    ],
)
def test_a_broken_sum_of_the_statistics_is_an_error(
    changed: dict[str, str], broken: dict[str, tuple[int, int]]
) -> None:
    found = checks("f2014", **changed)
    assert failing(found) == broken
    assert all(found[name].is_hard for name in broken)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"channel_website": "101"}, {"CH channel_website ≤ disclosed": (101, 100)}),
        ({"disclosed": "121"}, {"CH disclosed ≤ sum": (121, 120)}),
        ({"normative_documents_disclosed": "7"},
         {"ND normative_documents_disclosed ≤ normative_documents_issued": (7, 6)}),
        ({"normative_documents_disclosed": "105", "normative_documents_issued": "105"},
         {"ND normative_documents_disclosed ≤ disclosed": (105, 100)}),
        ({"reconsiderations": "2"}, {"RV statistics": (1, 2)}),
        ({"litigations_other": "1"}, {"LT statistics": (4, 3)}),
        ({"requests": "10", "requests_online": "7"}, {"CR closed ≤ requests": (11, 10)}),
        ({"answered": "9", "answered_granted": "4"}, {"CR closed = answered": (9, 11)}),
    ],
)  # fmt: skip
def test_what_need_not_hold_is_looked_at_softly(
    changed: dict[str, str], broken: dict[str, tuple[int, int]]
) -> None:
    found = checks("f2014", **changed)
    assert failing(found) == broken
    assert not any(found[name].is_hard for name in broken)


def test_what_two_channels_carry_need_not_be_counted_twice() -> None:
    for disclosed in ("90", "100", "120"):
        assert failing(checks("f2014", disclosed=disclosed)) == {}


@pytest.mark.parametrize(
    ("edition", "check", "prefix", "count"),
    [
        ("f2014", "RQ statistics", "requests_", 4),
        ("f2014", "CL statistics", "closed_", 2),
        ("f2014", "RP statistics", "answered_", 8),
        ("f2014", "RF statistics", "refused_", 6),
        ("f2014", "RV statistics", "reconsiderations_", 3),
        ("f2014", "LT statistics", "litigations_", 3),
        ("f2014", "ST statistics", "staff_", 2),
        ("f2008", "A requests", "requests_", 6),
        ("f2008", "A answered", "answered_", 3),
        ("f2008", "A answered_refused", "refused_", 11),
        ("f2008", "A fees_proactive", "fees_proactive_", 5),
        ("f2008", "A fees_requests", "fees_requests_", 7),
        ("f2008", "A staff", "staff_", 2),
    ],
)
def test_every_part_of_a_total_counts(edition: str, check: str, prefix: str, count: int) -> None:
    rows = {key.partition(".")[2]: value for key, value in complete(edition).items()}
    parts = [row for row in rows if row.startswith(prefix)]
    assert len(parts) == count
    for row in parts:
        expected, actual = failing(checks(edition, **{row: str(int(rows[row]) + 1)}))[check]
        assert (row, expected) == (row, int(str(actual)) + 1)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"requests_other": "1"}, {"A requests": (15, 14)}),
        ({"requests_by_email": "2"}, {"A requests": (16, 14)}),
        ({"answered": "12"}, {"A answered": (14, 12)}),
        ({"refused_other": "1"}, {"A answered_refused": (3, 2)}),
        ({"refused_not_government_information": "1"}, {"A answered_refused": (3, 2)}),
        ({"fees": "20"}, {"A fees": (30, 20)}),
        ({"fees_proactive_floppy": "2.5"}, {"A fees_proactive": (12.5, 10)}),
        ({"fees_requests_other": "0.5"}, {"A fees_requests": (20.5, 20)}),
        ({"staff_part_time": "3"}, {"A staff": (4, 3)}),
        ({"appeals_first": "3"}, {"A appeals_first ≤ appeals": (3, 2)}),
        ({"disclosed_full_text": "865"}, {"A disclosed_full_text ≤ disclosed": (865, 864)}),
        ({"normative_documents": "900"}, {"A normative_documents ≤ disclosed": (900, 864)}),
    ],
)
def test_a_broken_sum_of_an_annex_is_named(
    changed: dict[str, str], broken: dict[str, tuple[float, float]]
) -> None:
    assert failing(checks("f2008", **changed)) == broken


def test_equal_parts_and_decimals_of_money_are_no_error() -> None:
    same = {"appeals_first": "2", "disclosed_full_text": "864"}
    assert failing(checks("f2008", **same)) == {}
    money = {"fees_proactive_post": "0.1", "fees_proactive_delivery": "0.2", "fees_proactive_paper": "0"}
    found = checks("f2008", **money, fees_proactive="0.3", fees="20.3")
    assert failing(found) == {}
    assert found["A fees_proactive"].verdict == "pass"


def test_blank_and_unreadable_cells_of_a_list_prove_nothing() -> None:
    found = checks(
        "f2014", requests_by_fax="_", closed="_", closed_on_time="_", closed_after_extension="_", staff="?"
    )
    assert (found["RQ statistics"].verdict, found["RQ statistics"].repair) == ("pass", "blank_as_zero")
    assert (found["CL statistics"].verdict, found["CL statistics"].expected) == ("blank", None)
    assert found["ST statistics"].verdict == "not_applicable"
    assert failing(found) == {}
    missing = checks("f2014", requests_online="_")["RQ statistics"]
    assert (missing.verdict, missing.expected, missing.actual) == ("blank", 3, 11)


def own_row(number: int) -> PrintedRow:
    """A row that the form does not have."""
    return PrintedRow(1, number, "5.其他形式申请数", ("5.其他形式申请数", "2"), "unknown")


def test_a_channel_of_the_bureaus_own_may_be_what_is_missing() -> None:
    row = own_row(list(complete("f2014")).index("statistics.requests_by_letter") + 1)
    found = checks("f2014", row, requests="13", closed="11")
    assert found["RQ statistics"].verdict == "not_applicable"
    assert failing(found) == {}
    assert set(failing(checks("f2014", requests="13"))) == {"RQ statistics"}


def test_a_row_of_the_bureaus_own_takes_no_part_in_what_is_never_more_than_something_else() -> None:
    behind = own_row(list(complete("f2014")).index("statistics.interviews_by_head") + 2)
    found = checks("f2014", behind, interviews_by_head="3")
    assert set(failing(found)) == {"ST interviews_by_head ≤ interviews"}

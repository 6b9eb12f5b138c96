"""Figures of public documents that nobody of this project wrote, against what a person reads in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from archive.checks import check_report
from archive.normalise import normalise
from archive.records import Origin
from archive.reports import Report
from archive.vocabulary import gazetteer
from tests.corpus import CORPUS
from tests.imported import parsed
from tests.report_cases import APPLICANTS, OUTCOMES, answer

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of public documents is not on this machine"
)


def report(name: str) -> Report:
    return normalise(parsed(CORPUS / name), None, Origin(), date(2026, 1, 1), gazetteer())


def cells(read: Report) -> dict[str, int | float | str]:
    return {figure.cell: answer(figure) for figure in read.figures if figure.cell}


def spelled(rows: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    found = {}
    for row, values in rows.items():
        names, joint = (OUTCOMES, "_") if len(values) == len(OUTCOMES) else (APPLICANTS, "__")
        found |= {f"{row}{joint}{name}": value for name, value in zip(names, values, strict=True)}
    return found


def sentences(read: Report) -> set[tuple[str, str | None, int | float | None]]:
    return {(f.indicator, f.dimension, f.value) for f in read.figures if f.source == "prose"}


def test_the_seed_gives_exactly_ten_figures() -> None:
    read = report("seed/yanshi-forestry-2019.txt")
    assert len(read.figures) == 10
    assert sentences(read) == {
        ("training.attended", None, 5),
        ("disclosure.items", None, 0),
        ("disclosure.gazette", None, 0),
        ("disclosure.website", None, 0),
        ("disclosure.other", None, 0),
        ("requests.received", "total", 0),
        ("disclosure.leaks", None, 0),
        ("reconsideration.total", None, 0),
        ("litigation.total", None, 0),
        ("appeals.total", None, 0),
    }
    rules = {finding.rule for finding in read.findings}
    assert {"Q-05", "Q-19", "Q-24"} <= rules
    assert not {"Q-01", "Q-03", "Q-11"} & rules


def test_every_cell_of_a_citys_tables_is_read_and_every_sum_holds() -> None:
    read = report("tables/masked-city-2025.html")
    wanted = spelled(CITY) | CITY_PROACTIVE
    assert len(wanted) == 200
    assert cells(read) == wanted
    hard = [check for check in check_report(read.figures) if check.is_hard]
    assert [check.verdict for check in hard] == ["pass"] * 42


def test_the_tables_of_a_districts_pdf_are_read_though_labels_are_misprinted() -> None:
    read = report("pdf/hongze-2024.pdf")
    found = cells(read)
    # The form has 200 cells; this one prints 其他处理 as one row in place of three.
    assert len(found) == 186
    assert {cell: value for cell, value in found.items() if value != 0} == DISTRICT
    assert ("requests.received", "total", 17) in sentences(read)
    # 17 requests are the office's, 95 the district's: no contradiction.
    assert {finding.rule for finding in read.findings} & {"Q-06", "Q-08", "Q-10"} == set()


def test_a_form_run_together_in_text_is_cut_only_where_that_is_certain() -> None:
    found = cells(report("tables/pingtan-2019.txt"))
    assert len(found) == 198
    numbers = {cell: value for cell, value in found.items() if isinstance(value, int) and value}
    assert numbers == {
        f"s3_{row}__{column}": value
        for row, value in (
            ("new", 23), ("open", 7), ("partial", 1), ("unable_nothold", 7), ("unable_unclear", 5),
            ("noproc_repeat", 3), ("done_total", 23),
        )
        for column in ("natural", "total")
    }  # fmt: skip
    unreadable = {cell for cell, value in found.items() if value == "unreadable"}
    # Digits of three or two cells with no sum to tell them apart: 898989, 3960181, 100153, 26480430, 126025, 350 and an amount.
    assert unreadable == {cell for cell in found if cell.startswith("s2_") and "rules" not in cell}


def test_an_annex_run_together_in_text_gives_its_zeros_and_no_guess() -> None:
    read = report("tables/pingtan-2011.txt")
    found = cells(read)
    assert found.pop("a01_active_total") == "unreadable"
    assert found == dict.fromkeys(
        (
            "a10_req_total", "a11_req_inperson", "a12_req_fax", "a13_req_email", "a14_req_web", "a15_req_letter",
            "a16_req_other", "a17_reply_total", "a18_reply_open", "a19_reply_partial", "a20_reply_refused",
            "a32_review", "a33_litigation", "a34_appeal",
        ),
        0,
    )  # fmt: skip
    assert ("disclosure.items", None, 425) in sentences(read)


def test_a_table_that_breaks_off_gives_what_it_prints() -> None:
    read = report("tables/pingtan-2023.html")
    assert cells(read) == {
        "s2_rules_issued": 0, "s2_rules_repealed": 0, "s2_rules_valid": 0, "s2_normdoc_issued": 77,
        "s2_normdoc_repealed": 132, "s2_normdoc_valid": 470, "s2_license_decisions": 2629,
        "s2_penalty_decisions": 1330, "s2_coercion_decisions": 54, "s2_fee_amount_wanyuan": 5949.088667,
        "s3_new__natural": 80,
    }  # fmt: skip
    assert ("requests.granted_or_in_part", "total", 42) in sentences(read)
    assert ("litigation.total", None, 7) in sentences(read)


def test_a_blank_form_is_blank_and_not_zero() -> None:
    document = parsed(CORPUS / "docx" / "annual-report-template.docx")
    read = normalise(document, None, Origin(), date(2026, 1, 1), gazetteer())
    assert {figure.value_state for figure in read.figures if figure.cell} <= {"blank"}


CITY_PROACTIVE = {
    "s2_rules_issued": 3, "s2_rules_repealed": 5, "s2_rules_valid": 74, "s2_normdoc_issued": 564,
    "s2_normdoc_repealed": 984, "s2_normdoc_valid": 4185, "s2_license_decisions": 11398889,
    "s2_penalty_decisions": 6937489, "s2_coercion_decisions": 166105, "s2_fee_amount_wanyuan": 316441,
}  # fmt: skip
CITY = {
    "s3_new": (13612, 252, 0, 45, 128, 32, 14069),
    "s3_carry_in": (535, 6, 0, 1, 18, 0, 560),
    "s3_open": (5345, 129, 0, 41, 19, 14, 5548),
    "s3_partial": (2120, 39, 0, 1, 6, 2, 2168),
    "s3_deny_secret": (13, 0, 0, 0, 0, 0, 13),
    "s3_deny_law": (30, 0, 0, 0, 0, 0, 30),
    "s3_deny_safety": (11, 0, 0, 0, 0, 0, 11),
    "s3_deny_third": (49, 2, 0, 0, 0, 0, 51),
    "s3_deny_internal": (103, 1, 0, 0, 0, 0, 104),
    "s3_deny_process": (84, 1, 0, 0, 0, 0, 85),
    "s3_deny_case": (282, 4, 0, 0, 0, 0, 286),
    "s3_deny_query": (147, 0, 0, 0, 1, 2, 150),
    "s3_unable_nothold": (3075, 50, 0, 0, 89, 8, 3222),
    "s3_unable_create": (177, 3, 0, 0, 0, 0, 180),
    "s3_unable_unclear": (19, 0, 0, 0, 0, 0, 19),
    "s3_noproc_petition": (199, 1, 0, 0, 3, 0, 203),
    "s3_noproc_repeat": (147, 1, 0, 0, 0, 0, 148),
    "s3_noproc_publication": (0, 0, 0, 0, 0, 0, 0),
    "s3_noproc_massive": (100, 1, 0, 0, 0, 0, 101),
    "s3_noproc_confirm": (5, 0, 0, 0, 0, 0, 5),
    "s3_otherproc_nocorrect": (315, 3, 0, 0, 0, 0, 318),
    "s3_otherproc_nofee": (202, 0, 0, 1, 0, 0, 203),
    "s3_otherproc_else": (941, 17, 0, 1, 3, 3, 965),
    "s3_done_total": (13364, 252, 0, 44, 121, 29, 13810),
    "s3_carry_out": (783, 6, 0, 2, 25, 3, 819),
    "s4_review": (376, 97, 196, 121, 790),
    "s4_lit_direct": (16, 1, 12, 27, 56),
    "s4_lit_after": (74, 1, 30, 51, 156),
}
DISTRICT = {
    "s2_normdoc_issued": 3, "s2_normdoc_valid": 8, "s2_license_decisions": 9487, "s2_penalty_decisions": 2776,
    "s2_coercion_decisions": 84, "s2_fee_amount_wanyuan": 7545,
    **{
        f"s3_{row}__{column}": value
        for row, value in (
            ("new", 95), ("open", 50), ("partial", 9), ("deny_safety", 1), ("deny_process", 1), ("deny_case", 1),
            ("unable_nothold", 31), ("unable_create", 1), ("noproc_petition", 1), ("done_total", 95),
        )
        for column in ("natural", "total")
    },
    "s4_review_upheld": 1, "s4_review_corrected": 1, "s4_review_total": 2, "s4_lit_direct_upheld": 1,
    "s4_lit_direct_total": 1, "s4_lit_after_upheld": 2, "s4_lit_after_other": 1, "s4_lit_after_total": 3,
}  # fmt: skip

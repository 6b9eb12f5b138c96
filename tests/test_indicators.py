"""The questions of the forms: every cell of every edition has its own, in both languages, and no broken series is chained."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from archive.figures.labels import label_key
from archive.text import han_count
from archive.vocabulary.forms import PROSE, Indicator, cell_key, forms

INDICATORS = list(forms().indicators.values())
EDITIONS = ("f2008", "f2014", "f2019", "f2021")
APPLICANTS = ("natural", "biz", "research", "ngo", "legal", "other", "total")
ROWS_OF_BOTH = (
    "new", "carry_in", "open", "partial", "deny_secret", "deny_law", "deny_safety", "deny_third", "deny_internal",
    "deny_process", "deny_case", "deny_query", "unable_nothold", "unable_create", "unable_unclear", "noproc_petition",
    "noproc_repeat", "noproc_publication", "noproc_massive", "noproc_confirm", "done_total", "carry_out",
)  # fmt: skip
ROWS = {
    "f2019": {*ROWS_OF_BOTH, "otherproc"},
    "f2021": {*ROWS_OF_BOTH, "otherproc_nocorrect", "otherproc_nofee", "otherproc_else"},
}


def cells(edition: str) -> list[str]:
    """Every cell of an edition, one entry for each question that it answers."""
    found = []
    for indicator in INDICATORS:
        if edition in indicator.cells:
            row = indicator.cells[edition]
            found += (
                [cell_key(row, member) for member in forms().applicants] if indicator.dimension else [row]
            )
    return found


def asked(cell: str, edition: str) -> str:
    """The indicator that a cell answers."""
    (found,) = [i.key for i in INDICATORS if i.cells.get(edition) == cell]
    return found


@pytest.mark.parametrize(
    ("edition", "count"),
    [("f2008", 56), ("f2014", 58), ("f2019", 22 + 23 * 7 + 15), ("f2021", 10 + 25 * 7 + 15)],
)
def test_every_cell_of_an_edition_has_one_question(edition: str, count: int) -> None:
    assert len(cells(edition)) == count
    assert [cell for cell, times in Counter(cells(edition)).items() if times > 1] == []


@pytest.mark.parametrize("edition", ["f2019", "f2021"])
def test_parts_three_and_four_have_every_row_and_column_of_the_form(edition: str) -> None:
    found = set(cells(edition))
    assert {f"s3_{row}__{column}" for row in ROWS[edition] for column in APPLICANTS} == {
        cell for cell in found if cell.startswith("s3_")
    }
    assert {
        f"s4_{kind}_{outcome}"
        for kind in ("review", "lit_direct", "lit_after")
        for outcome in ("upheld", "corrected", "other", "pending", "total")
    } == {cell for cell in found if cell.startswith("s4_")}


def test_part_two_of_each_edition_has_its_own_cells() -> None:
    decisions = {f"s2_{name}_decisions" for name in ("license", "penalty", "coercion")}
    of_2021 = {f"s2_{n}_{c}" for n in ("rules", "normdoc") for c in ("issued", "repealed", "valid")}
    assert {cell for cell in cells("f2021") if cell.startswith("s2_")} == of_2021 | decisions | {
        "s2_fee_amount_wanyuan"
    }
    of_2019 = {f"s2_{n}_{c}" for n in ("rules", "normdoc") for c in ("made", "newpub", "pubtotal")}
    items = {
        f"s2_{name}_items_{cell}"
        for name in ("license", "othersvc", "penalty", "coercion", "fee")
        for cell in ("prev", "delta")
    }
    assert {cell for cell in cells("f2019") if cell.startswith("s2_")} == of_2019 | decisions | items | {
        "s2_othersvc_decisions",
        "s2_procure_count",
        "s2_procure_amount_yuan",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("s2_rules_made", "s2_rules_issued"),
        ("s2_rules_newpub", "s2_rules_repealed"),
        ("s2_rules_newpub", "s2_rules_issued"),
        ("s2_rules_pubtotal", "s2_rules_valid"),
        ("s2_normdoc_made", "s2_normdoc_issued"),
        ("s2_normdoc_newpub", "s2_normdoc_repealed"),
        ("s2_normdoc_pubtotal", "s2_normdoc_valid"),
        ("s2_fee_items_prev", "s2_fee_amount_wanyuan"),
        ("s2_fee_items_delta", "s2_fee_amount_wanyuan"),
        ("s2_license_items_prev", "s2_license_decisions"),
        ("s2_penalty_items_delta", "s2_penalty_decisions"),
        ("s3_otherproc", "s3_otherproc_nocorrect"),
        ("s3_otherproc", "s3_otherproc_nofee"),
        ("s3_otherproc", "s3_otherproc_else"),
    ],
)
def test_a_series_that_breaks_between_2019_and_2021_is_never_chained(old: str, new: str) -> None:
    assert asked(old, "f2019") != asked(new, "f2021")


@pytest.mark.parametrize("cell", ["s2_license_decisions", "s2_penalty_decisions", "s2_coercion_decisions"])
def test_decisions_are_the_one_series_of_part_two_that_goes_on(cell: str) -> None:
    assert asked(cell, "f2019") == asked(cell, "f2021")


def test_nothing_else_is_one_series_over_two_editions_but_the_same_cell() -> None:
    chained = [i for i in INDICATORS if len(i.cells) > 1]
    assert len(chained) == 3 + len(ROWS_OF_BOTH) + 15
    for indicator in chained:
        assert set(indicator.cells) == {"f2019", "f2021"}
        assert len(set(indicator.cells.values())) == 1


def test_money_and_counts_are_told_apart_by_their_unit() -> None:
    units = {key: forms().indicators[f"proactive.{key}"].unit for key in ("fees", "fee_items_previous")}
    assert units == {"fees": "万元", "fee_items_previous": "项"}
    assert forms().indicators["information_fee.amount"].unit == "元"
    assert forms().indicators["proactive.procurement_amount"].unit == "元"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
def test_every_question_is_named_in_both_languages_and_has_its_part_and_unit(indicator: Indicator) -> None:
    assert han_count(indicator.zh) >= 2
    assert indicator.en.strip()
    assert han_count(indicator.en) == 0
    assert han_count(indicator.unit) == len(indicator.unit) >= 1
    assert indicator.part in {part.key for part in forms().parts}
    assert set(indicator.cells) <= {*EDITIONS, PROSE}
    assert indicator.cells


def test_parts_and_applicants_are_named_in_both_languages() -> None:
    for zh, en in [(p.zh, p.en) for p in forms().parts] + [(m.zh, m.en) for m in forms().applicants]:
        assert han_count(zh) >= 2
        assert en.strip()
        assert han_count(en) == 0
    assert [member.cell for member in forms().applicants] == list(APPLICANTS)


@pytest.mark.parametrize("part", [part.key for part in forms().parts])
def test_no_two_questions_of_a_part_have_one_name(part: str) -> None:
    for names in ([i.zh for i in forms().of_part(part)], [i.en for i in forms().of_part(part)]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
def test_every_label_is_spelled_as_labels_are_compared(indicator: Indicator) -> None:
    for label in (*indicator.labels, *indicator.columns, *([indicator.under] if indicator.under else [])):
        assert label_key(label) == label
    assert bool(indicator.labels or indicator.columns) == (indicator.part != "prose")


def test_labels_of_the_applicants_are_spelled_as_labels_are_compared() -> None:
    labels = [label for member in forms().applicants for label in member.labels]
    assert [label_key(label) for label in labels] == labels
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("part", ["requests", "proactive", "disputes", "statistics", "annex"])
def test_the_labels_of_a_cell_lead_to_one_question_only(part: str) -> None:
    for one, other in combinations(forms().of_part(part), 2):
        if set(one.labels) & set(other.labels) and one.under == other.under:
            assert not set(one.columns) & set(other.columns)
            assert one.columns
            assert other.columns


def test_what_a_sentence_is_compared_with_are_questions_of_the_forms() -> None:
    compared = [(i, other) for i in INDICATORS for way in i.sums for other in way]
    assert compared
    for indicator, other in compared:
        assert other in forms().indicators, indicator.key
        assert PROSE not in forms().indicators[other].cells, indicator.key


def test_a_sentence_on_all_refusals_is_compared_with_every_ground_of_the_form_added_up() -> None:
    for prose, group in (("refused", "deny"), ("not_available", "unable"), ("not_processed", "noproc")):
        together, *_ = forms().indicators[f"requests.{prose}"].sums
        cells_of = {forms().indicators[key].cells["f2021"] for key in together}
        assert cells_of == {f"s3_{row}" for row in ROWS_OF_BOTH if row.startswith(f"{group}_")}

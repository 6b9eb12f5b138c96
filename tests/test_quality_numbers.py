"""Quality rules that set sentences against tables: Q-08, Q-09, Q-10, Q-19."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.reports import Figure
from tests.test_quality import COUNTY, cell, found, report, said

RECEIVED = "requests.received"

#


def test_a_sentence_and_the_table_give_different_numbers() -> None:
    figures = [cell(RECEIVED, 14), said(RECEIVED, 12, "收到申请12件")]
    (one,) = found("Q-08", report(), figures)
    assert one.message_zh == "“本年新收政府信息公开申请数量”：正文为12件，表格为14。"
    assert one.message_en == "“Received in the year”: the text gives 12, the table 14."
    assert (one.subject, one.evidence) == (RECEIVED, "收到申请12件")
    assert found("Q-10", report(), figures) == ()


def test_what_the_table_adds_up_is_spelled_out() -> None:
    cells = [cell("requests.granted", 17), cell("requests.granted_in_part", 4)]
    both = said("requests.granted_or_in_part", 25, "予以公开及部分公开25件")
    (one,) = found("Q-08", report(), [*cells, both])
    assert "表格为予以公开17 + 部分公开4 = 21。" in one.message_zh
    assert found("Q-08", report(), [*cells, replace(both, value=21)]) == ()


def test_one_kind_of_applicant_is_compared_with_its_own_column() -> None:
    people = replace(said(RECEIVED, 9, "自然人9件"), dimension="natural_person")
    figures = [cell(RECEIVED, 12), cell(RECEIVED, 8, dimension="natural_person"), people]
    (one,) = found("Q-08", report(), figures)
    assert one.subject == "requests.received:natural_person"
    assert "本年新收政府信息公开申请数量，自然人" in one.message_zh


def test_nought_against_some_is_a_finding_of_its_own() -> None:
    figures = [cell(RECEIVED, 3), said(RECEIVED, 0, "未收到政府信息公开申请")]
    (one,) = found("Q-10", report(), figures)
    assert one.message_zh == "“本年新收政府信息公开申请数量”：正文为0件，表格为3。"
    assert found("Q-08", report(), figures) == ()
    (reverse,) = found("Q-10", report(), [cell(RECEIVED, 0), said(RECEIVED, 3, "收到申请3件")])
    assert "the text gives 3, the table 0" in reverse.message_en
    assert found("Q-10", report(), [cell(RECEIVED, 0), said(RECEIVED, 0, "未收到申请")]) == ()


@pytest.mark.parametrize(
    "figures",
    [
        [cell(RECEIVED, None), said(RECEIVED, 12, "收到申请12件")],
        [cell(RECEIVED, None, "无"), said(RECEIVED, 12, "收到申请12件")],
        # Printed twice and differently: nothing is known of the table.
        [cell(RECEIVED, 14), cell(RECEIVED, 15), said(RECEIVED, 12, "收到申请12件")],
        # One of two sentences says what the table says.
        [cell(RECEIVED, 14), said(RECEIVED, 12, "网上收到申请12件"), said(RECEIVED, 14, "共收到14件")],
        # With those carried in.
        [cell(RECEIVED, 14), cell("requests.carried_in", 2), said(RECEIVED, 16, "受理申请16件")],
        [cell(RECEIVED, 24), said(RECEIVED, 20, "收到申请20余件", is_approximate=True)],
        [cell("statistics.disclosed", 31800), said("disclosure.items", 32000, "x", value_raw="3.2万条")],
        [cell("requests.results_total", 14), cell("requests.other.else", 2),
         said("requests.results_total", 12, "答复12件")],
        [cell("statistics.requests", 14), said(RECEIVED, 9, "自然人9件", dimension="natural_person")],
        [cell("proactive.permits", 14), said("training.held", 12, "举办培训12次")],
    ],
)  # fmt: skip
def test_numbers_that_may_mean_the_same_are_left_alone(figures: list[Figure]) -> None:
    assert found("Q-08", report(), figures) == ()


def test_a_rounded_number_far_from_the_table_is_found() -> None:
    in_ten_thousands = said("disclosure.items", 32000, "x", value_raw="3.2万条")
    assert len(found("Q-08", report(), [cell("statistics.disclosed", 33000), in_ten_thousands])) == 1
    figures = [cell(RECEIVED, 64), said(RECEIVED, 20, "收到申请20余件", is_approximate=True)]
    assert len(found("Q-08", report(), figures)) == 1


@pytest.mark.parametrize(
    ("scope", "stated_scope"),
    [("region_total", "own"), ("unknown", "own"), ("own", "region_total")],
)
def test_the_office_is_never_compared_with_its_region(scope: str, stated_scope: str) -> None:
    sentence = said(RECEIVED, 17, "区政府办受理申请17件", scope=stated_scope)
    assert found("Q-08", report("", bureau=COUNTY, scope=scope), [cell(RECEIVED, 95), sentence]) == ()


def test_the_same_scope_is_compared() -> None:
    sentence = said(RECEIVED, 17, "全县收到申请17件", scope="region_total")
    for of in (report("", bureau=COUNTY, scope="region_total"), report("", bureau=COUNTY)):
        assert len(found("Q-08", of, [cell(RECEIVED, 95), sentence])) == 1
    own = said(RECEIVED, 17, "我局收到申请17件", scope="own")
    assert len(found("Q-08", report(), [cell(RECEIVED, 95), own])) == 1
    assert found("Q-08", report("", bureau=None), [cell(RECEIVED, 95), own]) == ()
    assert found("Q-08", report(), [cell(RECEIVED, 95), sentence]) == ()


# ── Q-09 ──

DISPUTES = [
    cell("reconsideration.corrected", 0),
    cell("reconsideration.pending", 2),
    cell("litigation_direct.corrected", 0),
    cell("litigation_direct.pending", 1),
    cell("litigation_after_reconsideration.corrected", 0),
    cell("litigation_after_reconsideration.pending", 0),
]
CORRECTED = [cell("reconsideration.corrected", 3), cell("litigation_direct.corrected", 2)]


def test_all_upheld_beside_pending_ones() -> None:
    text = "全年发生行政复议7件，行政诉讼9件，均获维持。"
    (one,) = found("Q-09", report(text), DISPUTES)
    assert one.message_zh == (
        "正文写“全年发生行政复议7件，行政诉讼9件，均获维持”，"
        "表格中行政复议尚未审结为2件、行政诉讼（未经复议直接起诉）尚未审结为1件。"
    )
    assert "2 under “Reconsideration: pending”, 1 under “Litigation, direct: pending”" in one.message_en


def test_none_lost_beside_corrected_ones() -> None:
    (lost,) = found("Q-09", report("全年实现零败诉。"), CORRECTED)
    assert lost.message_zh.endswith("表格中行政诉讼（未经复议直接起诉）结果纠正为2件。")
    (corrected,) = found("Q-09", report("行政复议实现零纠错。"), CORRECTED)
    assert corrected.message_zh.endswith("表格中行政复议结果纠正为3件。")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("行政复议2件，均获维持，行政诉讼1件。", [cell("litigation_direct.corrected", 1)]),
        ("行政复议7件，已审结的5件均获维持。", DISPUTES),
        ("行政复议7件，尚有2件未审结，其余全部维持。", DISPUTES),
        ("行政复议7件均获维持。", DISPUTES[:1]),
        ("行政诉讼中实现零败诉。", DISPUTES),
        ("力争行政诉讼零败诉。", CORRECTED),
        ("2020年行政复议7件均获维持。", CORRECTED),
        ("各类信息均由专人维持更新，行政复议情况见下。", CORRECTED),
    ],
)
def test_outcomes_that_may_be_as_said(text: str, cells: list[Figure]) -> None:
    assert found("Q-09", report(text), cells) == ()


def test_the_office_speaks_of_its_own_disputes() -> None:
    text = "县政府办公室办理行政复议7件，均获维持。"
    assert found("Q-09", report(text, bureau=COUNTY), DISPUTES) == ()
    assert len(found("Q-09", report(text), DISPUTES)) == 1


# ── Q-19 ──

LISTED = "我局在门户网站上公开了以下内容：机构职能、领导分工、办事指南。"


def test_nought_on_the_website_beside_a_list_of_what_is_there() -> None:
    nought = said("disclosure.website", 0, "在政府网站公开信息0条")
    (one,) = found("Q-19", report(LISTED), [nought])
    assert one.message_zh == (
        "“政府网站公开条数”为0条（“在政府网站公开信息0条”）；正文另写：“我局在门户网站上公开了以下内容：机构职能、领导分工、办事指南”。"
    )
    all_ways = said("disclosure.items", 0, "公开信息0条")
    assert "公开信息0条" in found("Q-19", report(LISTED), [all_ways])[0].message_zh
    (tabled,) = found("Q-19", report(LISTED, 2016), [cell("statistics.channel_website", 0)])
    assert "政府网站公开政府信息数" in tabled.message_zh


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (LISTED, 12),
        ("我局应当在门户网站上公开以下内容：机构职能、领导分工、办事指南。", 0),
        ("我局将在网站公布了的基础上，公开以下内容：职能、分工、指南。", 0),
        ("我局在门户网站上公开了以下内容：机构职能。", 0),
        ("我局在公示栏公开了以下内容：机构职能、领导分工、办事指南。", 0),
    ],
)
def test_duties_plans_and_other_places_are_no_list_of_what_was_disclosed(text: str, value: int) -> None:
    assert found("Q-19", report(text), [said("disclosure.website", value, f"公开{value}条")]) == ()

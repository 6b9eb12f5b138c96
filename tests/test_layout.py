"""Laid-out pages to text: spaces, paragraphs, page numbers, and no page that can exhaust the reader."""

from __future__ import annotations

import time

import pytest

from archive.records import Document
from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.layout import PageLayout, Piece
from tests.builders.laid_out import (
    PROSE,
    XS,
    across,
    down,
    filled,
    lines,
    page,
    rows,
    ruled,
    words,
)


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("洪 泽 区", "洪泽区"),
        ("总  计", "总计"),
        ("报　　　　告", "报告"),
        ("2024 年 1 月", "2024年1月"),
        ("政务 PDF reader 2.0 版", "政务PDF reader 2.0版"),
        ("12 34", "12 34"),
        ("联系人：张三      电话：5678", "联系人：张三 电话：5678"),
    ],
)
def test_spaces_between_chinese_characters_go_and_those_between_latin_words_stay(
    drawn: str, read: str
) -> None:
    assert read_pages([page(words(72, 120, drawn))]).text == read


def test_spaces_within_a_run_are_treated_as_those_between_characters() -> None:
    runs = [Piece("洪 泽 区 ", 72, 120, 130, 132), Piece("Web 2.0", 130, 120, 170, 132)]
    assert read_pages([page(runs)]).text == "洪泽区Web 2.0"


def test_characters_drawn_twice_to_print_bold_are_read_once() -> None:
    pieces = [*words(72, 120, "一、总体情况 1122"), *words(72.4, 120.2, "一、总体情况 1122")]
    assert read_pages([page(pieces)]).text == "一、总体情况1122"


def test_hard_lines_are_joined_to_paragraphs_over_page_breaks_too() -> None:
    full = PROSE[:36]
    first = [*words(228, 90, "年度报告", 22), *lines("　　" + full[:34], full, full[:20] + "。")]
    first += lines("　　一、总体情况", "　　（一）" + full[:30], top=180)
    second = [*lines(full, full[:9] + "：", "　　1." + full[:33], full[:5] + "。", top=90)]
    second += [*words(400, 300, "白杨县蚕桑站"), *words(400, 320, "2024年1月20日")]
    assert read_pages([page(first), page(second)]).text.splitlines() == [
        "年度报告",
        full[:34] + full + full[:20] + "。",
        "一、总体情况",
        "（一）" + full[:30] + full + full[:9] + "：",
        "1." + full[:33] + full[:5] + "。",
        "白杨县蚕桑站",
        "2024年1月20日",
    ]


def test_a_numbered_line_after_a_full_one_that_ends_a_sentence_begins_a_paragraph() -> None:
    texts = [PROSE[:36] + "。", "二、" + PROSE[:35], PROSE[:36] + "，", "一、" + PROSE[:20]]
    document = read_pages([page(lines(*texts))])
    assert document.text.splitlines() == [texts[0], "".join(texts[1:])]


@pytest.mark.parametrize(
    "number", ["- {} -", "— {} —", "－{}－", "第 {} 页 共 9 页", "第{}页", "{}/9", "{}", "· {} ·"]
)
def test_page_numbers_are_left_out(number: str) -> None:
    pages = [page([*lines(f"公开信息{n}条。"), *words(280, 790, number.format(n))]) for n in (4, 5, 6)]
    assert read_pages(pages).text.splitlines() == ["公开信息4条。", "公开信息5条。", "公开信息6条。"]


def test_a_figure_at_the_foot_of_a_page_that_does_not_count_on_is_text() -> None:
    pages = [page([*lines("公开信息。"), *words(280, 790, number)]) for number in ("12", "7")]
    assert read_pages(pages).text.splitlines() == ["公开信息。", "12", "公开信息。", "7"]


def test_a_figure_in_the_last_cell_of_a_page_is_no_page_number() -> None:
    ys = (740.0, 765.0, 790.0)
    document = read_pages([page(filled(XS, ys, [["类别", "项目", "数量"], ["", "", "1"]]), ruled(XS, ys))])
    assert rows(document)[1] == ["", "", "1"]


def test_headers_that_run_over_all_pages_are_left_out() -> None:
    pages = [
        page(
            [*words(72, 40, "白杨县蚕桑站年度报告"), *lines(text), *words(72, 800, f"http://a.example {n}/3")]
        )
        for n, text in enumerate(("甲。", "乙。", "丙。"), 1)
    ]
    assert read_pages(pages).text.splitlines() == ["甲。", "乙。", "丙。"]


def test_no_pages_and_blank_pages_are_an_empty_text() -> None:
    assert read_pages([]) == Document("", pages=0)
    assert read_pages([page(), page(rules=ruled(XS, (200.0, 220.0)))]) == Document("", pages=2)


@pytest.mark.parametrize(
    "layout",
    [
        page(lines("甲"), [across(n % 800, n % 500, n % 500 + 60) for n in range(20_000)]),
        page(
            lines("甲"), [r for n in range(10_000) for r in (across(n % 800, 0, 590), down(n % 590, 0, 800))]
        ),
        page(lines("甲"), ruled([n * 1.9 for n in range(300)], [n * 2.7 for n in range(300)])),
        page(words(0, 0, "甲乙" * 10_000)),
        page([Piece("甲", n % 590, n % 800, n % 590 + 9, n % 800 + 9) for n in range(20_000)]),
        page(lines("甲"), ruled((float("inf"), 1.0), (float("-inf"), 1e300))),
        page(lines("甲"), [across(n, 1, float("inf")) for n in range(9)]),
    ],
    ids=["lines", "crossing-lines", "fine-grid", "long-line", "scattered", "infinite", "endless"],
)
def test_pages_that_would_exhaust_the_reader_are_read_within_two_seconds(layout: PageLayout) -> None:
    started = time.process_time()
    assert "甲" in read_pages([layout]).text
    assert time.process_time() - started < 2


def test_grids_beyond_any_form_on_many_pages_are_reported() -> None:
    grid = ruled([n * 4.9 for n in range(120)], [n * 5.5 for n in range(150)])
    started = time.process_time()
    document = read_pages([page(words(72, 120, "甲"), grid)] * 50)
    assert time.process_time() - started < 5
    assert "only the first 60000 cells" in (document.problem or "")

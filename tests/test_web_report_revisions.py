"""What a report's page says of a revision: figures cell by cell, sentences with what differs in them, rows of tables."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

import pytest

from archive.web.report.revisions import changes
from tests.page import page, words
from tests.test_web_report import address
from tests.test_web_report_tables import cells, table

pytest_plugins = ["tests.web"]


async def test_a_figure_changed_silently_is_shown_cell_by_cell_and_sentence_by_sentence(site: Any) -> None:
    report = await page(site, address("城市管理局", 2022))
    changes = report.select_one("#changes").parent
    rows = {
        words(row.th.select_one("[lang=zh-CN]")): [words(cell) for cell in row.select("td")]
        for row in changes.select("tbody tr")
    }
    # 6 requests became 16, 7 permits to each.
    assert rows["行政许可处理决定数量"] == ["42", "112"]
    taken, put = changes.select_one("del"), changes.select_one("ins")
    assert words(taken).startswith("− ")
    assert "收到政府信息公开申请6件" in words(taken)
    assert "6" in [mark.text for mark in taken.select("mark")]
    assert words(put).startswith("+ ")
    assert "收到政府信息公开申请16件" in words(put)
    assert "16" in [mark.text for mark in put.select("mark")]
    # The rows of the table say what the cells above say, and are folded away.
    folded = changes.select_one("details")
    assert not folded.has_attr("open")
    assert [words(line) for line in folded.select("ins") if "行政许可" in line.text] == ["+ 行政许可 112"]
    assert "行政许可" not in words(taken)
    (link,) = report.select("#revisions + ul a[href$='#changes']")
    assert link["href"] == f"{quote(address('城市管理局', 2022))}/revision/2#changes"
    first = await page(site, f"{address('城市管理局', 2022)}/revision/1")
    assert cells(table(first, "requests"), "一、本年新收")[-1] == "6"
    assert first.select("#changes, #findings, .against") == []


def test_numbers_that_changed_are_marked_whole_and_texts_too_long_are_not_compared() -> None:
    found = changes("公开66条。\n许可\t42\n", "公开176条。\n许可\t112\n新增。")
    assert found is not None
    (sentences,), (rows,) = found.sentences, found.rows
    assert [(run.text, run.is_shared) for run in sentences.before] == [
        ("公开", True), ("66", False), ("条。", True),
    ]  # fmt: skip
    assert [run.text for run in sentences.after if not run.is_shared] == ["176", "新增。"]
    assert [run.text for run in rows.after if not run.is_shared] == ["112"]
    assert changes("一" * 60_000, "二" * 60_001) is None


async def test_a_page_says_that_two_texts_were_too_long_to_be_compared(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.web.report.revisions._LONGEST_TOGETHER", 10)
    section = (await page(site, address("城市管理局", 2022))).select_one("#changes").parent
    assert "两版文字过长" in words(section)
    assert section.select(".diff") == []
    assert "112" in words(section.select_one("table"))


@pytest.mark.parametrize("text", ["是。" * 20_000, "0\t0\t0\t0\n" * 5_000, "一" * 700 + "。"])
def test_texts_that_repeat_themselves_cost_a_reader_no_time(text: str) -> None:
    started = time.process_time()
    changes(text, text + "否。")
    changes(text, text.replace("一", "一二"))
    assert time.process_time() - started < 1

"""HTML and plain text as documents: a paragraph a line, tables as grids, and no input that can exhaust the reader."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.documents.html import read_html
from crawler.documents.text import read_text

DOCUMENTS = Path(__file__).parent / "documents"
HTML = sorted(DOCUMENTS.glob("html/*/body.html"))
TEXT = sorted(DOCUMENTS.glob("text/*/body.txt"))
HAN = "主动公开政府信息" * 50


def expected(body: Path) -> Any:
    return json.loads(body.with_name("expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("body", HTML, ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    document = read_html(body.read_text(encoding="utf-8"))
    assert {
        "text": document.text.splitlines(),
        "tables": [
            {"heading": table.heading, "rows": [list(row) for row in table.rows]}
            | ({"caption": table.caption} if table.caption else {})
            for table in document.tables
        ],
        "problem": document.problem,
    } == expected(body)


@pytest.mark.parametrize("body", TEXT, ids=lambda body: body.parent.name)
def test_a_text_file_is_read_line_by_line(body: Path) -> None:
    assert read_text(body.read_bytes()).text.splitlines() == expected(body)


@pytest.mark.parametrize(
    ("fragment", "is_complete"),
    [
        (f"<p>{'<span>公</span>' * 10_000}</p>", True),
        (f"<table><tr><td colspan=999999999>{HAN}<td rowspan=999999999>b</table>", True),
        ("<table>" + ("<tr>" + "<td colspan=999999 rowspan=999999>公</td>" * 40 + "</tr>") * 40 + "</table>", True),
        (HAN, True),
        (f"<p>{HAN}" + "<div>" * 20_000, False),
        ("<b>" * 10_000 + HAN, False),
        (f"<span>{HAN}" * 2_000, False),
        ("<table><tr><td>" * 2_000 + HAN, False),
        ("<table>" + "<tr><td>公<td>1</tr>" * 20_000 + "</table>", False),
        (HAN + "<" * 200_000, False),
    ],
    ids=["spans", "one-huge-span", "many-huge-spans", "no-body", "deep-blocks", "deep-inline", "deep-text",
         "deep-tables", "endless-table", "brackets"],
)  # fmt: skip
def test_hostile_input_is_read_or_reported_within_a_second(fragment: str, is_complete: bool) -> None:
    started = time.process_time()
    document = read_html(fragment)
    assert time.process_time() - started < 1
    assert (document.problem is None) == is_complete
    assert document.text.count("公") == fragment.count("公")


@pytest.mark.parametrize(
    "fragment",
    ["", "\x00", "<!-- 未完", "<!DOCTYPE html>", "<html><head><title>空</title></head></html>",
     "<script" * 20_000, "<style>" * 20_000, "<!--" * 20_000, "<table><tr></tr></table>"],
    ids=["nothing", "nul", "open-comment", "doctype", "head", "scripts", "styles", "comments", "empty-table"],
)  # fmt: skip
def test_what_holds_no_text_is_an_empty_document_within_a_second(fragment: str) -> None:
    started = time.process_time()
    assert read_html(fragment).text == ""
    assert time.process_time() - started < 1


def test_text_that_is_kept_without_layout_still_has_a_line_a_block() -> None:
    document = read_html(
        f"<p>一、总体<b>情况</b></p><p>{HAN}<script>var 甲;</script>&lt;完</p>" + "<i>" * 400
    )
    assert document.text.splitlines() == ["一、总体情况", f"{HAN}<完"]
    assert document.problem is not None
    assert "snapshot" in document.problem


def test_a_hidden_copy_of_the_text_is_not_text_that_was_lost() -> None:
    document = read_html(f"<p>{HAN}</p>" + f"<div style='display:none'>{HAN * 3}</div>")
    assert (document.text, document.problem) == (HAN, None)

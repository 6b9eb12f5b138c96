"""Lists of VSB, 广东's platform and SiteServer: backwards, from 1, by script; and what their pages must not be taken for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import ReadError
from archive.records import ListPage, Snapshot
from crawler.cms import FAMILIES
from crawler.cms.page import page_of
from crawler.cms.pagers import stated_counts
from tests.commands import cundang, rows
from tests.replicas import gkmlpt, siteserver, vsb
from tests.replicas.documents import documents, expected_reports
from tests.replicas.server import Answering, serve
from tests.test_crawl import REPORTS
from tests.test_list_walks import ALL_TITLES, titles_of, walked
from tests.test_pages import PAGES, snapshot_of


def page(url: str, text: str, request_body: str = "") -> Snapshot:
    return Snapshot(url, text.encode(), datetime(2026, 1, 5, tzinfo=UTC), request_body=request_body)


@pytest.mark.parametrize(
    ("family", "site", "column"),
    [
        ("vsb", vsb.Site(), vsb.COLUMNS["annual-reports"]),
        ("vsb", vsb.Site(), vsb.DYNAMIC["annual-reports"]),
        ("gkmlpt", gkmlpt.Site(), gkmlpt.COLUMNS["annual-reports"]),
        ("gkmlpt", gkmlpt.Site(mode="moved"), gkmlpt.COLUMNS["annual-reports"]),
        ("siteserver", siteserver.Site(), siteserver.COLUMNS["annual-reports"]),
        ("siteserver", siteserver.Site(mode="wrapped"), siteserver.COLUMNS["annual-reports"]),
    ],
    ids=["vsb", "vsb dynamic", "gkmlpt", "gkmlpt moved", "siteserver", "siteserver wrapped"],
)
def test_each_row_of_a_column_is_seen_once(family: str, site: Answering, column: str) -> None:
    pages = walked(site, family, column)
    assert titles_of(pages) == ALL_TITLES
    assert {page.declared_total for page in pages} - {None} == {len(documents())}


def test_a_document_published_during_the_crawl_costs_none_of_the_others(tmp_path: Path) -> None:
    site = vsb.Site(mode="grows")
    with serve(site) as running:
        (tmp_path / "replica.yml").write_text(vsb.portal_yaml(running.url), encoding="utf-8")
        first = cundang("crawl", "--data", tmp_path / "data", "--portals", tmp_path)
        archive = tmp_path / "data" / "archive.db"
        filed = {(organ, year): day for organ, year, day in rows(archive, REPORTS)}
        again = cundang("crawl", "--data", tmp_path / "data", "--portals", tmp_path)
    assert len(site.documents) == len(documents()) + 1, first.said
    assert filed == expected_reports()
    assert "1 new reports, 0 revised" in again.said


SHELL = snapshot_of(PAGES / "gkmlpt" / "list-shell")


def test_a_catalogue_without_a_category_names_those_that_may_be_meant() -> None:
    with pytest.raises(ReadError, match=r"\(likely: 2214 政府信息公开年报\)"):
        FAMILIES["gkmlpt"].parse_list(replace(SHELL, requested_url=SHELL.url))


def test_the_portal_file_can_name_the_category() -> None:
    stated = replace(SHELL, requested_url=SHELL.url, parameters={"category": "2210"})
    assert "/gkmlpt/api/all/2210?" in FAMILIES["gkmlpt"].parse_list(stated).next[0].url


def test_a_category_that_lies_elsewhere_is_looked_for_there() -> None:
    listing = FAMILIES["gkmlpt"].parse_list(replace(SHELL, parameters={"category": "2200"}))
    assert [request.url for request in listing.next] == ["http://www.gangwan.gov.cn/gwsczj/jgzn/"]


LISTED = "http://www.gangwan.gov.cn/gkmlpt/api/all/5?page=3&sid=2"


def test_a_catalogue_that_states_no_total_is_read_until_a_page_has_no_rows() -> None:
    rows_left = {
        "classify": {"post_count": 900},
        "articles": [{"title": "年报", "url": "/gkmlpt/content/1/2/post_3.html"}],
    }
    listing = FAMILIES["gkmlpt"].parse_list(page(LISTED, json.dumps(rows_left)))
    assert [request.url for request in listing.next] == [LISTED.replace("page=3", "page=4")]
    assert listing.declared_total is None
    assert FAMILIES["gkmlpt"].parse_list(page(LISTED, '{"articles": []}')) == ListPage(())


def test_the_last_page_of_a_catalogue_names_no_other() -> None:
    last = {
        "articles": [{"title": "年报", "url": "/gkmlpt/content/1/2/post_3.html"}],
        "total": 201,
        "offset": 200,
    }
    assert FAMILIES["gkmlpt"].parse_list(page(LISTED, json.dumps(last))).next == ()


DETAIL = "<html><body><p>正在加载</p><script>window._CONFIG = {{SID: '1', DETAIL: {0}, TREE: []}};</script></body></html>"


def test_a_document_that_is_nothing_but_files_has_its_files() -> None:
    files = '{"title": "年报", "content": "", "attachment": [{"name": "年报.pdf", "url": "/attachment/0/1/1000/9.pdf"}]}'
    report = FAMILIES["gkmlpt"].parse_report(
        page("http://a.gov.cn/gkmlpt/content/1/2/post_3.html", DETAIL.format(files))
    )
    assert [(file.name, file.url) for file in report.attachments] == [
        ("年报.pdf", "http://a.gov.cn/attachment/0/1/1000/9.pdf")
    ]
    assert "正在加载" not in report.body_html


def test_a_document_cut_off_in_the_middle_is_no_report() -> None:
    with pytest.raises(ReadError, match="DETAIL of the page's _CONFIG is not JSON"):
        FAMILIES["gkmlpt"].parse_report(
            page("http://a.gov.cn/gkmlpt/content/1/2/post_3.html", DETAIL.format('{"content": "'))
        )


ROWS = "http://www.lingfeng.gov.cn/api/stl/actions/pagecontents"


@pytest.mark.parametrize("answer", ['""', '{"html": " \\r\\n"}', '{"value": ""}'])
def test_an_answer_without_rows_ends_the_list(answer: str) -> None:
    listing = FAMILIES["siteserver"].parse_list(page(ROWS, answer, '{"totalNum": 47}'))
    assert listing == ListPage((), declared_total=47)


@pytest.mark.parametrize(
    ("family", "url", "text", "told"),
    [
        ("vsb", "http://a.gov.cn/zwgk/nb.htm", "<p>栏目建设中</p>", "No row of the list"),
        ("siteserver", "http://a.gov.cn/channels/8.html", "<p>栏目建设中</p>", "No row of the list"),
        ("siteserver", ROWS, '{"Message": "出现错误。"}', "holds no rows"),
        ("gkmlpt", "http://a.gov.cn/zwgk/nb/index.html", "<p>栏目建设中</p>", "No row of the list"),
        ("gkmlpt", LISTED, '{"error": "bad sid"}', "no `articles`"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_says_so(family: str, url: str, text: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        FAMILIES[family].parse_list(page(url, text))


@pytest.mark.parametrize(
    ("printed", "counts"),
    [
        ("<div><b>共154条</b> <a>2</a> <b>1/11</b></div>", (154, 11)),
        ("<div>总共 47 条记录 当前第2页/共4页</div>", (47, 4)),
        ("<div>第1页 共 6 页 <span>合计：88篇</span></div>", (88, 6)),
        ("<ul><li><a>我局共15条措施</a><span>2021/1</span></li></ul>", (None, None)),
    ],
)  # fmt: skip
def test_what_a_pager_states_is_read_in_whatever_words(
    printed: str, counts: tuple[int | None, int | None]
) -> None:
    assert stated_counts(page_of(page("http://a.gov.cn/nb.htm", printed))) == counts

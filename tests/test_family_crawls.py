"""Portals of static pages: a crawl of each replica archives exactly the expected reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.commands import rows
from tests.replicas import plain, trs
from tests.replicas.documents import documents, expected_others, expected_reports
from tests.replicas.server import Site, serve
from tests.test_crawl import REPORTS
from tests.test_crawl_script_families import Crawled, crawl

SITES: dict[str, tuple[Callable[[], Site], Callable[..., str]]] = {
    "trs": (trs.Site, trs.portal_yaml),
    "trs gb2312": (lambda: trs.Site(mode="gb2312"), trs.portal_yaml),
    "trs stub": (lambda: trs.Site(mode="stub"), trs.portal_yaml),
    "plain": (plain.Site, plain.portal_yaml),
}


@pytest.fixture(scope="module", params=SITES)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    site, portal_yaml = SITES[request.param]
    folder = tmp_path_factory.mktemp("world")
    with serve(site()) as running:
        (folder / "replica.yml").write_text(portal_yaml(running.url), encoding="utf-8")
        yield Crawled(folder, running, crawl(folder))


def test_exactly_the_expected_reports_are_filed(crawled: Crawled) -> None:
    filed = {(organ, year): day for organ, year, day in rows(crawled.archive, REPORTS)}
    assert filed == expected_reports()


def test_what_is_no_report_is_filed_as_what_it_is(crawled: Crawled) -> None:
    assert dict(rows(crawled.archive, "select title, kind from other_document")) == expected_others()


def test_every_row_is_listed_and_no_decoy_beside_it(crawled: Crawled) -> None:
    # The off-site row is listed; the row that leads nowhere is an issue.
    listed = rows(crawled.archive, "select listed_count from crawl_run")
    dead = rows(crawled.archive, "select message from issue where kind = 'dead_row'")
    assert listed == [(len(documents()) - 1,)]
    assert dead == [("The row “偃师市2018年度部门决算公开” of the list leads nowhere.",)]


def test_files_are_kept_whether_a_link_or_a_script_leads_to_them(crawled: Crawled) -> None:
    found = rows(crawled.archive, "select name, status from attachment order by name")
    assert found == [
        ("", "kept"),
        ("槐新街道2023年年报.pdf", "kept"),
        ("民政局年报.pdf", "kept"),
        ("统计表.xls", "missing"),
    ]


def test_a_row_without_a_date_is_dated_by_its_page(crawled: Crawled) -> None:
    chosen = rows(
        crawled.archive,
        "select w.value, w.witness from date_witness w join revision v on v.id = w.revision_id "
        "join report r on r.id = v.report_id where r.bureau like '%审计局' and w.is_chosen and w.kind = 'published'",
    )
    assert [value for value, _ in chosen] == ["2023-01-19"]
    assert chosen[0][1] in ("catalogue", "visible_line")


@pytest.mark.parametrize("crawled", ["trs", "plain"], indirect=True)
def test_a_second_crawl_adds_nothing(crawled: Crawled) -> None:
    before = rows(crawled.archive, "select count(*), sum(revision_count), max(id) from report")
    again = crawl(crawled.folder)
    assert "0 new reports, 0 revised" in again.said
    assert rows(crawled.archive, "select count(*), sum(revision_count), max(id) from report") == before


@pytest.mark.parametrize(("crawled", "lists"), [("trs", 2), ("plain", 0)], indirect=["crawled"])
def test_only_the_pages_that_a_portal_does_not_keep_are_missing(crawled: Crawled, lists: int) -> None:
    sql = "select role, count(*) from fetch where status >= 400 and crawl_run_id = 1 group by role"
    expected = {"attachment": 1, "list": lists, "report": 1}
    assert dict(rows(crawled.archive, sql)) == {role: count for role, count in expected.items() if count}

"""A crawl of each family's replica archives exactly the expected reports: none missing, none twice, none wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Outcome, cundang, rows
from tests.replicas import (
    aspnet,
    epoint,
    gkmlpt,
    hanweb,
    json_list,
    lonsun,
    plain,
    siteserver,
    trs,
    truecms,
    ucap,
    vsb,
)
from tests.replicas.documents import documents, expected_others, expected_reports
from tests.replicas.server import Running, Site, serve
from tests.test_crawl import REPORTS

# Portals that state how many rows they have, and portals of static pages that do not.
COUNTED: dict[str, tuple[Callable[[], Site], Callable[..., str]]] = {
    "lonsun": (lonsun.Site, lonsun.portal_yaml),
    "lonsun showList": (lonsun.ShowListSite, lonsun.show_list_yaml),
    "truecms": (truecms.Site, truecms.portal_yaml),
    "epoint": (epoint.Site, epoint.portal_yaml),
    "epoint wrapped": (lambda: epoint.Site(mode="wrapped"), epoint.portal_yaml),
    "ucap": (ucap.Site, ucap.portal_yaml),
    "hanweb jpage": (hanweb.Site, hanweb.portal_yaml),
    "hanweb jpaas": (lambda: hanweb.Site(mode="jpaas"), hanweb.portal_yaml),
    "hanweb xxgk": (lambda: hanweb.Site(mode="xxgk"), hanweb.portal_yaml),
    "vsb": (vsb.Site, vsb.portal_yaml),
    "gkmlpt": (gkmlpt.Site, gkmlpt.portal_yaml),
    "gkmlpt static": (gkmlpt.Site, gkmlpt.static_yaml),
    "siteserver": (siteserver.Site, siteserver.portal_yaml),
    "aspnet": (aspnet.Site, aspnet.portal_yaml),
    "aspnet nested": (lambda: aspnet.Site(mode="nested"), aspnet.portal_yaml),
    "json_list": (json_list.Site, json_list.portal_yaml),
    "json_list post": (lambda: json_list.Site(mode="post"), json_list.post_yaml),
}
STATIC: dict[str, tuple[Callable[[], Site], Callable[..., str]]] = {
    "trs": (trs.Site, trs.portal_yaml),
    "trs gb2312": (lambda: trs.Site(mode="gb2312"), trs.portal_yaml),
    "trs stub": (lambda: trs.Site(mode="stub"), trs.portal_yaml),
    "plain": (plain.Site, plain.portal_yaml),
}
SITES = {**COUNTED, **STATIC}
RUN = "select outcome, cause, listed_count, declared_count from crawl_run order by id desc limit 1"


@dataclass
class Crawled:
    """A replica that answers, and the archive it was crawled into."""

    folder: Path
    running: Running
    first: Outcome

    @property
    def archive(self) -> Path:
        return self.folder / "data" / "archive.db"


def missing_in(crawled: Crawled) -> dict[object, object]:
    """How many addresses of each role the portal did not have in the first crawl."""
    sql = "select role, count(*) from fetch where status >= 400 and crawl_run_id = 1 group by role"
    return dict(rows(crawled.archive, sql))


def crawl(folder: Path) -> Outcome:
    return cundang("crawl", "--data", folder / "data", "--portals", folder)


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


@pytest.mark.parametrize("crawled", COUNTED, indirect=True)
def test_every_row_the_portal_declares_was_seen(crawled: Crawled) -> None:
    in_all = len(documents())
    declared = in_all + len(documents()[::7])
    # The off-site row is listed; the row that leads nowhere is not.
    assert rows(crawled.archive, RUN) == [("complete", None, in_all - 1, declared)]


@pytest.mark.parametrize("crawled", STATIC, indirect=True)
def test_every_row_is_listed_and_no_decoy_beside_it(crawled: Crawled) -> None:
    # The off-site row is listed; the row that leads nowhere is an issue.
    listed = rows(crawled.archive, "select listed_count from crawl_run")
    dead = rows(crawled.archive, "select message from issue where kind = 'dead_row'")
    assert listed == [(len(documents()) - 1,)]
    assert dead == [("The row “偃师市2018年度部门决算公开” of the list leads nowhere.",)]


def test_a_row_without_a_date_is_dated_by_its_page(crawled: Crawled) -> None:
    chosen = rows(
        crawled.archive,
        "select w.value, w.witness from date_witness w join revision v on v.id = w.revision_id "
        "join report r on r.id = v.report_id where r.bureau like '%审计局' and w.is_chosen and w.kind = 'published'",
    )
    assert [value for value, _ in chosen] == ["2023-01-19"]
    assert chosen[0][1] in ("catalogue", "visible_line")


@pytest.mark.parametrize(("crawled", "lists"), [("trs", 2), ("plain", 0)], indirect=["crawled"])
def test_only_the_pages_that_a_portal_does_not_keep_are_missing(crawled: Crawled, lists: int) -> None:
    assert missing_in(crawled) == {"attachment": 1, "report": 1, **({"list": lists} if lists else {})}


def test_files_are_kept_whatever_their_address(crawled: Crawled) -> None:
    found = rows(crawled.archive, "select name, status from attachment order by name")
    assert found == [
        ("", "kept"),
        ("槐新街道2023年年报.pdf", "kept"),
        ("民政局年报.docx", "kept"),
        ("统计表.xls", "missing"),
    ]


@pytest.mark.parametrize("crawled", COUNTED, indirect=True)
def test_nothing_is_asked_for_that_the_portal_does_not_have(crawled: Crawled) -> None:
    assert crawled.first.code == 0, crawled.first.said
    assert missing_in(crawled) == {"attachment": 1, "report": 1}


@pytest.mark.parametrize(
    "crawled",
    ["lonsun", "truecms", "epoint", "ucap", "hanweb jpage", "vsb", "aspnet", "json_list", "trs", "plain"],
    indirect=True,
)
def test_a_second_crawl_adds_nothing(crawled: Crawled) -> None:
    before = rows(crawled.archive, "select count(*), sum(revision_count), max(id) from report")
    again = crawl(crawled.folder)
    assert again.code == crawled.first.code, again.said
    assert "0 new reports, 0 revised" in again.said
    assert rows(crawled.archive, "select count(*), sum(revision_count), max(id) from report") == before


def test_rows_behind_a_switched_off_endpoint_are_said_to_be_missing(tmp_path: Path) -> None:
    with serve(truecms.Site(mode="switched_off", embedded=60)) as running:
        (tmp_path / "replica.yml").write_text(truecms.portal_yaml(running.url, 1), encoding="utf-8")
        outcome = crawl(tmp_path)
    archive = tmp_path / "data" / "archive.db"
    assert outcome.code == 1
    assert "annual-reports declares 78 rows and 60 were seen" in outcome.said
    titles = {title for (title,) in rows(archive, "select title from report")}
    shown = [*documents()[:60], *documents()[::7]]
    assert titles == {d.title for d in shown if d.kind == "report" and not d.is_dead}

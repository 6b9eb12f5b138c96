"""Lists of UCAP and Hanweb portals walked to their end without a network: every way in which they turn pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import ReadError
from archive.records import ListPage, ListRequest, Snapshot
from crawler.challenge import recognise
from crawler.cms import FAMILIES
from tests.commands import cundang, rows
from tests.replicas import hanweb, ucap
from tests.replicas.documents import documents
from tests.replicas.server import Answering, Request, serve

HOST = "http://www.example.gov.cn"
IN_ALL = len(documents())
PROXY = f"{HOST}/module/web/jpage/dataproxy.jsp?columnid=1&page=2&perpage=30&startrecord=31&endrecord=60"


def asked(site: Answering, request: ListRequest, parent: str, **parameters: str) -> Snapshot:
    """What the site answers to a request that `parent` named."""
    parts = urlsplit(request.url)
    headers = {"host": parts.netloc, "referer": parent, **{n.lower(): v for n, v in request.headers}}
    posted = request.body or ""
    status, _, body = site.answer(Request(request.method, parts.path, parts.query, headers, posted.encode()))
    assert status == 200, request.url
    return Snapshot(
        request.url, body, datetime(2026, 1, 5, tzinfo=UTC), request_body=posted, parameters=parameters
    )


def walked(site: Answering, family: str, column: str, **parameters: str) -> list[ListPage]:
    """Every page of a list, as a crawl asks for them: on while there are new rows, or on from a doorway."""
    pages: list[ListPage] = []
    seen: set[str] = set()
    waiting, known = [(ListRequest(HOST + column), "")], {HOST + column}
    while waiting:
        request, parent = waiting.pop(0)
        page = FAMILIES[family].parse_list(asked(site, request, parent, **parameters))
        pages.append(page)
        urls = {link.url for link in page.links}
        if urls <= seen and urls:
            continue
        seen |= urls
        new = [one for one in page.next if one.url + (one.body or "") not in known]
        known |= {one.url + (one.body or "") for one in new}
        waiting += [(one, request.url) for one in new]
    return pages


def titles_of(pages: list[ListPage]) -> list[str]:
    return sorted(
        title for page in pages for title in (*(link.title for link in page.links), *page.dead_rows)
    )


ALL_TITLES = sorted(document.title for document in documents())
MODES = ["", "page_only", "old_path", "encrypted", "jpaas", "xxgk", "region"]


@pytest.mark.parametrize("mode", MODES)
def test_each_row_of_a_hanweb_column_is_seen_once(mode: str) -> None:
    pages = walked(hanweb.Site(mode=mode), "hanweb", hanweb.COLUMNS["annual-reports"])
    assert titles_of(pages) == ALL_TITLES
    assert {page.declared_total for page in pages} - {None} == (set() if mode == "region" else {IN_ALL})


@pytest.mark.parametrize("mode", ["", "search_only"])
def test_each_row_of_a_ucap_column_is_seen_once(mode: str) -> None:
    pages = walked(ucap.Site(mode=mode), "ucap", ucap.COLUMNS["annual-reports"])
    assert titles_of(pages) == ALL_TITLES
    assert max(page.declared_total or 0 for page in pages) == IN_ALL


def test_without_a_search_the_static_pages_of_ucap_are_read_alone() -> None:
    pages = walked(ucap.Site(mode="no_search"), "ucap", ucap.COLUMNS["annual-reports"], search="none")
    assert titles_of(pages) == sorted(document.title for document in documents()[: ucap.STATIC_ROWS])


def test_the_portal_file_can_say_where_a_ucap_portal_has_its_search() -> None:
    column = ListRequest(HOST + ucap.COLUMNS["annual-reports"])
    page = asked(ucap.Site(documents()[:3]), column, "", search="/search")
    number = ucap.channel_id(ucap.COLUMNS["annual-reports"])
    assert FAMILIES["ucap"].parse_list(page).next[0].url.startswith(f"{HOST}/search/{number}?")


def test_a_page_of_the_search_after_the_last_row_ends_the_list() -> None:
    answer = b'{"data": {"page": 5, "rows": 18, "total": 78, "results": null}}'
    page = Snapshot(f"{HOST}/common/search/x?page=5", answer, datetime(2026, 1, 5, tzinfo=UTC))
    assert FAMILIES["ucap"].parse_list(page) == ListPage((), declared_total=78)


def test_more_rows_than_the_column_page_counted_are_found_too() -> None:
    site = hanweb.Site()
    column = asked(site, ListRequest(HOST + hanweb.COLUMNS["annual-reports"]), "")
    stale = replace(column, body=column.body.replace(b"totalRecord:78", b"totalRecord:60"))
    second = FAMILIES["hanweb"].parse_list(stale).next
    assert len(second) == 1
    following = FAMILIES["hanweb"].parse_list(asked(site, second[0], stale.url)).next
    assert [parse_qs(urlsplit(one.url).query)["startrecord"] for one in following] == [["61"]]


def test_a_datastore_behind_an_xml_declaration_is_no_empty_page() -> None:
    declared = hanweb.Site()
    column = ListRequest(HOST + hanweb.COLUMNS["annual-reports"])
    second = FAMILIES["hanweb"].parse_list(asked(declared, column, "")).next[0]
    assert recognise(asked(declared, second, column.url)) is None


@pytest.mark.parametrize(
    "body", [b"<datastore></datastore>", b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
)
def test_a_portion_without_rows_ends_the_list(body: bytes) -> None:
    page = Snapshot(PROXY, body, datetime(2026, 1, 5, tzinfo=UTC))
    assert FAMILIES["hanweb"].parse_list(page) == ListPage(())


def test_a_dataproxy_that_answers_a_web_page_is_said_to() -> None:
    page = Snapshot(PROXY, b"<html><body><p>portal</p></body></html>", datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(ReadError, match="without a datastore"):
        FAMILIES["hanweb"].parse_list(page)


def test_a_gateway_that_counts_rows_and_sends_none_is_said_to() -> None:
    body = b'{"success": true, "data": {"html": "<div count=\\"33\\" pageNo=\\"1\\" rows=\\"15\\"></div>"}}'
    page = Snapshot(
        f"{HOST}{hanweb.GATEWAY}?paramJson=%7B%22pageNo%22%3A1%7D", body, datetime(2026, 1, 5, tzinfo=UTC)
    )
    with pytest.raises(ReadError, match="counts 33 rows"):
        FAMILIES["hanweb"].parse_list(page)


def test_a_catalogue_is_asked_for_by_the_type_in_its_address_and_by_what_the_portal_file_states() -> None:
    text = b"<script src='/module/xxgk/tree.jsp?area=005184219'></script>"
    page = Snapshot(f"{HOST}/col/col76705/index.html?number=A0212", text, datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(ReadError, match="does not state jdid"):
        FAMILIES["hanweb"].parse_list(page)
    (request,) = FAMILIES["hanweb"].parse_list(replace(page, parameters={"jdid": "17"})).next
    stated = parse_qs(request.body or "")
    assert [stated[name] for name in ("infotypeId", "jdid", "area", "divid")] == [
        ["A0212"], ["17"], ["005184219"], ["div76705"],
    ]  # fmt: skip


@pytest.mark.parametrize(("hosts", "status"), [(2, "kept"), (1, "refused")])
def test_files_on_a_store_of_their_own_are_kept_where_the_portal_file_names_it(
    tmp_path: Path, hosts: int, status: str
) -> None:
    shown = [document for document in documents() if "槐新" in document.title]
    site = hanweb.Site(shown, mode="jpaas")
    with serve(site) as running, serve(site) as store:
        site.files_url = store.url
        own, other = (one.url.removeprefix("http://") for one in (running, store))
        text = hanweb.portal_yaml(running.url, reports_min=1)
        named = text.replace(f'hosts: ["{own}"]', f'hosts: ["{own}", "{other}"]') if hosts == 2 else text
        (tmp_path / "replica.yml").write_text(named, encoding="utf-8")
        outcome = cundang("crawl", "--data", tmp_path / "data", "--portals", tmp_path)
    assert outcome.code == 0, outcome.said
    found = rows(tmp_path / "data" / "archive.db", "select url, status from attachment")
    assert [(str(url).startswith(store.url), said) for url, said in found] == [(True, status)]

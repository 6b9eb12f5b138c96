"""Lists that want more than an address: the state of an ASP.NET page, and the parameters of a list that comes as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from archive.dates import read_date
from archive.errors import PortalFileError, ReadError
from archive.records import Channel, ListPage, ListRequest, Snapshot
from crawler.cms import FAMILIES, detect
from tests.commands import rows
from tests.replicas import aspnet, json_list
from tests.replicas.documents import documents
from tests.replicas.server import Request, serve
from tests.test_family_crawls import RUN, crawl
from tests.test_list_walks import ALL_TITLES, HOST, asked, titles_of, walked
from tests.test_pages import CASES, name_of, snapshot_of

ASPNET, JSON_LIST = FAMILIES["aspnet"], FAMILIES["json_list"]
COLUMN = aspnet.COLUMNS["annual-reports"]


@pytest.mark.parametrize("mode", ["", "nested", "url_paging"])
def test_each_row_of_an_aspnet_column_is_seen_once(mode: str) -> None:
    site = aspnet.Site(mode=mode)
    pages = walked(site, "aspnet", COLUMN)
    assert titles_of(pages) == ALL_TITLES
    assert {(page.declared_total, page.declared_pages) for page in pages} == {(len(ALL_TITLES), 6)}
    assert site.refused == []


def post(site: aspnet.Site, request: ListRequest, **changes: str) -> int:
    """The status of the answer to the form with some of its fields changed."""
    fields = {name: values[0] for name, values in parse_qs(request.body, keep_blank_values=True).items()}
    body = urlencode(fields | changes).encode()
    headers = dict(request.headers)
    return site.answer(Request("POST", aspnet.LIST, "lmid=52", headers, body))[0]


def test_the_replica_takes_no_state_but_the_last_it_gave() -> None:
    site = aspnet.Site()
    (second,) = ASPNET.parse_list(asked(site, ListRequest(HOST + COLUMN), "")).next
    for field in ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION"):
        assert post(site, second, **{field: ""}) == 500
    assert post(site, second, __EVENTARGUMENT="60") == 500
    assert post(site, second) == 200
    assert post(site, second) == 500


def test_a_pager_that_posts_back_without_a_state_is_said_to() -> None:
    column = asked(aspnet.Site(), ListRequest(HOST + COLUMN), "")
    stateless = replace(column, body=column.body.replace(b'name="__VIEWSTATE"', b'name="state"'))
    with pytest.raises(ReadError, match="no __VIEWSTATE"):
        ASPNET.parse_list(stateless)


OWN = [case for case in CASES if case.parent.name in ("aspnet", "json_list")]


@pytest.mark.parametrize("case", OWN, ids=name_of)
def test_a_page_is_recognised_as_aspnet_or_by_nothing(case: Path) -> None:
    snapshot = snapshot_of(case)
    own = [name for name, family in FAMILIES.items() if family.fingerprint(snapshot)]
    assert own == (["aspnet"] if case.parent.name == "aspnet" else [])


def test_an_empty_shell_is_recognised_as_the_face_of_a_json_list() -> None:
    shell = asked(json_list.Site(), ListRequest(f"{HOST}/"), "")
    assert detect(shell) == ("json_list", '<div id="app"></div>')
    assert (
        detect(
            replace(shell, body=shell.body.replace(b"<script", b"<script>window._A={}</script><script", 1))
        )
        is None
    )


def walked_json(mode: str) -> list[ListPage]:
    """Every page of a column of the JSON replica, as its own first request and its answers name them."""
    site, parameters = json_list.Site(mode=mode), json_list.parameters(HOST, "5201", mode)
    list_url = HOST + json_list.COLUMNS["annual-reports"]
    requests = JSON_LIST.first_requests(Channel("c", "年报", "disclosure_annual", list_url, None, parameters))
    pages: list[ListPage] = []
    for request in requests:
        # The crawl sends the Referer of the page that named a request; the first states its own.
        pages.append(JSON_LIST.parse_list(asked(site, request, HOST if pages else "", **parameters)))
        requests.extend(one for one in pages[-1].next if one not in requests)
    return pages


@pytest.mark.parametrize(
    ("mode", "total"), [("", 78), ("post", 78), ("post_json", 78), ("offset", None), ("flat", None)]
)
def test_each_row_of_a_json_list_is_seen_once(mode: str, total: int | None) -> None:
    pages = walked_json(mode)
    assert titles_of(pages) == ALL_TITLES
    assert {one.declared_total for one in pages if one.links} == {total}


@pytest.mark.parametrize("mode", json_list.PARAMETERS)
def test_days_are_those_of_beijing_however_they_are_written(mode: str) -> None:
    links = {link.title: link for one in walked_json(mode) for link in one.links}
    read = {title: read_date(link.date_raw, date(2026, 1, 5)) for title, link in links.items()}
    stated = {
        d.title: d.day for d in documents() if d.shows_date and d.kind in ("notice", "budget", "off_site")
    }
    assert {title: str(read[title].value) for title in stated if read[title]} == stated  # type: ignore[union-attr]


STATED = {"url": "http://a.gov.cn/list?p={page}", "items": "data.rows", "title": "name", "link": "href"}


def answer_of(url: str, answer: Any, /, **changes: str) -> Snapshot:
    """What a portal with the stated parameters, and these changes, answered."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    return Snapshot(url, json.dumps(answer).encode(), now, parameters=STATED | changes)


def channel(**changes: str) -> Channel:
    stated = {name: text for name, text in (STATED | changes).items() if text}
    return Channel("c", "年报", "disclosure_annual", "http://a.gov.cn/nb/", None, stated)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"url": ""}, "`url` is missing"),
        ({"items": ""}, "`items` is missing"),
        ({"title": ""}, "`title` is missing"),
        ({"link": ""}, "`link` is missing; name the field of a row's address, or give a `link_template`"),
        ({"item": "rows"}, "`item` does not exist; did you mean `items`?"),
        ({"frequency": "1"}, "`frequency` does not exist; allowed are body, date"),
        ({"url": "/list?p={page}"}, "`url` is not an http or https address: /list"),
        ({"method": "PUT"}, "`method` is `PUT`; use GET or POST"),
        ({"body": "p={page}"}, "`body` is sent by POST only; add `method: POST`"),
        ({"page_base": "2"}, "`page_base` is `2`; it is 0 or 1"),
        ({"page_size": "viele"}, "`page_size` is `viele`; it is how many rows"),
        ({"url": "http://a.gov.cn/list?from={offset}"}, "`page_size` is missing"),
    ],
)
def test_a_wrong_or_missing_parameter_is_named(changes: dict[str, str], told: str) -> None:
    with pytest.raises(PortalFileError) as refused:
        JSON_LIST.first_requests(channel(**changes))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "answer", "told"),
    [
        ({}, {"code": 401, "data": None}, "has no `data` of data.rows"),
        ({}, {"data": {"rows": {"name": "x"}}}, "`items` names data.rows, which is no list of rows"),
        ({"title": "TITLE"}, {"data": {"rows": [{"name": "x", "href": "1"}]}}, "`title` names TITLE, which no row has; they have href, name"),
        ({"link": "u.href"}, {"data": {"rows": [{"name": "x", "href": "1"}]}}, "`link` names u.href, which no row has"),
        ({"link_template": "/{id}"}, {"data": {"rows": [{"name": "x", "href": "1"}]}}, "`link_template` names id, which no row has"),
        ({"date": "day"}, {"data": {"rows": [{"name": "x", "href": "1"}]}}, "`date` names day, which no row has"),
        ({"total": "data.n"}, {"data": {"rows": [], "n": "many"}}, "`total` names data.n, which holds “many”"),
        ({"total": "data.n"}, {"data": {"rows": [], "n": 5}}, "has 5 rows and none at data.rows; correct `items` or `page_base`"),
    ],
)  # fmt: skip
def test_an_answer_that_belies_a_parameter_names_it(changes: dict[str, str], answer: Any, told: str) -> None:
    with pytest.raises(ReadError) as refused:
        JSON_LIST.parse_list(answer_of("http://a.gov.cn/list?p=1", answer, **changes))
    assert told in str(refused.value)


def test_a_page_size_that_the_portal_does_not_give_is_named() -> None:
    rows_given = {"data": {"rows": [{"name": "x", "href": "1.html"}] * 20, "n": 62}}
    url = "http://a.gov.cn/list?from="
    answer = answer_of(f"{url}0", rows_given, url=url + "{offset}", page_size="50", total="data.n")
    with pytest.raises(ReadError, match=r"gives 20 rows a page; correct `page_size` \(it is 50\)"):
        JSON_LIST.parse_list(answer)


def test_a_page_that_the_parameters_do_not_ask_for_is_no_answer() -> None:
    with pytest.raises(ReadError, match=r"`url` does not ask for http://a\.gov\.cn/nb/"):
        JSON_LIST.parse_list(answer_of("http://a.gov.cn/nb/", {}))


NULL = {"data": {"rows": None, "n": 62}}


def test_without_a_total_a_later_page_of_null_ends_the_list() -> None:
    assert JSON_LIST.parse_list(answer_of("http://a.gov.cn/list?p=4", NULL)) == ListPage(())


def test_a_page_of_null_that_the_total_counts_on_is_no_end() -> None:
    with pytest.raises(ReadError, match=r"no `rows` of data\.rows"):
        JSON_LIST.parse_list(answer_of("http://a.gov.cn/list?p=4", NULL, total="data.n"))


def test_a_first_page_counted_wrongly_makes_the_run_partial(tmp_path: Path) -> None:
    with serve(json_list.Site(documents()[:40])) as running:
        text = json_list.portal_yaml(running.url, reports_min=1)
        assert "page_base: '0'" in text
        (tmp_path / "replica.yml").write_text(
            text.replace("page_base: '0'", "page_base: '1'"), encoding="utf-8"
        )
        outcome = crawl(tmp_path)
    assert outcome.code == 1
    assert "annual-reports declares 40 rows and 25 were seen" in outcome.said
    assert rows(tmp_path / "data" / "archive.db", RUN)[0][:2] == ("partial", "gap")

"""UCAP 开普云: static lists counted from 1 and often cut short, a JSON search beside them, bodies in their own tags."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.records import Channel, Link, ListPage, ListRequest, ReportPage, Snapshot, Witness
from archive.text import fold
from crawler.cms.answers import json_of, links_and_dead, row_of_fields, text_of, value_at, with_parameters
from crawler.cms.article import Template, article_on
from crawler.cms.listing import own_address, rows_of
from crawler.cms.page import inner_html, meta, page_of
from crawler.decode import decoded
from crawler.pick import parse, some

_ARTICLE = re.compile(
    r"/c\d{5,7}/(?:\d{6}/[0-9a-f]{32}|(?:[\w-]+/)?content)\.s?html?$"
    r"|/20\d\d/\d{1,2}/\d{1,2}/[0-9a-f]{32}\.shtml$|/content_\d+\.s?html?$"
)
_HEX_NAMED = re.compile(r"/c\d{5,7}/\d{6}/[0-9a-f]{32}\.shtml$")
# Container, pages in all, this page from 1, prefix, ending, rows in all. The second page is prefix_2.
_PAGER = re.compile(
    r"""createPageHTML\(\s*["']\w+["']\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']\s*,\s*["']?(\d+)"""
)
# The search as a script writes it: with the column's number, or with a variable in its place.
_SEARCH = re.compile(r"((?:/common)?/search(?:List)?)/(?:([0-9a-f]{32})|[\"'][^<>]{0,80}_is(?:Agg|Json))")
_CHANNEL_ID = re.compile(r"[0-9a-f]{32}")
_SIGN = re.compile(
    r"<meta[^>]*name=[\"']channelid[\"'][^>]*>|<ucap(?:content|title)\b|id=[\"']UCAP-CONTENT[\"']"
    r"|createPageHTML\(\s*[\"']page_div[\"']|/common/search/[0-9a-f]{32}|template,templategroup,version",
    re.IGNORECASE,
)
_TEMPLATE = Template(
    bodies=("ucapcontent", "#UCAP-CONTENT", ".article-content", ".article_content", ".content-body", ".xxgkcont",
            ".detail-news", ".wenz"),
    areas=(".article-box", ".detail-box", ".article", ".xxgk-detail", ".detail"),
    titles=("ucaptitle",),
    days=("publishtime",))  # fmt: skip
_PAGE_SIZE = 18
_LONGEST_CATALOGUE = 400


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    found = _SIGN.search(decoded(snapshot).text) or _SIGN.search(snapshot.url)
    return found[0] if found else own_address(snapshot, _HEX_NAMED)


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """An answer of the search, or the column page: rows of a static list, or the way to the search.

    A static list is often cut short without a word, so its last page names the page of the search at which the rows
    would go on; that page also states how many rows there are. `search` in the portal file says where a portal has
    its search, `none` that it has none.
    """
    text = decoded(snapshot).text
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return _found(snapshot)
    page, pager = page_of(snapshot), _PAGER.search(text)
    search, is_named = _search_of(snapshot, page, text)
    if search and (is_named or not pager):
        return ListPage((), (_search_page(search, 1, _PAGE_SIZE),))
    links, dead = rows_of(page, snapshot, _ARTICLE)
    if pager is None:
        return ListPage(links, dead_rows=dead)
    pages, current, total = int(pager[1]), int(pager[2]), int(pager[5])
    names = [f"{pager[3]}_{number}.{pager[4]}" for number in range(current + 1, pages + 1)]
    following = [ListRequest(urljoin(snapshot.url, name)) for name in names]
    if search and not following:
        size = max(math.ceil(total / max(pages, 1)), 1)
        following = [_search_page(search, total // size + 1, size)]
    return ListPage(links, tuple(following), declared_total=total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article, without the catalogue that some templates put into it."""
    page = page_of(snapshot)
    report = article_on(page, snapshot, _TEMPLATE)
    return replace(
        report,
        body_html=_without_catalogue(report.body_html),
        witnesses=tuple(_believable(report.witnesses, meta(page, "others"))),
    )


def _search_of(snapshot: Snapshot, page: HtmlElement, text: str) -> tuple[str | None, bool]:
    """Where the rows of the column can be searched for, and whether a script of the page says so itself."""
    stated = snapshot.parameters.get("search", "")
    channel_id = meta(page, "channelid")
    named = [f for f in _SEARCH.finditer(text) if not f[2] or not channel_id or f[2] == channel_id]
    channel_id = channel_id or next((found[2] for found in named if found[2]), "")
    if stated == "none" or not _CHANNEL_ID.fullmatch(channel_id):
        return None, False
    mount = stated or (named[0][1] if named else "/common/search")
    return urljoin(snapshot.url, f"{mount.rstrip('/')}/{channel_id}"), bool(named)


def _search_page(address: str, number: int, size: int) -> ListRequest:
    query = "_isAgg=true&_isJson=true&_template=index&_rangeTimeGte=&_channelName="
    return ListRequest(with_parameters(f"{address}?{query}", _pageSize=size, page=number))


def _found(snapshot: Snapshot) -> ListPage:
    """One answer of the search; the rows it says a page has decide how far it reaches, whatever was asked for."""
    answer = value_at(json_of(snapshot), "data")
    total, number = int(value_at(answer, "total")), int(value_at(answer, "page"))
    rows = answer.get("results") or []
    reached = number * int(answer.get("rows") or _PAGE_SIZE)
    following = (ListRequest(with_parameters(snapshot.url, page=number + 1)),)
    links, dead = links_and_dead(_row(row, snapshot) for row in rows)
    return ListPage(links, following if rows and reached < total else (), total, dead_rows=dead)


def _row(row: dict[str, Any], snapshot: Snapshot) -> Link | str | None:
    title = text_of(row.get("title")) or row.get("subTitle")
    day = text_of(row.get("publishedTimeStr")) or row.get("publishedTime")
    return row_of_fields(title, row.get("url"), day, snapshot)


def _believable(witnesses: tuple[Witness, ...], made: str) -> Iterator[Witness]:
    """The witnesses without a PubDate that the page calls its making."""
    for witness in witnesses:
        if (witness.kind, witness.place) != ("published", "meta") or witness.raw not in made:
            yield witness


def _without_catalogue(body_html: str) -> str:
    body = parse(body_html)
    for table in some(body, "table", at_least=0):
        text = fold(table.text_content())
        if text.startswith("索引号") and len(text) < _LONGEST_CATALOGUE:
            table.drop_tree()
    return inner_html(body)

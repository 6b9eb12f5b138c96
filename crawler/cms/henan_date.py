"""The date platform of 河南 (偃师, 洛阳 and their neighbours): articles at /YYYY/MM-DD/id.html, pages from 0."""

from __future__ import annotations

import math
import re
from urllib.parse import urljoin

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.article import Template, read_article
from crawler.cms.listing import own_address, rows_of
from crawler.cms.page import page_of
from crawler.pick import first

_PAGER = "#pageDec[pagesize][pagecount]"
_ARTICLE = re.compile(r"/20\d\d/\d\d-\d\d/\d+\.html$")
# The portals' own template, then those of the provincial departments.
_TEMPLATE = Template(
    bodies=(
        ".details-box .details-main",
        ".details-main",
        ".rule_main",
        "#zoom",
        "div.content",
        ".yMain",
        ".conBox",
        ".article-content",
    ),
    areas=(".details-box",),
    titles=(".details-box h1", ".details-title", "h3#title", ".yTit", "h1"),
    days=("span#pubDate",),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    if first(page_of(snapshot), _PAGER) is not None:
        return _PAGER
    return own_address(snapshot, _ARTICLE)


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column; its #pageDec states how many records there are and how many a page shows."""
    page = page_of(snapshot)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    pager = first(page, _PAGER)
    if pager is None:
        return ListPage(links, dead_rows=dead)
    total = _number(pager.get("pagecount"))
    pages = math.ceil(total / max(_number(pager.get("pagesize")), 1))
    folder = snapshot.url if snapshot.url.endswith(("/", ".html")) else f"{snapshot.url}/"
    following = tuple(ListRequest(urljoin(folder, f"index_{number}.html")) for number in range(1, pages))
    return ListPage(links, following, declared_total=total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article, its catalogue and metas, and files of both generations."""
    return read_article(snapshot, _TEMPLATE)


def _number(stated: str | None) -> int:
    if stated is None or not stated.strip().isdigit():
        raise ReadError(
            f"#pageDec states {stated!r} where a number of records should be; correct the family."
        )
    return int(stated)

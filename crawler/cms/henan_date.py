"""The date platform of 河南 (偃师, 洛阳 and their neighbours): articles at /YYYY/MM-DD/id.html, pages from 0."""

from __future__ import annotations

import math
import re
from urllib.parse import urljoin

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.density import densest
from crawler.cms.listing import rows_of
from crawler.cms.page import attachments_of, body_of, images_of, inner_html, page_of, title_of, witnesses_of
from crawler.pick import first

_ARTICLE = re.compile(r"/20\d\d/\d\d-\d\d/\d+\.html$")
_BODIES = (
    ".details-box .details-main",
    ".details-main",
    ".rule_main",
    "#zoom",
    "div.content",
    ".article-content",
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    page = page_of(snapshot)
    if first(page, "#pageDec[pagesize][pagecount]") is not None:
        return "#pageDec[pagesize][pagecount]"
    for anchor in page.iter("a"):
        matched = _ARTICLE.search(anchor.get("href") or "")
        if matched:
            return matched[0]
    return None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column; its #pageDec states how many records there are and how many a page shows."""
    page = page_of(snapshot)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    pager = first(page, "#pageDec[pagesize][pagecount]")
    if pager is None:
        return ListPage(links, dead_rows=dead)
    total = _number(pager.get("pagecount"))
    pages = math.ceil(total / max(_number(pager.get("pagesize")), 1))
    folder = snapshot.url if snapshot.url.endswith(("/", ".html")) else f"{snapshot.url}/"
    following = tuple(ListRequest(urljoin(folder, f"index_{number}.html")) for number in range(1, pages))
    return ListPage(links, following, declared_total=total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article, its catalogue and metas, and files of both generations."""
    page = page_of(snapshot)
    body = body_of(page, *_BODIES)
    body = body if body is not None else densest(page)
    if body is None:
        raise ReadError(
            "The page has no article text; look at its snapshot and add the container to the family."
        )
    area = first(page, ".details-box")
    return ReportPage(
        title=title_of(page, ".details-box h1", ".details-title", "h1"),
        body_html=inner_html(body),
        attachments=attachments_of(area if area is not None else body, snapshot) or images_of(body, snapshot),
        witnesses=witnesses_of(page, snapshot),
    )


def _number(stated: str | None) -> int:
    if stated is None or not stated.strip().isdigit():
        raise ReadError(
            f"#pageDec states {stated!r} where a number of records should be; correct the family."
        )
    return int(stated)

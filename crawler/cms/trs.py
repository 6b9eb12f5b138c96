"""TRS WCM 拓尔思: columns are folders, pages are counted from 0, the count stands in a script."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.density import densest
from crawler.cms.listing import rows_of
from crawler.cms.page import attachments_of, body_of, images_of, inner_html, page_of, title_of, witnesses_of
from crawler.decode import decoded
from crawler.pick import first

# …/202001/t20200122_123.html, and the dateless form of 广西: …/t1234567.shtml
_ARTICLE = re.compile(r"/t(?:\d{8}_\d+|\d{6,9})(?:_\w+)?\.s?html?$")
# createPageHTML(9, 0, "index", "html") and its kin: pages in all, current page from 0, prefix, ending. The call of
# another vendor, createPageHTML('page_div', …), counts from 1 and is not matched.
_PAGER = re.compile(
    r"""(?:createPageHTML|createPage|pageControl|setPages)\(\s*(\d+)\s*,\s*\d+\s*,\s*["'](\w+)["']\s*,\s*["'](\w+)["']"""
)
_PAGER_OBJECT = re.compile(
    r"Pager\(\{[^}]*?size\s*:\s*(\d+)[^}]*?prefix\s*:\s*'(\w+)'[^}]*?suffix\s*:\s*'(\w+)'"
)
_COUNT = re.compile(r"var\s+countPage\s*=\s*(\d+)")
_BODIES = (
    ".trs_editor_view", ".TRS_UEDITOR", ".TRS_Editor", ".Custom_UnionStyle", "#Zoom", "#zoom", "#zoomcon", ".view",
    ".xxgk_detail_content", ".article-content", ".article_con", ".content",
)  # fmt: skip
_ARTICLE_AREAS = (".article", ".xxy", ".detail", ".xxgk_detail", "#content", ".main-content")


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    text = decoded(snapshot).text
    for sign in (_PAGER, _PAGER_OBJECT, _COUNT, re.compile(r"TRS_Editor|trs_editor_view|TRS_UEDITOR")):
        matched = sign.search(text)
        if matched:
            return matched[0]
    matched = re.search(r"href=[\"']?\S*?/t\d{8}_\d+\.s?html?", text)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column, and all further pages as the pager's script counts them."""
    links, dead = rows_of(page_of(snapshot), snapshot, _ARTICLE)
    pages, prefix, ending = _pager(decoded(snapshot).text)
    following = tuple(
        ListRequest(urljoin(snapshot.url, f"{prefix}_{number}.{ending}")) for number in range(1, pages or 1)
    )
    return ListPage(links, following, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in whichever editor's container it was pasted, its metas and its files."""
    page = page_of(snapshot)
    body = body_of(page, *_BODIES)
    body = body if body is not None else densest(page)
    if body is None:
        raise ReadError(
            "The page has no article text; look at its snapshot and add the container to the family."
        )
    area = first(page, *_ARTICLE_AREAS)
    files = attachments_of(area if area is not None and _holds(area, body) else _around(body), snapshot)
    return ReportPage(
        title=title_of(page, "h2.article_title", ".article_title", ".xxy .z1", ".article h2"),
        body_html=inner_html(body),
        attachments=files or images_of(body, snapshot),
        witnesses=witnesses_of(
            page, snapshot, ".xxy .z2", ".article .time", ".article_source", ".article_time"
        ),
    )


def _holds(area: HtmlElement, body: HtmlElement) -> bool:
    return any(ancestor is area for ancestor in body.iterancestors())


def _around(body: HtmlElement) -> HtmlElement:
    """Files often stand beside the body's container, a level or two up."""
    ancestors = list(body.iterancestors("div", "td"))
    return ancestors[min(1, len(ancestors) - 1)] if ancestors else body


def _pager(text: str) -> tuple[int | None, str, str]:
    for pattern in (_PAGER, _PAGER_OBJECT):
        matched = pattern.search(text)
        if matched:
            return int(matched[1]), matched[2], matched[3]
    matched = _COUNT.search(text)
    return (int(matched[1]), "index", "html") if matched else (None, "index", "html")

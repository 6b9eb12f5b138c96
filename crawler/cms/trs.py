"""TRS WCM 拓尔思: columns are folders, pages are counted from 0, the count stands in a script."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.article import Template, read_article
from crawler.cms.listing import own_address, rows_of
from crawler.cms.page import page_of
from crawler.decode import decoded

# …/202001/t20200122_123.html, and the dateless form of 广西: …/t1234567.shtml
_ARTICLE = re.compile(r"/t(?:\d{8}_\d+|\d{6,9})(?:_\w+)?\.s?html?$")
_DATED_ARTICLE = re.compile(r"/t\d{8}_\d+\.s?html?$")
# createPageHTML(9, 0, "index", "html") and its kin: pages in all, current page from 0, prefix, ending. The call of
# another vendor, createPageHTML('page_div', …), counts from 1 and is not matched.
_PAGER = re.compile(
    r"""(?:createPageHTML|createPage|pageControl|setPages)\(\s*["']?(\d+)["']?\s*,\s*["']?\d+["']?\s*,"""
    r"""\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"""
)
_PAGER_OBJECT = re.compile(
    r"Pager\(\{[^}]*?size\s*:\s*(\d+)[^}]*?prefix\s*:\s*'(\w+)'[^}]*?suffix\s*:\s*'(\w+)'"
)
_COUNT = re.compile(r"var\s+countPage\s*=\s*(\d+)")
# What the loop beside countPage writes: "index_" + n + ".html", in one piece or in several.
_WRITTEN_NAME = re.compile(r"""([A-Za-z][\w-]*?)["'+\s]*_["']\s*\+\s*\w+\s*\+[\s"'+.]*(s?html?)\b""")
_FURTHER_PAGE = re.compile(r"_[1-9]\d*\.s?html?$")
_EDITOR = re.compile(r"TRS_Editor|trs_editor_view|TRS_UEDITOR", re.IGNORECASE)
_TEMPLATE = Template(
    bodies=(
        ".trs_editor_view", ".TRS_UEDITOR", ".TRS_Editor", ".Custom_UnionStyle", "#zoom", "#zoomcon", ".view",
        ".xxgk_detail_content", ".article-content", ".article_con", ".content",
    ),
    areas=(".article", ".xxy", ".detail", ".xxgk_detail", "#content", ".main-content"),
    titles=("h2.article_title", ".article_title", ".xxy .z1", ".article h2"),
    lines=(".xxy .z2", ".article .time", ".article_source", ".article_time"),
)  # fmt: skip


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    text = decoded(snapshot).text
    signs = (sign.search(text) for sign in (_PAGER, _PAGER_OBJECT, _COUNT, _EDITOR))
    matched = next(filter(None, signs), None)
    return matched[0] if matched else own_address(snapshot, _DATED_ARTICLE)


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column, and all further pages as the pager's script counts them.

    Portals keep only so many pages; what lies beyond them may be a stub, which is the end and no fault.
    """
    page, text = page_of(snapshot), decoded(snapshot).text
    if _is_stub(page, snapshot):
        return ListPage(())
    links, dead = rows_of(page, snapshot, _ARTICLE)
    pages, prefix, ending = _pager(text, snapshot.url)
    following = tuple(
        ListRequest(urljoin(snapshot.url, f"{prefix}_{number}.{ending}")) for number in range(1, pages or 1)
    )
    return ListPage(links, following, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in whichever editor's container it was pasted, its metas and its files."""
    return read_article(snapshot, _TEMPLATE)


def _is_stub(page: HtmlElement, snapshot: Snapshot) -> bool:
    """A further page without any row or column to go to."""
    return bool(_FURTHER_PAGE.search(urlsplit(snapshot.url).path)) and not page.xpath("//ul | //table | //dl")


def _pager(text: str, url: str) -> tuple[int | None, str, str]:
    """How many pages there are, and prefix and ending of the further ones' names."""
    for pattern in (_PAGER, _PAGER_OBJECT):
        matched = pattern.search(text)
        if matched:
            return int(matched[1]), matched[2], matched[3]
    counted = _COUNT.search(text)
    if not counted:
        return None, "", ""
    written = _WRITTEN_NAME.search(text, counted.end())
    return int(counted[1]), written[1] if written else "index", written[2] if written else _ending(url)


def _ending(url: str) -> str:
    """The ending of the column's own name: all pages of one column share it."""
    name, _, ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
    return ending if name else "html"

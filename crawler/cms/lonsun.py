"""Lonsun 龙讯: a column is a shell whose script asks for a label's rows; and 安徽's showList pages, counted in the path."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import with_parameters
from crawler.cms.article import Template, read_article
from crawler.cms.listing import rows_of
from crawler.cms.page import page_of
from crawler.cms.pagers import stated_counts
from crawler.cms.script_calls import calls_to
from crawler.decode import decoded

_LABEL = "/site/label/8888"
_ARTICLE = re.compile(
    r"/public/\d+/\d+\.html$|/content/detail/[0-9a-f]{24}\.html$|/content/article/\d+(?:\.html)?$|/\w+/show/\d+\.html$"
)
_SIGNS = re.compile(
    r"/site/label/\d+|labelName\W{1,4}\w+|/public/column/\d+|newscontnet|/\w*(?:Content|Policy|News)/show(?:List/\d+)?/\d+"
)
# What also fills parts of a portal's pages and is no listing.
_OTHER_LABELS = ("", "columnTree", "searchDataList")
_PAGER = re.compile(r"Ls\.pagination\((.{0,800})", re.DOTALL)
_COUNTS = re.compile(r"(pageCount|total)\W{1,4}(\d+)")
_PAGE_OF_PATH = re.compile(r"/page_(\d+)\.html$")
_TEMPLATE = Template(
    bodies=(".newscontnet", ".j-fontContent", ".wzcon", "#zoom", ".article-content", ".detail-content"),
    areas=(".wenzhang", ".newsbox", ".xxgk_detail", ".contentbox"),
    titles=("h1.newstitle", ".newstitle", ".wenzhang_title"),
    lines=(".wzbjxx", ".newsinfo"),
)

# Requests for other pages, the declared total of rows, the declared number of pages.
_Pages = tuple[tuple[ListRequest, ...], int | None, int | None]


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGNS.search(urlsplit(snapshot.url).path) or _SIGNS.search(decoded(snapshot).text)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """A shell names the request its script makes for page one; a page with rows names the pages its pager counts.

    Raises ReadError for a page with neither rows nor such a script.
    """
    page, text = page_of(snapshot), decoded(snapshot).text
    if _LABEL not in urlsplit(snapshot.url).path:
        label = _label(page, text, snapshot)
        if label:
            return ListPage((), (ListRequest(f"{urljoin(snapshot.url, _LABEL)}?{urlencode(label)}"),))
    if not any(_ARTICLE.search(urlsplit(a.get("href") or "").path) for a in page.iter("a")):
        return _without_rows(page, snapshot)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    if _PAGE_OF_PATH.search(urlsplit(snapshot.url).path):
        following, total, pages = _pages_in_path(page, snapshot)
    else:
        following, total, pages = _pages_by_index(text, snapshot, len(links) + len(dead))
    return ListPage(links, following, declared_total=total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article under its catalogue, with files wherever the template puts them."""
    return read_article(snapshot, _TEMPLATE)


def _without_rows(page: HtmlElement, snapshot: Snapshot) -> ListPage:
    asked = dict(parse_qsl(urlsplit(snapshot.url).query))
    if any(words in page.text_content() for words in ("暂无", asked.get("result") or "暂无")):
        return ListPage(())
    raise ReadError(
        "The page has neither rows nor a script that asks for them; the portal may have been redesigned."
    )


def _label(page: HtmlElement, text: str, snapshot: Snapshot) -> dict[str, str]:
    """The parameters of the listing's label; empty where no script of the page asks for one.

    The page's own address and the portal file know better than what the script was written with.
    """
    stated = dict(parse_qsl(urlsplit(snapshot.url).query))
    for parameters in calls_to(_LABEL, page, text, known_by="labelName"):
        if parameters.get("labelName", "") not in _OTHER_LABELS:
            known = {name: stated.get(name) or value for name, value in parameters.items()}
            return {"IsAjax": "1", "dataType": "html", **known, **snapshot.parameters, "pageIndex": "1"}
    return {}


def _pages_by_index(text: str, snapshot: Snapshot, rows: int) -> _Pages:
    pager = _PAGER.search(text)
    stated = {name: int(number) for name, number in _COUNTS.findall(pager[1] if pager else "")}
    asked = dict(parse_qsl(urlsplit(snapshot.url).query))
    current, size = int(asked.get("pageIndex", 1)), int(asked.get("pageSize", 0))
    # Without a pager a full page may be followed by another.
    last = stated.get("pageCount") or (current + 1 if size and rows >= size else current)
    following = [with_parameters(snapshot.url, pageIndex=n) for n in range(1, last + 1) if n != current]
    return tuple(map(ListRequest, following)), stated.get("total"), stated.get("pageCount")


def _pages_in_path(page: HtmlElement, snapshot: Snapshot) -> _Pages:
    """The pager's links: it may show a few numbers only, so that each page names those it shows."""
    addresses = {urlsplit(urljoin(snapshot.url, a.get("href") or "")).path for a in page.iter("a")}
    stem = _PAGE_OF_PATH.sub("/", urlsplit(snapshot.url).path)
    numbers = [
        int(matched[1])
        for path in addresses
        if (matched := _PAGE_OF_PATH.search(path)) and path.startswith(stem)
    ]
    total, pages = stated_counts(page)
    last = max([pages or 1, *numbers])
    following = (urljoin(snapshot.url, f"page_{n}.html") for n in range(2, last + 1))
    return tuple(map(ListRequest, following)), total, last

"""Hand-made static pages, and the last resort for pages of no known family."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from archive.text import clean, fold
from crawler.cms.density import densest
from crawler.cms.listing import is_paging, rows_of
from crawler.cms.page import (
    address_of,
    attachments_of,
    images_of,
    inner_html,
    meta,
    page_of,
    title_of,
    witnesses_of,
)
from crawler.pick import some

_FURTHER = re.compile(r"下一?页|后一?页|next|>{1,2}|»|[\[第]?\d{1,3}[\]页]?", re.IGNORECASE)
_ARTICLE_NAME = re.compile(r"\d[\w-]*\.(?:s?html?|aspx?|jsp|php)$|/[0-9a-f]{16,}", re.IGNORECASE)
# Where a page without a heading prints its title; the title itself ends like one.
_HEADED = (
    "h1, h2, h3, .title, .bt, center, font, b, strong, p[align=center], div[align=center], td[align=center]"
)
_ENDS_LIKE_A_TITLE = re.compile(
    r"(?:报告|年报|报表|总结|指南|目录|通知|公告|公示|公开|预算|决算)(?:[(（].{1,12}[)）])?$"
)
_YEAR = re.compile(r"20\d\d|二[〇○零Oo]")
_NAMES_A_SITE = re.compile(r"(?:政府|局|委|厅|办公室|中心|网|网站|门户)$")
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 80


def fingerprint(snapshot: Snapshot) -> str | None:
    """Never: nothing shows that a page is hand-made; it is what is left when no family fits."""
    return None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The list's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The largest group of links of one shape, and the pages that page links name."""
    page = page_of(snapshot)
    paths = _article_paths(page, snapshot)
    if not paths:
        raise ReadError("The list has no links that look like articles; give the portal its own family.")
    ((shape, _),) = Counter(map(_shape, paths)).most_common(1)
    articles = "|".join(re.escape(path) for path in paths if _shape(path) == shape)
    links, dead = rows_of(page, snapshot, re.compile(f"^(?:{articles})$"))
    return ListPage(links, _further_pages(page, snapshot), dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The densest block of the page, and whatever metas and lines it has."""
    page = page_of(snapshot)
    body = densest(page)
    if body is None:
        raise ReadError("The page has no text that could be an article; look at its snapshot.")
    area = next(iter(body.iterancestors("div", "td", "body")), body)
    return ReportPage(
        title=_title(page),
        body_html=inner_html(body),
        attachments=attachments_of(area, snapshot) or images_of(body, snapshot),
        witnesses=witnesses_of(page, snapshot),
    )


def _article_paths(page: HtmlElement, snapshot: Snapshot) -> list[str]:
    """Paths of the portal's own that look like articles: those below the list's folder, or else all."""
    here = urlsplit(snapshot.url)
    folder = here.path.rpartition("/")[0] + "/"
    found = []
    for anchor in page.iter("a"):
        url = urlsplit(urljoin(snapshot.url, address_of(anchor)))
        is_list = url.path == here.path or is_paging(anchor.text_content())
        if url.netloc == here.netloc and _ARTICLE_NAME.search(url.path) and not is_list:
            found.append(url.path)
    paths = list(dict.fromkeys(found))
    return [path for path in paths if path.startswith(folder)] or paths


def _shape(path: str) -> str:
    """The path with every run of digits and hex as one sign, and its name as another: articles of one list share it."""
    folder, _, name = path.rpartition("/")
    ending = name.rpartition(".")[2]
    return re.sub(r"[0-9a-f]{16,}|\d+", "#", folder) + "/#" + (f".{ending}" if ending != name else "")


def _further_pages(page: HtmlElement, snapshot: Snapshot) -> tuple[ListRequest, ...]:
    anchors = (a for a in page.iter("a") if _FURTHER.fullmatch(fold(a.text_content())))
    urls = (urljoin(snapshot.url, address_of(anchor)).partition("#")[0] for anchor in anchors)
    return tuple(ListRequest(url) for url in dict.fromkeys(urls) if _is_beside(url, snapshot.url))


def _is_beside(url: str, here: str) -> bool:
    """Whether the address is another one of the same folder."""
    (theirs, ours) = urlsplit(url), urlsplit(here)
    folders = (parts.path.rpartition("/")[0] for parts in (theirs, ours))
    return url != here and theirs[:2] == ours[:2] and len(set(folders)) == 1


def _title(page: HtmlElement) -> str:
    """The title as it is printed, where neither a meta nor the window has it: such a portal names itself on all pages.

    The first heading, or what stands in place of one, that ends like the title of a document goes before the others.
    """
    stated = title_of(page, "h1", "h2", ".title")
    if meta(page, "ArticleTitle"):
        return stated
    headings = list(_headings(page))
    documents = [text for text in headings if _ENDS_LIKE_A_TITLE.search(text)]
    if documents:
        # A banner with the column's name ends like a title, too, but it names no year and is short.
        return next(filter(_YEAR.search, documents), max(documents, key=len))
    return headings[0] if headings and _NAMES_A_SITE.search(stated) else stated


def _headings(page: HtmlElement) -> Iterator[str]:
    for element in some(page, _HEADED, at_least=0):
        text = clean(element.text_content())
        is_link = any(True for _ in element.iter("a")) or any(True for _ in element.iterancestors("a"))
        if not is_link and _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE:
            yield text

"""Hand-made static pages, and the last resort for pages of no known family."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from archive.text import fold
from crawler.cms.density import densest
from crawler.cms.listing import rows_of
from crawler.cms.page import attachments_of, images_of, inner_html, page_of, title_of, witnesses_of

_NEXT = re.compile(r"^(?:下一?页|后一页|next|>|>>|»|\d{1,3})$", re.IGNORECASE)
_ARTICLE_NAME = re.compile(
    r"\d[\w-]*\.(?:s?html?|aspx?|jsp|php)$|/[0-9a-f]{16,}|[?&](?:id|aid|newsid)=\d+", re.IGNORECASE
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """Never: nothing shows that a page is hand-made; it is what is left when no family fits."""
    return None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The list's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The largest group of links of one shape, and the pages that page links name."""
    page = page_of(snapshot)
    shapes = Counter(_shape(url) for url in _article_urls(page, snapshot))
    if not shapes:
        raise ReadError("The list has no links that look like articles; give the portal its own family.")
    shape = shapes.most_common(1)[0][0]
    pattern = re.compile(
        "^" + "".join(r"\w+" if part == "#" else re.escape(part) for part in re.split("(#)", shape)) + "$"
    )
    links, dead = rows_of(page, snapshot, pattern)
    return ListPage(links, _further_pages(page, snapshot), dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The densest block of the page, and whatever metas and lines it has."""
    page = page_of(snapshot)
    body = densest(page)
    if body is None:
        raise ReadError("The page has no text that could be an article; look at its snapshot.")
    area = next(iter(body.iterancestors("div", "td", "body")), body)
    return ReportPage(
        title=title_of(page, "h1", "h2", ".title"),
        body_html=inner_html(body),
        attachments=attachments_of(area, snapshot) or images_of(body, snapshot),
        witnesses=witnesses_of(page, snapshot),
    )


def _article_urls(page: HtmlElement, snapshot: Snapshot) -> list[str]:
    here = urlsplit(snapshot.url)
    folder = here.path.rpartition("/")[0] + "/"
    found = []
    for anchor in page.iter("a"):
        url = urlsplit(urljoin(snapshot.url, anchor.get("href") or ""))
        is_here = url.netloc == here.netloc and url.path.startswith(folder)
        if is_here and _ARTICLE_NAME.search(url.path) and not _NEXT.match(fold(anchor.text_content())):
            found.append(url.path)
    return list(dict.fromkeys(found))


def _shape(path: str) -> str:
    """The path with every run of digits and hex as one sign: articles of one list share it."""
    return re.sub(r"[0-9a-f]{16,}|\d+", "#", path)


def _further_pages(page: HtmlElement, snapshot: Snapshot) -> tuple[ListRequest, ...]:
    here = urlsplit(snapshot.url)
    found = []
    for anchor in page.iter("a"):
        if _NEXT.match(fold(anchor.text_content())):
            url = urljoin(snapshot.url, anchor.get("href") or "").partition("#")[0]
            parts = urlsplit(url)
            same_folder = parts.path.rpartition("/")[0] == here.path.rpartition("/")[0]
            if (
                parts.scheme in ("http", "https")
                and parts.netloc == here.netloc
                and same_folder
                and url != snapshot.url
            ):
                found.append(url)
    return tuple(ListRequest(url) for url in dict.fromkeys(found))

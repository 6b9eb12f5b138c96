"""Hanweb 大汉: columns at /col/col123/, whose rows come by one of three ways, articles at /art/, bodies between marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.records import AttachmentLink, Channel, ListPage, ListRequest, ReportPage, Snapshot
from archive.text import clean
from crawler.cms import hanweb_jpaas, hanweb_jpage, hanweb_xxgk
from crawler.cms.article import Template, article_on
from crawler.cms.listing import own_address, rows_of
from crawler.cms.page import attachments_of, images_of, inner_html, page_of
from crawler.decode import decoded
from crawler.pick import parse

# /art/2020/1/22/art_123_456.html, and since about 2021 /art/2024/art_<32 hex or uuid>.html
_ARTICLE = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_[\w-]+\.html$")
_SIGN = re.compile(
    r"module/(?:web/)?jpage/dataproxy\.jsp|jpaas-publish-server|querydata\s*=\s*[\"']\{|module/xxgk/\w+\.jsp"
    r"|<\$\[信息内容\]>begin|<meta\s+name=[\"']ContentStart[\"']|大汉版通|module/download/down(?:file)?\.jsp",
    re.IGNORECASE)  # fmt: skip
_OF_COLUMN = re.compile(r"/col/col\d+/")
# The marks stand in every template; what lies around them is each portal's own.
_MARKS = (
    re.compile(r"<!--\s*<\$\[信息内容\]>begin\s*-->(.*?)<!--\s*<\$\[信息内容\]>end\s*-->", re.DOTALL),
    re.compile(
        r"<meta\s+name=[\"']?ContentStart[\"']?[^>]*>(.*?)<meta\s+name=[\"']?ContentEnd[\"']?[^>]*>",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r"<!--\s*ZJEG_RSS\.content\.begin\s*-->(.*?)<!--\s*ZJEG_RSS\.content\.end\s*-->", re.DOTALL),
)
# Of each way: the path of its endpoint, what reads an answer, what reads a column page.
_WAYS: tuple[
    tuple[re.Pattern[str], Callable[[Snapshot], ListPage], Callable[[Snapshot], ListPage | None]], ...
] = tuple((way.ENDPOINT, way.answer, way.column) for way in (hanweb_jpage, hanweb_jpaas, hanweb_xxgk))
_OPENING_MARK = re.compile(
    r"\s*(?:<\$\[信息内容\]>begin|ContentStart$|ZJEG_RSS\.content\.begin)", re.IGNORECASE
)
_TEMPLATE = Template(
    bodies=("#zoom", ".main-txt", ".bt-content", ".artile_zw", ".article-body", ".con_text"),
    areas=(".article", ".main-box", ".content-box"),
    titles=(".con-title", ".title"),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    signs = (
        _SIGN.search(decoded(snapshot).text),
        _SIGN.search(snapshot.url),
        _OF_COLUMN.search(snapshot.url),
    )
    return next((sign[0] for sign in signs if sign), None) or own_address(snapshot, _ARTICLE)


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The answer of one of the three endpoints, or a column page that leads to one; else its rows as they stand."""
    for endpoint, answer, _ in _WAYS:
        if endpoint.search(urlsplit(snapshot.url).path):
            return answer(snapshot)
    for _, _, column in _WAYS:
        listing = column(snapshot)
        if listing is not None:
            return listing
    links, dead = rows_of(page_of(snapshot), snapshot, _ARTICLE)
    return ListPage(links, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article between its marks, and the files in it and around it."""
    page = page_of(snapshot)
    report = article_on(page, snapshot, _TEMPLATE)
    marked = _marked(decoded(snapshot).text)
    if marked is None:
        return report
    body = parse(f"<div>{marked}</div>")
    files: dict[str, AttachmentLink] = {}
    for area in (body, *_around_marks(page)):
        for file in attachments_of(area, snapshot):
            files.setdefault(file.url, file)
    return replace(
        report, body_html=inner_html(body), attachments=tuple(files.values()) or images_of(body, snapshot)
    )


def _around_marks(page: HtmlElement) -> Iterator[HtmlElement]:
    """The containers of the marks: files stand in them, too."""
    for mark in page.iter(etree.Comment, "meta"):
        container = mark.getparent()
        if container is not None and _OPENING_MARK.match(mark.get("name") or mark.text or ""):
            yield container


def _marked(text: str) -> str | None:
    """What lies between the first pair of marks with something between them."""
    for marks in _MARKS:
        found = marks.search(text)
        if found and (clean(re.sub(r"<[^>]+>", "", found[1])) or "<img" in found[1].lower()):
            return found[1]
    return None

"""SiteServer CMS: channels/12.html and 12_2.html, contents/12/345.html; the pages of a long list come by script."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import json_of
from crawler.cms.article import Template, read_article
from crawler.cms.listing import rows_of
from crawler.cms.page import page_of
from crawler.cms.pagers import numbered_pages, stated_counts
from crawler.cms.script_calls import calls_to
from crawler.decode import decoded
from crawler.pick import parse

_ARTICLE = re.compile(r"/contents/\d+/\d+\.html$")
_ROWS = "/stl/actions/pagecontents"
_ENDPOINT = re.compile(rf"[\"']([^\"'\s]*{_ROWS})[\"']")
_SIGNS = re.compile(
    r"/contents/\d+/\d+\.html|/channels/\d+(?:_\d+)?\.html|/stl/actions/\w+|/sitefiles/(?:assets|bairong|services)/",
    re.IGNORECASE,
)
_JSON = (("Content-Type", "application/json"),)
# The product brings no templates of its own: what its sites call the place of the text is up to their makers.
_TEMPLATE = Template(
    bodies=("#zoom", ".article-content", ".article_content", ".news_content", ".detail-content", ".newscontent",
            ".content_txt", "#content", ".contentbox", ".content"),
    areas=(".article", ".detail", ".news_detail", ".main-content"),
    titles=(".article-title", ".article_title", ".news_title", ".title"),
    lines=(".article-info", ".news_info", ".info"),
)  # fmt: skip


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGNS.search(urlsplit(snapshot.url).path) or _SIGNS.search(decoded(snapshot).text)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of a static page, or the question by which the script of a later page gets them, or the answer to it."""
    if urlsplit(snapshot.url).path.endswith(_ROWS):
        return _answer(snapshot)
    page, text = page_of(snapshot), decoded(snapshot).text
    total, pages = stated_counts(page)
    following = numbered_pages(page, snapshot)
    question = _question(page, text, snapshot)
    if question:
        return ListPage((), (question, *following), total, declared_pages=pages)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    return ListPage(links, following, total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in the container its site's makers gave it, else the densest block."""
    return read_article(snapshot, _TEMPLATE)


def _question(page: HtmlElement, text: str, snapshot: Snapshot) -> ListRequest | None:
    """What the script of a page without rows posts: the template of a row, encrypted, and the number of the page."""
    endpoint = _ENDPOINT.search(text)
    asked = next(calls_to(_ROWS, page, text, known_by="stlPageContentsElement"), None)
    if endpoint is None or asked is None:
        return None
    numbers = {name: int(value) if value.isdigit() else value for name, value in asked.items()}
    return ListRequest(urljoin(snapshot.url, endpoint[1]), "POST", json.dumps(numbers), _JSON)


def _answer(snapshot: Snapshot) -> ListPage:
    """The rows as a piece of HTML, which younger versions wrap in an object; none after the last row."""
    answer = json_of(snapshot)
    rows = answer if isinstance(answer, str) else answer.get("html", answer.get("value"))
    if not isinstance(rows, str):
        raise ReadError("The list's answer holds no rows as HTML; the portal may have been redesigned.")
    asked = json.loads(snapshot.request_body or "{}")
    if not rows.strip():
        return ListPage((), declared_total=asked.get("totalNum"))
    links, dead = rows_of(parse(f"<div>{rows}</div>"), snapshot, _ARTICLE)
    return ListPage(links, declared_total=asked.get("totalNum"), dead_rows=dead)

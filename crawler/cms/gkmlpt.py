"""The platform of 广东: a disclosure catalogue (gkmlpt) of shells over a JSON list, and news columns of static pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.errors import ReadError
from archive.records import Channel, Link, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import json_of, links_and_dead, row_of_fields, text_of, value_at, with_parameters
from crawler.cms.article import Template, read_article
from crawler.cms.gkmlpt_script import document_of, site_of, tree_of
from crawler.cms.listing import rows_of
from crawler.cms.page import page_of
from crawler.cms.pagers import numbered_pages, stated_counts
from crawler.decode import decoded

_ARTICLE = re.compile(r"/content/(?:\d+/\d+/)?m?post_\d+\.html$")
_SIGNS = re.compile(
    r"/gkmlpt/\w+|/content/(?:\d+/\d+/)?m?post_\d+\.html|_CONFIG\s*=\s*\{[^<]{0,2000}?\bSID\b"
)
_LIST = "/gkmlpt/api/all/"
_REPORTS = re.compile(r"年报|年度报告")
_TEMPLATE = Template(
    bodies=(".article-content", "#zoomcon", "#zoom", ".zw", ".content-box"),
    areas=(".article", ".con", ".content"),
    titles=(".article-title", "h1.title", ".content_title"),
    lines=(".article-info", ".date-row", ".source-row"),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGNS.search(urlsplit(snapshot.url).path) or _SIGNS.search(decoded(snapshot).text)
    return matched[0][:80] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address: of the catalogue with the category behind it, /gkmlpt/index#721."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """An answer of the catalogue, its shell, or a static column whose pages are counted from 1."""
    if _LIST in snapshot.url:
        return _answer(snapshot)
    text = decoded(snapshot).text
    site = site_of(text)
    if site:
        return ListPage((), (_way_in(snapshot, text, site),))
    page = page_of(snapshot)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    total, pages = stated_counts(page)
    return ListPage(links, numbered_pages(page, snapshot), total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The document that the page's script holds, or the article of a static page."""
    return document_of(snapshot, decoded(snapshot).text) or read_article(snapshot, _TEMPLATE)


def _way_in(snapshot: Snapshot, text: str, site: str) -> ListRequest:
    """The first page of the category's list, or the page of its own to which the catalogue sends its readers."""
    behind = urlsplit(snapshot.requested_url or snapshot.url).fragment
    category, tree = snapshot.parameters.get("category") or behind, tree_of(text)
    if not category:
        named = ((str(node.get("id")), str(node.get("name"))) for node in tree)
        likely = ", ".join(f"{number} {name}" for number, name in named if _REPORTS.search(name))
        raise ReadError(
            "The column's address names no category of the catalogue; put its number behind the address, as in "
            f"/gkmlpt/index#721 (likely: {likely or 'none'})."
        )
    elsewhere = next((text_of(n.get("jump_url")) for n in tree if str(n.get("id")) == category), "")
    if elsewhere:
        return ListRequest(urljoin(snapshot.url, elsewhere))
    return ListRequest(f"{snapshot.url.partition('/gkmlpt/')[0]}{_LIST}{category}?page=1&sid={site}")


def _answer(snapshot: Snapshot) -> ListPage:
    """One page of the catalogue, counted from 1.

    `total` is what can be listed; the category's own post_count is often several times that, and of no use.
    """
    answer = json_of(snapshot)
    rows = value_at(answer, "articles")
    links, dead = links_and_dead(_row(row, snapshot) for row in rows)
    total = None if answer.get("total") is None else int(answer["total"])
    is_last = total is not None and int(answer.get("offset") or 0) + len(rows) >= total
    number = int(dict(parse_qsl(urlsplit(snapshot.url).query)).get("page", 1))
    following = (ListRequest(with_parameters(snapshot.url, page=number + 1)),) if rows and not is_last else ()
    return ListPage(links, following, total, dead_rows=dead)


def _row(row: dict[str, Any], snapshot: Snapshot) -> Link | str | None:
    address = row.get("url") or row.get("post_url")
    return row_of_fields(row.get("title"), address, row.get("display_publish_time"), snapshot)

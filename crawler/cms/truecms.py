"""truecms (南通, 如皋, 连云港): the column page holds the first rows hidden, a script fetches the others as JSONP."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import json_of, records_in, rows_among, rows_in, value_at, with_parameters
from crawler.cms.article import Template, read_article
from crawler.cms.page import page_of
from crawler.decode import decoded
from crawler.pick import some

_ENDPOINT = re.compile(r"[^\"'\s()]*/messageController/getMessage\.do", re.IGNORECASE)
_COLUMN = re.compile(r"columnId[\"']?\s*[:=]\s*[\"']([\w-]+)[\"']")
_PER_PAGE = re.compile(r"per[Pp]age[\"']?\s*[:=]\s*[\"']?(\d+)")
_TOTAL = re.compile(r"total[Rr]ecord[\"']?\s*[:=]\s*[\"']?(\d+)")
_ARTICLE = re.compile(r"/content/[0-9a-f]{8}-[0-9a-f-]{27}\.html$")
# Every server has a cap of its own and answers nothing above it; ten is below all that are known.
_SAFE_PER_PAGE = 10
_TEMPLATE = Template(
    bodies=(
        "#zoom",
        "#zoomcon",
        ".zoomcon",
        "#ivs_content",
        "#contains",
        ".pages_content",
        ".article-content",
    ),
    areas=(".mainCont", ".article", ".cont_mid", ".pp3"),
    titles=(".article-title", ".tit", "h1"),
    lines=(".article-info", ".ly"),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    path = urlsplit(snapshot.url).path
    matched = _ENDPOINT.search(decoded(snapshot).text) or _ENDPOINT.search(path) or _ARTICLE.search(path)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The rows hidden in the column page, then those of the endpoint, in portions of the size the page itself asks for.

    Where the endpoint is switched off, the hidden rows and the declared total remain.
    """
    if _ENDPOINT.search(urlsplit(snapshot.url).path):
        return _answer(snapshot)
    text = decoded(snapshot).text
    links, dead = rows_among(some(page_of(snapshot), "#initData li", at_least=0), snapshot)
    endpoint, column = _ENDPOINT.search(text), _COLUMN.search(text)
    if not (endpoint and column):
        raise ReadError(
            "The column page names no columnId and no getMessage.do; the portal may have been redesigned."
        )
    total, per_page = _TOTAL.search(text), _PER_PAGE.search(text)
    size = int(snapshot.parameters.get("perpage") or (per_page[1] if per_page else _SAFE_PER_PAGE))
    url = with_parameters(urljoin(snapshot.url, endpoint[0]), columnId=column[1], callback="cb")
    declared = int(total[1]) if total else None
    seen = len(links) + len(dead)
    return ListPage(links, _portions(url, seen, size, declared), declared_total=declared, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in whichever container the portal's template has."""
    return read_article(snapshot, _TEMPLATE)


def _answer(snapshot: Snapshot) -> ListPage:
    asked = dict(parse_qsl(urlsplit(snapshot.url).query))
    start, size = int(asked.get("startrecord", 1)), int(asked.get("perpage", _SAFE_PER_PAGE))
    fragments, total = records_in(str(value_at(json_of(snapshot), "result")))
    if not fragments and (start == 1 or start <= (total or 0)):
        raise ReadError(
            f"The portal answered nothing to perpage={size}; state a smaller `perpage` in the channel's parameters."
        )
    links, dead = rows_in(fragments, snapshot)
    seen = start - 1 + len(fragments) if total is None else start - 1 + size
    following = _portions(snapshot.url, seen, size, total) if fragments else ()
    return ListPage(links, following, declared_total=total, dead_rows=dead)


def _portions(url: str, seen: int, size: int, total: int | None) -> tuple[ListRequest, ...]:
    """All portions after the rows already seen; only the next one where no total is stated."""
    starts = range(seen + 1, (seen + 1 if total is None else total) + 1, size)
    return tuple(
        ListRequest(with_parameters(url, startrecord=start, endrecord=start + size - 1, perpage=size))
        for start in starts
    )

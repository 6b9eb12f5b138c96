"""Epoint 新点: a column is a shell; its script knows the site's id, and the rows come as JSON for a posted question."""

from __future__ import annotations

import json
import math
import re
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.errors import ReadError
from archive.records import Channel, Link, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import json_of, links_and_dead, row_of_fields, with_parameters
from crawler.cms.article import Template, read_article
from crawler.cms.page import page_of
from crawler.decode import decoded

_SIGNS = re.compile(
    r"EWB[-_][\w-]+|Epoint-\w+|lightfrontaction|webBuilderCommon(?:\.min)?\.js|govInfoPub\w*\.html\?categorynum="
)
_SCRIPT = re.compile(r"/(?:webBuilderCommon|ajaxReq)(?:\.min)?\.js$")
_SITE = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([0-9a-fA-F-]{36})[\"']")
_PROJECT = re.compile(r"projectName[\"']?\s*[:=]\s*[\"']([^\"']+)[\"']")
_WRAPPED = re.compile(r"token[\"']?\s*:[^{}]{0,60}[\"']?params[\"']?\s*:")
_CATEGORY = re.compile(r"categorynum[\"']?\s*[:=]\s*[\"']?(\d{3,})", re.IGNORECASE)
_LIST = "/rest/lightfrontaction/getgovinfolist"
_PROJECT_OF_MOST = "/EWB-FRONT"
_PAGE_SIZE = 20
_JSON = (("Content-Type", "application/json;charset=UTF-8"),)
_TEMPLATE = Template(
    bodies=(
        ".mian-cont",
        "#mainContent",
        "#infoContentM",
        ".epoint-article-content",
        ".ewb-article-info",
        ".con",
    ),
    areas=(".ewb-article", ".ewb-main", ".article-wrap"),
    titles=(".ewb-article-tt", ".article-tt", "h1", "h3"),
    lines=(".ewb-article-sources", ".info-sources"),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGNS.search(snapshot.url) or _SIGNS.search(decoded(snapshot).text)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The shell names its script, the script's answer the first question, the answer to that its rows and all pages."""
    if _SCRIPT.search(urlsplit(snapshot.url).path):
        return _script(snapshot)
    if _LIST in snapshot.url:
        return _answer(snapshot)
    return _shell(snapshot)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in the container of whichever template the portal has."""
    return read_article(snapshot, _TEMPLATE)


def _shell(snapshot: Snapshot) -> ListPage:
    """The shell's scripts are asked for with the column's category in their query: it must reach the question they lead to.

    Their server ignores it; our own log shows which column the answer is read for, and two columns ask twice.
    """
    text, page = decoded(snapshot).text, page_of(snapshot)
    stated = dict(parse_qsl(urlsplit(snapshot.requested_url or snapshot.url).query)) | {**snapshot.parameters}
    written = _CATEGORY.search(text)
    column: dict[str, str] = {
        "categorynum": stated.get("categorynum") or (written[1] if written else ""),
        "deptcode": stated.get("deptcode", ""),
    }
    if not column["categorynum"]:
        raise ReadError(
            "The column's address has no categorynum; put the address with it in the portal file."
        )
    if _SITE.search(text):
        return ListPage((), (_question(snapshot, text, column),))
    sources = [urljoin(snapshot.url, script.get("src") or "") for script in page.iter("script")]
    scripts = [source for source in sources if _SCRIPT.search(urlsplit(source).path)]
    if not scripts:
        raise ReadError(
            "The column page names no script with a siteGuid; the portal may have been redesigned."
        )
    return ListPage((), tuple(ListRequest(with_parameters(script, **column)) for script in scripts))


def _script(snapshot: Snapshot) -> ListPage:
    text = decoded(snapshot).text
    query = dict(parse_qsl(urlsplit(snapshot.requested_url or snapshot.url).query))
    column: dict[str, str] = {name: query[name] for name in ("categorynum", "deptcode") if name in query}
    # A shell may name two scripts of which one knows the site.
    return ListPage((), (_question(snapshot, text, column),) if _SITE.search(text) else ())


def _question(snapshot: Snapshot, text: str, column: dict[str, str]) -> ListRequest:
    site, project = _SITE.search(text), _PROJECT.search(text)
    path = "/" + (project[1] if project else _PROJECT_OF_MOST).strip("/") + _LIST
    asked: dict[str, Any] = {"deptcode": "", **column, "pageIndex": 0, "pageSize": _PAGE_SIZE}
    asked["siteGuid"] = site[1] if site else ""
    body = {"token": "", "params": asked} if _WRAPPED.search(text) else asked
    return _posted(urljoin(snapshot.url, path), body)


def _answer(snapshot: Snapshot) -> ListPage:
    """Pages are counted from 0. A server that wants its question wrapped answers the bare one without rows."""
    body = json.loads(snapshot.request_body or "{}")
    asked, answer = body.get("params", body), json_of(snapshot)
    custom = answer.get("custom") if isinstance(answer, dict) else None
    if not isinstance(custom, dict) or not isinstance(custom.get("data"), list):
        if asked is body:
            return ListPage((), (_posted(snapshot.url, {"token": "", "params": asked}),))
        raise ReadError("The list's answer has no rows at custom.data; the portal may have been redesigned.")
    links, dead = links_and_dead(_row(row, snapshot) for row in custom["data"])
    total = int(custom.get("total") or 0)
    pages = math.ceil(total / int(asked.get("pageSize") or _PAGE_SIZE))
    following = tuple(_posted(snapshot.url, _with_page(body, n)) for n in range(1, pages) if links or dead)
    return ListPage(links, following, declared_total=total, declared_pages=pages, dead_rows=dead)


def _with_page(body: dict[str, Any], number: int) -> dict[str, Any]:
    if "params" in body:
        return {**body, "params": _with_page(body["params"], number)}
    return {**body, "pageIndex": number}


def _row(row: dict[str, Any], snapshot: Snapshot) -> Link | str | None:
    """One row; `title` is cut and may hold markup, `realtitle` is whole."""
    address = next(filter(None, (row.get(key) for key in ("infourl", "visiturl", "linkurl"))), "")
    return row_of_fields(row.get("realtitle") or row.get("title"), address, row.get("infodate"), snapshot)


def _posted(url: str, body: dict[str, Any]) -> ListRequest:
    return ListRequest(url, "POST", json.dumps(body, ensure_ascii=False), _JSON)

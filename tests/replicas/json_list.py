"""A portal drawn by scripts: every page but the articles is a shell, and each mode has another dialect of list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

import yaml

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

COLUMNS = {"annual-reports": "/xxgk/index.html?lm=5201", "bureau-reports": "/xxgk/index.html?lm=5307"}
STEPS = {"5201": 1, "5307": 7}
BEIJING = timezone(timedelta(hours=8))
# The portal gives no more rows at once, however many are asked for.
CAP = 15
API, LOAD, FEED = "/api/cms/content/page", "/interfaces/xxgk/loadData.do", "/data/feed"

# The parameters of a channel in each mode; {root} and {lm} are the portal's address and the column's number.
PARAMETERS: dict[str, dict[str, str]] = {
    "": {
        "url": "{root}/api/cms/content/page?channelId={lm}&pageNo={page}&pageSize={size}", "page_base": "0", "page_size": "20",
        "items": "data.content", "total": "data.totalElements", "title": "title", "link": "outerUrl",
        "link_template": "/detail/{channel.code}/{contentId}.html", "date": "publishDate",
    },
    "post": {
        "method": "POST", "url": "{root}/interfaces/xxgk/loadData.do?pageSize=15", "body": "chan={lm}&pageIndex={page}",
        "items": "infolist", "total": "count", "title": "TITLE", "link": "URL", "link_prefix": "/detail/",
        "date": "PUBLISHED_TIME",
    },
    "post_json": {
        "method": "POST", "url": "{root}/interfaces/xxgk/loadData.do",
        "body": '{"chan": "{lm}", "page": {"index": {page}, "rows": 15}}',
        "items": "infolist", "total": "count", "title": "TITLE", "link": "URL", "link_prefix": "{root}/detail/",
        "date": "PUBLISHED_TIME",
    },
    "offset": {
        "url": "{root}/data/feed?lm={lm}&start={offset}&limit={size}", "page_size": "15", "items": "rows",
        "title": "subject", "link": "href", "date": "time",
    },
    "flat": {
        "url": "{root}/data/feed/{lm}.json", "items": ".", "title": "subject", "link": "href", "date": "time",
    },
}  # fmt: skip


@dataclass
class Site:
    """The portal's state; `mode` is a key of PARAMETERS."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        asked = {name: values[-1] for name, values in parse_qs(request.query).items()}
        if request.path in ("/", "/xxgk/index.html"):
            return html(_shell())
        if request.path in (API, LOAD) or request.path.startswith(FEED):
            return self._list(request, asked)
        for document in self.documents:
            if request.path == _address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    def _list(self, request: Request, asked: dict[str, str]) -> Answer:
        dialects: dict[str, Callable[[Request, dict[str, str]], object]] = {
            "": self._api, "post": self._load, "post_json": self._load, "offset": self._feed, "flat": self._feed,
        }  # fmt: skip
        return (
            200,
            {"Content-Type": "application/json"},
            json.dumps(dialects[self.mode](request, asked), ensure_ascii=False).encode(),
        )

    def _shown(self, column: str) -> list[ReplicaDocument]:
        return self.documents[:: STEPS[column]] if column in STEPS else []

    def _api(self, request: Request, asked: dict[str, str]) -> object:
        """Pages from 0, days as the UTC moment of their midnight in Beijing; without a Referer nothing is given away."""
        if not request.headers.get("referer"):
            return {"code": 401, "msg": "非法请求", "data": None}
        shown = self._shown(asked.get("channelId", ""))
        number, size = int(asked.get("pageNo", 0)), min(int(asked.get("pageSize", 10)), CAP)
        rows = shown[number * size : (number + 1) * size]
        return {
            "code": 0,
            "data": {"totalElements": len(shown), "size": size, "content": list(map(_api_row, rows))},
        }

    def _load(self, request: Request, asked: dict[str, str]) -> object:
        """Pages from 1, asked for by what is posted; the total is text and times are epochs in milliseconds."""
        if request.method != "POST":
            return {"count": "0", "infolist": []}
        if self.mode == "post_json":
            posted = json.loads(request.body) if "json" in request.headers.get("content-type", "") else {}
            column, number = posted.get("chan", ""), posted.get("page", {}).get("index", 1)
        else:
            form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
            column, number = form.get("chan", ""), int(form.get("pageIndex", 1))
        shown = self._shown(column)
        rows = shown[(number - 1) * CAP : number * CAP]
        return {"count": str(len(shown)), "infolist": [_load_row(document) for document in rows]}

    def _feed(self, request: Request, asked: dict[str, str]) -> object:
        """Rows from an offset, with no total and null after the last; or all of them in one file."""
        column = asked.get("lm") or request.path.removeprefix(f"{FEED}/").removesuffix(".json")
        rows = [_feed_row(document) for document in self._shown(column)]
        if self.mode == "flat":
            return rows
        start = int(asked.get("start", 0))
        return {"rows": rows[start : start + min(int(asked.get("limit", 1)), CAP)] or None}


def parameters(root: str, column: str, mode: str = "") -> dict[str, str]:
    """The parameters of the channel that lists `column`."""
    stated = PARAMETERS[mode]
    return {name: text.replace("{root}", root).replace("{lm}", column) for name, text in stated.items()}


def portal_yaml(url: str, reports_min: int = 40, mode: str = "") -> str:
    """The portal file of the replica at `url`."""
    portal = yaml.safe_load(pages.portal_yaml(url, "json_list", COLUMNS, reports_min))
    for channel in portal["channels"]:
        channel["parameters"] = parameters(url, channel["list_url"].rpartition("=")[2], mode)
    return yaml.safe_dump(portal, allow_unicode=True, sort_keys=False)


def post_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url` in the mode `post`."""
    return portal_yaml(url, reports_min, "post")


def _midnight(document: ReplicaDocument) -> datetime:
    return datetime.fromisoformat(document.day).replace(tzinfo=BEIJING)


def _api_row(document: ReplicaDocument) -> dict[str, Any]:
    """Own articles are known by their number; only what leads elsewhere has an address."""
    utc = _midnight(document).astimezone(UTC)
    date = {"publishDate": f"{utc:%Y-%m-%dT%H:%M:%S}.000+00:00"} if document.shows_date else {}
    return {
        "contentId": document.number,
        "title": document.title,
        "outerUrl": document.link,
        "channel": {"code": "zfxxgknb", "name": "政府信息公开年报"},
        **date,
    }


def _load_row(document: ReplicaDocument) -> dict[str, Any]:
    moment = int(_midnight(document).timestamp() * 1000) if document.shows_date else ""
    return {
        "TITLE": f"<font color='red'>{document.title}</font>",
        "URL": document.link or _address(document).removeprefix("/detail/"),
        "PUBLISHED_TIME": moment,
    }


def _feed_row(document: ReplicaDocument) -> dict[str, Any]:
    moment = int(_midnight(document).timestamp()) if document.shows_date else None
    return {"subject": document.title, "href": document.link or _address(document), "time": moment}


def _shell() -> str:
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{pages.NAME}</title>'
        '<link rel="stylesheet" href="/static/css/app.8c1f02.css"></head><body><noscript>请启用脚本。</noscript>'
        '<div id="app"></div><script src="/static/js/chunk-vendors.51ab0e.js"></script>'
        '<script src="/static/js/app.77d3aa.js"></script></body></html>'
    )


def _article(document: ReplicaDocument) -> str:
    """A page without metas or any name known beforehand; its date stands only where the list shows none."""
    date = "" if document.shows_date else f"<span>发布时间：{document.day}</span>"
    return pages.frame(
        document.title,
        f'<div class="wrap-d"><div class="d-head"><h1>{document.title}</h1><p>{date}<span>来源：'
        f"{document.publisher or document.source}</span></p></div>"
        f'<div class="d-main">{pages.body(document, _file)}</div></div>',
    )


def _address(document: ReplicaDocument) -> str:
    return f"/detail/zfxxgknb/{document.number}.html"


def _file(document: ReplicaDocument, file: File) -> str:
    return f"/group1/M00/0A/{file.number}/{document.number}.{file.ending}"

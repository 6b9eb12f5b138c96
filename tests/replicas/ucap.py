"""A portal of UCAP 开普云: static pages counted from 1 that end before the rows do, and a search that knows them all."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urljoin
from zoneinfo import ZoneInfo

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

COLUMNS = {
    "annual-reports": "/yanshi/c100186/zfxxgknb_list.shtml",
    "bureau-reports": "/yanshi/c100187/bmnb_list.shtml",
}
PAGE_SIZE = 20
# The generator of the static pages stops here and writes what it has into the pager.
STATIC_ROWS = 40
MOST_PER_ANSWER = 50
# Every page was made anew on this day, and says that it was published then.
REGENERATED = "2025-10-25 11:31"


@dataclass
class Site:
    """The portal's state; `mode` is empty, `search_only` (the column page has no rows), or `no_search`."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            return html(pages.home())
        for column, shown in zip(COLUMNS.values(), (self.documents, self.documents[::7]), strict=True):
            if request.path.startswith(column.removesuffix(".shtml")):
                return self._list(column, request.path, shown)
            if request.path == f"{self._mount}/{channel_id(column)}":
                return _found(column, request, shown)
        for document in self.documents:
            if request.path == address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    @property
    def _mount(self) -> str:
        return {"search_only": "/searchList", "no_search": "/nowhere"}.get(self.mode, "/common/search")

    def _list(self, column: str, path: str, shown: list[ReplicaDocument]) -> Answer:
        stem = column.removesuffix(".shtml")
        rows = shown[:STATIC_ROWS]
        count = math.ceil(len(rows) / PAGE_SIZE)
        digits = path.removeprefix(stem).removesuffix(".shtml").removeprefix("_")
        number = 1 if path == column else int(digits) if digits.isdigit() else 0
        # There is no _1: the first page has the bare name.
        if not 1 <= number <= count or path == f"{stem}_1.shtml":
            return not_found()
        metas = f'<meta content="{channel_id(column)}" name="channelid"/>\n'
        if self.mode == "search_only":
            script = (
                f"<div id='list'></div><script>var id = $('meta[name=channelid]').attr('content');\n"
                f'$.getJSON("{self._mount}/" + id + "?_isAgg=true&_isJson=true&_pageSize=18&page=" + n, show);</script>'
            )
            return html(pages.frame("政府信息公开年报", script, metas))
        listing = "\n".join(map(_row, rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]))
        name = stem.rpartition("/")[2]
        pager = (
            f"<div id=\"page_div\"></div><script>createPageHTML('page_div',{count}, {number},'{name}','shtml',{len(rows)});"
            "</script>"
        )
        return html(pages.frame("政府信息公开年报", f'<ul class="list">\n{listing}\n</ul>{pager}', metas))


def channel_id(column: str) -> str:
    """The number of a column, as its page states it."""
    return hashlib.md5(column.encode(), usedforsecurity=False).hexdigest()


def address(document: ReplicaDocument) -> str:
    """The path of a document's page."""
    name = hashlib.md5(str(document.number).encode(), usedforsecurity=False).hexdigest()
    return f"{_folder(document)}/{name}.shtml"


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "ucap", COLUMNS, reports_min)


def _folder(document: ReplicaDocument) -> str:
    return f"/yanshi/c100186/{document.day[:4]}{document.day[5:7]}"


def _row(document: ReplicaDocument) -> str:
    href = document.link or f"\n        {address(document)}\n      "
    date = f"<span>{document.day}</span>" if document.shows_date else ""
    shown = document.title if len(document.title) < 26 else f"{document.title[:24]}…"
    return f'<li><a href="{href}" title="{document.title}" target="_blank">{shown}</a>&ensp;{date}</li>'


def _found(column: str, request: Request, shown: list[ReplicaDocument]) -> Answer:
    """Only `page` turns pages, and no answer holds more rows than the cap."""
    asked = parse_qs(request.query)
    number, size = int(asked.get("page", ["1"])[0]), int(asked.get("_pageSize", ["18"])[0])
    size = min(size, MOST_PER_ANSWER)
    results = [_result(d, request.headers["host"]) for d in shown[(number - 1) * size : number * size]]
    answer = {
        "channelId": channel_id(column), "page": number, "rows": size, "total": len(shown), "results": results or None,
    }  # fmt: skip
    return 200, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps({"data": answer}).encode()


def _result(document: ReplicaDocument, host: str) -> dict[str, object]:
    moment = datetime.fromisoformat(document.published).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    fields = (
        ("syh", "索引号", f"005184/{document.number}"),
        ("wh", "文号", "null"),
        ("fwrq", "发文日期", "undefined"),
    )
    return {
        "title": document.title,
        "subTitle": "null",
        "url": document.link or f"//{host}{address(document)}",
        "publishedTime": int(moment.timestamp() * 1000) if document.shows_date else None,
        # Half of the rows state their time only as a number.
        "publishedTimeStr": document.published if document.shows_date and document.number % 2 else "null",
        "content": "", "memo": "null",
        "domainMetaList": [{"resultList": [{"key": k, "name": n, "value": v} for k, n, v in fields]}],
    }  # fmt: skip


def _article(document: ReplicaDocument) -> str:
    publisher = document.publisher or document.source
    metas = (
        f'<meta name="ArticleTitle" content="{document.title}"/><meta name="PubDate" content="{REGENERATED}"/>\n'
        f'<meta name="ContentSource" content="{document.source}"/><meta name="others" content="页面生成时间 {REGENERATED}:08"/>'
    )
    catalogue = (
        f"<table class='xxgk-table'><tr><td>索&ensp;引&ensp;号：</td><td>005184/{document.number}</td></tr>"
        f"<tr><td>发布机构：</td><td>{publisher}</td><td>发布日期：</td><td>{document.day}</td></tr></table>"
    )
    body = pages.body(document, lambda document, file: f"\n  {_href(document, file)}\n")
    return pages.frame(
        document.title,
        f'<div class="article-box"><h1><UCAPTITLE>{document.title}</UCAPTITLE></h1>\n'
        f'<div class="info">发布时间：<PUBLISHTIME>{document.published[:16]}</PUBLISHTIME>&ensp;来源：{document.source}</div>'
        f'<div class="article-content"><UCAPCONTENT>{catalogue}{body}</UCAPCONTENT></div></div>',
        metas,
    )


def _href(document: ReplicaDocument, file: File) -> str:
    """Since 2022 beside the page and under the name its author gave it, before that in a folder of its own."""
    if document.day < "2022":
        return f"/yanshi/c100186/c{document.number}/{document.number}/files/{file.number:032x}.{file.ending}"
    return f"{document.number}/files/{file.name}"


def _file(document: ReplicaDocument, file: File) -> str:
    return urljoin(address(document), _href(document, file))

"""A portal of 广东's platform: a catalogue of shells over a JSON list, and the same columns as static pages from 1."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

SITE = "755001"
PAGE_SIZE = 20
CATEGORIES = {"3301": 1, "3302": 7}
COLUMNS = {"annual-reports": "/gkmlpt/index#3301", "bureau-reports": "/gkmlpt/index#3302"}
STATIC = {"annual-reports": "/zwgk/nb/index.html", "bureau-reports": "/zwgk/bmnb/index.html"}
# The category's own count includes what was taken down.
TAKEN_DOWN = 9


@dataclass
class Site:
    """The portal's state; in the mode `moved` the catalogue only leads to the static columns."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            return html(pages.home())
        if request.path == "/gkmlpt/index":
            return html(self._shell())
        if request.path.startswith("/gkmlpt/api/all/"):
            return self._listed(request)
        for column, step in zip(STATIC.values(), CATEGORIES.values(), strict=True):
            if request.path.startswith(column.removesuffix("index.html") + "index"):
                return self._static(column, request.path, self.documents[::step])
        for document in self.documents:
            if request.path == _address(document) and not document.is_dead:
                return html(_detail(document, self._tree()))
            if request.path == _static_address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    def _tree(self) -> list[dict[str, object]]:
        """The catalogue: categories within a category, each with its count, and perhaps a page elsewhere."""
        jumps = STATIC.values() if self.mode == "moved" else ("", "")
        leaves = [
            {"id": int(name), "name": "政府信息公开年报", "post_count": len(self.documents[::step]) + TAKEN_DOWN,
             "jump_url": jump, "children": []}
            for (name, step), jump in zip(CATEGORIES.items(), jumps, strict=True)
        ]  # fmt: skip
        first = {"id": 3300, "name": "机构职能", "post_count": 3, "jump_url": "/zwgk/jgzn/", "children": []}
        return [
            first,
            {"id": 33, "name": "法定主动公开内容", "post_count": 0, "jump_url": "", "children": leaves},
        ]

    def _shell(self) -> str:
        return pages.frame("政府信息公开目录", f"<div id='app'></div>{_config(self._tree())}")

    def _listed(self, request: Request) -> Answer:
        """Pages counted from 1, where page 0 is page 1 again; another site's number finds nothing."""
        asked = {name: values[-1] for name, values in parse_qs(request.query).items()}
        category = request.path.rpartition("/")[2]
        step = CATEGORIES.get(category, 1 if category == "0" else 0) if asked.get("sid") == SITE else 0
        shown = self.documents[::step] if step and self.mode != "moved" else []
        offset = (max(int(asked.get("page", 1)), 1) - 1) * PAGE_SIZE
        articles = [_listed_row(d, request.headers["host"]) for d in shown[offset : offset + PAGE_SIZE]]
        answer = {"classify": {"id": category, "post_count": len(shown) + TAKEN_DOWN}, "articles": articles,
                  "total": len(shown), "offset": offset}  # fmt: skip
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    def _static(self, column: str, path: str, shown: list[ReplicaDocument]) -> Answer:
        """index.html is page 1, index_2.html page 2; there is no index_1.html."""
        count, stem = math.ceil(len(shown) / PAGE_SIZE), column.removesuffix(".html")
        name = path.removeprefix(f"{stem}_").removesuffix(".html")
        number = 1 if path == column else int(name) if name.isdigit() else 0
        if not 1 <= number <= count or path == f"{stem}_1.html":
            return not_found()
        rows = "\n".join(map(_static_row, shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]))
        links = f'<a href="{stem}_{number + 1}.html">下一页</a>' if number < count else ""
        last = f'<a href="{stem}_{count}.html">尾页</a>' if count > 1 else ""
        pager = f'<div class="page">共{len(shown)}条 <span>{number}</span>{links}{last}</div>'
        return html(pages.frame("政府信息公开年报", f'<ul class="news_list">\n{rows}\n</ul>{pager}'))


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "gkmlpt", COLUMNS, reports_min)


def static_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url` by its static columns."""
    return pages.portal_yaml(url, "gkmlpt", STATIC, reports_min)


def _config(tree: list[dict[str, object]], detail: str = "") -> str:
    """Script, not JSON: names without quotes, a function among the values."""
    written = _script_json(tree)
    return (
        f"<script>window._CONFIG = {{ SITE_NAME: '{pages.NAME}', SID: '{SITE}', SERVICE_AREA_ID: 24,\n"
        f"  now: function () {{ return new Date(); }}, {detail} TREE: {written} }}</script>"
    )


def _script_json(value: object) -> str:
    """JSON as it is written into a script: no sign of it may end the script."""
    return json.dumps(value).replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\/")


def _listed_row(document: ReplicaDocument, host: str) -> dict[str, object]:
    published = _epoch(document.published)
    return {
        "id": document.number, "title": document.title, "publisher": document.publisher or document.source,
        "date": published - 86400 * 3, "created_at": "2024-06-01 10:00:00",
        "display_publish_time": published if document.shows_date else 0,
        "url": document.link or f"http://{host}{_address(document)}",
        "post_url": f"http://{host}/mobile/content/mpost_{document.number}.html",
        "type": "url" if document.link else "normal", "is_expired": 0, "is_abolished": 0, "attachment": [],
    }  # fmt: skip


def _epoch(published: str) -> int:
    moment = datetime.fromisoformat(published).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return int(moment.timestamp())


def _address(document: ReplicaDocument) -> str:
    return f"/gkmlpt/content/{document.number // 1_000_000}/{document.number // 1000}/post_{document.number}.html"


def _static_address(document: ReplicaDocument) -> str:
    return f"/zwgk/nb/content/post_{document.number}.html"


def _static_row(document: ReplicaDocument) -> str:
    date = f'<span class="time">{document.day}</span>' if document.shows_date else ""
    href = document.link or _static_address(document)
    return (
        f'<li><a href="{href}" title="{document.title}" target="_blank">{document.title[:28]}</a>{date}</li>'
    )


def _detail(document: ReplicaDocument, tree: list[dict[str, object]]) -> str:
    """A shell as well: the catalogue is printed, the text stands in the script, the files beside it."""
    cells = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pages.catalogue(document)
    )
    is_scan = "{scan}" in document.body
    text = pages.body(document, _file) if is_scan else document.body
    files = [] if is_scan else [{"name": file.name, "url": _file(document, file)} for file in document.files]
    detail = {"id": document.number, "title": document.title, "content": text, "attachment": files,
              "publisher": document.publisher or document.source, "identifier": "", "document_number": "无",
              "display_publish_time": _epoch(document.published)}  # fmt: skip
    return pages.frame(
        document.title,
        f"<div class='classify'><table>{cells}</table></div><div id='app'>正在加载</div>"
        + _config(tree, f"DETAIL: {_script_json(detail)},"),
        pages.metas(document),
    )


def _article(document: ReplicaDocument) -> str:
    return pages.frame(
        document.title,
        f'<div class="article"><h1 class="article-title">{document.title}</h1><div class="date-row">来源：{document.source} '
        f'发布时间：{document.published}</div><div class="article-content">{pages.body(document, _file)}</div></div>',
        pages.metas(document),
    )


def _file(document: ReplicaDocument, file: File) -> str:
    """Buckets of a thousand: /attachment/0/585/585885/4746781.pdf."""
    number = document.number * 10 + file.number
    return f"/attachment/0/{number // 1_000_000}/{number // 1000}/{number}.{file.ending}"

"""An Epoint portal: shells full of placeholders, the site's id in a script, rows as JSON for a posted question."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

SITE = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
CATEGORIES = {"003006": 1, "003007": 7}
SHELL = "/dynamic/zwgk/govInfoPub.html"
COLUMNS = {"annual-reports": f"{SHELL}?categorynum=003006", "bureau-reports": f"{SHELL}?categorynum=003007"}
PROJECTS = {"": "/EWB-FRONT", "wrapped": "/EWB_YK_Mid"}


@dataclass
class Site:
    """The portal's state; in the mode `wrapped` a question counts only within `params`."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        fixed = {
            "/": pages.home(),
            SHELL: _shell(),
            "/js/webBuilderCommon.js": _script(PROJECTS[self.mode]),
        }
        if request.path in fixed:
            return html(fixed[request.path])
        if request.path == f"{PROJECTS[self.mode]}/rest/lightfrontaction/getgovinfolist":
            return self._list(request)
        for document in self.documents:
            if request.path == _address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    def _list(self, request: Request) -> Answer:
        if request.method != "POST" or "json" not in request.headers.get("content-type", ""):
            return html("<html><body>HTTP Status 415 - Unsupported Media Type</body></html>", status=415)
        asked: dict[str, Any] = json.loads(request.body)
        if self.mode == "wrapped":
            asked = asked.get("params", {})
            if not asked:
                return _json({"status": {"code": "500", "text": "参数错误"}, "custom": {}})
        step = CATEGORIES.get(asked["categorynum"], 0) if asked["siteGuid"] == SITE else 0
        shown = self.documents[::step] if step else []
        start = int(asked["pageIndex"]) * int(asked["pageSize"])
        rows = [_row(document) for document in shown[start : start + int(asked["pageSize"])]]
        return _json({"status": {"code": "200"}, "custom": {"total": len(shown), "data": rows}})


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "epoint", COLUMNS, reports_min)


def _json(value: object) -> Answer:
    return (
        200,
        {"Content-Type": "application/json;charset=UTF-8"},
        json.dumps(value, ensure_ascii=False).encode(),
    )


def _address(document: ReplicaDocument) -> str:
    return f"/003/003006/{document.day.replace('-', '')}/{UUID(int=document.number)}.html"


def _row(document: ReplicaDocument) -> dict[str, str]:
    """The title is cut and marked up; a row that leads away does so by linkurl."""
    cut = document.title if len(document.title) < 24 else document.title[:22] + "..."
    return {
        "title": f"<font color='#333'>{cut}</font>",
        "realtitle": document.title,
        "infourl": "" if document.link else _address(document),
        "linkurl": document.link or "",
        "infodate": document.day if document.shows_date else "",
        "categoryname": "政府信息公开年报",
    }


def _shell() -> str:
    return pages.frame(
        "信息公开目录",
        """<div class="ewb-catalog-table"><table><tbody id="record"></tbody></table></div>
<script id="record-tmpl" type="text/x-jquery-tmpl"><tr><td><a href="<?=el.link?>" title="<?=el.realtitle?>"><?=el.title?></a>
</td><td><span><?=el.infodate?></span></td></tr></script>""",
        '<script src="/js/lib/jquery.min.js"></script><script src="/js/webBuilderCommon.js?v=20210301"></script>',
    )


def _script(project: str) -> str:
    return (
        "/* common */\nvar siteInfo = "
        + json.dumps({"siteGuid": SITE, "siteName": pages.NAME, "projectName": project}, ensure_ascii=False)
        + ";\n(function (win, $) { win.siteInfo = siteInfo; $(function () { $('#header').load('/header.html'); }); })(window, jQuery);\n"
    )


def _article(document: ReplicaDocument) -> str:
    cells = "".join(f"<td>{label}</td><td>{value}</td>" for label, value in pages.catalogue(document))
    return pages.frame(
        document.title,
        f'<div class="ewb-article"><table class="ewb-tab"><tr>{cells}</tr></table><h3 class="ewb-article-tt">{document.title}</h3>'
        f'<div class="ewb-article-sources">发布时间：{document.published[:16]}　信息来源：{document.source}</div>'
        f'<div class="mian-cont">{pages.body(document, _file)}</div></div>',
        pages.metas(document) + '<script src="/js/webBuilderCommon.js"></script>',
    )


def _file(document: ReplicaDocument, file: File) -> str:
    """Scans lie as pictures, all else is handed out by a script."""
    if file.ending == "png":
        return f"/attachFiles/{document.number}/{file.number}.png"
    return (
        f"/attach/{document.number}/{file.number}/downloadZtbAttach.jspx?attachGuid={UUID(int=file.number)}"
    )

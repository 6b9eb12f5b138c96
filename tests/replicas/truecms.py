"""A truecms portal: the first rows hidden in #initData, the others as JSONP for those who say where they come from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs
from uuid import UUID

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

# The columns' ids, and which documents each shows.
IDS = {"0b6d3a52-4f1e-4c8e-9d0a-5f7c2e1b9a31": 1, "7e2f9c14-88aa-4b5d-b3f6-1d2c3e4f5a6b": 7}
COLUMNS = {"annual-reports": "/yssrmzf/xxgknb/xxgknb.html", "bureau-reports": "/yssrmzf/bmnb/bmnb.html"}
ENDPOINT = "/TrueCMS/messageController/getMessage.do"
PER_PAGE = CAP = 15


@dataclass
class Site:
    """The portal's state: `embedded` rows stand in the column page; in the mode `switched_off` those are all."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""
    embedded: int = 30

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            return html(pages.home())
        if request.path == ENDPOINT:
            asked = {name: values[-1] for name, values in parse_qs(request.query).items()}
            is_refused = self.mode == "switched_off" or "referer" not in request.headers
            return not_found() if is_refused else self._rows(asked)
        for path, (column, step) in zip(COLUMNS.values(), IDS.items(), strict=True):
            if request.path == path:
                return html(self._column(column, self.documents[::step]))
        for document in self.documents:
            if request.path == _address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    def _column(self, column: str, shown: list[ReplicaDocument]) -> str:
        hidden = "\n".join(f"<ul>{_row(document)}</ul>" for document in shown[: self.embedded])
        return pages.frame(
            "政府信息公开年报",
            f"""<div class="hot"><ul><li><a href="/yssrmzf/tzgg/content/{UUID(int=7)}.html">通知公告</a></li></ul></div>
<div id="initData" style="display:none">{hidden}</div><div id="msgList"></div>
<script>$('#msgList').jpage({{ cache:false, dataStore:initData, totalRecord:{len(shown)}, proxyUrl:'{ENDPOINT}',
 perPage:{PER_PAGE}, groupSize:3, barPosition:'bottom', ajaxParam:{{ columnId:'{column}' }} }});</script>""",
        )

    def _rows(self, asked: dict[str, str]) -> Answer:
        """Nothing for a portion above the cap, as for an unknown column."""
        shown = self.documents[:: IDS.get(asked.get("columnId", ""), len(self.documents) + 1)]
        start, size = int(asked["startrecord"]), int(asked["perpage"])
        portion = shown[start - 1 : min(int(asked["endrecord"]), start - 1 + size)] if size <= CAP else []
        records = "".join(f"<record><![CDATA[{_row(document)}]]></record>" for document in portion)
        store = (
            f"<datastore><totalrecord>{len(shown)}</totalrecord><recordset>{records}</recordset></datastore>"
        )
        text = f"{asked['callback']}({json.dumps({'result': store}, ensure_ascii=False)});"
        return 200, {"Content-Type": "text/javascript;charset=UTF-8"}, text.encode()


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "truecms", COLUMNS, reports_min)


def _address(document: ReplicaDocument) -> str:
    return f"/yssrmzf/xxgknb/content/{UUID(int=document.number << 64 | 0x8000 << 48 | document.number)}.html"


def _row(document: ReplicaDocument) -> str:
    shown = document.title if len(document.title) < 30 else document.title[:28] + "..."
    date = f"<span>[{document.day}]</span>" if document.shows_date else ""
    href = document.link or _address(document)
    return f"<li><a href='{href}' title='{document.title}' target='_blank'>{shown}</a>{date}</li>"


def _article(document: ReplicaDocument) -> str:
    items = "".join(
        f"<li><b>{label}</b><span>{value}</span></li>" for label, value in pages.catalogue(document)
    )
    return pages.frame(
        document.title,
        f'<div class="mainCont"><h1 class="tit">{document.title}</h1><ul class="suoyin">{items}</ul>'
        f'<div class="ly">来源：{document.source}　发布时间：{document.published[:16]}　字体：大 中 小</div>'
        f'<div id="zoom">{pages.body(document, _file)}</div></div>',
        pages.metas(document),
    )


def _file(document: ReplicaDocument, file: File) -> str:
    return f"/yssrmzf/upload/{UUID(int=document.number + file.number)}.{file.ending}"

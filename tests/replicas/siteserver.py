"""A SiteServer portal: static pages from 1, of which the later ones get their rows by script."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

PAGE_SIZE = 20
# Pages beyond this one are made without rows.
STATIC_PAGES = 2
CHANNELS = {"1118": 1, "1119": 7}
COLUMNS = {"annual-reports": "/channels/1118.html", "bureau-reports": "/channels/1119.html"}
ENDPOINT = "/api/sys/stl/actions/pagecontents"
DOWNLOAD = "/api/sys/stl/actions/download"
TEMPLATE, ROW_TEMPLATE = 27, "q7Jx0plus0fW0slash0Yd2mB10equals00equals0"


@dataclass
class Site:
    """The portal's state; in the mode `wrapped` rows come in an object, as in version 7."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            return html(pages.home())
        if request.path == ENDPOINT:
            return self._rows(request)
        if request.path == DOWNLOAD:
            return self._download(request.query)
        for channel, step in CHANNELS.items():
            if request.path.startswith(f"/channels/{channel}"):
                return self._list(channel, request.path, self.documents[::step])
        for document in self.documents:
            if request.path == _address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _file) or not_found()

    def _list(self, channel: str, path: str, shown: list[ReplicaDocument]) -> Answer:
        count = math.ceil(len(shown) / PAGE_SIZE)
        name = path.removeprefix(f"/channels/{channel}_").removesuffix(".html")
        number = 1 if path == f"/channels/{channel}.html" else int(name) if name.isdigit() else 0
        # There is no _1: the first page has the bare name.
        if not 1 <= number <= count or path == f"/channels/{channel}_1.html":
            return not_found()
        rows = (
            f"<ul class='list'>{_rows(shown, number)}</ul>"
            if number <= STATIC_PAGES
            else _script(channel, number, shown)
        )
        options = "".join(
            f'<option value="/channels/{channel}{"" if n == 1 else f"_{n}"}.html">{n}</option>'
            for n in range(1, count + 1)
        )
        side = "".join(f'<li><a href="/contents/1200/{n}.html">热点专题{n}</a></li>' for n in range(3, 9))
        pager = (
            f"<div class='pager'>共{len(shown)}条 第{number}页 共{count}页 <select>{options}</select></div>"
        )
        return html(pages.frame("政府信息公开年报", f"<ul class='hot'>{side}</ul>{rows}{pager}"))

    def _rows(self, request: Request) -> Answer:
        """Nothing but the very question of the page's script is answered, and only as JSON."""
        asked = json.loads(request.body) if "json" in request.headers.get("content-type", "") else {}
        known = (asked.get("templateId"), asked.get("stlPageContentsElement")) == (TEMPLATE, ROW_TEMPLATE)
        step = CHANNELS.get(str(asked.get("pageChannelId")), 0)
        if not known or not step or request.method != "POST":
            return html('{"Message":"出现错误。"}', status=500)
        rows = _rows(self.documents[::step], int(asked["currentPageIndex"]) + 1)
        answer = {"html": rows} if self.mode == "wrapped" else rows
        return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(answer).encode()

    def _download(self, query: str) -> Answer:
        """The file behind its encrypted name; how it is called is said in a header."""
        wanted = parse_qs(query).get("fileUrl", [""])[0]
        for document in self.documents:
            for file in document.files:
                if wanted == _secret(document, file) and file.body is not None:
                    named = f"attachment; filename*=UTF-8''{quote(file.name)}"
                    headers = {"Content-Type": "application/force-download", "Content-Disposition": named}
                    return 200, headers, file.body
        return not_found()


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "siteserver", COLUMNS, reports_min)


def _address(document: ReplicaDocument) -> str:
    return f"/contents/1118/{document.number}.html"


def _rows(shown: list[ReplicaDocument], number: int) -> str:
    return "\n".join(map(_row, shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]))


def _row(document: ReplicaDocument) -> str:
    date = f"<span>{document.day}</span>" if document.shows_date else ""
    shown = document.title if len(document.title) < 30 else document.title[:28] + "..."
    return (
        f'<li>{date}<a href="{document.link or _address(document)}" title="{document.title}">{shown}</a></li>'
    )


def _script(channel: str, number: int, shown: list[ReplicaDocument]) -> str:
    count = math.ceil(len(shown) / PAGE_SIZE)
    return f"""<div id="ajaxElement_1_{number}"><div class="loading">载入中，请稍后...</div><div class="yes"></div></div>
<script type="text/javascript" language="javascript">
$(document).ready(function(){{
    var url = '{ENDPOINT}';
    var parameters = {{
    siteId: 1,
    pageChannelId: {channel},
    templateId: {TEMPLATE},
    totalNum: {len(shown)},
    pageCount: {count},
    currentPageIndex: {number - 1},
    stlPageContentsElement: '{ROW_TEMPLATE}'
}};
    $.ajax({{ url: url, type: 'POST', contentType: 'application/json', data: JSON.stringify(parameters), dataType: 'json',
        success: function(res) {{ $("#ajaxElement_1_{number} .yes").html(res); }} }});
}});
</script>"""


def _article(document: ReplicaDocument) -> str:
    cells = [f"<th>{label}</th><td>{value}</td>" for label, value in pages.catalogue(document)]
    return pages.frame(
        document.title,
        f"<div class='news_detail'><table><tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}{cells[3]}</tr></table>"
        f"<h1 class='news_title'>{document.title}</h1><div class='news_info'>发布时间：{document.published[:16]} "
        f"来源：{document.source}</div><div class='news_content'>{pages.body(document, _href)}</div></div>",
        pages.metas(document),
    )


def _href(document: ReplicaDocument, file: File) -> str:
    """Files of the editor lie open; a file in the field of its own is had through the download action since 2022."""
    if document.day < "2022":
        return _file(document, file)
    return f"{DOWNLOAD}?siteId=1&amp;channelId=1118&amp;contentId={document.number}&amp;fileUrl={_secret(document, file)}"


def _file(document: ReplicaDocument, file: File) -> str:
    return f"/upload/resources/file/{file.uploaded[:4]}/{int(file.uploaded[4:6])}/{document.number}{file.number}.{file.ending}"


def _secret(document: ReplicaDocument, file: File) -> str:
    return f"k{document.number:x}0slash0{file.number:x}0equals0"

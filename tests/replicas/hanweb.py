"""A Hanweb 大汉 portal: rows hidden in the column page and behind dataproxy.jsp, a gateway, or a posted search."""

from __future__ import annotations

import hashlib
import json
import math
from base64 import b64encode
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, quote

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

COLUMNS = {"annual-reports": "/col/col76705/index.html", "bureau-reports": "/col/col76706/index.html"}
# The columns' numbers, and which documents each shows.
STEPS = {"76705": 1, "76706": 7}
PER_PAGE, GROUP, CAP, GATEWAY_PAGE, SEARCH_PAGE = 10, 3, 50, 15, 20
TEMPLATE_ID = "o0YcVHqT3mW1xKfZ7LdRb"
GATEWAY = "/api-gateway/jpaas-publish-server/front/page/build/unit"
# Rows of another county's column that would pass for reports of ours.
_LIKE = replace(documents()[0], published="2021-02-09 09:00:00", kind="foreign")
FOREIGN = [
    replace(_LIKE, number=3_000_000 + n, title=f"偃师市第{n}中学2020年政府信息公开工作年度报告")
    for n in range(30)
]
_CATALOGUE_TYPES = {"76705": "A0212", "76706": "A0213"}


@dataclass
class Site:
    """The portal's state; tests change `documents` and `mode` between crawls.

    The modes: empty (dataproxy obeys startrecord and endrecord), `page_only` (it knows page and perpage, to a cap),
    `old_path`, `encrypted` (it takes only the numbers its datastore names), `jpaas`, `xxgk`, and `region` (the
    catalogue's page does not say its type). `files_url` is the host of files since 2022, empty for the portal's own;
    `declaration` is what stands before a datastore.
    """

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""
    files_url: str = ""
    declaration: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        asked = {name: values[-1] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        if request.path == "/":
            return html(pages.home())
        if request.path == self._proxy:
            referer = request.headers.get("referer", "")
            is_script = "x-requested-with" in request.headers and "/col/" in referer
            return self._portion(asked) if is_script else html("<html><body>403</body></html>", status=403)
        if request.path == GATEWAY and self.mode == "jpaas":
            return self._unit(asked)
        if request.path == "/module/xxgk/search.jsp" and request.method == "POST":
            return self._search(request)
        if request.path in COLUMNS.values():
            return html(self._column(request.path.split("/")[2].removeprefix("col")))
        return self._article_or_file(request)

    @property
    def _proxy(self) -> str:
        folder = "jpage" if self.mode == "old_path" else "web/jpage"
        return f"/module/{folder}/dataproxy.jsp"

    def _column(self, column: str) -> str:
        shown = self.documents[:: STEPS[column]]
        if self.mode == "jpaas":
            middle = _unit_of(column, "导航") + _unit_of(column, "信息列表")
        elif self.mode in ("xxgk", "region"):
            known = f"infotypeId:'{_CATALOGUE_TYPES[column]}'," if self.mode == "xxgk" else ""
            middle = (
                '<iframe src="/module/xxgk/tree.jsp?area=005184219&standardXxgk=1"></iframe>\n'
                f'<div id="div{column}">正在加载</div><script>var form = {{{known} jdid:"17", area:"005184219"}};</script>'
            )
        else:
            middle = self._jpage("90001", FOREIGN[:3], 640, "notice") + "\n"
            middle += self._jpage(column, shown[: PER_PAGE * GROUP], len(shown), f"u{column}")
        return pages.frame("政府信息公开年报", middle)

    def _jpage(self, column: str, shown: list[ReplicaDocument], total: int, unit: str) -> str:
        """One unit with its first rows; another stands before it on every column page."""
        return (
            f'<div id="{unit}"><script type="text/xml">{self._datastore(column, shown)}</script></div>\n'
            f"<script>$(function(){{ $('#{unit}').jpage({{ dataBefore:'<ul>', dataAfter:'</ul>', totalRecord:{total},\n"
            f" perPage:{PER_PAGE}, groupSize:{GROUP}, proxyUrl:'{self._proxy}', openCookies:false,\n"
            f" ajaxParam:{{col:1,webid:17,path:'/',columnid:'{column}',sourceContentType:1,unitid:'{unit}',"
            f"webname:'{pages.NAME}',permissiontype:0}} }}); }});</script>"
        )

    def _datastore(self, column: str, shown: list[ReplicaDocument]) -> str:
        group = (
            f"{self._proxy}?page=1&appid=1&webid=17&path=/&columnid={self._number(column)}&permissiontype=0"
        )
        is_named = self.mode in ("", "encrypted")
        named = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>' if is_named else ""
        records = "\n".join(f"<record><![CDATA[{_row(d)}]]></record>" for d in shown)
        return f"<datastore>\n{named}<recordset>{records}</recordset></datastore>"

    def _number(self, column: str) -> str:
        return quote(b64encode(f"k{column}".encode()).decode()) if self.mode == "encrypted" else column

    def _portion(self, asked: dict[str, str]) -> Answer:
        columns = {parse_qs(f"n={self._number(column)}")["n"][0]: column for column in STEPS}
        column, size = columns.get(asked["columnid"], ""), int(asked.get("perpage", PER_PAGE))
        shown = self.documents[:: STEPS[column]] if column else []
        if self.mode == "page_only":
            size = min(size, CAP)
            start = (int(asked.get("page", 1)) - 1) * size
            portion = shown[start : start + size]
        else:
            start = int(asked.get("startrecord", 1))
            portion = shown[start - 1 : int(asked.get("endrecord", start - 1 + PER_PAGE * GROUP))]
        return self._xml(self._datastore(column, portion))

    def _xml(self, datastore: str) -> Answer:
        return 200, {"Content-Type": "text/html;charset=UTF-8"}, f"{self.declaration}{datastore}".encode()

    def _unit(self, asked: dict[str, str]) -> Answer:
        """The rows of one unit; a pageNo beside paramJson is accepted and ignored."""
        column = asked.get("pageId", "").removeprefix("page")
        is_known = (asked.get("parseType"), asked.get("tplSetId")) == ("bulidstatic", TEMPLATE_ID)
        if column not in STEPS or not is_known:
            return _json({"success": False, "data": None})
        if asked.get("tagId") != "信息列表":
            return _json(
                {"success": True, "data": {"html": "<ul><li><a href='/col/col1/'>首页</a></li></ul>"}}
            )
        place = json.loads(asked.get("paramJson", "{}"))
        number, size = (
            int(place.get("pageNo", 1)),
            min(int(place.get("pageSize", GATEWAY_PAGE)), GATEWAY_PAGE),
        )
        shown = self.documents[:: STEPS[column]]
        rows = "".join(
            f"<li>{_link(d)}<i>{d.day if d.shows_date else ''}</i></li>"
            for d in shown[(number - 1) * size : number * size]
        )
        pager = "".join(
            f'<li><a href="javascript:void(0)">{word}</a></li>' for word in ("上一页", "1", "2", "下一页")
        )
        markup = (
            f'<div class="page-content"><ul>{rows}</ul></div>'
            f'<div class="pagination" count="{len(shown)}" pageNo="{number}" rows="{size}"><ul>{pager}</ul></div>'
        )
        return _json({"success": True, "data": {"html": markup}})

    def _search(self, request: Request) -> Answer:
        """Rows of the posted type; without one those of the whole region, whatever the address says."""
        form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
        columns = {kind: column for column, kind in _CATALOGUE_TYPES.items()}
        column = columns.get(form.get("infotypeId", ""))
        if (form.get("jdid"), form.get("area")) != ("17", "005184219"):
            return html("<p>暂无信息</p>")
        # A whole page of the region's rows has none of ours.
        region = [*self.documents[:SEARCH_PAGE], *FOREIGN, *self.documents[SEARCH_PAGE:]]
        shown = self.documents[:: STEPS[column]] if column else region
        number, count = int(form.get("currpage", 1)), math.ceil(len(shown) / SEARCH_PAGE)
        rows = [
            f'<tr class="tr_main_value_{("even", "odd")[n % 2]}"><td>{n}</td><td>{_link(d)}</td><td>'
            f"{d.day if d.shows_date else ''}</td></tr>"
            for n, d in enumerate(shown[(number - 1) * SEARCH_PAGE : number * SEARCH_PAGE], start=1)
        ]
        in_all = f"&nbsp;&nbsp;共{len(shown)}条" if column else ""
        return html(
            f'<table><tr class="tr_main_head"><td>序号</td><td>名称</td><td>日期</td></tr>{"".join(rows)}</table>'
            f'<div class="page">{in_all}&nbsp;&nbsp;共{count}页&nbsp;<a href="javascript:go(2)">下一页</a></div>'
        )

    def _article_or_file(self, request: Request) -> Answer:
        for document in (*self.documents, *FOREIGN):
            if request.path == address(document) and not document.is_dead:
                return html(_article(document, self._file))
            for file in document.files:
                place = f"{request.path}?{request.query}" if request.query else request.path
                if place == _file_path(document, file) and file.body is not None:
                    return 200, {"Content-Type": "application/octet-stream"}, file.body
        return not_found()

    def _file(self, document: ReplicaDocument, file: File) -> str:
        path = _file_path(document, file)
        return (path if document.day < "2022" else self.files_url + path).replace("&", "&amp;")


def address(document: ReplicaDocument) -> str:
    """The path of a document's page; since 2023 it does not name the column."""
    year, month, day = (int(part) for part in document.day.split("-"))
    if year >= 2023:
        return f"/art/{year}/art_{hashlib.md5(str(document.number).encode(), usedforsecurity=False).hexdigest()}.html"
    column = 90210 if document.kind == "foreign" else 76705
    return f"/art/{year}/{month}/{day}/art_{column}_{document.number}.html"


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "hanweb", COLUMNS, reports_min)


def _file_path(document: ReplicaDocument, file: File) -> str:
    """Before 2022 a download script, since then the attachment store."""
    name = f"{document.number + file.number:032x}.{file.ending}"
    if document.day < "2022":
        return f"/module/download/downfile.jsp?classid=0&filename={name}&showname={quote(file.name)}"
    return f"/jcms_files/jcms1/web17/site/attach/0/{name}"


def _link(document: ReplicaDocument) -> str:
    href = document.link or address(document)
    return f'<a title="{document.title}" target="_blank" href="{href}">{document.title[:20]}...</a>'


def _row(document: ReplicaDocument) -> str:
    """A row in one of the shapes that templates give it; dates are broken over lines."""
    broken = document.day.replace("-", "-\n")
    date = f"<span class='time'>{broken}</span>" if document.shows_date else ""
    href = document.link or address(document)
    if document.number % 3 == 0:
        return f"<li class='clearfix'><a href='{href}' target='_blank'>{document.title}</a>{date}</li>"
    if document.number % 3 == 1:
        return f"<li>{_link(document)}{date}</li>"
    return f"<td width='80%'>{_link(document)}</td><td>{date}</td>"


def _unit_of(column: str, tag: str) -> str:
    asked = (
        f"'webId':'17','pageId':'page{column}','parseType':'bulidstatic','pageType':'column','tagId':'{tag}'"
    )
    return f'<div class="unit" unitUrl="{GATEWAY}" queryData="{{{asked},\'tplSetId\':\'{TEMPLATE_ID}\'}}"></div>\n'


def _article(document: ReplicaDocument, file_address: pages.FileAddress) -> str:
    text = pages.body(document, file_address)
    cells = "".join(f"<td>{label}</td><td>{value}</td>" for label, value in pages.catalogue(document))
    metas = pages.metas(document).replace("ContentSource", "contentSource")
    return pages.frame(
        document.title,
        f'<table class="xxgk_table"><tr>{cells}</tr></table><p class="con-title"><!--<$[标题]>begin-->{document.title}'
        f'<!--<$[标题]>end--></p>\n<div class="small-title"><span>发布日期：{document.day}</span><span>浏览次数：</span>'
        f"<span>信息来源：<!--<$[信息来源]>begin-->{document.source}<!--<$[信息来源]>end--></span></div>\n"
        f'<div class="main-txt"><div class="tools">字号：大 中 小 打印 关闭</div><!--<$[信息内容]>begin-->'
        f'<!--ZJEG_RSS.content.begin--><meta name="ContentStart">{text}<meta name="ContentEnd">'
        f"<!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div>\n"
        '<a href="http://www.hanweb.com" style="display:none">Produced By 大汉网络 大汉版通发布系统</a>',
        f'<meta name="Maketime" content="2025-10-25 11:31:07">{metas}',
    )


def _json(answer: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

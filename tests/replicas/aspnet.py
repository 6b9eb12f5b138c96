"""An ASP.NET portal: AspNetPager posts the page's state back, and the server takes no state but the last it gave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

LIST, SHOW, DOWNLOAD = "/xxgk/List_wj.aspx", "/xxgk/zwgk_show.aspx", "/xxgk/download.aspx"
COLUMNS = {"annual-reports": f"{LIST}?lmid=52", "bureau-reports": f"{LIST}?lmid=53"}
STEPS = {"52": 1, "53": 7}
PAGE_SIZE = 15
GENERATOR = "9C1B57E2"
HINT = "请输入关键字"
_KEY = b"machineKey of a replica"


@dataclass
class Site:
    """The portal's state; in the mode `nested` controls have long names and pages are gb2312, `url_paging` has ?page=N."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""
    refused: list[str] = field(default_factory=list)
    _last: dict[str, str] = field(default_factory=dict)
    _issued: int = 0

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        asked = {name: values[-1] for name, values in parse_qs(request.query).items()}
        if request.path == "/":
            return self._page(pages.home())
        if request.path == LIST and request.method == "POST":
            return self._post_back(request, asked)
        if request.path == LIST:
            return self._list(asked.get("lmid", ""), int(asked.get("page", 1)))
        for document in self.documents:
            if request.path == SHOW and asked.get("id") == str(document.number) and not document.is_dead:
                return self._page(_article(document))
            for file in document.files:
                address = f"{request.path}?{request.query}" if request.query else request.path
                if address == _file(document, file) and file.body is not None:
                    return 200, {"Content-Type": "application/octet-stream"}, file.body
        return not_found()

    @property
    def _prefix(self) -> str:
        return "ctl00$ContentPlaceHolder1$" if self.mode == "nested" else ""

    def _post_back(self, request: Request, asked: dict[str, str]) -> Answer:
        charset = "gb18030" if self.mode == "nested" else "utf-8"
        sent = parse_qs(request.body.decode("ascii"), keep_blank_values=True, encoding=charset)
        form = {name: values[-1] for name, values in sent.items()}
        column = form.get(f"{self._prefix}hfLmid", "") if self.mode == "nested" else asked.get("lmid", "")
        argument, target = form.get("__EVENTARGUMENT", ""), form.get("__EVENTTARGET", "")
        state, validation = form.get("__VIEWSTATE", ""), form.get("__EVENTVALIDATION", "")
        if state != self._last.get(column) or form.get("__VIEWSTATEGENERATOR") != GENERATOR:
            return self._refuse(f"state of {column} for page {argument}")
        events = base64.b64decode(validation).decode().split("|")
        if validation != _signed("|".join(events[:-1])) or f"{target} {argument}" not in events:
            return self._refuse(f"event {target} {argument}")
        if f"{self._prefix}btnSearch" in form or form.get(f"{self._prefix}txtKey", "") not in ("", HINT):
            return self._list(column, 1, found=[])
        return self._list(column, int(argument))

    def _refuse(self, why: str) -> Answer:
        self.refused.append(why)
        return html("<html><body><h1>运行时错误</h1>视图状态无效。</body></html>", status=500)

    def _list(self, column: str, number: int, found: list[ReplicaDocument] | None = None) -> Answer:
        if column not in STEPS:
            return not_found()
        shown = self.documents[:: STEPS[column]] if found is None else found
        count = max(1, math.ceil(len(shown) / PAGE_SIZE))
        # Beyond its end the pager stays on the last page.
        number = min(number, count)
        rows = "\n".join(map(_row, shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]))
        links, targets = self._pager(column, number, count)
        middle = (
            f'<div class="list_right"><table id="gvList" cellspacing="0">\n{rows}\n</table>\n'
            f'<!-- AspNetPager V7.0.2 for VS2005 & VS2008 -->\n<div id="{self._prefix.replace("$", "_")}AspNetPager1">'
            f"<div>共{len(shown)}条记录&nbsp;{number}/{count}页</div>{links}</div></div>"
        )
        return self._page(pages.frame("政府信息公开年报", self._form(column, number, targets, middle)))

    def _pager(self, column: str, number: int, count: int) -> tuple[str, list[str]]:
        """The links as AspNetPager renders them, and what each of them may post."""
        name = f"{self._prefix}AspNetPager1"
        links, targets = "", []
        for label, page in [
            ("首页", 1),
            ("上一页", number - 1),
            *((str(n), n) for n in range(1, count + 1)),
            ("下一页", number + 1),
            ("尾页", count),
        ]:
            if page == number or not 1 <= page <= count:
                links += (
                    f'<span class="cpb">{label}</span>' if label.isdigit() else f"<a disabled>{label}</a>"
                )
                continue
            targets.append(f"{name} {page}")
            address = f"javascript:__doPostBack('{name}','{page}')"
            if self.mode == "url_paging":
                address = f"{LIST}?lmid={column}&page={page}"
            links += f'<a href="{escape(address)}">{label}</a>'
        return links, targets

    def _form(self, column: str, number: int, targets: list[str], middle: str) -> str:
        """The one form of the page; with long names its address has lost the column, which a hidden field keeps."""
        self._issued += 1
        state = self._last[column] = _signed(f"{column}|{number}|{self._issued}")
        action = "List_wj.aspx" if self.mode == "nested" else f"./List_wj.aspx?lmid={column}"
        hidden = {
            "__EVENTTARGET": "", "__EVENTARGUMENT": "", "__VIEWSTATE": state, "__VIEWSTATEGENERATOR": GENERATOR,
            "__EVENTVALIDATION": _signed("|".join(targets)), f"{self._prefix}hfLmid": column,
        }  # fmt: skip
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}" />\n' for name, value in hidden.items()
        )
        return (
            f'<form method="post" action="{action}" id="form1">\n{fields}'
            f'<input name="{self._prefix}txtKey" type="text" value="{HINT if self.mode == "nested" else ""}" />'
            f'<input type="button" name="{self._prefix}btnSearch" value="搜索" />\n{middle}\n</form>'
        )

    def _page(self, text: str) -> Answer:
        if self.mode == "nested":
            return html(text.replace('charset="utf-8"', 'charset="gb2312"'), "gb18030", label="gb2312")
        return html(text)


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "aspnet", COLUMNS, reports_min)


def _signed(text: str) -> str:
    mark = hmac.new(_KEY, text.encode(), hashlib.sha256).hexdigest()
    return base64.b64encode(f"{text}|{mark}".encode()).decode()


def _row(document: ReplicaDocument) -> str:
    href = document.link or f"{SHOW.rpartition('/')[2]}?id={document.number}"
    shown = document.title if len(document.title) < 26 else document.title[:24] + "..."
    date = f"[{document.day}]" if document.shows_date else ""
    return (
        f"<tr><td>·</td><td><a href='{href}' target='_blank' title='{document.title}'>{shown}</a></td>"
        f"<td class='rq'>{date}</td></tr>"
    )


def _article(document: ReplicaDocument) -> str:
    cells = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pages.catalogue(document)
    )
    return pages.frame(
        document.title,
        f'<form method="post" action="zwgk_show.aspx?id={document.number}" id="form1">'
        f'<input type="hidden" name="__VIEWSTATE" value="{_signed(str(document.number))}" />'
        f'<div class="xxgk_show"><table class="xxgk_bt">{cells}</table>'
        f'<span id="lblTitle">{document.title}</span><div class="xxgk_info">发布时间：<span id="lblDate">'
        f'{document.published[:16].replace("-", "/")}</span>　来源：<span id="lblFrom">{document.source}</span></div>'
        f'<span id="lblContent">{pages.body(document, _file)}</span></div></form>',
        pages.metas(document),
    )


def _file(document: ReplicaDocument, file: File) -> str:
    """Scans lie as pictures, all else is handed out by a page."""
    if file.ending == "png":
        return f"/UploadFiles/{file.uploaded}/{document.number}{file.number}.png"
    return f"{DOWNLOAD}?fid={document.number}{file.number}"

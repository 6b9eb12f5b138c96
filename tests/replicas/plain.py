"""A hand-made portal: tables for layout, no metas, gb2312 that nobody declares, one window title for all pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, html, not_found

COLUMNS = {"annual-reports": "/xxgknb/list.html", "bureau-reports": "/bmnb/index.htm"}
PAGE_SIZE = 25


@dataclass
class Site:
    """The portal's state; its first column has numbered pages, its second one only a link to the next page."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def __call__(self, path: str, query: str) -> Answer:
        """Answer one request."""
        if path == "/":
            return _page('<tr><td><a href="/xxgknb/list.html">信息公开年报</a></td></tr>')
        for column, shown in zip(COLUMNS.values(), (self.documents, self.documents[::7]), strict=True):
            if path.rpartition("/")[0] == column.rpartition("/")[0] and "/20" not in path:
                return self._list(path, column, shown)
        for document in self.documents:
            if path == address(document) and not document.is_dead:
                return _article(document)
        return pages.file_at(path, self.documents, _file) or not_found()

    def _list(self, path: str, column: str, shown: list[ReplicaDocument]) -> Answer:
        size = PAGE_SIZE if column == COLUMNS["annual-reports"] else 5
        names = [_page_name(column, number + 1) for number in range(math.ceil(len(shown) / size))]
        if path not in names:
            return not_found()
        number = names.index(path)
        rows = "\n".join(map(_row, shown[number * size : (number + 1) * size]))
        if column == COLUMNS["annual-reports"]:
            numbers = "&nbsp;".join(f'<a href="{name}">[{n}]</a>' for n, name in enumerate(names, 1))
            pager = f'<a href="{names[0]}">首页</a> {numbers} <a href="{names[-1]}">尾页</a>'
        else:
            pager = f'<a href="{names[number + 1]}">下一页</a>' if number + 1 < len(names) else "已是最后一页"
        return _page(
            '<tr><td width=180 valign=top><a href="/">首页</a><br><a href="/lxwm.htm">联系我们</a></td><td valign=top>'
            '<table width="100%">\n<tr><td colspan=2>当前位置：<a href="/">首页</a>&gt;<a href="./">信息公开年报</a></td></tr>\n'
            f"{rows}\n<tr><td colspan=2 align=center>{pager}</td></tr></table></td></tr>"
        )


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "plain", COLUMNS, reports_min)


def address(document: ReplicaDocument) -> str:
    """The path of a document's page: its day is its name, with a number where a day has more than one."""
    return f"/xxgknb/{document.day.replace('-', '')}_{document.number}.htm"


def _page_name(column: str, number: int) -> str:
    stem, _, ending = column.rpartition(".")
    return column if number == 1 else f"{stem}_{number}.{ending}"


def _page(rows: str) -> Answer:
    text = (
        f'<html><head><title>{pages.NAME}</title></head>\n<body bgcolor="#ffffff"><table width=980 align=center>'
        f'<tr><td colspan=2><img src="/images/top.jpg"></td></tr>\n{rows}\n'
        f"<tr><td colspan=2 align=center>版权所有：{pages.NAME}</td></tr></table></body></html>"
    )
    status, _, body = html(text, "gb18030")
    return status, {"Content-Type": "text/html"}, body


def _row(document: ReplicaDocument) -> str:
    year, month, day = document.day.split("-")
    date = f"<font color=gray>({year}-{int(month)}-{int(day)})</font>" if document.shows_date else ""
    href = document.link or address(document)
    return f'<tr><td>·<a href="{href}" target=_blank>{document.title}</a></td><td>{date}</td></tr>'


def _article(document: ReplicaDocument) -> Answer:
    year, month, day = document.day.split("-")
    publisher = document.publisher or document.source
    body = pages.body(document, _file)
    return _page(
        "<tr><td width=180 valign=top><a href='/'>首页</a><br><a href='/xxgknb/list.html'>信息公开年报</a></td>"
        f"<td valign=top><p align=center><font size=5><b>{document.title}</b></font></p>\n<table width='100%'><tr>"
        f"<td align=center>发布日期：{year}-{int(month)}-{int(day)}　　来源：{publisher}</td></tr></table>\n"
        f"{body}</td></tr>"
    )


def _file(document: ReplicaDocument, file: File) -> str:
    return f"/upload/{file.uploaded}/{document.number}_{file.number}.{file.ending}"

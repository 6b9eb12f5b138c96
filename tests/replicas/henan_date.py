"""A portal of the 河南 date platform: #pageDec, pages from 0, articles at /YYYY/MM-DD/id.html, two kinds of upload path."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from threading import Event

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, html, not_found

COLUMN = "/zwgk/zfxxgk/zfxxgknb/"
SECOND_COLUMN = "/zwgk/zfxxgk/bmnb/"
PAGE_SIZE = 20
NAME = pages.NAME


@dataclass
class Site:
    """The portal's state; tests change `documents` and `mode` between crawls."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""
    views: int = 0

    def __call__(self, path: str, query: str) -> Answer:
        """Answer one request."""
        if path == "/robots.txt":
            return not_found()
        if path == "/":
            return html(pages.home())
        blocked = self._blocked(path)
        if blocked:
            return blocked
        for column in (COLUMN, SECOND_COLUMN):
            if path.startswith(column):
                return self._list(column, path.removeprefix(column))
        return self._article_or_file(path)

    def _blocked(self, path: str) -> Answer | None:
        if self.mode == "challenge":
            return html(
                '<html><head><meta id="9DhefwqG" content="{qt"></head><body><script>$_ts={};</script></body></html>',
                status=412,
            )
        if self.mode == "login":
            return html(
                f"<html><head><title>{NAME}</title></head><body>请先登录<input type='password' name='password'></body></html>"
            )
        if self.mode == "soft_404":
            return html(
                "<html><head><title>提示</title></head><body><p>您访问的页面不存在</p><a href='/'>返回首页</a></body></html>"
            )
        if self.mode == "home_for_all":
            return html(pages.home())
        if self.mode == "error":
            return html("<html><body>Internal Server Error</body></html>", status=500)
        if self.mode == "empty":
            return html("")
        return None

    def _list(self, column: str, name: str) -> Answer:
        rows = self.documents if column == COLUMN else self.documents[::7]
        page_count = math.ceil(len(rows) / PAGE_SIZE)
        number = 0 if name in ("", "index.html") else page_number(name)
        if self.mode == "empty_list":
            return self._page(_frame("政府信息公开年报", '<div class="con-box"><ul></ul></div>'))
        if number is None or number >= page_count:
            return not_found()
        shown = rows[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
        return self._page(list_page(shown, len(rows)))

    def _article_or_file(self, path: str) -> Answer:
        for document in self.documents:
            if path == address(document):
                self.views += 1
                return not_found() if document.is_dead else self._page(article(document, self.views))
            for file in document.files:
                if path == _file_path(document, file) and file.body is not None:
                    return 200, {"Content-Type": "application/octet-stream"}, file.body
        return not_found()

    def _page(self, text: str) -> Answer:
        if self.mode == "gb18030_under_utf8":
            return html(text.replace("charset=utf-8", "charset=gb2312"), "gb18030", label="utf-8")
        return html(text)


@dataclass
class HeldSite(Site):
    """A portal that stops answering once `held_at` articles were asked for, until it is `released`."""

    held_at: int = 0
    reached: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)

    def __call__(self, path: str, query: str) -> Answer:
        """Answer one request, sooner or later."""
        if self.views >= self.held_at:
            self.reached.set()
            self.released.wait(60)
        return super().__call__(path, query)


def site() -> Site:
    """The portal as the demo and most tests crawl it."""
    return Site()


def address(document: ReplicaDocument) -> str:
    """The path of a document's page."""
    year, month, day = document.day.split("-")
    return f"/{year}/{month}-{day}/{document.number}.html"


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    host = url.removeprefix("http://")
    return f"""name: {{zh: {NAME}（演示）, en: Yanshi District Government (demo replica)}}
family: henan_date
home_url: {url}/
division_code: "410381"
level: county
hosts: ["{host}"]
channels:
  - id: annual-reports
    name: 政府信息公开年报
    report_type: disclosure_annual
    list_url: {url}{COLUMN}
  - id: bureau-reports
    name: 部门年报
    report_type: disclosure_annual
    list_url: {url}{SECOND_COLUMN}
expect: {{reports_min: {reports_min}}}
crawl: {{delay: 0}}
checked_on:
notes: A replica on loopback; every document in it is invented.
"""


def list_page(shown: list[ReplicaDocument], row_count: int) -> str:
    """One page of a list of `row_count` rows."""
    listing = "\n".join(map(_row, shown))
    pager = f'<div id="pageDec" class="page" pagesize="{PAGE_SIZE}" pagecount="{row_count}"></div>'
    return _frame("政府信息公开年报", f'<div class="con-box"><ul>\n{listing}\n</ul></div>{pager}')


def page_number(name: str) -> int | None:
    """The number in the name of a list page; None where it has none."""
    digits = name.removeprefix("index_").removesuffix(".html")
    return int(digits) if digits.isdigit() else None


def _row(document: ReplicaDocument) -> str:
    href = document.link or address(document)
    shown = document.title if len(document.title) < 30 else document.title[:28] + "..."
    date = f"<span>{document.day}</span>" if document.shows_date else ""
    return f'\t<li>\n\t\t<a href="{href}" target="_blank" title="{document.title}">{shown}</a><p></p>{date}\n\t</li>'


def article(document: ReplicaDocument, views: int) -> str:
    """The page of a document, with how often it was read."""
    (index, number), (publisher, name), (paper, none), (published, day) = pages.catalogue(document)
    catalogue = (
        f"<table class='xxgk'><tr><td>{index}</td><td class='td-r'>{number}</td>"
        f"<td>{publisher}</td><td class='td-r'>{name}</td></tr>"
        f"<tr><td>{paper}</td><td class='td-r'>{none}</td><td>{published}</td><td class='td-r'>{day}</td></tr></table>"
    )
    files = "".join(
        f'<p>附件：<a href="{_file_path(document, file)}" title="{file.name}">{file.name}</a>'
        '<img src="/ueditor/dialogs/attachment/fileTypeImages/icon_pdf.gif"></p>'
        for file in document.files
        if "{scan}" not in document.body
    )
    body = document.body
    for file in document.files:
        body = body.replace("{scan}", _file_path(document, file))
    return _frame(
        document.title,
        f'<div class="details-box"><h1>{document.title}</h1>{catalogue}'
        f'<div class="time">时间：{document.published[:16]}&nbsp;&nbsp;来源：{document.source}　浏览次数：{views}</div>'
        f'<div class="details-main">{body}{files}</div></div>',
        pages.metas(document),
    )


def _file_path(document: ReplicaDocument, file: File) -> str:
    """Before 2022 the editor's own path, since then another: both are still linked."""
    name = f"{1576481412 + file.number}{document.number % 1_000_000:06d}.{file.ending}"
    if document.day < "2022":
        return f"/ueditor/php/upload/file/{file.uploaded}/{name}"
    return f"/upload/content/file/{file.uploaded}/{name}"


def _frame(title: str, middle: str, head: str = "") -> str:
    """The portal's pages state their charset in the old way, too, and carry a script."""
    stated = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    return pages.frame(title, f"<script>var today = new Date();</script>{middle}", f"{stated}\n{head}")

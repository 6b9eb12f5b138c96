"""A TRS portal: static files in folders, pages counted from 0 by a script, whatever two editors left in the articles."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from posixpath import relpath

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, html, not_found

COLUMNS = {"annual-reports": "/zwgk/xxgknb/", "bureau-reports": "/zwgk/bmnb/"}
PAGE_SIZE = 20
# The old site was moved into this one on two days, which its addresses have told ever since.
MOVED = ("20200415", "20200416")


@dataclass
class Site:
    """The portal's state.

    Its pager always counts one page more than is kept: that page is missing, or in the mode `stub` one without rows.
    In the mode `gb2312` everything is in that charset, and no header says so.
    """

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def __call__(self, path: str, query: str) -> Answer:
        """Answer one request."""
        if path == "/":
            return self._page(pages.home())
        for column, shown in zip(COLUMNS.values(), (self.documents, self.documents[::7]), strict=True):
            name = path.removeprefix(column)
            if path.startswith(column) and "/" not in name:
                listed = self._list(column, name or "index.html", shown)
                return not_found() if listed is None else self._page(listed)
        for document in self.documents:
            if path == address(document) and not document.is_dead:
                return self._page(_article(document))
        return pages.file_at(path, self.documents, _file) or not_found()

    def _page(self, text: str) -> Answer:
        if self.mode != "gb2312":
            return html(text)
        status, _, body = html(text.replace('<meta charset="utf-8">', ""), "gb18030")
        return status, {"Content-Type": "text/html"}, body

    def _list(self, column: str, name: str, shown: list[ReplicaDocument]) -> str | None:
        kept = math.ceil(len(shown) / PAGE_SIZE)
        names = ["index.html", *(f"index_{number}.html" for number in range(1, kept))]
        if name == f"index_{kept}.html" and self.mode == "stub":
            return (
                f"<html><head><title>{pages.NAME}</title></head><body>{_pager(kept + 1, kept)}</body></html>"
            )
        if name not in names:
            return None
        number = names.index(name)
        rows = shown[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
        listing = "\n".join(_row(document, column) for document in rows)
        return pages.frame(
            "政府信息公开年报",
            f'<div class="side"><ul><li><a href="./202402/t20240201_1.html">政务公开要点解读</a></li></ul></div>\n'
            f'<ul class="u-list">\n{listing}\n</ul><div class="page"><ul>{_pager(kept + 1, number)}</ul></div>',
            '<meta name="ColumnName"content="政府信息公开年报">',
        )


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "trs", COLUMNS, reports_min)


def address(document: ReplicaDocument) -> str:
    """The path of a document's page: all lie in the first column."""
    day = document.day.replace("-", "") if document.day >= "2020-03" else MOVED[document.number % 2]
    return f"{COLUMNS['annual-reports']}{day[:6]}/t{day}_{document.number}.html"


def _pager(count: int, current: int) -> str:
    return f'<script>\n<!--\ncreatePageHTML({count}, {current}, "index", "html");\n//-->\n</script>'


def _row(document: ReplicaDocument, column: str) -> str:
    href = document.link or relpath(address(document), column)
    href = href if document.link or href.startswith("..") else f"./{href}"
    shown = document.title if len(document.title) < 24 else document.title[:22] + "…"
    # Each row hides links to other articles.
    decoy = (
        '<div class="popbox"><a href="../zcjd/202401/t20240105_9.html">年度报告怎么读：一张图看懂</a></div>'
    )
    dates = f'<span class="mhide">{document.day.replace("-", "/")}</span><span class="pchide">{document.day[5:]}</span>'
    return (
        f'  <li><script>var jdFlag={document.number % 2};</script><a title="{document.title}" target="_blank"\n'
        f'   href="{href}">{shown}</a>{decoy if document.number % 2 else ""}'
        f"{dates if document.shows_date else ''}</li>"
    )


def _article(document: ReplicaDocument) -> str:
    publisher = document.publisher or document.source
    table = (
        f"<tr><td><b>索 引 号：</b></td><td>YS{document.number}</td><td><b>发文机构：</b></td><td>{publisher}</td></tr>"
        f"<tr><td><b>文　　号：</b></td><td></td><td><b>发布日期：</b></td><td>{document.day}</td></tr>"
    )
    return pages.frame(
        document.title,
        f'<div class="article"><table class="xxgk_detail_table1">{table}</table>\n'
        f'<h2 class="article_title">{document.title}</h2><div class="time">发布时间：{document.day.replace("-", "/")}'
        f" <span>来源：{document.source}</span></div>\n{_body(document)}</div>",
        pages.metas(document),
    )


def _body(document: ReplicaDocument) -> str:
    """The new editor's markup, and before 2021 the old one's; files are linked by a script that writes them."""
    text = document.body
    for file in document.files:
        text = text.replace("{scan}", _href(document, file))
    if document.day >= "2021":
        body = f'<div id="Zoom"><div class="view TRS_UEDITOR trs_paper_default trs_web">{text}</div></div>'
    else:
        style = "<style>.TRS_Editor P{margin:0;line-height:1.5}</style>"
        body = f"<div class=TRS_Editor>{style}<div class=TRS_Editor><div class=Custom_UnionStyle>{text}</div></div></div>"
    links = "".join(
        f'附件：<a href="{_href(document, file)}">{file.name}</a><BR>'
        for file in document.files
        if "{scan}" not in document.body
    )
    return f"{body}\n<script>document.write('<div class=\"attachment_l\">{links}</div>');</script>"


def _href(document: ReplicaDocument, file: File) -> str:
    return "./" + _file(document, file).rpartition("/")[2]


def _file(document: ReplicaDocument, file: File) -> str:
    kind = "W" if file.ending == "png" else "P"
    folder = address(document).rpartition("/")[0]
    return f"{folder}/{kind}0{file.uploaded}{file.number:012d}.{file.ending}"

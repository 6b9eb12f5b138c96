"""A Lonsun portal: shells whose script asks /site/label/8888 for rows; and its 安徽 sibling, whose pages are in the path."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, html, not_found

ORGAN, SITE = "6596621", "6788031"
CATEGORIES = {"6721221": 1, "6721305": 7}
COLUMNS = {
    "annual-reports": f"/public/column/{ORGAN}?type=4&catId=6721221&action=list",
    "bureau-reports": f"/public/column/{ORGAN}?type=4&catId=6721305&action=list&nav=3",
}
SHOW_LISTS = {
    "annual-reports": "/OpennessContent/showList/2/205/page_1.html",
    "bureau-reports": "/OpennessContent/showList/2/317/page_1.html",
}
TEMPLATE = "/xxgk/publicInfoList_newest2020"
NOTHING = '<div class="noinfo">暂无相关信息</div>'
PAGE_SIZE = 15


@dataclass
class Site:
    """The portal's state; in the mode `without_pager` the rows come without a count of pages."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def __call__(self, path: str, query: str) -> Answer:
        """Answer one request."""
        if path == "/":
            return html(pages.home())
        asked = {name: values[-1] for name, values in parse_qs(query).items()}
        listed = self._list(path, asked)
        if listed is not None:
            return html(listed)
        for document in self.documents:
            if path == self.address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(path, self.documents, _file) or not_found()

    def address(self, document: ReplicaDocument) -> str:
        """The path of a document's page."""
        return f"/public/{ORGAN}/{document.number}.html"

    def _list(self, path: str, asked: dict[str, str]) -> str | None:
        if path == f"/public/column/{ORGAN}":
            return _shell(asked.get("catId", ""))
        if path == "/site/label/8888":
            return self._fragment(asked)
        return None

    def _fragment(self, asked: dict[str, str]) -> str:
        """The rows of one page; a request that lacks one of the parameters of the page's script finds nothing."""
        known = {
            "labelName": "publicInfoList",
            "siteId": SITE,
            "organId": ORGAN,
            "file": TEMPLATE,
            "type": "4",
        }
        shown = self.documents[:: CATEGORIES.get(asked.get("catId", ""), len(self.documents) + 1)]
        size, number = int(asked.get("pageSize", 1)), int(asked.get("pageIndex", 1))
        rows = shown[(number - 1) * size : number * size]
        if any(asked.get(name) != value for name, value in known.items()) or not rows or asked["catId"] == "":
            return NOTHING
        listing = "\n".join(f'<li class="xxgk_list">{self._row(document)}</li>' for document in rows)
        pager = (
            f'<div id="page_public_info"></div><script>$(function(){{Ls.pagination({{id: "#page_public_info", '
            f"pageCount:{math.ceil(len(shown) / size)}, pageIndex:{number}, pageSize:{size}, total:{len(shown)}, "
            f"func: function(page) {{ showList(page); }} }});}});</script>"
        )
        return f'<ul class="doc_list">\n{listing}\n</ul>' + ("" if self.mode == "without_pager" else pager)

    def _row(self, document: ReplicaDocument) -> str:
        shown = document.title if len(document.title) < 30 else document.title[:28] + "..."
        date = f'<span class="date">{document.day}</span>' if document.shows_date else ""
        href = document.link or self.address(document)
        return f'<a class="title" href="{href}" title="{document.title}" target="_blank">{shown}</a>{date}'


@dataclass
class ShowListSite(Site):
    """The 安徽 sibling: pages counted from 1 in the path, a pager that shows a few numbers at a time."""

    def address(self, document: ReplicaDocument) -> str:
        """The path of a document's page."""
        return f"/OpennessContent/show/{document.number}.html"

    def _list(self, path: str, asked: dict[str, str]) -> str | None:
        for column, step in zip(SHOW_LISTS.values(), CATEGORIES.values(), strict=True):
            stem = column.removesuffix("1.html")
            number = path.removeprefix(stem).removesuffix(".html")
            if path.startswith(stem) and number.isdigit():
                return self._page(stem, int(number), self.documents[::step])
        return None

    def _page(self, stem: str, number: int, shown: list[ReplicaDocument]) -> str:
        count = math.ceil(len(shown) / PAGE_SIZE)
        # Beyond its end the server shows the last page again.
        number = min(number, count)
        rows = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        listing = "\n".join(f"<li>{self._row(document)}</li>" for document in rows)
        numbers = [n for n in range(number - 2, number + 3) if 1 <= n <= count]
        links = "".join(f'<a href="{stem}{n}.html">{n}</a>' for n in numbers if n != number)
        pager = f'<div class="page">共 {len(shown)} 条 {links}<span class="on">{number}</span></div>'
        return pages.frame("政府信息公开年报", f'<div class="is-listnews"><ul>{listing}</ul></div>{pager}')


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "lonsun", COLUMNS, reports_min)


def show_list_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the sibling's replica at `url`."""
    return pages.portal_yaml(url, "lonsun", SHOW_LISTS, reports_min)


def _shell(category: str) -> str:
    """A column without rows: what looks like rows belongs to the side bar, and the first call is for the tree."""
    side = "".join(
        f'<li><a class="title" href="/public/{ORGAN}/{n}.html">热点信息{n}</a></li>' for n in range(3, 9)
    )
    return pages.frame(
        "政府信息公开年报",
        f"""<input type="hidden" id="siteId" value="{SITE}"><input type="hidden" name="organId" value="{ORGAN}">
<ul class="hot">{side}</ul><div id="list" data-page-size="{PAGE_SIZE}"></div>
<script>
var catId = '{category}';
$.ajax({{url: "/site/label/8888", data: {{ isJson: true, isChild: true, labelName: "columnTree" }} }});
function showList(page) {{
  $.ajax({{ url: "/site/label/8888?IsAjax=1&dataType=html&_=" + Math.random(), type: "GET",
    data: {{ siteId: $("#siteId").val(), pageSize: $("#list").data("page-size"), pageIndex: page, action: "list",
      isDate: true, dateFormat: "yyyy-MM-dd", length: 80, organId: organ, type: 4, catIds: "", catId: catId,
      cId: '', result: "暂无相关信息", labelName: 'publicInfoList',
      file: "{TEMPLATE}" }}, success: function(rows) {{ $("#list").html(rows); }} }});
}}
</script>""",
    )


def _article(document: ReplicaDocument) -> str:
    cells = [f"<th>{label}</th><td>{value}</td>" for label, value in pages.catalogue(document)]
    table = f"<tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}{cells[3]}</tr>"
    return pages.frame(
        document.title,
        f'<div class="newsbox"><table class="table_suoyin">{table}</table><h1 class="newstitle">{document.title}</h1>'
        f'<div class="j-fontContent newscontnet minh500">{pages.body(document, _file)}</div></div>',
        pages.metas(document),
    )


def _file(document: ReplicaDocument, file: File) -> str:
    return f"/group6/M00/05/2A/wKgBEF{document.number:X}_{file.number}.{file.ending}"

"""A VSB portal: older pages counted backwards, so that their numbers shift, and files only for those who come from a page."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from tests.replicas import pages
from tests.replicas.documents import File, ReplicaDocument, documents
from tests.replicas.server import Answer, Request, html, not_found

# Every page is full: one more document makes one more page, and all numbers shift.
PAGE_SIZE = 13
TREES = {"1029": 1, "1030": 7}
COLUMNS = {"annual-reports": "/zwgk/zfxxgk/zfxxgknb.htm", "bureau-reports": "/zwgk/zfxxgk/bmnb.htm"}
DYNAMIC = {
    channel: f"/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={tree}"
    for channel, tree in zip(COLUMNS, TREES, strict=True)
}
DOWNLOAD = "/system/_content/download.jsp"


@dataclass
class Site:
    """The portal's state; in the mode `grows` a document is published as soon as the first page of a list was seen."""

    documents: list[ReplicaDocument] = field(default_factory=documents)
    mode: str = ""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if request.path == "/":
            return html(pages.home())
        if request.path == "/list.jsp":
            return self._dynamic({name: values[-1] for name, values in parse_qs(request.query).items()})
        for column, step in zip(COLUMNS.values(), TREES.values(), strict=True):
            if request.path.startswith(column.removesuffix(".htm")):
                return self._static(column, request.path, self.documents[::step])
        if request.path == DOWNLOAD:
            return self._download(request)
        for document in self.documents:
            if request.path == address(document) and not document.is_dead:
                return html(_article(document))
        return pages.file_at(request.path, self.documents, _scan) or not_found()

    def _static(self, column: str, path: str, shown: list[ReplicaDocument]) -> Answer:
        """zfxxgknb.htm is page 1; of T pages, page 2 is zfxxgknb/<T-1>.htm and the last zfxxgknb/1.htm."""
        count, stem = math.ceil(len(shown) / PAGE_SIZE), column.removesuffix(".htm")
        name = path.removeprefix(stem + "/").removesuffix(".htm")
        number = 1 if path == column else count - int(name) + 1 if name.isdigit() else 0
        if not 1 <= number <= count or (number == 1 and path != column):
            return not_found()
        folder = stem.rpartition("/")[2]
        up = "" if number == 1 else "../"
        hrefs = [f"{up}{folder}.htm", *(f"{up}{folder}/{n}.htm" for n in range(count - 1, 0, -1))]
        listed = _list(shown, number, [href.removeprefix(f"../{folder}/") for href in hrefs])
        if self.mode == "grows" and path == COLUMNS["annual-reports"]:
            self.documents.insert(0, newest())
            self.mode = ""
        return html(listed)

    def _dynamic(self, asked: dict[str, str]) -> Answer:
        """Pages counted from 1; what the address says of their number is not looked at."""
        tree = asked.get("wbtreeid", "")
        shown = self.documents[:: TREES[tree]] if tree in TREES else []
        count = math.ceil(len(shown) / PAGE_SIZE)
        query = f"totalpage={count}&amp;PAGENUM={{}}&amp;urltype=tree.TreeTempUrl&amp;wbtreeid={tree}"
        hrefs = [f"list.jsp?{query.format(n)}" for n in range(1, count + 1)]
        return html(_list(shown, int(asked.get("PAGENUM", 1)), hrefs))

    def _download(self, request: Request) -> Answer:
        """Whoever does not say where he comes from gets a page instead of the file, and no error."""
        wanted = parse_qs(request.query).get("wbfileid", [""])[0]
        if "/info/" not in request.headers.get("referer", ""):
            return html(pages.frame("系统提示", "<div class='tip'>您访问的文件需要从正文页面下载。</div>"))
        for document in self.documents:
            for file in document.files:
                if wanted == _file_id(document, file) and file.body is not None:
                    return 200, {"Content-Type": "application/octet-stream"}, file.body
        return not_found()


def newest() -> ReplicaDocument:
    """What is published while a crawl is under way."""
    model = documents()[0]
    return replace(
        model,
        number=3_000_001,
        published="2024-02-02 09:00:00",
        title="洛阳市偃师区粮食局2023年政府信息公开工作年度报告",
        source="洛阳市偃师区粮食局",
        organ="粮食局",
        year=2023,
        body="<p>　　2023年，我局围绕粮食储备主动公开政府信息12条。</p>",
        files=(),
    )


def address(document: ReplicaDocument) -> str:
    """The path of a document's page, the same in both columns."""
    return f"/info/1029/{document.number}.htm"


def portal_yaml(url: str, reports_min: int = 40) -> str:
    """The portal file of the replica at `url`."""
    return pages.portal_yaml(url, "vsb", COLUMNS, reports_min)


def _list(shown: list[ReplicaDocument], number: int, hrefs: list[str]) -> str:
    """One page, with the pager of the product: a few numbers, the neighbours, and how many there are."""
    rows = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    listing = "\n".join(f'<li id="line_u9_{place}">{_row(d)}</li>' for place, d in enumerate(rows))
    numbers = "".join(
        f'<span class="p_no_d">{n}</span>'
        if n == number
        else f'<span class="p_no"><a href="{href}">{n}</a></span>'
        for n, href in enumerate(hrefs[:5], 1)
    )

    def way(words: str, to: int) -> str:
        is_there = 1 <= to <= len(hrefs) and to != number
        return (
            f'<span class="p_fun"><a href="{hrefs[to - 1]}">{words}</a></span>'
            if is_there
            else f"<span>{words}</span>"
        )

    pager = (
        f'<div class="pb_sys_common"><span class="p_t">共{len(shown)}条</span> <span class="p_pages">{way("首页", 1)}'
        f"{way('上页', number - 1)}{numbers}{way('下页', number + 1)}{way('尾页', len(hrefs))}</span> "
        f'<span class="p_t">{number}/{len(hrefs)}</span></div>'
    )
    return pages.frame("政府信息公开年报", f'<ul class="list">\n{listing}\n</ul>{pager}')


def _row(document: ReplicaDocument) -> str:
    shown = document.title if len(document.title) < 30 else document.title[:28] + "..."
    date = f"<span>{document.day}</span>" if document.shows_date else ""
    return f'<a href="{document.link or address(document)}" title="{document.title}" target="_blank">{shown}</a>{date}'


def _article(document: ReplicaDocument) -> str:
    cells = [f"<td>{label}</td><td>{value}</td>" for label, value in pages.catalogue(document)]
    files = "".join(
        f'<li>附件【<a href="{DOWNLOAD}?urltype=news.DownloadAttachUrl&amp;owner=1744984858&amp;wbfileid='
        f'{_file_id(document, file)}" target="_blank">{file.name}</a>】已下载<span id="nattach"></span>次</li>'
        for file in document.files
        if "{scan}" not in document.body
    )
    body = pages.body(replace(document, files=()), _scan)
    for file in document.files:
        body = body.replace("{scan}", _scan(document, file))
    return pages.frame(
        document.title,
        f"<form name='_newscontent_fromname'><h1>{document.title}</h1><table><tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}"
        f"{cells[3]}</tr></table><div>发布日期：{document.day} 作者： 来源：{document.source} 点击："
        f'<script>_showDynClicks("wbnews", 1744984858, {document.number})</script></div>'
        f'<div id="vsb_content_{document.number % 7}"><div class="v_news_content">{body}</div></div>'
        f"<ul>{files}</ul></form>",
        pages.metas(document),
    )


def _file_id(document: ReplicaDocument, file: File) -> str:
    """A number for old files, 32 hex digits for those since 2022."""
    number = document.number * 10 + file.number
    return str(number) if document.day < "2022" else _hex(number)


def _scan(document: ReplicaDocument, file: File) -> str:
    name = _hex(document.number + file.number)
    return f"/__local/{name[0]}/{name[1:3]}/{name[3:5]}/{name[5:]}_AA948F02_84BA.{file.ending}"


def _hex(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest().upper()

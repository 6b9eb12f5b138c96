"""A portal of any size that changes from night to night: new rows, silent edits, removals; it knows ETag and 304."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

from tests.replicas import henan_date, pages
from tests.replicas.documents import ReplicaDocument
from tests.replicas.server import Answer, Request, html, not_found

# Two of these before a word make a bureau of its own.
_SIGNS = "东南西北中山河湖江海风云雨雪金银铜铁石玉松柏竹梅兰菊桃李杏柳春夏秋冬红黄蓝绿青白龙虎马牛羊鹤雁鹿凤龟安宁康泰和平福寿喜庆"


def document(number: int, published: str) -> ReplicaDocument:
    """One invented report of a bureau of its own, published on that day on the year before."""
    organ = f"{_SIGNS[number // 60 % 60]}{_SIGNS[number % 60]}{'甲乙丙丁戊己庚辛'[number // 3600 % 8]}管理局"
    year = int(published[:4]) - 1
    title = f"洛阳市偃师区{organ}{year}年政府信息公开工作年度报告"
    body = (
        f"<p>一、总体情况</p><p>我局全年主动公开信息{number % 97 + 3}条，办理了第{number}号事项。</p>"
        f"<p>二、存在的主要问题及改进情况</p><p>公开的及时性还要提高，{organ}将逐项整改。</p>"
    )
    return ReplicaDocument(
        1_000_000 + number, title, published, f"偃师区{organ}", body, organ=organ, year=year
    )


@dataclass
class Nights:
    """The portal's state, which tests change between nights; `asked` counts requests since it was last emptied."""

    rows: list[ReplicaDocument]
    etags: bool = True
    frame: str = ""
    gone: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_path = {henan_date.address(row): row for row in self.rows}

    def add(self, row: ReplicaDocument) -> None:
        """Publish a report: it stands first on the list."""
        self.rows.insert(0, row)
        self._by_path[henan_date.address(row)] = row

    def edit(self, row: ReplicaDocument) -> None:
        """Put another text in the place of a report's, saying nothing of it."""
        (at,) = [at for at, known in enumerate(self.rows) if known.number == row.number]
        self.rows[at] = row
        self._by_path[henan_date.address(row)] = row

    def delist(self, row: ReplicaDocument) -> None:
        """Take a row off the list."""
        self.rows.remove(row)

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        path = request.path
        self.asked.append(path)
        if path == "/":
            return html(pages.home())
        if path.startswith(henan_date.COLUMN):
            return self._list(path.removeprefix(henan_date.COLUMN))
        row = self._by_path.get(path)
        if row is None or row.number in self.gone:
            return not_found()
        return self._tagged(
            request, html(henan_date.article(row, 0).replace("</body>", f"{self.frame}</body>"))
        )

    def _tagged(self, request: Request, answer: Answer) -> Answer:
        status, headers, body = answer
        if not self.etags:
            return answer
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return status, {**headers, "ETag": tag}, body

    def _list(self, name: str) -> Answer:
        number = 0 if name in ("", "index.html") else henan_date.page_number(name)
        size = henan_date.PAGE_SIZE
        if number is None or number >= max(1, math.ceil(len(self.rows) / size)):
            return not_found()
        return html(henan_date.list_page(self.rows[number * size : (number + 1) * size], len(self.rows)))


def portal_yaml(url: str, reports_min: int) -> str:
    """The portal file of the replica at `url`: one channel."""
    whole = henan_date.portal_yaml(url, reports_min)
    first, _, rest = whole.partition("  - id: bureau-reports\n")
    return first + rest[rest.index("expect:") :]

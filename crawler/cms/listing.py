"""What list pages of all families share: rows with a first link, a full title and perhaps a date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Link, Snapshot
from archive.text import clean, fold
from crawler.cms.page import address_of, page_of

_ROWS = ("li", "tr", "dl")
_CELLS = ("td", "dd")
# 解读, 下载 and 查看 beside a title are no titles.
_SHORTEST_TITLE = 8
_DATE = re.compile(
    r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?<!\d)\d{1,2}\s+20\d\d[-/.]\d{1,2}(?![-/.\d])|"
    r"(?<![\d-])\d{1,2}\s*[-/]\s*\d{1,2}(?![\d-])"
)
_PAGING = re.compile(
    r"(?:首|尾|末|[上前下后]一?|第一|最后一)页|next|prev|[<>«»]+|[\[第]?\d{1,3}[\]页]?", re.IGNORECASE
)
_COLUMN_NAME = re.compile(r"(?:(?:index|default)\.\w+)?")
_CUT = re.compile(r"(?:\.{2,}|…+)$")


def rows_of(
    page: HtmlElement, snapshot: Snapshot, article: re.Pattern[str]
) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The rows of the listing on the page: links in order, and the titles of rows that lead nowhere.

    `article` matches the address path of an article of the family; the listing is the group of rows that holds
    the most of them. Raises ReadError where no row of the page leads to one.
    """
    groups: dict[tuple[object, ...], dict[HtmlElement, None]] = defaultdict(dict)
    leading = _article_anchors(page, snapshot, article)
    rows = {next(anchor.iterancestors(*_ROWS), None) for anchor in leading}
    titled = _titled(page)
    for anchor in leading:
        row = _row_of(anchor, rows, titled)
        groups[_group_of(row)][row] = None
    if not groups:
        raise ReadError(
            "No row of the list leads to an article of this family; the portal may have been redesigned."
        )
    largest = max(groups, key=lambda group: len(groups[group]))
    links: list[Link] = []
    dead: list[str] = []
    for row in _siblings(list(groups[largest])):
        read = read_row(row, snapshot)
        if isinstance(read, Link):
            if not (is_paging(read.title) or _leads_up(read.url, snapshot.url)):
                links.append(read)
        elif read and not is_paging(read):
            dead.append(read)
    return tuple(links), tuple(dead)


def is_paging(text: str) -> bool:
    """Whether the text of a link is a pager's: 下一页, [2], 末页."""
    return bool(_PAGING.fullmatch(fold(text)))


def own_address(snapshot: Snapshot, article: re.Pattern[str]) -> str | None:
    """An address of the page's own host that is of the shape of an article: its own, or one it links to; or None.

    Links to other hosts say nothing of a page: portals link to each other.
    """
    linked = _article_anchors(page_of(snapshot), snapshot, article).values()
    for url in map(urlsplit, (snapshot.url, *linked)):
        matched = article.search(url.path)
        if matched and url.netloc == urlsplit(snapshot.url).netloc:
            return matched[0]
    return None


def _article_anchors(
    page: HtmlElement, snapshot: Snapshot, article: re.Pattern[str]
) -> dict[HtmlElement, str]:
    """Every link to an article, with its address."""
    found = {anchor: urljoin(snapshot.url, address_of(anchor)) for anchor in page.iter("a")}
    return {anchor: url for anchor, url in found.items() if article.search(urlsplit(url).path)}


def _row_of(
    anchor: HtmlElement, leading: Set[HtmlElement | None], titled: Mapping[HtmlElement, set[str]]
) -> HtmlElement:
    """The outermost row whose own link leads to an article: a row may hold decoy lists of its own.

    `leading` are the rows with such a link. Cells and paragraphs that lead to several articles only lay them out:
    each cell, or each link, is a row.
    """
    rows = [row for row in anchor.iterancestors(*_ROWS) if row in leading]
    parent = anchor.getparent()
    row = rows[-1] if rows else anchor if parent is None else parent
    for narrower in (next(anchor.iterancestors(*_CELLS), None), anchor):
        if row.tag != "li" and narrower is not None and len(titled.get(row, ())) > 1:
            row = narrower
    return row


def _titled(page: HtmlElement) -> dict[HtmlElement, set[str]]:
    """Where the titles in each element lead, without those in a row within it."""
    found: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor in page.iter("a"):
        if len(_title(anchor)) < _SHORTEST_TITLE:
            continue
        for element in (anchor, *anchor.iterancestors()):
            found[element].add(address_of(anchor))
            if element.tag in _ROWS:
                break
    return found


def _own_links(row: HtmlElement) -> Iterator[HtmlElement]:
    """Links in the row but in no row within it."""
    return (anchor for anchor in row.iter("a") if not _in_inner_list(anchor, row))


def _leads_up(url: str, here: str) -> bool:
    """Whether the address is that of the listing itself or of a column above it: a row of the way there, not of it."""
    folder, _, name = url.rpartition("/")
    return url == here or (here.startswith(f"{folder}/") and bool(_COLUMN_NAME.fullmatch(name)))


def _group_of(row: HtmlElement) -> tuple[object, ...]:
    """Rows of one listing share their container, or containers of one kind side by side."""
    container = row.getparent()
    if container is None:
        return (row.tag,)
    return (row.tag, container.tag, container.get("class"), container.getparent())


def _siblings(rows: list[HtmlElement]) -> Iterator[HtmlElement]:
    """All rows of the listing in page order, those that lead elsewhere or nowhere included."""
    containers = list(dict.fromkeys(row.getparent() for row in rows))
    for container in containers:
        same = [child for child in container if child.tag == rows[0].tag]
        # Links without a row may have those of the pager beside them.
        yield from (e for e in same if e.tag != "a" or len(_title(e)) >= _SHORTEST_TITLE)


def read_row(row: HtmlElement, snapshot: Snapshot) -> Link | str | None:
    """One row of a listing: its link, or the title of a row that leads nowhere, or None for one without a title."""
    anchors = [row] if row.tag == "a" else _own_links(row)
    titled = [anchor for anchor in anchors if _title(anchor)]
    if not titled:
        return None
    title, address = _title(titled[0]), address_of(titled[0])
    if not address or address.lower().startswith(("javascript:", "#", "mailto:")):
        return title
    url = urljoin(snapshot.url, address).partition("#")[0]
    return Link(url, title, _date(row)) if urlsplit(url).scheme in ("http", "https") else title


def _in_inner_list(anchor: HtmlElement, row: HtmlElement) -> bool:
    return any(ancestor is not row and ancestor.tag in _ROWS for ancestor in _up_to(anchor, row))


def _up_to(element: HtmlElement, end: HtmlElement) -> Iterator[HtmlElement]:
    for ancestor in element.iterancestors():
        if ancestor is end:
            return
        yield ancestor


def _title(anchor: HtmlElement) -> str:
    """The full title: the attribute where the shown text is cut short."""
    shown, stated = clean(anchor.text_content()), clean(anchor.get("title") or "")
    return stated if stated and (not shown or _CUT.search(shown) or len(stated) > len(shown)) else shown


def _date(row: HtmlElement) -> str:
    """The date text of a row: what stands alone before what a summary mentions."""
    pieces = _texts_beside_links(row)
    alone = next((piece for piece in pieces if _DATE.fullmatch(piece.strip("[]()（）【】 "))), "")
    matched = _DATE.search(alone or f"{' '.join(pieces)} {_text_after(row)}")
    return clean(matched[0]) if matched else ""


def _texts_beside_links(row: HtmlElement) -> list[str]:
    return [clean(piece) for piece in row.itertext() if not _inside_anchor_or_script(piece)]


def _text_after(row: HtmlElement) -> str:
    """What stands between this row and the next where rows are bare links or cells, their dates beside them."""
    if row.tag == "a":
        return row.tail or ""
    beside = row.getnext() if row.tag in _CELLS else None
    is_beside = beside is not None and next(beside.iter("a"), None) is None
    return " ".join(_texts_beside_links(beside)) if is_beside else ""


def _inside_anchor_or_script(piece: object) -> bool:
    parent = piece.getparent() if hasattr(piece, "getparent") else None
    if parent is None or getattr(piece, "is_tail", False):
        parent = parent.getparent() if parent is not None else None
    while parent is not None:
        if parent.tag in ("a", "script", "style"):
            return True
        parent = parent.getparent() if parent.tag not in _ROWS else None
    return False

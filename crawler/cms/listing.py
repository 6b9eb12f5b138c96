"""What list pages of all families share: rows with a first link, a full title and perhaps a date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Link, Snapshot
from archive.text import clean

_ROWS = ("li", "tr", "dl")
_DATE = re.compile(
    r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?<![\d-])\d{1,2}\s*[-/]\s*\d{1,2}(?![\d-])"
)
_CUT = re.compile(r"(?:\.{2,}|…+)$")


def rows_of(
    page: HtmlElement, snapshot: Snapshot, article: re.Pattern[str]
) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The rows of the listing on the page: links in order, and the titles of rows that lead nowhere.

    `article` matches the address path of an article of the family; the listing is the group of rows that holds
    the most of them. Raises ReadError where no row of the page leads to one.
    """
    groups: dict[tuple[object, ...], list[HtmlElement]] = defaultdict(list)
    for anchor in page.iter("a"):
        if article.search(urlsplit(urljoin(snapshot.url, _address(anchor))).path):
            row = _row_of(anchor)
            if row not in groups[_group_of(row)]:
                groups[_group_of(row)].append(row)
    if not groups:
        raise ReadError(
            "No row of the list leads to an article of this family; the portal may have been redesigned."
        )
    largest = max(groups, key=lambda group: len(groups[group]))
    links: list[Link] = []
    dead: list[str] = []
    for row in _siblings(groups[largest]):
        read = read_row(row, snapshot)
        if isinstance(read, Link):
            links.append(read)
        elif read:
            dead.append(read)
    return tuple(links), tuple(dead)


def _row_of(anchor: HtmlElement) -> HtmlElement:
    """The outermost row the link stands in: a row may hold decoy lists of its own."""
    rows = [ancestor for ancestor in anchor.iterancestors(*_ROWS) if not _is_layout(ancestor)]
    return rows[-1] if rows else anchor.getparent() if anchor.getparent() is not None else anchor


def _is_layout(row: HtmlElement) -> bool:
    """A row that holds a whole table or list of many links lays out the page and is no row of a listing."""
    return sum(1 for _ in row.iter("a")) > 12


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
        yield from (child for child in container if child.tag == rows[0].tag)


def read_row(row: HtmlElement, snapshot: Snapshot) -> Link | str | None:
    """One row of a listing: its link, or the title of a row that leads nowhere, or None for one without a title."""
    anchors = [row] if row.tag == "a" else [a for a in row.iter("a") if not _in_inner_list(a, row)]
    titled = [anchor for anchor in anchors if _title(anchor)]
    if not titled:
        return None
    title, address = _title(titled[0]), _address(titled[0])
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


def _address(anchor: HtmlElement) -> str:
    return re.sub(r"\s+", "", anchor.get("href") or "").replace("\\", "/")


def _title(anchor: HtmlElement) -> str:
    """The full title: the attribute where the shown text is cut short."""
    shown, stated = clean(anchor.text_content()), clean(anchor.get("title") or "")
    return stated if stated and (not shown or _CUT.search(shown) or len(stated) > len(shown)) else shown


def _date(row: HtmlElement) -> str:
    text = " ".join(clean(piece) for piece in row.itertext() if not _inside_anchor_or_script(piece))
    matched = _DATE.search(text)
    return clean(matched[0]) if matched else ""


def _inside_anchor_or_script(piece: object) -> bool:
    parent = piece.getparent() if hasattr(piece, "getparent") else None
    if parent is None or getattr(piece, "is_tail", False):
        parent = parent.getparent() if parent is not None else None
    while parent is not None:
        if parent.tag in ("a", "script", "style"):
            return True
        parent = parent.getparent() if parent.tag not in _ROWS else None
    return False

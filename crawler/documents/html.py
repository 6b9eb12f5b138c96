"""HTML to text and tables: one paragraph a line, tables as grids with their spans expanded."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from archive.records import Document, Table
from archive.text import clean, han_count, lines
from crawler.documents.grid import Cell, expand, join_lines

# Word keeps its own settings in xml elements; editors take away the comments around them.
_DROPPED = (
    "script", "style", "noscript", "template", "head", "select", "option", "textarea", "button", "xml",
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "ucapcontent",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# A cell with more of them holds a document of its own.
_MOST_PARAGRAPHS = 8
_LOST_SHARE = 0.5
# Ends a line within a cell; no text holds it, because it is taken out first.
_BREAK = "\x00"
# A report pasted from Word has some thousands of tags, a few dozen deep; what has more would exhaust us.
_MOST_TAGS = 30_000
_DEEPEST = 300
# What is left open runs to the end, so that no input is scanned twice.
_NOT_TEXT = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|template|select|textarea)\b(?:.*?</\1\s*>|.*)",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_TAG = re.compile(rf"</?(?:br|td|th|{'|'.join(_BLOCKS)})\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-z!?][^<>]*>?", re.IGNORECASE)


def read_html(fragment: str) -> Document:
    """The text and tables of an HTML fragment, hidden elements left out.

    `problem` is set, and the text taken without any layout, where the fragment is too large or too deep to be laid
    out, or where the parser lost most of its Chinese text: libxml2 cuts very long input without an error.
    """
    fragment = fragment.replace(_BREAK, "")
    tag_count = fragment.count("<")
    if tag_count > _MOST_TAGS:
        return _without_layout(fragment, f"The page has {tag_count} tags, too many to be laid out")
    soup = BeautifulSoup(fragment, "lxml")
    if _is_deeper(soup, _DEEPEST):
        return _without_layout(fragment, f"Elements of the page lie more than {_DEEPEST} deep")
    given, parsed = han_count(_stripped(fragment)), han_count(soup.get_text())
    if given > 200 and parsed < given * _LOST_SHARE:
        return _without_layout(fragment, f"Of {given} Chinese characters the parser read only {parsed}")
    for element in [node for node in soup.descendants if isinstance(node, Tag) and _is_unseen(node)]:
        if not element.decomposed:
            element.decompose()
    layout = _Layout(soup)
    text = "\n".join(_paragraphs(soup, layout))
    return Document(text, tuple(_table(table, layout) for table in layout.innermost_tables()))


def _without_layout(fragment: str, cause: str) -> Document:
    text = "\n".join(lines(_stripped(fragment)))
    return Document(
        text, problem=f"{cause}; its text was kept without tables, so compare it with the snapshot."
    )


def _stripped(fragment: str) -> str:
    """The fragment's text by its tags alone: a block is a line."""
    flat = _NOT_TEXT.sub("", fragment.replace("\n", " "))
    return html.unescape(_ANY_TAG.sub("", _BLOCK_TAG.sub("\n", flat)))


def _is_deeper(soup: Tag, limit: int) -> bool:
    depths = {id(soup): 0}
    for node in soup.descendants:
        if isinstance(node, Tag):
            depths[id(node)] = depth = depths[id(node.parent)] + 1
            if depth > limit:
                return True
    return False


def _is_unseen(element: Tag) -> bool:
    if element.name == "tr" and element.get("height") == "0":
        # Word's last row in tables with jagged columns: it only holds their widths.
        return True
    return element.name in _DROPPED or bool(_HIDDEN.search(str(element.get("style") or "")))


class _Layout:
    """What has to be known of tables and cells before they are read, gathered in one walk over the fragment."""

    def __init__(self, soup: Tag) -> None:
        self._tables: list[Tag] = []
        self._outer: set[int] = set()
        self._with_rows: set[int] = set()
        self._paragraph_counts: Counter[int] = Counter()
        self._above: dict[int, NavigableString | None] = {}
        self._headings: dict[int, str] = {}
        above: NavigableString | None = None
        for node in soup.descendants:
            if isinstance(node, Tag):
                if node.name == "table":
                    self._above[id(node)] = above
                if node.name in ("table", "tr", "p"):
                    self._note(node)
            elif type(node) is NavigableString and not node.isspace():
                above = node

    def lays_out(self, cell: Tag) -> bool:
        """Whether a cell holds tables or many paragraphs: then its table only lays out the page."""
        return id(cell) in self._outer or self._paragraph_counts[id(cell)] > _MOST_PARAGRAPHS

    def innermost_tables(self) -> list[Tag]:
        """Every table that has rows and holds no other table."""
        return [t for t in self._tables if id(t) in self._with_rows and id(t) not in self._outer]

    def caption(self, table: Tag) -> str:
        """What the table's own caption element says."""
        caption = table.find("caption")
        return clean(caption.get_text()) if caption is not None else ""

    def heading(self, table: Tag) -> str:
        """The line above a table."""
        above = self._above[id(table)]
        if above is None:
            return ""
        if id(above) not in self._headings:
            self._headings[id(above)] = _line_of(above)[:200]
        return self._headings[id(above)]

    def _note(self, node: Tag) -> None:
        if node.name == "table":
            self._tables.append(node)
            self._outer.update(id(above) for above in node.parents if above.name in ("td", "th", "table"))
        elif node.name == "tr":
            self._with_rows.update(id(above) for above in node.parents if above.name == "table")
        else:
            cell = next((above for above in node.parents if above.name in ("td", "th")), None)
            if cell is not None:
                self._paragraph_counts[id(cell)] += 1


def _line_of(piece: NavigableString) -> str:
    """The whole line that a piece of text is part of."""
    block = piece.find_parent(list(_BLOCKS))
    return clean(piece if block is None or block.find("table") is not None else block.get_text())


def _paragraphs(soup: Tag, layout: _Layout) -> Iterator[str]:
    """Lines of text: a block or a line break ends one, a row of a table is one with tabs between its cells."""
    pieces: list[str] = []
    _collect(soup, layout, pieces, "\n")
    for line in "".join(pieces).split("\n"):
        joined = "\t".join(_joined(part) for part in line.split("\t")).strip("\t")
        if joined:
            yield joined


def _collect(node: Tag, layout: _Layout, pieces: list[str], end: str) -> None:
    """Add the node's text to `pieces`; `end` is what ends a line: a broken one within a cell goes on."""
    for child in node.children:
        # Comments and declarations are strings of other kinds.
        if type(child) is NavigableString:
            pieces.append(child.replace("\n", " ").replace("\t", " "))
        elif isinstance(child, Tag):
            if child.name == "tr":
                pieces.append("\n")
                _collect_row(child, layout, pieces)
                pieces.append("\n")
            elif child.name == "br":
                pieces.append(end)
            elif child.name in _BLOCKS:
                pieces.append(end)
                _collect(child, layout, pieces, end)
                pieces.append(end)
            else:
                _collect(child, layout, pieces, end)


def _collect_row(row: Tag, layout: _Layout, pieces: list[str]) -> None:
    cells = _cells(row)
    if any(map(layout.lays_out, cells)):
        for cell in cells:
            _collect(cell, layout, pieces, "\n")
            pieces.append("\n")
        return
    for number, cell in enumerate(cells):
        if number:
            pieces.append("\t")
        _collect(cell, layout, pieces, _BREAK)


def _joined(text: str) -> str:
    return join_lines(text.split(_BREAK))


def _cells(row: Tag) -> list[Tag]:
    return [child for child in row.children if isinstance(child, Tag) and child.name in ("td", "th")]


def _table(table: Tag, layout: _Layout) -> Table:
    rows = (
        [
            Cell(_cell_text(cell, layout), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in _cells(row)
        ]
        for row in table.find_all("tr")
    )
    grid = expand(rows)
    return Table(grid.rows, layout.heading(table), layout.caption(table), stated=grid.stated)


def _cell_text(cell: Tag, layout: _Layout) -> str:
    pieces: list[str] = []
    _collect(cell, layout, pieces, _BREAK)
    return _joined("".join(pieces))


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name) or "1").strip()
    return int(stated[:9]) if stated.isascii() and stated.isdigit() else 1

"""HTML to text and tables: one paragraph a line, tables as grids with their spans expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from archive.records import Document, Table
from archive.text import clean, han_count

_DROPPED = ("script", "style", "noscript", "template", "head", "select", "option", "textarea", "button")
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "ucapcontent",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# More than any form has; a page that states more wants to exhaust us.
_MOST_SPAN = 100
_MOST_CELLS = 200_000
_LOST_SHARE = 0.5


def read_html(fragment: str) -> Document:
    """The text and tables of an HTML fragment, hidden elements left out.

    `problem` is set where the parser lost most of the Chinese text it was given: libxml2 cuts very deep or very
    long input without an error.
    """
    soup = BeautifulSoup(fragment, "lxml")
    for element in soup(_DROPPED):
        element.decompose()
    for comment in soup(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for element in soup(style=_HIDDEN):
        element.decompose()
    text = "\n".join(_paragraphs(soup))
    tables = tuple(_table(element) for element in soup("table") if _has_rows(element))
    given = han_count(re.sub(r"<(script|style).*?</\1>|<!--.*?-->|<[^>]*>", "", fragment, flags=re.S | re.I))
    lost = given > 200 and han_count(text) < given * _LOST_SHARE
    problem = f"Of {given} Chinese characters only {han_count(text)} could be read." if lost else None
    return Document(text, tables, problem)


def _paragraphs(soup: Tag) -> Iterator[str]:
    """Lines of text: a block or a line break ends one, a row of a table is one with tabs between its cells."""
    line: list[str] = []
    for piece in _pieces(soup):
        if piece == "\n":
            joined = "\t".join(clean(part) for part in "".join(line).split("\t")).strip("\t")
            if clean(joined):
                yield joined
            line = []
        else:
            line.append(piece)
    if clean("".join(line)):
        yield "\t".join(clean(part) for part in "".join(line).split("\t")).strip("\t")


def _pieces(node: Tag, in_row: bool = False) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, NavigableString):
            yield str(child).replace("\n", " ").replace("\t", " ")
        elif isinstance(child, Tag):
            if child.name == "tr":
                yield "\n"
                yield from _row(child)
                yield "\n"
            elif child.name == "br":
                yield " " if in_row else "\n"
            elif child.name in _BLOCKS and not in_row:
                yield "\n"
                yield from _pieces(child)
                yield "\n"
            else:
                yield from _pieces(child, in_row)


def _row(row: Tag) -> Iterator[str]:
    cells = row.find_all(("td", "th"), recursive=False)
    # A table that only lays out the page has whole documents in its cells.
    if any(cell.find("table") or len(cell.find_all("p")) > 8 for cell in cells):
        for cell in cells:
            yield from _pieces(cell)
            yield "\n"
        return
    for number, cell in enumerate(cells):
        if number:
            yield "\t"
        yield from _pieces(cell, in_row=True)


def _has_rows(table: Tag) -> bool:
    return table.find("table") is None and table.find("tr") is not None


def _table(table: Tag) -> Table:
    rows: list[list[str]] = []
    open_cells: dict[int, tuple[int, str]] = {}
    count = 0
    for row in table.find_all("tr"):
        cells = iter(row.find_all(("td", "th"), recursive=False))
        line: list[str] = []
        column = 0
        while True:
            if column in open_cells:
                left, text = open_cells.pop(column)
                if left > 1:
                    open_cells[column] = (left - 1, text)
                line.append(text)
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                if not any(waiting > column for waiting in open_cells):
                    break
                line.append("")
                column += 1
                continue
            text = clean(cell.get_text(" " if cell.find("br") else ""))
            for _ in range(_span(cell, "colspan")):
                line.append(text)
                if (down := _span(cell, "rowspan")) > 1:
                    open_cells[column] = (down - 1, text)
                column += 1
        count += len(line)
        if count > _MOST_CELLS:
            break
        rows.append(line)
    width = max(map(len, rows), default=0)
    return Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows), _heading(table))


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name) or "1").strip()
    return min(max(int(stated), 1), _MOST_SPAN) if stated.isascii() and stated.isdigit() else 1


def _heading(table: Tag) -> str:
    caption = table.find("caption")
    if caption is not None:
        return clean(caption.get_text())
    for before in table.previous_elements:
        if isinstance(before, NavigableString) and clean(str(before)):
            block = before.find_parent(list(_BLOCKS))
            whole = (
                clean(block.get_text())
                if block is not None and block.find("table") is None
                else clean(str(before))
            )
            return whole[:200]
    return ""

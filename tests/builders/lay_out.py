"""A report's HTML on sheets of paper, as a word processor would print it: pieces of text and ruled lines with places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag

from crawler.documents.pages.layout import PageLayout, Piece, Rule

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 72.0
_PARAGRAPH, _CELL = 12.0, 9.0
_LEADING = 1.6
_PADDING = 3.0
# What no printer breaks over two lines.
_WORD = re.compile(r"[!-~]+|.")


@dataclass(frozen=True)
class _Cell:
    """One cell of a table on paper: its text lines and the rows and columns it covers (ends not included)."""

    lines: list[str]
    top: int
    bottom: int
    left: int
    right: int


@dataclass
class _Paper:
    """The sheets so far and how far down the last one is filled."""

    sheets: list[tuple[list[Piece], list[Rule]]] = field(default_factory=lambda: [([], [])])
    down: float = MARGIN

    def turn_page(self) -> None:
        self.sheets.append(([], []))
        self.down = MARGIN

    def has_room(self, height: float) -> bool:
        return self.down + height <= HEIGHT - MARGIN

    def write(self, text: str, left: float, top: float, size: float) -> None:
        if text.strip():
            self.sheets[-1][0].append(Piece(text, left, top, left + _length(text) * size, top + size))

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.sheets[-1][1].append(Rule(x0, top, x1, bottom))


def lay_out(html: str) -> list[PageLayout]:
    """The sheets that the headings, paragraphs and tables of `html` fill; a table goes on where a sheet is full."""
    paper = _Paper()
    body = BeautifulSoup(html, "lxml").body
    assert body is not None
    for block in body.find_all(("h1", "h2", "p", "table"), recursive=False):
        if block.name == "table":
            _print_table(block, paper)
        else:
            for line in _wrapped(block.get_text(), (WIDTH - 2 * MARGIN) / _PARAGRAPH):
                if not paper.has_room(_PARAGRAPH):
                    paper.turn_page()
                paper.write(line, MARGIN, paper.down, _PARAGRAPH)
                paper.down += _PARAGRAPH * _LEADING
    return [PageLayout(WIDTH, HEIGHT, tuple(pieces), tuple(rules)) for pieces, rules in paper.sheets]


def _print_table(table: Tag, paper: _Paper) -> None:
    rows = table.find_all("tr")
    columns = max(sum(int(cell.get("colspan", 1)) for cell in row.find_all("td")) for row in rows)
    width = (WIDTH - 2 * MARGIN) / columns
    cells = list(_cells(rows, width))
    heights = [_PADDING * 2 + _CELL] * len(rows)
    for cell in sorted(cells, key=lambda cell: cell.bottom - cell.top):
        missing = _PADDING * 2 + len(cell.lines) * _CELL - sum(heights[cell.top : cell.bottom])
        heights[cell.bottom - 1] += max(missing, 0.0)
    first = 0
    while first < len(rows):
        last, height = first, 0.0
        while last < len(rows) and paper.has_room(height + heights[last]):
            height += heights[last]
            last += 1
        assert last > first or paper.down > MARGIN, "a row higher than a sheet"
        _print_rows(cells, heights, (first, last), width, paper)
        paper.down += height + _PARAGRAPH
        if last < len(rows):
            paper.turn_page()
        first = last


def _print_rows(
    cells: list[_Cell], heights: list[float], part: tuple[int, int], width: float, paper: _Paper
) -> None:
    first, last = part
    edges = [paper.down + sum(heights[first:row]) for row in range(first, last + 1)]
    for cell in cells:
        top, bottom = max(cell.top, first), min(cell.bottom, last)
        if top >= bottom:
            continue
        x0, x1 = MARGIN + cell.left * width, MARGIN + cell.right * width
        y0, y1 = edges[top - first], edges[bottom - first]
        for rule in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            paper.rule(*rule)
        # The text of a cell that a page break cuts stands where the cell begins.
        for number, line in enumerate(cell.lines if cell.top >= first else []):
            paper.write(line, x0 + _PADDING, y0 + _PADDING + number * _CELL, _CELL)


def _cells(rows: Any, width: float) -> Iterator[_Cell]:
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for cell in row.find_all("td"):
            while (top, left) in taken:
                left += 1
            bottom, right = top + int(cell.get("rowspan", 1)), left + int(cell.get("colspan", 1))
            taken.update((r, c) for r in range(top, bottom) for c in range(left, right))
            text = cell.get_text().replace("\xa0", "")
            yield _Cell(
                _wrapped(text, ((right - left) * width - 2 * _PADDING) / _CELL), top, bottom, left, right
            )


def _wrapped(text: str, room: float) -> list[str]:
    """The text in lines of as many full-width characters as there is room for."""
    lines, line = [], ""
    for word in _WORD.findall(text):
        if line and _length(line + word) > room:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]


def _length(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)

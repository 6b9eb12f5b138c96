"""One picture of a page to its layout: its text, recognised, and its ruled lines; figures in tables are read twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import UnreadableError
from crawler.documents.pages.lattice import lattices
from crawler.documents.pages.layout import PageLayout, Piece, Rule
from crawler.documents.scans.boxes import Box, RuledLines
from crawler.documents.scans.engine import find_text, read_lines
from crawler.documents.scans.figures import cut, read_cells
from crawler.documents.scans.lines import text_lines
from crawler.documents.scans.rules import erase, find_lines
from crawler.documents.scans.turn import level, quarters

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# A page in the smallest type, with a table of 15 columns, has some 500.
_MOST_LINES = 2_000
# Layouts are in points; a page is taken to be as wide as A4.
_WIDTH = 595.0


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What a page shows; `doubtful_count` is how many figures in its tables stand as U+FFFD."""

    layout: PageLayout
    doubtful_count: int


def read_page(image: Pixels) -> ScannedPage:
    """Recognise one page; raises UnreadableError (`limit`) where it has more text than a page can have."""
    import numpy as np

    page, ruled, lines, found = _looked_at(image)
    if turn := quarters(page, found):
        page, ruled, lines, found = _looked_at(np.ascontiguousarray(np.rot90(image, turn)))
    scale = _WIDTH / page.shape[1]
    rules = tuple(_rules(lines, scale))
    outside, inside = text_lines(page, found, list(_cells(rules, scale)))
    boxes = [box for cell in inside for box in cell]
    if len(outside) + len(boxes) > _MOST_LINES:
        raise UnreadableError(
            "limit", f"A page has more than {_MOST_LINES} pieces of text; open it yourself."
        )
    texts = [reading.text for reading in read_lines([cut(page, box) for box in outside])]
    figures, doubtful_count = read_cells(page, ruled, inside)
    pieces = [
        _piece(text, box, scale) for text, box in zip(texts + figures, outside + boxes, strict=True) if text
    ]
    layout = PageLayout(_WIDTH, page.shape[0] * scale, tuple(pieces), rules)
    return ScannedPage(layout, doubtful_count)


def _looked_at(image: Pixels) -> tuple[Pixels, Pixels, RuledLines, list[Box]]:
    """The page level and without its ruled lines, that with them, the lines, and the boxes around its text."""
    ruled = level(image)
    lines = find_lines(ruled)
    # A border beside a digit is read as another digit.
    page = erase(ruled, lines)
    return page, ruled, lines, find_text(page)


def _rules(lines: RuledLines, scale: float) -> Iterator[Rule]:
    for line in lines.across:
        yield Rule(line.start * scale, line.place * scale, line.end * scale, line.place * scale)
    for line in lines.down:
        yield Rule(line.place * scale, line.start * scale, line.place * scale, line.end * scale)


def _cells(rules: tuple[Rule, ...], scale: float) -> Iterator[Box]:
    for lattice in lattices(rules):
        # A frame around a page is no table.
        for place in lattice.places if len(lattice.places) > 1 else ():
            yield Box(
                round(lattice.columns[place.column] / scale),
                round(lattice.rows[place.row] / scale),
                round(lattice.columns[place.column + place.column_span] / scale),
                round(lattice.rows[place.row + place.row_span] / scale),
            )


def _piece(text: str, box: Box, scale: float) -> Piece:
    return Piece(text, box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)

"""Pages laid out to a document: text in reading order and tables, joined where a page broke them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.records import Document, Table
from archive.text import clean
from crawler.documents.grid import expand
from crawler.documents.pages.columns import column_parts
from crawler.documents.pages.continued import goes_on, joined
from crawler.documents.pages.edges import running_lines, without_marked_numbers
from crawler.documents.pages.lattice import lattices
from crawler.documents.pages.layout import PageLayout, Piece
from crawler.documents.pages.paragraphs import margins, paragraphs
from crawler.documents.pages.table_parts import TablePart, grid_cells, ruled_part
from crawler.documents.pages.typeset import TextLine, text_lines

_HEADING_LENGTH = 200
# The form's tables have some 400 cells, and a compilation has a hundred of them; each takes time to be laid out.
_MOST_CELLS = 60_000


def read_pages(pages: Sequence[PageLayout]) -> Document:
    """The text and tables of laid-out pages, in reading order; the text is empty where no page has any.

    Page numbers and what repeats at the edges of pages is left out, lines are joined to paragraphs, and tables that go
    on over page breaks to one.
    """
    sheets: list[_Sheet] = []
    room = _MOST_CELLS
    for page in pages:
        sheet = _Sheet(without_marked_numbers(page))
        room = sheet.take_apart(room)
        sheets.append(sheet)
    _release_boxes(sheets)
    for sheet in sheets:
        sheet.lines = text_lines(sheet.pieces)
    running = running_lines([sheet.page for sheet in sheets], [sheet.lines for sheet in sheets])
    for number, sheet in enumerate(sheets):
        sheet.lines = [line for place, line in enumerate(sheet.lines) if (number, place) not in running]
        sheet.find_columns()
    writer = _Writer(sheets)
    for first, parts in _chained(sheets):
        writer.write(first, parts)
    problem = None
    if room <= 0:
        problem = (
            f"Of its tables only the first {_MOST_CELLS} cells were read as such; see the others by eye."
        )
    return Document(writer.text(), tuple(writer.tables), len(pages), problem)


@dataclass(slots=True)
class _Sheet:
    """One page taken apart: its tables from top to bottom, and its other text, first as pieces, then as lines."""

    page: PageLayout
    parts: list[TablePart] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)

    def take_apart(self, room: int) -> int:
        """Find the ruled tables, as long as they have no more cells than there is room for; what room is left."""
        self.pieces = list(self.page.pieces)
        for lattice in lattices(self.page.rules) if room > 0 else ():
            room -= len(lattice.places)
            inside, outside = lattice.sort_in(self.pieces)
            if inside and room > 0:
                self.parts.append(ruled_part(lattice, inside))
                self.pieces = outside
        self.parts.sort(key=lambda part: part.top)
        return room

    def find_columns(self) -> None:
        """Turn lines that form a table by their columns into one."""
        outside = [
            rule
            for rule in self.page.rules
            if not any(part.top - 1 <= rule.top <= part.bottom + 1 for part in self.parts)
        ]
        found, self.lines = column_parts(self.lines, outside)
        self.parts += found

    def blocks(self) -> list[TextLine | TablePart]:
        """All of it from top to bottom."""
        return sorted([*self.lines, *self.parts], key=lambda block: block.top)


def _release_boxes(sheets: Sequence[_Sheet]) -> None:
    """Give back what lies in frames and boxes of one column, unless it may be a row of a table on the next page."""
    kept = set()
    for upper, lower in pairwise(sheets):
        for end, begin in zip(upper.parts[-1:], lower.parts[:1], strict=False):
            if end.is_table != begin.is_table and goes_on(end, begin):
                kept.update({id(end), id(begin)})
    for sheet in sheets:
        for part in sheet.parts:
            if not (part.is_table or id(part) in kept):
                sheet.pieces += part.pieces
        sheet.parts = [part for part in sheet.parts if part.is_table or id(part) in kept]


def _chained(sheets: Sequence[_Sheet]) -> Iterator[tuple[int, TextLine | list[TablePart]]]:
    """Every line, and every table with its parts on this and the following pages, with the number of its page from 0."""
    chain: list[TablePart] = []
    began = 0
    for number, sheet in enumerate(sheets):
        for place, block in enumerate(sheet.blocks()):
            if isinstance(block, TablePart) and chain and place == 0 and goes_on(chain[-1], block):
                chain.append(block)
                continue
            if chain:
                yield began, chain
                chain = []
            if isinstance(block, TablePart):
                chain, began = [block], number
            else:
                yield number, block
    if chain:
        yield began, chain


class _Writer:
    """Text and tables as they come; lines are held back until it is known where their paragraph ends."""

    def __init__(self, sheets: Sequence[_Sheet]) -> None:
        self.tables: list[Table] = []
        self._texts: list[str] = []
        self._lines: list[TextLine] = []
        self._width = 0.0
        self._widths = [sheet.page.width for sheet in sheets]
        lines: dict[float, list[TextLine]] = {}
        for sheet in sheets:
            lines.setdefault(sheet.page.width, []).extend(sheet.lines)
        self._margins = {width: margins(own, width) for width, own in lines.items() if own}

    def write(self, page: int, block: TextLine | list[TablePart]) -> None:
        """Add a line or a table that begins on `page`."""
        if isinstance(block, TextLine):
            if self._widths[page] != self._width:
                self._end_paragraphs()
                self._width = self._widths[page]
            self._lines.append(block)
            return
        part = joined(block)
        if not part.is_table:
            # A box that was kept for a table it does not belong to after all.
            for line in (line for box in block for line in text_lines(box.pieces)):
                self.write(page, line)
            return
        self._end_paragraphs()
        rows = part.rows()
        heading = clean(self._texts[-1])[:_HEADING_LENGTH] if self._texts else ""
        grid = expand(grid_cells(rows))
        self.tables.append(Table(grid.rows, heading, page=page + 1, stated=grid.stated))
        lines = ("\t".join(cell.text for cell in row).strip("\t") for row in rows)
        self._texts += filter(None, lines)

    def text(self) -> str:
        """All that was written."""
        self._end_paragraphs()
        return "\n".join(self._texts)

    def _end_paragraphs(self) -> None:
        if self._lines:
            given = self._margins.get(self._width) or margins(self._lines, self._width)
            self._texts += filter(None, paragraphs(self._lines, given))
            self._lines = []

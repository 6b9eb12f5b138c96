"""A sheet row by row: merged areas as one block, text that lies under them gone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from archive.errors import UnreadableError
from crawler.documents.sheets.sheet import Area, Place, Sheet

# 一、总体情况: a line that begins a section of the report.
_SECTION = re.compile(r"[一二三四五六七八九十]+、")
_FIGURE = re.compile(r"[-－—/／\d.,，%％\s]*")
_COLONS = ("：", ":")
# Merged areas do not overlap, so that a row is crossed by few of them for each of its cells.
_MOST_MERGES_PLACE = 20


@dataclass(frozen=True, slots=True)
class Block:
    """A cell with text or rules, or a merged area that has some."""

    area: Area
    text: str
    is_ruled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The blocks that begin in one row, from left to right; `is_covered` where one from above reaches into it."""

    number: int
    blocks: tuple[Block, ...]
    is_covered: bool

    @property
    def is_ruled(self) -> bool:
        """Whether any of its blocks has a line at its side."""
        return any(block.is_ruled for block in self.blocks)

    @property
    def is_line(self) -> bool:
        """Whether it holds one text and nothing beside it."""
        return len(self.blocks) == 1 and not self.is_covered and bool(self.blocks[0].text)

    @property
    def is_blank(self) -> bool:
        """Whether it has rules and no text."""
        return not any(block.text for block in self.blocks)

    @property
    def has_cells(self) -> bool:
        """Whether it looks like a row of a table: 填报单位：… 单位：万元 is a line with two notes."""
        return self.is_covered or (
            len(self.blocks) > 1 and not all(_is_note(block.text) for block in self.blocks)
        )

    @property
    def has_labels(self) -> bool:
        """Whether it is a row of labels, with no figure and none left blank."""
        return not any(_FIGURE.fullmatch(block.text) for block in self.blocks)

    @property
    def begins_section(self) -> bool:
        """Whether it is a numbered heading."""
        return self.is_line and bool(_SECTION.match(self.blocks[0].text.strip()))


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """The rows in which something begins, from top to bottom.

    Raises UnreadableError `limit` where merged areas lie over one another.
    """
    by_row: dict[int, list[Block]] = defaultdict(list)
    for block in _blocks(sheet):
        by_row[block.area.top].append(block)
    reach = -1
    for number, begun in by_row.items():
        yield Row(number, tuple(begun), reach >= number)
        reach = max(reach, *(block.area.bottom for block in begun))


def _blocks(sheet: Sheet) -> list[Block]:
    """What the sheet states, in reading order; text under a merged area cannot be seen."""
    stated = sheet.texts.keys() | sheet.ruled
    owners = _owners(sheet.merges, stated)
    rules: dict[Area, bool] = defaultdict(bool)
    for place in stated:
        rules[owners.get(place) or Area(*place, *place)] |= place in sheet.ruled
    blocks = (Block(area, sheet.texts.get((area.top, area.left), ""), ruled) for area, ruled in rules.items())
    return sorted(
        (block for block in blocks if block.text or block.is_ruled),
        key=lambda block: (block.area.top, block.area.left),
    )


def _owners(merges: Sequence[Area], stated: Set[Place]) -> dict[Place, Area]:
    """The merged area in which a stated place lies; areas may be far larger than what is stated in them."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(stated):
        columns[row].append(column)
    rows = sorted(columns)
    owners: dict[Place, Area] = {}
    allowed = _MOST_MERGES_PLACE * len(stated) + len(merges)
    for area in merges:
        for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
            begin, end = bisect_left(columns[row], area.left), bisect_right(columns[row], area.right)
            owners.update(((row, column), area) for column in columns[row][begin:end])
            allowed -= 1 + end - begin
            if allowed < 0:
                raise UnreadableError(
                    "limit", "Merged cells lie over one another; open the workbook yourself."
                )
    return owners


def _is_note(text: str) -> bool:
    return any(colon in text for colon in _COLONS)

"""What a paragraph of a Word binary file is: text, the end of a cell, the end of a row, part of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.header import WordFile, damaged
from crawler.documents.doc.modifiers import Modifier
from crawler.documents.doc.rows import RowDefinition, define_row

# Tables within tables that lie deeper are read as if they did not.
_DEEPEST = 20
# A paragraph has some ten; pieces of a text, and lists that overlap, could make any number of a few bytes.
_MOST_MODIFIERS = 300_000


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """`depth` counts the tables a paragraph lies in; `row` defines the row that it ends.

    `ends_cell` is set only for cells of inner tables, those of outer ones end with a mark of their own. `listed` and
    `level` are None where only the style says which list the paragraph belongs to.
    """

    style: int = 0
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    row: RowDefinition | None = None
    listed: int | None = None
    level: int | None = None


class PropertyReader:
    """Reads properties and remembers them, since most paragraphs of a document have the same."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._known: dict[tuple[bytes, bytes], ParagraphProperties] = {}
        self._known_elsewhere: dict[int, tuple[Modifier, ...]] = {}
        self._left = _MOST_MODIFIERS

    def read(self, stated: bytes, further: bytes) -> ParagraphProperties:
        """The properties that a page states of a paragraph, changed by `further` modifiers of its piece of the text."""
        key = (stated, further)
        if key not in self._known:
            modifiers = [*self._modifiers(stated[2:]), *self._modifiers(further)]
            self._left -= len(modifiers)
            if self._left < 0:
                raise damaged()
            self._known[key] = self._properties(int.from_bytes(stated[:2], "little"), modifiers)
        return self._known[key]

    def _properties(self, style: int, modifiers: list[Modifier]) -> ParagraphProperties:
        last = dict(modifiers)
        is_inside = any(last.get(codes.IN_TABLE, b""))
        depth = max(int.from_bytes(last.get(codes.TABLE_DEPTH, b""), "little"), 1) if is_inside else 0
        ends_row = codes.ENDS_ROW if depth == 1 else codes.ENDS_INNER_ROW
        return ParagraphProperties(
            style=style,
            depth=min(depth, _DEEPEST),
            ends_cell=depth > 1 and any(last.get(codes.ENDS_INNER_CELL, b"")),
            ends_row=depth > 0 and any(last.get(ends_row, b"")),
            row=define_row(modifiers, self._word.generation.cell_bytes),
            listed=codes.number(last.get(codes.LIST)),
            level=codes.number(last.get(codes.LIST_LEVEL)),
        )

    def _modifiers(self, stated: bytes) -> Iterator[Modifier]:
        for code, operand in self._word.generation.modifiers(stated):
            if code in codes.ELSEWHERE:
                yield from self._elsewhere(int.from_bytes(operand, "little"))
            else:
                yield code, operand

    def _elsewhere(self, at: int) -> tuple[Modifier, ...]:
        """The modifiers at a place of the Data stream ([MS-DOC] 2.9.209); they cannot send further."""
        if at not in self._known_elsewhere:
            extra = self._word.extra
            length = int.from_bytes(extra[at : at + 2], "little")
            stated = self._word.generation.modifiers(extra[at + 2 : at + 2 + length])
            self._known_elsewhere[at] = tuple(stated)
        return self._known_elsewhere[at]

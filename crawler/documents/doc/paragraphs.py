"""The paragraphs of a Word binary file: what its characters say, which of them are shown, what ends where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import UnreadableError
from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.header import WordFile
from crawler.documents.doc.pieces import Piece, Text
from crawler.documents.doc.properties import ParagraphProperties, PropertyReader
from crawler.documents.doc.property_pages import Run, character_pages, paragraph_pages
from crawler.documents.flowing.symbols import symbol

CELL_MARK = "\x07"
_PARAGRAPH_MARK = "\r"
_SECTION_MARK = "\x0c"
_MARKS = re.compile(f"[{_PARAGRAPH_MARK}{CELL_MARK}{_SECTION_MARK}]")
_FIELD_BEGINS, _FIELD_SPLITS, _FIELD_ENDS = "\x13", "\x14", "\x15"
_FIELD_MARKS = re.compile(f"[{_FIELD_BEGINS}{_FIELD_SPLITS}{_FIELD_ENDS}]")
# Word itself stops at 20 fields in one another; each costs a look at all text in it.
_DEEPEST_FIELD = 50
# Line, page and column breaks, hyphens; what stands for notes, pictures and fields says nothing itself.
_SIGNS = {
    **dict.fromkeys(range(0x20)),
    0x09: " ", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-",
}  # fmt: skip
_PICTURES = ("\x01", "\x08")
# A toggle is set by itself, or set against its style ([MS-DOC] 2.9.327).
_SET = (b"\x01", b"\x81")
# A report has some hundred, its tables some hundred more.
_MOST_PARAGRAPHS = 50_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is shown of a paragraph, its lines parted by newlines, and the mark that ends it.

    `is_deleted` where its mark is: a row whose mark is deleted is no row.
    """

    text: str
    mark: str
    properties: ParagraphProperties
    is_deleted: bool = False


class Paragraphs:
    """Finds the paragraphs of a document's stories."""

    def __init__(self, word: WordFile) -> None:
        self._text = Text(word)
        self.missing = self._text.missing
        self._characters = self._text.characters
        self.has_pictures = any(picture in self._characters for picture in _PICTURES)
        self._is_gone = bytearray(len(self._characters))
        self._pages = paragraph_pages(word)
        self._properties = PropertyReader(word)
        self._left = _MOST_PARAGRAPHS
        self._note_characters(word)

    def between(self, start: int, end: int) -> Iterator[Paragraph]:
        """The paragraphs of the story from character `start` up to `end`.

        Raises UnreadableError `limit` where the document has more paragraphs than can be read in time.
        """
        end = min(end, len(self._characters))
        self._note_fields(start, end)
        begins = start
        for match in _MARKS.finditer(self._characters, start, end):
            at, mark = match.start(), match[0]
            piece = self._text.piece_at(at)
            run = self._pages.at(piece.place_of(at))
            # A section ends its paragraph, a page break lies within it.
            if mark == _SECTION_MARK and run.end != piece.place_of(at + 1):
                continue
            properties = self._properties.read(run.properties, piece.modifiers)
            is_deleted = bool(self._is_gone[at])
            if is_deleted and mark == _PARAGRAPH_MARK and not (properties.ends_cell or properties.ends_row):
                continue
            yield Paragraph(self._shown(begins, at), mark, properties, is_deleted)
            begins = at + 1
            self._left -= 1
            if not self._left:
                raise UnreadableError(
                    "limit",
                    f"The Word document has more than {_MOST_PARAGRAPHS} paragraphs and cells; read it by eye.",
                )
        if begins < end:
            yield Paragraph(self._shown(begins, end), _PARAGRAPH_MARK, ParagraphProperties())

    def _shown(self, start: int, end: int) -> str:
        characters = self._characters[start:end]
        if any(self._is_gone[start:end]):
            gone = self._is_gone[start:end]
            characters = "".join(c for c, is_gone in zip(characters, gone, strict=True) if not is_gone)
        return self._text.text_of(characters.translate(_SIGNS))

    def _note_characters(self, word: WordFile) -> None:
        """Note which characters are deleted or hidden, and put symbols where the text only has their places."""
        effects: dict[bytes, str | None] = {}
        symbols: dict[int, str] = {}
        pages = character_pages(word)

        def effect(stated: bytes) -> str | None:
            if stated not in effects:
                effects[stated] = _effect(dict(word.generation.modifiers(stated)))
            return effects[stated]

        for piece in self._text.pieces:
            if effect(piece.modifiers) == "":
                self._hide(piece.start, piece.end)
            for run in pages.between(piece.place, piece.place_of(piece.end)):
                shown = effect(run.properties)
                if shown is None:
                    continue
                start, end = _characters_of(run, piece)
                if shown:
                    symbols.update(dict.fromkeys(range(start, end), shown))
                else:
                    self._hide(start, end)
        if symbols:
            self._characters = "".join(symbols.get(at, c) for at, c in enumerate(self._characters))

    def _note_fields(self, start: int, end: int) -> None:
        """Hide the instructions of fields; none where they lie in one another too deep, so that no text is lost."""
        instructions: list[tuple[int, int]] = []
        open_fields: list[int | None] = []
        for match in _FIELD_MARKS.finditer(self._characters, start, end):
            if match[0] == _FIELD_BEGINS:
                if len(open_fields) == _DEEPEST_FIELD:
                    return
                open_fields.append(match.start())
            elif open_fields:
                begins = open_fields.pop()
                if begins is not None:
                    instructions.append((begins, match.end()))
                if match[0] == _FIELD_SPLITS:
                    open_fields.append(None)
        for begins, ends in instructions:
            self._hide(begins, ends)

    def _hide(self, start: int, end: int) -> None:
        self._is_gone[start:end] = b"\x01" * (end - start)


def _effect(modifiers: dict[int, bytes]) -> str | None:
    """What characters become: nothing, a symbol, or None where they stay what they are."""
    if modifiers.get(codes.DELETED) in _SET or modifiers.get(codes.HIDDEN) in _SET:
        return ""
    place = modifiers.get(codes.SYMBOL)
    return None if place is None else symbol(int.from_bytes(place[2:4], "little"))


def _characters_of(run: Run, piece: Piece) -> tuple[int, int]:
    """The characters of a piece that a run covers."""
    start = max(run.start - piece.place, 0) // piece.width
    end = -(-(run.end - piece.place) // piece.width)
    return piece.start + start, min(piece.start + end, piece.end)

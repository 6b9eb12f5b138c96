"""Which list the styles of a Word binary file put their paragraphs in ([MS-DOC] 2.4.6.5 and 2.9.271, its STSH)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.header import STYLES, WordFile

_OF_PARAGRAPHS = 1
# Styles that are based on one another in a circle would be followed for ever.
_LONGEST_CHAIN = 20
# What a style has before its name, without what Word 2002 and later add.
_HEAD_BYTES = 10


@dataclass(frozen=True, slots=True)
class _Style:
    base: int
    listed: int | None
    level: int | None


class Styles:
    """The styles of a document that is of Word 97 or later; none where the file has no readable ones."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._styles = dict(self._read(word.part(STYLES)))

    def listing(self, style: int) -> tuple[int | None, int | None]:
        """The number of the list and the level in it that a style, or one it is based on, states."""
        listed: int | None = None
        level: int | None = None
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None:
                break
            listed = found.listed if listed is None else listed
            level = found.level if level is None else level
            style = found.base
        return listed, level

    def _read(self, stated: bytes) -> Iterator[tuple[int, _Style]]:
        head = int.from_bytes(stated[:2], "little")
        count = int.from_bytes(stated[2:4], "little")
        name_at = int.from_bytes(stated[4:6], "little")
        at = 2 + head
        for number in range(count):
            length = int.from_bytes(stated[at : at + 2], "little")
            style = stated[at + 2 : at + 2 + length]
            if len(style) >= _HEAD_BYTES and style[2] & 0x0F == _OF_PARAGRAPHS:
                yield number, self._style(style, name_at)
            at += 2 + length + length % 2
            if at >= len(stated):
                break

    def _style(self, style: bytes, name_at: int) -> _Style:
        """[MS-DOC] 2.9.260: after the name, the modifiers of paragraphs, which repeat the style's number before them."""
        base = int.from_bytes(style[2:4], "little") >> 4
        at = name_at + 2 * int.from_bytes(style[name_at : name_at + 2], "little") + 4
        length = int.from_bytes(style[at : at + 2], "little")
        last = dict(self._word.generation.modifiers(style[at + 4 : at + 2 + length]))
        return _Style(base, codes.number(last.get(codes.LIST)), codes.number(last.get(codes.LIST_LEVEL)))

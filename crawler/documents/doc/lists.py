"""The numbers that Word prints before paragraphs without having them in the text ([MS-DOC] 2.4.6.3): 一、（一）1."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.documents.doc.header import LIST_OVERRIDES, LISTS, WordFile
from crawler.documents.doc.properties import ParagraphProperties
from crawler.documents.doc.styles import Styles
from crawler.documents.flowing.numerals import numeral

# [MS-OSHARED] 2.2.1.3, the forms of numbers that `numeral` knows; all others are printed in decimal.
_FORMS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_DECIMAL = "decimal"
_BULLET = 23
_MOST_LEVELS = 9
# Paragraphs can refer to no more ([MS-DOC] 2.6.2, sprmPIlfo).
_MOST_LISTS = 0x7FE
_LEVEL_BYTES = 28
_LIST_BYTES = 28
_OVERRIDE_BYTES = 16
_IS_SIMPLE = 0x01
_IS_LEGAL, _HAS_RESTART = 0x04, 0x08
_HAS_START, _HAS_LEVEL = 0x10, 0x20
_NO_LEVELS = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; in `text`, characters below 9 stand for the number of that level.

    `restart` is the level from which upwards none begins it anew, None where all higher ones do.
    """

    start: int
    form: int
    text: str
    restart: int | None
    is_decimal: bool


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: the list it counts in, and what it states anew of its levels."""

    identity: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, which must be given in their order."""

    def __init__(self, word: WordFile) -> None:
        # Word 6 and 95 number their paragraphs in another way.
        is_97 = not word.header.is_95
        self._styles = Styles(word) if is_97 else None
        self._levels = dict(_lists(word)) if is_97 else {}
        self._lists = tuple(_overrides(word)) if is_97 else ()
        self._counts: dict[int, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()

    def label(self, properties: ParagraphProperties) -> str:
        """What Word prints before a paragraph of these properties; empty where nothing, or only a bullet."""
        listed, at = properties.listed, properties.level
        if self._styles and (listed is None or at is None):
            of_style, level_of_style = self._styles.listing(properties.style)
            listed = of_style if listed is None else listed
            at = level_of_style if at is None else at
        at = at or 0
        if not listed or listed > len(self._lists):
            return ""
        found = self._lists[listed - 1]
        levels = self._levels.get(found.identity, {}) | found.levels
        if at not in levels:
            return ""
        counts = self._counts.setdefault(found.identity, {})
        if at in found.starts and (listed, at) not in self._begun:
            counts[at] = found.starts[at] - 1
        self._begun.add((listed, at))
        _count(counts, levels, at)
        return _printed(counts, levels, at)


def _count(counts: dict[int, int], levels: dict[int, _Level], at: int) -> None:
    counts[at] = counts.get(at, levels[at].start - 1) + 1
    for deeper, level in levels.items():
        if deeper > at and (level.restart is None or at < level.restart):
            counts.pop(deeper, None)


def _printed(counts: dict[int, int], levels: dict[int, _Level], at: int) -> str:
    if levels[at].form == _BULLET:
        return ""
    printed = ""
    for character in levels[at].text:
        named = ord(character)
        if named >= _MOST_LEVELS:
            printed += character
        elif named in levels:
            form = _DECIMAL if levels[at].is_decimal else _FORMS.get(levels[named].form, _DECIMAL)
            printed += numeral(counts.get(named, levels[named].start), form)
    return printed


def _lists(word: WordFile) -> Iterator[tuple[int, dict[int, _Level]]]:
    """Every list with its levels, which follow all lists ([MS-DOC] 2.9.131, PlfLst)."""
    stated = word.part(LISTS)
    start, length = word.place(LISTS)
    at = start + length
    for place in range(2, len(stated) - _LIST_BYTES + 1, _LIST_BYTES):
        levels: dict[int, _Level] = {}
        for number in range(1 if stated[place + 26] & _IS_SIMPLE else _MOST_LEVELS):
            level, at = _level(word.table, at)
            if level is None:
                return
            levels[number] = level
        yield int.from_bytes(stated[place : place + 4], "little"), levels


def _overrides(word: WordFile) -> Iterator[_List]:
    """What paragraphs refer to: the lists, each with what it states anew ([MS-DOC] 2.9.130, PlfLfo)."""
    start, _ = word.place(LIST_OVERRIDES)
    stated = word.part(LIST_OVERRIDES)
    count = min(int.from_bytes(stated[:4], "little"), (len(stated) - 4) // _OVERRIDE_BYTES, _MOST_LISTS)
    at = start + 4 + count * _OVERRIDE_BYTES
    for place in range(4, 4 + count * _OVERRIDE_BYTES, _OVERRIDE_BYTES):
        found = _List(int.from_bytes(stated[place : place + 4], "little"))
        at += 4
        for _ in range(min(stated[place + 12], _MOST_LEVELS)):
            if at + 8 > len(word.table):
                break
            value, flags = struct.unpack_from("<iI", word.table, at)
            at += 8
            if flags & _HAS_START:
                found.starts[flags & 0x0F] = value
            if flags & _HAS_LEVEL:
                level, at = _level(word.table, at)
                if level is not None:
                    found.levels[flags & 0x0F] = level
        yield found


def _level(table: bytes, at: int) -> tuple[_Level | None, int]:
    """The level at a place, and where what follows it begins ([MS-DOC] 2.9.150, LVL)."""
    if at + _LEVEL_BYTES + 2 > len(table):
        return None, at
    start, form, flags = struct.unpack_from("<iBB", table, at)
    restart = table[at + 26] if flags & _HAS_RESTART else None
    at += _LEVEL_BYTES + table[at + 24] + table[at + 25]
    length = int.from_bytes(table[at : at + 2], "little")
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return _Level(start, form, text, restart, bool(flags & _IS_LEGAL)), at + 2 + 2 * length

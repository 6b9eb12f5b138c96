"""Text objects of an OFD page to characters with their places (GB/T 33190-2016, 11.2 and 11.3)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from crawler.documents.ofd.values import Matrix, is_near, number, numbers, steps, unit_place
from crawler.documents.pages.layout import Piece

# What stands for a character that its object does not name.
UNKNOWN = "\ufffd"
# What stands where an object names no character (11.2, table 45).
_PLACEHOLDER = "¤"
# How a space, or a character that XML has no place for, may be written (the same table); half a surrogate pair is none.
_ESCAPED = re.compile(r"\\(?!00[01]|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})")
_TURNS = {0: Matrix(), 90: Matrix(0, 1, -1, 0), 180: Matrix(-1, 0, 0, -1), 270: Matrix(0, -1, 1, 0)}
# In millimetres, where none is stated: the size of most printed Chinese (五号).
_SIZE = 3.7
# Of a character's height: how much stands above its line.
_ASCENT = 0.88
# In quarters of a circle: scanned pages lean less.
_SLANT = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """The characters of one TextCode, each a piece; the white space after one is in its text.

    `turn` says by how many quarters of a circle they are turned, clockwise; `lost_count` how many more characters stand
    where no page reaches, or aslant, as watermarks do.
    """

    pieces: tuple[Piece, ...]
    turn: int
    lost_count: int = 0

    def whole(self) -> Piece:
        """All of them as one piece, for text that does not stand as the page does: as high as one character, in the middle.

        Its whole height would make one line of all the lines beside it.
        """
        x0, x1 = min(piece.x0 for piece in self.pieces), max(piece.x1 for piece in self.pieces)
        top, bottom = min(piece.top for piece in self.pieces), max(piece.bottom for piece in self.pieces)
        middle, half = (top + bottom) / 2, min(x1 - x0, bottom - top) / 2
        return Piece("".join(piece.text for piece in self.pieces), x0, middle - half, x1, middle + half)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character, the point on its line where it begins and how far it reaches, in its object's space."""

    character: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text object sets its characters: height and width of a full one, which way they read and are turned.

    `room` is the width of the object's box in its own space, 0 where it has none; `unnamed` is what a placeholder shows:
    a glyph of which only the font knows the character, or nothing.
    """

    height: float
    width: float
    reading: int
    turn: int
    room: float
    unnamed: str


def text_length(unit: etree._Element) -> int:
    """How many characters a text object holds, counted before anything is made of them."""
    return sum(len(code.text or "") for code in unit.iterchildren("{*}TextCode"))


def text_runs(unit: etree._Element, outer: Matrix) -> Iterator[Run]:
    """What the text object `unit` writes; `outer` leads from the space that holds it to points on the page."""
    place = unit_place(unit, outer)
    style = _style(unit)
    if not is_near(style.height, style.width, place.a, place.b, place.c, place.d) or not style.height:
        yield Run((), 0, text_length(unit))
        return
    x = y = 0.0
    for code in unit.iterchildren("{*}TextCode"):
        # Where a later code states no place, it begins where the one before it began.
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        yield _run(_glyphs(code, x, y, style), style, place)


def _style(unit: etree._Element) -> _Style:
    size = abs(number(unit.get("Size"), _SIZE))
    boundary, matrix = numbers(unit.get("Boundary"), 4), numbers(unit.get("CTM"), 6)
    scale = abs(matrix[0]) if len(matrix) == 6 and matrix[0] else 1.0
    return _Style(
        size,
        size * (abs(number(unit.get("HScale"), 1.0)) or 1.0),
        _angle(unit.get("ReadDirection")),
        _angle(unit.get("CharDirection")),
        boundary[2] / scale if len(boundary) == 4 else 0.0,
        UNKNOWN if next(unit.iterchildren("{*}CGTransform"), None) is not None else " ",
    )


def _angle(text: str | None) -> int:
    angle = number(text, 0.0)
    return int(angle) if angle in _TURNS else 0


def _glyphs(code: etree._Element, x: float, y: float, style: _Style) -> Iterator[_Glyph]:
    text = _text(code).replace(_PLACEHOLDER, style.unnamed)
    along, across = steps(code.get("DeltaX"), len(text)), steps(code.get("DeltaY"), len(text))
    for position, character in enumerate(text):
        natural = style.width * (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5)
        if along or across:
            step = _step(along, position), _step(across, position)
        else:
            step = _TURNS[style.reading].along(natural, 0.0)
        width = natural
        if position < len(text) - 1:
            size = math.hypot(*step)
            width = min(size, style.width) if size > 0 else natural
        elif not position and 0 < style.room - x <= style.width:
            # Converters write each character alone, in a box as wide as it is.
            width = style.room - x
        yield _Glyph(character, x, y, width)
        x, y = x + step[0], y + step[1]


def _text(code: etree._Element) -> str:
    text = code.text or ""
    # A line break is the indentation of whoever wrote the XML.
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text.strip() if "\n" in text else text)


def _step(given: list[float], position: int) -> float:
    """The step after a character; where too few are given, the last one goes on."""
    return given[min(position, len(given) - 1)] if given else 0.0


def _run(glyphs: Iterator[_Glyph], style: _Style, place: Matrix) -> Run:
    turn = _TURNS[style.turn]
    right, down = place.along(*turn.along(1.0, 0.0)), place.along(*turn.along(0.0, style.height))
    angle = math.atan2(right[1], right[0]) / (math.pi / 2)
    if abs(angle - round(angle)) > _SLANT:
        return Run((), 0, sum(1 for _ in glyphs))
    pieces: list[Piece] = []
    lost_count = 0
    for glyph in glyphs:
        if glyph.character.isspace():
            if pieces:
                pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip() + " ")
            continue
        x, y = place.at(glyph.x, glyph.y)
        if not is_near(x, y):
            lost_count += 1
            continue
        x, y = x - _ASCENT * down[0], y - _ASCENT * down[1]
        wide, high = right[0] * glyph.width, right[1] * glyph.width
        pieces.append(
            Piece(
                _known(glyph.character),
                x + min(0.0, wide) + min(0.0, down[0]),
                y + min(0.0, high) + min(0.0, down[1]),
                x + max(0.0, wide) + max(0.0, down[0]),
                y + max(0.0, high) + max(0.0, down[1]),
            )
        )
    return Run(tuple(pieces), round(angle) % 4, lost_count)


def _known(character: str) -> str:
    """The character; UNKNOWN for a code that only a font explains."""
    return UNKNOWN if unicodedata.category(character) in ("Cc", "Cn", "Co") else character

"""The characters of a PDF page and their boxes (ISO 32000-1, 9.4 and 9.10)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from ctypes import byref, c_double
from dataclasses import dataclass, replace
from math import atan2, hypot, pi
from typing import Any

import pypdfium2.raw as pdfium

from crawler.documents.pages.layout import Piece
from crawler.documents.pdf.view import Box, View

# A page in the smallest type holds some 5,000.
MOST_CHARACTERS = 20_000
# How many of a page's characters are asked which way they stand.
_ASKED = 40
# Fonts as Chrome and Word embed them often give a character the code of the radical drawn like it; of these NFKC knows
# all Kangxi radicals, but only two of the CJK supplement (Unicode 15, 2E80–2EFF).
_RADICALS = dict(
    zip(
        "⺁⺎⺝⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂兀月母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
# The share of a character's height that lies under its base line: so for Chinese type, whatever the font says of itself.
_UNDER = 0.14
# Some fonts' boxes are taller than their size, none so much.
_TALLEST = 3.0
# In quarters of a turn: text set more aslant is a watermark across the page.
_SLANT = 0.08
_HYPHEN_AT_LINE_END = "\x02"
_UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of one page, placed on `view`, the page turned so that they stand upright.

    `unknown_count` is how many of them their font gives no meaning; `is_unseen` says that they are not drawn but only
    laid under a picture, as scanners do that recognise text; `is_cut` that the page has more characters.
    """

    pieces: tuple[Piece, ...]
    view: View
    unknown_count: int
    is_unseen: bool
    is_cut: bool


def read_characters(page: Any, view: View) -> PageText:
    """The characters of a page, up to MOST_CHARACTERS, each a piece; the white space after it is in its text.

    Where a page has both, text that is not drawn repeats what is, and is left out. `page` is an open text page handle
    of pdfium, which the caller holds.
    """
    glyphs = _Glyphs(page, view)
    seen, unseen = _Run(), _Run()
    run = seen
    for number in range(glyphs.count):
        character = chr(pdfium.FPDFText_GetUnicode(page, number))
        if character.isspace():
            run.end_word()
            continue
        height, angle = glyphs.stand(number)
        turn = round(angle)
        if abs(angle - turn) > _SLANT:
            continue
        if _is_unknown(character) or pdfium.FPDFText_HasUnicodeMapError(page, number) == 1:
            character = _UNKNOWN
        run = unseen if glyphs.is_unseen(number) else seen
        if turn % 4 == glyphs.view.quarters:
            run.add(Piece(_plain(character), *glyphs.box(number, height)))
        else:
            run.add_turned(Piece(_plain(character), *glyphs.inked(number)))
    is_unseen = len(unseen.pieces) > len(seen.pieces)
    kept = seen.pieces + unseen.pieces if is_unseen else seen.pieces
    unknown_count = sum(piece.text.count(_UNKNOWN) for piece in kept)
    return PageText(tuple(kept), glyphs.view, unknown_count, is_unseen, glyphs.is_cut)


class _Glyphs:
    """What pdfium says of each character of a page; `view` is the page turned so that most of them stand upright."""

    def __init__(self, page: Any, view: View) -> None:
        self._page = page
        # What pdfium writes its answers to: made once, since a page asks some thousand times.
        self._matrix = pdfium.FS_MATRIX()
        self._set_in = pdfium.FS_RECTF()
        self._ink = c_double(), c_double(), c_double(), c_double()
        stated = pdfium.FPDFText_CountChars(page)
        self.count = min(max(stated, 0), MOST_CHARACTERS)
        self.is_cut = stated > self.count
        turns = Counter(
            round(self.stand(number)[1]) % 4
            for number in range(0, self.count, max(self.count // _ASKED, 1))
            if pdfium.FPDFText_IsGenerated(page, number) != 1
        )
        # A wide table is set sideways on its page, or upright on a page that is turned.
        self.view = replace(view, quarters=turns.most_common(1)[0][0]) if turns else view

    def stand(self, number: int) -> tuple[float, float]:
        """How high a character is set, and by how many quarters its base line is turned anticlockwise."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._page, number, byref(matrix))
        height = abs(pdfium.FPDFText_GetFontSize(self._page, number)) * hypot(matrix.c, matrix.d)
        return height, atan2(matrix.b, matrix.a) / (pi / 2)

    def is_unseen(self, number: int) -> bool:
        """Whether a character is part of the text but not drawn."""
        run = pdfium.FPDFText_GetTextObject(self._page, number)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(run) if run else None
        return bool(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)

    def box(self, number: int, height: float) -> Box:
        """The box an upright character is set in, an em high on its base line: so fonts mixed in a line have the same.

        One set downwards has what it inks, since pdfium 5.15.2 forgets to scale its box.
        """
        set_in = self._set_in
        pdfium.FPDFText_GetLooseCharBox(self._page, number, byref(set_in))
        x0, top, x1, bottom = self.view.box((set_in.left, set_in.bottom, set_in.right, set_in.top))
        if bottom - top > _TALLEST * height:
            return self.inked(number)
        x, y, *_ = self._ink
        pdfium.FPDFText_GetCharOrigin(self._page, number, byref(x), byref(y))
        base = self.view.box((x.value, y.value, x.value, y.value))[1]
        return x0, base - (1 - _UNDER) * height, x1, base + _UNDER * height

    def inked(self, number: int) -> Box:
        """The box around what a character inks."""
        left, right, bottom, top = self._ink
        pdfium.FPDFText_GetCharBox(self._page, number, byref(left), byref(right), byref(bottom), byref(top))
        return self.view.box((left.value, bottom.value, right.value, top.value))


class _Run:
    """Pieces as they are drawn."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._is_turned = False

    def end_word(self) -> None:
        """Note that white space follows."""
        if self.pieces and not self.pieces[-1].text.endswith(" "):
            last = self.pieces[-1]
            self.pieces[-1] = Piece(last.text + " ", last.x0, last.top, last.x1, last.bottom)

    def add(self, piece: Piece) -> None:
        """Add a character that stands upright."""
        self.pieces.append(piece)
        self._is_turned = False

    def add_turned(self, piece: Piece) -> None:
        """Add a character of text set sideways, a label beside a table, which is one piece with those before it."""
        last = self.pieces[-1] if self._is_turned else None
        self._is_turned = True
        reach = piece.bottom - piece.top + piece.x1 - piece.x0
        if last is None or not (
            last.x0 - reach < piece.x0 < last.x1 + reach
            and last.top - reach < piece.top < last.bottom + reach
        ):
            self.pieces.append(piece)
            return
        self.pieces[-1] = Piece(
            last.text + piece.text,
            min(last.x0, piece.x0),
            min(last.top, piece.top),
            max(last.x1, piece.x1),
            max(last.bottom, piece.bottom),
        )


def _plain(character: str) -> str:
    if "\u2e80" <= character <= "\u2fdf":
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return "-" if character == _HYPHEN_AT_LINE_END else character


def _is_unknown(character: str) -> bool:
    """Whether no text can be made of a code: none, a replacement character, a control or one that only its font explains."""
    return character == _UNKNOWN or (
        unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") and character != _HYPHEN_AT_LINE_END
    )

"""What stands at the edges of pages and is no part of the text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from archive.text import fold
from crawler.documents.pages.layout import PageLayout
from crawler.documents.pages.typeset import TextLine, text_lines

# The share of a page's height, above and below, in which such lines stand; the standard for official documents, GB/T
# 9704, leaves 37 of 297 mm above the text.
_EDGE = 0.12
# A header repeats on most pages; where odd and even pages differ, on half of them.
_REPEATED_SHARE = 0.4
# Compared folded: full-width digits and signs are plain ones by then.
_SIGN = r"[-‐-―−~·.•*|]"
_MARKED_NUMBER = re.compile(
    rf"{_SIGN}+\d{{1,4}}{_SIGN}+|第?\d{{1,4}}页([,/，]?共?\d{{1,4}}页)?|第[一二三四五六七八九十百]+页"
    rf"|\d{{1,4}}/\d{{1,4}}|page\d{{1,4}}(of\d{{1,4}})?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")


def edge_of(height: float, top: float, bottom: float) -> Literal["", "top", "bottom"]:
    """The edge of a page `height` high that what lies between `top` and `bottom` stands at, if at any."""
    middle = (top + bottom) / 2
    if middle < height * _EDGE:
        return "top"
    return "bottom" if middle > height * (1 - _EDGE) else ""


def without_marked_numbers(page: PageLayout) -> PageLayout:
    """The page without page numbers that are marked as such, `- 4 -`, `第 4 页 共 9 页`, even between ruled lines."""
    near = [piece for piece in page.pieces if edge_of(page.height, piece.top, piece.bottom)]
    lines = text_lines(near)
    numbers = {
        piece
        for edge in (lines, lines[::-1])
        for line in edge[:1]
        if _MARKED_NUMBER.fullmatch(fold(line.text))
        for piece in line.pieces
    }
    if not numbers:
        return page
    return replace(page, pieces=tuple(piece for piece in page.pieces if piece not in numbers))


def running_lines(pages: Sequence[PageLayout], lines: Sequence[Sequence[TextLine]]) -> set[tuple[int, int]]:
    """Which of the lines outside tables are page numbers or stand on most pages alike: (page, line), from 0."""
    candidates = list(_candidates(pages, lines))
    texts = Counter(key for *_, key in candidates)
    needed = 2 if len(pages) < 4 else max(3, round(len(pages) * _REPEATED_SHARE))
    numbers = {
        (page, line): int(fold(lines[page][line].text)) - page
        for page, line, _ in candidates
        if _BARE_NUMBER.fullmatch(fold(lines[page][line].text))
    }
    offsets = Counter(numbers.values())
    return {
        place for place, offset in numbers.items() if offsets[offset] > 1 or (offset == 1 and len(pages) == 1)
    } | {
        (page, line) for page, line, key in candidates if (page, line) not in numbers and texts[key] >= needed
    }


def _candidates(
    pages: Sequence[PageLayout], lines: Sequence[Sequence[TextLine]]
) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """The lines at the edges, with what they are compared by: their edge, and their text whatever its figures are."""
    for number, (page, own) in enumerate(zip(pages, lines, strict=True)):
        for place, line in enumerate(own):
            if edge := edge_of(page.height, line.top, line.bottom):
                # Of two pages alone two days or two figures could be taken for one line.
                text = fold(line.text) if len(pages) == 2 else re.sub(r"\d+", "0", fold(line.text))
                yield number, place, (edge, text)

"""Pieces of text to lines, and lines to text: spaces that only spread Chinese characters over a line are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from archive.text import clean
from crawler.documents.grid import is_wide, join_lines
from crawler.documents.pages.layout import Piece

# In heights of a character: how far apart the middles of one line's characters lie at most, from which gap on two Latin
# words are two, and from which on two Chinese ones stand apart (a name and its date, a label and its answer).
_SAME_LINE = 0.5
_SPACE = 0.2
_APART = 1.8
# A piece drawn again less than this share of its width away is the same drawn bold.
_DRAWN_AGAIN = 0.4
_NUMBER = re.compile(r"[\d,.]+")
# Points that cells leave blank left and right together, and a little more: Word's own measure is 10.8.
CELL_PADDING = 12.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text and its box; `size` is the height of most of its characters, `pieces` run from left to right."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    pieces: tuple[Piece, ...]


def text_lines(pieces: Iterable[Piece]) -> list[TextLine]:
    """The pieces as lines from top to bottom."""
    lines: list[list[Piece]] = []
    centre = height = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        own = (piece.top + piece.bottom) / 2
        if not lines or own - centre > _SAME_LINE * max(height, piece.bottom - piece.top):
            lines.append([])
            centre, height = own, piece.bottom - piece.top
        lines[-1].append(piece)
    return [line_of(line) for line in lines]


def line_of(pieces: Iterable[Piece]) -> TextLine:
    """The pieces, at least one, as one line."""
    run = _drawn_once(sorted(pieces, key=lambda piece: piece.x0))
    sizes = sorted(piece.bottom - piece.top for piece in run)
    size = sizes[len(sizes) // 2]
    return TextLine(
        _text(run, size),
        run[0].x0,
        min(piece.top for piece in run),
        max(piece.x1 for piece in run),
        max(piece.bottom for piece in run),
        size,
        tuple(run),
    )


def cell_text(lines: Iterable[TextLine], width: float) -> str:
    """The text of a cell `width` wide: its lines were broken only for want of room, even within a number."""
    texts: list[str] = []
    room = 0.0
    for line in lines:
        if texts and _NUMBER.fullmatch(line.text) and _NUMBER.fullmatch(texts[-1]) and room < line.size / 2:
            texts[-1] += line.text
        else:
            texts.append(line.text)
        room = width - CELL_PADDING - (line.x1 - line.x0)
    return join_lines(texts)


def _drawn_once(run: list[Piece]) -> list[Piece]:
    """`run` without what was drawn a second time, a little to the side: a way to print bold."""
    once: list[Piece] = []
    for piece in run:
        reach = piece.x0 - _DRAWN_AGAIN * (piece.x1 - piece.x0)
        for before in reversed(once[-2:]):
            if before.x0 > reach and before.text.strip() == piece.text.strip():
                break
        else:
            once.append(piece)
    return once


def _text(run: list[Piece], size: float) -> str:
    gaps = [after.x0 - before.x1 for before, after in pairwise(run)]
    # A heading spread over its line, 报　　　告, is one word.
    is_spread = sum(gap > size for gap in gaps) * 2 >= sum(len(piece.text.strip()) for piece in run)
    parts = [run[0].text]
    for gap, piece in zip(gaps, run[1:], strict=True):
        if gap > _APART * size and not is_spread:
            parts.append(piece.text)
        else:
            parts[-1] += f" {piece.text}" if gap > _SPACE * size else piece.text
    return " ".join(filter(None, map(_close, parts)))


def _close(text: str) -> str:
    """`text` without the spaces beside Chinese characters."""
    words = clean(text).split(" ")
    closed = words[0]
    for word in words[1:]:
        closed += word if is_wide(closed[-1:]) or is_wide(word[:1]) else f" {word}"
    return closed

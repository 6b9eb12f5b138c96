"""Which parts of a page are lines of text: what was found as text, cut at the borders of cells, and what was missed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.documents.scans.boxes import Box

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# Ink is what is this share of the page's contrast darker than its surroundings, whatever the paper and the lamp; less is
# what compression leaves around lines and characters.
_CONTRAST, _DARKEST, _LEAST_CONTRAST = 0.2, 0.01, 12
_SURROUNDINGS = 31
# In heights of a character: what is farther apart is not one text; smaller marks alone are dirt.
_GAP = 2.0
_DIRT = 0.5
# Boxes that reach so far into each other's height are of one line, …
_SAME = 0.5
# … and a box so tall is of several lines.
_TALL = 2.2
_ROOM = 0.2
_PITCH = 1.4
# How much of the height found for a line must lie in a cell for the line to be of that cell.
_OWN_SHARE = 0.5
# What is left of a border beside a cell, in pixels.
_EDGE = 3


def text_lines(page: Pixels, found: Sequence[Box], cells: Sequence[Box]) -> tuple[list[Box], list[list[Box]]]:
    """The lines of text outside of tables, and those inside of each of their cells.

    `page` is without its ruled lines; `found` are the boxes around its text. Finders of text miss single digits, cut
    off first ones, and take neighbouring cells for one line; so in a cell what counts is its ink.
    """
    if not found:
        return [], []
    size = _character_height(found)
    outside = [box for box in found if not any(cell.holds(box.centre) for cell in cells)]
    marks = sorted(_marks(page), key=lambda mark: mark.centre[1])
    heights = [mark.centre[1] for mark in marks]
    taken: set[int] = set()
    inside: list[list[Box]] = []
    for cell in cells:
        near = range(bisect_left(heights, cell.top), bisect_left(heights, cell.bottom))
        # Of tables within tables the innermost comes first, and what is its is not the outer's too.
        held = [number for number in near if number not in taken and cell.holds(marks[number].centre)]
        taken.update(held)
        own = [marks[number] for number in held if not _is_residue(marks[number], cell, size)]
        parts = [part for box in found if _is_of(part := box.common(cell), box)]
        inside.append(list(_cell_lines(own, parts, size)))
    return outside, inside


def _character_height(found: Sequence[Box]) -> float:
    heights = sorted(box.height for box in found)
    # Boxes are drawn around characters with some room.
    return heights[len(heights) // 2] * 0.7


def _is_residue(mark: Box, cell: Box, size: float) -> bool:
    """Whether a mark is what is left of a border: it lies at one, and is thinner than a stroke or shorter than a digit."""
    is_thin = min(mark.width, mark.height) <= _EDGE or max(mark.width, mark.height) < size * _DIRT
    inner = Box(cell.x0 + _EDGE, cell.top + _EDGE, cell.x1 - _EDGE, cell.bottom - _EDGE)
    return is_thin and not inner.holds(mark.centre)


def _is_of(part: Box, box: Box) -> bool:
    return part.width > 0 and part.height >= box.height * _OWN_SHARE


def _marks(page: Pixels) -> list[Box]:
    """Each connected stretch of ink."""
    import cv2
    import numpy as np

    contrast = max((np.median(page) - np.quantile(page, _DARKEST)) * _CONTRAST, _LEAST_CONTRAST)
    ink = cv2.adaptiveThreshold(
        page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _SURROUNDINGS, float(contrast)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return [Box(x, y, x + width, y + height) for x, y, width, height, _ in stats[1:].tolist()]


def _cell_lines(marks: list[Box], parts: list[Box], size: float) -> Iterator[Box]:
    """The lines of one cell, each as wide as its ink; what stands far apart is apart."""
    for top, bottom in _bands(marks, parts, size):
        own = [mark for mark in marks if top <= mark.centre[1] < bottom]
        for start, end in _merged([(mark.x0, mark.x1) for mark in own], size * _GAP):
            together = [mark for mark in own if start <= mark.x0 < end]
            if any(_is_text(mark, parts, size) for mark in together):
                yield Box(start, top, end, bottom)


def _is_text(mark: Box, parts: list[Box], size: float) -> bool:
    """Whether a mark is no dirt: it is as large as a character, or text was found there."""
    return max(mark.width, mark.height) >= size * _DIRT or any(part.holds(mark.centre) for part in parts)


def _bands(marks: list[Box], parts: list[Box], size: float) -> list[tuple[int, int]]:
    """Where the lines of a cell begin and end downwards: as found, and around the ink of which none was found."""
    held = [
        part
        for part in parts
        if part.height <= size * _TALL and any(part.holds(mark.centre) for mark in marks)
    ]
    bands = _merged([(part.top, part.bottom) for part in held], -size * _SAME)
    loose = [mark for mark in marks if not any(top <= mark.centre[1] < bottom for top, bottom in bands)]
    room = round(size * _ROOM)
    for top, bottom in _merged([(mark.top, mark.bottom) for mark in loose], size * _ROOM):
        # Characters that stand one below the other are nearer than lines.
        count = max(round((bottom - top) / (size * _PITCH)), 1)
        cuts = [top + (bottom - top) * number // count for number in range(count + 1)]
        bands += [(first - room, last + room) for first, last in pairwise(cuts)]
    return sorted(bands)


def _merged(ranges: list[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Ranges with at most `gap` between them as one; with a negative gap, those that overlap by as much."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged

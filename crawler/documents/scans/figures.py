"""What stands in the cells of scanned tables: figures are read twice, and no figure is given that is not certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from archive.text import fold, han_count
from crawler.documents.scans.boxes import Box
from crawler.documents.scans.engine import Reading, read_lines

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

UNREADABLE = "\ufffd"
# Measured on printed digits: of 4,000 in usable scans none was wrong that was read twice alike with at least this.
_SURE_SCORE = 0.9
# In pixels: digits that are lower, as those of 9 points at 100 dpi, begin to be read wrongly twice alike.
_LOWEST = 10.5
# In heights of a line; digits of one figure are nearer.
_GAP = 0.45
# What a bureau prints where it has no figure.
_MARKS = ("/", "—")
_DASH, _SLANT, _STROKE = 0.2, 0.17, 0.35
_RUN_TOGETHER = re.compile(r"0\d")
# Where more of a page's figures are in doubt, those that are not are wrong too often.
_MOST_DOUBTFUL = 5
_DOUBTFUL_SHARE = 0.05


def cut(page: Pixels, box: Box, room: int = 3) -> Pixels:
    """A line of text with a little of what is around it."""
    return page[max(box.top - room, 0) : box.bottom + room, max(box.x0 - room, 0) : box.x1 + room]


def read_cells(page: Pixels, ruled: Pixels, cells: Sequence[Sequence[Box]]) -> tuple[list[str], int]:
    """What the lines of the cells say, one after the other, and how many figures were not read with certainty.

    They are read from the page without its ruled lines, and figures once more from that with them, where no digit can
    have lost a stroke with a line.
    """
    boxes = [box for cell in cells for box in cell]
    lines = [cut(page, box) for box in boxes]
    readings = [_or_mark(reading, line) for reading, line in zip(read_lines(lines), lines, strict=True)]
    figures = [number for number, reading in enumerate(readings) if _may_be_figure(reading)]
    crowded = _crowded(cells, set(figures))
    crowded |= {number for number in figures if _has_gap(lines[number])}
    alone = [number for number in figures if number not in crowded]
    again = read_lines([_stretched(cut(ruled, boxes[number])) for number in alone])
    doubtful = {
        number for number, second in zip(alone, again, strict=True) if not _agree(readings[number], second)
    }
    if alone and _is_too_poor([lines[number] for number in alone], len(doubtful)):
        doubtful = set(alone)
    doubtful |= crowded
    texts = [UNREADABLE if number in doubtful else reading.text for number, reading in enumerate(readings)]
    return texts, len(doubtful)


def _is_too_poor(lines: Sequence[Pixels], doubtful_count: int) -> bool:
    """Whether the figures of a page, so many of them in doubt, are too small or too blurred to trust any."""
    heights = [_is_dark(line).any(axis=1).sum() for line in lines]
    return median(heights) < _LOWEST or doubtful_count > max(_MOST_DOUBTFUL, len(lines) * _DOUBTFUL_SHARE)


def _crowded(cells: Sequence[Sequence[Box]], figures: set[int]) -> set[int]:
    """The figures that do not stand alone in their cell: the line between theirs was not found."""
    crowded: set[int] = set()
    first = 0
    for cell in cells:
        own = figures.intersection(range(first, first + len(cell)))
        if len(own) > 1:
            crowded |= own
        first += len(cell)
    return crowded


def _or_mark(reading: Reading, line: Pixels) -> Reading:
    """What was read, or the slash or dash that stands there alone and that the model takes for a 1 or for 一.

    The upper end of a slash lies a fifth of its height and more to the right of the lower one, that of an oblique 1 less
    than a seventh (measured in six typefaces).
    """
    import numpy as np

    rows, columns = np.nonzero(_is_dark(line))
    if not rows.size or (reading.score >= _SURE_SCORE and reading.text != "1"):
        return reading
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    if height < line.shape[0] * _DASH and width > 2 * height:
        return Reading("—", 1.0)
    upper, lower = columns[rows < rows.min() + height / 3], columns[rows > rows.max() - height / 3]
    slant = (upper.mean() - lower.mean()) / height
    thickest = int(np.bincount(rows).max())
    return Reading("/", 1.0) if slant > _SLANT and thickest < height * _STROKE else reading


def _is_dark(line: Pixels) -> Pixels:
    import numpy as np

    dark: Pixels = line < (np.median(line) + line.min()) / 2
    return dark


def _has_gap(line: Pixels) -> bool:
    """Whether there is room for a border between the characters of a line."""
    import numpy as np

    places = np.flatnonzero(_is_dark(line).any(axis=0))
    return bool(places.size > 1 and np.diff(places).max() > line.shape[0] * _GAP)


def _may_be_figure(reading: Reading) -> bool:
    """Whether a text has no Chinese character, or only a unit, or one that may be a digit; or ink is read as nothing."""
    count = han_count(reading.text)
    is_in_doubt = reading.score < _SURE_SCORE or any(map(str.isdigit, reading.text))
    return reading.text not in _MARKS and (count == 0 or (count == 1 and is_in_doubt))


def _agree(first: Reading, second: Reading) -> bool:
    """Whether two readings are the same and sure, and no two figures run together (05)."""
    text = fold(first.text)
    is_same = bool(text) and text == fold(second.text)
    return is_same and min(first.score, second.score) >= _SURE_SCORE and not _RUN_TOGETHER.match(text)


def _stretched(line: Pixels) -> Pixels:
    """The same line in other proportions: a character that is only guessed is guessed differently."""
    import cv2

    return cv2.resize(line, None, fx=1.0, fy=1.25, interpolation=cv2.INTER_CUBIC)

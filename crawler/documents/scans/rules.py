"""Ruled lines from pixels: the borders of tables as they were printed, and the page without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor
from typing import TYPE_CHECKING

from crawler.documents.scans.borders import borders, slim
from crawler.documents.scans.boxes import RuledLine, RuledLines

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# Lines are sought on a page of this size (A4 at 150 dots per inch), so that the lengths below can be dots.
_WIDTH, _HEIGHT = 1240, 1754
# A stroke is hardly longer than the lowest row is high and the narrowest column wide, …
_SHORTEST = 15
# … but a line that is sought by its length alone is longer than any stroke of a heading.
_SURE = 50
_THICKEST = 11
# A hairline, scanned, is hardly darker than the paper: of 255 shades at least these.
_DEPTH = 8
# Stretches of one line lie so near to each other along it and across it, and make up so much of it.
_HOLE, _STEP, _DRAWN_SHARE = 12, 1.5, 0.87
# The size of what is paper around any line or stroke.
_WINDOW = 25
# How far the faint edges of a line reach, and how much of what is around it is darker than paper.
_FRINGE, _PAPER = 3, 0.9


def find_lines(page: Pixels) -> RuledLines:
    """The ruled lines of a straightened page.

    Strokes of characters are as long as the sides of a small cell. So a line counts only where both its ends meet
    lines in the other direction, as no stroke's do, or where it is far longer than a stroke.
    """
    import cv2
    import numpy as np

    # A table that was cut out of a page is as wide as one, but not as high.
    scale = max(min(page.shape) / _WIDTH, max(page.shape) / _HEIGHT)
    size = round(page.shape[1] / scale), round(page.shape[0] / scale)
    upright = cv2.resize(page, size, interpolation=cv2.INTER_CUBIC if scale < 1 else cv2.INTER_AREA)
    shade = cv2.morphologyEx(upright, cv2.MORPH_BLACKHAT, np.ones((_WINDOW, _WINDOW), np.uint8))
    dark_across, dark_down = _thin(upright), _turned(_thin(_turned(upright)))
    # Where two lines cross, neither is thin.
    long_across, long_down = _opened(dark_across, _SURE), _turned(_opened(_turned(dark_down), _SURE))
    dark_across, dark_down = cv2.max(dark_across, long_down), _turned(cv2.max(dark_down, long_across))
    sure = list(_runs(dark_across, _SURE))
    down = borders(_joined(_runs(dark_down, _SHORTEST)), sure, _turned(shade))
    across = borders(_joined(_runs(dark_across, _SHORTEST)), down, shade)
    return RuledLines(*(tuple(line.times(scale) for line in slim(lines)) for lines in (across, down)))


def erase(page: Pixels, lines: RuledLines) -> Pixels:
    """A copy of the page without its ruled lines, and without the faint edges that a scan gives them.

    Text may stand so near to a line that its strokes lie in those edges: what is dark there stays.
    """
    copy = page.copy()
    for line in lines.across:
        _whiten(copy, line)
    for line in lines.down:
        _whiten(copy.T, line)
    return copy


def _whiten(page: Pixels, line: RuledLine) -> None:
    import numpy as np

    along = slice(max(floor(line.start), 0), ceil(line.end) + 1)
    low, high = floor(line.low), ceil(line.high) + 1
    around = page[max(low - _FRINGE, 0) : high + _FRINGE, along]
    if not around.size:
        return
    paper = np.quantile(around, _PAPER)
    around[around > (paper + around.min()) / 2] = paper
    page[max(low, 0) : high, along] = paper


def _thin(page: Pixels) -> Pixels:
    """1 where the page is darker than a little above and below."""
    import cv2
    import numpy as np

    depth = cv2.morphologyEx(page, cv2.MORPH_BLACKHAT, np.ones((_THICKEST, 1), np.uint8))
    return (depth >= _DEPTH).astype(np.uint8)


def _opened(dark: Pixels, shortest: int) -> Pixels:
    import cv2
    import numpy as np

    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))


def _runs(dark: Pixels, shortest: int) -> Iterator[RuledLine]:
    """The straight dark runs across that are at least `shortest` long and thin."""
    import cv2

    count, _, boxes, centres = cv2.connectedComponentsWithStats(_opened(dark, shortest))
    for number in range(1, count):
        start, _, length, height, area = boxes[number].tolist()
        if area <= _THICKEST * length and height <= 2 * _THICKEST:
            place, half = float(centres[number][1]), area / length / 2
            yield RuledLine(place, start, start + length, place - half, place + half, length)


def _joined(runs: Iterable[RuledLine]) -> list[RuledLine]:
    """Runs along one line as one: where text comes near a hairline, it is no darker than what is around it."""
    lines: list[RuledLine] = []
    going_on: list[RuledLine] = []
    for run in sorted(runs, key=lambda run: run.start):
        going_on = [line for line in going_on if run.start - line.end <= _HOLE]
        before = next((line for line in going_on if abs(line.place - run.place) <= _STEP), None)
        if before is not None:
            going_on.remove(before)
            lines.remove(before)
            run = _join(before, run)
        going_on.append(run)
        lines.append(run)
    return [line for line in lines if line.drawn >= line.length * _DRAWN_SHARE]


def _join(first: RuledLine, second: RuledLine) -> RuledLine:
    drawn = first.drawn + second.drawn
    place = (first.place * first.drawn + second.place * second.drawn) / drawn
    low, high = min(first.low, second.low), max(first.high, second.high)
    return RuledLine(place, first.start, max(first.end, second.end), low, high, drawn)


def _turned(page: Pixels) -> Pixels:
    """Rows for columns."""
    import numpy as np

    return np.ascontiguousarray(page.T)

"""Ruled lines from pixels: the borders of tables as they were printed, told from the strokes of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.documents.scan_images import Pixels

# Lines are sought on a page of this size (A4 at 150 dots per inch), so that the lengths below can be dots.
_WIDTH, _HEIGHT = 1240, 1754
# A stroke is shorter than the lowest row and the narrowest column, …
_SHORTEST = 15
# … a line that is sought by its length alone is longer than any stroke of a heading, …
_SURE = 50
# … and one that ends in the open is longer still.
_LONG = 155
_THICKEST = 11
# How far a line may miss the one it ends at.
_REACH = 3
_STEP = 1.5
_HOLE = 12
_DRAWN_SHARE = 0.87
_UNBROKEN_SHARE = 0.98
_WINDOW = 25
_FAINTEST = 0.08
_EVEN_SHARE = 0.75
_TEXT_SHARE = 0.15
_EDGE_SHARE = 0.25
_BEND = 4
_FRINGE = 3
_PAPER = 0.9
# A hairline, scanned, is hardly darker than the paper: of 255 shades at least these.
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A straight line in pixels: its place across, where it starts and ends, and between what it is thick.

    `drawn` is how much of its length is not holes.
    """

    place: float
    start: float
    end: float
    low: float
    high: float
    drawn: float

    @property
    def length(self) -> float:
        """From its start to its end."""
        return self.end - self.start

    def times(self, scale: float) -> RuledLine:
        """The same line on a page enlarged by `scale`."""
        values = (self.place, self.start, self.end, self.low, self.high, self.drawn)
        return RuledLine(*(value * scale for value in values))


@dataclass(frozen=True, slots=True)
class RuledLines:
    """The lines of one page: those across (whose place is y) and those down (whose place is x)."""

    across: tuple[RuledLine, ...] = ()
    down: tuple[RuledLine, ...] = ()


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
    down = _borders(_joined(_runs(dark_down, _SHORTEST)), sure, _turned(shade))
    across = _borders(_joined(_runs(dark_across, _SHORTEST)), down, shade)
    return RuledLines(*(tuple(line.times(scale) for line in _slim(lines)) for lines in (across, down)))


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


def _borders(lines: Iterable[RuledLine], crossing: Iterable[RuledLine], shade: Pixels) -> list[RuledLine]:
    """What of the lines parts cells: each stretch from one crossing line to the next that is drawn evenly.

    Strokes of characters are as long as the sides of a small cell, but there is paper between them and its border.
    `shade` is how much darker than paper the page is.
    """
    crossing = list(crossing)
    borders: list[RuledLine] = []
    for line in lines:
        stops = _stops(line, crossing)
        sides = (_side(line, *stretch, shade) for stretch in pairwise(stops))
        borders += filter(None, sides)
        if not stops and line.length >= _LONG and line.drawn >= line.length * _UNBROKEN_SHARE:
            borders.append(line)
    return borders


def _stops(line: RuledLine, crossing: list[RuledLine]) -> list[float]:
    """Where a line meets crossing lines, and its ends where they stick out so far that its table is open."""
    met = sorted(
        other.place
        for other in crossing
        if other.start - _REACH <= line.place <= other.end + _REACH
        and line.start - _REACH <= other.place <= line.end + _REACH
    )
    before = [line.start] if met and met[0] - line.start > _SURE else []
    after = [line.end] if met and line.end - met[-1] > _SURE else []
    return before + met + after


def _slim(lines: list[RuledLine]) -> Iterator[RuledLine]:
    """The lines, none thicker than they are on the whole: where one is, a digit leans on it."""
    if not lines:
        return
    half = median(line.high - line.low for line in lines) / 2 + 1
    for line in lines:
        yield replace(line, low=max(line.low, line.place - half), high=min(line.high, line.place + half))


def _side(line: RuledLine, start: float, end: float, shade: Pixels) -> RuledLine | None:
    """The stretch of a line between two places, where exactly it lies there and how thick it is; None if it is not even.

    Across it, what is dark for most of its length is the line, and what is not is text beside it.
    """
    import cv2
    import numpy as np

    top = max(round(line.place) - _THICKEST, 0)
    band = shade[top : round(line.place) + _THICKEST + 1, round(start) : round(end)]
    if band.shape[1] <= 2 * _REACH:
        return None
    profile = np.quantile(band[:, _REACH:-_REACH], _TEXT_SHARE, axis=1)
    near = max(round(line.place) - top - _BEND, 0)
    middle = near + int(profile[near : near + 2 * _BEND + 1].argmax())
    even = cv2.blur(band[max(middle - 1, 0) : middle + 2].max(axis=0)[np.newaxis], (3, 1))
    if np.quantile(even, _FAINTEST) < np.median(even) * _EVEN_SHARE:
        return None
    low = high = middle
    while low > 0 and profile[low - 1] >= profile[middle] * _EDGE_SHARE:
        low -= 1
    while high + 1 < len(profile) and profile[high + 1] >= profile[middle] * _EDGE_SHARE:
        high += 1
    return RuledLine(float(top + middle), start, end, float(top + low), float(top + high), end - start)


def _turned(page: Pixels) -> Pixels:
    """Rows for columns."""
    import numpy as np

    return np.ascontiguousarray(page.T)

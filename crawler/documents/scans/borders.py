"""Which dark lines of a page are the sides of cells, told from the strokes of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from crawler.documents.scans.boxes import RuledLine

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# In dots of a page of A4 at 150 to the inch. How far a line may miss the one it ends at, …
_REACH = 3
# … how far it sticks out where its table is open, …
_SURE = 50
# … and how long it is, with hardly a hole, where it meets no other.
_LONG, _UNBROKEN_SHARE = 155, 0.98
# A line is even where all but this share of it is at least this share as dark as most of it: between a stroke and the
# borders above and below it there is paper.
_FAINTEST, _EVEN_SHARE = 0.08, 0.75
# What is dark over more than all but this share of a line's length is the line; at its edges it is this share as dark.
_TEXT_SHARE, _EDGE_SHARE = 0.15, 0.25
_THICKEST = 11
# How far paper bends a line.
_BEND = 4


def borders(lines: Iterable[RuledLine], crossing: Iterable[RuledLine], shade: Pixels) -> list[RuledLine]:
    """What of the lines parts cells: each stretch from one crossing line to the next that is drawn evenly.

    Strokes of characters are as long as the sides of a small cell, but there is paper between them and its border.
    `shade` is how much darker than paper the page is.
    """
    crossing = list(crossing)
    sides: list[RuledLine] = []
    for line in lines:
        stops = _stops(line, crossing)
        sides += filter(None, (_side(line, *stretch, shade) for stretch in pairwise(stops)))
        if not stops and line.length >= _LONG and line.drawn >= line.length * _UNBROKEN_SHARE:
            sides.append(line)
    return sides


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


def slim(lines: list[RuledLine]) -> Iterator[RuledLine]:
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

"""Borders as they are drawn, in dots, dashes, pieces or double, to the straight lines a reader sees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.documents.pages.layout import Rule

# In points. Double and dashed borders, and the borders of neighbouring cells, are parts of one line; no cell is so small.
_THICKEST = 3.0
_COLLINEAR = 1.0
SNAP = 4.0
GAP = 6.0
_SHORTEST = 6.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: its place across (y of a horizontal one, x of a vertical one), where it starts and ends."""

    place: float
    start: float
    end: float


def straight_lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines, their collinear pieces joined."""
    across, down = [], []
    for rule in rules:
        width, height = rule.x1 - rule.x0, rule.bottom - rule.top
        # The dots of a dotted border are both until they are joined.
        if height <= _THICKEST:
            across.append(Line((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        if width <= _THICKEST:
            down.append(Line((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    return _joined(across), _joined(down)


def _clusters(lines: Iterable[Line], reach: float) -> Iterator[list[Line]]:
    cluster: list[Line] = []
    for line in sorted(lines, key=lambda line: line.place):
        if cluster and line.place - cluster[0].place > reach:
            yield cluster
            cluster = []
        cluster.append(line)
    if cluster:
        yield cluster


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Collinear lines with small gaps between them as one; what stays shorter than a cell is no border."""
    joined: list[Line] = []
    for cluster in _clusters(lines, _COLLINEAR):
        ordered = sorted(cluster, key=lambda line: line.start)
        start, end = ordered[0].start, ordered[0].end
        for line in ordered[1:]:
            if line.start - end > GAP:
                joined.append(Line(cluster[0].place, start, end))
                start, end = line.start, line.end
            end = max(end, line.end)
        joined.append(Line(cluster[0].place, start, end))
    return [line for line in joined if line.end - line.start >= _SHORTEST]


def snapped(lines: list[Line]) -> list[Line]:
    """Lines that are nearly collinear at one place: the mean of theirs, by length."""
    lines_at_places: list[Line] = []
    for cluster in _clusters(lines, SNAP):
        length = sum(line.end - line.start for line in cluster)
        place = sum(line.place * (line.end - line.start) for line in cluster) / length
        lines_at_places += _joined(Line(place, line.start, line.end) for line in cluster)
    return lines_at_places


def connected(across: list[Line], down: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """The groups of horizontal and vertical lines that touch each other."""
    down = sorted(down, key=lambda line: line.place)
    places = [line.place for line in down]
    parents = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = node = parents[parents[node]]
        return node

    for number, line in enumerate(across):
        first, last = bisect_left(places, line.start - SNAP), bisect_right(places, line.end + SNAP)
        for other in range(first, last):
            if down[other].start - SNAP <= line.place <= down[other].end + SNAP:
                parents[root(len(across) + other)] = root(number)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate(across):
        groups[root(number)][0].append(line)
    for number, line in enumerate(down):
        groups[root(len(across) + number)][1].append(line)
    crossed = [group for group in groups.values() if group[0] and group[1]]
    for lone in (line for group in groups.values() if not group[0] for line in group[1]):
        _stand_beside(crossed, lone)
    return crossed


def _stand_beside(groups: list[tuple[list[Line], list[Line]]], lone: Line) -> None:
    """Count a line that touches none to the table it is as high as: the side of a label that fills the whole page."""
    for _, down in groups:
        start, end = min(line.start for line in down), max(line.end for line in down)
        if abs(lone.start - start) <= GAP and abs(lone.end - end) <= GAP:
            down.append(lone)
            return

"""Path objects of an OFD page to the ruled lines they draw (GB/T 33190-2016, 9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.documents.ofd.values import Matrix, is_near, numbers, unit_place
from crawler.documents.pages.layout import Rule

# How many numbers follow each operator; the last two are where it leads (9.1, table 36).
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# In points: what is thicker is an area, not a line; what leans more is no border.
_THICKEST = 3.0
# In characters: longer data, or data with curves that is longer than a frame with round corners, draws no table.
_LONGEST = 100_000
_LONGEST_CURVED = 500
_CURVES = frozenset("QBAqba")
_LEAN = 0.5


@dataclass(frozen=True, slots=True)
class Outline:
    """One stretch of a path without a lift of the pen: its points, and which of them a straight line leads to."""

    points: list[tuple[float, float]]
    is_straight: list[bool]


def path_rules(unit: etree._Element, outer: Matrix) -> Iterator[Rule]:
    """The horizontal and vertical lines that the path object `unit` draws; `outer` leads to points on the page."""
    place = unit_place(unit, outer)
    is_stroked, is_filled = unit.get("Stroke") != "false", unit.get("Fill") == "true"
    for data in _ruling(unit):
        for outline in _outlines(data):
            points = [place.at(x, y) for x, y in outline.points]
            if not is_near(*(number for point in points for number in point)):
                continue
            if is_stroked:
                yield from _sides(points, outline.is_straight)
            elif is_filled and len(points) > 1:
                yield from _bar(points)


def path_length(unit: etree._Element) -> int:
    """How many characters of data path_rules has to go through."""
    return sum(map(len, _ruling(unit)))


def _ruling(unit: etree._Element) -> Iterator[str]:
    """The path data that may draw lines of a table."""
    for element in unit.iterchildren("{*}AbbreviatedData"):
        data = element.text or ""
        if len(data) <= _LONGEST_CURVED or (len(data) <= _LONGEST and _CURVES.isdisjoint(data)):
            yield data


def _outlines(data: str) -> Iterator[Outline]:
    words = data.split()
    outline = Outline([], [])
    position = 0
    while position < len(words):
        operator = words[position].upper()
        count = _OPERANDS.get(operator, -1)
        end = position + 1 + max(count, 0)
        if count < 0 or end > len(words):
            # What follows a broken operator cannot be placed.
            break
        if operator in "SM":
            if outline.points:
                yield outline
            outline = Outline([], [])
        if count:
            x, y = numbers(" ".join(words[end - 2 : end]), 2)
            outline.points.append((x, y))
            outline.is_straight.append(operator == "L")
        elif outline.points:
            outline.points.append(outline.points[0])
            outline.is_straight.append(True)
        position = end
    if outline.points:
        yield outline


def _sides(points: list[tuple[float, float]], is_straight: list[bool]) -> Iterator[Rule]:
    """The straight stretches that run along or across the page."""
    for (x0, y0), (x1, y1), straight in zip(points, points[1:], is_straight[1:], strict=False):
        if straight and (abs(x0 - x1) <= _LEAN or abs(y0 - y1) <= _LEAN):
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _bar(points: list[tuple[float, float]]) -> Iterator[Rule]:
    """A filled area that is as thin as a line."""
    rule = Rule(
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )
    if min(rule.x1 - rule.x0, rule.bottom - rule.top) <= _THICKEST:
        yield rule

"""Small line charts as SVG, drawn by leather on the server, so that they need no script; the figures always stand beside them.

Lines are told apart by colour, by the shape of their marks and by their strokes. Colours and texts are left to the
stylesheet: leather writes presentation attributes, which any rule of CSS overrides.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

import leather
from leather import theme
from leather.ticks.base import Ticker
from markupsafe import Markup

from archive.web.figures.series import Series

# A value of a series: the year, and None where nothing may be drawn: the line breaks there.
Point = tuple[int, float | None]

WIDTH, HEIGHT = 480, 250
TONES = 6
_DASHES = ("none", "7 3", "2 3", "9 3 2 3")
_MARKS = 5
_MARK_SIZE = 4.5
_YEAR_LABELS = 8


class _Stated(Ticker):  # type: ignore[misc] # leather has no types
    """Ticks exactly as stated, between two ends."""

    def __init__(self, ticks: Sequence[float], ends: tuple[float, float]) -> None:
        self._ticks = [Decimal(str(tick)) for tick in ticks]
        self._ends = [Decimal(str(end)) for end in ends]

    @property
    def ticks(self) -> list[Decimal]:
        return self._ticks

    @property
    def min(self) -> Decimal:
        return self._ends[0]

    @property
    def max(self) -> Decimal:
        return self._ends[1]


class _Scale(leather.Linear):  # type: ignore[misc] # leather has no types
    """A linear scale with the ticks we choose: leather's own choice may be half a case, or half a year."""

    def __init__(self, ticks: Sequence[float], ends: tuple[float, float]) -> None:
        super().__init__(*ends)
        self._ticker = _Stated(ticks, ends)


class _Marked(leather.Line):  # type: ignore[misc] # leather has no types
    """A line with a mark at every value, so that a value between two gaps is seen."""

    def __init__(self, number: int) -> None:
        super().__init__("currentColor", 2, _DASHES[number % len(_DASHES)])
        self._number = number

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Any:
        """The line as leather draws it, and the marks."""
        group = super().to_svg(width, height, x_scale, y_scale, series, palette)
        group.set("class", f"series tone-{self._number % TONES}")
        for datum in series.data():
            if datum.y is not None:
                at = x_scale.project(datum.x, 0, width), y_scale.project(datum.y, height, 0)
                group.append(_mark(self._number, float(at[0]), float(at[1])))
        return group

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        """Nothing: names are in the page, where they can be as long as they are."""
        return []


def line_chart(title: str, series: Sequence[Sequence[Point]]) -> Markup:
    """Draws one line for each series over the years.

    Args:
        title: what the chart shows, for readers who hear it.
        series: the values of each line, each year in order; its number in this list is that of `swatch`.

    Returns:
        The SVG; nothing where there are not two values in all, or none but zeros.
    """
    _set_theme()
    drawn = [(number, points) for number, points in enumerate(series) if _values(points)]
    values = [value for _, points in drawn for value in _values(points)]
    if len(values) < 2 or not any(values):
        return Markup("")
    years = [year for _, points in drawn for year, value in points if value is not None]
    first, last = min(years), max(years)
    step = -(-(last - first + 1) // _YEAR_LABELS)
    chart = leather.Chart()
    chart.set_x_scale(_Scale(range(first, last + 1, step), (first - 0.4, last + 0.4)))
    chart.add_x_axis(tick_formatter=lambda value, *_: str(int(value)))
    ticks = value_ticks(values)
    chart.set_y_scale(_Scale(ticks, (ticks[0], ticks[-1])))
    chart.add_y_axis(tick_formatter=lambda value, *_: f"{value.normalize():,f}")
    for number, points in drawn:
        chart.add_series(leather.Series(list(points)), _Marked(number))
    return _picture(chart.to_svg_group(WIDTH, HEIGHT), title)


def swatch(number: int) -> Markup:
    """The stroke and mark of the line with this number, to stand before its name."""
    root = ET.Element(
        "svg", {"class": f"swatch tone-{number % TONES}", "viewBox": "0 0 32 12", "aria-hidden": "true"}
    )
    dash = _DASHES[number % len(_DASHES)]
    line = {"x1": "0", "x2": "32", "y1": "6", "y2": "6", "stroke": "currentColor", "stroke-width": "2"}
    ET.SubElement(root, "line", line | ({} if dash == "none" else {"stroke-dasharray": dash}))
    root.append(_mark(number, 16, 6))
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 made here of numbers


def value_ticks(values: Sequence[float]) -> list[float]:
    """Round values from 0, or from below it, to the highest or past it; whole ones where all values are whole."""
    top, bottom = max(*values, 0), min(*values, 0)
    rough = (top - bottom) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    if all(value == int(value) for value in values):
        step = max(step, 1)
    first, last = math.floor(round(bottom / step, 6)), math.ceil(round(top / step, 6))
    return [round(step * number, 6) for number in range(first, last + 1)]


def broken(points: Sequence[tuple[int, float | None, object]]) -> list[Point]:
    """Values with what they were counted by: the line breaks where that changes, and where a year lies between.

    Args:
        points: year, value, and what must be the same for two values to be joined; in the order of the years.

    Returns:
        The points of a series, with a gap wherever two neighbours may not be joined.
    """
    found: list[Point] = []
    for _, run in groupby(_steps(points), key=lambda item: item[0]):
        found += [(found[-1][0], None)] if found else []
        found += [point for _, point in run]
    return found


def points_of(cells: Series) -> list[Point]:
    """The answers to one question as a line, broken wherever two of them count different things."""
    return broken([(year, cells[year].value, cells[year].counted_by) for year in sorted(cells)])


def _steps(points: Sequence[tuple[int, float | None, object]]) -> Iterator[tuple[int, Point]]:
    """Each point with the number of its unbroken run."""
    run, before = 0, None
    for year, value, counted_by in points:
        if value is None:
            continue
        if before is not None and before != (year - 1, counted_by):
            run += 1
        before = (year, counted_by)
        yield run, (year, value)


@cache
def _set_theme() -> None:
    """leather's theme belongs to the process: it is set before the first chart is drawn, and not by an import."""
    theme.background_color = "none"
    theme.tick_color = theme.zero_color = theme.label_color = "currentColor"
    theme.tick_font_family = "sans-serif"
    theme.margin = 0.03


def _values(points: Sequence[Point]) -> list[float]:
    return [value for _, value in points if value is not None]


def _mark(number: int, x: float, y: float) -> ET.Element:
    """A disc, square, triangle, diamond or ring, in the colour of its line."""
    shape, size = number % _MARKS, _MARK_SIZE
    if shape in (0, 4):
        fill = "none" if shape == 4 else "currentColor"
        at = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{size:.1f}"}
        return ET.Element("circle", at | {"fill": fill, "stroke": "currentColor", "stroke-width": "2"})
    corners = {
        1: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        2: ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
        3: ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[shape]
    points = " ".join(f"{x + across * size:.1f},{y + down * size:.1f}" for across, down in corners)
    return ET.Element("polygon", {"points": points, "fill": "currentColor"})


def _picture(group: ET.Element, title: str) -> Markup:
    """The chart as a picture with a name, as wide as its place."""
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "chart",
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "role": "img",
            "aria-label": title,
        },
    )
    ET.SubElement(root, "title").text = title
    root.append(group)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 ElementTree escapes what it writes

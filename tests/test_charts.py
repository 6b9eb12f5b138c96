"""Charts: pictures that say what they show, join only what may be joined, and leave colours to the stylesheet."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from archive.web.figures.charts import Point, broken, line_chart, swatch, value_ticks

RISING: list[Point] = [(2019, 3), (2020, 12), (2021, 4)]


def drawn(*series: list[Point], title: str = "申请") -> Tag:
    found = BeautifulSoup(str(line_chart(title, series)), "xml").svg
    assert isinstance(found, Tag)
    return found


def ticks(chart: Tag, axis: str) -> list[str]:
    # leather draws the line of zero last, so that it lies over the others.
    return sorted((tick.text for tick in chart.select(f".axis.{axis} text")), key=float)


def test_it_is_a_picture_with_a_name_that_fits_its_place() -> None:
    chart = drawn(RISING, title='<b>"题"</b> & 数')
    assert chart["role"] == "img"
    assert chart["aria-label"] == '<b>"题"</b> & 数'
    assert chart.title is not None
    assert chart.title.text == '<b>"题"</b> & 数'
    assert chart["viewBox"].split()[:2] == ["0", "0"]
    assert not chart.has_attr("width")
    assert not chart.has_attr("height")
    assert chart.select("[style], style, script, b") == []
    assert {tag["fill"] for tag in chart.select("[fill]")} <= {"none", "currentColor"}
    assert {tag["stroke"] for tag in chart.select("[stroke]")} == {"currentColor"}


def test_every_year_is_a_tick_and_none_is_a_fraction() -> None:
    assert ticks(drawn(RISING), "bottom") == ["2019", "2020", "2021"]
    assert ticks(drawn([(2008, 1), (2023, 2)]), "bottom") == [
        "2008",
        "2010",
        "2012",
        "2014",
        "2016",
        "2018",
        "2020",
        "2022",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1], [0, 1]),
        ([3, 12, 4], [0, 5, 10, 15]),
        ([2, 8], [0, 2, 4, 6, 8]),
        ([0, 251000], [0, 100000, 200000, 300000]),
        ([0.1, 0.5], [0, 0.2, 0.4, 0.6]),
        ([-3, 5], [-4, -2, 0, 2, 4, 6]),
    ],
)
def test_values_are_measured_from_zero_in_round_steps(values: list[float], expected: list[float]) -> None:
    assert value_ticks(values) == expected


def test_a_line_is_drawn_where_it_should_be() -> None:
    (path,) = drawn([(2019, 0), (2020, 10)]).select("path")
    across, down = path["d"].split()[1::3], path["d"].split()[2::3]
    assert float(across[0]) < float(across[1])
    assert float(down[0]) > 100
    assert round(float(down[1])) == 0


def test_a_line_breaks_at_a_year_without_a_value_and_where_another_thing_is_counted() -> None:
    points = broken(
        [(2018, 9, "own"), (2019, 3, "own"), (2020, None, "own"), (2021, 4, "own"), (2022, 40, "region")]
    )
    chart = drawn(points)
    assert len(chart.select("circle")) == 4
    assert [path["d"].count("L") for path in chart.select("path")] == [1, 0, 0]
    # A year that is not even listed is a gap too.
    assert [
        path["d"].count("L") for path in drawn(broken([(2018, 1, ""), (2020, 2, "")])).select("path")
    ] == [0, 0]


def test_lines_differ_without_their_colour() -> None:
    looks = set()
    for number in range(20):
        mark = BeautifulSoup(str(swatch(number)), "xml").select_one("polygon, circle")
        assert mark is not None
        looks.add((swatch(number).split("stroke-dasharray")[-1][:12], mark.get("points"), mark.get("fill")))
    assert len(looks) == 20
    chart = drawn(RISING, RISING)
    assert [group["class"] for group in chart.select(".series")] == ["series tone-0", "series tone-1"]
    assert chart.select(".series polygon") != []


def test_a_line_keeps_its_look_beside_one_without_values() -> None:
    assert [group["class"] for group in drawn([(2019, None)], RISING).select(".series")] == ["series tone-1"]


@pytest.mark.parametrize("series", [[], [[]], [[(2019, None)]], [[(2019, 5)]], [[(2019, 0), (2020, 0)]]])
def test_nothing_is_drawn_where_nothing_can_be_compared(series: list[list[Point]]) -> None:
    assert line_chart("题", series) == ""

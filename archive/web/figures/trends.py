"""The main figures of one bureau over its years: every edition's question is a line of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.vocabulary.forms import Indicator, forms
from archive.web.figures import series
from archive.web.figures.charts import line_chart, points_of, swatch

# What is shown together: the question of today's form, and those that earlier forms had in its place. They are different
# indicators, so no line leads from one to the next.
_SHOWN = (
    series.REQUESTS_RECEIVED,
    ("requests.granted", "statistics.answered_granted", "annex.answered_granted"),
    ("requests.carried_out",),
    ("reconsideration.total", "statistics.reconsiderations", "annex.reconsiderations"),
    (
        "litigation_direct.total",
        "litigation_after_reconsideration.total",
        "statistics.litigations",
        "annex.litigations",
    ),
    ("proactive.permits",),
    ("proactive.penalties",),
    (
        "proactive.normative_documents_issued",
        "proactive.normative_documents_made",
        "statistics.normative_documents_issued",
        "annex.normative_documents",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One question, its answers by year, and how its line is drawn."""

    indicator: Indicator
    cells: series.Series
    swatch: Markup


@dataclass(frozen=True, slots=True)
class Trend:
    """Questions that are shown together, without being the same."""

    lines: tuple[Line, ...]
    chart: Markup

    @property
    def years(self) -> list[int]:
        """The years of its lines, which are the same for all."""
        return sorted(self.lines[0].cells)

    @property
    def has_scopes(self) -> bool:
        """Whether some of its figures count one thing and some another."""
        return len({cell.scope for line in self.lines for cell in line.cells.values() if cell.raws}) > 1


async def of_bureau(database: Any, bureau: int) -> list[Trend]:
    """Reads the main figures of a bureau.

    Args:
        database: Datasette's database.
        bureau: id of the bureau.

    Returns:
        What is shown together, each with at least one question that a report of the bureau answers.
    """
    known = forms().indicators
    asked = {key: series.Question.of(known[key]) for group in _SHOWN for key in group}
    found = await series.read(database, [bureau], list(asked.values()))
    trends = []
    for group in _SHOWN:
        answered = [key for key in group if series.has_figure(found[bureau, asked[key]])]
        cells = [found[bureau, asked[key]] for key in answered]
        if answered:
            lines = tuple(
                Line(known[key], one, swatch(number))
                for number, (key, one) in enumerate(zip(answered, cells, strict=True))
            )
            first = known[answered[0]]
            trends.append(
                Trend(lines, line_chart(f"{first.zh} · {first.en}", [points_of(one) for one in cells]))
            )
    return trends

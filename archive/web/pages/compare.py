"""One indicator across bureaux and years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.vocabulary.forms import forms
from archive.web import excel
from archive.web.figures import comparison, series, trends
from archive.web.figures.charts import line_chart, swatch
from archive.web.figures.comparison import Asked
from archive.web.labels import labels

COLUMNS = (
    "bureau", "bureau_key", "year", "indicator", "applicant", "value", "value_raw", "value_state", "source", "is_approximate",
    "form_edition", "scope", "report_key", "published_on",
)  # fmt: skip
# Words about the address that do not stand in the way of a comparison.
_REMARKS = ("not_divided",)


@dataclass(frozen=True, slots=True)
class Row:
    """One bureau's answers by year."""

    bureau: Any
    cells: series.Series
    swatch: Any


async def page(datasette: Any, request: Any) -> Response:
    """Render the form, and the comparison that the address asks for."""
    database = datasette.get_database("archive")
    asked = comparison.read_address(request.args)
    bureaus = await comparison.chosen(database, asked.keys)
    problems = [*asked.problems, *_lacking(asked, bureaus)]
    is_possible = asked.indicator is not None and bureaus and set(problems) <= {*_REMARKS, "no_such_bureau"}
    rows = await _rows(database, asked, bureaus) if is_possible else []
    context = {
        "asked": asked,
        "problems": problems,
        "chosen": bureaus,
        "offered": await comparison.offered(database, asked),
        "offered_most": comparison.OFFERED_BUREAUS,
        "most": comparison.MOST_BUREAUS,
        "parts": [(part, forms().of_part(part.key)) for part in forms().parts],
        "applicants": forms().applicants,
        "examples": [] if asked.keys else await comparison.examples(database),
        "address": lambda **changes: "?" + urlencode(asked.parameters(**changes)),
        "example_address": lambda indicator, rows: (
            "?" + urlencode([("indicator", indicator.key), *(("bureau", row["key"]) for row in rows)])
        ),
        "rows": rows,
        **_result(asked, rows),
    }
    return Response.html(await datasette.render_template("compare.html", context, request=request))


async def export(datasette: Any, request: Any) -> Response:
    """The comparison as CSV, a line for each figure and for each year without one; 400 with a sentence where none can be made."""
    database = datasette.get_database("archive")
    asked = comparison.read_address(request.args)
    bureaus = await comparison.chosen(database, asked.keys)
    problems = [
        problem for problem in (*asked.problems, *_lacking(asked, bureaus)) if problem not in _REMARKS
    ]
    if problems or not asked.indicator:
        sentences = [
            f"{labels()[f'compare_problem_{key}']['zh']}\n{labels()[f'compare_problem_{key}']['en']}\n"
            for key in problems or ["choose_indicator"]
        ]
        return Response.text("".join(sentences), status=400)
    body = io.StringIO(newline="")
    writer = csv.writer(body)
    writer.writerow(COLUMNS)
    for row in await _rows(database, asked, bureaus):
        writer.writerows(_lines(asked, row))
    headers = {"Content-Disposition": 'attachment; filename="compare.csv"'}
    return Response(body.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _lacking(asked: Asked, bureaus: list[Any]) -> list[str]:
    """What the address leaves open, where it asks for anything."""
    if len(bureaus) < len(asked.keys):
        return ["no_such_bureau"] + ([] if bureaus else ["choose_bureaus"])
    if asked.indicator and not bureaus:
        return ["choose_bureaus"]
    return ["choose_indicator"] if bureaus and not asked.indicator and not asked.problems else []


async def _rows(database: Any, asked: Asked, bureaus: list[Any]) -> list[Row]:
    if asked.question is None:
        return []
    found = await series.read(database, [row["id"] for row in bureaus], [asked.question], asked.years)
    return [Row(row, found[row["id"], asked.question], swatch(number)) for number, row in enumerate(bureaus)]


def _result(asked: Asked, rows: list[Row]) -> dict[str, Any]:
    """What stands around the table: the chart, what each year was counted on, and what the figures do not share."""
    if not rows or asked.indicator is None:
        return {}
    cells = [row.cells for row in rows]
    answered = [cell for one in cells for cell in one.values() if cell.raws]
    return {
        "years": series.years_of(cells),
        "editions": series.editions(cells),
        "scopes": sorted({cell.scope or "unknown" for cell in answered}),
        "has_sentences": any(cell.source == "prose" for cell in answered),
        "has_figures": bool(answered),
        "states": series.states(cells),
        "related": series.related(asked.indicator),
        "chart": line_chart(
            f"{asked.indicator.zh} · {asked.indicator.en}", [trends.points(one) for one in cells]
        ),
    }


def _lines(asked: Asked, row: Row) -> Iterator[list[Any]]:
    """The cells of one bureau, one line for each value that is printed."""
    question = asked.question
    for year in sorted(row.cells):
        cell = row.cells[year]
        told = (
            zip(cell.values, cell.raws, cell.states, strict=True) if cell.raws else [(None, "", cell.state)]
        )
        for value, raw, state in told:
            line = [
                row.bureau["name"], row.bureau["key"], year, question and question.indicator, question and question.applicant,
                value, raw, state, cell.source, int(cell.is_approximate) if cell.raws else None, cell.edition, cell.scope,
                cell.report_key, cell.published_on,
            ]  # fmt: skip
            yield [excel.neutralised(part) if isinstance(part, str) else part for part in line]

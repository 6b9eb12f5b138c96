"""One indicator across bureaux and years."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.vocabulary.forms import forms
from archive.web.figures import comparison, series
from archive.web.figures import export as compare_export
from archive.web.figures.charts import line_chart, points_of, swatch
from archive.web.figures.comparison import REMARKS, Asked, Row


async def page(datasette: Any, request: Any) -> Response:
    """Render the form, and the comparison that the address asks for."""
    database = datasette.get_database("archive")
    asked = comparison.read_address(request.args)
    bureaus = await comparison.chosen(database, asked.keys)
    problems = [*asked.problems, *comparison.lacking(asked, bureaus)]
    rows = []
    if asked.question and bureaus and set(problems) <= {*REMARKS, "no_such_bureau"}:
        rows = await comparison.answers(database, bureaus, asked.question, asked.years)
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
        "swatch": swatch,
        **_result(asked, rows),
    }
    return Response.html(await datasette.render_template("compare.html", context, request=request))


async def export(datasette: Any, request: Any) -> Response:
    """The same comparison as CSV; 400 with a sentence where none can be made."""
    return await compare_export.export(
        datasette.get_database("archive"), comparison.read_address(request.args)
    )


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
            f"{asked.indicator.zh} · {asked.indicator.en}", [points_of(one) for one in cells]
        ),
    }

"""A comparison to take along: a line for each figure and for each year without one, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from datasette.utils.asgi import Response

from archive.web.figures import comparison
from archive.web.figures.comparison import Asked, Row
from archive.web.figures.series import Question
from archive.web.labels import sentences

COLUMNS = (
    "bureau", "bureau_key", "year", "indicator", "applicant", "value", "value_raw", "value_state", "source", "is_approximate",
    "form_edition", "scope", "report_key", "published_on",
)  # fmt: skip


async def export(database: Any, asked: Asked) -> Response:
    """The comparison as CSV; 400 with a sentence for each thing that stands in its way."""
    bureaus = await comparison.chosen(database, asked.keys)
    stated = (*asked.problems, *comparison.lacking(asked, bureaus))
    problems = [problem for problem in stated if problem not in comparison.REMARKS]
    if problems or asked.question is None:
        keys = [f"compare_problem_{problem}" for problem in problems or ["choose_indicator"]]
        return Response.text(sentences(*keys), status=400)
    return _table(asked.question, await comparison.answers(database, bureaus, asked.question, asked.years))


def _table(question: Question, rows: list[Row]) -> Response:
    written = io.StringIO(newline="")
    # Formulas among the cells are made harmless in every CSV that leaves the server: `archive.web.excel`.
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerows(_lines(question, row))
    headers = {"Content-Disposition": 'attachment; filename="compare.csv"'}
    return Response(written.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _lines(question: Question, row: Row) -> Iterator[list[Any]]:
    """The cells of one bureau, one line for each value that is printed."""
    for year in sorted(row.cells):
        cell = row.cells[year]
        told = (
            zip(cell.values, cell.raws, cell.states, strict=True) if cell.raws else [(None, "", cell.state)]
        )
        for value, raw, state in told:
            yield [
                row.bureau["name"], row.bureau["key"], year, question.indicator, question.applicant, value, raw, state,
                cell.source, int(cell.is_approximate) if cell.raws else None, cell.edition, cell.scope, cell.report_key,
                cell.published_on,
            ]  # fmt: skip

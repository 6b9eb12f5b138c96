"""The reports of `tests/reports`: no figure is wrong, the share read exactly never falls, sums and forms are as printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.checks import check_report
from archive.figures.reader import Figures
from archive.forms import form_edition
from tests.report_cases import (
    REPORTS,
    Score,
    cases,
    document_of,
    expected,
    read_case,
    score_cells,
    score_prose,
)

BODIES = cases()
every_case = pytest.mark.parametrize(
    "body", BODIES, ids=lambda body: f"{body.parents[1].name}/{body.parent.name}"
)
# The share of figures read exactly. It is raised when reading gets better, and never lowered.
FLOORS: dict[str, float] = json.loads((REPORTS / "floors.json").read_text(encoding="utf-8"))


def test_there_are_enough_reports_to_measure_by() -> None:
    editions = [body.parents[1].name for body in BODIES]
    assert len(BODIES) >= 75
    assert {edition: editions.count(edition) >= 7 for edition in set(editions)} == dict.fromkeys(
        ("f2008", "f2014", "f2019", "f2021", "prose"), True
    )


@every_case
def test_no_figure_is_wrong(body: Path) -> None:
    score = Score()
    figures = read_case(body).figures
    score_cells(body, figures, score)
    score_prose(body, figures, score)
    assert score.wrong == []


@pytest.mark.parametrize(("name", "compare"), [("cells", score_cells), ("prose", score_prose)])
def test_the_share_of_figures_read_exactly_does_not_fall(
    name: str, compare: Callable[[Path, tuple[object, ...], Score], None]
) -> None:
    score = Score()
    for body in BODIES:
        compare(body, read_case(body).figures, score)
    assert score.exactness >= FLOORS[name], [*score.missed, *score.misnamed]


@every_case
def test_the_form_is_told_by_its_labels(body: Path) -> None:
    document = document_of(body)
    assert form_edition(document.tables, document.text) == expected(body)["form_edition"]


@every_case
def test_exactly_the_sums_that_do_not_hold_fail(body: Path) -> None:
    read = read_case(body)
    failing = {
        f"{check.rule} {check.subject}"
        for check in check_report(read.figures, read.rows)
        if check.verdict == "fail" and check.is_hard
    }
    assert failing == set(expected(body).get("failing", ()))


@every_case
def test_rows_that_the_form_does_not_have_are_kept_as_printed(body: Path) -> None:
    read = read_case(body)
    stated = expected(body).get("overflow", ())
    if not document_of(body).tables:
        # Run together in a text, such a row cannot be told from the words beside it.
        assert _unknown(read) == {}
        return
    assert _unknown(read).keys() == {row["label"] for row in stated}
    for row in stated:
        assert [value for value in row["values"] if value not in _unknown(read)[row["label"]]] == []


@every_case
def test_a_figure_printed_twice_differently_is_kept_twice_with_an_issue(body: Path) -> None:
    read = read_case(body)
    cells = [figure.cell for figure in read.figures if figure.cell]
    conflicts = set(expected(body).get("conflict", ()))
    assert {cell for cell in cells if cells.count(cell) > 1} == conflicts
    assert any(problem.kind == "two_values" for problem in read.problems) or not conflicts


def _unknown(read: Figures) -> dict[str, tuple[str, ...]]:
    return {row.label: row.cells for row in read.rows if row.kind == "unknown"}

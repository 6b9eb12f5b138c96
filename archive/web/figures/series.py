"""Figures of one question over years, as far as they may be compared: never over a change of what was counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.vocabulary.forms import PROSE, Indicator, forms

# The reports whose forms ask these questions.
REPORT_TYPE = "disclosure_annual"
TOTAL = "total"
# The rows that hold the number everybody asks for first: in the forms since 2019, in that of 2014, in the annexes before.
REQUESTS_RECEIVED = ("requests.received", "statistics.requests", "annex.requests")
# The states of a cell that has no figure, beside those of `indicator_value.value_state`.
TWICE, NO_FIGURE, NO_REPORT = "twice", "no_figure", "no_report"

# Every report of the bureaux, once for each question it answers and once more where it answers none of them.
_FIGURES = """
select r.bureau_id, r.report_year, r.key as report_key, r.form_edition, r.published_on,
  q.value ->> 0 as indicator, q.value ->> 1 as applicant, v.value, v.value_raw, v.value_state, v.source, v.is_approximate,
  coalesce(v.scope, r.scope) as scope
from report r
cross join json_each(:asked) q
left join indicator_value v
  on v.indicator = q.value ->> 0 and v.dimension is q.value ->> 1 and v.revision_id = r.current_revision_id
where r.bureau_id in (select value from json_each(:bureaus)) and r.report_type = :type
  and r.report_year between :first and :last
order by r.bureau_id, r.report_year, v.id
"""
_OWED = """
select bureau_id, report_year, state from obligation
where bureau_id in (select value from json_each(:bureaus)) and report_type = :type and report_year between :first and :last
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says to one question, or why it says nothing.

    `state` is that of the figure as printed, or `twice` (printed with different values), `no_figure` (the report is here
    and answers nothing), `no_report`, or where no report is here what is known of that: `missing` or `not_collected`.
    """

    state: str
    year: int
    values: tuple[float | int | None, ...] = ()
    raws: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    source: str | None = None
    is_approximate: bool = False
    scope: str | None = None
    edition: str | None = None
    report_key: str | None = None
    published_on: str | None = None

    @property
    def value(self) -> float | int | None:
        """The number, where there is one and only one."""
        return self.values[0] if self.state in ("number", "zero") else None

    @property
    def counted_by(self) -> tuple[object, ...]:
        """What two figures must share to be joined by a line."""
        return (self.scope, self.source == PROSE, self.is_approximate)


# The cells of one bureau's answers to one question, by year.
Series = dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator, of one kind of applicant where the form divides it by them."""

    indicator: str
    applicant: str | None = None

    @classmethod
    def of(cls, indicator: Indicator, applicant: str | None = None) -> Question:
        """The question as the form asks it: of all applicants together unless one kind is named."""
        return cls(indicator.key, (applicant or TOTAL) if indicator.dimension else None)


async def read(
    database: Any, bureaus: Sequence[int], questions: Sequence[Question], years: tuple[int, int] = (0, 9999)
) -> dict[tuple[int, Question], Series]:
    """Reads the answers of some bureaux to some questions.

    Args:
        database: Datasette's database.
        bureaus: ids of the bureaux.
        questions: what is asked.
        years: the first and the last year.

    Returns:
        For each bureau and question a cell for every year from the first to the last of which a report is here, or owed, of any.
    """
    parameters = {
        "asked": json.dumps([[question.indicator, question.applicant] for question in questions]),
        "bureaus": json.dumps(list(bureaus)),
        "type": REPORT_TYPE,
        "first": years[0],
        "last": years[1],
    }
    found: dict[tuple[int, Question], Series] = {
        (bureau, question): {} for bureau in bureaus for question in questions
    }
    for row in (await database.execute(_OWED, parameters)).rows:
        for question in questions:
            state = row["state"] if row["state"] in ("missing", "not_collected") else NO_REPORT
            found[row["bureau_id"], question][row["report_year"]] = Cell(state, row["report_year"])
    answers: dict[tuple[int, Question, int], list[Any]] = {}
    for row in (await database.execute(_FIGURES, parameters)).rows:
        question = Question(row["indicator"], row["applicant"])
        answers.setdefault((row["bureau_id"], question, row["report_year"]), []).append(row)
    for (bureau, question, year), rows in answers.items():
        found[bureau, question][year] = cell_of(rows)
    known = years_of(found.values())
    for one in found.values():
        one |= {year: Cell(NO_REPORT, year) for year in known if year not in one}
    return found


def years_of(series: Iterable[Series]) -> list[int]:
    """Every year from the first to the last that any of them has."""
    years = [year for one in series for year in one]
    return list(range(min(years), max(years) + 1)) if years else []


def has_figure(series: Series) -> bool:
    """Whether a report answers at all, be it with a stroke."""
    return any(cell.raws for cell in series.values())


def states(series: Iterable[Series]) -> list[str]:
    """What a reader must be told of the cells without a plain figure, in a fixed order; numbers and zeros need no word."""
    met = {cell.state for one in series for cell in one.values()}
    order = ("blank", "slash", "text", "unreadable", TWICE, NO_FIGURE, "missing", "not_collected", NO_REPORT)
    return [state for state in order if state in met]


def editions(series: Iterable[Series]) -> Mapping[int, list[str]]:
    """The editions of the form that the reports of each year are on."""
    found: dict[int, set[str]] = {}
    for one in series:
        for year, cell in one.items():
            found.setdefault(year, set()).update([cell.edition] if cell.edition else [])
    return {year: sorted(names) for year, names in found.items()}


def related(chosen: Indicator) -> list[Indicator]:
    """Indicators that other editions, or sentences, have in place of this one: never the same, so never joined with it."""
    known = forms().indicators
    keys: dict[str, None] = {}
    for other in known.values():
        own = [group for group in other.sums if chosen.key in group]
        if own or (chosen is other and other.sums):
            keys |= dict.fromkeys(key for group in other.sums if group not in own for key in group)
            keys |= {other.key: None}
        if _is_same_row(chosen, other):
            keys |= {other.key: None}
    return [known[key] for key in known if key in keys and key != chosen.key]


def _is_same_row(chosen: Indicator, other: Indicator) -> bool:
    """Whether two editions that share no cell print the two in a row of the same name."""
    return (
        not set(chosen.cells) & set(other.cells)
        and bool(set(chosen.labels) & set(other.labels))
        and (chosen.part == other.part or not (chosen.columns or other.columns))
        and chosen.under == other.under
    )


def cell_of(rows: Sequence[Any]) -> Cell:
    """One cell of the answers of one report: tables are believed before sentences, and two values are no value."""
    first = rows[0]
    of_report = {
        "year": first["report_year"],
        "edition": first["form_edition"],
        "report_key": first["report_key"],
        "published_on": first["published_on"],
    }
    if first["value_state"] is None:
        return Cell(NO_FIGURE, scope=first["scope"], **of_report)
    told = [row for row in rows if row["source"] != PROSE] or rows
    different = list({(row["value"], row["value_state"]): row for row in reversed(told)}.values())[::-1]
    return Cell(
        state=different[0]["value_state"] if len(different) == 1 else TWICE,
        values=tuple(row["value"] for row in different),
        raws=tuple(row["value_raw"] for row in different),
        states=tuple(row["value_state"] for row in different),
        source=told[0]["source"],
        is_approximate=any(row["is_approximate"] for row in different),
        scope=told[0]["scope"],
        **of_report,
    )

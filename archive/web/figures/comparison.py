"""What a reader asks to compare: one question to some bureaux over some years, and everything that is wrong with asking so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from archive.vocabulary.forms import Indicator, forms
from archive.web.figures import series
from archive.web.figures.series import Question

MOST_BUREAUS = 20
OFFERED_BUREAUS = 60
_LONGEST_WORD = 50
_YEARS = (1990, 2100)

_CHOSEN = """
select id, key, name from bureau where key in (select value from json_each(:keys))
"""
# Old names and places count too: a reader may know the bureau by the name of then.
_OFFERED = """
select b.key, b.name from bureau b
where (:place = '' or instr(b.place, :place) or exists (
    select 1 from bureau_name n where n.bureau_id = b.id and instr(n.name, :place)))
  and (:find = '' or instr(b.name, :find) or exists (
    select 1 from bureau_name n where n.bureau_id = b.id and instr(n.name, :find)))
  and b.key not in (select value from json_each(:keys))
order by b.name limit :limit
"""
# The bureaux of the newest reports with figures: of them something can surely be shown.
_NEWEST = """
select distinct b.id, b.key, b.name, b.place from (
  select bureau_id from report where form_edition is not null and published_on is not null
  order by published_on desc limit 60
) r join bureau b on b.id = r.bureau_id
"""
_EXAMPLES = ("requests.received", "reconsideration.total", "proactive.permits")
_EXAMPLE_BUREAUS = 4
# Words about the address that do not stand in the way of a comparison.
REMARKS = ("not_divided",)


@dataclass(frozen=True, slots=True)
class Asked:
    """The address, read; `problems` name the sentences about it, `compare_problem_…`."""

    indicator: Indicator | None
    applicant: str | None
    keys: tuple[str, ...]
    place: str
    find: str
    years: tuple[int, int]
    problems: tuple[str, ...]

    @property
    def stated_years(self) -> tuple[str, str]:
        """The first and the last year as they are asked for; empty where all are."""
        first, last = self.years
        return (str(first) if first > _YEARS[0] else "", str(last) if last < _YEARS[1] else "")

    @property
    def question(self) -> Question | None:
        """What is asked of every report."""
        return Question.of(self.indicator, self.applicant) if self.indicator else None

    def parameters(self, **changes: str) -> list[tuple[str, str]]:
        """The address again, with some parameters in place of its own; an empty one is left out."""
        own = {
            "indicator": self.indicator.key if self.indicator else "",
            "applicant": self.applicant or "",
            "place": self.place,
            "find": self.find,
            "from": self.stated_years[0],
            "to": self.stated_years[1],
        }
        stated = [(name, value) for name, value in (own | changes).items() if value]
        return stated[:1] + [("bureau", key) for key in self.keys] + stated[1:]


@dataclass(frozen=True, slots=True)
class Row:
    """One bureau's answers by year."""

    bureau: Any
    cells: series.Series


def read_address(arguments: Any) -> Asked:
    """Reads what the address asks for.

    Args:
        arguments: Datasette's `request.args`.

    Returns:
        What is asked; what makes no sense is left out of it and named in its problems.
    """
    problems = []
    name = arguments.get("indicator") or ""
    indicator = forms().indicators.get(name)
    if name and not indicator:
        problems.append("no_such_indicator")
    applicant = arguments.get("applicant") or None
    # The total is what an address without it asks for too.
    applicant = None if applicant == series.TOTAL else applicant
    if applicant and applicant not in {member.key for member in forms().applicants}:
        problems.append("no_such_applicant")
        applicant = None
    elif applicant and indicator and not indicator.dimension:
        applicant = None
        problems.append("not_divided")
    keys = tuple(dict.fromkeys(arguments.getlist("bureau")))
    if len(keys) > MOST_BUREAUS:
        problems.append("too_many")
    years, wrong = _years(arguments.get("from"), arguments.get("to"))
    words = {word: (arguments.get(word) or "").strip()[:_LONGEST_WORD] for word in ("place", "find")}
    return Asked(
        indicator, applicant, keys[:MOST_BUREAUS], **words, years=years, problems=(*problems, *wrong)
    )


def _years(first: str | None, last: str | None) -> tuple[tuple[int, int], list[str]]:
    stated = [(text or "").strip() for text in (first, last)]
    if any(text and not (text.isascii() and text.isdigit() and len(text) == 4) for text in stated):
        return _YEARS, ["no_year"]
    years = int(stated[0] or _YEARS[0]), int(stated[1] or _YEARS[1])
    return (years, []) if years[0] <= years[1] else (_YEARS, ["years_swapped"])


async def chosen(database: Any, keys: tuple[str, ...]) -> list[Any]:
    """The bureaux with these keys, in their order; keys of no bureau are left out."""
    rows = (await database.execute(_CHOSEN, {"keys": json.dumps(keys)})).rows
    return sorted(rows, key=lambda row: keys.index(row["key"]))


def lacking(asked: Asked, bureaus: list[Any]) -> list[str]:
    """What the address leaves open where it asks for anything, given the bureaux it chose; named as its problems are."""
    if len(bureaus) < len(asked.keys):
        return ["no_such_bureau"] + ([] if bureaus else ["choose_bureaus"])
    if asked.indicator and not bureaus:
        return ["choose_bureaus"]
    return ["choose_indicator"] if bureaus and not asked.indicator and not asked.problems else []


async def answers(database: Any, bureaus: list[Any], question: Question, years: tuple[int, int]) -> list[Row]:
    """What these bureaux answered in these years, in the order of the bureaux."""
    found = await series.read(database, [row["id"] for row in bureaus], [question], years)
    return [Row(row, found[row["id"], question]) for row in bureaus]


async def offered(database: Any, asked: Asked) -> list[Any]:
    """Bureaux to tick, by their place or a part of any of their names: one more than are offered where there are more."""
    if not (asked.place or asked.find):
        return []
    words = {"place": asked.place, "find": asked.find, "keys": json.dumps(asked.keys)}
    return list((await database.execute(_OFFERED, {**words, "limit": OFFERED_BUREAUS + 1})).rows)


async def examples(database: Any) -> list[tuple[Indicator, list[Any]]]:
    """Comparisons that have something to show in this archive: neighbours that answer the same question."""
    by_place: dict[str, list[Any]] = {}
    for row in (await database.execute(_NEWEST)).rows:
        by_place.setdefault(row["place"] or "", []).append(row)
    if not by_place:
        return []
    neighbours = max(by_place.values(), key=len)[:_EXAMPLE_BUREAUS]
    questions = {key: Question.of(forms().indicators[key]) for key in _EXAMPLES}
    found = await series.read(database, [row["id"] for row in neighbours], list(questions.values()))
    answering = {
        key: [row for row in neighbours if series.has_figure(found[row["id"], question])]
        for key, question in questions.items()
    }
    return [(forms().indicators[key], rows) for key, rows in answering.items() if rows]

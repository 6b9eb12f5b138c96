"""Every figure of a report: from its tables, from forms run together in its text, and from its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.figures.flattened import read_flattened
from archive.figures.prose import read_prose
from archive.figures.tables import read_tables
from archive.records import Document, Problem
from archive.reports import Figure, PrintedRow
from archive.vocabulary.forms import forms

_PARTS = ("proactive", "requests", "disputes")
_LISTS = ("statistics", "annex")
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """What was read of one document: figures, the rows of its statutory tables as printed, and what a person must see."""

    figures: tuple[Figure, ...] = ()
    rows: tuple[PrintedRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_figures(document: Document, report_year: int | None, names: Sequence[str] = ()) -> Figures:
    """Every figure that a document states, each once; `names` are what its author is called.

    A figure printed twice alike is kept once, two that differ are both kept with an issue (`two_values`). Rows that no
    edition of the form has are an issue (`unknown_label`), as are cells that cannot be read (`unreadable_figure`).
    """
    found = read_tables(document.tables)
    flattened = read_flattened(document.text, _missing(found.figures))
    prose = read_prose(document.text, report_year, names)
    figures = _once([*found.figures, *flattened, *prose])
    problems = (_two_values(figures), _unknown(found.rows), _unreadable(figures))
    return Figures(figures, tuple(found.rows), tuple(problem for problem in problems if problem))


def _missing(figures: Iterable[Figure]) -> list[str]:
    """The parts that no table was found for."""
    present = {forms().indicators[figure.indicator].part for figure in figures}
    lists = [] if present & {*_LISTS} else ["lists"]
    return [part for part in _PARTS if part not in present] + lists


def _once(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        what = (figure.indicator, figure.dimension, figure.source == "prose", figure.scope)
        seen.setdefault((*what, figure.value_state, figure.value), figure)
    return tuple(seen.values())


def _two_values(figures: Iterable[Figure]) -> Problem | None:
    stated: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        key = (figure.indicator, figure.dimension, figure.source == "prose", figure.scope)
        stated.setdefault(key, []).append(figure)
    differing = [found for found in stated.values() if len(found) > 1]
    named = [
        f"{forms().indicators[found[0].indicator].zh}{_of(found[0])}: "
        + ", ".join(f"“{f.value_raw}”" for f in found)
        for found in differing
    ]
    return _problem("two_values", "figures are stated twice and differently", named)


def _unknown(rows: Iterable[PrintedRow]) -> Problem | None:
    named = [
        f"“{row.label}” {' '.join(dict.fromkeys(cell for cell in row.cells if cell and cell != row.label))}"
        for row in rows
        if row.kind == "unknown"
    ]
    sentence = "rows are not of the form (add their labels to vocabulary/indicators.yml if they should be)"
    return _problem("unknown_label", sentence, named)


def _unreadable(figures: Iterable[Figure]) -> Problem | None:
    named = [
        f"{forms().indicators[figure.indicator].zh}{_of(figure)} “{figure.value_raw}”"
        for figure in figures
        if figure.value_state == "unreadable"
    ]
    return _problem("unreadable_figure", "cells cannot be read for certain", named)


def _of(figure: Figure) -> str:
    names = {member.key: member.zh for member in forms().applicants}
    return f" ({names[figure.dimension]})" if figure.dimension else ""


def _problem(kind: str, sentence: str, named: Sequence[str]) -> Problem | None:
    if not named:
        return None
    more = f"; and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return Problem(kind, f"{len(named)} {sentence}: {'; '.join(named[:_MOST_NAMED])}{more}.")

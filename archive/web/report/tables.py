"""The statutory tables of one document filled in: what each cell states, which sums miss, and what sentences say otherwise."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.checks.stated import Key, Stated
from archive.reports import Figure
from archive.text import fold
from archive.vocabulary.forms import forms
from archive.web.report.arithmetic import Sum, Sums
from archive.web.report.official_tables import (
    OfficialTable,
    applicant_words,
    indicator_words,
    official_tables,
)

# What every row of `indicator_value` that a table is filled from must have.
FIGURES = "select v.*, i.unit from indicator_value v join indicator i on i.key = v.indicator where v.revision_id = :revision order by v.id"
CHECKS = (
    "select c.*, r.key as before_key, r.report_year as before_year from check_result c "
    "left join revision v on v.id = c.before_revision_id left join report r on r.id = v.report_id "
    "where c.revision_id = :revision order by c.id"
)
FIGURES_BEFORE = (
    "select * from indicator_value where source <> 'prose' and revision_id in "
    "(select before_revision_id from check_result where revision_id = :revision and verdict = 'fail')"
)
LOCAL_ROWS = "select * from printed_row where revision_id = :revision and kind = 'unknown' order by table_number, row_number"

# All but digits: signs, units, commas and points.
_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class LocalRow:
    """A row that no edition has, as printed: its label and its cells."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledTable:
    """One table of the form with what stands below it; `is_found` where the document prints any of its cells."""

    table: OfficialTable
    is_found: bool
    sums: tuple[Sum, ...]
    contradictions: tuple[Any, ...]
    local_rows: tuple[LocalRow, ...]


@dataclass(frozen=True, slots=True)
class FilledTables:
    """All tables of a document.

    `cells` holds the rows of `indicator_value` of each cell: two where it is printed twice with different figures. `marks`
    holds the sums a cell is marked with. `others` are figures that the form of this edition has no cell for, and the
    sums, rows and findings beside them belong to no table of it. `verdicts` is how many checks came to which verdict (`soft`: need not hold, and do not),
    `as_nought` how many hold where blank cells count as nothing.
    """

    tables: tuple[FilledTable, ...]
    cells: Mapping[Key, list[Any]]
    marks: Mapping[Key, list[Sum]]
    others: tuple[Any, ...]
    sums: tuple[Sum, ...]
    local_rows: tuple[LocalRow, ...]
    contradictions: tuple[Any, ...]
    verdicts: Mapping[str, int]
    as_nought: int
    is_ocr: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that the tables of one document are filled from."""

    figures: Sequence[Any]
    checks: Sequence[Any]
    figures_before: Sequence[Any]
    local_rows: Sequence[Any]
    contradictions: Sequence[Any]


def filled_tables(edition: str | None, found: Found) -> FilledTables:
    """Fill the tables of an edition with what was found in one document."""
    tabled = [row for row in found.figures if row["source"] != "prose"]
    cells: dict[Key, list[Any]] = defaultdict(list)
    for row in tabled:
        cells[row["indicator"], row["dimension"]].append(row)
    sums = _sums(edition, found, tabled)
    marks: dict[Key, list[Sum]] = defaultdict(list)
    for each in sums:
        for key in each.marked:
            marks[key].append(each)
    official = official_tables(edition)
    printed = _local_rows(found.local_rows, tabled)
    against = _by_part(found)
    of_part: dict[str, list[Sum]] = defaultdict(list)
    for each in sums:
        of_part[_part(next(iter(each.keys))[0] if each.keys else each.row["subject"])].append(each)
    tables = tuple(
        FilledTable(
            _with_figures(table, cells),
            bool(table.keys & cells.keys()),
            tuple(of_part.pop(table.part, ())),
            tuple(against.pop(table.part, ())),
            tuple(printed.pop(table.part, ())),
        )
        for table in official
    )
    known = frozenset[Key]().union(*(table.keys for table in official))
    return FilledTables(
        tables,
        dict(cells),
        dict(marks),
        tuple(row for row in tabled if (row["indicator"], row["dimension"]) not in known),
        tuple(each for group in of_part.values() for each in group),
        tuple(row for rows in printed.values() for row in rows),
        tuple(finding for findings in against.values() for finding in findings),
        _counted(found.checks),
        sum(row["verdict"] == "pass" and row["repair"] == "blank_as_zero" for row in found.checks),
        any(row["source"] == "ocr" for row in tabled),
    )


def _sums(edition: str | None, found: Found, tabled: Sequence[Any]) -> list[Sum]:
    """What fails, and what a shifted column would explain."""
    before: dict[int, list[Figure]] = defaultdict(list)
    for row in found.figures_before:
        before[row["revision_id"]].append(_figure(row))
    earlier = {revision: Stated(figures) for revision, figures in before.items()}
    shown = [row for row in found.checks if row["verdict"] == "fail" or row["repair"] == "column_shift"]
    return Sums(edition, Stated(map(_figure, tabled)), earlier).of(shown)


def _figure(row: Any) -> Figure:
    return Figure(
        row["indicator"], row["dimension"], row["value"], row["value_raw"], row["value_state"], "", row["source"], "",
        table=row["table_number"], row=row["row_number"], column=row["column_number"],
    )  # fmt: skip


def _with_figures(table: OfficialTable, cells: Mapping[Key, Any]) -> OfficialTable:
    """The table; of a local annex, which has no national layout, only the lines that the document prints."""
    if table.part != "annex":
        return table
    lines = tuple(line for line in table.body if any(key in cells for key in line.cells))
    return OfficialTable(table.part, table.zh, table.en, table.head, lines)


def _local_rows(rows: Sequence[Any], tabled: Sequence[Any]) -> dict[str, list[LocalRow]]:
    """The rows that no edition has, by the part of the form whose figures stand nearest in the same table."""
    places: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for figure in tabled:
        if figure["table_number"] is not None and figure["row_number"] is not None:
            places[figure["table_number"]].append((figure["row_number"], _part(figure["indicator"])))
    found: dict[str, list[LocalRow]] = defaultdict(list)
    for row in rows:
        near = min(
            places[row["table_number"]], key=lambda place: abs(place[0] - row["row_number"]), default=(0, "")
        )
        printed = (cell for cell in json.loads(row["cells"]) if cell is not None)
        found[near[1]].append(LocalRow(row["label"], tuple(printed)))
    return found


def _by_part(found: Found) -> dict[str, list[Any]]:
    """The findings that a sentence says otherwise, by the part of the form that its figure belongs to."""
    of_sentence = {row["evidence"]: row["indicator"] for row in found.figures if row["source"] == "prose"}
    by_part: dict[str, list[Any]] = defaultdict(list)
    for finding in found.contradictions:
        indicator = of_sentence.get(finding["evidence"])
        if indicator is None:
            # Q-09 is about the outcomes of disputes, Q-10 about requests.
            indicator = {"Q-09": "reconsideration.total", "Q-10": "requests.received"}.get(finding["kind"])
        by_part[_part(indicator)].append(finding)
    return by_part


def _part(indicator: str | None) -> str:
    """The part of the form an indicator stands in; of one that only sentences state, that of what it is compared with."""
    known = forms().indicators.get(indicator or "")
    if known is None:
        return "requests" if indicator in {member.key for member in forms().applicants} else ""
    if known.part != "prose":
        return known.part
    return next((forms().indicators[key].part for keys in known.sums for key in keys), "")


def _counted(checks: Sequence[Any]) -> dict[str, int]:
    """How many checks came to which verdict; `soft` are relations that need not hold and do not."""
    counts: dict[str, int] = {}
    for row in checks:
        verdict = "soft" if row["verdict"] == "fail" and not row["is_hard"] else row["verdict"]
        counts[verdict] = counts.get(verdict, 0) + 1
    return counts


def figure_words(row: Any) -> str:
    """What a figure is of, `中文 · English`, with its applicant where it has one."""
    pairs = zip(indicator_words(row["indicator"], None), applicant_words(row["dimension"]), strict=True)
    return " · ".join("，".join(filter(None, pair)) for pair in pairs)


def is_converted(row: Any) -> bool:
    """Whether a figure is printed in another unit than that of its indicator: 35000 (yuan) for 3.5 (ten thousand)."""
    if row["value"] is None or not row["value_raw"]:
        return False
    printed, kept = (_DIGITS.sub("", fold(text)) for text in (row["value_raw"], plain_number(row["value"])))
    return printed.lstrip("0") != kept.lstrip("0")


def plain_number(value: int | float) -> str:
    """A number as a reader writes it, without an exponent and without decimals that say nothing."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)

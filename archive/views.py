"""SQL for people: views over the rows, among them one wide view an edition of the form, a column a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from archive.database import Connection
from archive.vocabulary.forms import Indicator, forms

EDITIONS = ("f2008", "f2014", "f2019", "f2021")
SINCE_2019 = "report_since_2019"
_REPORT = "r.id AS report_id, r.key AS report_key, r.bureau_id, r.bureau, r.place, r.division_code, r.report_year, r.scope, r.url"
_OTHER = "requests.other"


@dataclass(frozen=True, slots=True)
class WideColumn:
    """One column of a wide view: its name, its words, and the indicators it shows for one applicant.

    The first indicator is shown where the table has it, else the sum of the others.
    """

    name: str
    zh: str
    en: str
    indicators: tuple[str, ...]
    dimension: str | None


def create_views(connection: Connection) -> None:
    """Put every view in place as this version of the program defines it."""
    for name, statement in _statements():
        stands = connection.execute(
            "select sql from sqlite_master where type = 'view' and name = ?", (name,)
        ).fetchone()
        if stands is None or stands[0] != statement:
            connection.execute(f"drop view if exists {name}")
            connection.execute(statement)


def wide_views() -> dict[str, list[WideColumn]]:
    """The columns of every wide view behind those that say which report it is."""
    views = {f"report_{edition}": list(_columns_of(edition)) for edition in EDITIONS}
    return {**views, SINCE_2019: list(_columns_since_2019())}


def _statements() -> Iterator[tuple[str, str]]:
    written = resources.files("archive").joinpath("views.sql").read_text(encoding="utf-8")
    for statement in filter(None, map(str.strip, written.split(";\n"))):
        yield statement.split()[2], statement.removesuffix(";")
    for name, columns in wide_views().items():
        if name == SINCE_2019:
            yield name, _wide(name, ["r.form_edition"], columns, "r.form_edition IN ('f2019', 'f2021')")
        else:
            yield name, _wide(name, [], columns, f"r.form_edition = '{name.removeprefix('report_')}'")


def _wide(name: str, more: list[str], columns: list[WideColumn], condition: str) -> str:
    selected = ",\n  ".join([_REPORT, *more, *map(_selected, columns)])
    return f"CREATE VIEW {name} AS\nSELECT {selected}\nFROM report r\nWHERE {condition}"


def _selected(column: WideColumn) -> str:
    """One figure by its cell; none where the report prints two that differ."""
    dimension = f"'{column.dimension}'" if column.dimension else "NULL"
    found = [
        f"(SELECT max(v.value) FROM indicator_value v WHERE v.indicator = '{key}' AND v.dimension IS {dimension} "  # noqa: S608
        "AND v.revision_id = r.current_revision_id AND v.cell IS NOT NULL HAVING max(v.value) IS min(v.value))"
        for key in column.indicators
    ]
    if len(found) == 1:
        return f"{found[0]} AS {column.name}"
    single, *parts = found
    return f"coalesce({single}, {' + '.join(parts)}) AS {column.name}"


def _columns_of(edition: str) -> Iterator[WideColumn]:
    for indicator in forms().indicators.values():
        if edition in indicator.cells:
            yield from _columns(indicator, (indicator.key,))


def _columns_since_2019() -> Iterator[WideColumn]:
    """The rows that mean the same in the forms of 2019 and 2021; 其他处理 is one row in the first, three in the second."""
    parts = tuple(i.key for i in forms().of_part("requests") if i.key.startswith(f"{_OTHER}."))
    for indicator in forms().indicators.values():
        if indicator.key == _OTHER:
            yield from _columns(indicator, (_OTHER, *parts))
        elif {"f2019", "f2021"} <= indicator.cells.keys():
            yield from _columns(indicator, (indicator.key,))


def _columns(indicator: Indicator, shown: tuple[str, ...]) -> Iterator[WideColumn]:
    name = indicator.key.replace(".", "_")
    if indicator.dimension is None:
        yield WideColumn(name, f"{indicator.zh}（{indicator.unit}）", indicator.en, shown, None)
        return
    for member in forms().applicants:
        words = f"{indicator.zh}：{member.zh}", f"{indicator.en}: {member.en.lower()}"
        yield WideColumn(f"{name}_{member.key}", *words, shown, member.key)

"""The figures of a document as rows: values, the table's rows as printed, and what the form's own sums say of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive.database import Connection, Row
from archive.reports import Check, Figure, Report
from archive.text import han_count
from archive.vocabulary.forms import PROSE, cell_key, forms

_VALUE = (
    "insert into indicator_value (revision_id, indicator, dimension, value, value_raw, value_state, source, cell, "
    "scope, is_approximate, evidence, table_number, row_number, column_number, text_start, text_end) "
    "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


def save_vocabulary(connection: Connection) -> None:
    """Write what `indicators.yml` states over what it stated before; nothing that rows refer to goes away."""
    stated = forms()
    connection.executemany(
        "insert into applicant (key, position, zh, en) values (?,?,?,?) on conflict (key) do update set "
        "position=excluded.position, zh=excluded.zh, en=excluded.en",
        [(member.key, at, member.zh, member.en) for at, member in enumerate(stated.applicants, start=1)],
    )
    connection.executemany(
        "insert into indicator (key, position, part, zh, en, unit) values (?,?,?,?,?,?) on conflict (key) do update set "
        "position=excluded.position, part=excluded.part, zh=excluded.zh, en=excluded.en, unit=excluded.unit",
        [(i.key, at, i.part, i.zh, i.en, i.unit) for at, i in enumerate(stated.indicators.values(), start=1)],
    )
    connection.executemany(
        "insert into form_cell (edition, cell, indicator, dimension) values (?,?,?,?) on conflict (edition, cell) "
        "do update set indicator=excluded.indicator, dimension=excluded.dimension",
        [
            (edition, cell_key(cell, member) if member else cell, i.key, member.key if member else None)
            for i in stated.indicators.values()
            for edition, cell in i.cells.items()
            if edition != PROSE
            for member in (stated.applicants if i.dimension else (None,))
        ],
    )


def save_figures(connection: Connection, revision_id: int, report: Report) -> None:
    """Write every figure of a document, the rows they stand in, and the checks of its own sums."""
    connection.executemany(_VALUE, [_row(revision_id, figure) for figure in report.figures])
    connection.executemany(
        "insert or ignore into printed_row (revision_id, table_number, row_number, label, cells, kind) values (?,?,?,?,?,?)",
        [
            (revision_id, row.table, row.row, row.label, _cells(row.cells), row.kind)
            for row in report.printed_rows
        ],
    )
    save_checks(connection, revision_id, report.checks)


def save_checks(
    connection: Connection, revision_id: int, checks: tuple[Check, ...], before_revision_id: int | None = None
) -> None:
    """Write checks of one document, or between it and that of the year before."""
    connection.executemany(
        "insert into check_result (revision_id, rule, subject, verdict, expected, actual, is_hard, repair, "
        "before_revision_id) values (?,?,?,?,?,?,?,?,?)",
        [
            (
                revision_id, check.rule, check.subject, check.verdict, check.expected, check.actual,
                int(check.is_hard), check.repair, before_revision_id,
            )
            for check in checks
        ],
    )  # fmt: skip


def figures_differ(connection: Connection, one: int, other: int) -> bool:
    """Whether the tables of two revisions print different figures in any cell."""
    cells = "select indicator, dimension, value, value_state from indicator_value where revision_id = ? and cell is not null"
    found = connection.execute(
        f"select 1 from ({cells} except {cells}) union all select 1 from ({cells} except {cells}) limit 1",  # noqa: S608
        (one, other, other, one),
    ).fetchone()
    return found is not None


def figures_of(connection: Connection, revision_id: int) -> list[Figure]:
    """The figures of a document as they were read."""
    rows = connection.execute(
        "select * from indicator_value where revision_id = ? order by id", (revision_id,)
    )
    return [_figure(row) for row in rows]


def _cells(cells: Sequence[str]) -> str:
    """The cells as JSON; null where the words to the left stand again, as those of a merged cell do."""
    told = [
        None if at and cell == cells[at - 1] and han_count(cell) else cell for at, cell in enumerate(cells)
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _row(revision_id: int, figure: Figure) -> tuple[object, ...]:
    is_prose = figure.source == PROSE
    # What a cell says is told by its row, which is kept as printed; a sentence is quoted.
    evidence = figure.evidence if is_prose or figure.table is None else None
    return (
        revision_id, figure.indicator, figure.dimension, figure.value, figure.value_raw, figure.value_state,
        figure.source, figure.cell, figure.scope if is_prose else None, int(figure.is_approximate), evidence,
        figure.table, figure.row, figure.column, figure.start, figure.end,
    )  # fmt: skip


def _figure(row: Row) -> Figure:
    return Figure(
        row["indicator"],
        row["dimension"],
        row["value"],
        row["value_raw"],
        row["value_state"],
        forms().indicators[row["indicator"]].unit,
        row["source"],
        row["evidence"] or "",
        row["cell"],
        row["table_number"],
        row["row_number"],
        row["column_number"],
        row["text_start"],
        row["text_end"],
        row["scope"] or "unknown",
        bool(row["is_approximate"]),
    )

"""Answers a search from the published copy, for the page and for everything that takes its results along."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit

from archive import search
from archive.catalogue import STATES, UPDATED_AT, Catalogue, Mask, count
from archive.database import Connection, sqlite3
from archive.errors import TooSlowError
from archive.web.kept import OfEachCopy
from archive.web.search.choice import Choice
from archive.web.search.filters import Narrowing

Answer = TypeVar("Answer")
_ROWS = """
select r.id, r.key, r.title, r.bureau, b.key as bureau_key, r.place, r.report_year, r.report_type, r.published_on, r.due_on,
  r.days_late, o.is_soft, r.status, r.form_edition, r.scope, r.revision_count, r.url,
  {updated_at} as updated_at{text}
from json_each(?) shown join report r on r.id = shown.value join bureau b on b.id = r.bureau_id
left join obligation o on o.bureau_id = r.bureau_id and o.report_type = r.report_type and o.report_year = r.report_year{join}
order by shown.key
"""
_WITH_TEXT = _ROWS.format(
    updated_at=UPDATED_AT, text=", v.text", join=" join revision v on v.id = r.current_revision_id"
)
_WITHOUT_TEXT = _ROWS.format(updated_at=UPDATED_AT, text="", join="")
_CATALOGUES = OfEachCopy(Catalogue)


@dataclass(frozen=True, slots=True)
class Found:
    """One search answered: the connection and the catalogue it was asked of, and what it leaves under its filters."""

    connection: Connection
    catalogue: Catalogue
    choice: Choice
    narrowing: Narrowing
    results: Mask

    @property
    def total(self) -> int:
        """How many reports there are."""
        return count(self.results)

    def ordered(self) -> list[int]:
        """Their ids in the order asked for."""
        asked = (self.choice.typed, self.choice.order)
        return search.in_order(self.connection, self.catalogue, self.results, asked)

    def rows(self, ids: list[int]) -> list[dict[str, Any]]:
        """The rows of these reports, in this order."""
        return self._read(_WITHOUT_TEXT, ids)

    def rows_with_text(self, ids: list[int]) -> list[dict[str, Any]]:
        """The same rows, each with what its report says as `text`."""
        return self._read(_WITH_TEXT, ids)

    def states(self, report_id: int, names: tuple[str, ...]) -> list[str]:
        """Which of these states are true of one report."""
        one = self.catalogue.of_ids([report_id])
        return [name for name in names if one & self.catalogue.in_state(name)]

    def _read(self, sql: str, ids: list[int]) -> list[dict[str, Any]]:
        return [dict(row) for row in self.connection.execute(sql, (json.dumps(ids),))]


async def answered(datasette: Any, choice: Choice, then: Callable[[Found], Answer]) -> Answer:
    """What `then` makes of the search, in the thread of the database.

    Raises TooSlowError where the search takes longer than the server's `sql_time_limit_ms`.
    """
    database = datasette.get_database("archive")
    limit = datasette.setting("sql_time_limit_ms")
    answer: Answer = await database.execute_fn(
        lambda connection: _answered(database, connection, limit, (choice, then))
    )
    return answer


async def counts_of_states(datasette: Any) -> dict[str, int]:
    """How many reports are in each state that a search can ask for."""
    catalogue = await _CATALOGUES.get(datasette.get_database("archive"))
    return {name: count(catalogue.in_state(name)) for name in STATES}


async def prepare(datasette: Any) -> None:
    """Read the catalogue of a copy before its first reader asks for it; nothing where there is no archive."""
    if "archive" in datasette.databases:
        await _CATALOGUES.get(datasette.get_database("archive"))


def _answered(
    database: Any, connection: Connection, limit: int, asked: tuple[Choice, Callable[[Found], Answer]]
) -> Answer:
    choice, then = asked
    catalogue = _CATALOGUES.of(database, connection)
    try:
        with sqlite_timelimit(connection, limit) if limit else nullcontext():
            hits = search.hits(connection, catalogue, choice.typed)
            narrowing = Narrowing(catalogue, hits, choice)
            return then(Found(connection, catalogue, choice, narrowing, narrowing.results()))
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise TooSlowError("the search takes too long; use longer words, or fewer") from error
        raise

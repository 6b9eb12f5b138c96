"""Saved searches: what is new in the published copy and matches is mailed to whom the search names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive import search
from archive.alerts.config import SavedSearch
from archive.alerts.ledger import Ledger, Target
from archive.alerts.letters import Hit, about_hits
from archive.catalogue import Catalogue, Mask
from archive.database import Connection, connect_read_only, sqlite3
from archive.errors import StoreError
from archive.query import LONGEST_QUERY, terms_of

_HITS = """
select key, title, bureau, report_year, published_on from report where id in (select value from json_each(?))
order by published_on desc nulls last, id desc
"""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many messages were queued, and a sentence for each search that could not be run."""

    message_count: int
    faults: tuple[str, ...]


def search_for_news(
    ledger: Ledger, published: Path, searches: Sequence[SavedSearch], site_url: str, now: datetime
) -> Searched:
    """Queue a message for every search that something new matches.

    New is a report that no run before this one saw in the published copy, whatever its dates say. The first run of a
    search, and the first after it was changed, only takes note. A search that cannot be run does not stop the others.
    """
    try:
        connection = connect_read_only(published)
        try:
            return _search(ledger, connection, searches, (site_url, now))
        finally:
            connection.close()
    except (sqlite3.Error, StoreError) as error:
        if isinstance(error, StoreError) and published.is_file():
            raise
        why = "is not there yet" if not published.is_file() else f"cannot be read ({error})"
        return Searched(0, (f"No saved search was run: {published} {why}; run `cundang publish`.",))


def _search(
    ledger: Ledger, connection: Connection, searches: Sequence[SavedSearch], told: tuple[str, datetime]
) -> Searched:
    if not search.is_current(connection):
        return Searched(
            0,
            ("No saved search was run: the published index is of an older program; run `cundang publish`.",),
        )
    keys = {row["key"]: row["id"] for row in connection.execute("select id, key from report")}
    catalogue = Catalogue(connection)
    count = 0
    faults = []
    with ledger.writing():
        known = {row["key"] for row in ledger.connection.execute("select key from known_report")}
        new = catalogue.of_ids(report_id for key, report_id in keys.items() if key not in known)
        for saved in searches:
            if fault := _fault(saved):
                faults.append(fault)
            elif _is_noted(ledger.connection, saved):
                count += _tell(ledger, saved, _hits(connection, catalogue, saved, new), told)
            else:
                _note(ledger.connection, saved, told[1])
        ledger.connection.executemany(
            "insert into known_report (key) values (?)", [(key,) for key in keys if key not in known]
        )
    return Searched(count, tuple(faults))


def _fault(saved: SavedSearch) -> str | None:
    if len(saved.query) > LONGEST_QUERY:
        return f"The search “{saved.name}” has more than {LONGEST_QUERY} characters; shorten its query in alerts.yml."
    if saved.query and not terms_of(saved.query):
        return f"The search “{saved.name}” has no word to search for; correct its query in alerts.yml."
    return None


def _tell(ledger: Ledger, saved: SavedSearch, hits: list[Hit], told: tuple[str, datetime]) -> int:
    if not hits:
        return 0
    ledger.queue(about_hits(saved, hits, *told), [Target("email", address) for address in saved.to])
    return 1


def _hits(connection: Connection, catalogue: Catalogue, saved: SavedSearch, new: Mask) -> list[Hit]:
    found = new & search.hits(connection, catalogue, saved.query) if new else new
    for column, value in saved.columns.items():
        found &= catalogue.where(column, value)
    return [Hit(*row) for row in connection.execute(_HITS, (json.dumps(catalogue.newest(found)),))]


def _definition(saved: SavedSearch) -> str:
    return json.dumps([saved.query, sorted(saved.columns.items())], ensure_ascii=False)


def _is_noted(connection: Connection, saved: SavedSearch) -> bool:
    row = connection.execute("select definition from saved_search where name = ?", (saved.name,)).fetchone()
    return row is not None and str(row["definition"]) == _definition(saved)


def _note(connection: Connection, saved: SavedSearch, now: datetime) -> None:
    connection.execute(
        "insert into saved_search (name, definition, noted_at) values (?,?,?) on conflict (name) do update set "
        "definition = excluded.definition, noted_at = excluded.noted_at",
        (saved.name, _definition(saved), now.isoformat()),
    )

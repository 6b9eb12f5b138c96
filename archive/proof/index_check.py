"""The search index against the texts it was made of; it holds no text of its own, so it is asked for what it must find."""

from __future__ import annotations

from collections.abc import Iterator

from archive import search
from archive.database import Connection, Row, sqlite3
from archive.query import index_terms, normalise

# Long enough to be a report's own words, short enough to cost no time.
_PROBE = 24
_PLACES = 5
_NAMES = ("title", "bureau", "body")


def index_faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the index, a sentence each without its end: missing and foreign entries, texts not found in them."""
    if not search.is_current(connection):
        yield "The search index was made by another normalisation"
        return
    for row in connection.execute(
        "select key from report r left join report_search_docsize d on d.id = r.id where d.id is null"
    ):
        yield f"Report {row['key']} is not in the search index"
    for row in connection.execute(
        "select d.id from report_search_docsize d left join report r on r.id = d.id where r.id is null"
    ):
        yield f"The search index has an entry {row['id']} that is no report"
    for row in connection.execute(
        "select r.id, r.key, r.title, r.bureau, r.bureau_then, r.bureau_as_printed, v.text from report r "
        "join revision v on v.id = r.current_revision_id join report_search_docsize d on d.id = r.id order by r.id"
    ):
        lost = _not_found(connection, row)
        if lost:
            yield f"The search index does not find “{lost}” in report {row['key']}"


def _not_found(connection: Connection, row: Row) -> str | None:
    """The first probe of a report that its entry does not answer."""
    names = search.bureau_text(row["bureau"], row["bureau_then"], row["bureau_as_printed"])
    for column, text in zip(_NAMES, (row["title"], names, row["text"]), strict=True):
        for probe in _probes(text):
            phrase = index_terms(probe).rpartition(" ")[0].replace('"', '""')
            try:
                found = connection.execute(
                    "select 1 from report_search where rowid = ? and report_search match ?",
                    (row["id"], f'{column} : "{phrase}"'),
                ).fetchone()
            except sqlite3.DatabaseError:
                found = None
            if phrase and found is None:
                return probe
    return None


def _probes(text: str) -> list[str]:
    """Stretches of a text as it is indexed: its beginning, its end, and places between."""
    whole = normalise(text)
    last = max(0, len(whole) - _PROBE)
    places = sorted({last * part // (_PLACES - 1) for part in range(_PLACES)})
    return [whole[place : place + _PROBE] for place in places]

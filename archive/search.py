"""The full-text index: contentless FTS5 over overlapping bigrams, so that any substring is found exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from archive.catalogue import Catalogue, Mask
from archive.database import Connection
from archive.query import digest, index_terms, match_query, snippet_html

# Punctuation and symbols are token characters: a bigram may hold them. Needs SQLite 3.43 or newer.
SCHEMA = """CREATE VIRTUAL TABLE report_search USING fts5(
  title, bureau, body, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* M* Co'"
)"""

_STATE = "search_normaliser"
# bm25 costs microseconds a hit: beyond the newest hits of a tier the order is by date alone.
_SCORED = 2000
Order = Literal["relevance", "newest", "oldest"]


def register(connection: Connection) -> None:
    """Give a connection the functions that rewrite queries: Datasette's `escape_fts`, `zh_match`, `zh_snippet`."""
    connection.create_function("escape_fts", 1, _match, deterministic=True)
    connection.create_function("zh_match", 1, _match, deterministic=True)
    connection.create_function("zh_snippet", 2, _snippet, deterministic=True)


def bureau_text(today: str, then: str, printed: str) -> str:
    """What the bureau column indexes: every name a reader may know the bureau by."""
    return " | ".join(dict.fromkeys((today, then, printed)))


def index_report(connection: Connection, report_id: int, title: str, bureau: str, body: str) -> None:
    """Put a report into the index, in place of its earlier entry."""
    remove_report(connection, report_id)
    connection.execute(
        "insert into report_search(rowid, title, bureau, body) values (?,?,?,?)",
        (report_id, index_terms(title), index_terms(bureau), index_terms(body)),
    )


def remove_report(connection: Connection, report_id: int) -> None:
    """Take a report out of the index."""
    connection.execute("delete from report_search where rowid = ?", (report_id,))


def is_current(connection: Connection) -> bool:
    """Whether the index was made by this normalisation; an empty archive always is."""
    row = connection.execute("select value from archive_state where name = ?", (_STATE,)).fetchone()
    if row is None:
        return connection.execute("select 1 from report limit 1").fetchone() is None
    return str(row[0]) == digest()


def mark_current(connection: Connection) -> None:
    """Note that the index is made by this normalisation."""
    connection.execute(
        "insert into archive_state (name, value) values (?,?) on conflict (name) do update set value=excluded.value",
        (_STATE, digest()),
    )


def reindex(connection: Connection) -> None:
    """Build the whole index again from the reports."""
    connection.execute("insert into report_search(report_search) values ('delete-all')")
    rows = connection.execute(
        "select r.id, r.title, r.bureau, r.bureau_then, r.bureau_as_printed, v.text from report r "
        "join revision v on v.id = r.current_revision_id order by r.id"
    ).fetchall()
    for row in rows:
        names = bureau_text(row["bureau"], row["bureau_then"], row["bureau_as_printed"])
        index_report(connection, row["id"], row["title"], names, row["text"])
    connection.execute("insert into report_search(report_search) values ('optimize')")
    mark_current(connection)


def hits(connection: Connection, catalogue: Catalogue, query: str) -> Mask:
    """The reports that contain every term of `query`; all of them where it is empty, none where it has no usable term."""
    return catalogue.of_ids(ids(connection, query)) if query.strip() else catalogue.everything


def in_order(
    connection: Connection, catalogue: Catalogue, found: Mask, asked: tuple[str, Order]
) -> list[int]:
    """The ids of the reports of `found` as the query and the order asked for put them; without a query by date.

    By relevance, hits in title or bureau come first, then hits in the text, each tier by bm25 as far as its newest hits go.
    """
    query, order = asked
    if order == "oldest":
        return catalogue.oldest(found)
    if order == "newest" or not query.strip():
        return catalogue.newest(found)
    expression = match_query(query)
    in_title = f"{{title bureau}} : ({expression})"
    first = found & catalogue.of_ids(_matching(connection, in_title))
    return [
        *_by_score(connection, catalogue, first, in_title),
        *_by_score(connection, catalogue, found & ~first, expression),
    ]


def _by_score(connection: Connection, catalogue: Catalogue, tier: Mask, expression: str) -> list[int]:
    """The ids of one tier: those with a score by it, then the rest, the newest first among equals."""
    if not tier:
        return []
    newest = catalogue.newest(tier)
    rows = connection.execute(
        # Without the + SQLite asks the index for each of these rows anew.
        "select rowid, bm25(report_search, 8, 4, 1) from report_search where report_search match ? "
        "and +rowid in (select value from json_each(?))",
        (expression, json.dumps(newest[:_SCORED])),
    )
    # Scores that differ in the second decimal say nothing; among such hits the newest is wanted.
    scores = {row[0]: round(row[1], 1) for row in rows}
    return sorted(newest[:_SCORED], key=scores.__getitem__) + newest[_SCORED:]


def ids(connection: Connection, query: str) -> Sequence[int]:
    """Every matching report, in order of id."""
    return _matching(connection, match_query(query))


def _matching(connection: Connection, expression: str) -> Sequence[int]:
    # As one value: a row for each of 100,000 hits takes three times as long.
    (found,) = connection.execute(
        "select json_group_array(rowid) from (select rowid from report_search where report_search match ? order by rowid)",
        (expression,),
    ).fetchone()
    matching: list[int] = json.loads(found)
    return matching


def _match(query: str | None) -> str:
    return match_query(query or "")


def _snippet(text: str | None, query: str | None) -> str:
    return snippet_html(text or "", query or "")

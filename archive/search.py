"""The full-text index: contentless FTS5 over overlapping bigrams, so that any substring is found exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.database import Connection
from archive.query import digest, index_terms, match_query, snippet_html

# Punctuation and symbols are token characters: a bigram may hold them. Needs SQLite 3.43 or newer.
SCHEMA = """CREATE VIRTUAL TABLE report_search USING fts5(
  title, bureau, body, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* M* Co'"
)"""

_STATE = "search_normaliser"
# bm25 costs microseconds a hit and FTS5 scores all of them: beyond the newest hits the order is by tier alone.
_SCORED = 2000
Order = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a result must also be: `columns` of `report` and the value each must have."""

    columns: dict[str, str | int] = field(default_factory=dict)

    def sql(self, table: str) -> str:
        """The conditions as SQL over `table`, each beginning with `and`."""
        return "".join(f" and {table}.{name} = :filter_{name}" for name in self.columns)

    def parameters(self) -> dict[str, str | int]:
        """The values those conditions name."""
        return {f"filter_{name}": value for name, value in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Results:
    """One page of report ids in order, and how many reports match in all."""

    ids: tuple[int, ...]
    total: int


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


def find(
    connection: Connection, query: str, narrowed: Filter, order: Order, page: tuple[int, int]
) -> Results:
    """The reports that contain every term of `query`, as (limit, offset) of `page` says.

    By relevance, hits in title or bureau come first, then hits in the text, each by bm25. An empty query finds
    every report the filter lets through, newest first.
    """
    has_query = bool(query.strip())
    parameters = {"q": match_query(query), "limit": page[0], "offset": page[1], **narrowed.parameters()}
    matches = MATCHES if has_query else ""
    scored = has_query and order == "relevance"
    total = connection.execute(
        f"select count(*) from report r where 1{matches}{narrowed.sql('r')}",  # noqa: S608
        parameters,
    ).fetchone()[0]
    rows = connection.execute(
        f"{_SCORES if scored else ''}select r.id from report r {_SCORED_BY if scored else ''}"  # noqa: S608
        f"where 1{matches}{narrowed.sql('r')} "
        f"order by {_BY_RELEVANCE if scored else _BY_DATE} limit :limit offset :offset",
        parameters,
    )
    return Results(tuple(row[0] for row in rows), total)


MATCHES = " and r.id in (select rowid from report_search where report_search match :q)"
_SCORES = f"""with top as materialized (
  select rowid as id, bm25(report_search, 8, 4, 1) as score from report_search
  where report_search match '{{title bureau}} : (' || :q || ')'
), body as materialized (
  select rowid as id, bm25(report_search, 8, 4, 1) as score from report_search
  where report_search match :q order by rowid desc limit {_SCORED}
)
"""  # noqa: S608
_SCORED_BY = "left join top on top.id = r.id left join body on body.id = r.id "
_BY_DATE = "r.published_on desc nulls last, r.id desc"
# Scores that differ in the second decimal say nothing; among such hits the newest is wanted.
_BY_RELEVANCE = f"top.id is null, round(coalesce(top.score, body.score), 1) nulls last, {_BY_DATE}"


def ids(connection: Connection, query: str) -> Sequence[int]:
    """Every matching report, in order of id."""
    rows = connection.execute(
        "select rowid from report_search where report_search match ? order by rowid", (match_query(query),)
    )
    return [row[0] for row in rows]


def _match(query: str | None) -> str:
    return match_query(query or "")


def _snippet(text: str | None, query: str | None) -> str:
    return snippet_html(text or "", query or "")

"""What readers are not shown yet: the news of portals whose last run failed its own test; everything else is published."""

from __future__ import annotations

from collections.abc import Sequence

from archive import search
from archive.database import Connection, Row

# A run that ended so may have read a portal wrongly; one that was blocked or cut short read what it did read rightly.
_DOUBTFUL = ("floor", "drop", "fault", "drift")

_RUNS = """
select r.id, r.portal_id, r.new_report_count, r.new_revision_count from crawl_run r
where r.outcome = 'failed' and r.cause in ({causes})
and r.id > coalesce((select max(id) from crawl_run g where g.portal_id = r.portal_id and g.outcome in ('complete', 'partial')), 0)
"""
_NEWS = """
select v.id, v.report_id from revision v join fetch f on f.id = v.fetch_id where f.crawl_run_id in ({runs})
"""
_OF_REVISION = (
    "indicator_value", "printed_row", "check_result", "section", "date_witness", "bureau_witness", "attachment", "change",
)  # fmt: skip
_LATEST = """
select v.*, r.bureau, r.bureau_then, r.bureau_as_printed from revision v join report r on r.id = v.report_id
where v.report_id = ? order by v.number desc, v.kind desc, v.id desc limit 1
"""


def withhold(connection: Connection) -> list[str]:
    """Take out of a copy of the archive what runs in doubt brought; returns the portals whose news are held back.

    Reports go back to the revision they had before; those that had none go out. The archive itself keeps all of it.
    """
    runs = runs_in_doubt(connection)
    if not runs:
        return []
    numbers = ",".join(str(row["id"]) for row in runs)
    news = connection.execute(_NEWS.format(runs=numbers)).fetchall()
    if not news:
        return []
    # The copy is checked as a whole when all is taken out.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    _remove_revisions(connection, [row["id"] for row in news])
    for report_id in sorted({row["report_id"] for row in news}):
        latest = connection.execute(_LATEST, (report_id,)).fetchone()
        if latest is None:
            _remove_report(connection, report_id)
        else:
            _restore(connection, report_id, latest)
    return sorted({row["portal_id"] for row in runs})


def runs_in_doubt(connection: Connection) -> list[Row]:
    """The runs whose news readers are not shown, until a later run of their portal is whole; a copy still has their rows."""
    causes = ", ".join(f"'{cause}'" for cause in _DOUBTFUL)
    return connection.execute(_RUNS.format(causes=causes)).fetchall()


def _remove_revisions(connection: Connection, revisions: Sequence[int]) -> None:
    rows = [(revision,) for revision in revisions]
    connection.executemany(
        "delete from absence where change_id in (select id from change where revision_id = ?)", rows
    )
    connection.executemany("delete from check_result where before_revision_id = ?", rows)
    connection.executemany("update attachment set filed_revision_id = null where filed_revision_id = ?", rows)
    for table in _OF_REVISION:
        connection.executemany(f"delete from {table} where revision_id = ?", rows)  # noqa: S608
    connection.executemany("delete from revision where id = ?", rows)


def _remove_report(connection: Connection, report_id: int) -> None:
    search.remove_report(connection, report_id)
    pairs = "select id from similar_report where ? in (report_id, other_report_id)"
    connection.execute(f"delete from shared_passage where similar_report_id in ({pairs})", (report_id,))  # noqa: S608
    connection.execute("delete from similar_report where ? in (report_id, other_report_id)", (report_id,))
    for table in ("issue", "text_signature", "obligation"):
        connection.execute(f"delete from {table} where report_id = ?", (report_id,))  # noqa: S608
    connection.execute("delete from report where id = ?", (report_id,))


def _restore(connection: Connection, report_id: int, latest: Row) -> None:
    """Point a report at the latest revision that is left."""
    connection.execute(
        "update report set current_revision_id = ?, title = ?, form_edition = ?, signed_on = ?, "
        "revision_count = (select count(*) from revision where report_id = ? and kind = 'revision') where id = ?",
        (latest["id"], latest["title"], latest["form_edition"], latest["signed_on"], report_id, report_id),
    )
    names = search.bureau_text(latest["bureau"], latest["bureau_then"], latest["bureau_as_printed"] or "")
    search.index_report(connection, report_id, latest["title"], names, latest["text"])

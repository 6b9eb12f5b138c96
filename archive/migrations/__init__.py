"""The schema of the two databases, as append-only migrations in files of SQL; `schema.sql` is the picture of the result."""

from __future__ import annotations

from importlib import resources

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive import search
from archive.database import Connection

archive = Migrations("archive")
snapshots = Migrations("snapshots")


def migrate(connection: Connection, migrations: Migrations) -> None:
    """Apply what is pending of `migrations` to the open database, each in its own transaction."""
    migrations.apply(Database(connection))


def schema_of(connection: Connection) -> str:
    """The CREATE statements of a database, in order of name, without SQLite's and sqlite-utils' own tables."""
    rows = connection.execute(
        "select sql from sqlite_master where sql is not null and name not like 'sqlite%' and name not like "
        "'\\_sqlite%' escape '\\' and name not like 'report\\_search\\_%' escape '\\' order by type desc, name"
    )
    return "\n".join(f"{row[0]};\n" for row in rows)


def _execute(db: Database, file: str) -> None:
    statements = resources.files(__name__).joinpath(f"{file}.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


@snapshots()
def m0001_evidence(db: Database) -> None:
    """Bytes by their hash, and every attempt to get an address."""
    _execute(db, "snapshots_0001_evidence")


@snapshots()
def m0002_request_body(db: Database) -> None:
    """What was posted: a list that is asked for by POST says nowhere else which page of it came."""
    db.execute("alter table capture add column request_body TEXT NOT NULL DEFAULT ''")


@archive()
def m0001_sources(db: Database) -> None:
    """Portals, channels, runs and fetches."""
    _execute(db, "archive_0001_sources")


@archive()
def m0002_reports(db: Database) -> None:
    """Bureaus, reports, their revisions and what was read from each."""
    _execute(db, "archive_0002_reports")


@archive()
def m0003_events(db: Database) -> None:
    """Changes, issues, and facts about the archive itself."""
    _execute(db, "archive_0003_events")


@archive()
def m0004_search(db: Database) -> None:
    """The bigram index over title, bureau and text."""
    db.execute(search.SCHEMA)


@archive()
def m0005_documents(db: Database) -> None:
    """What came of reading attached files, and which document of a report is which."""
    _execute(db, "archive_0005_documents")


@archive()
def m0006_figures(db: Database) -> None:
    """The statutory figures, what they are checked against, and reports that repeat each other."""
    _execute(db, "archive_0006_figures")


@archive()
def m0007_nights(db: Database) -> None:
    """What is known of listed pages, how a revisit differs, removals with their evidence, and what is owed."""
    _execute(db, "archive_0007_nights")


@archive()
def m0008_pages(db: Database) -> None:
    """What the pages read most in order: the newest changes."""
    db.execute("CREATE INDEX change_observed ON change(observed_at, id)")

"""The schema of the two databases, as append-only migrations; `schema.sql` is the picture of the result."""

from __future__ import annotations

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


def _execute(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


@snapshots()
def m0001_evidence(db: Database) -> None:
    """Bytes by their hash, and every attempt to get an address."""
    _execute(db, _SNAPSHOTS_1)


@snapshots()
def m0002_request_body(db: Database) -> None:
    """What was posted: a list that is asked for by POST says nowhere else which page of it came."""
    db.execute("alter table capture add column request_body TEXT NOT NULL DEFAULT ''")


@archive()
def m0001_sources(db: Database) -> None:
    """Portals, channels, runs and fetches."""
    _execute(db, _SOURCES_1)


@archive()
def m0002_reports(db: Database) -> None:
    """Bureaus, reports, their revisions and what was read from each."""
    _execute(db, _REPORTS_1)


@archive()
def m0003_events(db: Database) -> None:
    """Changes, issues, and facts about the archive itself."""
    _execute(db, _EVENTS_1)


@archive()
def m0004_search(db: Database) -> None:
    """The bigram index over title, bureau and text."""
    db.execute(search.SCHEMA)


@archive()
def m0005_documents(db: Database) -> None:
    """What came of reading attached files, and which document of a report is which."""
    _execute(db, _DOCUMENTS_5)


_SNAPSHOTS_1 = """
CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  portal_id TEXT NOT NULL UNIQUE,
  trained_at TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE payload (
  sha256 TEXT PRIMARY KEY,
  byte_count INTEGER NOT NULL,
  dictionary_id INTEGER REFERENCES dictionary(id),
  body BLOB NOT NULL
) STRICT;
CREATE TABLE capture (
  id INTEGER PRIMARY KEY,
  crawl_run_id INTEGER,
  portal_id TEXT,
  channel_id TEXT,
  role TEXT NOT NULL CHECK (role IN ('home', 'list', 'report', 'attachment', 'import')),
  url TEXT NOT NULL,
  final_url TEXT,
  parent_url TEXT,
  captured_at TEXT NOT NULL,
  status INTEGER,
  headers TEXT,
  sha256 TEXT REFERENCES payload(sha256),
  error TEXT
) STRICT;
CREATE INDEX capture_url ON capture(url);
"""

_SOURCES_1 = """
CREATE TABLE portal (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_en TEXT,
  family TEXT NOT NULL,
  home_url TEXT NOT NULL,
  division_code TEXT NOT NULL,
  level TEXT NOT NULL,
  checked_on TEXT,
  definition TEXT NOT NULL
) STRICT;
CREATE TABLE channel (
  id TEXT PRIMARY KEY,
  portal_id TEXT NOT NULL REFERENCES portal(id),
  name TEXT NOT NULL,
  report_type TEXT NOT NULL,
  list_url TEXT NOT NULL,
  bureau TEXT
) STRICT;
CREATE TABLE crawl_run (
  id INTEGER PRIMARY KEY,
  portal_id TEXT NOT NULL REFERENCES portal(id),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT CHECK (outcome IN ('complete', 'partial', 'blocked', 'failed', 'empty')),
  cause TEXT,
  message TEXT,
  request_count INTEGER,
  list_page_count INTEGER,
  listed_count INTEGER,
  declared_count INTEGER,
  report_count INTEGER,
  new_report_count INTEGER,
  new_revision_count INTEGER,
  failure_count INTEGER,
  program_version TEXT NOT NULL
) STRICT;
CREATE INDEX crawl_run_portal ON crawl_run(portal_id, started_at);
CREATE TABLE fetch (
  id INTEGER PRIMARY KEY,
  crawl_run_id INTEGER REFERENCES crawl_run(id),
  portal_id TEXT REFERENCES portal(id),
  channel_id TEXT REFERENCES channel(id),
  role TEXT NOT NULL,
  url TEXT NOT NULL,
  final_url TEXT,
  parent_url TEXT,
  captured_at TEXT NOT NULL,
  status INTEGER,
  content_type TEXT,
  byte_count INTEGER,
  sha256 TEXT,
  error TEXT,
  verdict TEXT
) STRICT;
CREATE INDEX fetch_url ON fetch(url);
CREATE INDEX fetch_run ON fetch(crawl_run_id);
"""

_REPORTS_1 = """
CREATE TABLE bureau (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  organ TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('government', 'department', 'township', 'other')),
  place TEXT,
  division_code TEXT,
  level TEXT,
  sector TEXT
) STRICT;
CREATE TABLE bureau_name (
  id INTEGER PRIMARY KEY,
  bureau_id INTEGER NOT NULL REFERENCES bureau(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('today', 'then', 'printed')),
  first_seen_on TEXT NOT NULL,
  UNIQUE (bureau_id, name)
) STRICT;
CREATE TABLE bureau_succession (
  predecessor_id INTEGER NOT NULL REFERENCES bureau(id),
  successor_id INTEGER NOT NULL REFERENCES bureau(id),
  since INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (predecessor_id, successor_id)
) STRICT;
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  bureau_id INTEGER NOT NULL REFERENCES bureau(id),
  bureau TEXT NOT NULL,
  bureau_then TEXT NOT NULL,
  bureau_as_printed TEXT NOT NULL,
  place TEXT,
  division_code TEXT,
  sector TEXT,
  report_type TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  title TEXT NOT NULL,
  published_on TEXT,
  signed_on TEXT,
  due_on TEXT,
  days_late INTEGER,
  form_edition TEXT CHECK (form_edition IN ('f2008', 'f2014', 'f2019', 'f2021')),
  scope TEXT NOT NULL CHECK (scope IN ('own', 'region_total', 'unknown')),
  document_number TEXT,
  index_number TEXT,
  url TEXT,
  portal_id TEXT REFERENCES portal(id),
  channel_id TEXT REFERENCES channel(id),
  status TEXT NOT NULL DEFAULT 'live' CHECK (status IN ('live', 'off_portal')),
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  revision_count INTEGER NOT NULL,
  current_revision_id INTEGER REFERENCES revision(id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX report_place ON report(place);
CREATE INDEX report_bureau ON report(bureau);
CREATE INDEX report_bureau_id ON report(bureau_id, report_year);
CREATE INDEX report_year ON report(report_year);
CREATE INDEX report_published ON report(published_on);
CREATE TABLE revision (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report(id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('revision', 'rendition')),
  fetch_id INTEGER NOT NULL REFERENCES fetch(id),
  url TEXT,
  sha256 TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  title TEXT NOT NULL,
  published_on TEXT,
  signed_on TEXT,
  form_edition TEXT,
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX revision_number ON revision(report_id, number) WHERE kind = 'revision';
CREATE INDEX revision_report ON revision(report_id, url);
CREATE INDEX revision_fetch ON revision(fetch_id);
CREATE TABLE date_witness (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  kind TEXT NOT NULL CHECK (kind IN ('published', 'written')),
  witness TEXT NOT NULL,
  raw TEXT NOT NULL,
  value TEXT,
  precision TEXT CHECK (precision IN ('day', 'month', 'year')),
  is_chosen INTEGER NOT NULL CHECK (is_chosen IN (0, 1))
) STRICT;
CREATE INDEX date_witness_revision ON date_witness(revision_id);
CREATE TABLE bureau_witness (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  witness TEXT NOT NULL,
  raw TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('author', 'uploader', 'unused'))
) STRICT;
CREATE INDEX bureau_witness_revision ON bureau_witness(revision_id);
CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  ordinal INTEGER NOT NULL,
  number TEXT NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (revision_id, ordinal)
) STRICT;
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  url TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'kept', 'missing', 'refused', 'failed')),
  fetch_id INTEGER REFERENCES fetch(id),
  sha256 TEXT,
  media_type TEXT,
  byte_count INTEGER,
  UNIQUE (revision_id, url)
) STRICT;
CREATE INDEX attachment_url ON attachment(url);
CREATE TABLE other_document (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  published_on TEXT,
  portal_id TEXT REFERENCES portal(id),
  channel_id TEXT REFERENCES channel(id),
  fetch_id INTEGER NOT NULL REFERENCES fetch(id),
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL
) STRICT;
"""

_EVENTS_1 = """
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'revised', 'rendition')),
  report_id INTEGER NOT NULL REFERENCES report(id),
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  observed_at TEXT NOT NULL
) STRICT;
CREATE INDEX change_report ON change(report_id);
CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  message TEXT NOT NULL,
  portal_id TEXT REFERENCES portal(id),
  report_id INTEGER REFERENCES report(id),
  fetch_id INTEGER NOT NULL REFERENCES fetch(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  UNIQUE (kind, subject, message)
) STRICT;
CREATE INDEX issue_report ON issue(report_id);
CREATE TABLE archive_state (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
"""

_DOCUMENTS_5 = """
alter table revision add column page_url TEXT;
alter table revision add column media_type TEXT;
alter table revision add column is_ocr INTEGER NOT NULL DEFAULT 0 CHECK (is_ocr IN (0, 1));
alter table attachment add column reading TEXT CHECK (reading IN ('read', 'unreadable'));
alter table attachment add column reason TEXT CHECK (reason IN (
  'scan', 'encrypted', 'damaged', 'limit', 'empty', 'unsupported'));
alter table attachment add column page_count INTEGER;
alter table attachment add column table_count INTEGER;
alter table attachment add column text TEXT;
alter table attachment add column filed_revision_id INTEGER REFERENCES revision(id);
update revision set page_url = url, media_type = 'html';
CREATE INDEX revision_url ON revision(url);
CREATE INDEX attachment_filed ON attachment(filed_revision_id);
"""

-- archive.db
CREATE TABLE absence (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES change(id),
  fetch_id INTEGER REFERENCES fetch(id),
  crawl_run_id INTEGER REFERENCES crawl_run(id),
  observed_at TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;

CREATE TABLE applicant (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL
) STRICT;

CREATE TABLE archive_state (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
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
  byte_count INTEGER, reading TEXT CHECK (reading IN ('read', 'unreadable')), reason TEXT CHECK (reason IN (
  'scan', 'encrypted', 'damaged', 'limit', 'empty', 'unsupported')), page_count INTEGER, table_count INTEGER, text TEXT, filed_revision_id INTEGER REFERENCES revision(id),
  UNIQUE (revision_id, url)
) STRICT;

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

CREATE TABLE bureau_witness (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  witness TEXT NOT NULL,
  raw TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('author', 'uploader', 'unused'))
) STRICT;

CREATE TABLE "change" (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'revised', 'rendition', 'taken_down', 'reappeared')),
  report_id INTEGER NOT NULL REFERENCES report(id),
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  observed_at TEXT NOT NULL,
  differs TEXT CHECK (differs IN ('text', 'figures'))
) STRICT;

CREATE TABLE channel (
  id TEXT PRIMARY KEY,
  portal_id TEXT NOT NULL REFERENCES portal(id),
  name TEXT NOT NULL,
  report_type TEXT NOT NULL,
  list_url TEXT NOT NULL,
  bureau TEXT
) STRICT;

CREATE TABLE check_result (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  rule TEXT NOT NULL,
  subject TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'blank', 'not_applicable')),
  expected ANY,
  actual ANY,
  delta ANY GENERATED ALWAYS AS (actual - expected) VIRTUAL,
  is_hard INTEGER NOT NULL CHECK (is_hard IN (0, 1)),
  repair TEXT CHECK (repair IN ('blank_as_zero', 'column_shift')),
  before_revision_id INTEGER REFERENCES revision(id)
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
, walk TEXT CHECK (walk IN ('full', 'incremental')), revisit_count INTEGER, not_modified_count INTEGER, filtered_count INTEGER, held_count INTEGER) STRICT;

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
, differs TEXT CHECK (differs IN ('first', 'none', 'bytes', 'text', 'figures', 'held'))) STRICT;

CREATE TABLE form_cell (
  edition TEXT NOT NULL CHECK (edition IN ('f2008', 'f2014', 'f2019', 'f2021')),
  cell TEXT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicator(key),
  dimension TEXT REFERENCES applicant(key),
  PRIMARY KEY (edition, cell)
) STRICT;

CREATE TABLE indicator (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  part TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL
) STRICT;

CREATE TABLE indicator_value (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  indicator TEXT NOT NULL REFERENCES indicator(key),
  dimension TEXT REFERENCES applicant(key),
  value ANY CHECK (typeof(value) IN ('integer', 'real', 'null')),
  value_raw TEXT NOT NULL,
  value_state TEXT NOT NULL CHECK (value_state IN ('number', 'zero', 'blank', 'slash', 'text', 'unreadable')),
  source TEXT NOT NULL CHECK (source IN ('table', 'prose', 'ocr')),
  cell TEXT,
  scope TEXT CHECK (scope IN ('own', 'region_total', 'unknown')),
  is_approximate INTEGER NOT NULL DEFAULT 0 CHECK (is_approximate IN (0, 1)),
  evidence TEXT,
  table_number INTEGER,
  row_number INTEGER,
  column_number INTEGER,
  text_start INTEGER,
  text_end INTEGER,
  CHECK ((value IS NULL) = (value_state NOT IN ('number', 'zero')))
) STRICT;

CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  message TEXT NOT NULL,
  portal_id TEXT REFERENCES portal(id),
  report_id INTEGER REFERENCES report(id),
  fetch_id INTEGER NOT NULL REFERENCES fetch(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL, severity TEXT CHECK (severity IN ('high', 'medium', 'low')), message_zh TEXT, evidence TEXT, basis TEXT CHECK (basis IN ('document', 'years', 'copies', 'peers')),
  UNIQUE (kind, subject, message)
) STRICT;

CREATE TABLE list_row (
  id INTEGER PRIMARY KEY,
  portal_id TEXT NOT NULL REFERENCES portal(id),
  channel_id TEXT NOT NULL REFERENCES channel(id),
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  date_raw TEXT NOT NULL,
  first_listed_at TEXT NOT NULL,
  last_listed_at TEXT NOT NULL,
  visit_count INTEGER NOT NULL DEFAULT 0,
  last_visited_at TEXT,
  read_fetch_id INTEGER REFERENCES fetch(id),
  UNIQUE (portal_id, url)
) STRICT;

CREATE TABLE obligation (
  id INTEGER PRIMARY KEY,
  bureau_id INTEGER NOT NULL REFERENCES bureau(id),
  report_type TEXT NOT NULL,
  report_year INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  is_soft INTEGER NOT NULL CHECK (is_soft IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('on_time', 'late', 'missing', 'not_collected', 'off_portal', 'undated')),
  reason TEXT NOT NULL,
  report_id INTEGER REFERENCES report(id),
  UNIQUE (bureau_id, report_type, report_year)
) STRICT;

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

CREATE TABLE printed_row (
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  table_number INTEGER NOT NULL,
  row_number INTEGER NOT NULL,
  label TEXT NOT NULL,
  cells TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('heading', 'figures', 'unknown')),
  PRIMARY KEY (revision_id, table_number, row_number, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE quality_rule (
  rule TEXT PRIMARY KEY,
  severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
  zh TEXT NOT NULL,
  en TEXT NOT NULL
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
, off_portal_at TEXT) STRICT;

CREATE VIRTUAL TABLE report_search USING fts5(
  title, bureau, body, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* M* Co'"
);

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
, page_url TEXT, media_type TEXT, is_ocr INTEGER NOT NULL DEFAULT 0 CHECK (is_ocr IN (0, 1))) STRICT;

CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  ordinal INTEGER NOT NULL,
  number TEXT NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (revision_id, ordinal)
) STRICT;

CREATE TABLE shared_passage (
  id INTEGER PRIMARY KEY,
  similar_report_id INTEGER NOT NULL REFERENCES similar_report(id),
  text TEXT NOT NULL,
  text_start INTEGER NOT NULL,
  text_end INTEGER NOT NULL,
  other_text_start INTEGER NOT NULL,
  other_text_end INTEGER NOT NULL
) STRICT;

CREATE TABLE similar_report (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report(id),
  other_report_id INTEGER NOT NULL REFERENCES report(id),
  kind TEXT NOT NULL CHECK (kind IN ('years', 'bureaus')),
  score REAL NOT NULL,
  UNIQUE (report_id, other_report_id)
) STRICT;

CREATE TABLE text_signature (
  report_id INTEGER PRIMARY KEY REFERENCES report(id),
  text_sha256 TEXT NOT NULL,
  signature BLOB
) STRICT;

CREATE INDEX absence_change ON absence(change_id);

CREATE INDEX attachment_filed ON attachment(filed_revision_id);

CREATE INDEX attachment_url ON attachment(url);

CREATE INDEX bureau_witness_revision ON bureau_witness(revision_id);

CREATE INDEX change_observed ON change(observed_at, id);

CREATE INDEX change_report ON change(report_id);

CREATE INDEX check_result_failed ON check_result(rule) WHERE verdict = 'fail';

CREATE INDEX check_result_revision ON check_result(revision_id);

CREATE INDEX crawl_run_portal ON crawl_run(portal_id, started_at);

CREATE INDEX date_witness_revision ON date_witness(revision_id);

CREATE INDEX fetch_portal ON fetch(portal_id, role, url);

CREATE INDEX fetch_run ON fetch(crawl_run_id);

CREATE INDEX fetch_url ON fetch(url);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX indicator_value_indicator ON indicator_value(indicator, dimension, revision_id);

CREATE INDEX indicator_value_revision ON indicator_value(revision_id);

CREATE INDEX issue_report ON issue(report_id);

CREATE INDEX obligation_state ON obligation(state, report_year);

CREATE INDEX report_bureau ON report(bureau);

CREATE INDEX report_bureau_id ON report(bureau_id, report_year);

CREATE INDEX report_place ON report(place);

CREATE INDEX report_published ON report(published_on);

CREATE INDEX report_year ON report(report_year);

CREATE INDEX revision_fetch ON revision(fetch_id);

CREATE UNIQUE INDEX revision_number ON revision(report_id, number) WHERE kind = 'revision';

CREATE INDEX revision_report ON revision(report_id, url);

CREATE INDEX revision_url ON revision(url);

CREATE INDEX shared_passage_pair ON shared_passage(similar_report_id);

CREATE INDEX similar_report_other ON similar_report(other_report_id);

-- snapshots.db
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
, request_body TEXT NOT NULL DEFAULT '') STRICT;

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

CREATE INDEX capture_url ON capture(url);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

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

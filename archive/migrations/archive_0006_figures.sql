CREATE TABLE indicator (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  part TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL
) STRICT;
CREATE TABLE applicant (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL
) STRICT;
CREATE TABLE form_cell (
  edition TEXT NOT NULL CHECK (edition IN ('f2008', 'f2014', 'f2019', 'f2021')),
  cell TEXT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicator(key),
  dimension TEXT REFERENCES applicant(key),
  PRIMARY KEY (edition, cell)
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
CREATE INDEX indicator_value_revision ON indicator_value(revision_id);
CREATE INDEX indicator_value_indicator ON indicator_value(indicator, dimension, revision_id);
CREATE TABLE printed_row (
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  table_number INTEGER NOT NULL,
  row_number INTEGER NOT NULL,
  label TEXT NOT NULL,
  cells TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('heading', 'figures', 'unknown')),
  PRIMARY KEY (revision_id, table_number, row_number, label)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX check_result_revision ON check_result(revision_id);
CREATE INDEX check_result_failed ON check_result(rule) WHERE verdict = 'fail';
CREATE TABLE quality_rule (
  rule TEXT PRIMARY KEY,
  severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
  zh TEXT NOT NULL,
  en TEXT NOT NULL
) STRICT;
CREATE TABLE text_signature (
  report_id INTEGER PRIMARY KEY REFERENCES report(id),
  text_sha256 TEXT NOT NULL,
  signature BLOB
) STRICT;
CREATE TABLE similar_report (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report(id),
  other_report_id INTEGER NOT NULL REFERENCES report(id),
  kind TEXT NOT NULL CHECK (kind IN ('years', 'bureaus')),
  score REAL NOT NULL,
  UNIQUE (report_id, other_report_id)
) STRICT;
CREATE INDEX similar_report_other ON similar_report(other_report_id);
CREATE TABLE shared_passage (
  id INTEGER PRIMARY KEY,
  similar_report_id INTEGER NOT NULL REFERENCES similar_report(id),
  text TEXT NOT NULL,
  text_start INTEGER NOT NULL,
  text_end INTEGER NOT NULL,
  other_text_start INTEGER NOT NULL,
  other_text_end INTEGER NOT NULL
) STRICT;
CREATE INDEX shared_passage_pair ON shared_passage(similar_report_id);
alter table issue add column severity TEXT CHECK (severity IN ('high', 'medium', 'low'));
alter table issue add column message_zh TEXT;
alter table issue add column evidence TEXT;
alter table issue add column basis TEXT CHECK (basis IN ('document', 'years', 'copies', 'peers'));

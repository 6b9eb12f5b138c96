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

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

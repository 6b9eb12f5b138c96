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

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
alter table crawl_run add column walk TEXT CHECK (walk IN ('full', 'incremental'));
alter table crawl_run add column revisit_count INTEGER;
alter table crawl_run add column not_modified_count INTEGER;
alter table crawl_run add column filtered_count INTEGER;
alter table crawl_run add column held_count INTEGER;
alter table fetch add column differs TEXT CHECK (differs IN ('first', 'none', 'bytes', 'text', 'figures', 'held'));
alter table report add column off_portal_at TEXT;
CREATE TABLE change_7 (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'revised', 'rendition', 'taken_down', 'reappeared')),
  report_id INTEGER NOT NULL REFERENCES report(id),
  revision_id INTEGER NOT NULL REFERENCES revision(id),
  observed_at TEXT NOT NULL,
  differs TEXT CHECK (differs IN ('text', 'figures'))
) STRICT;
insert into change_7 (id, kind, report_id, revision_id, observed_at) select id, kind, report_id, revision_id, observed_at from change;
drop table change;
alter table change_7 rename to change;
CREATE INDEX change_report ON change(report_id);
CREATE TABLE absence (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES change(id),
  fetch_id INTEGER REFERENCES fetch(id),
  crawl_run_id INTEGER REFERENCES crawl_run(id),
  observed_at TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;
CREATE INDEX absence_change ON absence(change_id);
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
CREATE INDEX obligation_state ON obligation(state, report_year);
CREATE INDEX fetch_portal ON fetch(portal_id, role, url);

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

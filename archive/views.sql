CREATE VIEW figure AS
SELECT v.id, r.id AS report_id, r.key AS report_key, r.bureau, r.place, r.division_code, r.report_year, r.form_edition, r.scope,
  v.indicator, i.zh AS indicator_zh, i.en AS indicator_en, v.dimension, a.zh AS dimension_zh, a.en AS dimension_en,
  v.value, v.value_raw, v.value_state, i.unit, v.source, v.cell, v.evidence, v.table_number, v.row_number, v.column_number,
  v.text_start, v.text_end, v.scope AS sentence_scope, v.is_approximate, r.url
FROM report r
JOIN indicator_value v ON v.revision_id = r.current_revision_id
JOIN indicator i ON i.key = v.indicator
LEFT JOIN applicant a ON a.key = v.dimension;

CREATE VIEW local_row AS
SELECT r.id AS report_id, r.bureau, r.place, r.report_year, r.form_edition, p.table_number, p.row_number, p.label, p.cells, r.url
FROM report r
JOIN printed_row p ON p.revision_id = r.current_revision_id AND p.kind = 'unknown';

CREATE VIEW broken_sums AS
SELECT c.id, r.id AS report_id, r.bureau, r.place, r.report_year, r.form_edition, c.rule, c.subject,
  coalesce(i.zh, a.zh) AS subject_zh, coalesce(i.en, a.en) AS subject_en, c.expected, c.actual, c.delta, c.repair, r.url
FROM check_result c
JOIN report r ON r.current_revision_id = c.revision_id
LEFT JOIN indicator i ON i.key = c.subject
LEFT JOIN applicant a ON a.key = c.subject
WHERE c.verdict = 'fail' AND c.is_hard = 1;

CREATE VIEW late_reports AS
SELECT r.id AS report_id, r.bureau, r.place, r.division_code, r.report_year, r.due_on, r.published_on, r.days_late, b.kind AS bureau_kind,
  r.title, r.url, o.is_soft
FROM report r
JOIN bureau b ON b.id = r.bureau_id
LEFT JOIN obligation o ON o.bureau_id = r.bureau_id AND o.report_type = r.report_type AND o.report_year = r.report_year
WHERE r.days_late > 0;

CREATE VIEW missing_years AS
WITH RECURSIVE year(bureau_id, report_type, report_year, last_year) AS (
  SELECT bureau_id, report_type, min(report_year), max(report_year) FROM report GROUP BY bureau_id, report_type
  UNION ALL
  SELECT bureau_id, report_type, report_year + 1, last_year FROM year WHERE report_year < last_year
)
SELECT y.bureau_id, b.name AS bureau, b.place, b.division_code, y.report_type, y.report_year
FROM year y
JOIN bureau b ON b.id = y.bureau_id
WHERE NOT EXISTS (
  SELECT 1 FROM report r
  WHERE r.bureau_id = y.bureau_id AND r.report_year = y.report_year AND r.report_type = y.report_type
);

CREATE VIEW quality_finding AS
SELECT i.id, r.id AS report_id, r.bureau, r.place, r.report_year, i.kind AS rule, q.zh AS rule_zh, q.en AS rule_en, i.severity,
  i.message_zh, i.message AS message_en, i.evidence, r.url
FROM issue i
JOIN quality_rule q ON q.rule = i.kind
JOIN report r ON r.id = i.report_id;

CREATE VIEW all_zero_reports AS
SELECT report_id, bureau, place, report_year, message_zh, message_en, evidence, url FROM quality_finding WHERE rule = 'Q-17';

CREATE VIEW prose_contradicts_table AS
SELECT id, report_id, bureau, place, report_year, rule, severity, message_zh, message_en, evidence, url
FROM quality_finding
WHERE rule IN ('Q-08', 'Q-09', 'Q-10');

CREATE VIEW copied_text AS
SELECT s.id, s.kind, s.score, r.id AS report_id, r.bureau, r.report_year, o.id AS other_report_id, o.bureau AS other_bureau,
  o.report_year AS other_report_year,
  (SELECT p.text FROM shared_passage p WHERE p.similar_report_id = s.id ORDER BY length(p.text) DESC LIMIT 1) AS longest_passage,
  r.url, o.url AS other_url
FROM similar_report s
JOIN report r ON r.id = s.report_id
JOIN report o ON o.id = s.other_report_id;

CREATE VIEW figure_change AS
SELECT c.id AS change_id, r.id AS report_id, r.bureau, r.place, r.report_year, v.number AS revision, n.indicator, i.zh AS indicator_zh,
  i.en AS indicator_en, n.dimension, a.zh AS dimension_zh, a.en AS dimension_en, b.value_raw AS before_raw, n.value_raw AS after_raw,
  b.value AS before, n.value AS after, c.observed_at, r.url
FROM change c
JOIN report r ON r.id = c.report_id
JOIN revision v ON v.id = c.revision_id
JOIN indicator_value n ON n.revision_id = v.id AND n.cell IS NOT NULL
JOIN revision p ON p.report_id = v.report_id AND p.number = v.number - 1 AND p.kind = 'revision'
JOIN indicator_value b ON b.revision_id = p.id AND b.indicator = n.indicator AND b.dimension IS n.dimension AND b.cell IS NOT NULL
JOIN indicator i ON i.key = n.indicator
LEFT JOIN applicant a ON a.key = n.dimension
WHERE c.differs = 'figures' AND (b.value IS NOT n.value OR b.value_state <> n.value_state);

CREATE VIEW missing_reports AS
SELECT o.id, o.bureau_id, b.name AS bureau, b.place, b.division_code, b.kind AS bureau_kind, o.report_type, o.report_year, o.due_on,
  o.is_soft, o.reason
FROM obligation o
JOIN bureau b ON b.id = o.bureau_id
WHERE o.state = 'missing';

CREATE VIEW removed_reports AS
SELECT r.id AS report_id, r.bureau, r.place, r.report_year, r.title, r.last_seen_at, r.off_portal_at,
  (SELECT count(*) FROM absence e JOIN change c ON c.id = e.change_id
   WHERE c.report_id = r.id AND c.kind = 'taken_down' AND c.observed_at = r.off_portal_at) AS evidence_count,
  r.url
FROM report r
WHERE r.status = 'off_portal';

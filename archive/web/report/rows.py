"""Everything the archive knows about one document of a report, in a handful of queries."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from archive.web.report.tables import CHECKS, FIGURES, FIGURES_BEFORE, LOCAL_ROWS

# `is_soft` where the law does not name such a bureau and its last day is that of practice.
REPORT = (
    "select r.*, b.key as bureau_key, o.is_soft from report r join bureau b on b.id = r.bureau_id "
    "left join obligation o on o.bureau_id = r.bureau_id and o.report_type = r.report_type "
    "and o.report_year = r.report_year where r.key = :key"
)
REVISIONS = "select * from revision where report_id = :id order by number, id"
_SIMILAR_SHOWN = 5
_DETAILS = {
    "sections": "select ordinal, number, heading, text from section where revision_id = :revision order by ordinal",
    "dates": "select kind, witness, raw, value, is_chosen from date_witness where revision_id = :revision order by id",
    "authors": "select witness, raw, role from bureau_witness where revision_id = :revision order by id",
    # Two documents of one number link to the same files.
    "attachments": "select min(a.id) as id, a.url, a.name, a.status, a.sha256, a.media_type, a.byte_count, a.reading, a.reason, "
    "a.text, r.key as filed_as, r.title as filed_title from attachment a "
    "join revision v on v.id = a.revision_id left join revision f on f.id = a.filed_revision_id "
    "left join report r on r.id = f.report_id where v.report_id = :report and v.number = :number "
    "group by a.url, a.name, a.status, a.sha256, f.report_id order by 1",
    "findings": "select i.kind, i.severity, i.message_zh, i.message, i.evidence, q.zh, q.en from issue i "
    "join quality_rule q on q.rule = i.kind where i.report_id = :report order by "
    "case i.severity when 'high' then 1 when 'medium' then 2 else 3 end, i.kind, i.id",
    "figures": FIGURES,
    "checks": CHECKS,
    "figures_before": FIGURES_BEFORE,
    "local_rows": LOCAL_ROWS,
    "figure_changes": "select distinct c.indicator_zh, c.indicator_en, c.dimension_zh, c.dimension_en, c.before_raw, c.after_raw "
    "from figure_change c join indicator i on i.key = c.indicator left join applicant a on a.key = c.dimension "
    "where c.report_id = :report and c.revision = :number order by i.position, coalesce(a.position, 0)",
    "before": "select text from revision where report_id = :report and number = :number - 1 and kind = 'revision'",
    "issues": "select kind, message from issue where report_id = :report and severity is null order by id",
    "removals": "select c.id, c.kind, c.observed_at, a.what, a.observed_at as seen_at, a.fetch_id, a.crawl_run_id "
    'from "change" c left join absence a on a.change_id = c.id where c.report_id = :report '
    "and c.kind in ('taken_down', 'reappeared') order by c.observed_at, c.id, a.observed_at, a.id",
    "similar": "with pair as (select s.id, s.kind, s.score, sum(s.report_id = :report) over () as own_count, sum(s.other_report_id = :report) over () as other_count, "
    "case s.report_id when :report then s.other_report_id else s.report_id end as other_id from similar_report s "
    "where s.report_id = :report or s.other_report_id = :report order by s.score desc, s.id "
    "limit :similar) select pair.*, o.key, o.bureau, o.report_year, p.text from pair "
    "join report o on o.id = pair.other_id left join shared_passage p on p.similar_report_id = pair.id "
    "order by pair.score desc, pair.id, length(p.text) desc",
}


async def details(database: Any, report: Any, shown: Any) -> dict[str, Any]:
    """The rows about one document of a report, by what they are about."""
    parameters = {
        "revision": shown["id"],
        "report": report["id"],
        "number": shown["number"],
        "similar": _SIMILAR_SHOWN,
    }
    return {name: (await database.execute(sql, parameters)).rows for name, sql in _DETAILS.items()}


def events(rows: list[Any]) -> list[tuple[Any, list[Any]]]:
    """Removals and reappearances in order, each with what shows it."""
    grouped = (list(group) for _, group in groupby(rows, key=lambda row: row["id"]))
    return [(group[0], [row for row in group if row["what"]]) for group in grouped]


def pairs(rows: list[Any]) -> list[tuple[Any, list[str]]]:
    """The reports most like this one, each with the passages both have, the longest first."""
    grouped = (list(group) for _, group in groupby(rows, key=lambda row: row["id"]))
    return [(group[0], [row["text"] for row in group if row["text"]]) for group in grouped]

"""What was found about reports as rows: the findings of one document, of years beside each other, and their checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from archive.checks import check_years
from archive.database import Connection, Row
from archive.dates import BEIJING
from archive.filing.figures import figures_of, save_checks
from archive.filing.revisions import iso
from archive.quality import rules
from archive.quality.years import YearReport, findings_of_years
from archive.reports import Finding, Report

_CURRENT = """
select r.*, v.text, v.fetch_id, v.captured_at, v.id as revision_id from report r join revision v on v.id = r.current_revision_id
where r.bureau_id = ? and r.report_type = ?
"""
# The rule on the day of publication.
LATE = "Q-01"
# Whose activity is counted decides what may be compared; a government's report that does not say it may be either.
_BODY_OF_ITS_OWN = ("own", "unknown")


def save_rules(connection: Connection) -> None:
    """Write what `quality.yml` states of every rule over what it stated before."""
    connection.executemany(
        "insert into quality_rule (rule, severity, zh, en) values (?,?,?,?) on conflict (rule) do update set "
        "severity=excluded.severity, zh=excluded.zh, en=excluded.en",
        [(rule.key, rule.severity, rule.name.zh, rule.name.en) for rule in rules().values()],
    )


def save_findings(connection: Connection, report: Row, findings: Iterable[Finding], basis: str) -> None:
    """Put findings in the place of those found before on the same basis (document, years, copies or peers).

    `report` is a row of the report with the `fetch_id` and `captured_at` of its current document. One found again keeps
    the day it was first found.
    """
    found = list(findings)
    connection.executemany(
        "insert into issue (kind, subject, message, portal_id, report_id, fetch_id, opened_at, last_seen_at, severity, "
        "message_zh, evidence, basis) values (?,?,?,?,?,?,?,?,?,?,?,?) on conflict (kind, subject, message) do update set "
        "last_seen_at = excluded.last_seen_at, evidence = excluded.evidence, message_zh = excluded.message_zh",
        [
            (
                finding.rule, report["key"], finding.message_en, report["portal_id"], report["id"], report["fetch_id"],
                report["captured_at"], report["captured_at"], rules()[finding.rule].severity, finding.message_zh, finding.evidence,
                basis,
            )
            for finding in found
        ],
    )  # fmt: skip
    standing = {(finding.rule, finding.message_en) for finding in found}
    stale = [
        (row["id"],)
        for row in connection.execute(
            "select id, kind, message from issue where report_id = ? and basis = ?", (report["id"], basis)
        )
        if (row["kind"], row["message"]) not in standing
    ]
    connection.executemany("delete from issue where id = ?", stale)


def file_document_findings(connection: Connection, report_id: int, document: Report) -> None:
    """Write what the current document of a report alone shows, and what the years beside it do."""
    (report,) = connection.execute(
        "select r.*, v.fetch_id, v.captured_at from report r join revision v on v.id = r.current_revision_id where r.id = ?",
        (report_id,),
    )
    save_findings(connection, report, _with_first_publication(connection, report, document), "document")
    _compare_years(connection, report)


def _with_first_publication(connection: Connection, report: Row, document: Report) -> list[Finding]:
    """What the document shows; but whether the report was late is told by the document that was published first."""
    if iso(document.published_on) == report["published_on"]:
        return list(document.findings)
    first = connection.execute(
        "select kind, message, message_zh, evidence from issue where report_id = ? and kind = ?",
        (report["id"], LATE),
    )
    late = [
        Finding(row["kind"], "published_on", row["message_zh"], row["message"], row["evidence"])
        for row in first
    ]
    return [finding for finding in document.findings if finding.rule != LATE] + late


def _compare_years(connection: Connection, report: Row) -> None:
    """Check a report against the year before it, and the one after it against it."""
    rows = connection.execute(_CURRENT, (report["bureau_id"], report["report_type"])).fetchall()
    ordered = sorted(rows, key=lambda row: cast(int, row["report_year"]))
    at = next(number for number, row in enumerate(ordered) if row["id"] == report["id"])
    for number in (at, at + 1):
        if number < len(ordered):
            _compare(connection, ordered[number - 1] if number else None, ordered[number])


def _compare(connection: Connection, before: Row | None, after: Row) -> None:
    connection.execute(
        "delete from check_result where before_revision_id is not null and revision_id in "
        "(select id from revision where report_id = ?)",
        (after["id"],),
    )
    later = _year_report(connection, after)
    earlier = _year_report(connection, before) if before is not None else None
    checks = None
    if before is not None and earlier is not None and _is_comparable(before, after):
        checks = check_years(earlier.figures, later.figures)
        save_checks(connection, after["revision_id"], checks, before["revision_id"])
    findings = findings_of_years(earlier, later, checks)
    save_findings(connection, after, findings, "years")


def _year_report(connection: Connection, row: Row) -> YearReport:
    return YearReport(
        row["report_year"],
        row["form_edition"],
        row["text"],
        _versions(connection, row),
        tuple(figures_of(connection, row["revision_id"])),
    )


def _versions(connection: Connection, row: Row) -> tuple[tuple[datetime, str | None], ...]:
    """When and where the different texts of a report came; the one text of most is not asked for."""
    if row["revision_count"] < 2:
        return ()
    revisions = connection.execute(
        "select captured_at, url from revision where report_id = ? and kind = 'revision' order by number",
        (row["id"],),
    )
    return tuple(
        (datetime.fromisoformat(revision["captured_at"]).astimezone(BEIJING), revision["url"])
        for revision in revisions
    )


def _is_comparable(before: Row, after: Row) -> bool:
    """Whether two reports are on years in a row and count the same body's activity."""
    scopes = {before["scope"], after["scope"]}
    is_same = len(scopes) == 1 or scopes == {*_BODY_OF_ITS_OWN}
    return bool(after["report_year"] == before["report_year"] + 1) and is_same

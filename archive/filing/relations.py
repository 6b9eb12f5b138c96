"""Reports that repeat each other: signatures of their texts, the pairs that are alike, and the passages they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from archive.copies import Similarity, candidates, compare, signature
from archive.database import Connection, Row
from archive.filing.findings import save_findings
from archive.quality.archive_wide import Amount, CopiedText, findings_of_amounts, findings_of_copies

# Below it two reports share stock phrases and sections; from 0.8 they count as copied (rule Q-21).
LEAST_SCORE = 0.5

_REPORTS = """
select r.*, v.text, v.text_sha256, v.fetch_id, v.captured_at, b.organ from report r
join revision v on v.id = r.current_revision_id join bureau b on b.id = r.bureau_id
"""
_STALE = f"""{_REPORTS} left join text_signature s on s.report_id = r.id
where s.report_id is null or s.text_sha256 <> v.text_sha256 order by r.id
"""
_ONE = f"{_REPORTS} where r.id = ?"
_AMOUNTS = """
select r.id, r.report_year, b.kind, b.level, v.indicator, v.value, v.value_raw from indicator_value v
join report r on r.current_revision_id = v.revision_id join bureau b on b.id = r.bureau_id
where v.indicator in ('proactive.fees', 'proactive.procurement_amount') and v.value > 0
"""


def relate(connection: Connection) -> int:
    """Find what every report whose text is new or changed shares with others; returns how many pairs are alike.

    Linear in the archive: signatures are kept, and only what is new is looked up among them.
    """
    new = [_sign(connection, row) for row in connection.execute(_STALE).fetchall()]
    if not new:
        return 0
    marks = [(report_id, report_id) for report_id in new]
    connection.executemany(
        "delete from shared_passage where similar_report_id in (select id from similar_report where report_id = ? "
        "or other_report_id = ?)",
        marks,
    )
    connection.executemany("delete from similar_report where report_id = ? or other_report_id = ?", marks)
    found = 0
    touched = set(new)
    for one, other, _ in candidates(_signatures(connection), new):
        if _save_pair(connection, _report(connection, min(one, other)), _report(connection, max(one, other))):
            found += 1
            touched |= {one, other}
    for report_id in sorted(touched):
        report = _report(connection, report_id)
        save_findings(connection, report, findings_of_copies(_copies(connection, report)), "copies")
    _compare_amounts(connection, new)
    return found


def _compare_amounts(connection: Connection, new: Sequence[int]) -> None:
    """Look at the amounts of new reports beside those of the same kind and level of body for the same year."""
    stated = connection.execute(_AMOUNTS).fetchall()
    peers: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for row in stated:
        peers[_kind(row)].append(row["value"])
    amounts: dict[int, list[Amount]] = {report_id: [] for report_id in new}
    for row in stated:
        if row["id"] in amounts:
            amounts[row["id"]].append(
                Amount(row["indicator"], row["value"], row["value_raw"], peers[_kind(row)])
            )
    for report_id, of_report in amounts.items():
        if of_report:
            save_findings(
                connection, _report(connection, report_id), tuple(findings_of_amounts(of_report)), "peers"
            )


def _kind(row: Row) -> tuple[object, ...]:
    return row["indicator"], row["kind"], row["level"], row["report_year"]


def _sign(connection: Connection, row: Row) -> int:
    connection.execute(
        "insert into text_signature (report_id, text_sha256, signature) values (?,?,?) on conflict (report_id) "
        "do update set text_sha256 = excluded.text_sha256, signature = excluded.signature",
        (row["id"], row["text_sha256"], signature(row["text"], _names(row))),
    )
    return int(row["id"])


def _names(row: Row) -> list[str]:
    stated = (row["bureau"], row["bureau_then"], row["bureau_as_printed"], row["place"], row["organ"])
    return [name for name in stated if name]


def _signatures(connection: Connection) -> Iterator[tuple[int, bytes]]:
    for row in connection.execute(
        "select report_id, signature from text_signature where signature is not null order by report_id"
    ):
        yield row["report_id"], row["signature"]


def _report(connection: Connection, report_id: int) -> Row:
    return cast(Row, connection.execute(_ONE, (report_id,)).fetchone())


def _save_pair(connection: Connection, one: Row, other: Row) -> bool:
    alike = compare(one["text"], other["text"], _names(one), _names(other))
    if alike.score < LEAST_SCORE:
        return False
    kind = "years" if one["bureau_id"] == other["bureau_id"] else "bureaus"
    cursor = connection.execute(
        "insert into similar_report (report_id, other_report_id, kind, score) values (?,?,?,?)",
        (one["id"], other["id"], kind, round(alike.score, 4)),
    )
    _save_passages(connection, int(cursor.lastrowid or 0), alike)
    return True


def _save_passages(connection: Connection, pair_id: int, alike: Similarity) -> None:
    connection.executemany(
        "insert into shared_passage (similar_report_id, text, text_start, text_end, other_text_start, other_text_end) "
        "values (?,?,?,?,?,?)",
        [(pair_id, p.words, p.start_a, p.end_a, p.start_b, p.end_b) for p in alike.passages],
    )


def _copies(connection: Connection, report: Row) -> list[CopiedText]:
    """The earlier reports of its own bureau that a report repeats."""
    rows = connection.execute(
        "select o.report_year, s.score, (select p.text from shared_passage p where p.similar_report_id = s.id "
        "order by length(p.text) desc limit 1) as passage from similar_report s join report o on o.id = "
        "case when s.report_id = :id then s.other_report_id else s.report_id end "
        "where :id in (s.report_id, s.other_report_id) and s.kind = 'years' and o.report_year < :year "
        "order by o.report_year desc",
        {"id": report["id"], "year": report["report_year"]},
    )
    return [CopiedText(r["report_year"], r["score"], r["passage"] or "") for r in rows]

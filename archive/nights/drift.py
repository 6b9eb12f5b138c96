"""Whether a run read a portal otherwise than runs before it did: the sign of pages built anew, before anyone looks."""

from __future__ import annotations

from dataclasses import dataclass

from archive.database import Connection

_DOCUMENTS = """
select count(*) as documents, coalesce(sum(v.published_on is null), 0) as undated,
  coalesce(sum(not exists (select 1 from section s where s.revision_id = v.id)), 0) as without_sections,
  coalesce(sum(not exists (select 1 from indicator_value i where i.revision_id = v.id)), 0) as without_figures,
  coalesce(sum(exists (select 1 from check_result c where c.revision_id = v.id and c.verdict = 'fail' and c.is_hard
    and c.rule in ('ROW', 'BAL', 'SUM', 'RL'))), 0) as broken
from revision v join fetch f on f.id = v.fetch_id where f.portal_id = ? and f.role = 'report' and f.crawl_run_id {relation} ?
"""
# Fewer documents than this are too few to tell a redesign from a bad day.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that was small and is not any more: what is counted, at most `before`, at least `now`."""

    column: str
    before: float
    now: float
    words: str


_SHARES = (
    _Share("undated", 0.2, 0.5, "state no date of publication"),
    _Share("without_sections", 0.2, 0.5, "have no section with a heading"),
    _Share("without_figures", 0.2, 0.5, "state no figure"),
    # A table that is read one column off breaks nearly all of its sums.
    _Share("broken", 0.1, 0.3, "print sums that do not hold"),
)


def drift(connection: Connection, portal_id: str, run_id: int) -> str | None:
    """What is suddenly different in most documents of a run, in a sentence; None where nothing is, or too few came."""
    now = connection.execute(_DOCUMENTS.format(relation="="), (portal_id, run_id)).fetchone()
    before = connection.execute(_DOCUMENTS.format(relation="<"), (portal_id, run_id)).fetchone()
    if min(now["documents"], before["documents"]) < _FEWEST:
        return None
    for share in _SHARES:
        is_new = now[share.column] >= share.now * now["documents"]
        if is_new and before[share.column] <= share.before * before["documents"]:
            return (
                f"{now[share.column]} of {now['documents']} documents {share.words}, of those before "
                f"{before[share.column]} of {before['documents']}; the portal's pages may be built anew: look at one of them."
            )
    return None

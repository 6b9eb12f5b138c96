"""What a run met, counted as it goes: the ledger that its monitor judges at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archive.records import ListPage, Reading
from crawler.reading import NOT_MODIFIED

# What the guards (WAF) in front of portals send in place of pages, and how many of them in a row end a run.
BLOCKED = ("challenge", "captcha", "login", "forbidden")
_BLOCKED_ENOUGH = 3


class Tally:
    """Counts of requests, answers and rows.

    `counts` are by what was counted, `verdicts` by `<role>/<what came instead>`, `filed` by what the archive made of it;
    `rows` and `declared` by channel, of lists that are walked to their ends; `documents` are the addresses of those that
    the archive holds, begun with what it held before.
    """

    def __init__(self, documents: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.filed: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.declared: dict[str, int] = {}
        self.documents = set(documents)
        self._blocked_in_a_row = 0

    @property
    def is_blocked(self) -> bool:
        """Whether a guard refuses everything: it is not asked on and on."""
        return self._blocked_in_a_row >= _BLOCKED_ENOUGH

    def count(self, reading: Reading) -> None:
        """Count one answer, or that none came."""
        role = reading.capture.role
        if reading.capture.snapshot is not None and role in ("list", "report"):
            self._blocked_in_a_row = self._blocked_in_a_row + 1 if reading.verdict in BLOCKED else 0
        self.counts["answers"] += 1
        self.counts[f"{role}_answers"] += 1
        if reading.capture.snapshot is None:
            self.verdicts[f"{role}/{reading.capture.error}"] += 1
        elif reading.verdict == NOT_MODIFIED:
            self.counts["not_modified"] += 1
        elif reading.verdict and not reading.files:
            self.verdicts[f"{role}/{reading.verdict}"] += 1
        if role == "report" and (reading.report or reading.files):
            self.counts["documents"] += 1
            self.documents.add(reading.capture.url)

    def count_rows(self, listing: ListPage, channel_id: str, new_count: int) -> None:
        """Count the rows of one page of a list that is walked to its end, `new_count` of them not met before."""
        # Rows that an earlier page had, too, must not make up for rows that were never seen.
        if new_count or not listing.links:
            self.rows[channel_id] += new_count + len(listing.dead_rows)
        if listing.declared_total is not None:
            self.declared[channel_id] = max(listing.declared_total, self.declared.get(channel_id, 0))

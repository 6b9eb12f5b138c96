"""What time it is for a crawl: the machine's time, or for a rehearsal of many nights the night that is being played."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Goes on from `start` (an aware time) as the machine's clock does; without one it is the machine's clock."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()

    @classmethod
    def of(cls, stated: str | None) -> Clock:
        """The clock of an ISO time with its offset, such as 2026-11-24T01:30:00+08:00; of nothing, the machine's.

        Raises ValueError where the text is no such time.
        """
        if not stated:
            return cls()
        start = datetime.fromisoformat(stated)
        if start.tzinfo is None:
            raise ValueError("a time needs its offset, as in 2026-11-24T01:30:00+08:00")
        return cls(start)

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC) + self._ahead

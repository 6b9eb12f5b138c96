"""How long a portal that blocks us is left alone: longer with every night that it did."""

from __future__ import annotations

from datetime import datetime, timedelta

# The next night tries again; after that the rest doubles, up to a fortnight.
_FIRST_REST = timedelta(hours=20)
_LONGEST_REST = timedelta(days=14)


def rests_until(blocked_count: int, ended_at: datetime) -> datetime:
    """When a portal may be asked again whose last `blocked_count` runs ended blocked, the latest at `ended_at`."""
    rest: timedelta = _FIRST_REST * 2 ** min(blocked_count - 1, 10)
    return ended_at + min(rest, _LONGEST_REST)

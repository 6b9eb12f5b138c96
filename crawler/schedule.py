"""Which known pages are asked for again tonight, and how far lists are walked: by age, spread over the nights."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from archive.dates import BEIJING
from archive.nights.known_pages import KnownPage
from archive.records import Channel

Walk = Literal["full", "incremental"]

# Edits and removals cluster after publication; of old pages one in sixty a night finds an edit within two months.
_YOUNG, _GROWING = timedelta(days=30), timedelta(days=180)
_WEEKLY, _RARELY = 7, 60
# Whatever the rule says, no page is asked for twice a day, and none is left for longer.
_SHORTEST, _LONGEST = timedelta(hours=20), timedelta(days=90)
# Some servers answer “not modified” though it was: every so often they are asked without a way to say so.
_WITHOUT_VALIDATORS = 20
_FULL_WALK_EVERY = timedelta(days=6, hours=12)
# Reports on the year before come out from January to March.
_SEASON_ENDS = 3
_YEAR = re.compile(r"20\d\d")


def is_due(page: KnownPage, now: datetime) -> bool:
    """Whether a page that was read before is asked for again in the night of `now`.

    Pages published less than 30 days ago are due every night, less than 180 days every week, older ones one night in
    60, each on nights of its own that its address decides. A page that was gone when last asked for, or has vanished
    from its list, is due every night until it is known what became of it.
    """
    if page.last_visited_at is None:
        return True
    rested = now - page.last_visited_at
    if rested < _SHORTEST:
        return False
    if rested >= _LONGEST or page.is_in_doubt:
        return True
    interval = _interval(page, now)
    # A night that was missed is made up for.
    return rested >= timedelta(days=interval) + _SHORTEST or _is_its_night(page.url, interval, now)


def sends_validators(page: KnownPage) -> bool:
    """Whether the server may answer that the page is as it was: nineteen times of twenty."""
    return page.visit_count % _WITHOUT_VALIDATORS != _WITHOUT_VALIDATORS - 1


def walk_tonight(last_full_at: datetime | None, now: datetime) -> Walk:
    """Whether lists are walked to their ends: every week; `last_full_at` is when that was last done completely."""
    return "full" if last_full_at is None or now - last_full_at >= _FULL_WALK_EVERY else "incremental"


def walk_of_channel(channel: Channel, tonight: Walk, now: datetime) -> Walk:
    """The walk of one channel: from January to March, channels of last year's reports are walked in full.

    A channel whose name states years is last year's only if it states that one.
    """
    today = now.astimezone(BEIJING).date()
    years = {int(year) for year in _YEAR.findall(channel.name)}
    is_season = today.month <= _SEASON_ENDS and (not years or today.year - 1 in years)
    return "full" if is_season else tonight


def in_order(pages: Sequence[KnownPage]) -> list[KnownPage]:
    """The pages to revisit, those in doubt first, then the longest unseen."""
    return sorted(
        pages, key=lambda page: (not page.is_in_doubt, page.last_visited_at or page.first_listed_at)
    )


def _interval(page: KnownPage, now: datetime) -> int:
    """After how many days a page is due again."""
    since = page.published_on or page.first_listed_at.astimezone(BEIJING).date()
    age = timedelta(days=(_day(now) - since).days)
    return 1 if age < _YOUNG else _WEEKLY if age < _GROWING else _RARELY


def _is_its_night(url: str, interval: int, now: datetime) -> bool:
    share = int.from_bytes(hashlib.sha256(url.encode()).digest()[:8])
    return share % interval == _day(now).toordinal() % interval


def _day(now: datetime) -> date:
    return now.astimezone(BEIJING).date()

"""Atom feeds (RFC 4287): of alarms, of changes and of searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from feedgen.feed import FeedGenerator

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
# Characters that XML 1.0 cannot hold, which a portal's own text may.
_UNWRITABLE = dict.fromkeys({*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {9, 10, 13})
# As old as can be.
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: an id that stays for ever, its words, when it was last changed, and where it leads."""

    id: str
    title: str
    text: str
    updated_at: datetime
    link: str | None = None


def atom(
    feed_id: str, title: str, link: str | None, entries: Sequence[Entry], updated_at: datetime = _EPOCH
) -> bytes:
    """The feed as XML, `entries` in the order given; without any it is of `updated_at`.

    Where that is not stated it is as old as can be, so that no reader takes an empty feed for changed each time.

    `link` leads to the page that shows the same; None where there is none. Raises nothing: what XML cannot hold is left out.
    """
    feed = FeedGenerator()
    feed.id(_writable(feed_id))
    feed.title(_writable(title))
    feed.author(name="Cundang")
    feed.updated(max((entry.updated_at for entry in entries), default=updated_at))
    if link:
        feed.link(href=_writable(link), rel="alternate")
    for entry in entries:
        written = feed.add_entry(order="append")
        written.id(_writable(entry.id))
        written.title(_writable(entry.title))
        written.updated(entry.updated_at)
        written.content(_writable(entry.text), type="text")
        if entry.link:
            written.link(href=_writable(entry.link))
    return bytes(feed.atom_str(pretty=True))


def _writable(text: str) -> str:
    return text.translate(_UNWRITABLE)

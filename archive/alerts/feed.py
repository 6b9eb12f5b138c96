"""The alarms as an Atom feed (RFC 4287): messages about the archive, and none of those to readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from archive.alerts.ledger import Message
from archive.atomic import replace_file
from archive.feeds import Entry, atom
from archive.health.conditions import message_words

FEED_FILE = Path("public") / "alerts.atom"
LENGTH = 50


def write_feed(folder: Path, messages: Sequence[Message], site_url: str | None, now: datetime) -> None:
    """Replace the feed in `folder` by one of `messages`, newest first; raises StoreError where it cannot be written.

    An entry's id is that of its message for ever. Without any message the feed is of `now`.
    """
    replace_file(folder / FEED_FILE, feed(messages, site_url, now))


def feed(messages: Sequence[Message], site_url: str | None, now: datetime) -> bytes:
    """The feed as XML."""
    title = message_words("feed_title")
    entries = [Entry(f"urn:uuid:{one.uuid}", one.subject, one.text, one.created_at) for one in messages]
    feed_id = f"{site_url}/alerts.atom" if site_url else "urn:cundang:alerts"
    return atom(feed_id, f"{title.zh} · {title.en}", f"{site_url}/" if site_url else None, entries, now)

"""The alarms as an Atom feed (RFC 4287): messages about the archive, and none of those to readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from archive.alerts.ledger import Message
from archive.atomic import replace_file
from archive.health.conditions import message_words

FEED_FILE = Path("public") / "alerts.atom"
LENGTH = 50
_ATOM = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 cannot hold, which a portal's own error text may.
_UNWRITABLE = {code: None for code in range(32) if code not in (9, 10, 13)}


def write_feed(folder: Path, messages: Sequence[Message], site_url: str | None, now: datetime) -> None:
    """Replace the feed in `folder` by one of `messages`, newest first; raises StoreError where it cannot be written.

    An entry's id is that of its message for ever. Without any message the feed is of `now`.
    """
    replace_file(folder / FEED_FILE, feed(messages, site_url, now))


def feed(messages: Sequence[Message], site_url: str | None, now: datetime) -> bytes:
    """The feed as XML."""
    # lxml's own types leave out that a namespace may go without a prefix.
    namespaces: Any = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=namespaces)
    _add(root, "id", f"{site_url}/alerts.atom" if site_url else "urn:cundang:alerts")
    title = message_words("feed_title")
    _add(root, "title", f"{title.zh} · {title.en}")
    _add(root, "updated", max((one.created_at for one in messages), default=now).isoformat())
    _add(_add(root, "author", None), "name", "Cundang")
    if site_url:
        etree.SubElement(root, f"{{{_ATOM}}}link", rel="alternate", href=f"{site_url}/")
    for message in messages:
        entry = _add(root, "entry", None)
        _add(entry, "id", f"urn:uuid:{message.uuid}")
        _add(entry, "title", message.subject)
        _add(entry, "updated", message.created_at.isoformat())
        _add(entry, "content", message.text)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _add(parent: etree._Element, name: str, text: str | None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text.translate(_UNWRITABLE) if text is not None else None
    return element

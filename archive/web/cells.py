"""Cells of Datasette's tables: an address in one may be opened, and tells nobody where the reader came from."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from archive.web.labels import safe_link

_LINK = Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>')


def outward(value: Any) -> Markup | None:
    """A cell that is one address, as a link; None for any other value, which Datasette then shows as text."""
    if not isinstance(value, str):
        return None
    address = safe_link(value.strip())
    # An address has no blanks; a text that begins with one is a text.
    return _LINK.format(address) if address and not any(sign.isspace() for sign in address) else None

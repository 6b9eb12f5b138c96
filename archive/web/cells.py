"""Cells of Datasette's tables: a title leads to its report, an address where it says.

Of addresses that lead away, none tells where the reader came from.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

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


def titled(datasette: Any, row: Any, title: str) -> Markup | None:
    """A title as a link to its report; None where the columns shown do not tell which report it is."""
    if "key" not in row.keys():  # noqa: SIM118 a row of SQLite is no mapping
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/-/report/{quote(row['key'])}"), title)

"""What `cundang serve --public` closes besides SQL: pages that tell of the server and not of the archive."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Forbidden

# Datasette's pages for its operator: the first of them names the file that is served, the others versions, settings and
# threads. Open stays /-/metadata: it is what the pages say anyway. The alarms may quote paths and errors of the server.
_OF_THE_OPERATOR = (
    "databases", "versions", "plugins", "settings", "config", "threads", "actor", "auth-token", "logout", "permissions",
    "messages", "allow-debug", "patterns",
)  # fmt: skip
CLOSED = (rf"^/-/(?:{'|'.join(_OF_THE_OPERATOR)})(?:\.json)?$", r"^/-/alerts\.atom$")


def is_public(datasette: Any) -> bool:
    """Whether anybody may be reading: then nobody may write SQL of their own."""
    return not datasette.setting("default_allow_sql")


def refusals(datasette: Any) -> list[tuple[str, Any]]:
    """The routes that a public site refuses; none at a newsroom's own."""
    return [(route, _refuse) for route in CLOSED] if is_public(datasette) else []


async def _refuse() -> None:
    raise Forbidden("not open to the public")

"""Addresses that are read elsewhere than on our pages, and so say which site they are of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Locate = Callable[[str], str]


def located(datasette: Any, request: Any) -> Locate:
    """A function that makes of a path on this site the whole address of it, as this reader came to the site."""

    def locate(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    return locate

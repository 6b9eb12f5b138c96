"""What lists that a script fetches share: JSON and JSONP, rows as pieces of HTML, addresses with other parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Link, Snapshot
from crawler.cms.listing import read_row
from crawler.decode import decoded
from crawler.pick import first, parse

_CALLBACK = re.compile(r"[\w$.]+\s*\((.*)\)\s*;?", re.DOTALL)


def json_of(snapshot: Snapshot) -> Any:
    """The value of a JSON or JSONP answer; raises ReadError where it is neither."""
    text = decoded(snapshot).text.strip().lstrip("\ufeff")
    wrapped = _CALLBACK.fullmatch(text)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except ValueError as error:
        raise ReadError(f"The list's answer is not JSON ({error}); look at its snapshot.") from error


def value_at(value: Any, path: str) -> Any:
    """What lies at a dotted path (`data.results`, `data.0.rows`); raises ReadError naming the part that is missing."""
    for name in filter(None, path.split(".")):
        known = (
            value[int(name)]
            if isinstance(value, list) and name.isdigit() and int(name) < len(value)
            else None
        )
        value = value.get(name) if isinstance(value, dict) else known
        if value is None:
            raise ReadError(
                f"The list's answer has no `{name}` of {path}; the portal may have been redesigned."
            )
    return value


def with_parameters(url: str, **changes: object) -> str:
    """The address with these query parameters changed or added, all others as they were."""
    parts = urlsplit(url)
    stated = dict(parse_qsl(parts.query, keep_blank_values=True))
    stated |= {name: str(value) for name, value in changes.items()}
    return urlunsplit(parts._replace(query=urlencode(stated), fragment=""))


def rows_in(fragments: Iterable[str], snapshot: Snapshot) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links and dead rows of a listing that comes as pieces of HTML, one a row; pieces without a title are left out."""
    read = [read_row(_row_in(fragment), snapshot) for fragment in fragments if fragment.strip()]
    links = tuple(row for row in read if isinstance(row, Link))
    return links, tuple(row for row in read if isinstance(row, str))


def _row_in(fragment: str) -> HtmlElement:
    page = parse(f"<div>{fragment}</div>")
    row = first(page, "li", "tr", "dl", "div")
    return page if row is None else row

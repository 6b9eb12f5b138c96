"""What lists that a script fetches share: JSON and JSONP, rows as pieces of HTML, addresses with other parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from archive.dates import read_epoch
from archive.errors import ReadError
from archive.records import Link, Snapshot
from archive.text import clean
from crawler.cms.listing import read_row
from crawler.decode import decoded
from crawler.pick import first, parse

_CALLBACK = re.compile(r"[\w$.]+\s*\((.*)\)\s*;?", re.DOTALL)
# The datastore of jpage, a script of more than one vendor: rows are HTML within XML.
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.IGNORECASE)


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


def day_of(epoch: object) -> str:
    """The day in Beijing of an epoch in seconds or milliseconds, as a row prints it; empty for anything else."""
    return read_epoch(int(str(epoch))).isoformat() if re.fullmatch(r"\d{9,13}", str(epoch)) else ""


def records_in(text: str) -> tuple[list[str], int | None]:
    """The rows of a jpage datastore, each a piece of HTML, and how many there are in all; None where it is not said."""
    total = _TOTAL.search(text)
    return _RECORD.findall(text), int(total[1]) if total else None


def rows_in(fragments: Iterable[str], snapshot: Snapshot) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links and dead rows of a listing that comes as pieces of HTML, one a row; pieces without a title are left out."""
    return rows_among((_row_in(fragment) for fragment in fragments if fragment.strip()), snapshot)


def rows_among(rows: Iterable[HtmlElement], snapshot: Snapshot) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links and dead rows of a listing whose rows are known; rows without a title are left out."""
    return links_and_dead(read_row(row, snapshot) for row in rows)


def links_and_dead(read: Iterable[Link | str | None]) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Rows as read, sorted into links and the titles of rows that lead nowhere."""
    rows = list(read)
    links = tuple(row for row in rows if isinstance(row, Link))
    return links, tuple(row for row in rows if isinstance(row, str))


def row_of_fields(title: object, address: object, day: object, snapshot: Snapshot) -> Link | str | None:
    """A row that came as fields: its link, or the title of a row that leads nowhere, or None for one without a title.

    `day` may be text or an epoch.
    """
    name, place = unescape(text_of(title)), text_of(address)
    url = urljoin(snapshot.url, place)
    if not name or not place or urlsplit(url).scheme not in ("http", "https"):
        return name or None
    return Link(url, name, day_of(day) or text_of(day))


def text_of(field: object) -> str:
    """What a field of an answer says, without tags; empty where it says nothing, be it in the words null or undefined."""
    text = clean(re.sub(r"<[^>]+>", "", field)) if isinstance(field, str) else ""
    return "" if text in ("null", "undefined") else text


def _row_in(fragment: str) -> HtmlElement:
    page = parse(f"<div>{fragment}</div>")
    row = first(page, "li", "tr", "dl", "div")
    return page if row is None else row

"""Portals whose lists are drawn from JSON: the portal file states the question and where the answer holds what."""

from __future__ import annotations

import math
import re
from typing import Any
from urllib.parse import quote, urlsplit

from archive.errors import PortalFileError, ReadError
from archive.records import Channel, Link, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms.answers import json_of, links_and_dead, row_of_fields, value_at
from crawler.cms.article import Template, read_article
from crawler.cms.json_list_source import Source, source_of
from crawler.decode import decoded

# The empty mount of a script. A page that brings its data along has a family of its own.
_SHELL = re.compile(r"<div[^>]*\bid=[\"']?(?:app|root|__nuxt)\b[^>]*>\s*</div>", re.IGNORECASE)
_DATA = re.compile(r"window\.\w+\s*=\s*[{\[]")
_FIELD = re.compile(r"\{([\w.]+)\}")
_NET_DATE = re.compile(r"/Date\((\d+)(?:[+-]\d{4})?\)/")
_MOST_PAGES = 10_000
_TEMPLATE = Template(bodies=(), titles=("h1", "h2", ".title"))


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None: a shell that holds neither rows nor their data."""
    text = decoded(snapshot).text
    shell = _SHELL.search(text)
    return shell[0] if shell and not _DATA.search(text) else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The first page of the list, asked for as if from the column; raises PortalFileError for a wrong parameter."""
    source = source_of(channel.parameters)
    asked = source.question(source.first)
    return [ListRequest(asked.url, asked.method, asked.body, (*asked.headers, ("Referer", channel.list_url)))]


def parse_list(snapshot: Snapshot) -> ListPage:
    """The rows of one answer; the first names all further pages, or each the next one where no total is stated."""
    try:
        source = source_of(snapshot.parameters)
    except PortalFileError as error:
        raise ReadError(str(error)) from error
    number, answer = _number(source, snapshot), json_of(snapshot)
    try:
        rows = value_at(answer, source.items)
    except ReadError:
        # Without a total the walk ends on a page without rows, where some portals answer null.
        if number == source.first or source.total:
            raise
        return ListPage(())
    total = _total(source, answer)
    if number == source.first:
        _check(source, rows, total)
    links, dead = links_and_dead(_row(source, row, snapshot) for row in rows)
    return ListPage(links, _following(source, number, len(rows), total), total, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The densest block of the page: what draws the list says nothing of the articles."""
    return read_article(snapshot, _TEMPLATE)


def _number(source: Source, snapshot: Snapshot) -> int:
    """Which page this answers: the one whose question was asked."""
    asked = (snapshot.requested_url or snapshot.url, snapshot.request_body)
    for number in range(source.first, source.first + _MOST_PAGES):
        request = source.question(number)
        if (request.url, request.body or "") == asked:
            return number
    raise ReadError(f"The channel's `url` does not ask for {asked[0]}; look at the portal file.")


def _total(source: Source, answer: Any) -> int | None:
    if not source.total:
        return None
    stated = str(value_at(answer, source.total))
    if not stated.isdecimal():
        raise ReadError(f"The channel's parameter `total` names {source.total}, which holds “{stated[:40]}”.")
    return int(stated)


def _check(source: Source, rows: Any, total: int | None) -> None:
    """Refuse a first answer that shows a parameter to be wrong."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ReadError(f"The channel's parameter `items` names {source.items}, which is no list of rows.")
    if not rows and total:
        raise ReadError(
            f"The answer has {total} rows and none at {source.items}; correct `items` or `page_base`."
        )
    if "{offset}" in source.url + source.body and len(rows) < min(int(source.page_size), total or 0):
        raise ReadError(
            f"The portal gives {len(rows)} rows a page; correct `page_size` (it is {source.page_size})."
        )
    in_template = [("link_template", path) for path in _FIELD.findall(source.link_template)]
    stated = [("title", source.title), ("link", source.link), ("date", source.date), *in_template]
    for name, path in stated if rows else ():
        if path and not any(_states(row, path) for row in rows):
            there = ", ".join(sorted(rows[0]))
            raise ReadError(
                f"The channel's parameter `{name}` names {path}, which no row has; they have {there}."
            )


def _states(row: dict[str, Any], path: str) -> bool:
    """Whether the row has the field at all, be it empty."""
    parent, _, name = path.rpartition(".")
    return name in (_at(row, parent) or ())


def _at(row: dict[str, Any], path: str) -> Any:
    try:
        return value_at(row, path)
    except ReadError:
        return None


def _row(source: Source, row: dict[str, Any], snapshot: Snapshot) -> Link | str | None:
    date = str(_at(row, source.date) or "") if source.date else ""
    return row_of_fields(_at(row, source.title), _address(source, row), _NET_DATE.sub(r"\1", date), snapshot)


def _address(source: Source, row: dict[str, Any]) -> str:
    """The row's own address, or the one its template gives; empty where a field of the template is."""
    stated = str(_at(row, source.link) or "").strip() if source.link else ""
    if not stated:
        named = {path: _at(row, path) for path in _FIELD.findall(source.link_template)}
        if any(value in (None, "") for value in named.values()):
            return ""
        stated = _FIELD.sub(lambda found: quote(str(named[found[1]])), source.link_template)
    parts = urlsplit(stated)
    return stated if parts.scheme or parts.netloc or not stated else source.link_prefix + stated


def _following(source: Source, number: int, count: int, total: int | None) -> tuple[ListRequest, ...]:
    """Pages are counted by the rows that came: a portal may give fewer of them than it was asked for."""
    if not count or not source.has_pages:
        return ()
    if total is None:
        return (source.question(number + 1),)
    pages = math.ceil(total / count) if number == source.first else 0
    return tuple(source.question(source.first + page) for page in range(1, pages))

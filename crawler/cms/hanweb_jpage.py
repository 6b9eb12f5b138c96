"""Hanweb's jpage: the column page holds its first rows in a datastore within a script, dataproxy.jsp has the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.errors import ReadError
from archive.records import ListPage, ListRequest, Snapshot
from crawler.cms.answers import records_in, rows_in
from crawler.decode import decoded

ENDPOINT = re.compile(r"/jpage/dataproxy\.jsp$")
_UNIT = re.compile(r"\$\(\s*[\"']#(\w+)[\"']\s*\)\s*\.jpage\(\s*\{(.*?)\}\s*\)", re.DOTALL)
_STORE = r"id\s*=\s*[\"']?{id}[\"']?[^>]*>\s*<script[^>]*>\s*(<datastore>.*?</datastore>)"
_NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']*dataproxy\.jsp[^\"']*)", re.DOTALL)
_PARAMETER = re.compile(r"(\w+)\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"\s{}]+))")
_POSITION = ("page", "perpage", "startrecord", "endrecord")
# Servers cut longer answers, each at a length of its own; all known ones give a hundred rows.
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class _Unit:
    """One listing of the page: its rows so far, how many there are in all, and the address of the others."""

    address: str
    column_id: str
    rows: tuple[str, ...]
    total: int
    per_page: int


def column(snapshot: Snapshot) -> ListPage | None:
    """The rows in the column page and the requests for all others; None for a page without jpage.

    A page may hold several units, news beside the column's own: the one of the column in the address counts, the
    longest where that does not decide.
    """
    units = _units(decoded(snapshot).text)
    if not units:
        return None
    here = re.search(r"/col/col(\d+)/", urlsplit(snapshot.url).path)
    own = [unit for unit in units if here and unit.column_id == here[1]]
    unit = max(own or units, key=lambda unit: unit.total)
    links, dead = rows_in(unit.rows, snapshot)
    # Portions as long as what is already there continue it without a gap or an overlap.
    size = len(unit.rows) if 0 < len(unit.rows) <= _MOST_ROWS else unit.per_page or _MOST_ROWS
    address, pages = urljoin(snapshot.url, unit.address), -(-unit.total // size)
    following = [_portion(address, number, size) for number in range(len(unit.rows) // size + 1, pages + 1)]
    return ListPage(links, tuple(following), declared_total=unit.total, dead_rows=dead)


def answer(snapshot: Snapshot) -> ListPage:
    """One portion; a full one may be followed by another, whatever the column page said."""
    text = decoded(snapshot).text
    rows, total = records_in(text)
    if not rows and "<datastore" not in text and not text.lstrip().startswith("<?xml"):
        raise ReadError("dataproxy.jsp answered without a datastore; look at its snapshot.")
    links, dead = rows_in(rows, snapshot)
    asked = dict(parse_qsl(urlsplit(snapshot.url).query))
    number, size = int(asked.get("page", 1)), int(asked.get("perpage", _MOST_ROWS))
    is_full = len(rows) >= size and (total is None or number * size < total)
    # The address as it was asked for: the answer's own is spelled otherwise, and would be asked for twice.
    address = snapshot.requested_url or snapshot.url
    following = (_portion(address, number + 1, size),) if is_full else ()
    return ListPage(links, following, declared_total=total, dead_rows=dead)


def _units(text: str) -> list[_Unit]:
    units, calls = [], _UNIT.findall(text)
    for name, call in calls:
        store = re.search(_STORE.format(id=name), text, re.DOTALL)
        rows = records_in(store[1])[0] if store else []
        named = _NEXT_GROUP.search(store[1]) if store else None
        stated = {key: single or double or bare for key, single, double, bare in _PARAMETER.findall(call)}
        total, per_page = int(stated.get("totalRecord", len(rows))), int(stated.get("perPage", 0))
        # Newer versions accept only the encrypted numbers that the datastore names.
        address = named[1].replace("&amp;", "&") if named else _address(call, stated)
        units.append(_Unit(address, stated.get("columnid", ""), tuple(rows), total, per_page))
    return units


def _address(call: str, stated: dict[str, str]) -> str:
    parameters = _PARAMETER.findall(call.partition("ajaxParam")[2].partition("}")[0])
    query = "&".join(f"{key}={single or double or bare}" for key, single, double, bare in parameters)
    return f"{stated.get('proxyUrl', '/module/web/jpage/dataproxy.jsp')}?{query}"


def _portion(address: str, number: int, size: int) -> ListRequest:
    """The same rows from servers that obey startrecord and endrecord and from those that know only page and perpage."""
    path, _, query = address.partition("?")
    # Kept as written: some portals have their name in GBK here.
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in _POSITION]
    place = f"page={number}&perpage={size}&startrecord={(number - 1) * size + 1}&endrecord={number * size}"
    return ListRequest(
        f"{path}?{'&'.join([*kept, place])}", headers=(("X-Requested-With", "XMLHttpRequest"),)
    )

"""What a search must find, asked of SQL alone, and what the page of results says it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup

from tests.commands import rows
from tests.page import page, words

# A title and a place of the varied archive.
FORMULA, AT_FORMULA = '=HYPERLINK("https://example.org/","点此")', "@SUM(1+9)*cmd|' /C calc'!A0"
STATE_SQL = {
    "figures": "select id from report where current_revision_id in (select revision_id from indicator_value)",
    "late": "select id from report where days_late > 0",
    "broken_sums": "select r.id from report r join check_result c on c.revision_id = r.current_revision_id "
    "where c.verdict = 'fail' and c.is_hard",
    "changed": "select report_id from change where differs in ('text', 'figures')",
    "off_portal": "select id from report where status = 'off_portal'",
}
COLUMNS = {"place": "place", "bureau": "bureau", "year": "report_year", "type": "report_type"}


def expected(
    path: Path, words_sought: Iterable[str] = (), filters: Sequence[tuple[str, str]] = ()
) -> set[str]:
    """The keys of the reports that hold every word, spaces aside, in title, bureau or text and pass every filter."""
    found = {
        str(key)
        for key, *columns in rows(
            path,
            "select r.key, r.title, r.bureau, r.bureau_then, r.bureau_as_printed, v.text "
            "from report r join revision v on v.id = r.current_revision_id",
        )
        if all(any(word in "".join(str(text).split()) for text in columns) for word in words_sought)
    }
    for name, value in filters:
        found &= _passing(path, name, value)
    return found


def _passing(path: Path, name: str, value: str) -> set[str]:
    if name == "has":
        ids = {row[0] for row in rows(path, STATE_SQL[value])}
        return {str(key) for identity, key in rows(path, "select id, key from report") if identity in ids}
    held = rows(path, f"select key, {COLUMNS[name]} from report")  # noqa: S608 a constant
    return {str(key) for key, column in held if str(column) == value}


def keys_on(shown: BeautifulSoup) -> list[str]:
    """The keys of the reports on one page of results, in order."""
    return [unquote(link["href"]).rpartition("/")[2] for link in shown.select("ol.hits > li > a.title")]


def total(shown: BeautifulSoup) -> int:
    """How many results the page says there are; 0 where it says nothing was found."""
    stated = shown.select_one(".total strong")
    return int(words(stated).replace(",", "")) if stated else 0


async def every_page(site: Any, address: str) -> list[str]:
    """The keys of all results from this address on, following the links to the next page."""
    found: list[str] = []
    following: str | None = address
    while following:
        shown = await page(site, following)
        found += keys_on(shown)
        onward = shown.select_one(".paging a[rel=next]")
        following = urljoin("/-/search", onward["href"]) if onward else None
    return found


def offered(shown: BeautifulSoup) -> list[tuple[str, str, int]]:
    """Each filter value the page offers: its address, its words and the number beside it."""
    return [
        (
            urljoin("/-/search", entry.a["href"]),
            words(entry.a),
            int(words(entry.select_one(".small")).replace(",", "")),
        )
        for entry in shown.select("aside li")
    ]

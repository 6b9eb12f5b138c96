"""A search taken along: CSV, JSON and Atom hold the reports that the page shows, and do no harm where they are opened."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from lxml import etree

from archive.web.search import export
from tests.page import page, words
from tests.searched import AT_FORMULA, FORMULA, every_page, expected

pytest_plugins = ["tests.web", "tests.searched_fixtures"]

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCHES = [
    "q=%E5%85%AC%E5%BC%80",
    "q=%E5%85%AC%E5%BC%80&year=2020&sort=oldest",
    "has=late",
    f"place={quote('洛阳市')}&has=figures&has=broken_sums",
    "q=%E9%BE%98",
]


async def table(site: Any, query: str) -> list[dict[str, str]]:
    answer = await site.client.get(f"/-/search.csv?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


async def entries(site: Any, query: str) -> list[Any]:
    answer = await site.client.get(f"/-/search.atom?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content).findall(f"{ATOM}entry")


def report_key(address: str) -> str:
    return unquote(urlsplit(address).path).removeprefix("/-/report/")


@pytest.mark.parametrize("query", SEARCHES)
async def test_page_csv_json_and_atom_hold_the_same_reports(varied_site: Any, query: str) -> None:
    shown = await every_page(varied_site, f"/-/search?{query}")
    answer = (await varied_site.client.get(f"/-/search.json?{query}")).json()
    assert [row["key"] for row in await table(varied_site, query)] == shown
    assert [row["key"] for row in answer["results"]] == shown
    assert (answer["total"], answer["truncated"]) == (len(shown), False)
    fed = [report_key(entry.find(f"{ATOM}link").get("href")) for entry in await entries(varied_site, query)]
    assert len(fed) == min(len(shown), 50)
    assert set(fed) <= set(shown)


async def test_json_says_what_was_asked_and_csv_holds_the_same_cells(varied_site: Any) -> None:
    query = f"q={quote('公开')}&year=2020&has=figures"
    answer = (await varied_site.client.get(f"/-/search.json?{query}")).json()
    assert answer["query"] == "公开"
    assert answer["filters"] == {"year": "2020", "has": ["figures"]}
    assert answer["sort"] == "relevance"
    for row, cells in zip(answer["results"], await table(varied_site, query), strict=True):
        assert list(row) == list(cells)
        written = {name: "" if value is None else str(value) for name, value in row.items()}
        assert {name: cell.removeprefix("'") for name, cell in cells.items()} == written


async def test_the_links_of_the_page_lead_to_the_same_search(varied_site: Any, varied: Path) -> None:
    shown = await page(varied_site, f"/-/search?q={quote('公开')}&year=2020&page=2")
    links = {words(link): urljoin("/-/search", link["href"]) for link in shown.select(".take a")}
    keys = expected(varied, ["公开"], [("year", "2020")])
    assert {row["key"] for row in await table(varied_site, urlsplit(links["CSV"]).query)} == keys
    assert {row["key"] for row in (await varied_site.client.get(links["JSON"])).json()["results"]} == keys
    assert len(await entries(varied_site, urlsplit(links["Atom"]).query)) == len(keys)
    alternate = shown.select_one("link[rel=alternate][type='application/atom+xml']")["href"]
    assert len(await entries(varied_site, urlsplit(alternate).query)) == len(keys)


async def test_the_csv_of_the_page_opens_in_excel_with_its_characters_and_without_formulas(
    varied_site: Any,
) -> None:
    shown = await page(varied_site, "/-/search")
    (link,) = [link["href"] for link in shown.select(".take a") if words(link) == "CSV"]
    answer = await varied_site.client.get(link)
    assert answer.content.startswith(b"\xef\xbb\xbfkey,")
    assert answer.headers["content-disposition"] == 'attachment; filename="cundang-search.csv"'
    cells = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    flat = [cell for row in cells for cell in row]
    assert f"'{FORMULA}" in flat
    assert f"'{AT_FORMULA}" in flat
    assert [cell for cell in flat if cell.startswith(("=", "@", "+", "\t", "\r"))] == []


async def test_a_table_without_the_mark_has_no_formula_either(varied_site: Any) -> None:
    titles = [row["title"] for row in await table(varied_site, "")]
    assert f"'{FORMULA}" in titles
    assert FORMULA not in titles


async def test_days_late_stay_numbers(varied_site: Any) -> None:
    late = [row["days_late"] for row in await table(varied_site, "sort=oldest") if row["days_late"]]
    assert any(number.startswith("-") for number in late)
    assert [int(number) for number in late]


@pytest.mark.parametrize("query", SEARCHES)
async def test_the_feed_is_valid_atom(varied_site: Any, query: str) -> None:
    feed = etree.fromstring((await varied_site.client.get(f"/-/search.atom?{query}")).content)
    assert feed.tag == f"{ATOM}feed"
    for owner in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            (element,) = owner.findall(f"{ATOM}{name}")
            assert element.text
        assert datetime.fromisoformat(owner.find(f"{ATOM}updated").text).tzinfo is not None
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}link").get("href").startswith("http://localhost/-/search?")
    ids = [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert all(one.isascii() and ":" in one for one in ids)
    updated = [entry.find(f"{ATOM}updated").text for entry in feed.findall(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)


async def test_an_entry_leads_to_its_report_and_keeps_its_id(varied_site: Any) -> None:
    query = f"q={quote('采砂')}"
    found = await entries(varied_site, query)
    assert len(found) == 6
    for entry in found:
        shown = await page(varied_site, entry.find(f"{ATOM}link").get("href"))
        assert entry.find(f"{ATOM}title").text in words(shown.select_one("h1"))
        assert "采砂" in entry.find(f"{ATOM}content").text
    ids = {entry.find(f"{ATOM}id").text for entry in found}
    assert ids <= {entry.find(f"{ATOM}id").text for entry in await entries(varied_site, f"{query}&lang=en")}


async def test_what_is_too_much_to_take_along_says_so(
    varied_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 7)
    shown = await page(varied_site, f"/-/search?q={quote('公开')}")
    answer = await varied_site.client.get(f"/-/search.csv?q={quote('公开')}")
    total = int(words(shown.select_one(".total strong")))
    assert answer.headers["content-disposition"].endswith(f'search-first-7-of-{total}.csv"')
    assert len(answer.text.splitlines()) == 8
    asked = (await varied_site.client.get(f"/-/search.json?q={quote('公开')}")).json()
    assert (asked["total"], len(asked["results"]), asked["truncated"]) == (total, 7, True)
    assert f"7 / {total}" in words(shown.select_one(".take"))


@pytest.mark.parametrize("unwritable", ["\uffff", "\ufffe", "\x0b"])
async def test_a_feed_holds_what_xml_can(site: Any, unwritable: str) -> None:
    for path in ("/-/search.atom?q=", "/-/search.atom?bureau=", "/-/changes.atom?place="):
        answer = await site.client.get(path + quote(unwritable))
        assert answer.status_code == 200, path
        etree.fromstring(answer.content)

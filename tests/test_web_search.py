"""The search page: exact words of any length, narrowed, ordered, paged, and never an error."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup

from tests.changed import changed
from tests.commands import rows
from tests.page import HOSTILE_TITLE, page, words
from tests.replicas.documents import documents, expected_reports

pytest_plugins = ["tests.web"]


def titles(found: BeautifulSoup) -> list[str]:
    return [words(hit) for hit in found.select(".hits .title")]


def total(found: BeautifulSoup) -> int:
    shown = found.select_one(".total strong")
    return int(words(shown)) if shown else 0


async def keys(site: Any, query: str) -> list[str]:
    """Every report the search page finds, page after page."""
    found: list[str] = []
    address: str | None = f"/-/search?q={quote(query)}"
    while address:
        shown = await page(site, address)
        found += [unquote(link["href"]).rpartition("/")[2] for link in shown.select(".hits .title")]
        onward = shown.select_one("a[rel=next]")
        address = f"/-/search{onward['href']}" if onward else None
    return found


async def test_a_word_of_two_characters_finds_exactly_the_texts_that_hold_it(site: Any) -> None:
    found = await page(site, "/-/search?q=采砂")
    assert set(titles(found)) == {d.title for d in documents() if "采砂" in d.body}
    assert len(titles(found)) == total(found) == 6


async def test_hits_in_the_title_come_before_newer_hits_in_the_text(site: Any) -> None:
    found = await page(site, "/-/search?q=监督")
    assert total(found) > 60
    in_title = [d.title for d in documents() if "监督" in d.title]
    assert len(in_title) == 6
    assert set(titles(found)[:6]) == set(in_title)


async def test_a_hit_in_the_text_alone_is_found_too(site: Any) -> None:
    found = titles(await page(site, "/-/search?q=林业"))
    assert len(found) == 7
    assert found[6] == HOSTILE_TITLE


async def test_a_snippet_shows_the_hit_in_the_words_around_it(site: Any) -> None:
    found = await page(site, "/-/search?q=古树名木")
    snippet = found.select_one(".snippet")
    assert [words(mark) for mark in snippet.select("mark")] == ["古树名木"]
    assert "我局围绕森林防火、国土绿化和古树名木保护主动公开政府信息" in words(snippet)


async def test_filters_narrow_and_can_be_taken_off_again(site: Any) -> None:
    both = await page(site, "/-/search?q=林业&year=2020")
    assert titles(both) == ["偃师市林业局2020年政府信息公开工作年度报告"]
    without = both.select_one(".chosen a")["href"]
    assert total(await page(site, f"/-/search{without}")) == 7
    of_bureau = await page(
        site, "/-/search?bureau=洛阳市偃师区水利局&place=洛阳市偃师区&type=disclosure_annual"
    )
    assert total(of_bureau) == 6


async def test_every_filter_offered_says_how_many_reports_it_leaves(site: Any) -> None:
    found = await page(site, "/-/search?q=行政复议")
    offers = [(entry.a["href"], int(words(entry.select_one(".small")))) for entry in found.select("aside li")]
    assert len(offers) > 10
    for address, count in offers[::5]:
        assert total(await page(site, f"/-/search{address}")) == count


async def test_the_newest_can_come_first(site: Any) -> None:
    found = await page(site, "/-/search?q=公开&sort=newest")
    days = [time["datetime"] for time in found.select(".hits time")]
    assert days == sorted(expected_reports().values(), reverse=True)[:20]


async def test_paging_shows_every_report_once(site: Any, published: Path) -> None:
    stored = [key for (key,) in rows(published, "select key from report")]
    found = await keys(site, "")
    assert sorted(found) == sorted(map(str, stored))
    last = await page(site, "/-/search?page=4")
    assert [link["rel"] for link in last.select(".paging a")] == [["prev"]]


async def test_an_empty_result_says_what_was_searched_and_what_there_is(site: Any) -> None:
    found = words((await page(site, "/-/search?q=龙门石窟&year=2022")).select_one("section.content"))
    assert "没有找到 Nothing was found：龙门石窟 · 2022" in found
    assert "没有找到不等于没有公布" in found
    assert "2018–2023" in found
    assert f"{len(expected_reports()) + 1} 份报告" in found


@pytest.mark.parametrize(
    "query",
    ['"公开的', "NOT (", "*", "\x00", "甲" * 300, '""', "title:公开*", "公开 AND", "'; drop table report --", "{bureau} : x"],
)  # fmt: skip
async def test_a_malformed_query_gets_an_empty_page_with_a_hint(site: Any, query: str) -> None:
    found = await page(site, f"/-/search?q={quote(query)}")
    assert titles(found) == []
    assert "空格表示同时包含；引号表示连续出现" in words(found.select_one(".results"))
    own = await site.client.get(f"/archive/report.json?_search={quote(query)}&_shape=array")
    assert (own.status_code, own.json()) == (200, [])


@pytest.mark.parametrize(
    "address", ["year=abc", "year=２０２０", "page=-1", "page=x", "page=99999999999", "sort=x", "type=%00"]
)
async def test_nonsense_in_the_address_is_no_error(site: Any, address: str) -> None:
    found = await page(site, f"/-/search?q=公开&{address}")
    assert found.select_one("form.search input")["value"] == "公开"
    assert found.select_one(".results") is not None


async def test_a_query_too_long_is_cut_and_said_to_be(site: Any) -> None:
    found = await page(site, f"/-/search?q={'林业 ' * 80}")
    assert "只检索前200个字" in words(found.select_one("section.content"))
    assert len(found.select_one("form.search input")["value"]) == 200
    assert total(found) == 7


async def test_datasettes_box_and_the_search_page_find_the_same_reports(site: Any, published: Path) -> None:
    chance = random.Random(20261124)  # noqa: S311
    texts = rows(
        published, "select r.key, v.text from report r join revision v on v.id = r.current_revision_id"
    )
    for _ in range(30):
        key, text = chance.choice([(str(key), str(text)) for key, text in texts if text])
        start = chance.randrange(len(text))
        query = text[start : start + chance.randint(1, 12)].strip().replace('"', "")
        if not query:
            continue
        answer = await site.client.get(
            f"/archive/report.json?_search={quote(query)}&_shape=array&_size=max&_nofacet=1&_nocount=1"
        )
        own = {row["key"] for row in answer.json()}
        assert set(await keys(site, query)) == own, query
        assert key in own, query


async def test_a_result_can_be_taken_along_as_a_table(site: Any) -> None:
    found = await page(site, "/-/search?q=林业&year=2019&place=洛阳市偃师区")
    (link,) = [a for a in found.select("a") if "以数据表" in words(a)]
    table = await page(site, link["href"])
    assert {words(cell) for cell in table.select("td.col-title")} == set(titles(found))


async def test_each_hit_says_how_many_requests_its_report_counts_or_that_it_does_not(site: Any) -> None:
    hits = (await page(site, "/-/search?has=late")).select("ol.hits > li")
    said = {words(hit.select_one(".meta a")): words(hit.select_one(".said")) for hit in hits}
    assert said == {
        "洛阳市偃师区水利局": "新收申请（件） Requests received 9",
        "洛阳市偃师区卫生健康委员会": "新收申请（件） Requests received 12",
        "洛阳市偃师区河务局": "新收申请（件） Requests received —报告中没有此项数字",
    }


async def test_a_body_that_the_law_does_not_name_is_not_called_late_without_saying_so(
    published: Path, tmp_path: Path
) -> None:
    named = "update obligation set is_soft = 1 where bureau_id = (select id from bureau where key = '410381-水利局')"
    async with changed(published, tmp_path, named) as site:
        late = (await page(site, "/-/search?has=late")).select("ol.hits > li")
        told = {words(hit.select_one(".meta a")): words(hit.select_one(".badges")) for hit in late}
        assert told["洛阳市偃师区水利局"].endswith("法律未列明此类机构 a body that the law does not name")
        assert "未列明" not in told["洛阳市偃师区河务局"]

"""The search page narrows, counts, orders and pages exactly as SQL over the same file does, whatever is asked."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import pytest

from archive.web.search import filters, results
from tests.commands import rows
from tests.page import page, words
from tests.searched import STATE_SQL, every_page, expected, keys_on, offered, total

pytest_plugins = ["tests.web", "tests.searched_fixtures"]

PLACE, BUREAU = "洛阳市", "洛阳市偃师区林业局"


def address(*parameters: tuple[str, str]) -> str:
    return f"/-/search?{urlencode(parameters)}"


@pytest.mark.parametrize(
    "chosen",
    [
        [("place", PLACE)],
        [("place", PLACE), ("bureau", BUREAU)],
        [("bureau", BUREAU), ("year", "2020")],
        [("place", "洛阳市偃师区"), ("year", "2019"), ("type", "disclosure_annual")],
        [("type", "rule_of_law_annual"), ("has", "broken_sums")],
        [("year", "2022"), ("has", "figures"), ("has", "off_portal")],
    ],
    ids=lambda chosen: "+".join(name for name, _ in chosen),
)
@pytest.mark.parametrize("word", ["", "公开", "依申请"])
async def test_filters_leave_exactly_the_reports_that_sql_finds(
    varied_site: Any, varied: Path, word: str, chosen: list[tuple[str, str]]
) -> None:
    found = await every_page(varied_site, address(("q", word), *chosen))
    assert len(found) == len(set(found))
    assert set(found) == expected(varied, [word], chosen)


@pytest.mark.parametrize("state", STATE_SQL)
async def test_each_state_alone_finds_what_is_so_without_any_words(
    varied_site: Any, varied: Path, state: str
) -> None:
    found = await every_page(varied_site, address(("has", state)))
    assert found
    assert set(found) == expected(varied, filters=[("has", state)])


async def test_a_reader_narrows_step_by_step_and_each_number_comes_true(varied_site: Any) -> None:
    at, steps = address(("q", "公开")), []
    for name in ("place", "bureau", "year", "has"):
        shown = await page(varied_site, at)
        at, _, count = next(offer for offer in offered(shown) if f"{name}=" in offer[0].rpartition("&")[2])
        steps.append(count)
        assert total(await page(varied_site, at)) == count
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0


@pytest.mark.parametrize(
    "start",
    [
        [],
        [("q", "行政复议")],
        [("q", "公开"), ("place", PLACE)],
        [("has", "late")],
        [("bureau", BUREAU)],
        [("q", "公开"), ("year", "2019"), ("has", "figures"), ("lang", "en")],
    ],
)
async def test_every_number_beside_a_filter_is_how_many_reports_it_leaves(
    varied_site: Any, start: list[tuple[str, str]]
) -> None:
    offers = offered(await page(varied_site, address(*start)))
    assert len(offers) > 2
    for at, label, count in offers:
        assert total(await page(varied_site, at)) == count, label


async def test_filters_stand_in_the_order_people_think(varied_site: Any) -> None:
    shown = await page(varied_site, address(("q", "公开")))
    assert [words(part).split()[0] for part in shown.select("aside summary")] == [
        "地区", "机构", "报告年度", "报告类型", "情形",
    ]  # fmt: skip


async def test_each_filter_can_be_taken_off_by_itself(varied_site: Any, varied: Path) -> None:
    chosen = [("place", PLACE), ("year", "2020"), ("has", "figures"), ("has", "broken_sums")]
    shown = await page(varied_site, address(("q", "公开"), *chosen))
    links = shown.select(".chosen a")
    assert len(links) == len(chosen)
    for link, taken in zip(links, chosen, strict=True):
        found = await every_page(varied_site, urljoin("/-/search", link["href"]))
        assert set(found) == expected(varied, ["公开"], [one for one in chosen if one != taken])


async def test_a_new_search_from_the_box_keeps_the_filters(varied_site: Any) -> None:
    shown = await page(
        varied_site, address(("q", "公开"), ("year", "2020"), ("has", "late"), ("has", "figures"))
    )
    kept = [(field["name"], field["value"]) for field in shown.select("form.search input[type=hidden]")]
    assert kept == [("year", "2020"), ("has", "figures"), ("has", "late")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "火星市"), ("place", "%"), ("bureau", "<script>alert(1)</script>"), ("year", "abc"), ("year", "1899"),
        ("year", "9" * 40), ("type", "nonsense"), ("has", "nonsense"), ("place", "\x00"), ("bureau", "' OR 1=1 --"),
    ],
)  # fmt: skip
async def test_an_unknown_value_finds_nothing_and_can_be_dropped(
    varied_site: Any, varied: Path, name: str, value: str
) -> None:
    shown = await page(varied_site, address(("q", "公开"), (name, value)))
    assert total(shown) == 0
    assert "没有找到" in words(shown.select_one(".results .notice"))
    assert shown.find("script", string=re.compile("alert")) is None
    wider = shown.select_one("a.wider")
    assert int(words(wider.strong)) == len(expected(varied, ["公开"]))
    assert total(await page(varied_site, urljoin("/-/search", wider["href"]))) == int(words(wider.strong))


async def test_an_empty_result_names_the_filter_that_excludes_most(varied_site: Any, varied: Path) -> None:
    chosen = [("bureau", BUREAU), ("has", "late")]
    shown = await page(varied_site, address(("q", "公开"), *chosen))
    assert total(shown) == 0
    (paragraph,) = [part for part in shown.select(".results p") if part.select_one("a.wider")]
    assert words(paragraph).startswith("去掉这一项")
    assert "逾期公布" in words(paragraph.q)
    found = await every_page(varied_site, urljoin("/-/search", paragraph.a["href"]))
    assert set(found) == expected(varied, ["公开"], chosen[:1])
    said = words(shown.select_one("section.content"))
    assert "检索范围是已存档报告的标题、机构和正文" in said
    assert "2018–2023 · 69 份报告" in said


async def test_words_that_nothing_holds_offer_no_filter_to_drop(varied_site: Any) -> None:
    shown = await page(varied_site, address(("q", "龙门石窟"), ("year", "2020")))
    assert "没有找到" in words(shown.select_one(".notice"))
    assert shown.select_one("a.wider") is None
    assert shown.select("aside li") == []


async def test_orders_by_date_put_reports_without_a_date_last(varied_site: Any, varied: Path) -> None:
    days = dict(rows(varied, "select key, coalesce(published_on, '') from report"))
    dated = sorted(day for day in days.values() if day)
    for sort, inorder in (("newest", dated[::-1]), ("oldest", dated)):
        found = await every_page(varied_site, address(("sort", sort)))
        assert [days[key] for key in found] == [*inorder, *[""] * (len(days) - len(dated))]


async def test_the_order_asked_for_lasts_through_filters_and_pages(varied_site: Any) -> None:
    shown = await page(varied_site, address(("q", "公开"), ("sort", "oldest")))
    assert "sort=oldest" in shown.select_one(".paging a[rel=next]")["href"]
    assert all("sort=oldest" in at for at, _, _ in offered(shown))
    second = offered(await page(varied_site, address(("q", "公开"), ("sort", "oldest"), ("page", "2"))))
    assert [at for at, _, _ in second] == [at for at, _, _ in offered(shown)]
    assert shown.select_one("form.search input[name=sort]")["value"] == "oldest"
    assert "最早在前" in words(shown.select_one(".sort [aria-current]"))


async def test_pages_from_the_first_to_beyond_the_last(varied_site: Any, varied: Path) -> None:
    everything = await every_page(varied_site, "/-/search")
    assert len(everything) == len(rows(varied, "select id from report")) == 69
    first, last = await page(varied_site, "/-/search"), await page(varied_site, "/-/search?page=4")
    assert keys_on(first) == everything[:20]
    assert keys_on(last) == everything[60:]
    assert last.select_one("ol.hits")["start"] == "61"
    assert [link["rel"] for link in first.select(".paging a")] == [["next"]]
    assert [link["rel"] for link in last.select(".paging a")] == [["prev"]]
    beyond = await page(varied_site, "/-/search?page=5")
    assert total(beyond) == 69
    assert "没有这一页" in words(beyond.select_one(".notice"))
    (back,) = beyond.select(".paging a")
    assert keys_on(await page(varied_site, urljoin("/-/search", back["href"]))) == everything[60:]


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "２", "1e3", "%00", "0x10", "9" * 5000])
async def test_a_nonsense_page_number_shows_results_or_the_way_to_them(varied_site: Any, number: str) -> None:
    shown = await page(varied_site, f"/-/search?q=公开&page={number}")
    assert total(shown) > 60
    assert len(keys_on(shown)) == 20 or shown.select_one(".paging a[rel=prev]") is not None


HOSTILE = [
    '"', '""', '"""', "*", "公*", "NEAR(公开 政府)", "NEAR(", "<script>alert(1)</script>", "\x00", "公\x00开", "公" * 5000, "x" * 10_000,
    "\ufffd", "ＡＢＣ", "' OR 1=1", "' OR 1=1 --", "title:公开", "{title bureau} : 公开", "^公开", "公开 -政府", "a AND b",
    "OR", "NOT 公开", "(", ")", "\\", "%", "_", "🙂", "\u202e公开", "\u200b", "<mark>", "&amp;", "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query)[:30])
@pytest.mark.parametrize("media", ["", ".csv", ".json", ".atom"])
async def test_no_query_breaks_the_page_or_what_is_taken_along(
    varied_site: Any, query: str, media: str
) -> None:
    answer = await varied_site.client.get(f"/-/search{media}?q={quote(query)}&place={quote(query[:1000])}")
    assert answer.status_code == 200
    bare = await varied_site.client.get(f"/-/search{media}?q={quote(query)}")
    assert bare.status_code == 200
    if not media:
        assert "<script>alert" not in answer.text + bare.text


@pytest.mark.parametrize(
    "raw", ["%ED%A0%80", "%FF%FE", "%", "%zz", "%ED%A0%80%ED%B0%80&place=%ED%A0%80&page=%ED%A0%80"]
)
async def test_bytes_that_are_no_text_are_no_error(varied_site: Any, raw: str) -> None:
    for media in ("", ".csv", ".json", ".atom"):
        assert (await varied_site.client.get(f"/-/search{media}?q={raw}")).status_code == 200


async def test_hostile_words_of_the_reader_and_of_places_are_shown_as_text(varied_site: Any) -> None:
    typed = '"><script>alert(1)</script>'
    shown = await page(varied_site, address(("q", typed), ("place", "<b>示例县</b>")))
    assert shown.select_one("form.search input[name=q]")["value"] == typed
    assert "<b>示例县</b>" in words(shown.select_one(".chosen"))
    assert shown.select_one(".chosen b, aside b, .hits b") is None
    held = await page(varied_site, address(("q", "食盐储备")))
    assert "<script>" in words(held.select_one(".hits .title"))
    assert "<img src=x" in words(held.select_one(".hits .snippet"))
    assert held.select(".hits script, .hits img") == []
    listed = await page(varied_site, address(("place", "<b>示例县</b>")))
    assert "<b>示例县</b>" in words(listed.select_one(".hits .meta"))


async def test_full_width_letters_and_spaces_are_taken_as_they_are_meant(varied_site: Any) -> None:
    narrow = await every_page(varied_site, address(("q", "林业 2020")))
    assert narrow
    assert await every_page(varied_site, address(("q", "林业\u3000２０２０"))) == narrow


@pytest.mark.parametrize("query", ["局", "林", "九", "采砂", "监督", "龘", "鑫鑫"])
async def test_one_and_two_characters_find_exactly_the_texts_that_hold_them(
    varied_site: Any, varied: Path, query: str
) -> None:
    shown = await page(varied_site, address(("q", query)))
    assert total(shown) == len(expected(varied, [query]))
    assert set(await every_page(varied_site, address(("q", query)))) == expected(varied, [query])


async def test_counts_of_random_passages_are_those_of_brute_force(varied_site: Any, varied: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    texts = ["".join(str(text).split()) for (text,) in rows(varied, "select text from revision order by id")]
    passages = re.compile("[一-鿿]{12,}")
    runs = sorted(run for text in texts for run in passages.findall(text))
    for _ in range(30):
        run, length = chance.choice(runs), chance.randint(1, 12)
        start = chance.randrange(len(run) - length + 1)
        sought = [run[start : start + length], *chance.choice([[], ["公开"], ["九"]])]
        filters_too = chance.choice([[], [("year", "2019")], [("has", "figures")]])
        shown = await page(varied_site, address(("q", " ".join(sought)), *filters_too))
        assert total(shown) == len(expected(varied, sought, filters_too)), (sought, filters_too)


async def test_bureaus_too_many_to_list_wait_for_a_place_or_a_year(
    varied_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "LISTED", 5)
    headings = [words(part) for part in (await page(varied_site, "/-/search")).select("aside summary")]
    assert not any("机构" in heading for heading in headings)
    shown = await page(varied_site, address(("year", "2020")))
    (bureaus,) = [part for part in shown.select("aside details") if "机构" in words(part.summary)]
    assert len(bureaus.select("li")) == 5
    assert "5 / 11" in words(bureaus)


async def test_a_copy_is_read_through_before_its_first_search(
    varied_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await varied_site.invoke_startup()
    monkeypatch.setattr(results, "Catalogue", None)
    assert total(await page(varied_site, "/-/search")) == 69

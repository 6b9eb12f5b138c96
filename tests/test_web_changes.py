"""The changes page and its feed: what came, what became of it, and when a crawl of ours met it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from lxml import etree

from tests.changed import changed
from tests.commands import rows
from tests.page import HOSTILE_TITLE, page, words

pytest_plugins = ["tests.web"]

ATOM = "{http://www.w3.org/2005/Atom}"
EDITED = "/-/report/" + quote("410381-城市管理局-disclosure_annual-2022")
TAKEN_DOWN = (
    "insert into \"change\" (kind, report_id, revision_id, observed_at) select 'taken_down', id, current_revision_id, "
    "'2099-03-01T16:30:00+00:00' from report where key = '410381-林业局-disclosure_annual-2022'"
)


def entries(shown: BeautifulSoup) -> list[Tag]:
    return shown.select("li.change")


def counts(shown: BeautifulSoup) -> dict[str, int]:
    """The number beside each kind, by its first word."""
    return {words(kind).split()[0]: int(words(kind).split()[-1]) for kind in shown.select("ul.kinds li")}


async def feed(site: Any, path: str = "/-/changes.atom") -> etree._Element:
    response = await site.client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(response.content)


async def test_a_change_of_figures_says_which_and_leads_to_the_rest(site: Any) -> None:
    (entry,) = entries(await page(site, "/-/changes?kind=figures"))
    assert "表中数字有改动" in words(entry)
    assert entry.select_one("a.title")["href"] == EDITED
    told = [words(line) for line in entry.select("ul.figure-changes li")]
    # The replica lets 城市管理局 have received (8 × 7) mod 17 + 1 = 6 in 2022, and then 16.
    (received,) = [line for line in told if line.startswith("本年新收")]
    assert "自然人" in received
    assert "6 →" in received
    assert received.endswith("16")
    assert len(told) == 6
    more = entry.select("ul.figure-changes li")[-1].a
    assert more["href"] == f"{EDITED}/revision/2#changes"
    revision = await page(site, more["href"])
    changed_figures = revision.select_one("#changes").parent.select("tbody tr")
    assert words(more).startswith(f"+ {len(changed_figures) - 5} ")


async def test_each_kind_is_counted_and_can_be_looked_at_alone(site: Any) -> None:
    shown = await page(site, "/-/changes")
    told = counts(shown)
    # Two of the column's reports were ever edited: 教育局's had an annex added, 城市管理局's has other figures.
    assert (told["内容有改动"], told["表中数字有改动"], told["已下线"]) == (2, 1, 0)
    assert (
        told["全部"]
        == told["新收录"]
        + told["内容有改动"]
        + told["已下线"]
        + told["重新上线"]
        + told["相同内容的另一页面"]
    )
    for link in shown.select("ul.kinds a"):
        alone = await page(site, f"/-/changes{link['href']}")
        assert len(entries(alone)) == min(told[words(link).split()[0]], 50)
    assert "没有符合条件的变更" in words(await page(site, "/-/changes?kind=nothing"))


async def test_a_place_and_a_bureau_narrow_the_list(site: Any) -> None:
    bureau = await page(site, "/-/changes?bureau=" + quote("410381-林业局"))
    assert len(entries(bureau)) == 6
    assert {words(one.select("p.meta a")[0]) for one in entries(bureau)} == {"洛阳市偃师区林业局"}
    assert "洛阳市偃师区林业局" in words(bureau.select_one(".chosen"))
    everything = counts(await page(site, "/-/changes"))["全部"]
    for place in ("410381", "洛阳市偃师区"):
        shown = await page(site, "/-/changes?place=" + quote(place))
        assert counts(shown)["全部"] == everything
        assert "洛阳市偃师区" in words(shown.select_one(".chosen"))
    for nobody in ("place=110101", "place=%3Cscript%3E", "bureau=x'%20or%201=1--"):
        assert counts(await page(site, f"/-/changes?{nobody}"))["全部"] == 0


async def test_days_are_those_of_beijing(published: Path, tmp_path: Path) -> None:
    async with changed(published, tmp_path, TAKEN_DOWN) as site:
        shown = await page(site, "/-/changes")
        first = shown.select_one("section.changes")
        assert words(first.h2) == "2099年3月2日"
        assert words(first.select_one(".when")) == "00:30"
        assert counts(await page(site, "/-/changes?since=2099-03-02"))["全部"] == 1
        assert counts(await page(site, "/-/changes?since=2099-03-03"))["全部"] == 0


async def test_a_removal_leads_to_its_evidence_and_gives_no_motive(published: Path, tmp_path: Path) -> None:
    async with changed(published, tmp_path, TAKEN_DOWN) as site:
        (entry,) = entries(await page(site, "/-/changes?kind=taken_down"))
        assert "已下线 Off portal" in words(entry)
        links = [link["href"] for link in entry.select("a")]
        report = "/-/report/" + quote("410381-林业局-disclosure_annual-2022")
        assert f"{report}#removals" in links
        assert (await page(site, report)).select_one("#removals")


async def test_a_blank_figure_is_called_so(published: Path, tmp_path: Path) -> None:
    emptied = (
        "update indicator_value set value_raw = '', value = null, value_state = 'blank' where indicator = 'proactive.permits' "
        "and revision_id = (select current_revision_id from report where key = '410381-城市管理局-disclosure_annual-2022')"
    )
    async with changed(published, tmp_path, emptied) as site:
        (entry,) = entries(await page(site, "/-/changes?kind=figures"))
        (permits,) = [words(line) for line in entry.select("li") if "行政许可" in words(line)]
        assert permits.endswith("未填写 left blank")
        assert "行政许可处理决定数量：42 → 未填写" in etree.tostring(
            await feed(site, "/-/changes.atom?kind=figures"), encoding="unicode"
        )


async def test_pages_hold_fifty_and_no_change_twice(site: Any) -> None:
    first = await page(site, "/-/changes")
    total = counts(first)["全部"]
    second = await page(site, "/-/changes" + first.select_one("a[rel=next]")["href"])
    assert len(entries(first)) == 50
    assert len(entries(second)) == total - 50
    assert second.select_one("a[rel=prev]")
    assert second.select_one("a[rel=next]") is None
    beyond = await page(site, "/-/changes?page=999999999")
    assert [words(one) for one in entries(beyond)] == [words(one) for one in entries(second)]


async def test_a_day_that_is_none_is_said(site: Any) -> None:
    # The first day of the calendar begins in Beijing before there is a time in UTC.
    for since in ("yesterday", "0001-01-01", "10000-01-01", "2026-02-30"):
        shown = await page(site, f"/-/changes?since={since}")
        assert "起始日期不是日期" in words(shown.select_one(".notice"))
        assert (await site.client.get(f"/-/changes.atom?since={since}")).status_code == 400
    for since in ("0001-01-02", "9999-12-31"):
        assert "起始日期不是日期" not in words(await page(site, f"/-/changes?since={since}"))


async def test_the_page_names_its_feed_with_its_filters(site: Any) -> None:
    shown = await page(site, "/-/changes?kind=figures&place=410381&page=1")
    link = shown.select_one("head link[type='application/atom+xml']")["href"]
    assert link == "/-/changes.atom?kind=figures&place=410381"
    found = await feed(site, link)
    assert "表中数字有改动" in found.findtext(f"{ATOM}title")
    assert "洛阳市偃师区" in found.findtext(f"{ATOM}title")
    (entry,) = found.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == f"http://localhost{EDITED}/revision/2#changes"
    assert "（自然人）：6 → 16" in entry.findtext(f"{ATOM}content")
    assert (
        found.find(f"{ATOM}link[@rel='alternate']").get("href")
        == "http://localhost/-/changes?kind=figures&place=410381"
    )


async def test_entries_are_the_newest_fifty_and_keep_their_ids_when_rows_are_numbered_anew(
    site: Any, published: Path, tmp_path: Path
) -> None:
    ids = [entry.findtext(f"{ATOM}id") for entry in (await feed(site)).findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 50
    newest = rows(published, 'select observed_at from "change" order by observed_at desc limit 1')[0][0]
    assert ids[0].startswith("urn:cundang:change:")
    assert ids[0].endswith(f":{newest}")
    renumbered = ("pragma foreign_keys = off", 'update "change" set id = 100000 - id')
    async with changed(published, tmp_path, *renumbered) as other:
        again = [entry.findtext(f"{ATOM}id") for entry in (await feed(other)).findall(f"{ATOM}entry")]
    assert sorted(again) == sorted(ids)


async def test_a_feed_without_changes_is_valid_and_never_looks_new(site: Any) -> None:
    found = await feed(site, "/-/changes.atom?kind=reappeared")
    assert found.findall(f"{ATOM}entry") == []
    assert found.findtext(f"{ATOM}updated").startswith("1970-01-01")


async def test_a_hostile_title_stays_text(site: Any) -> None:
    shown = await page(site, "/-/changes?bureau=" + quote("410381-盐业局"))
    assert words(entries(shown)[0].select_one("a.title")) == HOSTILE_TITLE
    assert all("alert" not in script.text for script in shown.select("script"))

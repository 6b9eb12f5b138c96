"""The health page: what is not well is told first and in words, and what nobody crawled is not called well."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from archive.health import heartbeat
from archive.health.heartbeat import Heartbeat
from archive.health.judgement import Facts, PortalFacts, Run, judge, telling_runs
from tests.changed import changed
from tests.page import page, words

pytest_plugins = ["tests.web"]

NOW = datetime.now(UTC)


def portal(name: str, floor: int = 0, enabled: bool = True) -> str:
    definition = json.dumps({"id": name, "reports_min": floor, "enabled": enabled})
    return (
        "insert into portal (id, name, family, home_url, division_code, level, definition) values "  # noqa: S608
        f"('{name}', '{name}市', 'plain', 'https://example.org/', '620000', 'city', '{definition}')"
    )


def run(name: str, outcome: str, cause: str, days: int = 0, brought: int = 0) -> str:
    started = NOW - timedelta(days=days, hours=3)
    ended = started + timedelta(hours=1)
    return (
        "insert into crawl_run (portal_id, started_at, finished_at, outcome, cause, message, program_version, walk, listed_count, "  # noqa: S608
        "list_page_count, new_report_count, new_revision_count) values "
        f"('{name}', '{started.isoformat()}', '{ended.isoformat()}', '{outcome}', nullif('{cause}', ''), 'Look at it.', '0.1.0', "
        f"'full', 7, 1, {brought}, 0)"
    )


def lines(shown: BeautifulSoup) -> dict[str, Tag]:
    """The rows of the table by the id of the portal, in order."""
    return {words(row.select_one("th code")): row for row in shown.select("table.health tbody tr")}


async def test_a_portal_that_is_well_shows_what_it_was_measured_by(site: Any) -> None:
    shown = await page(site, "/-/health")
    assert "1/1 个网站正常" in words(shown)
    (row,) = lines(shown).values()
    name, state, last, walk, floor, issues = row.select("th, td")
    assert "洛阳市偃师区人民政府（演示）" in words(name)
    assert words(state) == "✓ 正常 Well"
    assert "完整" in words(last)
    assert "北京时间" in words(last)
    # The replica's column: five list pages of two lists, 77 rows.
    assert "5 列表页" in words(walk)
    assert "77 个网页在列" in words(walk)
    assert walk.a["href"].startswith("/archive/crawl_run/")
    assert words(floor) == "68 / 40"
    links = [link["href"] for link in issues.select("a")]
    assert "/archive/issue?portal_id=demo&kind=dead_row" in links
    answer = (await site.client.get(links[0].replace("issue?", "issue.json?"))).json()
    assert answer["filtered_table_rows_count"] == int(words(issues.select_one("li")).split()[-1])


async def test_the_worst_comes_first_and_its_cause_is_said_in_words(published: Path, tmp_path: Path) -> None:
    statements = (
        portal("shut"), run("shut", "blocked", "captcha"),
        portal("small", floor=30), run("small", "complete", ""),
        portal("off", enabled=False),
        portal("never"),
    )  # fmt: skip
    async with changed(published, tmp_path, *statements) as site:
        shown = await page(site, "/-/health")
        assert "1/5 个网站正常" in words(shown)
        found = lines(shown)
        assert list(found)[-1] == "off"
        assert list(found).index("demo") == 3
        assert "被拦截 blocked: 网站要求输入验证码" in words(found["shut"])
        assert "从未走完全部列表" in words(found["shut"])
        assert "低于下限" in words(found["small"])
        assert "0 / 30" in words(found["small"])
        assert "从未采集" in words(found["never"])
        assert "正常" not in words(found["never"])
        assert "已停用" in words(found["off"])
        only = await page(site, "/-/health" + shown.select_one("a[href='?kind=blocked']")["href"])
        assert list(lines(only)) == ["shut"]
        gaps = words((await page(site, "/-/coverage")).select_one("#gaps"))
        assert "1 最近一次采集被拦截的网站" in gaps
        assert "2 从未采集" in gaps
        assert "1 已停用" in gaps


async def test_news_that_readers_are_not_shown_yet_are_confessed(published: Path, tmp_path: Path) -> None:
    doubted = run("demo", "failed", "drift", brought=12)
    async with changed(published, tmp_path, doubted) as site:
        row = lines(await page(site, "/-/health"))["demo"]
        assert "新内容暂缓公布，待人核对" in words(row)
        assert "12 份新报告" in words(row)
        assert "多数文件的读法与以往不同" in words(row)
        # A later run that is whole ends it.
    async with changed(published, tmp_path, doubted, run("demo", "complete", "")) as site:
        assert "暂缓" not in words(await page(site, "/-/health"))


async def test_a_portal_without_a_complete_walk_for_days_is_not_well(published: Path, tmp_path: Path) -> None:
    old = (NOW - timedelta(days=9)).isoformat()
    stale = f"update crawl_run set started_at = '{old}', finished_at = '{old}'"  # noqa: S608
    async with changed(published, tmp_path, stale) as site:
        shown = await page(site, "/-/health")
        assert "0/1 个网站正常" in words(shown)
        assert "最近一次完整采集" in words(lines(shown)["demo"])
        assert "9 天前" in words(lines(shown)["demo"])


async def test_a_hundred_portals_a_page(published: Path, tmp_path: Path) -> None:
    many = [portal(f"p{number:03d}") for number in range(130)]
    async with changed(published, tmp_path, *many) as site:
        shown = await page(site, "/-/health")
        assert len(lines(shown)) == 100
        later = lines(await page(site, "/-/health" + shown.select_one("a[rel=next]")["href"]))
        assert len(later) == 31
        assert list(later)[-1] == "demo"
        assert lines(shown).keys() & later.keys() == set()
        assert "100 个网站一页" in words(shown)
        (kind,) = [words(entry) for entry in shown.select("ul.kinds li") if "从未采集" in words(entry)]
        assert kind.endswith(" 130")


async def test_the_last_night_is_told_from_what_it_left_beside_the_copy(
    published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "public"
    folder.mkdir(parents=True)
    heartbeat.write(folder.parent, Heartbeat(NOW - timedelta(days=4), {"crawl": 0, "publish": 1}))
    async with changed(published, folder) as site:
        shown = await page(site, "/-/health")
        facts = {words(fact.dt).split()[0]: words(fact.dd) for fact in shown.select("dl.facts > div")}
        assert facts["最近一次夜间任务结束于"].startswith("4 天前")
        assert "夜间任务没有运行" in words(shown)
        assert "未能发布" in words(shown)


async def test_a_damaged_heartbeat_is_a_fault_and_its_folder_stays_unnamed(
    published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "public"
    folder.mkdir(parents=True)
    (folder.parent / heartbeat.HEARTBEAT_FILE).write_text("{", encoding="utf-8")
    async with changed(published, folder) as site:
        shown = words(await page(site, "/-/health"))
        assert "心跳文件损坏" in shown
        assert "heartbeat.json is damaged; delete it" in shown
        assert str(tmp_path) not in shown


async def test_a_copy_without_its_folder_says_what_it_does_not_know(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "alone" / "public"
    folder.mkdir(parents=True)
    async with changed(published, folder) as site:
        shown = await page(site, "/-/health")
        facts = {words(fact.dt).split()[0]: words(fact.dd) for fact in shown.select("dl.facts > div")}
        assert facts["最近一次夜间任务结束于"].startswith("不详")
        assert shown.select("a[href='/-/alerts.atom']") == []
        missing = await page(site, "/-/alerts.atom", status=404)
        assert "没有告警文件" in words(missing)


async def test_the_alarms_are_served_as_they_lie_beside_the_copy(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "public"
    folder.mkdir(parents=True)
    (folder / "alerts.atom").write_text("<feed>存档</feed>", encoding="utf-8")
    async with changed(published, folder) as site:
        assert (await page(site, "/-/health")).select("a[href='/-/alerts.atom']")
        response = await site.client.get("/-/alerts.atom")
        assert response.text == "<feed>存档</feed>"
        assert response.headers["content-type"].startswith("application/atom+xml")


async def test_a_hostile_message_stays_text(published: Path, tmp_path: Path) -> None:
    hostile = run("demo", "failed", "<b>x").replace("Look at it.", "<script>alert(1)</script> · <b>y")
    async with changed(published, tmp_path, hostile) as site:
        shown = await page(site, "/-/health")
        assert all("alert" not in script.text for script in shown.select("script"))
        assert "<script>alert(1)</script>" in words(lines(shown)["demo"])


def test_a_history_kept_short_is_judged_as_the_whole() -> None:
    blocked, walked, full = (
        Run(NOW, NOW, outcome, None, None, listed, walk)
        for outcome, listed, walk in (
            ("blocked", None, None),
            ("complete", 3, "incremental"),
            ("complete", 50, "full"),
        )
    )
    few = replace(full, listed_count=9)
    for history in (
        (blocked, blocked, walked, blocked, few, walked, full, full),
        (few, walked, blocked, walked, full, full),
        (walked,) * 4,
        (blocked,) * 3,
    ):
        assert len(telling_runs(history)) < len(history) or history[0] == blocked
        portals = [
            PortalFacts("x", "x", 5, 2, 0, 0, 0, NOW, NOW, runs) for runs in (history, telling_runs(history))
        ]
        whole, short = judge(Facts(tuple(portals)), NOW).portals
        assert (whole.conditions, whole.latest, whole.blocked_count) == (
            short.conditions,
            short.latest,
            short.blocked_count,
        )

"""The archive open to everybody: what a stranger may ask, what is refused in words, and that nothing tells of the server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.web.pages import home
from cundang.serve import PUBLIC_SETTINGS, application
from tests.commands import ROOT, rows
from tests.page import page, words

pytest_plugins = ["tests.web"]

NOT_OPEN = "本站不开放这一功能 This site does not offer that"
OPEN = (
    "/",
    "/-/search?q=公开",
    "/-/report/410381-林业局-disclosure_annual-2022",
    "/-/bureau/410381-林业局",
    "/-/compare",
    "/-/coverage",
    "/-/coverage?place=洛阳市偃师区",
    "/-/changes",
    "/-/health",
    "/-/dashboards",
    "/-/dashboards/overview",
    "/-/metadata",
    "/archive",
    "/archive/report",
    "/archive/report?report_year=2020&_sort=published_on",
    "/archive/report/1",
    "/archive/late",
    "/archive/late?report_year=2019",
    "/archive/feed_of_findings",
    "/archive/reports_per_place",
)
OPERATORS = (
    "actor", "allow-debug", "auth-token", "config", "config.json", "databases", "databases.json", "logout", "messages",
    "patterns", "permissions", "plugins.json?all=1", "settings", "threads.json", "versions", "alerts.atom",
)  # fmt: skip
# Addresses that nobody follows a link to, but somebody tries.
ODD = (
    "report?_size=abc", "report?_size=-1", "report?_size=99999999", "report?_facet=nonsense", "report?_facet_array=title",
    "report?_facet_date=title", "report?_facet_size=abc", "report?_sort=nonsense", "report?_sort=id&_sort_desc=id",
    "report?_search='", 'report?_search="', 'report?_search="a AND', "report?_search=*", "report?_search=%00",
    'report?_searchmode=raw&_search="', "report?_search_nonsense=x", "report?_next=1,2,3", "report?_next=%27",
    "report?_col=nonsense", "report?nonsense=1", "report?id__in=[", "report?title__arraycontains=x", "report?_through=x",
    'report?_through={"table":"x"}', "report.json?_shape=nonsense", "report?_ttl=-1", "report?_timelimit=x",
    "report.csv?_stream=on", "report.blob", "report.atom", "report.csv?_trace=1", "report/x", "report/1,2",
    "late?report_year='", "late.csv?_size=abc", "feed_of_findings.atom?place='", "-/query",
)  # fmt: skip


@pytest.fixture
async def public(published: Path) -> AsyncIterator[Any]:
    """Datasette as `cundang serve --public` runs it."""
    datasette = application(published, PUBLIC_SETTINGS)
    yield datasette
    datasette.executor.shutdown()


@pytest.mark.parametrize(
    "path", ["/archive?sql=select+1", "/archive.csv?sql=select+1", "/archive/report?_where=1=1"]
)
async def test_nobody_writes_sql_of_their_own_and_is_told_so(public: Any, site: Any, path: str) -> None:
    assert words((await page(public, path, 403)).h1) == NOT_OPEN
    assert (await site.client.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["/archive.json?sql=select+1", "/archive/report.json?_where=1=1"])
async def test_a_program_is_told_in_its_own_form(public: Any, path: str) -> None:
    refused = await public.client.get(path)
    assert (refused.status_code, refused.json()["ok"]) == (403, False)
    assert refused.json()["error"].startswith("本站不开放这一功能 · This site does not offer that")


async def test_tables_rows_and_the_questions_of_the_archive_stay_open(public: Any, published: Path) -> None:
    ((count, late),) = rows(
        published, "select count(*), sum(days_late > 0 and report_year = 2019) from report"
    )
    assert words((await page(public, "/archive/report")).select_one(".total strong")) == str(count)
    asked = await page(public, "/archive/late?report_year=2019")
    assert len(asked.select("table.rows-and-columns tbody tr")) == late > 0
    assert asked.select_one("form.filters input[name=report_year]")["value"] == "2019"
    assert len((await public.client.get("/archive/late.json?report_year=2019&_shape=array")).json()) == late


async def test_the_file_is_not_given_away_nor_a_table_as_one_stream(public: Any) -> None:
    assert words((await page(public, "/archive.db", 403)).h1) == NOT_OPEN
    assert (await public.client.get("/archive/report.csv?_stream=on")).status_code == 400
    assert (await public.client.get("/archive/report.json?_size=501")).status_code == 400


@pytest.mark.parametrize("path", OPEN)
async def test_no_page_offers_what_is_refused(public: Any, path: str) -> None:
    shown = await page(public, path)
    assert shown.select("textarea[name=sql]") == []
    links = {link["href"] for link in shown.select("[href]")}
    offered = [
        href
        for href in links
        if any(part in href for part in ("sql=", "_where=", "_stream", ".db", "alerts.atom"))
    ]
    assert offered == []
    for href in links:
        if ".csv" in href or ".json" in href or ".atom" in href:
            taken = await public.client.get(href.removeprefix("http://localhost"))
            assert taken.status_code == 200, href


async def test_the_newsroom_keeps_its_sql_and_its_streams(site: Any) -> None:
    assert (await page(site, "/archive")).select("textarea[name=sql]")
    links = [a["href"] for a in (await page(site, "/archive/report")).select(".export-links a")]
    assert any("_stream=on" in link for link in links)
    assert any("sql=" in link for link in links)


@pytest.mark.parametrize("name", OPERATORS)
async def test_pages_for_the_operator_are_closed(public: Any, published: Path, name: str) -> None:
    refused = await public.client.get(f"/-/{name}")
    assert refused.status_code == 403
    assert (
        "本站不开放这一功能" in refused.json()["error"]
        if ".json" in name
        else NOT_OPEN.split(" ")[0] in refused.text
    )


async def test_no_answer_names_a_folder_of_the_server(public: Any, published: Path) -> None:
    paths = [
        *OPEN,
        *(f"/-/{name}" for name in OPERATORS),
        *(f"/archive/{odd}" for odd in ODD),
        "/.json",
        "/archive.json",
    ]
    for path in paths:
        answer = await public.client.get(path)
        assert str(published.parents[1]) not in answer.text, path
        assert "site-packages" not in answer.text, path


@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_address_is_answered_in_words(
    public: Any, capfd: pytest.CaptureFixture[str], odd: str
) -> None:
    answer = await public.client.get(f"/archive/{odd}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400 and ".json" not in odd:
        assert "这个地址所求的内容无法给出" in answer.text
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err


async def test_a_fault_of_ours_is_printed_for_the_operator_and_not_shown(
    site: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(home, "_COUNTS", "select a_secret from nowhere")
    shown = await page(site, "/", 500)
    assert words(shown.h1) == "出错了 Something went wrong"
    assert "nowhere" not in str(shown)
    assert "no such table: nowhere" in capfd.readouterr().err


async def test_a_fault_of_ours_within_a_table_is_no_mistake_of_the_reader(
    site: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> str:
        return None.nonsense  # type: ignore[attr-defined, no-any-return]

    monkeypatch.setattr("archive.web.cells.titled", broken)
    await page(site, "/archive/report", 500)
    assert "nonsense" in capfd.readouterr().err


async def test_a_query_that_takes_too_long_is_ended_and_said(site: Any) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    shown = await page(site, f"/archive?sql={quote(endless)}&_timelimit=50", 400)
    assert words(shown.h1).startswith("查询用时过长，已停止")
    assert shown.select("script:not([src])") == []
    assert "recursive" not in words(shown)


def test_one_long_call_of_a_function_ends_for_want_of_memory() -> None:
    attack = (
        "from cundang.serve import limit_memory, sqlite3\n"
        "limit_memory()\n"
        "try: sqlite3.connect(':memory:').execute('select length(hex(zeroblob(400000000)))').fetchone()\n"
        "except MemoryError: print('ended')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", attack], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert ended.stdout.strip() == "ended", ended.stderr

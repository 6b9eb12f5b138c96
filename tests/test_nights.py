"""Night after night on one portal: what is asked for, what is found when, and what is never concluded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import Outcome, cundang, rows
from tests.replicas.forms import requests_table
from tests.replicas.nights import Nights, document, portal_yaml
from tests.replicas.server import serve

# A night in June: no season of reports.
START = datetime(2026, 6, 1, 17, 30, tzinfo=UTC)
ROWS = 130


class Watch:
    """A portal, an archive, and the night it is."""

    def __init__(self, folder: Path, site: Nights, url: str) -> None:
        self.site, self.data, self.portals = site, folder / "data", folder / "portals"
        self.portals.mkdir()
        (self.portals / "nights.yml").write_text(portal_yaml(url, 10), encoding="utf-8")
        self.now = START

    def night(self, *arguments: str, days: int = 1) -> Outcome:
        """Crawl in the next night, or the one so many days later; `site.asked` then holds what was asked for."""
        self.now += timedelta(days=days)
        self.site.asked.clear()
        return cundang(
            "crawl",
            *arguments,
            "--data",
            self.data,
            "--portals",
            self.portals,
            CUNDANG_NOW=self.now.isoformat(),
        )

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return rows(self.data / "archive.db", sql)


@contextmanager
def watching(folder: Path, site: Nights) -> Iterator[Watch]:
    with serve(site) as running:
        yield Watch(folder, site, running.url)


def column(count: int = ROWS) -> list:
    """Reports of many years, newest first."""
    newest = datetime(2026, 5, 30, tzinfo=UTC)
    days = [newest - timedelta(days=4 * number) for number in range(count)]
    return [document(number, day.strftime("%Y-%m-%d 09:00:00")) for number, day in enumerate(days)]


def old(site: Nights, number: int):
    """A report of long ago."""
    return site.rows[-1 - number]


def lists(site: Nights) -> int:
    return sum("/zwgk/" in path for path in site.asked)


def test_an_ordinary_night_walks_only_the_top_of_the_list_and_finds_all_that_is_new(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column())) as watch:
        assert watch.night().code == 0
        first = len(watch.site.asked)
        watch.site.add(document(5000, "2026-06-02 10:00:00"))
        watch.site.add(document(5001, "2026-06-02 11:00:00"))
        outcome = watch.night()
        assert outcome.code == 0, outcome.said
        assert "2 new reports, 0 revised" in outcome.said
        # The page with the new rows and two without.
        assert lists(watch.site) == 3
        assert len(watch.site.asked) < first / 3
        assert watch.rows("select walk, outcome from crawl_run") == [
            ("full", "complete"),
            ("incremental", "complete"),
        ]


def test_a_late_row_further_down_is_found_by_the_weekly_walk(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column())) as watch:
        watch.night()
        late = document(6000, "2025-02-02 10:00:00")
        watch.site.rows.insert(100, late)
        watch.site._by_path.update(Nights([late])._by_path)
        assert "0 new reports" in watch.night().said
        assert "1 new reports" in watch.night(days=7).said
        assert watch.rows("select walk from crawl_run order by id desc limit 1") == [("full",)]


def test_from_january_to_march_the_list_is_walked_in_full_every_night(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column())) as watch:
        watch.now = datetime(2027, 2, 1, 17, 30, tzinfo=UTC)
        watch.night()
        watch.night()
        assert lists(watch.site) == 7


def test_pages_that_are_as_they_were_cost_a_request_and_nothing_else(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(40))) as watch:
        watch.night()
        before = watch.rows("select count(*) from revision")
        watch.night("--full")
        ((count, unmodified),) = watch.rows(
            "select revisit_count, not_modified_count from crawl_run where id = 2"
        )
        assert (count, unmodified) == (40, 40)
        assert watch.rows("select count(*) from revision") == before
        assert watch.rows(
            "select distinct differs from fetch where crawl_run_id = 2 and role = 'report'"
        ) == [("none",)]
        (seen,) = watch.rows("select min(last_seen_at) from report")
        assert str(seen[0])[:10] == watch.now.date().isoformat()


def test_a_silent_edit_is_a_revision_that_says_whether_figures_changed(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        edited = old(watch.site, 3)
        watch.site.edit(replace(edited, body=edited.body.replace("逐项整改", "逐项整改到位")))
        outcome = watch.night("--full")
        assert "0 new reports, 1 revised" in outcome.said
        assert watch.rows("select kind, differs from change where kind <> 'new'") == [("revised", "text")]


def test_a_frame_that_changes_on_all_pages_makes_no_revision(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30), etags=False)) as watch:
        watch.night()
        watch.site.frame = "<div class='foot'>今天是2026年6月3日 星期三 浏览次数：812</div>"
        assert "0 revised" in watch.night("--full").said
        assert watch.rows(
            "select differs, count(*) from fetch where crawl_run_id = 2 and role = 'report' group by 1"
        ) == [("bytes", 30)]


def test_texts_that_change_on_too_many_pages_at_once_are_held_until_accepted(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        for row in watch.site.rows[:12]:
            watch.site.edit(replace(row, body=row.body + "<p>主办单位：偃师区人民政府办公室。</p>"))
        outcome = watch.night("--full")
        assert "0 new reports, 0 revised" in outcome.said
        assert watch.rows("select held_count from crawl_run where id = 2") == [(12,)]
        ((message,),) = watch.rows("select message from issue where kind = 'template_change'")
        assert "12 of 30 pages" in str(message)
        reparsed = cundang("reparse", "--data", watch.data, "--portals", watch.portals)
        assert reparsed.code == 0, reparsed.said
        assert watch.rows("select count(*) from change where kind = 'revised'") == [(0,)]
        accepted = cundang("accept", "2", "--data", watch.data, "--portals", watch.portals)
        assert accepted.said == "Filed 12 pages that run 2 held back.\n"
        assert watch.rows("select count(*) from change where kind = 'revised'") == [(12,)]
        assert watch.rows("select * from issue where kind = 'template_change'") == []


def test_a_page_that_is_gone_three_nights_is_off_portal_and_back_when_it_answers(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        removed = watch.site.rows[0]
        watch.site.gone.add(removed.number)
        for _ in range(2):
            watch.night()
            assert watch.rows("select * from report where status = 'off_portal'") == []
        watch.night()
        off = watch.rows("select title from report where status = 'off_portal'")
        assert off == [(removed.title,)]
        assert watch.rows("select what, count(*) from absence group by 1") == [("not_found", 3)]
        watch.site.gone.clear()
        watch.night("--full")
        assert watch.rows("select kind from change where kind <> 'new' order by id") == [
            ("taken_down",),
            ("reappeared",),
        ]
        assert watch.rows("select * from report where status = 'off_portal'") == []
        events = watch.rows("select kind, report_id, observed_at from change order by id")
        assert cundang("reparse", "--data", watch.data, "--portals", watch.portals).code == 0
        assert watch.rows("select kind, report_id, observed_at from change order by id") == events


def test_a_row_that_two_complete_walks_miss_is_off_portal_once_its_page_is_gone(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(60))) as watch:
        watch.night()
        removed = old(watch.site, 5)
        watch.site.delist(removed)
        watch.site.gone.add(removed.number)
        watch.night("--full")
        assert watch.rows("select * from report where status = 'off_portal'") == []
        watch.night(days=7)
        assert watch.rows("select title from report where status = 'off_portal'") == [(removed.title,)]
        assert {what for (what,) in watch.rows("select what from absence")} == {"not_found", "not_listed"}


def test_a_row_that_is_only_delisted_stays(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(60))) as watch:
        watch.night()
        watch.site.delist(old(watch.site, 5))
        watch.night("--full")
        watch.night(days=7)
        assert watch.rows("select * from report where status = 'off_portal'") == []


def test_what_is_owed_is_reckoned_and_missing_only_where_all_lists_were_walked(tmp_path: Path) -> None:
    with watching(tmp_path, Nights([document(7000, "2024-01-20 09:00:00"), *column(20)])) as watch:
        watch.night("--limit", "1")
        sql = (
            "select o.report_year, o.state from obligation o where o.bureau_id = "
            "(select bureau_id from report where report_year = 2023 order by id limit 1) order by 1"
        )
        assert watch.rows(sql) == [(2023, "on_time"), (2024, "not_collected"), (2025, "not_collected")]
        watch.night()
        assert watch.rows(sql) == [(2023, "on_time"), (2024, "missing"), (2025, "missing")]


@pytest.mark.parametrize("mode", ["dead", "clock"])
def test_a_night_without_a_network_or_with_a_clock_set_back_changes_nothing(
    tmp_path: Path, mode: str
) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        before = watch.rows("select key, status, last_seen_at from report order by id")
        if mode == "clock":
            outcome = watch.night(days=-400)
            assert outcome.code == 0, outcome.said
            assert [row[:2] for row in watch.rows("select key, status from report order by id")] == [
                row[:2] for row in before
            ]
            return
    outcome = watch.night()
    assert outcome.code == 1
    assert "connection" in outcome.said
    assert watch.rows("select key, status, last_seen_at from report order by id") == before


def test_the_news_of_a_run_below_the_floor_are_held_back_and_the_rest_is_published(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        assert cundang("publish", "--data", watch.data).code == 0
        watch.site.add(document(5000, "2026-06-02 10:00:00"))
        edited = old(watch.site, 3)
        watch.site.edit(replace(edited, body=edited.body.replace("逐项整改", "逐项整改到位")))
        file = watch.portals / "nights.yml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("reports_min: 10", "reports_min: 90"), encoding="utf-8"
        )
        assert "1 new reports, 1 revised" in watch.night("--full").said
        published = cundang("publish", "--data", watch.data)
        assert published.code == 0
        assert "The news of nights are held back" in published.said
        public = watch.data / "public" / "archive.db"
        assert rows(public, "select count(*), max(revision_count) from report") == [(30, 1)]
        assert rows(public, "select count(*) from revision where text like '%整改到位%'") == [(0,)]
        assert watch.rows("select count(*), max(revision_count) from report") == [(31, 2)]


def test_a_portal_that_gives_all_its_pages_new_addresses_has_the_same_reports(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(25))) as watch:
        watch.night()
        moved = [replace(row, number=row.number + 500_000) for row in watch.site.rows]
        watch.site.rows[:] = moved
        watch.site._by_path = Nights(moved)._by_path
        outcome = watch.night("--full")
        assert "0 new reports, 0 revised" in outcome.said
        assert watch.rows("select count(*) from report where status = 'live'") == [(25,)]
        assert watch.rows("select kind, count(*) from change group by 1") == [("new", 25), ("rendition", 25)]


def test_a_portal_file_with_another_name_is_the_same_portal_to_its_reports(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(25))) as watch:
        watch.night()
        (watch.portals / "nights.yml").rename(watch.portals / "renamed.yml")
        assert "0 new reports, 0 revised" in watch.night().said
        assert watch.rows("select distinct portal_id from report") == [("renamed",)]
        assert watch.rows("select count(*) from change") == [(25,)]


def test_tables_that_suddenly_do_not_add_up_fail_the_run(tmp_path: Path) -> None:
    with watching(tmp_path, Nights(column(30))) as watch:
        watch.night()
        for number in range(12):
            row = document(7000 + number, "2026-06-02 10:00:00")
            watch.site.add(replace(row, body=row.body + requests_table("f2021", 5, 3, 0, wrong_total=True)))
        outcome = watch.night()
        assert (
            "failed: 12 of 12 documents print sums that do not hold, of those before 0 of 30" in outcome.said
        )
        assert outcome.code == 1

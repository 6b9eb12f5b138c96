"""A real crawl of the replica portal: exactly the expected reports, twice over, and from the snapshots again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands import Outcome, cundang, opened, rows, start, wait_until
from tests.replicas import henan_date
from tests.replicas.documents import documents, expected_others, expected_reports
from tests.replicas.server import Running, serve

REPORTS = "select b.organ, r.report_year, r.published_on from report r join bureau b on b.id = r.bureau_id order by r.id"
# First-hand tables, and what the clock of a rebuild may change.
NOT_DERIVED = ("portal", "channel", "crawl_run", "sqlite_sequence", "_sqlite_migrations")


class World:
    """A replica that answers, its portal file, and an archive it has been crawled into once."""

    def __init__(self, folder: Path, site: henan_date.Site, running: Running) -> None:
        self.site, self.running = site, running
        self.data, self.portals = folder / "data", folder / "portals"
        self.portals.mkdir()
        self.write_portal(henan_date.portal_yaml(running.url))

    def write_portal(self, text: str) -> None:
        (self.portals / "replica.yml").write_text(text, encoding="utf-8")

    @property
    def archive(self) -> Path:
        return self.data / "archive.db"

    def start_crawl(self) -> subprocess.Popen[str]:
        return start("crawl", "--data", self.data, "--portals", self.portals)

    def crawl(self, *arguments: str) -> Outcome:
        return cundang("crawl", *arguments, "--data", self.data, "--portals", self.portals)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Outcome]]:
    site = henan_date.site()
    with serve(site) as running:
        world = World(tmp_path_factory.mktemp("world"), site, running)
        yield world, world.crawl()


def copied(crawled: tuple[World, Outcome], folder: Path) -> Path:
    """A copy of the crawled archive that a test may spoil."""
    return Path(shutil.copytree(crawled[0].data, folder / "data"))


def test_exactly_the_expected_reports_are_filed(crawled: tuple[World, Outcome]) -> None:
    world, outcome = crawled
    assert outcome.code == 0, outcome.said
    filed = {(organ, year): day for organ, year, day in rows(world.archive, REPORTS)}
    assert filed == expected_reports()


def test_what_is_no_report_is_filed_as_what_it_is(crawled: tuple[World, Outcome]) -> None:
    assert dict(rows(crawled[0].archive, "select title, kind from other_document")) == expected_others()


def test_a_report_published_twice_is_one_report(crawled: tuple[World, Outcome]) -> None:
    sql = """
    select b.organ, r.report_year, group_concat(v.kind || v.number, ' ' order by v.id) from revision v
    join report r on r.id = v.report_id join bureau b on b.id = r.bureau_id group by r.id having count(*) > 1
    """
    assert {(organ, year): kinds for organ, year, kinds in rows(crawled[0].archive, sql)} == {
        ("教育局", 2019): "revision1 revision2",
        ("财政局", 2021): "revision1 rendition1",
        ("槐新街道办事处", 2023): "revision1 rendition1",
        ("民政局", 2019): "revision1 rendition1",
    }


def test_rows_that_lead_away_or_nowhere_and_dead_pages_are_issues(crawled: tuple[World, Outcome]) -> None:
    kinds = rows(crawled[0].archive, "select kind, count(*) from issue group by kind")
    found = dict(kinds)
    assert (found["off_site_row"], found["dead_row"], found["not_found"], found["attachment_missing"]) == (
        1,
        1,
        1,
        1,
    )


def test_the_uploader_is_told_from_the_author(crawled: tuple[World, Outcome]) -> None:
    sql = """
    select r.bureau, w.raw from bureau_witness w join revision v on v.id = w.revision_id
    join report r on r.id = v.report_id where w.role = 'uploader' and r.bureau like '%体育局'
    """
    assert ("洛阳市偃师区体育局", "区政务服务和大数据管理局") in rows(crawled[0].archive, sql)


def test_names_follow_the_renaming_of_the_place(crawled: tuple[World, Outcome]) -> None:
    sql = (
        "select report_year, bureau, bureau_then from report where bureau like '%林业局' order by report_year"
    )
    names = {year: (today, then) for year, today, then in rows(crawled[0].archive, sql)}
    assert names[2018] == ("洛阳市偃师区林业局", "偃师市林业局")
    assert names[2022] == ("洛阳市偃师区林业局", "洛阳市偃师区林业局")


def test_a_late_report_is_late_by_the_law(crawled: tuple[World, Outcome]) -> None:
    late = rows(
        crawled[0].archive,
        "select title, due_on, days_late from report where days_late > 0 order by published_on",
    )
    assert late == [
        ("偃师市卫生健康委员会2019年政府信息公开工作年度报告", "2020-01-31", 17),
        ("偃师市水利局2019年政府信息公开工作年度报告", "2020-01-31", 35),
        ("偃师市河务局2020年政府信息公开工作年度报告", "2021-01-31", 33),
    ]


def test_attachments_are_kept_with_their_hash_and_missing_ones_said_to_be(
    crawled: tuple[World, Outcome],
) -> None:
    found = rows(
        crawled[0].archive,
        "select name, status, sha256 is not null, media_type, reading from attachment order by name",
    )
    assert found == [
        ("", "kept", 1, "png", "unreadable"),
        ("槐新街道2023年年报.pdf", "kept", 1, "pdf", "read"),
        ("民政局年报.docx", "kept", 1, "docx", "read"),
        ("统计表.xls", "missing", 0, None, None),
    ]


def test_a_report_that_its_page_only_points_to_is_read_from_the_file(crawled: tuple[World, Outcome]) -> None:
    sql = (
        "select v.media_type, r.signed_on, r.form_edition, r.revision_count, v.text like '%结转下年度继续办理%' "
        "from report r join revision v on v.id = r.current_revision_id where r.bureau like '%槐新街道办事处'"
    )
    assert rows(crawled[0].archive, sql) == [("pdf", "2024-01-25", "f2021", 1, 1)]


def test_page_and_file_that_print_different_figures_are_an_issue(crawled: tuple[World, Outcome]) -> None:
    sql = "select subject, message from issue where kind = 'renditions_differ'"
    ((subject, message),) = rows(crawled[0].archive, sql)
    assert subject == "410381-民政局-disclosure_annual-2019"
    assert "民政局年报.docx" in str(message)
    assert "the page prints “2019年,我局围绕低保审核、养老服务和婚姻登记主动公开政府信息44条," in str(message)
    assert "the file “2019年,我局围绕低保审核、养老服务和婚姻登记主动公开政府信息46条," in str(message)


def test_every_response_is_a_snapshot_with_its_time_and_hash(crawled: tuple[World, Outcome]) -> None:
    world, _ = crawled
    kept = rows(world.data / "snapshots.db", "select url, sha256, captured_at from capture")
    paths = {str(url).removeprefix(world.running.url) for url, _, _ in kept}
    assert set(world.running.asked) - {"/robots.txt"} <= paths
    assert all(sha256 and captured_at for _, sha256, captured_at in kept)


def test_a_second_crawl_of_an_unchanged_site_adds_nothing(
    crawled: tuple[World, Outcome], tmp_path: Path
) -> None:
    world, _ = crawled
    before = rows(world.archive, "select count(*), sum(revision_count), max(id) from report")
    again = world.crawl()
    assert again.code == 0, again.said
    assert "0 new reports, 0 revised" in again.said
    assert rows(world.archive, "select count(*), sum(revision_count), max(id) from report") == before
    assert rows(world.archive, "select count(*) from change where kind = 'new'") == [
        (len(expected_reports()),)
    ]


def test_reparse_rebuilds_identical_tables(crawled: tuple[World, Outcome], tmp_path: Path) -> None:
    world, _ = crawled
    data = copied(crawled, tmp_path)
    before = dump(data / "archive.db")
    outcome = cundang("reparse", "--data", data, "--portals", world.portals)
    assert outcome.code == 0, outcome.said
    assert dump(data / "archive.db") == before
    assert len(before["report"]) == len(expected_reports())


def test_reparse_needs_no_portal_file(crawled: tuple[World, Outcome], tmp_path: Path) -> None:
    data = copied(crawled, tmp_path)
    before = dump(data / "archive.db")
    outcome = cundang("reparse", "--data", data)
    assert outcome.code == 0, outcome.said
    assert dump(data / "archive.db") == before


@pytest.mark.parametrize("command", [("crawl", "replica", "--limit", "1"), ("reparse",)])
def test_a_lost_archive_is_rebuilt_from_the_snapshots(
    crawled: tuple[World, Outcome], tmp_path: Path, command: tuple[str, ...]
) -> None:
    world, _ = crawled
    data = copied(crawled, tmp_path)
    for file in data.glob("archive.db*"):
        file.unlink()
    outcome = cundang(*command, "--data", data, "--portals", world.portals)
    assert outcome.code == 0, outcome.said
    assert len(rows(data / "archive.db", "select key from report")) == len(expected_reports())


def test_a_killed_crawl_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    site = henan_date.site()
    with serve(site) as running:
        world = World(tmp_path, site, running)
        process = world.start_crawl()
        wait_until(lambda: site.views >= 30)
        process.kill()
        process.communicate()
        kept = [url for (url,) in rows(world.data / "snapshots.db", "select url from capture order by id")]
        again = world.crawl()
    assert again.code == 0, again.said
    filed = {(organ, year): day for organ, year, day in rows(world.archive, REPORTS)}
    assert filed == expected_reports()
    fetched = [url for (url,) in rows(world.archive, "select url from fetch order by id")]
    assert len(kept) > 20
    assert fetched[: len(kept)] == kept
    crashed = rows(world.archive, "select finished_at is null, outcome from crawl_run order by id")
    assert crashed == [(1, None), (0, "complete")]


def test_a_changed_report_is_a_revision_and_a_new_one_is_new(tmp_path: Path) -> None:
    site = henan_date.Site(documents()[:25])
    with serve(site) as running:
        world = World(tmp_path, site, running)
        world.write_portal(henan_date.portal_yaml(running.url, reports_min=1))
        assert world.crawl().code == 0
        changed = site.documents[0]
        site.documents[0] = replace(changed, body=changed.body.replace("培训", "培训和考核"))
        site.documents.append(documents()[30])
        again = world.crawl("--full")
    assert "1 new reports, 1 revised" in again.said
    with opened(world.archive) as archive:
        texts = archive.execute(
            "select v.number, v.text like '%培训和考核%' from revision v join report r on r.id = v.report_id "
            "where r.title = ? order by v.number",
            (changed.title,),
        ).fetchall()
    assert [tuple(row) for row in texts] == [(1, 0), (2, 1)]


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every derived table, row by row."""
    with opened(path) as archive:
        names = [
            row["name"]
            for row in archive.execute(
                "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%'"
            )
        ]
        return {
            name: [tuple(row) for row in archive.execute(f"select * from {name} order by 1")]  # noqa: S608
            for name in names
            if name not in NOT_DERIVED and not name.startswith("report_search")
        }

"""`cundang health`: what is not well is said and graded, what is well is not, and the archive is never changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.health import conditions, heartbeat
from archive.health.facts import read_facts
from archive.health.heartbeat import Heartbeat
from archive.health.judgement import Facts, judge
from archive.lock import Lock
from crawler.portal import BUILT_IN
from tests.commands import cundang
from tests.run_rows import RunRows

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
LAST_NIGHT = NOW - timedelta(hours=8)
DAY = timedelta(days=1)


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[RunRows]:
    made = RunRows(tmp_path / "data", "shanbei")
    made.published(LAST_NIGHT)
    yield made
    made.close()


def kinds(rows: RunRows, now: datetime = NOW, free_mb: int = 50_000) -> list[str]:
    """The kinds of everything that is not well."""
    return [one.kind for one in judge(read_facts(rows.data, now, free_mb), now).conditions]


def test_a_good_night_is_one_line_a_portal_and_all_well(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT, listed_count=45)
    heartbeat.write(rows.data, Heartbeat(LAST_NIGHT + DAY / 6, {"crawl": 0, "publish": 0}))
    outcome = rows.health(NOW)
    portal, archive, verdict = outcome.said.splitlines()
    assert outcome.code == 0
    assert portal == (
        "shanbei  well  last complete 7 h ago, last run complete, reports 0 (floor 0), open issues 0"
    )
    assert archive.startswith("Archive: last run 8 h ago, published 8 h ago, nightly run ended 4 h ago, ")
    assert verdict == "All well."


@pytest.mark.parametrize("outcome", ["partial", "blocked", "failed", "empty"])
def test_a_portal_whose_last_run_was_not_complete_needs_a_person_and_says_why(
    rows: RunRows, outcome: str
) -> None:
    rows.run("shanbei", LAST_NIGHT - DAY)
    rows.run(
        "shanbei", LAST_NIGHT, outcome, cause="timeout", message="The list could not be fetched (timeout)."
    )
    said = rows.health(NOW)
    assert said.code == 1
    assert f"shanbei  NEEDS A PERSON  last complete 31 h ago, last run {outcome} (timeout), " in said.said
    assert "The list could not be fetched (timeout)." in said.said
    assert said.said.endswith("1 for a person to look at.\n")


def test_json_holds_the_same_for_a_monitoring_system(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - DAY, "blocked", cause="captcha", message="m")
    rows.run("shanbei", LAST_NIGHT, "blocked", cause="captcha", message="m")
    outcome = rows.health(NOW, "--json")
    stated = json.loads(outcome.said)
    assert (outcome.code, stated["exit_code"], stated["grade"]) == (1, 1, "person")
    (portal,) = stated["portals"]
    assert (portal["id"], portal["outcome"], portal["cause"], portal["blocked_count"]) == (
        "shanbei",
        "blocked",
        "captcha",
        2,
    )
    assert [one["kind"] for one in portal["conditions"]] == ["blocked"]
    assert "连续2次" in portal["conditions"][0]["zh"]
    assert "in a row: 2" in portal["conditions"][0]["en"]


def test_blocked_nights_are_counted_from_the_last_and_only_in_a_row(rows: RunRows) -> None:
    for nights_ago, outcome in enumerate(["blocked", None, "blocked", "complete", "blocked"]):
        rows.run("shanbei", LAST_NIGHT - (4 - nights_ago) * DAY, outcome)
    rows.run("shanbei", LAST_NIGHT + timedelta(hours=2), "blocked")
    assert "blocked 2 times in a row" in rows.health(NOW).said


@pytest.mark.parametrize(
    ("hours", "found"), [(3 * 24 + 12, ["partial"]), (3 * 24 + 14, ["partial", "stale"])]
)
def test_three_nights_without_a_complete_run_are_borne_and_a_fourth_is_not(
    rows: RunRows, hours: int, found: list[str]
) -> None:
    rows.run("shanbei", NOW - timedelta(hours=hours))
    rows.run("shanbei", LAST_NIGHT, "partial")
    assert kinds(rows) == found


def test_a_portal_that_never_was_complete_is_stale_from_its_first_run_on(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - 5 * DAY, "failed")
    rows.run("shanbei", LAST_NIGHT, "failed")
    assert "stale" in kinds(rows)
    assert "Last complete crawl: never." in rows.health(NOW).said


def test_a_list_that_lost_more_than_a_fifth_of_its_usual_rows_is_said(rows: RunRows) -> None:
    for nights_ago, listed in ((4, 100), (3, 102), (2, 100)):
        rows.run("shanbei", LAST_NIGHT - nights_ago * DAY, listed_count=listed)
    rows.run("shanbei", LAST_NIGHT - DAY, listed_count=80)
    assert kinds(rows) == []
    rows.run("shanbei", LAST_NIGHT, listed_count=79)
    assert kinds(rows) == ["drop"]
    assert "saw 79 rows, where 100 were usual" in rows.health(NOW).said


def test_a_walk_that_stops_early_by_design_is_no_drop(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - DAY, listed_count=500, walk="full")
    rows.run("shanbei", LAST_NIGHT, listed_count=20, walk="incremental")
    assert kinds(rows) == []


def test_an_archive_of_an_older_program_is_judged_as_it_is(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - DAY, listed_count=500)
    rows.run("shanbei", LAST_NIGHT, listed_count=20)
    rows.execute("alter table crawl_run drop column walk")
    assert kinds(rows) == ["drop"]


def test_fewer_reports_than_the_floor_of_the_portal_file_is_said(rows: RunRows) -> None:
    rows.add_portal("hexi", reports_min=3)
    rows.run("shanbei", LAST_NIGHT)
    rows.run("hexi", LAST_NIGHT)
    outcome = rows.health(NOW)
    assert outcome.code == 1
    assert "hexi: 0 reports are held, the portal file expects at least 3" in outcome.said


def open_issues(rows: RunRows, count: int, opened_at: datetime) -> None:
    for number in range(count):
        rows.execute(
            "insert into issue (kind, subject, message, portal_id, fetch_id, opened_at, last_seen_at) values "
            "('unreadable', ?, 'm', 'shanbei', 1, ?, ?)",
            f"https://example.org/{opened_at:%d}/{number}",
            opened_at.isoformat(),
            NOW.isoformat(),
        )


def test_many_new_documents_that_could_not_be_read_are_said_and_old_ones_are_not(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT)
    rows.execute("pragma foreign_keys = off")
    open_issues(rows, 40, NOW - 9 * DAY)
    open_issues(rows, 9, NOW - DAY)
    assert kinds(rows) == []
    open_issues(rows, 1, NOW - 2 * DAY)
    assert kinds(rows) == ["unread"]
    assert "open issues 50" in rows.health(NOW).said


def test_a_run_that_never_ended_is_said_unless_a_command_still_works(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - DAY)
    rows.run("shanbei", LAST_NIGHT, None)
    assert kinds(rows) == ["unfinished"]
    said = rows.health(NOW)
    assert said.code == 1
    assert "runs that never ended 1" in said.said
    assert "run `cundang crawl shanbei`" in said.said
    lock = Lock(rows.data)
    try:
        assert kinds(rows) == []
        assert kinds(rows, LAST_NIGHT + timedelta(hours=25)) == ["unfinished"]
    finally:
        lock.release()


def test_a_run_known_only_from_the_snapshots_is_no_crash(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT, None, program_version="")
    assert kinds(rows) == []


def test_no_run_for_two_nights_is_broken_and_for_one_is_not(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT)
    assert kinds(rows, LAST_NIGHT + timedelta(hours=36)) == []
    later = LAST_NIGHT + timedelta(hours=37)
    assert kinds(rows, later) == ["no_run"]
    assert rows.health(later).code == 2


def test_an_archive_that_was_never_crawled_is_well(rows: RunRows) -> None:
    rows.published(NOW)
    assert kinds(rows) == []


def test_a_heartbeat_that_stopped_is_broken_although_somebody_crawled_by_hand(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT)
    heartbeat.write(rows.data, Heartbeat(NOW - timedelta(hours=35), {"crawl": 0, "publish": 0}))
    assert kinds(rows) == []
    heartbeat.write(rows.data, Heartbeat(NOW - timedelta(hours=37), {"crawl": 0, "publish": 0}))
    assert kinds(rows) == ["heartbeat"]
    assert rows.health(NOW).code == 2


def test_a_beating_heart_explains_portals_that_rest(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT - 2 * DAY, "blocked")
    heartbeat.write(rows.data, Heartbeat(LAST_NIGHT, {"crawl": 0, "publish": 0}))
    assert kinds(rows) == ["blocked"]


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"crawl": 1, "publish": 0}, []),
        ({"crawl": 130, "publish": 0}, []),
        ({"crawl": 2, "publish": 0}, ["night"]),
        ({"crawl": 0, "publish": 1}, ["publish_refused"]),
        ({"crawl": 0, "publish": 137}, ["night"]),
        ({"crawl": 0, "publish": 0, "health": 2, "alerts": 2}, []),
    ],
)
def test_how_the_last_night_ended_is_judged_but_not_by_what_judged_it(
    rows: RunRows, codes: dict[str, int], found: list[str]
) -> None:
    rows.run("shanbei", LAST_NIGHT)
    heartbeat.write(rows.data, Heartbeat(LAST_NIGHT, codes))
    assert kinds(rows) == found


@pytest.mark.parametrize("text", ["", "{}", '{"ended_at": "2026-03-09T02:00:00", "exit_codes": {}}', "[1]"])
def test_a_damaged_heartbeat_is_said_with_its_remedy(rows: RunRows, text: str) -> None:
    rows.run("shanbei", LAST_NIGHT)
    (rows.data / heartbeat.HEARTBEAT_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError):
        heartbeat.read(rows.data)
    outcome = rows.health(NOW)
    assert outcome.code == 2
    assert "delete it, the next night writes another." in outcome.said


def test_a_heartbeat_is_read_as_it_was_written_and_leaves_nothing_else(tmp_path: Path) -> None:
    assert heartbeat.read(tmp_path) is None
    heartbeat.write(tmp_path, Heartbeat(NOW, {"crawl": 1, "publish": 0}))
    assert heartbeat.read(tmp_path) == Heartbeat(NOW, {"crawl": 1, "publish": 0})
    assert [path.name for path in tmp_path.iterdir()] == ["heartbeat.json"]


def test_a_published_copy_older_than_three_days_is_broken(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT)
    rows.published(NOW - timedelta(days=2, hours=23))
    assert kinds(rows) == []
    rows.published(NOW - timedelta(days=3, hours=1))
    assert kinds(rows) == ["unpublished"]


def test_a_clock_that_jumped_back_is_said(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT)
    assert kinds(rows, LAST_NIGHT - 40 * DAY) == ["clock"]


@pytest.mark.parametrize(
    ("free_mb", "found"), [(2_000, []), (1_999, ["disk_low"]), (200, ["disk_low"]), (199, ["disk_full"])]
)
def test_the_disk_is_said_to_fill_before_it_is_full(rows: RunRows, free_mb: int, found: list[str]) -> None:
    rows.run("shanbei", LAST_NIGHT)
    assert kinds(rows, free_mb=free_mb) == found


def test_the_worst_is_said_first(rows: RunRows) -> None:
    rows.run("shanbei", LAST_NIGHT, "failed")
    assert kinds(rows, free_mb=100) == ["disk_full", "failed"]
    assert kinds(rows, free_mb=1_000) == ["disk_low", "failed"]
    heartbeat.write(rows.data, Heartbeat(LAST_NIGHT, {"crawl": 0, "publish": 1}))
    assert kinds(rows, free_mb=100) == ["disk_full", "publish_refused", "failed"]


def test_a_missing_archive_is_broken(tmp_path: Path) -> None:
    outcome = cundang("health", "--data", tmp_path / "nowhere")
    assert outcome.code == 2
    assert "archive.db does not exist" in outcome.said
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\xa5" * 5000, b"hello"])
def test_a_damaged_archive_is_broken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "archive.db").write_bytes(content)
    outcome = cundang("health", "--data", tmp_path)
    assert outcome.code == 2
    assert "run `cundang verify`, then restore the file from a copy." in outcome.said


def portal_file(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "shanbei.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_portal_that_its_file_switches_off_is_not_judged(rows: RunRows, tmp_path: Path) -> None:
    rows.run("shanbei", LAST_NIGHT, "failed")
    built_in = sorted(BUILT_IN.glob("*.yml"))[0].read_text(encoding="utf-8")
    resting = portal_file(tmp_path / "portals", f"{built_in}\nenabled: false\n")
    assert rows.health(NOW, "--portals", resting).code == 0
    assert rows.health(NOW).code == 1


def test_a_portal_file_that_stops_every_crawl_is_broken(rows: RunRows, tmp_path: Path) -> None:
    rows.run("shanbei", LAST_NIGHT)
    outcome = rows.health(NOW, "--portals", portal_file(tmp_path / "portals", "name: [\n"))
    assert outcome.code == 2
    assert "No crawl can begin: shanbei.yml cannot be read as YAML" in outcome.said


def test_health_changes_nothing_in_the_folder(rows: RunRows, tmp_path: Path) -> None:
    rows.run("shanbei", LAST_NIGHT, None)
    rows.close()
    copy = Path(shutil.copytree(rows.data, tmp_path / "copy"))
    before = fingerprints(copy)
    assert cundang("health", "--data", copy, CUNDANG_NOW=NOW.isoformat()).code == 1
    assert fingerprints(copy) == before


def fingerprints(folder: Path) -> dict[str, str]:
    # SQLite may leave the empty side files of its journal behind.
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_every_kind_has_words_in_both_languages_a_grade_and_a_topic() -> None:
    for kind, stated in conditions.kinds().items():
        assert {"grade", "topic", "title", "zh", "en"} == set(stated), kind
        assert stated["grade"] in ("person", "broken"), kind
        assert set(stated["title"]) == {"zh", "en"}, kind


def test_an_empty_archive_is_judged_without_a_portal() -> None:
    assert judge(Facts(), NOW).conditions == ()

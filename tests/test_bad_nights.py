"""Nights on which something goes wrong: one clear sentence, the right exit code, and nothing that was kept is lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import Outcome, cundang, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_crawl import REPORTS, World

FEW = 12
# Enough for a crawl to be met in the middle.
MANY = 32
ARCHIVED = (
    "select key, title, status, revision_count, url, first_seen_at, last_seen_at from report order by key"
)
LAST_RUN = "select outcome, cause from crawl_run order by id desc limit 1"


def reports_of(site: henan_date.Site) -> set[tuple[object, ...]]:
    return {(d.organ, d.year) for d in site.documents if d.kind == "report" and not d.is_dead}


def filed_in(world: World) -> set[tuple[object, ...]]:
    return {(organ, year) for organ, year, _ in rows(world.archive, REPORTS)}


@contextmanager
def world_of(folder: Path, site: henan_date.Site, reports_min: int = FEW - 4) -> Iterator[World]:
    with serve(site) as running:
        world = World(folder, site, running)
        world.write_portal(henan_date.portal_yaml(running.url, reports_min))
        yield world


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A small portal after one good night."""
    with world_of(tmp_path_factory.mktemp("quiet"), henan_date.Site(documents()[:FEW])) as world:
        outcome = world.crawl()
        assert outcome.code == 0, outcome.said
        yield world


@pytest.mark.parametrize(
    ("mode", "ended", "told"),
    [
        ("challenge", ("blocked", "challenge"), "sent a challenge page; let it cool down"),
        ("login", ("blocked", "login"), "sent a login page; let it cool down"),
        ("soft_404", ("failed", "soft_404"), "says the list does not exist; correct list_url"),
        ("home_for_all", ("failed", "home_page"), "sent its home page; correct list_url"),
        ("error", ("failed", "server_error"), "sent a server error; run again another night"),
        ("empty", ("failed", "empty"), "sent an empty page; run again another night"),
        (
            "empty_list",
            ("empty", "redesign"),
            "no rows that can be read; the portal may have been redesigned",
        ),
    ],
)
def test_a_bad_night_is_named_and_changes_no_report(
    quiet: World, mode: str, ended: tuple[str, str], told: str
) -> None:
    before = rows(quiet.archive, ARCHIVED)
    changes = rows(quiet.archive, "select count(*) from change")
    quiet.site.mode = mode
    try:
        # By name: a portal that blocked the night before is not asked otherwise.
        outcome = quiet.crawl("replica")
    finally:
        quiet.site.mode = ""
    assert outcome.code == 1
    line, last = outcome.said.splitlines()
    assert told in line
    assert last.endswith(f"Not well: replica ({ended[1]}).")
    assert rows(quiet.archive, LAST_RUN) == [ended]
    assert len(before) == FEW
    assert rows(quiet.archive, ARCHIVED) == before
    assert rows(quiet.archive, "select count(*) from change") == changes


def test_gb18030_bytes_under_a_utf8_header_are_the_same_reports(quiet: World, tmp_path: Path) -> None:
    texts = "select r.key, v.text from report r join revision v on v.report_id = r.id order by r.key, v.id"
    site = henan_date.Site(documents()[:FEW], mode="gb18030_under_utf8")
    with world_of(tmp_path, site) as world:
        outcome = world.crawl()
    assert outcome.code == 0, outcome.said
    assert rows(world.archive, texts) == rows(quiet.archive, texts)


def test_a_good_night_after_a_bad_one_is_complete_again(quiet: World) -> None:
    outcome = quiet.crawl("replica")
    assert (outcome.code, rows(quiet.archive, LAST_RUN)) == (0, [("complete", None)])
    assert "0 new reports, 0 revised" in outcome.said


class BlocksBelowTheList(henan_date.Site):
    """A portal whose list answers while a guard stands before all of its pages."""

    def __call__(self, path: str, query: str) -> tuple[int, dict[str, str], bytes]:
        self.mode = "challenge" if path in map(henan_date.address, self.documents) else ""
        return super().__call__(path, query)


def test_a_portal_that_blocks_is_left_alone_at_once_and_the_next_night(tmp_path: Path) -> None:
    with world_of(tmp_path, BlocksBelowTheList(documents())) as world:
        blocked = world.crawl()
        asked = len(world.running.asked)
        resting = world.crawl()
        assert len(world.running.asked) == asked
        world.crawl("replica")
        assert len(world.running.asked) > asked
    assert blocked.code == 1
    # Three refusals in a row, and what was already on its way: far from all there is to ask for.
    sql = "select count(*) from fetch where role = 'report' and crawl_run_id = 1"
    assert rows(world.archive, sql) < [(len(documents()) // 3,)]
    assert resting.code == 0
    assert "replica  rests until " in resting.said
    assert "blocked 1 times in a row" in resting.said
    assert "0 portals: none was due" in resting.said


class BreaksBelowTheList(henan_date.Site):
    """A portal whose list answers while some of its pages are the server's error page."""

    def __call__(self, path: str, query: str) -> tuple[int, dict[str, str], bytes]:
        broken = {henan_date.address(document) for document in self.documents[:3]}
        self.mode = "error" if path in broken else ""
        return super().__call__(path, query)


def test_a_run_that_did_not_get_every_page_is_not_called_complete(tmp_path: Path) -> None:
    with world_of(tmp_path, BreaksBelowTheList(documents()[:FEW])) as world:
        outcome = world.crawl()
    assert outcome.code == 1
    assert "3 pages came as something else (server_error)" in outcome.said
    assert rows(world.archive, LAST_RUN) == [("partial", "server_error")]
    assert len(rows(world.archive, ARCHIVED)) == FEW - 3


def test_fewer_documents_than_the_floor_is_a_failed_night(tmp_path: Path) -> None:
    with world_of(tmp_path, henan_date.Site(documents()[:FEW]), reports_min=FEW + 1) as world:
        outcome = world.crawl()
    assert outcome.code == 1
    assert f"12 documents were read, fewer than the floor of {FEW + 1} in the portal file" in outcome.said


def test_one_bad_portal_does_not_cost_the_night_of_the_others(quiet: World, tmp_path: Path) -> None:
    portals = Path(shutil.copytree(quiet.portals, tmp_path / "portals"))
    stated = (portals / "replica.yml").read_text(encoding="utf-8")
    (portals / "moved.yml").write_text(stated.replace(henan_date.COLUMN, "/moved/"), encoding="utf-8")
    data = tmp_path / "data"
    outcome = cundang("crawl", "--data", data, "--portals", portals)
    assert outcome.code == 1
    assert (
        "2 portals: 1 failed, 1 complete" in outcome.said or "2 portals: 1 complete, 1 failed" in outcome.said
    )
    assert "Not well: moved (" in outcome.said
    assert len(rows(data / "archive.db", "select 1 from report")) == FEW


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_crawl_keeps_what_it_had_and_the_next_completes_it(
    tmp_path: Path, stop: signal.Signals
) -> None:
    site = henan_date.HeldSite(documents()[:MANY], held_at=12)
    with world_of(tmp_path, site) as world:
        process = world.start_crawl()
        assert site.reached.wait(60)
        process.send_signal(stop)
        site.released.set()
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "stopped before its end; what it had fetched is kept" in said
        assert rows(world.archive, LAST_RUN) == [("partial", "interrupted")]
        kept = filed_in(world)
        assert set() < kept < reports_of(site)
        again = world.crawl()
    assert again.code == 0, again.said
    assert filed_in(world) == reports_of(site)


def test_what_starts_while_a_crawl_runs_leaves_at_once_and_the_crawl_goes_on(tmp_path: Path) -> None:
    site = henan_date.HeldSite(documents()[:MANY], held_at=3)
    document = tmp_path / "note.txt"
    document.write_text("无", encoding="utf-8")
    with world_of(tmp_path, site) as world:
        process = world.start_crawl()
        assert site.reached.wait(60)
        others = [
            world.crawl(),
            cundang("publish", "--data", world.data),
            cundang("import", document, "--data", world.data),
        ]
        site.released.set()
        said, _ = process.communicate(timeout=60)
    for other in others:
        assert other.code == 3
        assert f"process {process.pid}) is working on {world.data}; nothing was done" in other.said
    assert process.returncode == 0, said
    assert rows(world.archive, "select outcome from crawl_run") == [("complete",)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, just large enough for a crawl to begin."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=204m", "cundang-test", str(folder)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk needs the right to mount one: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the space that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            return ballast


def test_a_disk_that_fills_up_stops_the_crawl_and_loses_nothing(small_disk: Path) -> None:
    site = henan_date.HeldSite(documents()[:FEW], held_at=1_000)
    with world_of(small_disk, site) as world:
        assert world.crawl().code == 0
        assert cundang("publish", "--data", world.data).code == 0
        before = filed_in(world)
        published = (world.data / "public" / "archive.db").read_bytes()
        site.documents, site.held_at = documents()[:MANY], site.views + 3
        process = world.start_crawl()
        assert site.reached.wait(60)
        ballast = fill(small_disk)
        site.released.set()
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 2, said
        assert "The disk is full; nothing kept so far is lost: free some space and start again." in said
        assert "Traceback" not in said
        assert len(before) == FEW
        assert before <= filed_in(world)
        verified = cundang("verify", "--data", world.data)
        assert verified.code == 1
        assert all("was kept and not read" in line for line in verified.said.splitlines())
        refused = world.crawl()
        assert refused.code == 2
        assert "Only 0 MB are free on the disk" in refused.said
        assert cundang("publish", "--data", world.data).code == 2
        assert (world.data / "public" / "archive.db").read_bytes() == published
        ballast.unlink()
        again = world.crawl()
    assert again.code == 0, again.said
    assert filed_in(world) == reports_of(site)


def test_a_crawl_of_a_folder_that_cannot_be_written_is_refused(quiet: World, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", encoding="utf-8")
    outcome = cundang("crawl", "--data", in_the_way / "data", "--portals", quiet.portals)
    assert outcome.code == 2
    assert len(outcome.said.splitlines()) == 1
    assert str(in_the_way) in outcome.said


def without(stated: str, line_start: str) -> str:
    return "".join(line for line in stated.splitlines(True) if not line.startswith(line_start))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text + "colour: red\n", "has the unknown key `colour`"),
        (lambda text: without(text, "division_code"), "lacks the key `division_code`; add it"),
        (
            lambda text: text.replace("henan_date", "joomla"),
            "family is `joomla`, which does not exist; use one of",
        ),
        (lambda text: text + "name: [\n", "cannot be read as YAML"),
    ],
    ids=["unknown key", "missing key", "no such family", "not YAML"],
)
def test_a_wrong_portal_file_stops_the_crawl_before_it_begins(
    quiet: World, tmp_path: Path, spoil: object, told: str
) -> None:
    portals = tmp_path / "portals"
    portals.mkdir()
    good = (quiet.portals / "replica.yml").read_text(encoding="utf-8")
    (portals / "replica.yml").write_text(good, encoding="utf-8")
    (portals / "wrong.yml").write_text(spoil(good), encoding="utf-8")  # type: ignore[operator]
    asked = len(quiet.running.asked)
    outcome: Outcome = cundang("crawl", "--data", tmp_path / "data", "--portals", portals)
    assert outcome.code == 2
    assert outcome.said.startswith("cundang: wrong.yml")
    assert told in outcome.said
    assert len(outcome.said.splitlines()) == 1
    assert len(quiet.running.asked) == asked
    assert not (tmp_path / "data" / "archive.db").exists()

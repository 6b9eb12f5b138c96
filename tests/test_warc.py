"""An archive as WARC and back: the standard kept, nothing lost, nothing added twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from tests.commands import cundang, rows
from tests.test_crawl import World
from tests.test_verify import spoil
from tests.warc_worlds import CAPTURES, REPORTS, checked, exported, imported, types

pytest_plugins = ["tests.warc_fixtures"]


# ── out and back ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_crawl_as_warc_passes_the_checker_of_warcio(world: World, tmp_path: Path) -> None:
    path = exported(world, tmp_path / "all.warc.gz")
    said = checked(path)
    sql = "select count(*), count(distinct case when status <> 304 then sha256 end) from capture"
    ((count, bodies),) = rows(world.data / "snapshots.db", sql)
    found = types(path)
    assert found[0] == "warcinfo"
    assert (len(found) - 1, found.count("response")) == (count, bodies)
    assert found.count("revisit") == len(found) - 1 - found.count("response") > 0
    assert said.count("digest pass") == len(found) - found.count("revisit")


def test_everything_comes_back_as_it_was_and_is_read_as_it_was(world: World, tmp_path: Path) -> None:
    path, data = exported(world, tmp_path / "all.warc.gz"), tmp_path / "data"
    outcome = imported(path, data, world)
    assert outcome.code == 0, outcome.said
    assert "all.warc.gz: " in outcome.said
    assert rows(data / "snapshots.db", CAPTURES) == rows(world.data / "snapshots.db", CAPTURES)
    assert rows(data / "archive.db", REPORTS) == rows(world.archive, REPORTS)
    assert cundang("verify", "--data", data).code == 0


def test_a_file_imported_twice_adds_nothing(world: World, tmp_path: Path) -> None:
    path, data = exported(world, tmp_path / "all.warc.gz"), tmp_path / "data"
    imported(path, data, world)
    kept = rows(data / "snapshots.db", CAPTURES)
    again = imported(path, data, world)
    assert again.code == 0
    assert f"0 captures kept, {len(kept)} here already, 0 records passed over." in again.said
    assert rows(data / "snapshots.db", CAPTURES) == kept


def test_an_import_that_was_stopped_is_gone_on_with(world: World, tmp_path: Path) -> None:
    path, data = exported(world, tmp_path / "all.warc.gz"), tmp_path / "data"
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    first = imported(cut, data, world)
    assert first.code == 1
    assert "cut.warc.gz is damaged or cut off after record" in first.said
    assert imported(path, data, world).code == 0
    assert rows(data / "snapshots.db", CAPTURES) == rows(world.data / "snapshots.db", CAPTURES)
    assert rows(data / "archive.db", REPORTS) == rows(world.archive, REPORTS)


def test_runs_that_have_the_same_number_here_get_another(world: World, tmp_path: Path) -> None:
    path = exported(world, tmp_path / "all.warc.gz")
    data = Path(shutil.copytree(world.data, tmp_path / "data"))
    # The archive of somebody who crawled the same portal at other times.
    spoil(data / "snapshots.db", "update capture set captured_at = '2024' || substr(captured_at, 5)")
    assert cundang("reparse", "--data", data, "--portals", world.portals).code == 0
    assert imported(path, data, world).code == 0
    runs = rows(data / "snapshots.db", "select crawl_run_id, count(*) from capture group by 1 order by 1")
    assert [run for run, _ in runs] == [1, 2, 3, 4]
    assert [count for _, count in runs[:2]] == [count for _, count in runs[2:]]
    assert cundang("verify", "--data", data).code == 0


def test_only_what_was_asked_for_is_exported(world: World, tmp_path: Path) -> None:
    sql = "select count(*) from capture where crawl_run_id = 2"
    data = Path(shutil.copytree(world.data, tmp_path / "data"))
    spoil(
        data / "snapshots.db",
        "update capture set captured_at = '2025-06-30T23:59:59.999999+00:00' where crawl_run_id = 1",
    )
    path = tmp_path / "since.warc.gz"
    outcome = cundang("export", "warc", path, "--portal", "replica", "--since", "2025-07-01", "--data", data)
    assert outcome.code == 0, outcome.said
    ((count,),) = rows(data / "snapshots.db", sql)
    assert len(types(path)) == 1 + int(str(count))
    checked(path)
    # Nothing in the file refers to what is not in it.
    with path.open("rb") as file:
        records = [
            (r.rec_headers["WARC-Record-ID"], r.rec_headers["WARC-Refers-To"]) for r in ArchiveIterator(file)
        ]
    assert {theirs for _, theirs in records if theirs} <= {own for own, _ in records}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["all.txt"], "is no name for a WARC; end it in .warc.gz"),
        (["there.warc.gz"], "exists; give another name, nothing is overwritten"),
        (["absent/all.warc.gz"], "There is no folder"),
        (["all.warc.gz", "--portal", "atlantis"], "There is no such capture; leave out --portal or --since"),
        (["all.warc.gz", "--since", "2999-01-01"], "There is no such capture; leave out --portal or --since"),
        (["all.warc.gz", "--since", "yesterday"], "'yesterday' does not match the format"),
        (["all.warc.gz", "--data", "dta"], "does not exist; check --data"),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_is_refused_and_leaves_nothing(
    world: World, tmp_path: Path, arguments: list[str], told: str
) -> None:
    (tmp_path / "there.warc.gz").write_bytes(b"theirs")
    data = ["--data", str(world.data)] if "--data" not in arguments else []
    outcome = cundang("export", "warc", str(tmp_path / arguments[0]), *arguments[1:], *data)
    assert outcome.code == 2
    assert told in outcome.said
    assert [path.name for path in tmp_path.iterdir()] == ["there.warc.gz"]
    assert (tmp_path / "there.warc.gz").read_bytes() == b"theirs"


def test_an_export_of_a_damaged_archive_is_refused_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    data = Path(shutil.copytree(world.data, tmp_path / "data"))
    spoil(data / "snapshots.db", "update payload set body = x'00' where rowid = 5")
    outcome = cundang("export", "warc", tmp_path / "all.warc.gz", "--data", data)
    assert outcome.code == 2
    assert "is damaged" in outcome.said
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_captures_of_a_portal_that_nothing_describes_are_refused_before_they_are_kept(
    world: World, tmp_path: Path
) -> None:
    path, data = exported(world, tmp_path / "all.warc.gz"), tmp_path / "data"
    outcome = cundang("import", path, "--data", data)
    assert outcome.code == 1
    assert (
        "of a portal or channel that no file describes; put replica.yml back and import it again."
        in outcome.said
    )
    assert rows(data / "snapshots.db", CAPTURES) == []
    assert imported(path, data, world).code == 0

"""`cundang verify`: whatever is wrong with an archive is named, and nothing is written to find it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.database import connect
from archive.lock import Lock
from archive.records import Capture, Snapshot
from archive.snapshots import SnapshotStore
from tests.commands import ROOT, cundang, opened, rows

BUREAUS = ("气象局", "盐业局", "地震局")
SOUND = (0, "Every hash, reference and index entry of 3 reports is as it should be.\n")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three imported reports, one of them in two revisions, published."""
    folder = tmp_path_factory.mktemp("small")
    data = folder / "data"
    for bureau in BUREAUS:
        write(folder / f"{bureau}.txt", bureau, "照常公开")
    assert cundang("import", *(folder / f"{bureau}.txt" for bureau in BUREAUS), "--data", data).code == 0
    write(folder / "气象局.txt", "气象局", "照常公开，另有更正一条")
    assert cundang("import", folder / "气象局.txt", "--data", data).code == 0
    assert cundang("publish", "--data", data).code == 0
    return data


def write(path: Path, bureau: str, work: str) -> None:
    name = f"洛阳市偃师区{bureau}"
    path.write_text(
        f"{name}2022年政府信息公开工作年度报告\n一、总体情况\n　　{work}。\n{name}\n2023年1月9日\n",
        encoding="utf-8",
    )


@pytest.fixture
def data(small: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(small, tmp_path / "data"))


def spoil(path: Path, sql: str) -> None:
    """Change a database behind the program's back."""
    connection = connect(path)
    connection.execute("pragma foreign_keys = off")
    connection.execute(sql)
    connection.close()


def faults(data: Path, code: int = 2) -> list[str]:
    """What `verify` says is wrong, without its last line."""
    outcome = cundang("verify", "--data", data)
    assert outcome.code == code, outcome.said
    lines = outcome.said.splitlines()
    if code == 1:
        return lines
    count = len(lines) - 1
    assert lines[-1] == f"{count} {'fault' if count == 1 else 'faults'}; restore the files from a copy."
    return lines[:-1]


def test_a_sound_archive_is_said_to_be_sound(data: Path) -> None:
    outcome = cundang("verify", "--data", data)
    assert (outcome.code, outcome.said) == SOUND


@pytest.mark.parametrize(
    "damage",
    [
        "cast(substr(body, 1, length(body) - 9) || x'00' || substr(body, -8) as blob)",
        "(select other.body from payload other where other.byte_count = payload.byte_count and other.sha256 <> payload.sha256)",
    ],
    ids=["a byte", "the bytes of another"],
)
def test_damaged_bytes_are_found_and_named_by_their_hash(data: Path, damage: str) -> None:
    sql = "select min(sha256) from payload where byte_count = (select byte_count from payload group by 1 having count(*) > 1)"
    ((sha256,),) = rows(data / "snapshots.db", sql)
    spoil(data / "snapshots.db", f"update payload set body = {damage} where sha256 = '{sha256}'")  # noqa: S608
    (told,) = faults(data)
    assert str(sha256) in told


def test_a_lost_snapshot_is_named_by_the_fetch_that_brought_it(data: Path) -> None:
    spoil(
        data / "snapshots.db", "delete from payload where sha256 = (select sha256 from capture where id = 2)"
    )
    told = faults(data)
    assert [
        line
        for line in told
        if line.startswith("Fetch 2 (file:") and "has no snapshot; put snapshots.db back" in line
    ]


def test_a_lost_dictionary_is_named_with_what_was_packed_with_it(data: Path) -> None:
    ((sha256,),) = rows(data / "snapshots.db", "select min(sha256) from payload")
    spoil(data / "snapshots.db", f"update payload set dictionary_id = 7 where sha256 = '{sha256}'")  # noqa: S608
    assert any(f"Snapshot {sha256} needs the compression dictionary 7" in line for line in faults(data))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("delete from report_search where rowid = 2", r"Report 410381-盐业局-\S+ is not in the search index; run `cundang reparse`"),
        (
            "insert into report_search(rowid, title, bureau, body) values (9, 'a', 'b', 'c')",
            "entry 9 that is no report",
        ),
        ("update revision set text = replace(text, '照常', '从未') where id = 2", "does not find “.*从未公开.*” in report 410381-"),
        ("update report set title = '另一标题' where id = 3", "does not find “另一标题” in report 410381-"),
        ("update report_search_data set block = zeroblob(40) where id > 100", "archive.db is damaged"),
        ("update archive_state set value = 'old' where name = 'search_normaliser'", "made by another normalisation"),
    ],
    ids=["a lost entry", "an entry too many", "another text", "another title", "spoilt data", "another normalisation"],
)  # fmt: skip
def test_an_index_that_does_not_match_the_reports_is_found(data: Path, sql: str, told: str) -> None:
    spoil(data / "archive.db", sql)
    assert any(re.search(told, line) for line in faults(data)), faults(data)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("update section set revision_id = 99 where id = 1", "1 row of section in archive.db point to rows of revision"),
        ("update revision set number = 3 where number = 2", "says it has 2 revisions and has 2, the last numbered 3"),
        ("update report set revision_count = 5 where id = 2", "says it has 5 revisions and has 1, the last numbered 1"),
        ("update revision set kind = 'rendition', number = 9 where number = 2", "repeats revision 9, which does not exist"),
        ("update report set current_revision_id = 3 where id = 2", "does not say which of its revisions is current"),
        ("update fetch set captured_at = '2020-01-01T00:00:00+00:00' where id = 2", "Fetch 2 .* states another address, time"),
        ("update fetch set sha256 = (select sha256 from fetch where id = 3) where id = 2", "Fetch 2 .* states another address, time"),
        ("update revision set sha256 = 'beef' where id = 1", "Revision 1 .* states another hash than fetch"),
        (
            "insert into fetch (id, role, url, captured_at) values (99, 'import', 'file:x', '2026-01-01T00:00:00+00:00')",
            "Fetch 99 .* is of no capture: snapshots.db is older",
        ),
    ],
    ids=["a reference", "a hole", "a count", "a rendition of nothing", "another's revision", "a moved time", "another's hash", "a hash", "no capture"],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_found(data: Path, sql: str, told: str) -> None:
    spoil(data / "archive.db", sql)
    assert any(re.search(told, line) for line in faults(data)), faults(data)


@pytest.mark.parametrize("name", ["archive.db", "snapshots.db"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_named_once_and_the_other_is_still_checked(
    data: Path, name: str, share: float
) -> None:
    ((sha256,),) = rows(data / "snapshots.db", "select min(sha256) from payload")
    spoil(data / "snapshots.db", f"update payload set body = x'00' where sha256 = '{sha256}'")  # noqa: S608
    os.truncate(data / name, int((data / name).stat().st_size * share) or 100)
    told = faults(data)
    assert any(line.startswith(f"{name} is damaged (") and "copy" in line for line in told)
    if name == "archive.db":
        assert any(str(sha256) in line for line in told)


def test_what_was_kept_and_not_read_needs_a_command_and_is_no_damage(data: Path) -> None:
    keep(data, "file:late.txt")
    assert faults(data, code=1) == [
        "Capture 5 (file:late.txt) was kept and not read; the next `cundang crawl` reads it, or run `cundang reparse`."
    ]


def test_while_another_command_works_what_it_has_just_kept_is_no_fault(data: Path) -> None:
    lock = Lock(data)
    try:
        keep(data, "file:late.txt")
        outcome = cundang("verify", "--data", data)
    finally:
        lock.release()
    assert (outcome.code, outcome.said) == SOUND


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("insert into bureau (id, key, name, organ, kind) values (9, 'k', 'n', 'o', 'other')", "Readers see 4 rows of bureau and the archive has 3"),
        ("update report_search_data set block = zeroblob(40) where id > 100", "The published copy is damaged"),
    ],
    ids=["more than there is", "damaged"],
)  # fmt: skip
def test_a_published_copy_that_cannot_be_a_copy_is_found(data: Path, sql: str, told: str) -> None:
    spoil(data / "public" / "archive.db", sql)
    (line,) = faults(data)
    assert told in line


def test_of_a_thousand_faults_of_a_kind_twenty_are_named_and_the_rest_counted(data: Path) -> None:
    spoil(
        data / "archive.db",
        "with recursive n(i) as (select 100 union all select i + 1 from n where i < 1099) "
        "insert into fetch (id, role, url, captured_at) select i, 'import', 'file:x', '2026' from n",
    )
    told = faults(data)
    assert len(told) == 21
    assert told[-1].startswith("… and 980 more of this kind, the last: Fetch 1099 ")


def test_nothing_is_written_to_what_is_verified(data: Path) -> None:
    spoil(data / "snapshots.db", "update payload set body = x'00'")
    before = state(data)
    faults(data)
    assert state(data) == before


@pytest.fixture
def read_only(data: Path, tmp_path: Path) -> Iterator[Path]:
    """The archive on a disk that cannot be written."""
    folder = tmp_path / "disc"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "cundang-test", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a disk of its own needs the right to mount one: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def seal(folder: Path, data: Path) -> Path:
    """Copy an archive to a disk without SQLite's files beside it, and make the disk read-only."""
    copy = Path(shutil.copytree(data, folder / "data"))
    for beside in [*copy.rglob("*-shm")]:
        beside.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    return copy


def test_a_copy_on_a_disk_that_cannot_be_written_is_verified(read_only: Path, data: Path) -> None:
    copy = seal(read_only, data)
    outcome = cundang("verify", "--data", copy)
    assert (outcome.code, outcome.said) == SOUND
    assert re.match("[0-9a-f]{64}  4 captures", cundang("verify", "--digests", "--data", copy).said)


def test_damage_on_a_disk_that_cannot_be_written_is_found(read_only: Path, data: Path) -> None:
    spoil(data / "archive.db", "update revision set sha256 = 'beef' where id = 1")
    copy = seal(read_only, data)
    assert any("Revision 1 " in line for line in faults(copy))


def test_changes_that_cannot_be_read_there_are_not_passed_over(read_only: Path, data: Path) -> None:
    connection = connect(data / "archive.db")
    connection.execute("update report set title = 'x' where id = 1")
    copy = seal(read_only, data)
    connection.close()
    outcome = cundang("verify", "--data", copy)
    assert outcome.code == 2
    (line,) = outcome.said.splitlines()
    assert "changes in archive.db-wal" in line
    assert "copy the folder to such a place first" in line


def test_the_digest_is_what_the_documentation_computes_with_common_tools(data: Path) -> None:
    page = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
    match = re.search(r'sqlite3 snapshots\.db "(select id, captured_at.+?)" \| sha256sum', page, re.DOTALL)
    assert match is not None
    sql = match[1].replace("N", "4")
    with opened(data / "snapshots.db") as kept:
        lines = [
            "|".join("" if value is None else str(value) for value in row) + "\n" for row in kept.execute(sql)
        ]
    assert len(lines) == 4
    outcome = cundang("verify", "--digests", "--data", data)
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert (outcome.code, outcome.said) == (0, f"{expected}  4 captures, the last numbered 4\n")


@pytest.mark.parametrize("column", ["captured_at", "url", "sha256", "headers", "request_body"])
def test_the_digest_covers_whatever_a_capture_states(data: Path, column: str) -> None:
    before = cundang("verify", "--digests", "--data", data).said
    spoil(data / "snapshots.db", f"update capture set {column} = {column} || ' ' where id = 3")  # noqa: S608
    assert cundang("verify", "--digests", "--data", data).said != before


@pytest.mark.parametrize("arguments", [(), ("--digests",)], ids=["faults", "digests"])
def test_a_mistyped_folder_is_refused_and_not_created(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    outcome = cundang("verify", *arguments, "--data", tmp_path / "dta")
    assert outcome.code == 2
    assert "does not exist; check --data" in outcome.said
    assert len(outcome.said.splitlines()) == 1
    assert not (tmp_path / "dta").exists()


def keep(data: Path, url: str) -> None:
    """Keep a capture and do not read it."""
    store = SnapshotStore(data / "snapshots.db")
    store.keep(Capture(url, "import", NOW, Snapshot(url, b"late", NOW)))
    store.close()


def state(folder: Path) -> dict[str, bytes]:
    """Every file of the archive and what is in it, without the ones SQLite needs to read at all."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }

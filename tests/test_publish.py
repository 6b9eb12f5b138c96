"""`cundang publish`: readers get a checked copy or keep the one they have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.database import connect
from tests.commands import cundang, rows

BUREAUS = ("气象局", "盐业局", "地震局")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three imported reports, published."""
    folder = tmp_path_factory.mktemp("small")
    for bureau in BUREAUS:
        name = f"洛阳市偃师区{bureau}"
        (folder / f"{bureau}.txt").write_text(
            f"{name}2022年政府信息公开工作年度报告\n一、总体情况\n　　照常公开。\n{name}\n2023年1月9日\n",
            encoding="utf-8",
        )
    data = folder / "data"
    files = sorted(folder.glob("*.txt"))
    assert cundang("import", *files, "--data", data).code == 0
    published = cundang("publish", "--data", data)
    assert (published.code, published.said) == (
        0,
        f"Published 3 reports of 3 bureaus as {data}/public/archive.db.\n",
    )
    return data


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


def overwrite(path: Path, start: int) -> None:
    """Overwrite a part of a file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * 3000)


def test_readers_get_every_report_and_no_draft_is_left(small: Path) -> None:
    assert len(rows(small / "public" / "archive.db", "select key from report")) == 3
    assert [path.name for path in (small / "public").iterdir()] == ["archive.db"]


def test_an_empty_archive_is_not_published(tmp_path: Path) -> None:
    note = tmp_path / "notice.bin"
    note.write_bytes(bytes(range(256)))
    cundang("import", note, "--data", tmp_path / "data")
    outcome = cundang("publish", "--data", tmp_path / "data")
    assert outcome.code == 1
    assert "holds no report yet; run `cundang crawl`" in outcome.said
    assert not (tmp_path / "data" / "public" / "archive.db").exists()


@pytest.mark.parametrize(
    ("sql", "code", "told"),
    [
        ("update revision set fetch_id = 99 where id = 1", 1, "point to rows that do not exist"),
        ("insert into report_search(report_search) values ('delete-all')", 1, "search index does not match"),
    ],
    ids=["a row that points nowhere", "no index"],
)
def test_a_bad_archive_never_replaces_a_good_copy(data: Path, sql: str, code: int, told: str) -> None:
    good = (data / "public" / "archive.db").read_bytes()
    spoil(data / "archive.db", sql)
    outcome = cundang("publish", "--data", data)
    assert outcome.code == code
    assert told in outcome.said
    assert len(outcome.said.splitlines()) == 1
    assert (data / "public" / "archive.db").read_bytes() == good
    assert [path.name for path in (data / "public").iterdir()] == ["archive.db"]


def test_an_archive_with_fewer_reports_than_readers_see_is_not_published(data: Path, tmp_path: Path) -> None:
    good = (data / "public" / "archive.db").read_bytes()
    report = tmp_path / "海洋局.txt"
    report.write_text("偃师市海洋局2020年政府信息公开工作年度报告\n偃师市海洋局\n", encoding="utf-8")
    cundang("import", report, "--data", tmp_path / "other")
    (tmp_path / "other" / "archive.db").replace(data / "archive.db")
    outcome = cundang("publish", "--data", data)
    assert outcome.code == 1
    assert "holds fewer reports (1) than the published copy (3)" in outcome.said
    assert (data / "public" / "archive.db").read_bytes() == good


@pytest.mark.parametrize("command", ["publish", "reparse"])
def test_an_archive_file_damaged_on_disk_is_one_sentence_and_the_good_copy_stays(
    data: Path, command: str
) -> None:
    good = (data / "public" / "archive.db").read_bytes()
    overwrite(data / "archive.db", 0)
    outcome = cundang(command, "--data", data)
    assert outcome.code == 2
    assert len(outcome.said.splitlines()) == 1
    assert "archive" in outcome.said
    assert (data / "public" / "archive.db").read_bytes() == good


@pytest.mark.parametrize("command", ["publish", "reparse", "serve"])
def test_a_mistyped_folder_is_refused_and_not_created(tmp_path: Path, command: str) -> None:
    outcome = cundang(command, "--data", tmp_path / "dta")
    assert outcome.code == 2
    assert len(outcome.said.splitlines()) == 1
    assert str(tmp_path / "dta") in outcome.said
    assert not (tmp_path / "dta").exists()

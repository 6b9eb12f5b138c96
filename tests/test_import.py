"""`cundang import`: documents from disk are kept first, then read, filed and found, as those of a portal are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import search
from archive.database import connect_read_only
from tests.commands import cundang, opened, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_crawl import World


def report_text(bureau: str, year: int, work: str) -> str:
    return (
        f"{bureau}{year}年政府信息公开工作年度报告\n\n一、总体情况\n　　{work}。\n二、存在的主要问题\n　　更新不够及时。\n"
        f"{bureau}\n{year + 1}年1月20日\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, one of them in a folder of its own and in GB18030, and a file that no reader knows."""
    folder = tmp_path / "received"
    (folder / "2021").mkdir(parents=True)
    (folder / "蚕桑站.txt").write_text(
        report_text("偃师市蚕桑站", 2019, "公开桑苗价格十二次"), encoding="utf-8"
    )
    (folder / "2021" / "盐业局.txt").write_bytes(
        report_text("洛阳市偃师区盐业局", 2021, "公开食盐储备公告").encode("gb18030")
    )
    (folder / "2021" / "录像.bin").write_bytes(bytes(range(256)) * 8)
    return folder


def test_a_folder_is_archived_and_found_and_what_cannot_be_read_is_kept_and_said(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    outcome = cundang("import", folder, "--data", data)
    assert outcome.code == 1
    assert "录像.bin" in outcome.said
    assert outcome.said.splitlines()[-1] == "Imported 3 files: 2 new, 1 unreadable."
    reports = "select bureau_as_printed, report_year, signed_on from report order by report_year"
    assert rows(data / "archive.db", reports) == [
        ("偃师市蚕桑站", 2019, "2020-01-20"),
        ("洛阳市偃师区盐业局", 2021, "2022-01-20"),
    ]
    with opened(data / "snapshots.db") as kept:
        assert kept.execute("select count(*) from payload").fetchone()[0] == 3
    assert rows(data / "archive.db", "select role, verdict from fetch where verdict is not null") == [
        ("import", "unreadable: unsupported")
    ]
    connection = connect_read_only(data / "archive.db")
    titles = {
        row["id"]: row["title"] for row in connection.execute("select id, title from report").fetchall()
    }
    found = [titles[number] for number in search.ids(connection, "盐储")]
    connection.close()
    assert found == ["洛阳市偃师区盐业局2021年政府信息公开工作年度报告"]


def test_a_file_imported_twice_is_one_report(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert cundang("import", folder / "蚕桑站.txt", "--data", data).code == 0
    again = cundang("import", folder / "蚕桑站.txt", "--data", data)
    assert (again.code, again.said) == (0, "Imported 1 file: 1 unchanged.\n")
    assert rows(data / "archive.db", "select revision_count from report") == [(1,)]


def test_a_file_that_came_back_with_another_text_is_a_revision(folder: Path, tmp_path: Path) -> None:
    data, file = tmp_path / "data", folder / "蚕桑站.txt"
    cundang("import", file, "--data", data)
    file.write_text(file.read_text(encoding="utf-8").replace("十二次", "三十次"), encoding="utf-8")
    again = cundang("import", file, "--data", data)
    assert (again.code, again.said) == (0, "Imported 1 file: 1 revised.\n")
    assert rows(data / "archive.db", "select number from revision order by number") == [(1,), (2,)]


def test_where_a_file_lay_on_the_operators_disk_is_not_archived(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    cundang("import", folder / "蚕桑站.txt", "--data", data)
    addresses = rows(data / "snapshots.db", "select url || coalesce(final_url, '') from capture")
    assert len(addresses) == 1
    assert not re.search("received|" + re.escape(tmp_path.name), str(addresses))


@pytest.mark.parametrize("name", ["missing.txt", "empty"])
def test_a_path_without_a_file_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cundang("import", tmp_path / name, "--data", tmp_path / "data")
    assert outcome.code == 2
    assert outcome.said.startswith("cundang: There is no file ")
    assert len(outcome.said.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_an_import_first_reads_what_a_killed_crawl_left(folder: Path, tmp_path: Path) -> None:
    site = henan_date.HeldSite(documents()[:30], held_at=12)
    with serve(site) as running:
        world = World(tmp_path, site, running)
        process = world.start_crawl()
        assert site.reached.wait(60)
        process.kill()
        process.communicate()
        site.released.set()
    kept = rows(world.data / "snapshots.db", "select id, url from capture order by id")
    outcome = cundang("import", folder / "蚕桑站.txt", "--data", world.data, "--portals", world.portals)
    assert (outcome.code, outcome.said) == (0, "Imported 1 file: 1 new.\n")
    fetched = rows(world.archive, "select id, url from fetch order by id")
    assert len(kept) > 4
    assert fetched[:-1] == kept

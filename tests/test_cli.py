"""The command line as a whole: wrong arguments, faults of our own, pipes, and commands that end from outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.database import sqlite3
from cundang.exit_codes import exit_code
from tests.commands import COMMAND, ROOT, cundang
from tests.replicas import henan_date
from tests.replicas.documents import expected_reports
from tests.replicas.server import serve


def one_portal(folder: Path, url: str = "http://127.0.0.1:1") -> Path:
    portals = folder / "portals"
    portals.mkdir()
    (portals / "replica.yml").write_text(henan_date.portal_yaml(url), encoding="utf-8")
    return portals


@pytest.mark.parametrize(
    ("name", "told"),
    [("repilca", "did you mean replica?"), ("zzz", "see `cundang portals list`.")],
)
def test_an_unknown_portal_is_refused_with_a_hint(tmp_path: Path, name: str, told: str) -> None:
    portals = one_portal(tmp_path)
    outcome = cundang("crawl", name, "--data", tmp_path / "data", "--portals", portals)
    assert (outcome.code, outcome.said) == (2, f"cundang: There is no portal {name}; {told}\n")
    assert not (tmp_path / "data").exists()


def test_every_portal_is_listed_with_its_family_and_that_nobody_has_seen_it(tmp_path: Path) -> None:
    outcome = cundang("portals", "list", "--portals", one_portal(tmp_path))
    assert outcome.code == 0
    (line,) = outcome.said.splitlines()
    assert line.split()[:2] == ["replica", "henan_date"]
    assert line.endswith("洛阳市偃师区人民政府（演示）  (never seen live)")


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_portals_folder_without_files_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cundang("crawl", "--data", tmp_path / "data", "--portals", tmp_path / folder)
    assert outcome.code == 2
    assert outcome.said.startswith(f"cundang: The portals folder {tmp_path / folder} ")
    assert len(outcome.said.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("crawl", "--limit", "0"), ("read",), ("fetch",), ("serve", "--port", "http")]
)
def test_wrong_arguments_end_with_2_and_say_where_help_is(arguments: tuple[str, ...]) -> None:
    outcome = cundang(*arguments)
    assert outcome.code == 2
    assert "--help' for help" in outcome.said


@pytest.mark.parametrize("count", [1, 200])
def test_a_reader_of_our_output_may_have_left(tmp_path: Path, count: int) -> None:
    portals = one_portal(tmp_path)
    for number in range(count):
        shutil.copy(portals / "replica.yml", portals / f"replica{number}.yml")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "portals", "list", "--portals", str(portals)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def fails_with(error: Exception) -> int:
    def command() -> None:
        raise error

    return exit_code(command)


def test_a_fault_of_our_own_is_one_sentence_and_its_traceback_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert fails_with(KeyError("organ")) == 2
    said = capsys.readouterr().err
    matched = re.fullmatch(
        r"cundang: The program failed with KeyError; report it with the file (\S+)\.\n", said
    )
    assert matched
    file = Path(matched[1])
    assert "KeyError: 'organ'" in file.read_text(encoding="utf-8")
    file.unlink()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (sqlite3.DatabaseError("database disk image is malformed"), "restore the file from a copy"),
        (PermissionError(13, "Permission denied", "/srv/x"), "/srv/x cannot be used (Permission denied)"),
    ],
)
def test_errors_of_the_system_are_told_in_our_words(
    capsys: pytest.CaptureFixture[str], error: Exception, told: str
) -> None:
    assert fails_with(error) == 2
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1


def test_the_demo_goes_the_whole_way_from_an_empty_folder(tmp_path: Path) -> None:
    outcome = cundang("demo", "--no-serve", "--data", tmp_path / "data", "--replica-port", "0")
    assert outcome.code == 0, outcome.said
    assert outcome.said.splitlines()[-1].startswith(f"Published {len(expected_reports())} reports ")


def test_the_demo_refuses_an_archive_of_real_portals(tmp_path: Path) -> None:
    site = henan_date.Site(documents=henan_date.site().documents[:3])
    data = tmp_path / "data"
    with serve(site) as running:
        cundang("crawl", "--limit", "1", "--data", data, "--portals", one_portal(tmp_path, running.url))
    outcome = cundang("demo", "--no-serve", "--data", data, "--replica-port", "0")
    assert outcome.code == 2
    assert "archives the real portal replica" in outcome.said
    assert len(outcome.said.splitlines()) == 1


def test_the_demo_says_which_port_is_taken(tmp_path: Path) -> None:
    with serve(henan_date.site()) as running:
        port = running.url.rpartition(":")[2]
        outcome = cundang("demo", "--no-serve", "--data", tmp_path / "data", "--replica-port", port)
    assert (outcome.code, outcome.said) == (
        2,
        f"cundang: Port {port} is not free; give another with --replica-port.\n",
    )

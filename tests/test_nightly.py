"""`scripts/nightly`, the cron entry: crawls, publishes, ends with one line and one exit code, and runs once at a time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.lock import Lock
from tests.commands import COMMAND, ROOT, Outcome, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_crawl import World

FEW = 10
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ nightly exit (\d+) after \d+ s \| (.*) \| (.*)")


@dataclass(frozen=True)
class Night:
    """A replica, and the script with an environment that is already built."""

    world: World
    site: henan_date.HeldSite
    script: Path

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", str(self.script), "--portals", str(self.world.portals), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "CUNDANG_DATA": str(self.world.data), "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )

    def run(self, *arguments: str) -> Outcome:
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=120)
        assert "Traceback" not in said, said
        return Outcome(process.returncode, said)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    site = henan_date.HeldSite(documents()[:FEW], held_at=1_000)
    scripts = tmp_path / "checkout" / "scripts"
    scripts.mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "nightly", scripts)
    (scripts / "environment").write_text(f'export PATH="{scripts}:$PATH"\n', encoding="utf-8")
    command = " ".join(f"'{part}'" for part in COMMAND)
    (scripts / "cundang").write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    (scripts / "cundang").chmod(0o755)
    with serve(site) as running:
        world = World(tmp_path, site, running)
        world.write_portal(henan_date.portal_yaml(running.url, reports_min=FEW - 3))
        yield Night(world, site, scripts / "nightly")


def last_line(outcome: Outcome) -> tuple[str, ...]:
    matched = LINE.fullmatch(outcome.said.splitlines()[-1])
    assert matched, outcome.said
    return matched.groups()


def test_two_nights_one_after_the_other_publish_and_say_what_was_new(night: Night) -> None:
    first = night.run()
    public = night.world.data / "public" / "archive.db"
    published = f"Published {FEW} reports of {FEW} bureaus as {public}."
    assert first.code == 0
    assert last_line(first) == ("0", f"1 portal: 1 complete; {FEW} new reports, 0 revised.", published)
    assert len(rows(public, "select key from report")) == FEW
    second = night.run()
    assert second.code == 0
    assert last_line(second) == ("0", "1 portal: 1 complete; 0 new reports, 0 revised.", published)


def test_a_bad_night_ends_with_1_names_the_portal_and_keeps_what_readers_have(night: Night) -> None:
    night.run()
    night.site.mode = "challenge"
    bad = night.run()
    assert bad.code == 1
    code, crawled, published = last_line(bad)
    assert (code, crawled) == (
        "1",
        "1 portal: 1 blocked; 0 new reports, 0 revised. Not well: replica (challenge).",
    )
    assert published.startswith(f"Published {FEW} reports")


def test_a_first_night_without_a_report_publishes_nothing(night: Night) -> None:
    night.site.mode = "empty_list"
    outcome = night.run()
    assert outcome.code == 1
    assert "holds no report yet" in last_line(outcome)[2]
    assert not (night.world.data / "public" / "archive.db").exists()


def test_a_night_that_finds_the_archive_busy_leaves_with_3_and_does_nothing(night: Night) -> None:
    lock = Lock(night.world.data)
    try:
        outcome = night.run()
    finally:
        lock.release()
    assert outcome.code == 3
    (line,) = outcome.said.splitlines()
    assert "nothing was done" in line
    assert [path.name for path in night.world.data.glob("*.db")] == []
    assert night.world.running.asked == []


def test_ctrl_c_ends_the_night_with_130_its_line_and_no_publishing(night: Night) -> None:
    site = night.site
    site.documents, site.held_at = documents()[:30], 3
    process = night.start()
    assert site.reached.wait(60)
    os.killpg(process.pid, signal.SIGINT)
    site.released.set()
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    code, crawled, published = last_line(Outcome(130, said))
    assert (code, published) == ("130", "Not published.")
    assert crawled.startswith("1 portal: 1 partial; ")
    assert not (night.world.data / "public").exists()


def test_a_folder_given_as_an_argument_is_refused(night: Night) -> None:
    outcome = night.run("--data", str(night.world.data))
    assert outcome.code == 2
    assert outcome.said == "scripts/nightly takes its folder from CUNDANG_DATA; set that instead of --data.\n"


def test_the_example_crontab_is_five_fields_and_a_command_that_makes_its_own_log_folder(
    tmp_path: Path,
) -> None:
    lines = (ROOT / "scripts" / "crontab.example").read_text(encoding="utf-8").splitlines()
    (entry,) = (line for line in lines if re.match(r"[\d*]", line))
    command = entry.split(maxsplit=5)[5].replace("/srv/cundang/scripts/nightly", "echo the night went well")
    data = tmp_path / "data"
    done = subprocess.run(
        ["sh", "-c", command], env={**os.environ, "CUNDANG_DATA": str(data)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert (data / "logs" / "nightly.log").read_text(encoding="utf-8") == "the night went well\n"

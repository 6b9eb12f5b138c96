"""The night as cron starts it: four commands, one final line, one exit code, one at a time, whatever goes wrong."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.lock import Lock
from cundang.night_log import rotate
from tests.commands import ROOT, Outcome, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_bad_nights import fill, small_disk
from tests.test_crawl import World

__all__ = ["small_disk"]

FEW = 10
MANY = 30
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ nightly exit (\d+) after \d+ s((?: \| .*)+)")
GOOD_CRAWL = "1 portal: 1 complete; {} new reports, 0 revised."


@dataclass(frozen=True)
class Night:
    """A replica, and a checkout of the script whose environment is the one of the tests."""

    world: World
    site: henan_date.HeldSite
    checkout: Path

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                "bash",
                str(self.checkout / "scripts/nightly"),
                "--portals",
                str(self.world.portals),
                *arguments,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "CUNDANG_DATA": str(self.world.data), "PYTHONPATH": str(ROOT), **environment},
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> Outcome:
        return ended(self.start(*arguments, **environment))

    def start_and_hold(self, *arguments: str) -> subprocess.Popen[str]:
        """A night whose crawl waits in the middle."""
        self.site.documents, self.site.held_at = documents()[:MANY], self.site.views + 3
        process = self.start(*arguments)
        assert self.site.reached.wait(60)
        return process

    @property
    def heartbeat(self) -> dict[str, int]:
        stated = json.loads((self.world.data / "heartbeat.json").read_text(encoding="utf-8"))
        codes: dict[str, int] = stated["exit_codes"]
        return codes

    @property
    def published(self) -> Path:
        return self.world.data / "public" / "archive.db"


@contextmanager
def night_in(folder: Path) -> Iterator[Night]:
    site = henan_date.HeldSite(documents()[:FEW], held_at=1_000_000)
    checkout = folder / "checkout"
    (checkout / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "nightly", checkout / "scripts")
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    with serve(site) as running:
        world = World(folder, site, running)
        world.write_portal(henan_date.portal_yaml(running.url, reports_min=FEW - 3))
        yield Night(world, site, checkout)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    with night_in(tmp_path) as built:
        yield built


def ended(process: subprocess.Popen[str]) -> Outcome:
    said, _ = process.communicate(timeout=120)
    assert "Traceback" not in said, said
    return Outcome(process.returncode, said)


def last_line(outcome: Outcome) -> list[str]:
    """What the final line says of each command; its exit code is the one the shell saw."""
    matched = LINE.fullmatch(outcome.said.splitlines()[-1])
    assert matched, outcome.said
    assert int(matched[1]) == outcome.code
    return matched[2].removeprefix(" | ").split(" | ")


def commands_below(process_id: int) -> list[int]:
    """The processes that a process started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process_id)], capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


def at_start(folder: Path, command: str, *statements: str) -> None:
    """Have one command of the night do something before it begins: Python imports this file at every start."""
    then = "".join(f"    {statement}\n" for statement in statements)
    condition = f"if b'\\0{command}\\0' in open('/proc/self/cmdline', 'rb').read():\n"
    (folder / "sitecustomize.py").write_text(condition + then, encoding="utf-8")


def test_two_nights_publish_and_say_what_was_new_and_how_each_command_ended(night: Night) -> None:
    first = night.run()
    published = f"publish 0: Published {FEW} reports of {FEW} bureaus as {night.published}."
    no_alerts = f"alerts 0: Nothing to do: there is no {night.world.data}/alerts.yml."
    expected = [f"crawl 0: {GOOD_CRAWL.format(FEW)}", published, "health 0: All well.", no_alerts]
    assert (first.code, last_line(first)) == (0, expected)
    assert len(rows(night.published, "select key from report")) == FEW
    second = night.run()
    assert (second.code, last_line(second)[0]) == (0, f"crawl 0: {GOOD_CRAWL.format(0)}")
    assert night.heartbeat == {"crawl": 0, "publish": 0, "health": 0, "alerts": 0}
    log = (night.world.data / "logs" / "nightly.log").read_text(encoding="utf-8")
    assert log == first.said + second.said


def test_a_bad_night_takes_the_worst_code_and_still_publishes_judges_and_tells(night: Night) -> None:
    (night.world.data).mkdir()
    (night.world.data / "alerts.yml").write_text("site_url: https://archive.example.org\n", encoding="utf-8")
    night.run()
    night.site.mode = "challenge"
    bad = night.run()
    crawl, publish, health, alerts = last_line(bad)
    assert bad.code == 1
    assert crawl == "crawl 1: 1 portal: 1 blocked; 0 new reports, 0 revised. Not well: replica (challenge)."
    assert publish.startswith("publish 0: Published ")
    assert health == "health 1: 1 for a person to look at."
    assert re.match(r"alerts 0: .*\b0 new", alerts)
    assert night.heartbeat == {"crawl": 1, "publish": 0, "health": 1, "alerts": 0}


def test_a_night_that_may_not_publish_is_judged_by_what_happened_in_it(night: Night) -> None:
    night.site.mode = "empty_list"
    outcome = night.run()
    _, publish, health, _ = last_line(outcome)
    assert outcome.code == 1
    assert publish.startswith("publish 1: cundang: The archive holds no report yet")
    assert "archive: The nightly run ended with crawl 1, publish 1" in outcome.said
    assert health.startswith("health 1: ")
    assert not night.published.exists()


def test_the_worst_code_counts_wherever_it_comes_from(night: Night) -> None:
    night.world.data.mkdir()
    (night.world.data / "alerts.yml").write_text("no_such_key: 1\n", encoding="utf-8")
    outcome = night.run()
    assert outcome.code == 2
    assert [told.split(":")[0] for told in last_line(outcome)] == [
        "crawl 0",
        "publish 0",
        "health 0",
        "alerts 2",
    ]
    assert "alerts.yml: the file has the unknown key no_such_key" in last_line(outcome)[3]


def test_arguments_reach_the_crawl(night: Night) -> None:
    few = night.run("replica", "--limit", "4")
    assert last_line(few)[0].startswith("crawl 1: 1 portal: 1 partial; 4 new reports")
    for arguments in ([], [], ["--full"]):
        night.run(*arguments, CUNDANG_NOW="2026-11-25T01:30:00+08:00")
    walks = rows(night.world.archive, "select walk from crawl_run order by id")
    assert walks[1:] == [("full",), ("incremental",), ("full",)]
    unknown = last_line(night.run("no-such-portal"))
    assert unknown[0].startswith("crawl 2: cundang: ")
    assert "no-such-portal" in unknown[0]
    assert unknown[1].startswith("publish 0: ")


@pytest.mark.parametrize("file_name", ["archive.lock", "nightly.lock"])
def test_a_second_start_leaves_with_3_says_so_and_does_nothing(night: Night, file_name: str) -> None:
    lock = Lock(night.world.data, file_name)
    try:
        outcome = night.run()
    finally:
        lock.release()
    assert outcome.code == 3
    (line,) = outcome.said.splitlines()
    assert f"process {os.getpid()}) is working on {night.world.data}; nothing was done" in line
    assert {path.name for path in night.world.data.iterdir()} <= {"archive.lock", "nightly.lock"}
    assert night.world.running.asked == []


def test_a_crawl_that_finds_the_archive_taken_ends_the_night_with_3(night: Night, tmp_path: Path) -> None:
    # Somebody starts a command in the moment between the night's own look and its crawl.
    at_start(tmp_path, "crawl", "from archive.lock import Lock; from pathlib import Path; import os",
             "taken = Lock(Path(os.environ['CUNDANG_DATA']))")  # fmt: skip
    outcome = night.run(PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert outcome.code == 3
    assert outcome.said.splitlines()[-1].endswith("nothing was done: wait until it has finished.")
    assert not (night.world.data / "heartbeat.json").exists()


@pytest.mark.parametrize("of_whom", ["everyone", "the night alone"])
def test_a_night_that_is_stopped_publishes_nothing_and_leaves_its_heartbeat(
    night: Night, of_whom: str
) -> None:
    process = night.start_and_hold()
    if of_whom == "everyone":
        os.killpg(process.pid, signal.SIGINT)
    else:
        os.kill(process.pid, signal.SIGTERM)
    night.site.released.set()
    outcome = ended(process)
    crawl, *rest = last_line(outcome)
    assert outcome.code == 130
    assert crawl.startswith("crawl 130: 1 portal: 1 partial; ")
    assert rest == ["stopped; the rest was left out"]
    assert night.heartbeat == {"crawl": 130}
    assert not (night.world.data / "public").exists()
    assert rows(night.world.archive, "select outcome, cause from crawl_run") == [("partial", "interrupted")]


def test_a_crawl_that_is_killed_is_a_failed_step_and_the_night_goes_on(night: Night) -> None:
    assert night.run().code == 0
    process = night.start_and_hold()
    (crawl_id,) = commands_below(process.pid)
    os.kill(crawl_id, signal.SIGKILL)
    night.site.released.set()
    outcome = ended(process)
    crawl, publish, health, _ = last_line(outcome)
    assert outcome.code == 2
    assert crawl == "crawl 2: killed by signal 9; look whether the machine ran out of memory"
    assert publish.startswith("publish 0: Published ")
    assert health.startswith("health 2: ")
    assert night.heartbeat["crawl"] == 2


def test_what_a_command_left_running_does_not_keep_the_night_waiting(night: Night, tmp_path: Path) -> None:
    at_start(tmp_path, "publish", "import subprocess", "subprocess.Popen(['sleep', '98.765'])")
    outcome = night.run(PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert last_line(outcome)[1].startswith("publish 0: ")
    seconds = re.search(r"after (\d+) s", outcome.said)
    assert seconds
    assert int(seconds[1]) < 60
    assert subprocess.run(["pgrep", "-fx", "sleep 98.765"], capture_output=True).returncode == 1


def test_a_night_that_is_killed_keeps_no_other_from_starting(night: Night) -> None:
    process = night.start_and_hold()
    (crawl_id,) = commands_below(process.pid)
    process.kill()
    process.communicate()
    busy = night.run()
    assert busy.code == 3
    assert f"process {crawl_id}) is working on" in busy.said
    os.killpg(crawl_id, signal.SIGKILL)
    night.site.released.set()
    again = night.run()
    assert last_line(again)[0].startswith("crawl 0: ")
    assert len(rows(night.published, "select key from report")) > FEW


def test_a_full_disk_is_said_in_a_sentence_and_readers_keep_their_copy(small_disk: Path) -> None:
    with night_in(small_disk) as night:
        assert night.run().code in (0, 1)
        before = night.published.read_bytes()
        ballast = fill(small_disk)
        full = night.run()
        assert full.code == 2
        crawl, publish, health, _, *faults = last_line(full)
        assert crawl.startswith("crawl 2: cundang: Only 0 MB are free on the disk")
        assert publish.startswith("publish 2: cundang: ")
        assert health.startswith("health 2: ")
        assert len(faults) == 1
        assert "cannot be written (No space left on device)" in faults[0]
        assert night.published.read_bytes() == before
        ballast.unlink()
        assert last_line(night.run())[:1] == [f"crawl 0: {GOOD_CRAWL.format(0)}"]


def test_a_folder_that_cannot_be_written_is_one_sentence_and_2(night: Night, small_disk: Path) -> None:
    assert subprocess.run(["mount", "-o", "remount,ro", str(small_disk)]).returncode == 0
    outcome = night.run(CUNDANG_DATA=str(small_disk / "data"))
    assert outcome.code == 2
    (line,) = outcome.said.splitlines()
    assert f"{small_disk}/data cannot be written (Read-only file system)" in line


def test_a_missing_environment_is_one_sentence_and_2(night: Night) -> None:
    shutil.rmtree(night.checkout / ".venv")
    outcome = night.run()
    assert outcome.code == 2
    assert outcome.said == (
        f"The environment {night.checkout}/.venv is missing or broken; run scripts/environment as the user who owns it.\n"
    )
    assert not night.world.data.exists()


def test_logs_that_have_grown_are_packed_before_the_night(night: Night) -> None:
    logs = night.world.data / "logs"
    logs.mkdir(parents=True)
    for name in ("nightly.log", "crawl.log"):
        (logs / name).write_text("an old line\n" * 500_000, encoding="utf-8")
    outcome = night.run()
    assert outcome.code == 0
    for name in ("nightly.log", "crawl.log"):
        assert gzip.decompress((logs / f"{name}.1.gz").read_bytes()).startswith(b"an old line\n")
        assert "an old line" not in (logs / name).read_text(encoding="utf-8")
    assert sorted(path.name for path in logs.iterdir()) == [
        "crawl.log", "crawl.log.1.gz", "nightly.log", "nightly.log.1.gz"
    ]  # fmt: skip


def test_so_many_packed_logs_are_kept_and_the_oldest_goes(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    for night_number in range(1, 6):
        log.write_text(f"night {night_number}, long enough to be packed", encoding="utf-8")
        rotate(log, largest=10, kept=3)
    packed = {path.name: gzip.decompress(path.read_bytes())[:7] for path in tmp_path.iterdir()}
    assert packed == {
        "crawl.log.1.gz": b"night 5",
        "crawl.log.2.gz": b"night 4",
        "crawl.log.3.gz": b"night 3",
    }
    log.write_text("short", encoding="utf-8")
    rotate(log, largest=10, kept=3)
    assert log.read_text(encoding="utf-8") == "short"


def crontab_command(of: str, script: Path, environment: Path) -> str:
    """The command of the line that runs `of`, its folders corrected as an operator does."""
    lines = (ROOT / "scripts" / "crontab.example").read_text(encoding="utf-8").splitlines()
    (entry,) = (line for line in lines if re.match(r"[\d*]", line) and of in line)
    command = entry.split(maxsplit=5)[5]
    assert "%" not in command
    return command.replace(f"/srv/cundang/{of}", str(script)).replace("/etc/cundang.env", str(environment))


@pytest.mark.parametrize("of", ["scripts/nightly", ".venv/bin/cundang"])
def test_the_example_crontab_mails_the_end_of_a_bad_night_and_nothing_of_a_good_one(
    tmp_path: Path, of: str
) -> None:
    environment, script = tmp_path / "cundang.env", tmp_path / "script"
    environment.write_text("CUNDANG_DATA=/srv/elsewhere\n", encoding="utf-8")
    script.write_text('#!/bin/sh\nseq 30\necho "in $CUNDANG_DATA" >&2\nexit $CODE\n', encoding="utf-8")
    script.chmod(0o755)
    mailed = {}
    for code in ("0", "1"):
        done = subprocess.run(
            ["sh", "-c", crontab_command(of, script, environment)],
            env={"PATH": os.environ["PATH"], "CODE": code},
            capture_output=True,
            text=True,
        )
        mailed[code] = (done.stdout + done.stderr).splitlines()
    assert mailed["0"] == []
    assert len(mailed["1"]) == 20
    assert mailed["1"][-2:] == ["30", "in /srv/elsewhere"]

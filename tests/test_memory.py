"""The limit of memory: a crawl is judged by what it uses itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands import COMMAND, ROOT, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_bad_nights import FEW, LAST_RUN, world_of

# Linux hands the peak of a process on to what it becomes by exec.
LARGE = (
    "import os, sys; held = b'x' * 900_000_000; child = os.fork();"
    "os.execv(sys.executable, sys.argv[1:]) if child == 0 else sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
)


def run_by_a_large_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LARGE, *COMMAND, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_crawl_that_a_large_process_starts_is_not_ended_for_the_memory_of_the_other(tmp_path: Path) -> None:
    with world_of(tmp_path, henan_date.Site(documents()[:FEW])) as world:
        done = run_by_a_large_process("crawl", "--data", str(world.data), "--portals", str(world.portals))
        assert done.returncode == 0, done.stdout + done.stderr
        assert rows(world.archive, LAST_RUN) == [("complete", None)]


def test_so_is_the_reading_of_one_address() -> None:
    site = henan_date.Site(documents()[:FEW])
    with serve(site) as running:
        done = run_by_a_large_process("read", running.url + henan_date.address(site.documents[5]))
    assert done.returncode == 0, done.stdout + done.stderr

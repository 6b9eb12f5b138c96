"""The limit of memory: a crawl is judged by what it uses itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands import COMMAND, ROOT, rows
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.test_bad_nights import FEW, LAST_RUN, world_of

# Linux hands the peak of a process on to what it becomes by exec.
LARGE = (
    "import os, sys; held = b'x' * 900_000_000; child = os.fork();"
    "os.execv(sys.executable, sys.argv[1:]) if child == 0 else sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
)


def test_a_crawl_that_a_large_process_starts_is_not_ended_for_the_memory_of_the_other(tmp_path: Path) -> None:
    with world_of(tmp_path, henan_date.Site(documents()[:FEW])) as world:
        crawl = [*COMMAND, "crawl", "--data", str(world.data), "--portals", str(world.portals)]
        done = subprocess.run([sys.executable, "-c", LARGE, *crawl], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert rows(world.archive, LAST_RUN) == [("complete", None)]

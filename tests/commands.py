"""Running cundang as an operator does: a process of its own, an exit code, what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.database import Connection, sqlite3

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from cundang.cli import main; main()"]


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and everything it printed."""

    code: int
    said: str


def cundang(*arguments: str | Path, timeout: float = 120, **environment: str) -> Outcome:
    """Run `cundang` with these arguments."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Outcome(done.returncode, done.stdout + done.stderr)


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start `cundang` and leave it running."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Return once `condition` holds; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"nothing happened within {seconds} s"
        time.sleep(0.02)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A database of the archive, for looking."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of one query as plain tuples."""
    with opened(path) as connection:
        return [tuple(row) for row in connection.execute(sql)]

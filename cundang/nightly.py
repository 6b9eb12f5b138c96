"""`cundang nightly`: crawl, publish, health, alerts; one at a time, one final line, one exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from archive.errors import StoreError
from archive.health import heartbeat
from archive.health.heartbeat import Heartbeat
from archive.lock import Lock
from crawler.clock import Clock
from cundang.night_log import NightLog, rotate

BROKEN, BUSY, INTERRUPTED = 2, 3, 130
LOCK_FILE = "nightly.lock"
LOGS = ("nightly.log", "crawl.log")
# The mildest first: a step that found the archive busy needs less of a person than one that says so.
_SEVERITY = (0, BUSY, 1, BROKEN, INTERRUPTED)
COMMAND = (sys.executable, "-c", "from cundang.cli import main; main()")
# How a command ends that is asked to stop before it can say so itself.
_STOPPED = (-signal.SIGINT, -signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the night: how it ended, and the last line it said."""

    name: str
    code: int
    summary: str


class _Stop:
    """Hands a wish to stop on to the command at work, once for each: a crawl takes a second one for impatience."""

    def __init__(self) -> None:
        self.asked = 0
        self._passed_on = 0
        self._working: subprocess.Popen[bytes] | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        self._pass_on()

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """From now on `process` is who is told."""
        self._working = process
        self._pass_on()

    def _pass_on(self) -> None:
        while self._working and self._passed_on < self.asked:
            self._passed_on += 1
            # A command that has just started dies of SIGTERM without a word, of SIGINT with a traceback.
            self._working.terminate()


def run(data: Path, portals_folder: Path, names: Sequence[str], limit: int | None, walk: str | None) -> int:
    """Run the night's commands on the archive in `data`; `names`, `limit` and `walk` are of `cundang crawl`.

    Returns the worst of their exit codes (130, then 2, 1, 3, 0). Raises BusyError where another night or another command
    is at work on the archive, StoreError where its folder cannot be written; nothing was done then.
    """
    data = data.absolute()
    crawl = [*names, *(["--limit", str(limit)] if limit else []), *([f"--{walk}"] if walk else [])]
    places = ["--data", str(data), "--portals", str(portals_folder.absolute())]
    commands = {"crawl": [*crawl, *places], "publish": places[:2], "health": places, "alerts": places}
    lock = _locked(data, LOCK_FILE)
    try:
        fault = _make_room(data)
        with NightLog(data / "logs" / LOGS[0]) as log, _stoppable() as stop:
            return _Night(data, log, stop).run(commands, [fault] if fault else [])
    finally:
        lock.release()


class _Night:
    """The commands in their order, and what is said of them."""

    def __init__(self, data: Path, log: NightLog, stop: _Stop) -> None:
        self._data, self._log, self._stop = data, log, stop
        self._clock = Clock.of(os.environ.get("CUNDANG_NOW"))
        self._started = time.monotonic()
        self._steps: list[Step] = []

    def run(self, commands: dict[str, list[str]], faults: list[str]) -> int:
        self._log.say(f"{self._now()} nightly began (process {os.getpid()})")
        for fault in faults:
            self._log.say(fault)
        for name, arguments in commands.items():
            # Health judges this night, not the one before.
            if name == "health":
                self._beat()
            self._steps.append(self._step(name, arguments))
            if name == "crawl" and self._steps[0].code == BUSY:
                return BUSY
            if self._stop.asked or self._steps[-1].code == INTERRUPTED:
                break
        fault_of_heart = self._beat()
        said = [fault_of_heart, self._log.fault, *faults]
        return self._end([fault for fault in said if fault])

    def _end(self, faults: Sequence[str]) -> int:
        codes = [step.code for step in self._steps] + [BROKEN for _ in faults]
        codes += [INTERRUPTED] if self._stop.asked else []
        code = max(codes, key=_SEVERITY.index)
        told = [f"{step.name} {step.code}: {step.summary}" for step in self._steps]
        told += ["stopped; the rest was left out"] if code == INTERRUPTED else []
        seconds = f"{time.monotonic() - self._started:.0f}"
        self._log.say(
            " | ".join([f"{self._now()} nightly exit {code} after {seconds} s", *told, *faults[:1]])
        )
        return code

    def _step(self, name: str, arguments: Sequence[str]) -> Step:
        process = subprocess.Popen(  # noqa: S603 our own command, checked arguments
            [*COMMAND, name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            # Ctrl-C on a terminal would reach it twice: from there and from us.
            start_new_session=True,
        )
        self._stop.watch(process)
        burial = threading.Thread(target=_bury, args=(process.pid,), daemon=True)
        burial.start()
        summary = ""
        for raw in process.stdout or ():
            line = raw.decode(errors="replace").rstrip()
            self._log.say(line)
            summary = line or summary
        burial.join()
        return _ended(name, process.wait(), summary)

    def _beat(self) -> str | None:
        try:
            codes = {step.name: step.code for step in self._steps}
            heartbeat.write(self._data, Heartbeat(self._clock.now(), codes))
        except StoreError as error:
            return str(error)
        return None

    def _now(self) -> str:
        return f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}"


def _ended(name: str, code: int, summary: str) -> Step:
    if code in _STOPPED:
        return Step(name, INTERRUPTED, "stopped before it began")
    if code < 0:
        return Step(name, BROKEN, f"killed by signal {-code}; look whether the machine ran out of memory")
    return Step(name, code if code in _SEVERITY else BROKEN, summary or "said nothing")


def _bury(leader: int) -> None:
    """Once a command has ended, end what it left behind: a worker that holds its output would keep the night waiting."""
    with suppress(ChildProcessError, ProcessLookupError):
        os.waitid(os.P_PID, leader, os.WEXITED | os.WNOWAIT)
        os.killpg(leader, signal.SIGKILL)


def _make_room(data: Path) -> str | None:
    """Pack logs that have grown, while no command writes to them; a sentence where that fails."""
    lock = _locked(data)
    try:
        for name in LOGS:
            rotate(data / "logs" / name)
    except OSError as error:
        return f"The logs in {data / 'logs'} cannot be packed ({error.strerror}); check their owner and the free space."
    finally:
        lock.release()
    return None


def _locked(data: Path, *file_name: str) -> Lock:
    try:
        return Lock(data, *file_name)
    except OSError as error:
        raise StoreError(f"{data} cannot be written ({error.strerror}); free some space.") from error


@contextmanager
def _stoppable() -> Iterator[_Stop]:
    stop = _Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

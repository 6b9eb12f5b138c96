"""Documents read in processes of their own, with limits on memory, processor, time and output; warm and recycled."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from queue import LifoQueue

from archive.records import ReadFile
from crawler.documents.kinds import kind_of
from crawler.files import wire

_MIB = 2**20
# Names in archives are no ASCII; where libarchive lies is not looked for by starting other programs.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "LIBARCHIVE": "libarchive.so.13"}
# Importing the readers takes a third of a second, on a machine that does nothing else.
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost, and how many a worker reads before a new one takes its place.

    `memory_mb` bounds the address space of the worker, `cpu_seconds` and `wall_seconds` each document, `output_mb` its
    answer; `documents` is the number after which a worker ends, so that what libraries leak stays small.
    """

    memory_mb: int
    cpu_seconds: int
    wall_seconds: float
    output_mb: int
    documents: int


# A report takes some 20 ms and 60 MB; a thousand times that is no report.
TEXT_LIMITS = Limits(memory_mb=1024, cpu_seconds=12, wall_seconds=20, output_mb=32, documents=200)
# Recognising a page takes some 5 s and 1 GB, and twice as much of address space.
SCAN_LIMITS = Limits(memory_mb=4096, cpu_seconds=900, wall_seconds=1200, output_mb=32, documents=20)


class _Died(Exception):
    """The worker ended, or had to be ended, before it answered; the text goes on from “The document …”."""


class Workers:
    """A pool of processes that all read in one way (`text` or `scan`); `read` may be called from several threads."""

    def __init__(self, way: str, limits: Limits, count: int) -> None:
        self._way, self._limits = way, limits
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(count):
            self._idle.put(None)

    def read(self, body: bytes) -> tuple[ReadFile, ...]:
        """Everything in one file.

        A worker that dies or has to be killed is a result, `limit`; what it was reading can cost nothing else. Raises
        ReaderFault where a reader of ours failed.
        """
        worker = self._idle.get()
        try:
            worker = worker or _Worker(self._way, self._limits)
            return wire.files_from_json(worker.ask(body))
        except _Died as death:
            sentence = f"The document {death}; open it yourself."
            return (ReadFile(kind_of(body), reason="limit", sentence=sentence),)
        finally:
            self._idle.put(worker if worker and worker.is_fit() else None)

    def close(self) -> None:
        """End every idle worker."""
        while not self._idle.empty():
            worker = self._idle.get()
            if worker is not None:
                worker.end()


class _Worker:
    """One process and the line to it."""

    def __init__(self, way: str, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 our own module, with words of our own
                [
                    sys.executable,
                    "-m",
                    "crawler.files.worker",
                    way,
                    str(limits.memory_mb),
                    str(limits.cpu_seconds),
                ],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT},
                # Ctrl-C is for the program, which ends its workers when it has read what it began.
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self._limits = limits
        self._left = limits.documents
        if not self._connection.poll(_START_SECONDS):
            self.end()
        try:
            self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            self.end()
            raise wire.ReaderFault(f"python -m crawler.files.worker {way} does not start") from error

    def ask(self, body: bytes) -> bytes:
        """The worker's answer to one document; raises _Died and leaves it dead where there is none."""
        self._left -= 1
        try:
            self._connection.send_bytes(body)
            if not self._connection.poll(self._limits.wall_seconds):
                raise _Died(f"took more than {self._limits.wall_seconds:.0f} s")
            return self._connection.recv_bytes(self._limits.output_mb * _MIB)
        except _Died:
            self.end()
            raise
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise _Died(self._cause_of_death()) from error
        except OSError as error:
            self.end()
            raise _Died(f"holds more than {self._limits.output_mb} MB of text and tables") from error

    def is_fit(self) -> bool:
        """Whether it lives and has documents left to read."""
        if self._left <= 0:
            self.end()
        return self._process.poll() is None

    def end(self) -> None:
        """Kill it, and whatever it may have started."""
        self._connection.close()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _cause_of_death(self) -> str:
        self._connection.close()
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return f"took more than {self._limits.cpu_seconds} s of the processor"
        return f"ended its reader (signal {-code}), which may have {self._limits.memory_mb} MB"


@lru_cache(maxsize=2)
def shared(way: str) -> Workers:
    """The pool of this program for one way of reading, started when first needed and ended with the program."""
    if way == "scan":
        # Recognition fills a core by itself.
        workers = Workers(way, SCAN_LIMITS, 1)
    else:
        workers = Workers(way, TEXT_LIMITS, os.cpu_count() or 1)
    atexit.register(workers.close)
    return workers

"""A process that reads documents for another: bytes come in on standard input, what they say goes back as JSON.

`crawler.files.isolation` starts it, and it ends when its other side is gone. Whatever a document does here, the worst is that
this process dies.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import traceback
from multiprocessing.connection import Connection

from crawler.documents.readers import READS, Read, read_files
from crawler.files import wire

_MIB = 2**20


def main(read: Read, memory_mb: int, cpu_seconds: int) -> None:
    """Answer with `read` until the other side is gone.

    `memory_mb` bounds the address space of the process, `cpu_seconds` the processor time of each document.
    """
    connection = Connection(os.dup(sys.stdin.fileno()))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MIB, memory_mb * _MIB))
    # What libraries say of a broken document is said in its reading.
    logging.disable(logging.CRITICAL)
    connection.send_bytes(b"ready")
    while True:
        try:
            body = connection.recv_bytes()
        except EOFError:
            return
        _allow(cpu_seconds)
        connection.send_bytes(_answer(body, read))


def _allow(cpu_seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))


def _answer(body: bytes, read: Read) -> bytes:
    try:
        return wire.files_to_json(read_files(body, read))
    except Exception:
        # A fault of a reader: the other side says so, with what this process knows of it.
        return wire.fault_to_json(traceback.format_exc())


if __name__ == "__main__":
    main(READS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3]))

"""Documents are read in processes of their own: whatever one does, it costs itself and nothing else."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import ReadFile
from crawler.documents.readers import read_document, read_files
from crawler.files.isolation import TEXT_LIMITS, Limits, Workers
from crawler.files.wire import ReaderFault
from tests.commands import ROOT, wait_until
from tests.document_cases import same_report

TEXT = "偃师市蚕桑站2019年政府信息公开工作年度报告\n全年公开桑苗价格十二次。\n".encode()
# Read in some seconds and some hundred megabytes.
LONG = TEXT * 300_000
Pool = Callable[..., Workers]


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Pools of one worker with limits of a test's own, ended after it."""
    opened: list[Workers] = []

    def start(limits: Limits = TEXT_LIMITS) -> Workers:
        opened.append(Workers("text", limits, 1))
        return opened[-1]

    yield start
    for workers in opened:
        workers.close()


def workers_of(process: int) -> set[int]:
    """The document workers that a process has started and that live."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_text(errors="replace")
        except OSError:
            continue
        if int(parent) == process and state != "Z" and "crawler.files.worker" in command:
            found.add(int(folder.name))
    return found


@pytest.mark.parametrize("kind", same_report())
def test_a_worker_reads_what_this_process_reads(pool: Pool, kind: str) -> None:
    body = same_report()[kind]
    assert pool().read(body) == read_files(body, read_document)


@pytest.mark.parametrize(
    ("limits", "body", "told"),
    [
        ({"wall_seconds": 0.001}, LONG, "took more than 0 s"),
        ({"cpu_seconds": 0}, LONG, "took more than 0 s of the processor"),
        ({"output_mb": 1}, LONG, "holds more than 1 MB of text and tables"),
        ({"memory_mb": 250}, LONG, "more memory than a document may"),
    ],
    ids=["time", "processor", "output", "memory"],
)  # fmt: skip
def test_a_document_that_costs_too_much_is_a_result_and_the_next_one_is_read(
    pool: Pool, limits: dict[str, float], body: bytes, told: str
) -> None:
    workers = pool(replace(TEXT_LIMITS, **limits))  # type: ignore[arg-type]
    (file,) = workers.read(body)
    assert (file.document, file.reason, file.media_type) == (None, "limit", "text")
    assert told in file.sentence
    (after,) = pool().read(TEXT)
    assert after.document is not None


def test_a_worker_that_is_killed_is_a_result(pool: Pool) -> None:
    before = workers_of(os.getpid())
    workers, answers = pool(), list[tuple[ReadFile, ...]]()
    workers.read(TEXT)
    (worker,) = workers_of(os.getpid()) - before
    reading = threading.Thread(target=lambda: answers.append(workers.read(LONG)))
    reading.start()
    time.sleep(0.2)
    os.kill(worker, signal.SIGKILL)
    reading.join(10)
    assert [file.reason for file in answers[0]] == ["limit"]
    assert "signal 9" in answers[0][0].sentence
    assert workers.read(TEXT)[0].document is not None


def test_the_parent_pays_neither_memory_nor_time_for_a_document_that_is_refused(pool: Pool) -> None:
    workers = pool(replace(TEXT_LIMITS, memory_mb=250))
    workers.read(TEXT)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(3):
        assert workers.read(LONG)[0].reason == "limit"
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert (after.ru_maxrss - before.ru_maxrss) < 60 * 1024
    assert after.ru_utime - before.ru_utime < 1


def test_a_worker_stays_warm_and_is_replaced_after_its_number_of_documents(pool: Pool) -> None:
    before = workers_of(os.getpid())
    workers = pool(replace(TEXT_LIMITS, documents=3))
    seen = []
    for _ in range(5):
        workers.read(TEXT)
        seen.append(workers_of(os.getpid()) - before)
    assert seen[0] == seen[1] != set()
    # The third document was its last; the next one is read by another.
    assert seen[2] == set()
    assert seen[3] == seen[4] != seen[0]


def test_documents_of_several_threads_are_read_side_by_side_and_not_mixed_up() -> None:
    workers = Workers("text", TEXT_LIMITS, 2)
    answers: dict[str, str] = {}

    def read(word: str) -> None:
        for _ in range(20):
            document = workers.read(f"{word}站报告\n{word}全年公开一次。".encode())[0].document
            answers[word] = document.text if document else ""

    threads = [threading.Thread(target=read, args=(word,)) for word in ("蚕桑", "茶叶", "林业", "水产")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    workers.close()
    assert answers == {
        word: f"{word}站报告\n{word}全年公开一次。" for word in ("蚕桑", "茶叶", "林业", "水产")
    }


def test_no_worker_outlives_the_program_that_was_killed() -> None:
    script = f"from crawler.files.isolation import shared; shared('text').read({TEXT!r}); print('read', flush=True); input()"
    program = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"read\n"
    workers = workers_of(program.pid)
    assert len(workers) == 1
    program.kill()
    program.communicate()
    wait_until(lambda: not any(Path(f"/proc/{worker}/stat").exists() for worker in workers), 10)


def test_a_worker_that_cannot_start_is_our_fault_and_says_how_to_see_why() -> None:
    with pytest.raises(ReaderFault, match=r"python -m crawler\.files\.worker absent"):
        Workers("absent", TEXT_LIMITS, 1).read(TEXT)

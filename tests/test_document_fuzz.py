"""Every reader on damaged copies of every document under tests/documents: a document or a reason, never anything else."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from archive.errors import UnreadableError, UnreadableReason
from archive.records import Document
from crawler.documents.readers import READERS
from tests.document_cases import DOCUMENTS
from tests.replicas.office import zipped

BODIES = sorted((*DOCUMENTS.glob("*/*/body.*"), *DOCUMENTS.glob("same-report/body.*")))
# Names of files under which a kind of document goes by another name.
KINDS = {"txt": "text", "tsv": "csv", "jpg": "jpeg", "htm": "html"}
ROUNDS = 3

Mutation = Callable[[bytes, Random], bytes]


def cut(body: bytes, chance: Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def flip(body: bytes, chance: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(min(chance.randint(1, 20), len(changed))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def repeat(body: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    block = body[start : start + chance.randint(1, 2000)]
    return body[:start] + block * chance.randint(2, 20) + body[start:]


def leave_out(body: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    return body[:start] + body[start + chance.randint(1, 2000) :]


MUTATIONS: tuple[Mutation, ...] = (cut, flip, repeat, leave_out)


def within(mutation: Mutation) -> Mutation:
    """The same done to one member of a ZIP package, whose own checksums then hold."""

    def mutated(body: bytes, chance: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = {member.filename: archive.read(member) for member in archive.infolist()}
        name = chance.choice(sorted(parts))
        return zipped(parts | {name: mutation(parts[name], chance)})

    return mutated


def mutations_of(body: bytes) -> list[Mutation]:
    return [*MUTATIONS, *map(within, MUTATIONS)] if zipfile.is_zipfile(io.BytesIO(body)) else [*MUTATIONS]


def outcome_of(read: Callable[[bytes], Document], body: bytes) -> Document | str:
    """What a reader gives, or the reason why it gives nothing."""
    try:
        return read(body)
    except UnreadableError as error:
        return error.reason


@pytest.mark.parametrize("path", BODIES, ids=lambda path: str(path.relative_to(DOCUMENTS)))
def test_a_damaged_document_is_read_or_refused_within_a_second(path: Path) -> None:
    body = path.read_bytes()
    read = READERS[KINDS.get(path.suffix[1:], path.suffix[1:])]
    chance = Random(str(path.relative_to(DOCUMENTS)))  # noqa: S311
    for mutation in mutations_of(body) * ROUNDS:
        damaged = mutation(body, chance)
        started = time.process_time()
        outcome = outcome_of(read, damaged)
        assert time.process_time() - started < 1
        assert isinstance(outcome, Document) or outcome in get_args(UnreadableReason)


def test_documents_of_every_kind_are_damaged() -> None:
    kinds = {KINDS.get(path.suffix[1:], path.suffix[1:]) for path in BODIES}
    assert {"doc", "docx", "html", "ofd", "pdf", "rtf", "text", "xls", "xlsx"} <= kinds <= READERS.keys()

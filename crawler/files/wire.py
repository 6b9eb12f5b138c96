"""What a document worker answers, as JSON: a process that a document may have taken over is sent no objects from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from archive.records import Document, ReadFile, Table


class ReaderFault(Exception):
    """A reader failed in a way that is our fault, not the document's; the text is its traceback."""


def files_to_json(files: Iterable[ReadFile]) -> bytes:
    """The files of one answer."""
    return json.dumps({"files": [asdict(file) for file in files]}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )


def fault_to_json(traceback_text: str) -> bytes:
    """A reader's fault as an answer."""
    return json.dumps({"fault": traceback_text}).encode()


def files_from_json(answer: bytes) -> tuple[ReadFile, ...]:
    """The files of an answer; raises ReaderFault where it is a fault, or no answer that a worker of ours gives."""
    try:
        stated = json.loads(answer)
        if "fault" not in stated:
            return tuple(_file(file) for file in stated["files"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderFault(f"an answer that is none: {error}") from error
    raise ReaderFault(str(stated["fault"]))


def _file(stated: dict[str, Any]) -> ReadFile:
    document = stated.pop("document")
    return ReadFile(**stated, document=_document(document) if document else None)


def _document(stated: dict[str, Any]) -> Document:
    tables = tuple(
        Table(**{**table, "rows": tuple(map(tuple, table["rows"])), "stated": tuple(table["stated"])})
        for table in stated.pop("tables")
    )
    return Document(**stated, tables=tables)

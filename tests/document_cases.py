"""Documents in folders: `tests/documents/<format>/<case>/body.*` beside what a person reads in it, `expected.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from archive.records import Document

DOCUMENTS = Path(__file__).parent / "documents"


def cases(kind: str) -> list[Path]:
    """The bodies of every case of one format."""
    return sorted(DOCUMENTS.glob(f"{kind}/*/body.*"))


def expected(body: Path) -> Any:
    """What stands beside a body."""
    return json.loads(body.with_name("expected.json").read_text(encoding="utf-8"))


def as_expected(document: Document) -> dict[str, Any]:
    """A document in the shape of `expected.json`."""
    return {
        "text": document.text.splitlines(),
        "tables": [
            {"heading": table.heading, "rows": [list(row) for row in table.rows]}
            | ({"caption": table.caption} if table.caption else {})
            for table in document.tables
        ],
        "pages": document.pages,
        "problem": document.problem,
    }


@cache
def same_report() -> dict[str, bytes]:
    """One report of the 2021 form in every format a word processor writes, by format."""
    return {file.suffix[1:]: file.read_bytes() for file in sorted((DOCUMENTS / "same-report").glob("body.*"))}

"""Saved pages, a folder each under tests/pages/<family>/: what a person reads on the page is what the family reads.

`body.html` holds the bytes, in any charset; `snapshot.json` the address, the headers and whatever else came with
them; `expected.json` what matters of the list or the report, written by hand from the page.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from archive.records import ListRequest, Snapshot
from crawler.read import read_list, read_report

PAGES = Path(__file__).parent / "pages"
CASES = sorted(path.parent for path in PAGES.glob("*/*/expected.json"))


def name_of(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


def stated(case: Path) -> dict[str, Any]:
    """What snapshot.json says; family and role are those of the folder's name where it does not say them."""
    named = {"family": case.parent.name, "role": case.name.partition("-")[0]}
    return named | json.loads((case / "snapshot.json").read_text(encoding="utf-8"))


def snapshot_of(case: Path) -> Snapshot:
    received = {name: value for name, value in stated(case).items() if name not in ("family", "role")}
    return Snapshot(
        body=(case / "body.html").read_bytes(), captured_at=datetime(2026, 1, 5, tzinfo=UTC), **received
    )


def expectation(case: Path) -> dict[str, Any]:
    text = (case / "expected.json").read_text(encoding="utf-8")
    assert "TODO" not in text, f"{name_of(case)}: read the page and write down what it says in place of TODO"
    return dict(json.loads(text))


def what_is_read(case: Path) -> dict[str, Any]:
    """Everything an expected.json can speak of, as the family reads it."""
    said, snapshot = stated(case), snapshot_of(case)
    if said["role"] == "list":
        listing = read_list(snapshot, said["family"])
        return {
            "links": [[link.title, link.url, link.date_raw] for link in listing.links],
            "next": [_asked(request) for request in listing.next],
            "declared_total": listing.declared_total,
            "declared_pages": listing.declared_pages,
            "dead_rows": list(listing.dead_rows),
        }
    report = read_report(snapshot, said["family"])
    return {
        "title": report.title,
        "text": report.document.text.splitlines(),
        "attachments": [[file.name, file.url] for file in report.attachments],
        "witnesses": [[witness.kind, witness.place, witness.raw] for witness in report.witnesses],
    }


def differences(case: Path) -> dict[str, dict[str, Any]]:
    """Every field in which page and expectation differ; a field that no page has is one of them."""
    expected, found = expectation(case), what_is_read(case)
    assert expected, f"{name_of(case)}: expected.json expects nothing"
    return {
        name: {"expected": value, "read": found.get(name, "no such field")}
        for name, value in expected.items()
        if name not in found or found[name] != value
    }


def _asked(request: ListRequest) -> dict[str, Any]:
    if request.method == "GET":
        return {"url": request.url}
    posted = request.body or ""
    body = json.loads(posted) if posted.startswith("{") else dict(parse_qsl(posted, keep_blank_values=True))
    return {"url": request.url, "method": request.method, "body": body}


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_saved_page_is_read_as_a_person_reads_it(case: Path) -> None:
    found = differences(case)
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


ROW = '<ul><li><a href="/2024/01-22/1.html">溪源市气象局2023年政府信息公开工作年度报告</a></li></ul>'


def folder_of(tmp_path: Path, expected: str) -> Path:
    case = tmp_path / "henan_date" / "list-of-one-row"
    case.mkdir(parents=True)
    (case / "body.html").write_text(ROW, encoding="utf-8")
    (case / "snapshot.json").write_text('{"url": "http://www.xiyuan.gov.cn/nb/"}', encoding="utf-8")
    (case / "expected.json").write_text(expected, encoding="utf-8")
    return case


@pytest.mark.parametrize("expected", ['{"links": "TODO"}', "{}"])
def test_an_unfinished_folder_fails(tmp_path: Path, expected: str) -> None:
    with pytest.raises(AssertionError, match=r"TODO|expects nothing"):
        differences(folder_of(tmp_path, expected))


def test_every_differing_field_is_reported(tmp_path: Path) -> None:
    case = folder_of(tmp_path, '{"links": [], "dead_rows": ["物价局"], "next": [], "totals": 1}')
    assert sorted(differences(case)) == ["dead_rows", "links", "totals"]

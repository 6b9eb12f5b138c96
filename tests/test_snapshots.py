"""The evidence: what was kept comes back byte for byte, and damage is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.database import connect
from archive.errors import StoreError
from archive.records import Capture, Snapshot
from archive.snapshots import SnapshotStore

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def page(number: int) -> Capture:
    url = f"http://portal.test/{number}.html"
    body = f"<html><body class='template'>{'共用模板' * 200}<p>第{number}页</p></body></html>".encode()
    snapshot = Snapshot(url, body, NOW, 200, (("content-type", "text/html"),), url)
    return Capture(
        url, "report", NOW + timedelta(seconds=number), snapshot, portal_id="yanshi", crawl_run_id=1
    )


def test_bytes_headers_time_and_address_come_back_as_they_were(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "snapshots.db")
    kept = store.keep(page(1))
    store.close()
    (again,) = SnapshotStore(tmp_path / "snapshots.db").captures()
    assert again.snapshot is not None
    assert kept.snapshot is not None
    assert again.snapshot.body == kept.snapshot.body
    assert again.snapshot.headers == (("content-type", "text/html"),)
    assert (again.id, again.captured_at, again.url) == (1, kept.captured_at, kept.url)


def test_an_attempt_without_an_answer_is_kept_with_its_reason(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "snapshots.db")
    store.keep(Capture("http://portal.test/", "report", NOW, error="timeout"))
    (again,) = store.captures()
    assert (again.snapshot, again.error) == (None, "timeout")


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "snapshots.db")
    store.keep(page(1))
    store.keep(page(1))
    assert len(store.hashes()) == 1
    assert len(list(store.captures())) == 2


def test_a_portal_dictionary_halves_its_pages_and_loses_none(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "snapshots.db")
    for number in range(80):
        store.keep(page(number))
    assert store.train_dictionary("yanshi", NOW)
    for number in range(80, 160):
        store.keep(page(number))
    store.close()
    connection = connect(tmp_path / "snapshots.db")
    plain = connection.execute(
        "select avg(length(body)) from payload where dictionary_id is null"
    ).fetchone()[0]
    trained = connection.execute("select avg(length(body)) from payload where dictionary_id > 0").fetchone()[
        0
    ]
    assert trained < plain / 2
    again = SnapshotStore(tmp_path / "snapshots.db")
    assert {c.snapshot.body for c in again.captures() if c.snapshot} == {
        c.snapshot.body for c in map(page, range(160)) if c.snapshot
    }


def test_damaged_bytes_are_named_not_returned(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "snapshots.db")
    kept = store.keep(page(1))
    connection = connect(tmp_path / "snapshots.db")
    connection.execute("update payload set body = x'00112233'")
    assert kept.snapshot is not None
    with pytest.raises(StoreError, match=kept.snapshot.sha256):
        store.body(kept.snapshot.sha256)

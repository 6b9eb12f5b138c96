"""Raw bytes by their SHA-256, zstd-compressed, and the log of every attempt: the evidence everything rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import zstandard

from archive import migrations
from archive.database import Row, connect, transaction
from archive.errors import StoreError
from archive.records import Capture, Role, Snapshot

_LEVEL = 3
_DICTIONARY_BYTES = 64 * 1024
_SAMPLE_COUNT = 200
# A dictionary trained on fewer pages than this saves less than it costs.
_SAMPLES_NEEDED = 60


class SnapshotStore:
    """The evidence file `snapshots.db`: `keep` commits before it returns, nothing is ever changed or removed."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        migrations.migrate(self._connection, migrations.snapshots)
        self._compressors: dict[str | None, tuple[int | None, zstandard.ZstdCompressor]] = {}
        self._dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}

    def keep(self, capture: Capture) -> Capture:
        """Write one attempt, with its bytes where an answer came, and return it with its number.

        Raises StoreError where the disk is full or the file cannot be written: nothing is half written.
        """
        snapshot = capture.snapshot
        with transaction(self._connection):
            if snapshot is not None:
                self._keep_payload(snapshot, capture.portal_id)
            cursor = self._connection.execute(
                "insert into capture (crawl_run_id, portal_id, channel_id, role, url, final_url, parent_url, "
                "captured_at, status, headers, sha256, error, request_body) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    capture.crawl_run_id,
                    capture.portal_id,
                    capture.channel_id,
                    capture.role,
                    capture.url,
                    snapshot.url if snapshot else None,
                    capture.parent_url,
                    capture.captured_at.isoformat(),
                    snapshot.status if snapshot else None,
                    json.dumps(snapshot.headers, ensure_ascii=False) if snapshot else None,
                    snapshot.sha256 if snapshot else None,
                    capture.error,
                    snapshot.request_body if snapshot else "",
                ),
            )
        return replace(capture, id=cast(int, cursor.lastrowid))

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """Every attempt numbered above `after`, in the order made, with its bytes."""
        rows = self._connection.execute("select * from capture where id > ? order by id", (after,))
        for row in rows:
            yield self._capture(row)

    def captures_of_open_runs(self, after: int) -> Iterator[Capture]:
        """Every attempt of the runs that have one numbered above `after`, from each run's beginning."""
        rows = self._connection.execute(
            "select * from capture where id > ? or crawl_run_id in "
            "(select crawl_run_id from capture where id > ?) order by id",
            (after, after),
        )
        for row in rows:
            yield self._capture(row)

    def count(self) -> int:
        """How many attempts are kept."""
        return cast(int, self._connection.execute("select count(*) from capture").fetchone()[0])

    def numbers(self) -> set[int]:
        """The numbers of all attempts."""
        return {row["id"] for row in self._connection.execute("select id from capture")}

    def runs(self, after: int = 0) -> list[tuple[int, str, datetime]]:
        """Number, portal and first moment of every run that made an attempt numbered above `after`."""
        rows = self._connection.execute(
            "select crawl_run_id, portal_id, min(captured_at) as started_at from capture "
            "where id > ? and crawl_run_id is not null group by crawl_run_id, portal_id order by 1",
            (after,),
        )
        return [
            (row["crawl_run_id"], row["portal_id"], datetime.fromisoformat(row["started_at"])) for row in rows
        ]

    def validators(self, number: int) -> tuple[tuple[str, str], ...]:
        """The request headers that ask whether what a capture got is still as it was; empty where its server gave none."""
        row = self._connection.execute("select headers from capture where id = ?", (number,)).fetchone()
        stated = dict(json.loads(row["headers"])) if row and row["headers"] else {}
        asked = (("If-None-Match", stated.get("etag")), ("If-Modified-Since", stated.get("last-modified")))
        return tuple((name, value) for name, value in asked if value)

    def ends_of_runs(self) -> dict[int, int]:
        """The number of the last attempt of every run."""
        rows = self._connection.execute(
            "select crawl_run_id, max(id) as last from capture where crawl_run_id is not null group by crawl_run_id"
        )
        return {row["crawl_run_id"]: row["last"] for row in rows}

    def hashes(self) -> list[str]:
        """The SHA-256 of everything kept."""
        return [
            row["sha256"] for row in self._connection.execute("select sha256 from payload order by sha256")
        ]

    def body(self, sha256: str) -> bytes:
        """The bytes with that hash; raises StoreError where the archive has none or they are damaged."""
        row = self._connection.execute(
            "select body, dictionary_id, byte_count from payload where sha256 = ?", (sha256,)
        ).fetchone()
        if row is None:
            raise StoreError(f"No snapshot has the SHA-256 {sha256}; look the hash up in the table fetch.")
        dictionary = self._dictionary(row["dictionary_id"]) if row["dictionary_id"] else None
        try:
            return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(
                row["body"], max_output_size=row["byte_count"]
            )
        except zstandard.ZstdError as error:
            raise StoreError(
                f"The snapshot {sha256} is damaged ({error}); restore snapshots.db from a copy."
            ) from error

    def train_dictionary(self, portal_id: str, now: datetime) -> bool:
        """Train the portal's compression dictionary once it has pages enough; says whether it did.

        A portal's pages share their template, so a dictionary of their own halves what they cost on disk.
        """
        if self._connection.execute("select 1 from dictionary where portal_id = ?", (portal_id,)).fetchone():
            return False
        rows = self._connection.execute(
            "select distinct sha256 from capture where portal_id = ? and role in ('list', 'report') "
            "and sha256 is not null order by id desc limit ?",
            (portal_id, _SAMPLE_COUNT),
        ).fetchall()
        if len(rows) < _SAMPLES_NEEDED:
            return False
        samples: list[Any] = [self.body(row["sha256"]) for row in rows]
        trained = zstandard.train_dictionary(_DICTIONARY_BYTES, samples)
        with transaction(self._connection):
            self._connection.execute(
                "insert into dictionary (portal_id, trained_at, body) values (?,?,?)",
                (portal_id, now.isoformat(), trained.as_bytes()),
            )
        self._compressors.pop(portal_id, None)
        return True

    def close(self) -> None:
        """Close the file; what was kept is already committed."""
        self._connection.close()

    def _keep_payload(self, snapshot: Snapshot, portal_id: str | None) -> None:
        known = self._connection.execute(
            "select 1 from payload where sha256 = ?", (snapshot.sha256,)
        ).fetchone()
        if known is None:
            dictionary_id, compressor = self._compressor(portal_id)
            self._connection.execute(
                "insert into payload (sha256, byte_count, dictionary_id, body) values (?,?,?,?)",
                (snapshot.sha256, len(snapshot.body), dictionary_id, compressor.compress(snapshot.body)),
            )

    def _compressor(self, portal_id: str | None) -> tuple[int | None, zstandard.ZstdCompressor]:
        if portal_id not in self._compressors:
            row = self._connection.execute(
                "select id from dictionary where portal_id = ?", (portal_id,)
            ).fetchone()
            if row is None:
                self._compressors[portal_id] = (None, zstandard.ZstdCompressor(level=_LEVEL))
            else:
                dictionary = self._dictionary(row["id"])
                self._compressors[portal_id] = (
                    row["id"],
                    zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary),
                )
        return self._compressors[portal_id]

    def _dictionary(self, dictionary_id: int) -> zstandard.ZstdCompressionDict:
        if dictionary_id not in self._dictionaries:
            row = self._connection.execute(
                "select body from dictionary where id = ?", (dictionary_id,)
            ).fetchone()
            self._dictionaries[dictionary_id] = zstandard.ZstdCompressionDict(row["body"])
        return self._dictionaries[dictionary_id]

    def _capture(self, row: Row) -> Capture:
        captured_at = datetime.fromisoformat(row["captured_at"])
        snapshot = None
        if row["sha256"] is not None:
            snapshot = Snapshot(
                url=row["final_url"],
                requested_url=row["url"],
                request_body=row["request_body"],
                body=self.body(row["sha256"]),
                captured_at=captured_at,
                status=row["status"],
                headers=tuple((name, value) for name, value in json.loads(row["headers"])),
            )
        return Capture(
            url=row["url"],
            role=cast(Role, row["role"]),
            captured_at=captured_at,
            snapshot=snapshot,
            error=row["error"],
            portal_id=row["portal_id"],
            channel_id=row["channel_id"],
            crawl_run_id=row["crawl_run_id"],
            parent_url=row["parent_url"],
            id=row["id"],
        )

"""An archive whose run ledger a test writes itself: nights at known times, without a crawl."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from archive import migrations
from archive.database import connect
from archive.ingest import ARCHIVE_FILE
from archive.publish import PUBLIC_FILE
from tests.commands import Outcome, cundang


class RunRows:
    """The archive of some portals, each with a floor of 0 and no report."""

    def __init__(self, data: Path, *portals: str) -> None:
        self.data = data
        self._connection = connect(data / ARCHIVE_FILE)
        migrations.migrate(self._connection, migrations.archive)
        for portal in portals:
            self.add_portal(portal)

    def close(self) -> None:
        self._connection.close()

    def add_portal(self, portal: str, reports_min: int = 0) -> None:
        definition = json.dumps({"id": portal, "reports_min": reports_min})
        self.execute(
            "insert into portal (id, name, name_en, family, home_url, division_code, level, definition) values "
            "(?,?,?,'plain','https://example.org/','410381','county',?)",
            portal,
            f"{portal}市",
            portal,
            definition,
        )

    def run(
        self, portal: str, started_at: datetime, outcome: str | None = "complete", **columns: object
    ) -> None:
        """A run that took an hour; without an outcome it never ended."""
        values: dict[str, object] = {
            "portal_id": portal,
            "started_at": started_at.isoformat(),
            "finished_at": (started_at + timedelta(hours=1)).isoformat() if outcome else None,
            "outcome": outcome,
            "program_version": "0.1.0",
            **columns,
        }
        marks = ",".join("?" * len(values))
        columns_named = ",".join(values)
        self.execute(f"insert into crawl_run ({columns_named}) values ({marks})", *values.values())  # noqa: S608

    def execute(self, sql: str, *values: object) -> None:
        self._connection.execute(sql, values)

    def published(self, at: datetime) -> None:
        """A published copy of that moment."""
        path = self.data / PUBLIC_FILE
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (at.timestamp(), at.timestamp()))

    def health(self, now: datetime, *options: str | Path) -> Outcome:
        """`cundang health` as it would be at `now`."""
        return cundang("health", "--data", self.data, *options, CUNDANG_NOW=now.isoformat())

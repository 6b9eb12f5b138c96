"""Fifty kills at random moments of a crawl: nothing that was kept is lost, torn or filed twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.commands import cundang, rows, start
from tests.replicas.nights import Nights, portal_yaml
from tests.replicas.server import serve
from tests.test_nights import column

KILLS = 50
ROWS = 400


def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    moments = random.Random(7)  # noqa: S311 the moments of kills need no secrecy
    site = Nights(column(ROWS))
    data, portals = tmp_path / "data", tmp_path / "portals"
    portals.mkdir()
    with serve(site) as running:
        (portals / "nights.yml").write_text(portal_yaml(running.url, 1), encoding="utf-8")
        for _ in range(KILLS):
            process = start("crawl", "--data", data, "--portals", portals)
            time.sleep(moments.uniform(0.6, 1.6))
            process.kill()
            process.communicate()
        last = cundang("crawl", "--data", data, "--portals", portals)
    assert last.code == 0, last.said
    archive = data / "archive.db"
    assert rows(archive, "select count(*), count(distinct key) from report") == [(ROWS, ROWS)]
    assert rows(archive, "select count(*) from change where kind = 'new'") == [(ROWS,)]
    assert rows(archive, "select kind, count(*) from change group by 1") == [("new", ROWS)]
    assert rows(archive, "pragma integrity_check") == [("ok",)]
    assert rows(archive, "pragma foreign_key_check") == []
    kept = rows(data / "snapshots.db", "select id, url, sha256 from capture order by id")
    assert rows(archive, "select id, url, sha256 from fetch order by id") == kept
    torn = "select count(*) from revision v where not exists (select 1 from section s where s.revision_id = v.id)"
    assert rows(archive, torn) == [(0,)]

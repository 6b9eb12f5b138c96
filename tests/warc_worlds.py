"""A crawled replica, exported and imported as WARC: what the tests of WARC share."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.records import Capture, Snapshot
from tests.commands import Outcome, cundang
from tests.filed import form, page
from tests.test_crawl import World

NOW = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
CAPTURES = (
    "select url, final_url, captured_at, role, portal_id, channel_id, crawl_run_id, parent_url, status, headers, sha256, error, "
    "request_body from capture order by id"
)
REPORTS = "select key, title, published_on, signed_on, url, portal_id, revision_count, status from report order by key"
HTML = page("洛阳市偃师区水利局", 2022, *form(5, 2)).encode()


def checked(path: Path) -> str:
    """What warcio's own checker says of a file that it accepts."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    return done.stdout


def types(path: Path) -> list[str]:
    """The types of the records of a file, as warcio reads them."""
    with path.open("rb") as file:
        return [record.rec_type for record in ArchiveIterator(file)]


def exported(world: World, path: Path, *options: str) -> Path:
    outcome = cundang("export", "warc", path, "--data", world.data, *options)
    assert outcome.code == 0, outcome.said
    return path


def imported(path: Path, data: Path, world: World) -> Outcome:
    return cundang("import", path, "--data", data, "--portals", world.portals)


def crawled(snapshot: Snapshot | None, **other: object) -> Capture:
    stated = {
        "portal_id": "yanshi",
        "channel_id": "nb",
        "crawl_run_id": 7,
        "parent_url": "http://a.cn/",
        **other,
    }
    url = snapshot.requested_url if snapshot else "http://a.cn/gone"
    return Capture(url, "report", NOW, snapshot, **stated)  # type: ignore[arg-type]


def answer(
    body: bytes, status: int = 200, headers: tuple[tuple[str, str], ...] = (), url: str = "http://a.cn/1"
) -> Snapshot:
    return Snapshot(url, body, NOW, status, headers, requested_url=url)

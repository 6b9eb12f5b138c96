"""The figures of docs/benchmarks.md: reading, filing, searching and publishing invented reports, in process seconds."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive import search  # noqa: E402
from archive.catalogue import Catalogue  # noqa: E402
from archive.ingest import Archive  # noqa: E402
from archive.publish import PUBLIC_FILE, publish  # noqa: E402
from archive.records import Capture, Snapshot  # noqa: E402
from crawler.challenge import recognise  # noqa: E402
from crawler.files.reader import FileReader  # noqa: E402
from crawler.portal import load_portal  # noqa: E402
from crawler.read import read_report  # noqa: E402
from crawler.reading import RunReader  # noqa: E402
from tests.replicas import henan_date  # noqa: E402

URL = "http://127.0.0.1:1"
BATCH = 20
WORDS = ("林业", "公开", "信息公开", "主动公开政府信息", "局", "林业 培训")
# Two of these before a bureau's name make it a bureau of its own: 3,600 of them.
_SIGNS = "东南西北中山河湖江海风云雨雪金银铜铁石玉松柏竹梅兰菊桃李杏柳春夏秋冬红黄蓝绿青白龙虎马牛羊鹤雁鹿凤龟安宁康泰和平福寿喜庆"
START = datetime(2026, 1, 1, tzinfo=UTC)


def main(document_count: int) -> None:
    """Print every figure."""
    pages = list(_pages(document_count))
    _print("recognise, ms a page", _milliseconds(lambda: [recognise(page) for page in pages[:500]], 500))
    family = "henan_date"
    _print("read, ms a page", _milliseconds(lambda: [read_report(page, family) for page in pages[:500]], 500))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        archive = _filled(data, pages)
        _search(archive)
        archive.close()
        seconds = _seconds(lambda: publish(data))
        _print("publish, s", seconds)
        for name in ("archive.db", "snapshots.db", PUBLIC_FILE):
            _print(f"{name}, KiB a document", (data / name).stat().st_size / 1024 / document_count)


def _pages(count: int) -> Iterator[Snapshot]:
    """Report pages of the replica, each copy of it in a year of its own so that every page is another report."""
    site = henan_date.site()
    reports = [d for d in site.documents if d.kind == "report" and not d.is_dead and not d.link]
    for number in range(count):
        document = reports[number % len(reports)]
        status, headers, body = site(henan_date.address(document), "")
        text = body.decode().replace(
            document.organ, f"{_SIGNS[number // 60]}{_SIGNS[number % 60]}{document.organ}"
        )
        yield Snapshot(
            f"{URL}{henan_date.address(document)}?n={number}",
            text.encode(),
            START + timedelta(seconds=number),
            status,
            tuple((name.lower(), value) for name, value in headers.items()),
        )


def _filled(data: Path, pages: list[Snapshot]) -> Archive:
    file = data / "bench.yml"
    file.write_text(henan_date.portal_yaml(URL), encoding="utf-8")
    portal = load_portal(file)
    archive = Archive.of(data)
    run_id = archive.open_run(portal, START, "bench")
    captures = [
        Capture(
            page.url, "report", page.captured_at, page, portal_id=portal.id,
            channel_id="annual-reports", crawl_run_id=run_id,
        )
        for page in pages
    ]  # fmt: skip
    kept: list[Capture] = []
    _print("keep, ms a page", _milliseconds(lambda: kept.extend(map(archive.keep, captures)), len(pages)))
    reader = RunReader(portal, FileReader())

    def ingest() -> None:
        for start in range(0, len(kept), BATCH):
            archive.ingest(map(reader.read, kept[start : start + BATCH]))

    _print("read, normalise, file and index, ms a page", _milliseconds(ingest, len(pages)))
    return archive


def _search(archive: Archive) -> None:
    catalogue = Catalogue(archive.connection)

    def find(word: str) -> list[int]:
        found = search.hits(archive.connection, catalogue, word)
        return search.in_order(archive.connection, catalogue, found, (word, "relevance"))

    for word in WORDS:
        spent = _milliseconds(lambda word=word: find(word), 1)
        _print(f"search {word} ({len(find(word))} hits), ms", spent)


def _seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _milliseconds(action: Callable[[], object], count: int) -> float:
    return _seconds(action) * 1000 / count


def _print(name: str, value: float) -> None:
    print(f"{name:<48} {value:10.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)

"""A small archive of invented reports, filed in this process as `cundang import` files them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.ingest import ARCHIVE_FILE, Archive
from archive.records import Capture, Origin, Snapshot
from crawler.files.reader import FileReader
from crawler.reading import read_import
from tests.commands import rows
from tests.replicas.forms import disputes_table, proactive_table, requests_table

_START = datetime(2026, 1, 1, tzinfo=UTC)


def page(bureau: str, year: int, *parts: str) -> str:
    """A report page with a title, a signature on 20 January and these parts of a body."""
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    title = f"{bureau}{year}年政府信息公开工作年度报告"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='article'>{body}<p>{year + 1}年1月20日</p></div></body></html>"


def form(
    received: int,
    granted: int,
    carried: int = 0,
    reviews: int = 0,
    permits: int = 0,
    wrong_total: bool = False,
) -> tuple[str, ...]:
    """The three parts of the form of 2021 under their headings."""
    return (
        "二、主动公开政府信息情况",
        proactive_table("f2021", 3, permits, 5),
        "三、收到和处理政府信息公开申请情况",
        requests_table("f2021", received, granted, carried, wrong_total),
        "四、政府信息公开行政复议、行政诉讼情况",
        disputes_table(reviews),
    )


class Filed:
    """An archive in a folder, to which pages are added one by one, a day apart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = 0

    def add(self, name: str, html: str) -> None:
        """File one page as the file `name`, and find what it shares with others."""
        self._day += 1
        captured_at = _START + timedelta(days=self._day)
        url = f"file:{name}"
        capture = Capture(url, "import", captured_at, Snapshot(url, html.encode(), captured_at))
        archive = Archive.of(self._folder)
        try:
            archive.ingest([read_import(archive.keep(capture), Origin(), FileReader(self._folder))])
            archive.relate(captured_at.date())
        finally:
            archive.close()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of one query."""
        return rows(self._folder / ARCHIVE_FILE, sql)

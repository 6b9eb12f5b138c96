"""`cundang crawl`: several portals at once in one process, a line or a bar for each, and one exit code."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.dates import BEIJING
from archive.errors import BadInputError, StoreError
from archive.ingest import Archive
from archive.records import Portal
from archive.store import RunResult, blocked_runs
from crawler.clock import Clock
from crawler.cooldown import rests_until
from crawler.guard import named_private_hosts
from crawler.portal import choose_portals, load_portals
from crawler.spiders.portal import PortalSpider
from cundang import __version__
from cundang.progress import Progress
from cundang.recovery import ingest_left_over

INTERRUPTED = 130


def run(
    data: Path, portals_folder: Path, names: Sequence[str], limit: int | None, walk: str | None = None
) -> int:
    """Crawl the named portals, or all enabled ones; returns 0, 1, 2 or 130 as `cundang --help` says."""
    clock = _clock()
    known = load_portals(portals_folder)
    chosen = choose_portals(known, names)
    settings = _settings(data, portals_folder, chosen)
    _check_free_space(data, settings.getint("MIN_FREE_MB"))
    archive = Archive.of(data)
    try:
        ingest_left_over(archive, known)
        due = chosen if names else _due(chosen, archive, clock.now())
        results = _crawl(settings, due, {"limit": limit, "walk": walk}) if due else {}
        archive.relate(clock.now().astimezone(BEIJING).date())
    finally:
        archive.close()
    print(_summary(results), flush=True)
    return _exit_code(list(results.values()))


def _clock() -> Clock:
    """The machine's clock, or for a rehearsal the one that CUNDANG_NOW sets."""
    try:
        return Clock.of(os.environ.get("CUNDANG_NOW"))
    except ValueError as error:
        raise BadInputError(
            f"CUNDANG_NOW is no time ({error}); leave it out, or state 2026-11-24T01:30:00+08:00."
        ) from error


def _due(portals: Sequence[Portal], archive: Archive, now: datetime) -> list[Portal]:
    """The portals that are not left to cool down; a line for each that is. One that is named is always asked."""
    blocked = blocked_runs(archive.connection)
    due = []
    for portal in portals:
        count, ended_at = blocked.get(portal.id, (0, now))
        until = rests_until(count, ended_at) if count else now
        if until > now:
            print(f"{portal.id}  rests until {until:%Y-%m-%d %H:%M} UTC: blocked {count} times in a row.")
        else:
            due.append(portal)
    return due


def _summary(ended: Mapping[str, RunResult | None]) -> str:
    """The last line of a crawl: what a mail from cron should say first."""
    results = ended.values()
    outcomes = Counter(result.outcome if result else "failed" for result in results)
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    new = sum(result.new_report_count for result in results if result)
    revised = sum(result.new_revision_count for result in results if result)
    portals = "1 portal" if len(results) == 1 else f"{len(results)} portals"
    causes = [f"{name} ({result.cause if result else 'see the log'})" for name, result in ended.items()
              if result is None or result.cause]  # fmt: skip
    troubles = f" Not well: {', '.join(causes)}." if causes else ""
    return f"{portals}: {told or 'none was due'}; {new} new reports, {revised} revised.{troubles}"


def _settings(data: Path, portals_folder: Path, portals: Sequence[Portal]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings")
    logs = data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    settings.setdict(
        {
            "CUNDANG_DATA": str(data.absolute()),
            "CUNDANG_PORTALS": str(portals_folder.absolute()),
            "CUNDANG_VERSION": __version__,
            "CUNDANG_NOW": os.environ.get("CUNDANG_NOW"),
            "LOG_FILE": str(logs / "crawl.log"),
            "GUARD_NAMED_PRIVATE_HOSTS": tuple(
                host for portal in portals for host in named_private_hosts(portal.hosts)
            ),
        },
        priority="cmdline",
    )
    return settings


def _check_free_space(data: Path, needed_mb: int) -> None:
    free_mb = shutil.disk_usage(data).free // 2**20
    if free_mb < needed_mb:
        raise StoreError(
            f"Only {free_mb} MB are free on the disk of {data}, and a crawl needs {needed_mb}; free some space."
        )


class _Crawls:
    """Runs the portals in lanes: when one ends, the next begins, unless the operator stopped the run."""

    def __init__(self, settings: Settings, portals: Sequence[Portal], asked: Mapping[str, object]) -> None:
        self._process = AsyncCrawlerProcess(settings)
        self._lanes = settings.getint("LANES")
        self._waiting = list(reversed(portals))
        self._arguments: dict[str, Any] = {name: str(value) for name, value in asked.items() if value}
        self._progress = Progress([portal.id for portal in portals], settings["LOG_FILE"])
        self.results: dict[str, RunResult | None] = {}

    def run(self) -> None:
        for _ in range(self._lanes):
            self._next()
        with self._progress:
            self._process.start()

    def _next(self) -> None:
        if not self._waiting:
            return
        portal = self._waiting.pop()
        crawler = self._process.create_crawler(PortalSpider)
        self._progress.watch(portal.id, crawler)
        task = self._process.crawl(crawler, portal=portal.id, **self._arguments)
        task.add_done_callback(lambda _: self._ended(portal.id, crawler))

    def _ended(self, portal_id: str, crawler: Crawler) -> None:
        result = getattr(crawler.spider, "result", None)
        self.results[portal_id] = result
        self._progress.ended(portal_id, result)
        if result is None or result.cause not in ("interrupted", "store"):
            self._next()


def _crawl(
    settings: Settings, portals: Sequence[Portal], asked: Mapping[str, object]
) -> dict[str, RunResult | None]:
    crawls = _Crawls(settings, portals, asked)
    crawls.run()
    return crawls.results


def _exit_code(results: Sequence[RunResult | None]) -> int:
    if any(result is not None and result.cause == "interrupted" for result in results):
        return INTERRUPTED
    if any(result is None or result.cause == "store" for result in results):
        return 2
    return 0 if all(result is not None and result.outcome == "complete" for result in results) else 1

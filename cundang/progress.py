"""What a crawl shows: a bar per portal on a terminal, a plain line per portal in cron."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from archive.store import RunResult
from crawler.spiders.portal import PortalSpider

_SECONDS = 0.5


class Progress:
    """Use as a context round the crawl; `watch` each portal's crawler and say when it `ended`."""

    def __init__(self, portal_ids: Sequence[str], log_file: str) -> None:
        self._log_file = log_file
        self._width = max(map(len, portal_ids), default=0)
        self._watched: dict[str, tuple[Crawler, float]] = {}
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        if sys.stdout.isatty():
            self._bars = Bars(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TextColumn("{task.fields[figures]}"),
                TimeElapsedColumn(),
                console=Console(),
            )
        self._timer = LoopingCall(self._refresh)

    def __enter__(self) -> Progress:
        if self._bars:
            self._bars.start()
            self._timer.start(_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer.running:
            self._timer.stop()
        if self._bars:
            self._bars.stop()

    def watch(self, portal_id: str, crawler: Crawler) -> None:
        """Follow a portal's crawl from now on."""
        self._watched[portal_id] = (crawler, time.monotonic())
        if self._bars:
            self._tasks[portal_id] = self._bars.add_task(portal_id.ljust(self._width), total=None, figures="")

    def ended(self, portal_id: str, result: RunResult | None) -> None:
        """Show how a portal's crawl ended."""
        figures = self._figures(portal_id)
        if self._bars:
            self._bars.update(self._tasks[portal_id], total=1, completed=1, figures=figures)
        outcome = f"{result.outcome}: {result.message}" if result else f"failed: see {self._log_file}"
        line = f"{portal_id.ljust(self._width)}  {figures}  {outcome}"
        if self._bars:
            self._bars.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, flush=True)

    def _refresh(self) -> None:
        for portal_id, task in self._tasks.items():
            if self._bars and not self._bars.tasks[task].finished:
                spider = self._spider(portal_id)
                counts = spider.tally.counts if spider else {}
                self._bars.update(
                    task,
                    total=counts.get("requests") or None,
                    completed=sum(n for name, n in counts.items() if name.endswith("_answers")),
                    figures=self._figures(portal_id),
                )

    def _spider(self, portal_id: str) -> PortalSpider | None:
        return cast("PortalSpider | None", self._watched[portal_id][0].spider)

    def _figures(self, portal_id: str) -> str:
        spider, started = self._spider(portal_id), self._watched[portal_id][1]
        if spider is None:
            return "not started"
        counts, filed, verdicts = spider.tally.counts, spider.tally.filed, spider.tally.verdicts
        pages = sum(n for name, n in counts.items() if name.endswith("_answers"))
        seconds = max(time.monotonic() - started, 0.001)
        return (
            f"{pages} pages, {counts['listed']} found, {filed['new']} new, {filed['revised']} revised, "
            f"{sum(verdicts.values())} errors, {pages / seconds:.1f}/s"
        )

"""Readings into the archive in the order of their captures, a batch in one transaction; the bytes are already safe."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from typing import cast

from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from archive.errors import StoreError
from archive.filing.holding import held, is_template_change, template_change
from archive.records import Reading
from crawler.spiders.portal import PortalSpider

BATCH = 20
# A polite crawl of one page a second would otherwise leave a batch unwritten for long.
SECONDS = 5.0


class IngestReadings:
    """Collects readings and writes them every 20, every 5 seconds, and at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._readings: list[Reading] = []
        self._changed: list[Reading] = []
        self._timer = LoopingCall(self._flush)
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> IngestReadings:
        """Scrapy's way in."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Start the timer."""
        self._timer.start(SECONDS, now=False)

    def process_item(self, item: Reading) -> Reading:
        """Take one reading."""
        self._spider.unread.discard(item.capture.number)
        if item.capture.url in self._spider.revisited and self._spider.archive.is_changed(item):
            # Whether it is an edit of one page or of the portal is known only when all have been asked for.
            self._changed.append(item)
            return item
        self._readings.append(item)
        if len(self._readings) >= BATCH:
            self._flush()
        return item

    def close_spider(self) -> None:
        """Write what is left."""
        if self._timer.running:
            self._timer.stop()
        self._spider.unread.clear()
        self._flush()
        self._readings = self._settled()
        self._flush()

    def _settled(self) -> list[Reading]:
        """The changed pages, or where they are too many at once, that they are held back, and one issue."""
        spider, changed = self._spider, self._changed
        revisits = spider.tally.counts["revisits"]
        if not is_template_change(len(changed), revisits):
            return changed
        spider.tally.counts["held"] = len(changed)
        issue = template_change(spider.portal.id, spider.run_id, len(changed), revisits)
        first, *others = [held(reading) for reading in changed]
        return [replace(first, problems=(issue,)), *others]

    @property
    def _spider(self) -> PortalSpider:
        return cast(PortalSpider, self._crawler.spider)

    def _flush(self) -> None:
        spider = self._spider
        # A file is read for up to minutes: what was captured after it waits, so that rows come in the order of captures.
        first_unread = min(spider.unread, default=sys.maxsize)
        readings = [reading for reading in self._readings if reading.capture.number < first_unread]
        self._readings = [reading for reading in self._readings if reading.capture.number >= first_unread]
        if not readings:
            return
        readings.sort(key=lambda reading: reading.capture.number)
        try:
            spider.tally.filed.update(spider.archive.ingest(readings))
        except StoreError as error:
            # The captures are kept: the next command that opens the archive ingests them.
            if spider.store_error is None:
                spider.store_error = error
                closing = self._crawler.engine.close_spider_async(reason="store_failed")
                self._closing = asyncio.get_running_loop().create_task(closing)

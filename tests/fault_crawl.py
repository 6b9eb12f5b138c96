"""One crawl with the project's settings, told on standard input what to ask for; prints what the spider received.

It runs in a process of its own, because Scrapy's reactor starts once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.failures import cause_of

QUICK = {
    "ITEM_PIPELINES": {},
    # It reads the peak of the process that starts the crawl, and tests may have made that large.
    "EXTENSIONS": {"scrapy.extensions.memusage.MemoryUsage": None},
    "LOG_LEVEL": "CRITICAL",
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_START_DELAY": 0.02,
    "AUTOTHROTTLE_MAX_DELAY": 0.1,
    "DOWNLOAD_TIMEOUT": 1,
}


@dataclass(frozen=True)
class Received:
    """What the spider got for one address: an answer, or the cause and words of a failure."""

    status: int | None = None
    body: str = ""
    cause: str | None = None
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """Everything one crawl received, and its stats."""

    received: dict[str, Received]
    stats: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What to ask for: pages, files (their bodies need no end tag), the portal's hosts, settings to change."""

    pages: Sequence[str]
    hosts: Sequence[str]
    files: Sequence[str] = ()
    named: Sequence[str] = ()
    settings: dict[str, Any] = field(default_factory=dict)


def crawl(plan: Plan) -> Outcome:
    """Run `plan` in a fresh process."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.fault_crawl"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    told = json.loads(finished.stdout)
    return Outcome({url: Received(**got) for url, got in told["received"].items()}, told["stats"])


class _AskingSpider(Spider):
    name = "asking"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.portal = SimpleNamespace(hosts=tuple(plan.hosts))
        self._plan = plan
        self.received: dict[str, Received] = {}

    async def start(self) -> AsyncIterator[Request]:
        for url in [*self._plan.pages, *self._plan.files]:
            meta = {"want_html": url in self._plan.pages, "asked": url}
            yield Request(url, self.answered, errback=self.failed, meta=meta, dont_filter=True)

    def answered(self, response: Response) -> None:
        body = response.body.decode("utf-8", "replace")
        self.received[response.meta["asked"]] = Received(response.status, body)

    def failed(self, failure: Failure) -> None:
        asked = failure.request.meta["asked"]  # type: ignore[attr-defined]
        self.received[asked] = Received(cause=cause_of(failure), message=str(failure.value))


def _main() -> None:
    plan = Plan(**json.load(sys.stdin))
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {**QUICK, "GUARD_NAMED_PRIVATE_HOSTS": tuple(plan.named), **plan.settings}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(_AskingSpider)
    process.crawl(crawler, plan=plan)
    process.start()
    spider: Any = crawler.spider
    json.dump(
        {
            "received": {url: asdict(got) for url, got in spider.received.items()},
            "stats": crawler.stats.get_stats(),
        },
        sys.stdout,
        default=str,
    )


if __name__ == "__main__":
    _main()

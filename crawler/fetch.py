"""Pages that are looked at and not kept, under the same guards and manners as a crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.errors import BadInputError
from archive.records import ListRequest, Portal, Snapshot
from crawler.exchange import request_for, snapshot_of
from crawler.failures import cause_of


class OnePageSpider(Spider):
    """Fetches one address; the host the operator typed is the only one it may reach."""

    name = "one_page"

    def __init__(self, url: str, answers: list[Snapshot | str]) -> None:
        super().__init__()
        self._url, self._answers = url, answers
        parts = urlsplit(url)
        self.portal = Portal("one-page", "", "", "plain", url, "000000", "county", (parts.netloc,), (), 0)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page."""
        yield request_for(ListRequest(self._url), self, True, {})

    def answered(self, response: Response) -> None:
        """Take the page."""
        self._answers.append(snapshot_of(response, datetime.now(UTC)))

    def failed(self, failure: Failure) -> None:
        """Take the reason why there is none."""
        self._answers.append(cause_of(failure))


def fetch_one(url: str) -> Snapshot:
    """Fetch `url` once; raises BadInputError where nothing or an error page comes back."""
    answers: list[Snapshot | str] = []
    run_unkept([(OnePageSpider, {"url": url, "answers": answers})], (urlsplit(url).hostname or "",))
    answer = answers[0] if answers else "http"
    if isinstance(answer, str):
        raise BadInputError(f"{url} could not be fetched ({answer}); try it in a browser.")
    if answer.status != 200:
        raise BadInputError(f"{url} answered with status {answer.status}; try it in a browser.")
    return answer


def run_unkept(spiders: Sequence[tuple[type[Spider], dict[str, Any]]], named: Sequence[str]) -> None:
    """Run spiders side by side with a crawl's guards and manners, writing nothing; once in a process.

    `named` are the private hosts that the operator named himself.
    """
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {**settings["EXTENSIONS"], "crawler.monitors.RunMonitor": None},
            "LOG_LEVEL": "CRITICAL",
            "GUARD_NAMED_PRIVATE_HOSTS": tuple(named),
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    waiting = list(reversed(spiders))

    def begin_next() -> None:
        if waiting:
            spider, arguments = waiting.pop()
            process.crawl(spider, **arguments).add_done_callback(lambda _: begin_next())

    for _ in range(settings.getint("LANES")):
        begin_next()
    process.start()

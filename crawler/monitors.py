"""The end of a run: what was found against what must be found, in one outcome, one cause and one sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scrapy import signals
from scrapy.crawler import Crawler

from archive.errors import StoreError
from archive.store import RunResult
from crawler.spiders.portal import PortalSpider
from crawler.tally import BLOCKED

_UNANSWERED = ("dns", "tls", "timeout", "connection", "cut_short", "too_large", "refused", "http")
_INSTEAD = {
    "home_page": "its home page; correct list_url in the portal file",
    "soft_404": "a page that says the list does not exist; correct list_url in the portal file",
    "not_found": "“not found”; correct list_url in the portal file",
    "server_error": "a server error; run again another night",
    "empty": "an empty page; run again another night, and look at it in a browser if that does not help",
}
_ENDED = {
    "memusage_exceeded": (
        "memory",
        "it used more memory than MEMUSAGE_LIMIT_MB in crawler/settings.py allows; see what else fills the memory",
    ),
    "closespider_timeout": (
        "closespider_timeout",
        "it took longer than CLOSESPIDER_TIMEOUT in crawler/settings.py allows; run again to go on",
    ),
    "closespider_pagecount": (
        "closespider_pagecount",
        "it reached CLOSESPIDER_PAGECOUNT in crawler/settings.py; run again to go on",
    ),
}
# Of what earlier walks listed: portals clear out old rows, but not a fifth of them overnight.
_LEAST_OF_USUAL = 0.8
# A page that is gone or cannot be read is an issue of its own; these may be what was asked for another night.
_NOT_THE_PAGE = ("server_error", "empty", "home_page")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run met, as `judge` needs it; `verdicts` counts `<role>/<what it was>`.

    `document_count` is how many documents the archive holds of the portal's lists, tonight's included; `declared` has the
    channels that were walked to their end; `usual_rows` is how many rows such walks listed before, None where too few
    were complete; `drift` says what is suddenly different in most documents, None where nothing is.
    """

    finish_reason: str
    counts: Counter[str]
    verdicts: Counter[str]
    reports_min: int
    document_count: int
    rows: Counter[str]
    declared: dict[str, int]
    limit: int | None
    store_error: str | None
    usual_rows: int | None = None
    drift: str | None = None


def judge(found: Findings) -> tuple[str, str | None, str]:
    """The outcome (complete, partial, blocked, failed, empty), its cause, and a sentence for the operator."""
    if found.store_error:
        return "failed", "store", found.store_error
    if found.finish_reason == "shutdown":
        return "partial", "interrupted", "The run was stopped before its end; what it had fetched is kept."
    if found.counts["faults"]:
        sentence = f"The crawler itself failed {found.counts['faults']} times; look at logs/crawl.log in the data folder"
        return "failed", "fault", f"{sentence}, mend it, then run `cundang reparse`."
    blocked = _first(found.verdicts, ("list", "home", "report"), BLOCKED)
    if found.finish_reason != "finished" and not blocked:
        return _ended_early(found)
    if not found.counts["listed"]:
        return _nothing_listed(found, blocked)
    if blocked:
        return (
            "blocked",
            blocked,
            f"Instead of {_pages(_times(found, blocked))} the portal sent a {blocked} page; let it cool down.",
        )
    documents = found.document_count
    if found.limit is None and documents < found.reports_min:
        sentence = (
            f"{documents} documents were read, fewer than the floor of {found.reports_min} in the portal file"
        )
        return "failed", "floor", f"{sentence}; look at the portal, or lower expect.reports_min."
    listed = found.counts["listed"]
    if found.usual_rows and listed < found.usual_rows * _LEAST_OF_USUAL:
        sentence = f"{listed} rows are listed where complete walks found {found.usual_rows} before"
        return (
            "failed",
            "drop",
            f"{sentence}; look at the portal: rows may have gone, or its lists be built anew.",
        )
    if found.drift:
        return "failed", "drift", found.drift
    return _gaps(found)


def _ended_early(found: Findings) -> tuple[str, str | None, str]:
    """What was not asked for says nothing of the portal: neither floors nor earlier walks are held against it."""
    cause, reason = _ENDED.get(
        found.finish_reason, (found.finish_reason, f"Scrapy gave the reason {found.finish_reason}; run again")
    )
    outcome = "partial" if found.counts["listed"] else "failed"
    return outcome, cause, f"The crawl ended early: {reason}."


def _nothing_listed(found: Findings, blocked: str | None) -> tuple[str, str | None, str]:
    if blocked:
        return "blocked", blocked, f"Instead of its list the portal sent a {blocked} page; let it cool down."
    for cause in _UNANSWERED:
        if found.verdicts[f"list/{cause}"]:
            return "failed", cause, f"The list could not be fetched ({cause}); check the portal in a browser."
    for verdict, words in _INSTEAD.items():
        if found.verdicts[f"list/{verdict}"]:
            return "failed", verdict, f"Instead of its list the portal sent {words}."
    return (
        "empty",
        "redesign",
        "The list page has no rows that can be read; the portal may have been redesigned.",
    )


def _gaps(found: Findings) -> tuple[str, str | None, str]:
    for channel, declared in found.declared.items():
        if found.rows[channel] < declared:
            sentence = f"{channel} declares {declared} rows and {found.rows[channel]} were seen"
            return "partial", "gap", f"{sentence}; run again, or look at its paging."
    unanswered = _first(found.verdicts, ("list", "report"), _UNANSWERED)
    if unanswered:
        return (
            "partial",
            unanswered,
            f"{_pages(_times(found, unanswered))} could not be fetched ({unanswered}); run again.",
        )
    if not_kept := found.verdicts["list/not_found"]:
        sentence = (
            f"The portal's own pager counts {_pages(not_kept)} of its lists that are not there (not_found)"
        )
        return "partial", "not_found", f"{sentence}; rows on them were not seen."
    missing = _first(found.verdicts, ("list",), ("unreadable", "soft_404"))
    missing = missing or _first(found.verdicts, ("list", "report"), _NOT_THE_PAGE)
    if missing:
        pages = _pages(_times(found, missing))
        return "partial", missing, f"{pages} came as something else ({missing}); see the issues, run again."
    if found.counts["list_pages_over_limit"]:
        sentence = "The lists have more pages than MAX_LIST_PAGES in crawler/settings.py allows"
        return "partial", "limit", f"{sentence}; look whether they end, then raise it."
    if found.counts["over_limit"]:
        return "partial", "limit", "The run stopped at its limit before the end of the lists."
    lost = found.counts["requests"] - found.counts["answers"]
    if lost:
        sentence = f"{lost} of {found.counts['requests']} requests brought neither an answer nor a reason"
        return "partial", "lost", f"{sentence}; look at logs/crawl.log in the data folder."
    told = f"{found.counts['listed']} rows listed, {found.counts['documents']} documents read"
    if found.counts["revisits"]:
        told += f", {found.counts['revisits']} asked for again ({found.counts['not_modified']} as they were)"
    return "complete", None, f"{told}."


def _first(verdicts: Counter[str], roles: tuple[str, ...], kinds: tuple[str, ...]) -> str | None:
    return next((kind for role in roles for kind in kinds if verdicts[f"{role}/{kind}"]), None)


def _times(found: Findings, kind: str) -> int:
    return sum(count for name, count in found.verdicts.items() if name.endswith(f"/{kind}"))


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


class RunMonitor:
    """Closes the run's row when its spider closes, and leaves the result on the spider for the command."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)
        # Scrapy only logs these and calls the run finished.
        crawler.signals.connect(self.count_fault, signal=signals.spider_error)
        crawler.signals.connect(self.count_fault, signal=signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunMonitor:
        """Scrapy's way in."""
        return cls(crawler)

    def count_fault(self, spider: PortalSpider) -> None:
        """Count a fault of the crawler's own code, in the spider or in a pipeline."""
        spider.tally.counts["faults"] += 1

    def spider_closed(self, spider: PortalSpider, reason: str) -> None:
        """Judge the run and write its row; a disk that is full leaves the row open, which reads as a crash."""
        result = run_result(spider, reason)
        spider.result = result
        now = spider.clock.now()
        try:
            spider.archive.close_run(spider.run_id, now, result)
            spider.archive.settle(spider.portal.id, spider.run_id)
            spider.archive.snapshots.train_dictionary(spider.portal.id, now)
        except StoreError as error:
            spider.store_error = spider.store_error or error


def run_result(spider: PortalSpider, reason: str) -> RunResult:
    """The run's counts and judgement as its row holds them."""
    tally = spider.tally
    counts, filed = tally.counts, tally.filed
    outcome, cause, message = judge(
        Findings(
            finish_reason=reason,
            counts=counts,
            verdicts=tally.verdicts,
            reports_min=spider.portal.reports_min,
            document_count=len(tally.documents),
            rows=tally.rows,
            declared=tally.declared,
            usual_rows=spider.usual_rows,
            drift=spider.archive.drift(spider.portal.id, spider.run_id),
            limit=spider.limit,
            store_error=str(spider.store_error) if spider.store_error else None,
        )
    )
    return RunResult(
        outcome=outcome,
        cause=cause,
        message=message,
        request_count=counts["requests"],
        list_page_count=counts["list_answers"],
        listed_count=counts["listed"],
        declared_count=sum(tally.declared.values()) if tally.declared else None,
        report_count=counts["documents"],
        new_report_count=filed["new"],
        new_revision_count=filed["revised"],
        failure_count=sum(tally.verdicts.values()),
        walk="full" if spider.walked_in_full else "incremental",
        revisit_count=counts["revisits"],
        not_modified_count=counts["not_modified"],
        filtered_count=counts["requests"] - counts["answers"],
        held_count=counts["held"],
    )

"""How a run is judged: the outcome, its cause, and a sentence that says what to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from crawler.monitors import Findings, judge

GOOD = Findings(
    finish_reason="finished",
    counts=Counter(listed=40, documents=40),
    verdicts=Counter(),
    reports_min=30,
    document_count=40,
    rows=Counter({"annual-reports": 40}),
    declared={"annual-reports": 40},
    limit=None,
    store_error=None,
)


def met(*verdicts: str, listed: int = 40) -> Findings:
    return replace(GOOD, verdicts=Counter(verdicts), counts=Counter(listed=listed, documents=40))


def test_a_run_that_saw_every_row_and_page_is_complete() -> None:
    assert judge(GOOD) == ("complete", None, "40 rows listed, 40 documents read.")


@pytest.mark.parametrize(
    ("found", "ended"),
    [
        (met("list/captcha", listed=0), ("blocked", "captcha")),
        (replace(GOOD, counts=Counter(listed=0, faults=1)), ("failed", "fault")),
        (met("list/timeout", listed=0), ("failed", "timeout")),
        (met("list/not_found", listed=0), ("failed", "not_found")),
        (met("list/unreadable", listed=0), ("empty", "redesign")),
        (met("report/challenge"), ("blocked", "challenge")),
        (met("list/timeout"), ("partial", "timeout")),
        (met("list/server_error"), ("partial", "server_error")),
        (met("list/not_found"), ("partial", "not_found")),
        (met("list/unreadable"), ("partial", "unreadable")),
        (met("report/home_page"), ("partial", "home_page")),
        (met("report/not_found", "report/soft_404", "report/unreadable"), ("complete", None)),
        (met("attachment/timeout", "attachment/not_found"), ("complete", None)),
        (replace(GOOD, declared={"annual-reports": 41}), ("partial", "gap")),
        (replace(GOOD, reports_min=41), ("failed", "floor")),
        (replace(GOOD, reports_min=41, limit=5), ("complete", None)),
        (replace(GOOD, usual_rows=51), ("failed", "drop")),
        (replace(GOOD, usual_rows=50), ("complete", None)),
        (replace(GOOD, drift="20 of 20 documents state no date."), ("failed", "drift")),
        (replace(GOOD, counts=Counter(listed=40, requests=44, answers=43)), ("partial", "lost")),
        (replace(GOOD, counts=Counter(listed=40, over_limit=2), limit=5), ("partial", "limit")),
        (replace(GOOD, finish_reason="shutdown"), ("partial", "interrupted")),
        (replace(GOOD, finish_reason="closespider_timeout"), ("partial", "closespider_timeout")),
        (
            replace(GOOD, finish_reason="closespider_timeout", usual_rows=90),
            ("partial", "closespider_timeout"),
        ),
        (replace(GOOD, finish_reason="memusage_exceeded", counts=Counter()), ("failed", "memory")),
        (replace(met("report/captcha"), finish_reason="blocked"), ("blocked", "captcha")),
        (replace(GOOD, store_error="The disk is full; free some space."), ("failed", "store")),
    ],
)
def test_what_a_run_met_decides_how_it_ended(found: Findings, ended: tuple[str, str | None]) -> None:
    assert judge(found)[:2] == ended


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (met("report/timeout"), "1 page could not be fetched (timeout); run again."),
        (met("report/login", "list/login"), "Instead of 2 pages the portal sent a login page"),
        (met("list/not_found"), "own pager counts 1 page of its lists that are not there (not_found)"),
        (replace(GOOD, declared={"annual-reports": 41}), "annual-reports declares 41 rows and 40 were seen"),
        (replace(GOOD, reports_min=41), "40 documents were read, fewer than the floor of 41"),
        (replace(GOOD, counts=Counter(listed=40, list_pages_over_limit=1)), "more pages than MAX_LIST_PAGES"),
        (replace(GOOD, finish_reason="memusage_exceeded"), "it used more memory than MEMUSAGE_LIMIT_MB"),
        (
            replace(GOOD, finish_reason="strange"),
            "The crawl ended early: Scrapy gave the reason strange; run again.",
        ),
    ],
)
def test_the_sentence_carries_the_figures(found: Findings, told: str) -> None:
    assert told in judge(found)[2]

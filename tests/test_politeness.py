"""Manners towards a portal that misbehaves: one crawl with the real settings visits every fault there is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crawler.politeness import crawl_delay, retry_after
from tests import fault_server
from tests.fault_crawl import Outcome, Plan, Received, crawl
from tests.fault_server import Faults

MAIN, DOWN, MISSING, REFUSED, PAGE = "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"
SLOW, RESET, AWAY, BUSY, DATED, WEARY = (
    "127.0.0.6",
    "127.0.0.7",
    "127.0.0.8",
    "127.0.0.9",
    "127.0.0.10",
    "127.0.0.11",
)
ROBOTS = {
    MAIN: "none",
    DOWN: "out of order",
    MISSING: "none",
    REFUSED: "refused",
    PAGE: "page",
    SLOW: "slow",
    RESET: "reset",
    AWAY: "away",
    BUSY: "none",
    DATED: "none",
    WEARY: "none",
}
FAULTS = (
    "whole",
    "whole-unmeasured",
    "cut-unmeasured",
    "cut-once",
    "cut-differently",
    "cut-measured",
    "cut-gzip",
    "cut-chunk",
    "longer-than-stated",
    "untidy",
    "rows.json",
    "bomb",
    "error-once",
    "error",
    "refuse",
    "challenge",
    "reset",
    "hang",
    "round",
    "cookie-wall",
)


class Night:
    """One crawl over every fault, and what the hosts saw of it."""

    def __init__(self, faults: Faults, outcome: Outcome) -> None:
        self.faults, self.outcome = faults, outcome

    def got(self, path: str, host: str = MAIN) -> Received:
        return self.outcome.received[self.faults.url(host, path)]

    def times_asked(self, path: str, host: str = MAIN) -> int:
        return self.faults.paths(host).count(path)


@pytest.fixture(scope="module")
def night() -> Iterator[Night]:
    with fault_server.running(ROBOTS) as faults:
        pages = [faults.url(MAIN, f"/{fault}") for fault in FAULTS]
        pages += [faults.url(host, "/whole") for host in (DOWN, MISSING, REFUSED, PAGE, RESET, AWAY)]
        pages += [faults.url(SLOW, path) for path in ("/whole", "/secret/1", "/whole/2", "/whole/3")]
        pages += [faults.url(BUSY, path) for path in ("/wait-a-second", "/whole/1", "/whole/2")]
        pages += [faults.url(DATED, path) for path in ("/wait-until", "/whole/1")]
        pages += [faults.url(WEARY, path) for path in ("/wait-an-hour", "/whole/1", "/whole/2")]
        plan = Plan(
            pages=pages,
            files=[faults.url(MAIN, "/file-unmeasured")],
            hosts=[f"{host}:{port}" for host, port in faults.ports.items()],
            named=list(faults.ports),
            settings={"CONCURRENT_REQUESTS": 64},
        )
        yield Night(faults, crawl(plan))


def test_every_request_is_answered_for(night: Night) -> None:
    asked_for = len(FAULTS) + 6 + 4 + 3 + 2 + 3 + 1
    assert len(night.outcome.received) == asked_for


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fault", ["whole", "whole-unmeasured", "cut-once", "error-once"])
def test_a_whole_page_is_taken(night: Night, fault: str) -> None:
    assert night.got(f"/{fault}") == Received(200, fault_server.PAGE.decode())


@pytest.mark.parametrize(
    "fault",
    ["cut-unmeasured", "cut-differently", "cut-measured", "cut-gzip", "cut-chunk", "longer-than-stated"],
)
def test_a_page_that_stays_cut_is_asked_for_twice_and_never_taken(night: Night, fault: str) -> None:
    assert (night.got(f"/{fault}").cause, night.got(f"/{fault}").status) == ("cut_short", None)
    assert night.times_asked(f"/{fault}") == 2


def test_a_page_whose_template_has_no_end_tag_is_taken_the_second_time(night: Night) -> None:
    assert night.got("/untidy").body == fault_server.UNTIDY_PAGE.decode()
    assert night.times_asked("/untidy") == 2


def test_rows_are_not_expected_to_end_like_a_page(night: Night) -> None:
    assert night.got("/rows.json").body == '{"rows": []}'
    assert night.times_asked("/rows.json") == 1


def test_a_file_of_unknown_length_is_taken_when_it_comes_twice_the_same(night: Night) -> None:
    assert night.got("/file-unmeasured").body == fault_server.FILE.decode()
    assert night.times_asked("/file-unmeasured") == 2


def test_a_bomb_is_not_unpacked(night: Night) -> None:
    assert night.got("/bomb").status is None
    assert "DOWNLOAD_MAXSIZE" in night.got("/bomb").message


# ── failures ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "status", "times"), [("/error", 500, 2), ("/refuse", 403, 1), ("/challenge", 412, 1)]
)
def test_an_error_reaches_the_spider_as_a_finding(night: Night, path: str, status: int, times: int) -> None:
    assert (night.got(path).status, night.times_asked(path)) == (status, times)


@pytest.mark.parametrize(("path", "cause"), [("/reset", "cut_short"), ("/hang", "timeout")])
def test_no_answer_has_a_cause_after_two_attempts(night: Night, path: str, cause: str) -> None:
    assert (night.got(path).cause, night.times_asked(path)) == (cause, 2)


def test_a_redirect_to_itself_is_passed_with_its_cookie(night: Night) -> None:
    assert (night.got("/cookie-wall").status, night.times_asked("/cookie-wall")) == (200, 2)


def test_a_redirect_without_end_is_given_up(night: Night) -> None:
    assert night.got("/round").message == "max redirections reached"
    assert sum(path.startswith("/round") for path in night.faults.paths(MAIN)) == 6


# ── robots.txt ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", [MISSING, REFUSED, PAGE, AWAY])
def test_a_robots_file_that_is_not_there_forbids_nothing(night: Night, host: str) -> None:
    assert night.got("/whole", host).status == 200


@pytest.mark.parametrize(("host", "cause"), [(DOWN, "refused"), (RESET, "cut_short")])
def test_a_robots_file_that_cannot_be_had_forbids_everything(night: Night, host: str, cause: str) -> None:
    # A host that did not answer at all is told by what went wrong, not as if it had forbidden anything.
    assert night.got("/whole", host).cause == cause
    assert set(night.faults.paths(host)) == {"/robots.txt"}


def test_what_robots_forbids_is_not_asked_for(night: Night) -> None:
    assert night.got("/secret/1", SLOW).cause == "refused"
    assert "/secret/1" not in night.faults.paths(SLOW)
    assert night.got("/whole", SLOW).status == 200


def test_crawl_delay_is_kept_to_between_all_requests(night: Night) -> None:
    gaps = night.faults.gaps(SLOW)
    assert len(gaps) == 3
    assert min(gaps) > 0.95


def test_robots_is_asked_for_once_for_each_host(night: Night) -> None:
    assert night.times_asked("/robots.txt", MAIN) == 1
    assert night.times_asked("/robots.txt", SLOW) == 1


def test_the_stats_say_what_was_made_of_each_robots_file(night: Night) -> None:
    rules = {
        re.sub(r".*/(.*):\d+", r"\1", key): told
        for key, told in night.outcome.stats.items()
        if key.startswith("robotstxt/rules/")
    }
    assert rules[SLOW] == "as stated"
    assert rules[PAGE] == "all allowed (status 200, no rules)"
    assert rules[DOWN] == "nothing allowed (status 503)"
    assert rules[AWAY] == "all allowed (IgnoreRequest)"


@pytest.mark.parametrize(
    ("stated", "kept"), [(None, 0.0), (2.5, 2.5), (30.0, 30.0), (86400.0, 30.0), (-1.0, 0.0)]
)
def test_crawl_delay_is_capped_at_half_a_minute(stated: float | None, kept: float) -> None:
    assert crawl_delay(stated) == kept


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("host", "path"), [(BUSY, "/wait-a-second"), (DATED, "/wait-until")])
def test_the_whole_host_rests_for_as_long_as_it_asks(night: Night, host: str, path: str) -> None:
    after_refusal = night.faults.gaps(host)[night.faults.paths(host).index(path)]
    assert after_refusal > 0.95
    assert night.got(path, host).status == 200
    assert night.got("/whole/1", host).status == 200


def test_a_host_that_wants_an_hour_is_left_alone(night: Night) -> None:
    assert night.faults.paths(WEARY) == ["/robots.txt", "/wait-an-hour"]
    assert night.got("/wait-an-hour", WEARY).status == 429
    assert night.got("/whole/2", WEARY).cause == "refused"
    assert "3600 s of rest" in night.got("/whole/2", WEARY).message


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 22 Jan 2020 02:00:30 GMT", 30.0),
        ("Wed, 22 Jan 2020 01:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, datetime(2020, 1, 22, 2, 0, tzinfo=UTC)) == seconds


# ── cookies ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keeps_all", [True, False])
def test_a_redirect_to_itself_is_followed_once_and_its_cookie_sent_from_then_on(keeps_all: bool) -> None:
    with fault_server.running({MAIN: "none"}) as faults:
        wall, endless = faults.url(MAIN, "/cookie-wall"), faults.url(MAIN, "/endless-wall")
        hosts = [f"{MAIN}:{faults.ports[MAIN]}"]
        # The endless one first: its cookie is another, and each address is followed on its own account.
        plan = Plan([endless, wall], hosts, named=[MAIN], settings={"COOKIES_ENABLED": keeps_all})
        outcome = crawl(plan)
        assert outcome.received[wall].status == 200
        assert (outcome.received[endless].status, faults.paths(MAIN).count("/endless-wall")) == (302, 2)

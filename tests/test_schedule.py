"""When a known page is asked for again, and how far lists are walked: bounds that hold over many nights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.nights.known_pages import KnownPage
from archive.records import Channel, Link, ListPage, ListRequest
from crawler.clock import Clock
from crawler.list_walk import ListWalk
from crawler.schedule import in_order, is_due, sends_validators, walk_of_channel, walk_tonight

NIGHT = datetime(2026, 6, 1, 17, 30, tzinfo=UTC)


def page(number: int = 0, published_on: date | None = date(2020, 1, 20)) -> KnownPage:
    url = f"https://www.example.gov.cn/2020/{number}.html"
    return KnownPage(url, "annual", Link(url, "年报"), NIGHT, NIGHT, 1, 1, published_on, False)


def nights_asked(known: KnownPage, count: int) -> list[int]:
    """In which of the nights after NIGHT a page is asked for."""
    asked = []
    for number in range(1, count + 1):
        now = NIGHT + timedelta(days=number)
        if is_due(known, now):
            asked.append(number)
            known = replace(known, last_visited_at=now)
    return asked


@pytest.mark.parametrize(
    ("age", "longest"), [(timedelta(days=3), 1), (timedelta(days=100), 7), (timedelta(days=2000), 60)]
)
def test_every_page_is_asked_for_again_within_the_bound_of_its_age(age: timedelta, longest: int) -> None:
    published_on = (NIGHT - age).date()
    for number in range(200):
        asked = nights_asked(page(number, published_on), 20 if longest == 1 else 61)
        gaps = [later - earlier for earlier, later in zip([0, *asked], asked, strict=False)]
        assert max(gaps) <= longest


def test_the_nights_of_old_pages_are_spread_evenly() -> None:
    pages = [page(number) for number in range(20_000)]
    asked = Counter(night for known in pages for night in nights_asked(known, 60))
    assert set(asked) == set(range(1, 61))
    assert sum(asked.values()) == 20_000
    assert max(asked.values()) < 20_000 / 60 * 1.25


def test_a_night_that_was_missed_is_made_up_for() -> None:
    known = page()
    (its_night,) = nights_asked(known, 60)
    missed = [n for n in range(1, 130) if n != its_night and is_due(known, NIGHT + timedelta(days=n))]
    assert missed[0] <= its_night + 60
    assert is_due(known, NIGHT + timedelta(days=61))


def test_a_page_in_doubt_is_asked_for_every_night_but_none_twice_in_one() -> None:
    assert nights_asked(replace(page(), is_in_doubt=True), 5) == [1, 2, 3, 4, 5]
    assert not is_due(replace(page(), is_in_doubt=True), NIGHT + timedelta(hours=3))


def test_every_twentieth_visit_goes_without_validators() -> None:
    without = [visit for visit in range(100) if not sends_validators(replace(page(), visit_count=visit))]
    assert without == [19, 39, 59, 79, 99]


def test_those_in_doubt_come_first_then_the_longest_unseen() -> None:
    unseen = replace(page(1), last_visited_at=NIGHT - timedelta(days=80))
    doubtful = replace(page(2), is_in_doubt=True)
    assert in_order([page(0), unseen, doubtful]) == [doubtful, unseen, page(0)]


@pytest.mark.parametrize(
    ("days", "walk"), [(1, "incremental"), (6, "incremental"), (7, "full"), (None, "full")]
)
def test_lists_are_walked_to_their_ends_every_week(days: int | None, walk: str) -> None:
    last = None if days is None else NIGHT - timedelta(days=days)
    assert walk_tonight(last, NIGHT) == walk


@pytest.mark.parametrize(
    ("name", "month", "walk"),
    [
        ("政府信息公开年报", 2, "full"),
        ("政府信息公开年报", 4, "incremental"),
        ("2026年度", 2, "full"),
        ("2025年度", 2, "incremental"),
    ],
)
def test_in_the_season_columns_of_last_years_reports_are_walked_in_full(
    name: str, month: int, walk: str
) -> None:
    channel = Channel("annual", name, "disclosure_annual", "https://www.example.gov.cn/")
    assert walk_of_channel(channel, "incremental", datetime(2027, month, 10, tzinfo=UTC)) == walk


def list_page(number: int, more: int = 50) -> ListPage:
    links = tuple(Link(f"/{number}-{row}", "年报") for row in range(3))
    return ListPage(links, (ListRequest(f"/list/{number + 1}"),) if number < more else ())


def test_an_incremental_walk_ends_after_two_pages_in_a_row_without_anything_new() -> None:
    walk = ListWalk("incremental", [ListRequest("/list/0")])
    unknown = [0, 1, 0, 0, 2]
    asked = []
    while step := walk.next():
        number = len(asked)
        asked.append(step.request.url)
        walk.met(list_page(number), step.request.url, unknown[number])
    assert asked == ["/list/0", "/list/1", "/list/2", "/list/3"]


def test_one_list_that_is_all_known_does_not_end_another() -> None:
    walk = ListWalk("incremental", [ListRequest("/old/0"), ListRequest("/new/0")])
    asked = []
    while step := walk.next():
        asked.append(step.request.url)
        name, number = step.request.url.split("/")[1:]
        links = (Link(f"/{name}/{number}/x", "年报"),)
        walk.met(
            ListPage(links, (ListRequest(f"/{name}/{int(number) + 1}"),)),
            step.request.url,
            1 if name == "new" and number < "4" else 0,
        )
    assert [url for url in asked if url.startswith("/old")] == ["/old/0", "/old/1"]
    assert [url for url in asked if url.startswith("/new")][-1] == "/new/5"


def test_a_walk_in_full_goes_on_to_the_end_and_asks_for_nothing_twice() -> None:
    walk = ListWalk("full", [ListRequest("/list/0"), ListRequest("/list/0")])
    asked = []
    named = []
    while step := walk.next():
        walk.met(list_page(len(asked), 4), step.request.url, 0)
        asked.append(step.request.url)
        named.append(step.named_by)
    assert named == [None, *asked[:-1]]
    assert asked == [f"/list/{number}" for number in range(5)]


def test_a_rehearsed_clock_goes_on_from_where_it_is_told() -> None:
    clock = Clock.of("2026-11-24T01:30:00+08:00")
    assert timedelta() <= clock.now() - datetime(2026, 11, 23, 17, 30, tzinfo=UTC) < timedelta(seconds=5)
    assert abs(Clock.of(None).now() - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="offset"):
        Clock.of("2026-11-24T01:30:00")

"""The walk through the lists of one channel, page after page, and where it ends."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from archive.records import ListPage, ListRequest
from crawler.schedule import Walk

# A pinned row or a late entry may make one page look new or old; two pages in a row without anything new are the end.
_KNOWN_ENOUGH = 2


class Step(NamedTuple):
    """One request of a walk, and the address of the page that named it: some portals answer only those who come from there."""

    request: ListRequest
    named_by: str | None


class ListWalk:
    """Hands out the requests of one channel's lists one at a time, in order, and learns from each page when to stop.

    Every list that the channel begins with, or that a page without rows leads to, is walked by itself: one of reports
    all known does not end another.
    """

    def __init__(self, walk: Walk, first: Iterable[ListRequest]) -> None:
        self.walk = walk
        self.listed: set[str] = set()
        self._lists = count()
        self._waiting = deque((Step(request, None), next(self._lists)) for request in first)
        self._asked: set[tuple[str, str, str | None]] = set()
        self._known_in_a_row: Counter[int] = Counter()
        self._at = 0

    def next(self) -> Step | None:
        """The next request, and the page that named it; None where the walk is at its end."""
        while self._waiting:
            step, self._at = self._waiting.popleft()
            key = (step.request.method, step.request.url, step.request.body)
            if key not in self._asked and not self._is_over(self._at):
                self._asked.add(key)
                return step
        return None

    def met(self, page: ListPage, url: str, unknown_count: int) -> list[str]:
        """Take note of the page that was asked for last, by its address `url`; returns the addresses on it not met before.

        `unknown_count` is how many of its rows the archive does not hold. A page whose rows this walk has all met is the
        end of its list, whatever it says of further pages; one without rows that names requests is a doorway.
        """
        new = list(dict.fromkeys(link.url for link in page.links if link.url not in self.listed))
        self.listed.update(new)
        if page.links:
            self._known_in_a_row[self._at] = 0 if unknown_count else self._known_in_a_row[self._at] + 1
        if new:
            self._waiting.extend((Step(request, url), self._at) for request in page.next)
        elif not page.links:
            self._waiting.extend((Step(request, url), next(self._lists)) for request in page.next)
        return new

    def _is_over(self, number: int) -> bool:
        return self.walk == "incremental" and self._known_in_a_row[number] >= _KNOWN_ENOUGH

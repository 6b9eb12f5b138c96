"""Readings are ingested in the order of their captures, although some take longer to read than others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from archive.records import Capture, Origin, Reading
from crawler.pipelines import BATCH, IngestReadings
from crawler.tally import Tally


class Ingested:
    """Takes the place of an archive and notes what it is given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def ingest(self, readings: Iterable[Reading]) -> Counter[str]:
        self.batches.append([reading.capture.number for reading in readings])
        return Counter()


def reading(number: int) -> Reading:
    return Reading(Capture(f"/{number}", "report", datetime(2026, 6, 1, tzinfo=UTC), id=number), Origin())


def pipeline(unread: set[int]) -> tuple[IngestReadings, Ingested]:
    archive = Ingested()
    spider = SimpleNamespace(
        archive=archive, unread=unread, tally=Tally(()), revisited=set(), store_error=None
    )
    return IngestReadings(cast(Any, SimpleNamespace(spider=spider))), archive


def test_what_was_captured_after_a_file_waits_until_the_file_is_read() -> None:
    numbers = range(1, BATCH + 3)
    ingest, archive = pipeline(set(numbers))
    for number in numbers:
        if number != 3:
            ingest.process_item(reading(number))
    # The batch was full, and what comes before the file was written.
    assert archive.batches == [[1, 2]]
    ingest.process_item(reading(3))
    assert archive.batches == [[1, 2], list(range(3, BATCH + 3))]


def test_at_the_end_nothing_waits_any_more() -> None:
    ingest, archive = pipeline({1, 2, 3})
    ingest.process_item(reading(3))
    ingest.process_item(reading(2))
    ingest.close_spider()
    assert archive.batches == [[2, 3]]

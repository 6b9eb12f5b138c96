"""Sixty nights on a large replica: `scripts/bench nights [REPORTS] [NIGHTS]`; requests a night, and when changes are found."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.commands import cundang, rows  # noqa: E402
from tests.replicas.documents import ReplicaDocument  # noqa: E402
from tests.replicas.nights import Nights, document, portal_yaml  # noqa: E402
from tests.replicas.server import serve  # noqa: E402

# In November no report is younger than half a year, but for those that are new.
START = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)
NEW, EDITED, REMOVED = 20, 5, 3
FIRST_YEAR, LAST_YEAR = 2009, 2026


@dataclass
class Watch:
    """The portal, the archive, and the night it is."""

    site: Nights
    data: Path
    portals: Path
    now: datetime = START

    def night(self) -> tuple[int, float]:
        """Crawl one night; how many requests it cost, and seconds."""
        self.now += timedelta(days=1)
        self.site.asked.clear()
        begun = time.monotonic()
        arguments = ("crawl", "--data", self.data, "--portals", self.portals)
        cundang(*arguments, timeout=7200, CUNDANG_NOW=self.now.isoformat())
        return len(self.site.asked), time.monotonic() - begun

    def count(self, sql: str) -> int:
        """One number of the archive."""
        return int(str(rows(self.data / "archive.db", sql)[0][0]))


def main(report_count: int, night_count: int) -> None:
    """Print a line for the first crawl, one for the ordinary night, and when each change was found."""
    chance = random.Random(11)  # noqa: S311 a rehearsal needs no secrecy
    site = Nights(_column(report_count))
    with serve(site) as running, tempfile.TemporaryDirectory() as folder:
        watch = Watch(site, Path(folder) / "data", Path(folder) / "portals")
        watch.portals.mkdir()
        (watch.portals / "nights.yml").write_text(portal_yaml(running.url, 1), encoding="utf-8")
        full = _fill(watch, report_count)
        edited = _edit(site, chance)
        removed = _remove(site, chance)
        for number in range(NEW):
            site.add(document(200_000 + number, f"2026-11-03 {8 + number // 4:02}:00:00"))
        found_on: dict[str, list[int]] = {"edits": [], "removals": []}
        for night in range(1, night_count + 1):
            requests, seconds = watch.night()
            if night == 1:
                print(
                    f"ordinary night: {requests} requests of {full} ({requests / full:.2%}), {seconds:.0f} s",
                    flush=True,
                )
                new_count = watch.count("select count(*) from report") - report_count
                print(f"new found the same night: {new_count} of {NEW}", flush=True)
            _note(found_on["edits"], watch.count("select count(*) from change where kind = 'revised'"), night)
            _note(
                found_on["removals"],
                watch.count("select count(*) from change where kind = 'taken_down'"),
                night,
            )
        for what, total in (("edits", len(edited)), ("removals", len(removed))):
            print(f"{what} found: {len(found_on[what])} of {total}, in nights {found_on[what]}", flush=True)


def _column(count: int) -> list[ReplicaDocument]:
    """Reports of many years, newest first, each published between January and March."""
    years = LAST_YEAR - FIRST_YEAR + 1
    days = sorted(
        (
            datetime(FIRST_YEAR + n % years, 1, 1, tzinfo=UTC) + timedelta(days=n * 7 % 89)
            for n in range(count)
        ),
        reverse=True,
    )
    return [document(number, day.strftime("%Y-%m-%d 09:00:00")) for number, day in enumerate(days)]


def _fill(watch: Watch, count: int) -> int:
    """Crawl until the archive holds all; how many requests a crawl of everything takes."""
    spent, seconds = 0, 0.0
    while not (watch.data / "archive.db").exists() or watch.count("select count(*) from report") < count:
        requests, took = watch.night()
        spent, seconds = spent + requests, seconds + took
    print(f"first crawl of {count} reports: {spent} requests, {seconds:.0f} s", flush=True)
    return count + count // 20 + 1


def _edit(site: Nights, chance: random.Random) -> list[ReplicaDocument]:
    edited = chance.sample(site.rows, EDITED)
    for row in edited:
        site.edit(replace(row, body=row.body.replace("逐项整改", "逐项整改到位")))
    return edited


def _remove(site: Nights, chance: random.Random) -> list[ReplicaDocument]:
    """One is taken off the list, too."""
    removed = chance.sample(site.rows[: len(site.rows) // 2], REMOVED)
    site.gone |= {row.number for row in removed}
    site.delist(removed[0])
    return removed


def _note(found: list[int], total: int, night: int) -> None:
    found += [night] * (total - len(found))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 20_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 60,
    )

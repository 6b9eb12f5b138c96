"""How long a page of results takes: `scripts/bench search [REPORTS] [FOLDER]`, the archive of an earlier run in FOLDER kept.

Two times each: of the clock, which other work on the machine makes longer, and of the process, which it does not.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.catalogue import Catalogue  # noqa: E402
from archive.database import connect_read_only  # noqa: E402
from archive.ingest import ARCHIVE_FILE  # noqa: E402
from cundang.serve import PUBLIC_SETTINGS, application  # noqa: E402
from scripts.bench_search_rows import FIGURES, RARE, build  # noqa: E402

REPEATS = 15
# Milliseconds of the clock, and of the process.
Spent = tuple[float, float]
SEARCHES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("two characters, all reports", {"q": "公开"}),
    ("two characters, many reports", {"q": "林业"}),
    ("rare word", {"q": RARE}),
    ("several words", {"q": "林业 培训 群众"}),
    ("quoted phrase", {"q": '"未收到政府信息公开申请"'}),
    ("four characters, all reports", {"q": "信息公开"}),
    ("a bureau", {"q": "青山县林业局"}),
    ("a bureau and a year", {"q": "青山县林业局 2019"}),
    ("no words", {}),
    ("no words, place", {"place": "青山县"}),
    ("no words, year", {"year": "2019"}),
    ("no words, type", {"type": "rule_of_law_annual"}),
    ("no words, bureau", {"bureau": "青山县林业局"}),
    ("no words, with figures", {"has": "figures"}),
    ("no words, late", {"has": "late"}),
    ("no words, sums do not agree", {"has": "broken_sums"}),
    ("no words, changed", {"has": "changed"}),
    ("no words, taken down", {"has": "off_portal"}),
    ("words, year, late and changed", {"q": "公开", "year": "2019", "has": ["late", "changed"]}),
    ("words, place", {"q": "信息公开", "place": "青山县"}),
    ("newest first", {"q": "公开", "sort": "newest"}),
    ("page 500", {"q": "公开", "page": "500"}),
    ("nothing found", {"q": "龙门石窟", "year": "2019"}),
)
# Beyond what is promised: one character begins every pair of characters that begins with it.
ONE_CHARACTER = ("one character, all reports", {"q": "局"})
TABLES = (
    ("Datasette's table", "/archive/report"),
    ("Datasette's table, words", "/archive/report?_search=%E5%85%AC%E5%BC%80"),
    ("Datasette's table, late", "/archive/report?days_late__gt=0"),
    ("Datasette's table, a place", "/archive/report?place=%E9%9D%92%E5%B1%B1%E5%8E%BF"),
)
# Under the settings for strangers, which stop a query after half a second.
PUBLIC = (
    ("home", "/"),
    ("report", "/-/report/b100-disclosure_annual-2019"),
    ("bureau", "/-/bureau/b100"),
    ("compare", "/-/compare?indicator=requests.received&applicant=total&bureau=b100&bureau=b101&bureau=b102"),
    ("coverage, all places", "/-/coverage"),
    ("coverage, a place", "/-/coverage?place=%E9%9D%92%E5%B1%B1%E5%8E%BF"),
    ("changes", "/-/changes"),
    ("changes of figures", "/-/changes?kind=figures"),
    ("health", "/-/health"),
    ("charts", "/-/dashboards/overview"),
    ("rows of a chart: reports", "/archive/reports_per_year.json"),
    ("rows of a chart: on time or late", "/archive/punctuality_per_year.json"),
    ("rows of a chart: requests", "/archive/requests_per_year.json"),
    ("rows of a chart: places", "/archive/reports_per_place.json"),
    ("rows of a chart: findings", "/archive/findings_by_rule.json"),
    ("rows of a chart: changes", "/archive/changes_per_month.json"),
    ("question: late", "/archive/late.json?report_year=2019&place="),
    ("question: most requests", "/archive/most_requests.json?report_year=2019"),
    (
        "question: a bureau's requests",
        "/archive/requests_of_a_bureau.json?bureau=%E9%9D%92%E5%B1%B1%E5%8E%BF%E6%9E%97%E4%B8%9A%E5%B1%80",
    ),
)
EXPORTS = ("csv", "json", "atom")


def main(count: int, folder: Path) -> None:
    """Build what is not there, and print milliseconds: the median and the 95th percentile of each kind of page."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ARCHIVE_FILE).exists():
        start = time.perf_counter()
        build(folder, count)
        print(f"built {count} reports with {FIGURES} figures each in {time.perf_counter() - start:.0f} s")
    asyncio.run(_measure(folder))


async def _measure(folder: Path) -> None:
    site = application(folder / ARCHIVE_FILE)
    size = (folder / ARCHIVE_FILE).stat().st_size / 2**30
    print(f"{size:.1f} GiB, load {os.getloadavg()[0]:.1f} before")
    _print_catalogue(folder)
    _print("start, before anybody is answered", [await _spent(site, "/-/search?q=x")])
    # Each address in turn and not many times the same, so that none stays in the caches of SQLite for its own sake.
    spent: dict[str, list[Spent]] = {name: [] for name, _ in SEARCHES}
    for _ in range(REPEATS):
        for name, parameters in SEARCHES:
            spent[name].append(await _spent(site, f"/-/search?{urlencode(parameters, doseq=True)}"))
    for name, each in spent.items():
        _print(name, each)
    _print("all of these", [one for each in spent.values() for one in each])
    await _others(site)
    strangers = application(folder / ARCHIVE_FILE, PUBLIC_SETTINGS)
    for name, address in PUBLIC:
        _print(f"public, {name}", [await _spent(strangers, address) for _ in range(5)])
    print(f"load {os.getloadavg()[0]:.1f} after")


async def _others(site: Any) -> None:
    name, parameters = ONE_CHARACTER
    others = [(name, f"/-/search?{urlencode(parameters)}")]
    others += [(f"{media} of all", f"/-/search.{media}?q=%E5%85%AC%E5%BC%80") for media in EXPORTS]
    for name, address in [*others, *TABLES]:
        _print(name, [await _spent(site, address) for _ in range(5)])
    for name, address in TABLES:
        path, _, query = address.partition("?")
        answer = (await site.client.get(f"{path}.json?{query}&_size=1")).json()
        facets = answer.get("facet_results") or {}
        print(f"{name:<42}{sorted(facets)} counted, {answer.get('facets_timed_out')} not in time")


def _print_catalogue(folder: Path) -> None:
    connection = connect_read_only(folder / ARCHIVE_FILE)
    clock, process = time.perf_counter(), time.process_time()
    Catalogue(connection)
    _print("the catalogue read", [(_since(clock, time.perf_counter), _since(process, time.process_time))])
    tracemalloc.start()
    kept = Catalogue(connection)
    now, peak = (number / 2**20 for number in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    print(f"{'the catalogue in memory':<42}{now:>8.0f} MiB, {peak:.0f} MiB while it is read")
    del kept
    connection.close()


async def _spent(site: Any, address: str) -> Spent:
    clock, process = time.perf_counter(), time.process_time()
    response = await site.client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    return _since(clock, time.perf_counter), _since(process, time.process_time)


def _since(start: float, now: Callable[[], float]) -> float:
    return (now() - start) * 1000


def _print(name: str, each: list[Spent]) -> None:
    shown = []
    for kind, spent in zip(("clock", "process"), zip(*each, strict=True), strict=True):
        late = statistics.quantiles(spent, n=20, method="inclusive")[-1] if len(spent) > 1 else spent[0]
        shown.append(f"{kind}{statistics.median(spent):>6.0f} /{late:>6.0f} ms")
    print(f"{name:<42}{'   '.join(shown)}", flush=True)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    if len(sys.argv) > 2:
        main(number, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(number, Path(made))

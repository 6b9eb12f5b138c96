"""How exactly figures are read, and how fast: `scripts/bench figures`, over the reports of tests/reports."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.checks import check_report  # noqa: E402
from archive.figures.flattened import read_flattened  # noqa: E402
from archive.figures.prose import read_prose  # noqa: E402
from archive.figures.reader import read_figures  # noqa: E402
from archive.figures.tables import read_tables  # noqa: E402
from tests.report_cases import (  # noqa: E402
    REPORTS,
    Score,
    cases,
    document_of,
    parsed_case,
    read_case,
    score_cells,
    score_prose,
    year_of,
)

# A web page with the three tables of the form of 2021 and nothing wrong with it.
CLEAN = REPORTS / "f2021" / "clean" / "body.html"


def main(repeats: int) -> None:
    """Print exactness by edition and what each step of reading one report costs."""
    print(
        f"{'edition':<10}{'reports':>8}{'figures':>9}{'exact':>8}{'share':>9}{'wrong':>7}{'missed':>8}{'misnamed':>10}"
    )
    for edition in ("f2008", "f2014", "f2019", "f2021", "prose"):
        bodies = [body for body in cases() if body.parents[1].name == edition]
        _print_score(f"{edition}", bodies, score_prose if edition == "prose" else score_cells)
    _print_score("tables", cases(), score_cells)
    _print_score("sentences", cases(), score_prose)
    _print_costs(repeats)


def _print_score(name: str, bodies: list[Path], compare: Callable[..., None]) -> None:
    score = Score()
    for body in bodies:
        compare(body, read_case(body).figures, score)
    counts = f"{len(bodies):>8}{score.expected_count:>9}{score.exact_count:>8}{score.exactness:>9.4f}"
    print(f"{name:<10}{counts}{len(score.wrong):>7}{len(score.missed):>8}{len(score.misnamed):>10}")
    for what in (*score.wrong, *score.missed, *score.misnamed):
        print(f"    {what}")


def _print_costs(repeats: int) -> None:
    document, year = document_of(CLEAN), year_of(parsed_case(CLEAN))
    read = read_figures(document, year)
    every = ("proactive", "requests", "disputes", "lists")
    for name, action in (
        ("tables", lambda: read_tables(document.tables)),
        ("forms run together in text", lambda: read_flattened(document.text, every)),
        ("sentences", lambda: read_prose(document.text, year)),
        ("all figures", lambda: read_figures(document, year)),
        ("checks", lambda: check_report(read.figures, read.rows)),
    ):
        print(f"{name:<32}{_milliseconds(action, repeats):>8.2f} ms a report")


def _milliseconds(action: Callable[[], object], repeats: int) -> float:
    action()
    start = time.process_time()
    for _ in range(repeats):
        action()
    return (time.process_time() - start) * 1000 / repeats


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)

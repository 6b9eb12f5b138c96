"""Documents a second by format, read in this process and in a worker of its own: `scripts/bench documents [SECONDS]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from crawler.documents.kinds import kind_of  # noqa: E402
from crawler.documents.readers import read_document, read_files  # noqa: E402
from crawler.files.isolation import shared  # noqa: E402
from tests.document_cases import same_report  # noqa: E402


def main(seconds: float) -> None:
    """Print a line a format: documents a second without and with isolation, and what isolation costs a document."""
    print(f"{'format':<10}{'KiB':>6}{'here, docs/s':>14}{'worker, docs/s':>16}{'cost, ms':>10}")
    workers = shared("text")
    for body in same_report().values():
        here = _rate(lambda body=body: read_files(body, read_document), seconds)
        there = _rate(lambda body=body: workers.read(body), seconds)
        cost = 1000 / there - 1000 / here
        print(
            f"{kind_of(body):<10}{len(body) / 1024:>6.0f}{here:>14.1f}{there:>16.1f}{cost:>10.1f}", flush=True
        )


def _rate(action: Callable[[], object], seconds: float) -> float:
    action()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        action()
        count += 1
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0)

"""What finding copied text costs and what it misses, on invented reports: `python scripts/bench_copies.py [COUNT]`."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.copies import candidates, compare, signature  # noqa: E402
from tests.test_copies import Author, composed, invented_report  # noqa: E402

SENTENCES = 85
COMPARED = 300
# Every tenth report copies the one before it, in one of these ways in turn.
KINDS = ("new numbers", "other bureau", "third rewritten", "half rewritten")
REWRITTEN = {"third rewritten": 1 / 3, "half rewritten": 1 / 2}
FIRST, SECOND = "青白红紫金银石沙云雾松柏梅兰竹菊鹤鹭龙凤", "山川河湖江溪泉潭岭岗坪湾港渡桥关林原野岛"
ORGANS = ("林业局", "教育局", "民政局", "水利局", "统计局", "商务局", "审计局", "司法局", "文化和旅游局")


def main(count: int) -> None:
    """Print seconds and memory of each step at `count` reports, then recall by kind of copy, and false pairs."""
    signed, seconds, characters = [], 0.0, 0
    for at in range(count):
        author, text = _report(at)
        characters += len(text)
        start = time.perf_counter()
        signed.append((at, signature(text, author.names) or b""))
        seconds += time.perf_counter() - start
    print(f"{count} reports of {characters / count:.0f} characters, {count // 10} of them copies", flush=True)
    _print_cost("signatures", seconds, count)
    start = time.perf_counter()
    found = list(candidates(signed, range(count)))
    _print_cost("pairs", time.perf_counter() - start, count)
    compared = [(*_report(a), *_report(b)) for a, b, _ in found[:COMPARED]]
    start = time.perf_counter()
    for author, text, other, copy in compared:
        compare(text, copy, author.names, other.names)
    _print_cost("comparing", time.perf_counter() - start, len(compared))
    _print_quality([(a, b) for a, b, _ in found], count)


def _report(at: int) -> tuple[Author, str]:
    """The report numbered `at`; the ninth of every ten is copied by the tenth."""
    if at % 10 != 9:
        return _author(at), invented_report(_author(at), 2022, composed(at, SENTENCES), at)
    kind, source = KINDS[at // 10 % len(KINDS)], at - 1
    author = _author(at if kind == "other bureau" else source)
    sentences, fresh = composed(source, SENTENCES), composed(at, SENTENCES)
    chosen = random.Random(at)  # noqa: S311
    for place in chosen.sample(range(SENTENCES), round(SENTENCES * REWRITTEN.get(kind, 0))):
        sentences[place] = fresh[place]
    return author, invented_report(author, 2023, sentences, at)


def _author(at: int) -> Author:
    first, second = FIRST[at % len(FIRST)], SECOND[at // len(FIRST) % len(SECOND)]
    return Author(f"{first}{second}县", ORGANS[at % len(ORGANS)])


def _print_cost(step: str, seconds: float, count: int) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    each = 1000 * seconds / max(1, count)
    print(f"{step:<12}{seconds:>9.1f} s{each:>9.3f} ms each{peak:>8} MiB at most", flush=True)


def _print_quality(found: Iterable[tuple[int, int]], count: int) -> None:
    pairs = set(found)
    made = {(at - 1, at): KINDS[at // 10 % len(KINDS)] for at in range(9, count, 10)}
    there, seen = Counter(made.values()), Counter(made[pair] for pair in pairs & made.keys())
    for kind in KINDS:
        print(f"{kind:<18}{seen[kind]:>7} of {there[kind]:>6} found")
    print(f"{'false pairs':<18}{len(pairs - made.keys()):>7}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)

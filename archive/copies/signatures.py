"""Signatures of reports, by which near-copies among a hundred thousand are found without comparing all pairs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from rensa import RMinHash, RMinHashLSH

from archive.copies.masking import NAME, NUMBER, masked
from archive.errors import StoreError
from archive.text import han_count

LEAST_HAN = 150
LEAST_SIMILARITY = 0.25
MOST_PAIRS = 20

# What of a signature depends on this module and on `masking`: raise it with any change to either, because signatures
# of two recipes look alike and are not. The library's own version of its algorithm stands in what it writes.
_RECIPE = b"\x01"
# On twelve real reports of different bureaux, runs of 7 characters are shared by 1 % of the median pair and 4 % of
# the closest, against 72 % where a word of every sentence was changed and a third where half the sentences were.
# Shorter runs bring the genre in (5 % and 9 % at 3), longer ones lose edited sentences (59 % at 12).
_SHINGLE = 7
# 85 bands of 3 find 74 % of the pairs at 0.25, 95 % at 0.33 (half rewritten) and all from 0.45; of pairs as far apart
# as two strangers (0.01) they let one in ten thousand through to be weighed.
_HASHES, _BANDS = 255, 85
_SEED = 20080501
_MARKS = re.compile(rf"[^{NUMBER}{NAME}\u3007\u3400-\u9fff]")


def signature(text: str, names: Iterable[str]) -> bytes | None:
    """The MinHash signature of a report's masked prose, the same in every process.

    `names` are the names of the bureau and its places (see `masked`). None where fewer than 150 Han characters of
    prose are left: what so little text shares says nothing.
    """
    words = masked(text, names)
    if han_count(words) < LEAST_HAN:
        return None
    run = _MARKS.sub("", words)
    sketch = _blank()
    sketch.update([run[at : at + _SHINGLE] for at in range(len(run) - _SHINGLE + 1)])
    return _RECIPE + bytes(sketch.__getstate__())


def candidates(
    signatures: Iterable[tuple[int, bytes]], new: Iterable[int]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of reports that may be copies: lower id, higher id, and the estimated share of text in common from 0.25.

    `signatures` are the ids and signatures of all reports; pairs are looked for of those in `new` only, with one
    another and with the rest. Each report of `new` brings its 20 most similar, of equals those with the nearest ids,
    so that a template of a thousand bureaux does not bring half a million pairs. The same input gives the same pairs in
    the same order. Raises StoreError where a signature was made by another recipe or another version of the library.
    """
    groups = _groups(signatures)
    sketches = [_read(written, ids[0]) for written, ids in groups]
    index = RMinHashLSH(LEAST_SIMILARITY, _HASHES, _BANDS)
    index.insert_pairs(list(enumerate(sketches)))
    wanted = set(new)
    seen: set[tuple[int, int]] = set()
    for sketch, (_, ids) in zip(sketches, groups, strict=True):
        asking = [one for one in ids if one in wanted]
        if not asking:
            continue
        near = [
            (similarity, groups[other][1])
            for other in index.query(sketch)
            if (similarity := sketch.jaccard(sketches[other])) >= LEAST_SIMILARITY
        ]
        for one in asking:
            for similarity, other in _nearest(one, near):
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    if other in wanted:
                        seen.add(pair)
                    yield (*pair, similarity)


def _groups(signatures: Iterable[tuple[int, bytes]]) -> list[tuple[bytes, list[int]]]:
    """The distinct signatures, each with the ids that have it in order: a blank template is weighed once."""
    ids: dict[bytes, list[int]] = {}
    for one, written in sorted(signatures):
        ids.setdefault(written, []).append(one)
    return list(ids.items())


def _nearest(one: int, near: list[tuple[float, list[int]]]) -> list[tuple[float, int]]:
    """The other reports most like `one`, the most similar first: similarity and id."""
    ranked = (
        (-similarity, abs(other - one), other)
        for similarity, ids in near
        for other in _around(one, ids)
        if other != one
    )
    return [(-unlike, other) for unlike, _, other in nsmallest(MOST_PAIRS, ranked)]


def _around(one: int, ids: list[int]) -> list[int]:
    at = bisect_left(ids, one)
    return ids[max(0, at - MOST_PAIRS) : at + MOST_PAIRS + 1]


def _read(written: bytes, report: int) -> RMinHash:
    sketch = _blank()
    try:
        if not written.startswith(_RECIPE):
            raise ValueError("another recipe")
        sketch.__setstate__(written[len(_RECIPE) :])
    except ValueError as error:
        raise StoreError(
            f"The signature of report {report} was made by another version ({error}); compute all signatures again."
        ) from error
    return sketch


def _blank() -> RMinHash:
    return RMinHash(_HASHES, _SEED)

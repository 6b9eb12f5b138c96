"""Two revisions of a report beside each other, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.noise import without_noise
from archive.text import clean, fold

# A row of a table is one sentence: its cells belong together.
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]?")


@dataclass(frozen=True, slots=True)
class TextChange:
    """A run of sentences that differs: what stood there before, and what stands there now; either may be empty.

    A sentence without a mark at its end, such as a row of a table, is a line of its own.
    """

    before: str
    after: str


def text_changes(before: str, after: str) -> list[TextChange]:
    """Every place where `after` says otherwise than `before`, in order.

    Width, spaces and what a page counts by itself are no difference.
    """
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, list(map(fold, old)), list(map(fold, new)), autojunk=False)
    return [
        TextChange(_joined(old[i:j]), _joined(new[k:m]))
        for kind, i, j, k, m in matcher.get_opcodes()
        if kind != "equal"
    ]


def sentences_alike(before: str, after: str) -> int:
    """How many pairs of equal sentences `text_changes` looks at."""
    return pairs_alike(map(fold, _sentences(before)), map(fold, _sentences(after)))


def pairs_alike(before: Iterable[str], after: Iterable[str]) -> int:
    """How many pairs of equal items a comparison looks at: what it costs, many times over where few are repeated often."""
    there = Counter(after)
    return sum(count * there[item] for item, count in Counter(before).items())


def _sentences(text: str) -> Sequence[str]:
    return [sentence for sentence in map(clean, _SENTENCE.findall(without_noise(text))) if sentence]


def _joined(sentences: Sequence[str]) -> str:
    ended = (sentence if sentence[-1] in "。；！？" else f"{sentence}\n" for sentence in sentences)
    return "".join(ended).removesuffix("\n")

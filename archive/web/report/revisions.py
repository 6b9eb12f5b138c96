"""What a revision says otherwise than the one before it: sentence by sentence, with the words that differ, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.differences import pairs_alike, sentences_alike, text_changes

# A number is one word: 66 and 176 share no digit that a reader would call unchanged.
_WORD = re.compile(r"[0-9.]+|[A-Za-z]+|.", re.DOTALL)
# Beyond that the two are shown whole; comparing them word by word would cost more than it tells.
_LONGEST, _MOST_WORDS_ALIKE = 1500, 50_000
# What a comparison may cost while a reader waits: ten times the longest report seen, and a few tenths of a second.
_LONGEST_TOGETHER, _MOST_LINES_ALIKE = 120_000, 500_000


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters, and whether the other side has it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two revisions differ: what stood there before, and what stands there now; either may be empty."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Where the sentences of two revisions differ, and where the rows of their tables do."""

    sentences: tuple[Change, ...]
    rows: tuple[Change, ...]


def changes(before: str, after: str) -> Changes | None:
    """Every place where `after` says otherwise than `before`; lines with tabs are rows of tables.

    None where the two are too long, or repeat themselves too often, to be compared while a reader waits.
    """
    if len(before) + len(after) > _LONGEST_TOGETHER:
        return None
    compared = [(kind(before), kind(after)) for kind in (_sentences, _rows)]
    if sum(sentences_alike(*pair) for pair in compared) > _MOST_LINES_ALIKE:
        return None
    return Changes(
        *(tuple(_marked(one.before, one.after) for one in text_changes(*pair)) for pair in compared)
    )


def _sentences(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "\t" not in line)


def _rows(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "\t" in line)


def _marked(before: str, after: str) -> Change:
    if not before or not after or len(before) + len(after) > _LONGEST:
        return Change(_whole(before), _whole(after))
    old, new = _WORD.findall(before), _WORD.findall(after)
    if pairs_alike(old, new) > _MOST_WORDS_ALIKE:
        return Change(_whole(before), _whole(after))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return Change(
        _runs(old, [(kind, i, j) for kind, i, j, _, _ in codes]),
        _runs(new, [(kind, k, m) for kind, _, _, k, m in codes]),
    )


def _whole(text: str) -> tuple[Run, ...]:
    return (Run(text, True),) if text else ()


def _runs(words: Sequence[str], codes: Sequence[tuple[str, int, int]]) -> tuple[Run, ...]:
    return tuple(Run("".join(words[i:j]), kind == "equal") for kind, i, j in codes if i < j)

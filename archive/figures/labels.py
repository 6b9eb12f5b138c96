"""Labels of rows and columns as they are compared: without ordinals, notes in brackets, punctuation and width."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from archive.text import fold

T = TypeVar("T")

_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
# 规章（上年） and 规章（2022年） are not the row of the form: what the bracket says is part of the label.
_OTHER_YEAR = re.compile(r"[(\[【〔]((?:20\d\d|上|上一|去)年?度?|(?:上年|去年)?同期)[)\]】〕]")
# A bracket that is never closed takes the rest of the label with it.
_OPEN_BRACKET = re.compile(r"(?<=.)[(\[【〔].*$")
_ORDINAL = re.compile(
    r"^(?:其中|[lI|]?[一二三四五六七八九十]{1,3}[、.,:·](?=.)|第[一二三四五六七八九十]{1,3}项|\d{1,2}[、.,)]?(?=\D)|[:、.,;*]+)"
)
_PUNCTUATION = re.compile(r"[\W_]+")
_COUNT = re.compile(r"(?<=..)(?:数量|数|的?件数)$")
_ORDINAL_NUMBER = re.compile(r"^\(?([一二三四五六七八九十]|\d{1,2})[)、.,]")
# A label of which every fourth character is wrong or missing is still nearer to its own than to any other of the forms.
_NEAR = 0.75
_LEAD = 0.15
_SHORTEST = 6
# Words that turn what a label asks into another question, even where all its other words are the same.
_TELLING = frozenset("不未非无否上下去历人")
_NEGATIONS = frozenset("不未非无否")
_ADDS_NOTHING = frozenset({"案件", "件", "次", "条", "总", "总次", "的", "中华人民共和国"})


# 12件 and 增3 are figures, not labels.
_FIGURE = re.compile(r"[+\-]?(?:增加?|减少?)?[\dOo〇,.]+(?:万|亿)?(?:元|件|项|条|次|篇|个|人次|人|起|宗)?")


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """`text` as labels are compared: “（一）予以公开” and “一、 予以公开（见附件）” are both 予以公开.

    An empty string where the cell has no words, or only a figure with its unit.
    """
    key = fold(text).replace("其它", "其他")
    if _FIGURE.fullmatch(key):
        return ""
    key = _OTHER_YEAR.sub(r"\1", key)
    while (shorter := _BRACKETS.sub("", key)) != key:
        key = shorter
    key = _OPEN_BRACKET.sub("", key)
    while (shorter := _ORDINAL.sub("", key)) != key:
        key = shorter
    key = _PUNCTUATION.sub("", key)
    return "" if key.isdigit() else _COUNT.sub("", key)


def full_key(text: str) -> str:
    """The same with what stands in brackets: 复制费（纸张） and 复制费（光盘） are two labels."""
    return label_key(re.sub(r"[()（）]", "", text))


def nearest(key: str, known: Mapping[str, T]) -> T | None:
    """What the label that a misprinted one can only be stands for.

    None where it is not much nearer to one than to others, and where it says something else rather than the same badly.
    """
    if len(key) < _SHORTEST:
        return None
    scored = sorted(((_likeness(key, label), label) for label in known), reverse=True)
    best, label = scored[0]
    rival = next((score for score, other in scored if known[other] != known[label]), 0.0)
    is_near = best >= _NEAR and best - rival >= _LEAD
    return known[label] if is_near and _is_misprint(key, label) else None


def _is_misprint(key: str, label: str) -> bool:
    """Whether `key` is `label` with characters lost or mistaken: no word more, no other word, no question turned about."""
    for kind, start, end, label_start, label_end in SequenceMatcher(None, key, label, False).get_opcodes():
        printed, asked = key[start:end], label[label_start:label_end]
        if kind == "insert" and _NEGATIONS & set(asked):
            return False
        if kind == "replace" and (len(printed) > 1 or _TELLING & {*printed, *asked}):
            return False
        is_word = len(printed) > 1 or end == len(key) or _TELLING & {*printed}
        if kind == "delete" and is_word and printed not in _ADDS_NOTHING:
            return False
    return True


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # What cannot be near is not worth comparing in full.
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR - _LEAD else 0.0

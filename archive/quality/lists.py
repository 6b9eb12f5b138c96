"""Rules on numbers that a sentence lists itself: parts and their total, fees, shares of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.quality.reading import Reading
from archive.quality.sentences import Sentence
from archive.quality.wording import finding, number
from archive.reports import Finding

_UNITS = r"万元|元|人次|件次|场次|[条件次个篇份期项人宗例场起则册]"
_NUMBER = re.compile(rf"(?<![\d.,〔第%])(\d+(?:\.\d+)?)(万?)({_UNITS})")
_MARKER = re.compile(r"其中|包括|分别")
_BRACKETS = re.compile(r"\([^()\d]*\)")
_SHARE = re.compile(r"[(]?(?:占比?|比例|比重)[^,;、。\d]{0,12}\d+(?:\.\d+)?%[)]?")
# Where one of these stands the list is not said to be whole, or its numbers not to be exact.
_DOUBT = re.compile(
    r"等|主要|另|还|其余|剩余|约|左右|以上|以内|累计|历年|含|不同渠道|计1|近\d|[余多][条件次个篇份项元]|[一二三四五六七八九十两百]+[条件次篇份项]"
)
_LONGEST_SENTENCE = 400
_LONGEST_GAP = 30
# What is counted by channel is not added to what is counted by subject, applicant or outcome.
_KINDS = (
    re.compile(
        r"公报|网|微信|微博|公众号|公示栏|公开栏|广播|电视|报刊|报纸|客户端|头条|抖音|新媒体|平台|邮|信函|当面|现场|传真|线上|线下"
    ),
    re.compile(r"自然人|公民|企业|法人|个人|组织"),
    re.compile(r"公开|不予|无法|办结|答复|维持|撤销|审结|纠正|受理|结转|驳回"),
)
_FEE = "信息处理费"
_ALLOWED_WHOLE = re.compile(
    r"(?:比例?|比重|为|达到?|全部|全年|全市|全县|全区|政府|信息|公开|申请|办理|办结|答复|受理|收到|总|件|条|数|量|的)*"
)
_PART = re.compile(rf"(\d+)({_UNITS})[(,]?占([^\d%]{{0,16}}?)(\d+(?:\.(\d+))?)%")


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class _List:
    """A total and the parts listed after it; `is_whole` where the sentence says that nothing is left out."""

    totals: tuple[_Entry, ...]
    parts: tuple[_Entry, ...]
    is_whole: bool


def parts(reading: Reading) -> Iterator[Finding]:
    """Q-11: a sentence gives a total and lists parts that do not add up to it.

    Arguments: `reading`. Returns a finding for each such sentence. Raises nothing. Only lists without 等, 主要, 另 and the
    like, in one unit, counted in one way; 其中 names some of the parts, so that only more than the total disagrees.
    """
    for sentence in reading.sentences:
        listed = _listed(sentence) if _FEE not in sentence.folded else None
        if listed is None or len({entry.unit for entry in (*listed.totals, *listed.parts)}) != 1:
            continue
        total = listed.totals[-1]
        if len(listed.parts) < 2 or _counted_in_several_ways(listed) or not _is_off(listed, total):
            continue
        yield finding(
            "Q-11", f"{number(total.value)}{total.unit}", sentence.printed, **_arithmetic(total, listed.parts)
        )


def fees(reading: Reading) -> Iterator[Finding]:
    """Q-29: the information-processing fee and the parts listed with it do not add up, in cases or in yuan.

    Arguments: `reading`. Returns a finding for each unit that is off. Raises nothing. 《政府信息公开信息处理费管理办法》:
    the fee is reported in part six.
    """
    for sentence in reading.sentences:
        listed = _listed(sentence) if _FEE in sentence.folded else None
        if listed is None:
            continue
        for total in listed.totals:
            same = _List((total,), tuple(e for e in listed.parts if e.unit == total.unit), listed.is_whole)
            if len(same.parts) >= 2 and _is_off(same, total):
                fields = _arithmetic(total, same.parts)
                yield finding("Q-29", total.unit, sentence.printed, **fields)


def _arithmetic(total: _Entry, listed: tuple[_Entry, ...]) -> dict[str, object]:
    return {
        "total": total.value,
        "unit": total.unit,
        "parts": " + ".join(number(entry.value) for entry in listed),
        "sum": _sum(listed),
    }


def _sum(listed: tuple[_Entry, ...]) -> float:
    return round(sum(entry.value for entry in listed), 6)


def _listed(sentence: Sentence) -> _List | None:
    """The list of a sentence, or None where there is none or anything about it is in doubt."""
    text = sentence.folded
    if len(text) > _LONGEST_SENTENCE or not _MARKER.search(text):
        return None
    text = _BRACKETS.sub("", text)
    markers = list(_MARKER.finditer(text))
    if not markers or any(c.isdigit() for c in text[markers[0].end() : markers[-1].start()]):
        return None
    head, tail = text[: markers[0].start()], _SHARE.sub("", text[markers[-1].end() :])
    totals = _totals(head)
    entries = tuple(_entries(tail))
    if not totals or not entries or _DOUBT.search(text[_start(head, totals) :]):
        return None
    if any(character.isdigit() or character in "(%" for character in _NUMBER.sub("", tail)):
        return None
    return _List(totals, entries, all(marker[0] == "分别" for marker in markers))


def _totals(head: str) -> tuple[_Entry, ...]:
    """The number that stands last before the list, with one of another unit right before it: 25件2950元."""
    found = list(_NUMBER.finditer(head))
    if not found or len(head) - found[-1].end() > _LONGEST_GAP:
        return ()
    if any(character.isdigit() for character in head[found[-1].end() :]):
        return ()
    last = _entry("", found[-1])
    if len(found) > 1:
        before = _entry("", found[-2])
        if before.unit != last.unit and found[-1].start() - found[-2].end() <= 3:
            return (before, last)
    return (last,)


def _start(head: str, totals: tuple[_Entry, ...]) -> int:
    return [matched.start() for matched in _NUMBER.finditer(head)][-len(totals)]


def _entries(tail: str) -> Iterator[_Entry]:
    last = 0
    for matched in _NUMBER.finditer(tail):
        yield _entry(tail[last : matched.start()], matched)
        last = matched.end()


def _entry(label: str, matched: re.Match[str]) -> _Entry:
    value, unit = float(matched[1]), matched[3]
    if matched[2] or unit == "万元":
        value *= 10_000
    return _Entry(label, value, "元" if unit == "万元" else unit)


def _counted_in_several_ways(listed: _List) -> bool:
    kinds = {
        next((kind for kind, pattern in enumerate(_KINDS) if pattern.search(entry.label)), None)
        for entry in listed.parts
    }
    return len(kinds - {None}) > 1


def _is_off(listed: _List, total: _Entry) -> bool:
    """Whether the parts disagree with the total, read in any way a reader could read them."""
    values = [entry.value for entry in listed.parts]
    added = _sum(listed.parts)
    if added == total.value or (added < total.value and not listed.is_whole) or max(values) > total.value:
        return False
    for start in range(len(values)):
        for end in range(start + 2, len(values) + 1):
            run = round(sum(values[start:end]), 6)
            # The first parts are the whole, or some are parts of the part before them.
            if (start == 0 and end < len(values) and run == total.value) or (
                start and values[start - 1] == run
            ):
                return False
    return True


def shares(reading: Reading) -> Iterator[Finding]:
    """Q-12: a percentage beside a part and its whole in one sentence is not the share of one in the other.

    Arguments: `reading`. Returns a finding for each such percentage. Raises nothing. Rounded or cut at the last printed
    digit both agree; where another number of the sentence could be the whole, nothing is found.
    """
    for sentence in reading.sentences:
        text = sentence.folded
        if "%" not in text or "占" not in text or len(text) > _LONGEST_SENTENCE:
            continue
        matches = list(_PART.finditer(text))
        starts = {matched.start(1) for matched in matches}
        for matched in matches:
            part, unit = int(matched[1]), matched[2]
            same = [n for n in _NUMBER.finditer(text) if n[3] == unit and not n[2]]
            wholes = [float(n[1]) for n in same if n.start() < matched.start() and n.start() not in starts]
            if len(wholes) != 1 or not _ALLOWED_WHOLE.fullmatch(matched[3]) or wholes[0] < max(part, 1):
                continue
            others = {float(n[1]) for n in same if float(n[1]) >= part and n.start() != matched.start()}
            stated, leeway = float(matched[4]), max(0.05, 10 ** -len(matched[5] or ""))
            if any(abs(100 * part / other - stated) <= leeway + 1e-9 for other in others if other):
                continue
            share = round(100 * part / wholes[0], 2)
            fields = {"part": part, "unit": unit, "total": wholes[0], "stated": matched[4], "share": share}
            yield finding("Q-12", f"{part}/{number(wholes[0])}", sentence.printed, **fields)

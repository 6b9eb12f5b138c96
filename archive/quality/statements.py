"""Rules that compare what sentences state with what the tables hold: numbers, noughts, and outcomes of disputes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from archive.quality.reading import TOTAL, Reading
from archive.quality.wording import Words, finding, inner, joined, named, number, word
from archive.reports import Figure, Finding
from archive.vocabulary.forms import forms

_RECEIVED = "requests.received"
_RESULTS = "requests.results_total"
_LARGE_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?[万亿]")
_SCALE = {"万": 10_000, "亿": 100_000_000}
_ALL_UPHELD = re.compile(r"(?:均|全部|都)(?:[获被得予已为]|依法|判决|裁定|决定|结果|以|到){0,4}维持")
_NONE_LOST = re.compile(r"零败诉|(?:无|没有)(?:一[件例起])?败诉|(?:均|全部)胜诉")
_NONE_CORRECTED = re.compile(r"零纠错|(?:无|没有)(?:一[件例起])?(?:被)?纠错")
_PARTLY = re.compile(r"尚|未|正在|其余|纠|撤销|驳回|撤回|确认违法|力争|确保|目标|努力|上年|去年")
_DECIDED = re.compile(r"审结|办结|已[有结作]|结案|终结|判决的|作出")
_YEAR = re.compile(r"(20[0-4]\d)年")
_OFFICE = re.compile(r"[我本]办|办公[室厅]|政府办|本级")
_REVIEW = ("reconsideration",)
_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


@dataclass(frozen=True, slots=True)
class _Total:
    """What the table has for a sentence's figure: the cells that are added, and their numbers."""

    keys: tuple[str, ...]
    values: tuple[int | float, ...]

    @property
    def value(self) -> int | float:
        return sum(self.values)

    def spelled(self) -> Words:
        if len(self.keys) == 1:
            return Words(number(self.value), number(self.value))
        terms = [
            word("term", name=named(key), value=value)
            for key, value in zip(self.keys, self.values, strict=True)
            if value
        ]
        plain = Words(number(self.value), number(self.value))
        return joined([joined(terms, Words(" + ", " + ")), plain], Words(" = ", " = ")) if terms else plain


def numbers(reading: Reading) -> Iterator[Finding]:
    """Q-08, and Q-10 where one of the two is nought: a sentence and the table give different numbers.

    Arguments: `reading`. Returns a finding for each indicator that no sentence states as the table does. Raises nothing.
    Figures of different scope are never compared: the office's own requests are not those of its region.
    """
    stated: dict[tuple[str, str | None], list[Figure]] = defaultdict(list)
    for figure in reading.stated:
        if figure.value is not None and _may_compare(reading, figure):
            stated[figure.indicator, figure.dimension].append(figure)
    for (indicator, dimension), figures in stated.items():
        totals = _totals(reading, indicator, dimension)
        if not totals or any(_agrees(reading, figure, totals) for figure in figures):
            continue
        yield _differs(figures[0], totals[0])


def _may_compare(reading: Reading, figure: Figure) -> bool:
    scope, bureau = reading.report.scope, reading.report.bureau
    if "unknown" not in (scope, figure.scope):
        return scope == figure.scope
    if figure.scope == "own":
        return bureau is not None and bureau.kind != "government"
    if figure.scope == "region_total":
        return bureau is not None and bureau.kind == "government"
    return True


def _totals(reading: Reading, indicator: str, dimension: str | None) -> list[_Total]:
    found = []
    known = forms().indicators.get(indicator)
    for keys in known.sums if known else ():
        is_divided = any(forms().indicators[key].dimension for key in keys)
        if not is_divided and dimension not in (None, TOTAL):
            continue
        values = reading.numbers(keys, dimension if is_divided else None)
        if values is not None:
            found.append(_Total(keys, values))
    return found


def _agrees(reading: Reading, figure: Figure, totals: list[_Total]) -> bool:
    value = figure.value or 0
    if any(abs(value - total.value) <= _leeway(figure) for total in totals):
        return True
    return figure.dimension == TOTAL and value in _other_ways_to_count(reading, figure.indicator)


def _leeway(figure: Figure) -> float:
    """How far a rounded number may be from the exact one: 20余条 is 20 to 30, 3.2万 is 31500 to 32500."""
    value = abs(figure.value or 0)
    scaled = _LARGE_NUMBER.search(figure.value_raw.replace("．", "."))
    if scaled:
        unit: float = _SCALE[scaled[0][-1]] / 10.0 ** len(scaled[2] or "")
        return unit if figure.is_approximate else unit / 2
    if not figure.is_approximate or not value:
        return 0
    step = 1
    while value % (step * 10) == 0:
        step *= 10
    return step


def _other_ways_to_count(reading: Reading, indicator: str) -> set[int | float]:
    """Numbers that a sentence may mean just as well: with those carried in, or without those that got no answer."""
    if indicator == _RECEIVED:
        both = reading.numbers((_RECEIVED, "requests.carried_in"))
        return {sum(both)} if both else set()
    total = reading.number(_RESULTS) if indicator == _RESULTS else None
    if total is None:
        return set()
    without = [
        sum(figure.value or 0 for figure in reading.tabled if _is_under(figure, stem))
        for stem in ("requests.other", "requests.not_processed")
    ]
    return {total - without[0], total - without[1], total - sum(without)}


def _is_under(figure: Figure, stem: str) -> bool:
    return figure.dimension == TOTAL and (figure.indicator == stem or figure.indicator.startswith(f"{stem}."))


def _differs(figure: Figure, total: _Total) -> Finding:
    is_total = figure.dimension in (None, TOTAL)
    name = named(figure.indicator)
    if not is_total and figure.dimension:
        name = joined([name, named(figure.dimension)], Words("，", ", "))
    subject = figure.indicator if is_total else f"{figure.indicator}:{figure.dimension}"
    stated = figure.value or 0
    fields = {"name": name, "stated": stated, "unit": figure.unit, "tabled": total.spelled()}
    is_nought = figure.indicator == _RECEIVED and is_total and (stated == 0) != (total.value == 0)
    return finding("Q-10" if is_nought else "Q-08", subject, figure.evidence, **fields)


def outcomes(reading: Reading) -> Iterator[Finding]:
    """Q-09: a sentence says that all were upheld, or none lost, and the table has some corrected or pending.

    Arguments: `reading`. Returns a finding for each such sentence. Raises nothing. What a sentence says of decided cases
    is not held against pending ones, and a government office's own cases not against those of its region.
    """
    bureau = reading.report.bureau
    is_government = bureau is None or bureau.kind == "government"
    for sentence in reading.sentences:
        folded = sentence.folded
        if not any(words in folded for words in ("维持", "败诉", "胜诉", "纠错")):
            continue
        if is_government and _OFFICE.search(folded):
            continue
        if any(int(year) != reading.year for year in _YEAR.findall(folded)):
            continue
        against = _against(reading, folded)
        if against:
            tabled = joined(word("entry", name=named(f.indicator), value=f.value) for f in against)
            subject, quote = against[0].indicator, inner(sentence.printed)
            yield finding("Q-09", subject, sentence.printed, quote=quote, tabled=tabled)


def _against(reading: Reading, folded: str) -> list[Figure]:
    upheld = _ALL_UPHELD.search(folded)
    lost = _NONE_LOST.search(folded)
    corrected = _NONE_CORRECTED.search(folded)
    matched = upheld or lost or corrected
    if matched is None:
        return []
    before = folded[: matched.start()].rpartition(";")[2]
    if _PARTLY.search(before):
        return []
    groups = _LITIGATION if lost and not upheld else _named_groups(before)
    kinds = ("corrected", "pending") if upheld and not _DECIDED.search(before) else ("corrected",)
    cells = [reading.cell(f"{group}.{kind}") for group in groups for kind in kinds]
    return [cell for cell in cells if cell is not None and cell.value]


def _named_groups(before: str) -> tuple[str, ...]:
    # “复议后起诉” names litigation alone.
    review = _REVIEW if re.search(r"复议(?!后)", before) else ()
    return (*review, *(_LITIGATION if re.search(r"诉讼|应诉|起诉", before) else ()))

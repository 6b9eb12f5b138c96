"""Forms whose cells were run together into text: labels are found, and the digits behind them are cut where that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.figures.folded import FoldedText
from archive.figures.found import Question
from archive.figures.glued import Cells, cut, outcomes_add_up, row_adds_up
from archive.figures.headings import (
    are_applicants_in_order,
    are_disputes_in_order,
    edition_of_part_two,
    has_only_the_year,
    stated_money_unit,
)
from archive.figures.values import MONEY, Value, read_value
from archive.reports import Figure
from archive.text import clean, fold
from archive.vocabulary.forms import Indicator, forms

_ORDINAL = r"(?:其中:)?(?:\d[.、]|\([一二三四五六七八九十]\)|[一二三四五六七八九十]、)?"
# Words of any sentence, but for the ordinals that the form gives them.
_NUMBERED = {"其他": r"3[.、]", "总计": r"\(七\)", "合计": r"\(七\)"}
_UNIT = r"(?:条|件|次|篇|个|人次|人|万元|元|项)?"
_RUN = re.compile(r"[\d.,/+\-]*[\d/](?:万?元)?")
# Behind a run: its last digit may be the ordinal of a row that the form does not have, or the run a date, a share, or the
# code of the row, whose unit and number come behind it.
_IS_ELSE = re.compile(r"[.、)年月日%‰:~\d]|(?:条|件|次|篇|个|人次|人|万元|元|项)(?!\d{1,2}[.、)]\D)\d")
_OUTCOMES = re.compile(r"(?:结果维持结果纠正其他结果尚未审结总计){2}(?=[\d/])")
_OF_ALL_YEARS = re.compile(r"历年|累计")
# Words of the rows of each part; where fewer than two stand in a text, no form is run together in it.
_LANDMARKS = {
    "proactive": ("信息内容", "对外公开总数量", "现行有效件数", "处理决定数量"),
    "requests": ("政府信息公开申请数量", "属于国家秘密", "结转下年度继续办理", "重复申请"),
    "disputes": ("结果维持", "尚未审结"),
    "lists": ("当面申请数", "传真申请数", "信函申请数", "公开答复数", "申请办结数"),
}
_FEWEST_LANDMARKS = 2
_HEAD = 40
_HEAD_OF_APPLICANTS = 160
_HEAD_OF_DISPUTES = 100
_HEAD_OF_COLUMN = 40
# 当面申请数3件、传真申请数2件: a form prints the unit before the figure, or in no cell of the row.
_IN_SENTENCE = re.compile(r"(?:条|件|次|篇|个|人次|人|项)[、,;。]")
_FEWEST_LABELS = 5
_WIDEST_GAP = 120

Agrees = Callable[[Cells], bool]


@dataclass(frozen=True, slots=True)
class _Run:
    """A label in the folded text, and the digits behind it."""

    label: str
    start: int
    digits_start: int
    digits_end: int
    is_certain: bool


def read_flattened(text: str, parts: Iterable[str]) -> tuple[Figure, ...]:
    """The figures of those `parts` of a form that stand run together in `text`, with offsets into it.

    Parts are `proactive`, `requests`, `disputes`, and `lists` for the forms that list one indicator a row.
    Digits of several cells are cut where the row's own total leaves one way alone, or all are noughts, and are unreadable
    elsewhere. Nothing is read where fewer than five rows stand together, or their units behind the digits: then it is a
    sentence, not a form.
    """
    plain = fold(text)
    likely = [part for part in parts if sum(word in plain for word in _LANDMARKS[part]) >= _FEWEST_LANDMARKS]
    if not likely:
        return ()
    folded = FoldedText(text)
    readers = {"proactive": _proactive, "requests": _requests, "disputes": _disputes, "lists": _lists}
    return tuple(figure for part in likely for figure in readers[part](folded))


def _proactive(folded: FoldedText) -> Iterator[Figure]:
    runs = _runs(folded, "proactive")
    region = folded.text[max(0, runs[0].start - _HEAD) : runs[-1].digits_end] if runs else ""
    edition = edition_of_part_two(region)
    for run in runs if edition else ():
        asked = [i for i in _asked("proactive", run.label) if edition in i.cells]
        # The decisions, which both editions ask for, are the last column of their block.
        asked.sort(key=lambda indicator: len(indicator.cells))
        yield from _answers(folded, run, [Question(i, run.label, i.columns[0]) for i in asked], _are_zeros)


def _requests(folded: FoldedText) -> Iterator[Figure]:
    runs = _runs(folded, "requests")
    is_in_order = not runs or are_applicants_in_order(_before(folded, runs[0].start, _HEAD_OF_APPLICANTS))
    for run in runs if is_in_order else ():
        (indicator, *_) = _asked("requests", run.label)
        questions = [Question(indicator, run.label, member.zh, member) for member in forms().applicants]
        yield from _answers(folded, run, questions, row_adds_up)


def _disputes(folded: FoldedText) -> Iterator[Figure]:
    questions = [Question(i, i.labels[0], i.columns[0]) for i in forms().of_part("disputes")]
    for matched in _OUTCOMES.finditer(folded.text):
        digits = _RUN.match(folded.text, matched.end())
        if digits and are_disputes_in_order(_before(folded, matched.end(), _HEAD_OF_DISPUTES)):
            run = _Run("", matched.start(), digits.start(), digits.end(), True)
            yield from _answers(folded, run, questions, outcomes_add_up)


def _lists(folded: FoldedText) -> Iterator[Figure]:
    """The statistics of 2014 or a local annex of before: whichever has more of its labels there."""
    runs = {part: _runs(folded, part) for part in ("statistics", "annex")}
    part = max(runs, key=lambda name: len({run.label for run in runs[name]}))
    return _list(folded, part, runs[part])


def _list(folded: FoldedText, part: str, runs: Sequence[_Run]) -> Iterator[Figure]:
    head = _before(folded, runs[0].start, _HEAD) if runs else ""
    if not has_only_the_year(head):
        return
    count = 2 if _OF_ALL_YEARS.search(head) else 1
    context = ""
    for run in runs:
        indicator = next((i for i in _asked(part, run.label) if i.under in (None, context)), None)
        if indicator is not None:
            context = run.label if indicator.under is None else context
            # Of two columns the first is the year's, the second that of all years.
            yield from list(_answers(folded, run, [Question(indicator, run.label)] * count, _are_zeros))[:1]


def _answers(
    folded: FoldedText, run: _Run, questions: Sequence[Question], agrees: Agrees
) -> Iterator[Figure]:
    printed = clean(folded.printed(run.digits_start, run.digits_end))
    pieces: Sequence[str] | None = printed.split()
    if len(printed.split()) != len(questions):
        pieces = [printed] if len(questions) == 1 else cut(printed, len(questions), agrees)
    for at, question in enumerate(questions):
        unit = question.indicator.unit
        raw = pieces[at] if pieces and run.is_certain else printed
        value = Value("unreadable")
        if pieces and run.is_certain:
            value = read_value(raw, unit, _money_unit(folded, run) if unit in MONEY else "")
        yield Figure(
            question.indicator.key,
            question.member.key if question.member else None,
            value.number,
            raw,
            value.state,
            unit,
            "table",
            f"{question.label} × {question.column}" if question.column else question.label,
            question.cell,
            start=folded.offset(run.start),
            end=folded.offset(run.digits_end - 1) + 1,
        )


def _money_unit(folded: FoldedText, run: _Run) -> str:
    label = folded.text[run.start : run.digits_start]
    return stated_money_unit(_before(folded, run.start, _HEAD_OF_COLUMN), label)


def _before(folded: FoldedText, place: int, length: int) -> str:
    return folded.text[max(0, place - length) : place]


def _runs(folded: FoldedText, part: str) -> list[_Run]:
    """The rows of one part that stand together in the text; none where they are too few to be a form."""
    found: list[list[_Run]] = [[]]
    for run in _labelled(folded.text, part):
        if found[-1] and run.start - found[-1][-1].digits_end > _WIDEST_GAP:
            found.append([])
        found[-1].append(run)
    return [run for together in found if _is_form(together, folded.text) for run in together]


def _is_form(runs: Sequence[_Run], text: str) -> bool:
    filled = [run for run in runs if run.digits_end > run.digits_start]
    in_sentence = sum(_IN_SENTENCE.match(text, run.digits_end) is not None for run in filled)
    return len({run.label for run in filled}) >= _FEWEST_LABELS and in_sentence * 2 < len(filled)


def _labelled(text: str, part: str) -> Iterator[_Run]:
    """Every label of a part with the digits behind it, up to the next label; none where its unit stands alone: a blank."""
    matches = list(_pattern(part).finditer(text))
    for number, matched in enumerate(matches, start=1):
        next_label = matches[number].start() if number < len(matches) else len(text)
        digits = _RUN.match(text, matched.end())
        end = min(digits.end(), next_label) if digits else matched.end()
        if end == matched.end() and not matched["unit"]:
            continue
        is_certain = end == next_label or not _IS_ELSE.match(text, end)
        yield _Run(_label(matched["label"], part), matched.start(), matched.end(), end, is_certain)


@cache
def _pattern(part: str) -> re.Pattern[str]:
    labels = sorted({label for i in forms().of_part(part) for label in i.labels}, key=len, reverse=True)
    choices = "|".join(f"{_NUMBERED.get(label, _ORDINAL)}{_spelled(label)}" for label in labels)
    return re.compile(rf"(?P<label>{choices})[”\"]?(?:数量|数)?(?:\([^()]*\))?(?P<unit>{_UNIT})")


def _spelled(label: str) -> str:
    """A label with the quotes and marks between its characters that its key leaves out."""
    return "[“”\"'、,《》]{0,2}".join(map(re.escape, label))


def _label(printed: str, part: str) -> str:
    words = re.sub(r"\([^()]*\)|[^\w]", "", printed)
    return max((label for i in forms().of_part(part) for label in i.labels if label in words), key=len)


def _asked(part: str, label: str) -> list[Indicator]:
    return [indicator for indicator in forms().of_part(part) if label in indicator.labels]


def _are_zeros(way: Cells) -> bool:
    """Whether all cells are nought: of other digits one may belong to two cells of which another is blank."""
    return set(way) == {"0"}

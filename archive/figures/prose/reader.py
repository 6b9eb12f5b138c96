"""The figures that the sentences of a report state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.figures.prose.clauses import Headings, Sentence, sentences
from archive.figures.prose.disputes import are_others, cause_after
from archive.figures.prose.memory import Memory
from archive.figures.prose.names import SELF, own_names
from archive.figures.prose.openings import LONGEST, Opening, in_relation, opening
from archive.figures.prose.passages import passages
from archive.figures.prose.patterns import rules_for
from archive.figures.prose.quantities import Quantity, quantities
from archive.figures.prose.rules import Count, Rule
from archive.figures.prose.zero_statements import DISPUTES, NEGATION, UNITS, goes_on, zero_counts
from archive.reports import Figure

# Without a count or a word of want a paragraph states nothing.
_COUNTS = re.compile(
    r"[\d零〇○一二两三四五六七八九十百千万余多][条件次起元期场宗例份则篇笔]|为[零0]|[未无没零]"
)
_WORTH_READING = re.compile(
    r"公开|发布|公布|推送|刊登|刊载|申请|答复|办结|处理|提供|复议|诉讼|申诉|培训|费|泄|结转|顺延"
)
# What may follow a count and say nothing more of it.
_CLOSED = re.compile(
    r"(?:申请)?(?:(?:已|均|全部|都|并)*(?:按时|按期|及时|依法|依规|在法定期限内|在规定(?:时间|期限)内)*(?:予以)?"
    r"(?:办结|答复|回复|办理|处理)(?:完毕|完成|率?100%)?|均[^\d备]{0,16}|占(?:比)?[^\d]{0,8}[\d.]+%"
    r"|(?:参训|培训|受训)[^\d]{0,8}\d+余?(?:人次|人|名))?"
)
_GOES_ON_BADLY = re.compile(r"[中的内里/%]|以内|之内|比|较|同比|环比|增|减|人")
# 未发生针对我局的行政复议: whose it is stands inside the clause.
_OWN = re.compile(rf"{SELF}|[我本](?:局|委|办|厅|院|机关|单位|部门)")
_WANT = re.compile(r"[未无没零]")
_SAID = 200
_INCLUDING = re.compile(r"含|包括|其中")
_FOREIGN_SITE = re.compile(r"[局委厅办镇乡村校学院馆]|中心|部门|单位|各|其[他它]|新闻|新华|人民网")


@dataclass(slots=True)
class _Clause:
    """A clause while it is read: where it stands, and its words in relation to the report's year.

    `is_plain` where it names neither a year nor the author, and its words are as printed.
    """

    sentence: Sentence
    start: int
    end: int
    related: str
    opened: Opening
    year: int | None
    names: tuple[str, ...]
    is_plain: bool

    def words(self, start: int, end: int) -> str:
        """Characters `start` to `end` of the paragraph in relation to the year; nothing is raised."""
        words = self.sentence.passage.text[start:end]
        return words if self.is_plain else in_relation(words, self.year, self.names)


def read_prose(text: str, report_year: int | None, names: Sequence[str] = ()) -> tuple[Figure, ...]:
    """The figures that the sentences of a report state, in the order of the text.

    Arguments: `text` of a document, one paragraph a line; the `report_year`, and where it is None nothing is read of a
    sentence that names a year; the `names` of the author where they are known from elsewhere. Returns one figure for each value: two different values of one indicator are both
    returned, an absent sentence gives none. Raises nothing. The wordings are those of 国办公开办函〔2021〕30号 and of the
    reports before it.
    """
    found: list[Figure] = []
    paragraphs = list(passages(text))
    own = own_names((passage.text for passage in paragraphs), names)
    headings = Headings()
    for passage in paragraphs:
        memory: Memory | None = None
        is_worth_reading = _WORTH_READING.search(passage.text) and _COUNTS.search(passage.text)
        for sentence in sentences(passage, headings):
            if memory is None or sentence.headings != headings:
                memory = Memory.below(
                    sentence.headings, in_relation(sentence.headings.text, report_year, own)
                )
            headings = sentence.headings
            if is_worth_reading:
                _read_sentence(sentence, memory, report_year, own)
                found += memory.found
                memory = memory.after_sentence()
    return tuple(_once(found))


def _once(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The same value of the same indicator is stated once, however often it is printed."""
    seen: list[Figure] = []
    for figure in figures:
        if not any(_same(figure, other) for other in seen):
            seen.append(figure)
            yield figure


def _same(one: Figure, other: Figure) -> bool:
    what = (one.indicator, one.dimension, one.value) == (other.indicator, other.dimension, other.value)
    return what and (one.scope == other.scope or "unknown" in (one.scope, other.scope))


def _read_sentence(sentence: Sentence, memory: Memory, year: int | None, names: tuple[str, ...]) -> None:
    clauses = sentence.clauses()
    memory.whole = "".join(map(sentence.text_of, clauses))
    for start, end in clauses:
        printed = sentence.text_of((start, end))
        related = in_relation(printed, year, names)
        clause = _Clause(sentence, start, end, related, opening(related), year, names, related == printed)
        if not memory.is_closed(clause.opened):
            _read_zeros(clause, memory)
            _read_counts(clause, memory)
        memory.hear(related, clause.opened, start, sentence.passage.text[end : end + 1])


def _read_zeros(clause: _Clause, memory: Memory) -> None:
    opened = clause.opened
    denied, memory.denies_disputes = memory.denies_disputes, False
    if not denied and not _WANT.search(opened.full):
        return
    counts = [
        (count, about)
        for count, about in zero_counts(opened.full)
        if not _is_of_others(count, clause, memory)
    ]
    if denied and goes_on(clause.related):
        counts = [(("litigation.total", None), "anything")]
    for count, about in counts:
        if about == "anything" or memory.speaks_of(
            "requests" if about == "requests" else "fees", clause.related
        ):
            _add_zero(clause, memory, count, opened)
    memory.denies_disputes = any(count[0] == "reconsideration.total" for count, _ in counts)


def _is_of_others(count: Count, clause: _Clause, memory: Memory) -> bool:
    """因行政处罚被申请行政复议2件，未发生行政诉讼 says nothing of suits about disclosure."""
    is_dispute = count in DISPUTES.values()
    return is_dispute and are_others(cause_after(memory.cause, clause.related), memory.said)


def _add_zero(clause: _Clause, memory: Memory, count: Count, opened: Opening) -> None:
    negation = NEGATION.search(clause.sentence.passage.text, clause.start, clause.end)
    wording = negation.start() if negation else clause.end - min(len(opened.full), clause.end - clause.start)
    nought = Quantity(wording, clause.end, 0, "", False)
    _add(clause, memory, nought, (count, UNITS.get(count[0], "件"), opened))


def _read_counts(clause: _Clause, memory: Memory) -> None:
    text = clause.sentence.passage.text
    placed = list(quantities(text, clause.start, clause.end))
    begin = clause.start
    for ordinal, quantity in enumerate(placed):
        is_last = ordinal + 1 == len(placed)
        tail_end = clause.end if is_last else placed[ordinal + 1].start
        if quantity.start - begin <= LONGEST:
            head = opening(clause.words(begin, quantity.start))
            tail = clause.words(quantity.end, tail_end)
            said = clause.words(max(clause.start, quantity.start - _SAID), quantity.start)
            rule = _rule_of(quantity, head, (tail, is_last), said, memory)
            if rule is not None and memory.may_count(head):
                _drop_sum(rule, said, memory)
                for count in rule.counts:
                    _add(clause, memory, quantity, (count, rule.unit, head))
        begin = quantity.end


def _rule_of(
    quantity: Quantity, head: Opening, after: tuple[str, bool], said: str, memory: Memory
) -> Rule | None:
    """The first rule that the words before and after a number fit as a whole."""
    tail, is_last = after
    words = said + tail
    for rule in rules_for(quantity):
        if rule.keyword not in words:
            continue
        matched = rule.head.fullmatch(head.wording) or rule.head.fullmatch(head.full)
        if matched is None or not _tail_fits(rule, tail, is_last) or _is_foreign_site(matched):
            continue
        if memory.speaks_of(rule.about, said if rule.tail is None else words):
            return rule
    return None


def _tail_fits(rule: Rule, tail: str, is_last: bool) -> bool:
    if rule.tail is not None:
        return is_last and bool(rule.tail.fullmatch(tail))
    return bool(_CLOSED.fullmatch(tail)) if is_last else not _GOES_ON_BADLY.match(tail)


def _is_foreign_site(matched: re.Match[str]) -> bool:
    """Whether a channel is named after a body that is not the author."""
    whose = matched.groupdict().get("whose") or ""
    return bool(_FOREIGN_SITE.search(re.sub(r"本机关|[我本][局委厅办镇乡]", "", whose)))


def _drop_sum(rule: Rule, said: str, memory: Memory) -> None:
    """收到81件（含上年结转3件） counts as received what was not: what was is not stated."""
    is_part = rule.counts[0][0] == "requests.carried_in" and _INCLUDING.match(said)
    if is_part and memory.found and memory.found[-1].indicator == "requests.received":
        memory.found.pop()


def _add(clause: _Clause, memory: Memory, quantity: Quantity, what: tuple[Count, str, Opening]) -> None:
    (indicator, dimension), unit, head = what
    passage = clause.sentence.passage
    scope = head.scope or memory.scope or ("own" if _OWN.search(clause.related) else "unknown")
    start = clause.start if memory.lead is None else memory.lead
    place, end = passage.span(start, clause.end)
    figure = Figure(
        indicator=indicator,
        dimension=dimension,
        value=quantity.value,
        value_raw=passage.quote(quantity.start, quantity.end),
        value_state="zero" if quantity.value == 0 else "number",
        unit=unit,
        source="prose",
        evidence=passage.quote(start, clause.end),
        start=place,
        end=end,
        scope=scope,
        is_approximate=quantity.is_approximate,
    )
    if not memory.has_total_of(figure, clause.words(clause.start, quantity.start)):
        memory.found.append(figure)

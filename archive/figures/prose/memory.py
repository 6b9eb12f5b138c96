"""What the clauses before have said: of whom, of which year, of what, so that the next is not read out of its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.figures.prose.clauses import Headings
from archive.figures.prose.disputes import (
    Cause,
    are_about_disclosure,
    are_put_on_file,
    cause_after,
    cause_after_sentence,
    tells_of_cases,
)
from archive.figures.prose.openings import Opening
from archive.figures.prose.rules import About
from archive.reports import Figure, Scope

_REQUESTS = r"依申请|公开(?:的|有效)?申请|申请公开"
_TOPIC = re.compile(
    rf"(?P<requests>{_REQUESTS})|提案|建议|议案|信访|来信|来访|来电|咨询|留言|电话|邮件|信件|网民|问政|投诉|热线|信箱|许可|审批|举报|诉求|处罚|复议|诉讼|申诉|舆情"
    r"|(?P<items>主动公开)"
)
_ALIEN = re.compile(
    r"(?<![比较与同])(?<!结转)(?<!转[至到入])(?<!延[至到])(?:上年|上一年|去年|前年|往年|历年|别年|下年|明年)(?!度?(?:同期|结转|转入|遗留))"
    # A month or a quarter is no year.
    r"|(?<![截至止到\-—~])本年度?(?:[上下]半年|第?[一二三四]季度|\d{1,2}月(?:份|中旬|\d{1,2}日)?$)"
    r"|(?<![截至止到\-—~年度\d])(?:[上下]半年|第?[一二三四]季度|\d{1,2}月(?:份|中旬|\d{1,2}日)?$)"
)
_THIS_YEAR = re.compile(
    r"(?<!截至)(?<!截止)(?<!至)(?<!到)本年(?!底|末|度?\d{1,2}月|度?[上下]半年|度?第?[一二三四]季度)|今年"
)
# Every pattern of time has one of these.
_TIME = re.compile(r"[年月季期截以]")
_WHOLE_YEAR = re.compile(r"全年|年内|报告期|一年来")
_OF_OTHER_YEAR = re.compile(r"[^\u4e00-\u9fff]*(?:上年|下年|别年)")
_UNTIL = re.compile(r"截[至止]|(?<!今年)(?<!本年)(?<!年度)(?<!全年)以来|历年")
_PLANNED = re.compile(
    r"力争|争取|拟(?=[举组开公])|计划(?=举|组|开|在|于|全年|公开|安排|年内|明年|对)|打算|下一步|预计|今后|目标是|确保|要求各|如果|如需|假如|除"
)
_FOREIGN = re.compile(
    r"(?:其中)?(?![按根在为由对向认加组落经将])[\u4e00-\u9fff]{1,9}?(?:局|委|厅|镇|乡|街道|中心|单位|部门|办公室|政府)"
    r"(?:$|(?=认真|积极|共|全年|主动|严格|高度|率先|牵头|今年|本年|负责|按照|依托|通过|在|被))"
)
_CHANNEL = re.compile(r"网|平台|公众号|微信|微博|公报|公告栏|公开栏|公示栏|客户端|报纸|电视")
_ALL_CHANNELS = re.compile(r"等|多种|各种|、")
_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请|公开(?:政府|政务)信息")
# 围绕政府信息公开，组织培训2次: only such a clause goes on to the next, for an office trains in other things too.
_ABOUT_DISCLOSURE = re.compile(r"(?:围绕|针对|就)[^,]{0,20}公开[^,]{0,12},$")
_TRAINING_HEADING = re.compile(r"公开[^。]{0,12}培训|培训[^。]{0,12}公开")
_FEES = re.compile(r"信息处理费|信息公开|依申请公开|提供政府信息")
# What only the figure before it can explain.
_RIGHT_AFTER: dict[About, str] = {
    "received": "requests.received",
    "fee_cases": "information_fee.cases",
    "fee_amount": "information_fee.amount",
}
# 166条，历年累计1203条； tells the stock in passing, and what follows is of the year again.
_STOCK = re.compile(r"(?:历年来?)?(?:总)?累计(?:共|为|达|达到|已达|数为)?\d[\d,.]*[万余多]*[条件份次宗]")
_ENDS = (";", "。")
_REMEMBERED = 600
_FEE_HEADING = re.compile(r"信息处理费|(?:信息公开|依申请公开).{0,12}(?:收费|费用)")


@dataclass(slots=True)
class Memory:
    """The state of a reading within one sentence; what `after_sentence` keeps goes on through its paragraph."""

    headings: Headings
    whole: str = ""
    topic: str = ""
    is_past: bool = False
    scope: Scope | None = None
    is_foreign: bool = False
    is_alien: bool = False
    is_other_period: bool = False
    is_this_year: bool = False
    is_whole_year: bool = False
    is_until: bool = False
    is_planned: bool = False
    channel: bool = False
    denies_disputes: bool = False
    cause: Cause = ""
    is_on_disclosure: bool = False
    said: str = ""
    lead: int | None = None
    found: list[Figure] = field(default_factory=list)
    before: tuple[Figure, ...] = ()
    totals: tuple[Figure, ...] | None = None

    def is_closed(self, opened: Opening) -> bool:
        """Whether nothing of the clause that `opened` may be read: another body's, another year's, or planned."""
        is_past = self.is_alien or (self.is_past and not self.is_this_year)
        other_year = is_past and not opened.is_this_year
        other_body = self.is_foreign and opened.scope is None
        return other_body or other_year or self.is_planned or self.headings.are_plans

    @classmethod
    def below(cls, headings: Headings, related: str) -> Memory:
        """What a paragraph starts from below `headings`, whose text in relation to the year is `related`."""
        memory = cls(headings)
        memory.topic = memory.topic_of(related)
        memory.is_past = bool(_OF_OTHER_YEAR.match(related))
        return memory

    def may_count(self, head: Opening) -> bool:
        """Whether what `head` opens is a count of this year and no stock since some other day."""
        is_of_year = head.is_this_year or head.is_whole_year or self.is_this_year or self.is_whole_year
        if is_of_year:
            return not (head.is_cumulative and (head.is_until or self.is_until))
        return not (head.is_until or self.is_until or head.is_cumulative)

    def speaks_of(self, about: About, words: str) -> bool:
        """Whether this sentence, `words` of the clause included, speaks of what a rule wants spoken of."""
        said = self.said + words
        if about == "requests":
            return bool(re.search(_REQUESTS, words)) or self.topic_of(words) == "requests"
        if about in _RIGHT_AFTER:
            last = self.found[-1] if self.found else None
            is_told = last is not None and last.indicator == _RIGHT_AFTER[about]
            return is_told and not (about == "fee_amount" and self.found[-1].value == 0)
        if about == "disputes":
            cause = cause_after(self.cause, words)
            is_theirs = are_about_disclosure(cause, self.whole, self.headings)
            return is_theirs and not are_put_on_file(said, self.whole)
        if about == "disclosure":
            return self._trains_in_disclosure(words)
        if about == "fees":
            return bool(_FEES.search(said) or _FEE_HEADING.search(self.headings.text))
        return not self.channel if about == "items" else True

    def _trains_in_disclosure(self, words: str) -> bool:
        last = self.found[-1].indicator if self.found else ""
        # 参加政务公开培训3次，举办业务培训1次: the other kind of the same, and not the same kind of another.
        is_next = last == ("training.held" if "参加" in words else "training.attended")
        told = _DISCLOSURE.search(words) or _ABOUT_DISCLOSURE.search(self.said)
        if told or is_next or _TRAINING_HEADING.search(self.headings.text):
            return True
        is_of_all = re.search(r"各[类级种项]|业务", words) or "纳入" in self.whole
        return self.is_on_disclosure and "培训" in self.headings.text and not is_of_all

    def has_total_of(self, figure: Figure, words: str) -> bool:
        """Whether `figure` is a part: it comes after 其中, in `words` of the clause or before, and its total before that."""
        if "其中" not in self.said + words:
            return False
        if self.totals is None:
            self.totals = (*self.before, *self.found)
        what = (figure.indicator, figure.dimension, figure.scope)
        return any((total.indicator, total.dimension, total.scope) == what for total in self.totals)

    def topic_of(self, words: str) -> str:
        """What was spoken of last, up to and with `words`: "requests", "items", or "" for anything else."""
        spoken = [matched.lastgroup or "" for matched in _TOPIC.finditer(words)]
        return spoken[-1] if spoken else self.topic

    def hear(self, clause: str, opened: Opening, start: int, after: str) -> None:
        """Take in a clause that begins at `start`, in relation to the year, with its opening and the mark after it."""
        if not (self.is_this_year and after in _ENDS and _STOCK.fullmatch(clause)):
            self._hear_year(clause)
        if opened.scope is not None:
            self.scope, self.is_foreign = opened.scope, False
        elif _FOREIGN.match(clause):
            self.scope, self.is_foreign = None, True
        self.is_planned = self.is_planned or bool(_PLANNED.search(clause))
        self.topic = self.topic_of(clause)
        if tells_of_cases(self.whole):
            self.cause = cause_after(self.cause, clause)
        self.is_on_disclosure = self.is_on_disclosure or bool(_DISCLOSURE.search(clause))
        self.said = f"{self.said}{clause},"[-_REMEMBERED:]
        is_lead = not opened.full and (
            opened.is_this_year or opened.is_whole_year or opened.scope is not None
        )
        self.lead = (start if self.lead is None else self.lead) if is_lead else None
        if _CHANNEL.search(clause) and not re.search(r"\d", clause):
            self.channel = not _ALL_CHANNELS.search(clause)

    def _hear_year(self, clause: str) -> None:
        if not _TIME.search(clause):
            return
        alien = max((m.start() for m in _ALIEN.finditer(clause)), default=-1)
        this = max((m.start() for m in _THIS_YEAR.finditer(clause)), default=-1)
        if alien > this:
            self.is_alien, self.is_this_year = True, False
            self.is_other_period = self.is_other_period or alien <= 1
        elif this >= 0:
            self.is_alien, self.is_other_period, self.is_this_year = False, False, True
        self.is_whole_year = self.is_whole_year or bool(_WHOLE_YEAR.search(clause))
        self.is_until = self.is_until or bool(_UNTIL.search(clause))

    def after_sentence(self) -> Memory:
        """What the next sentence of the same paragraph still knows."""
        is_past = self.is_other_period or (self.is_past and not self.is_this_year)
        cause = cause_after_sentence(self.cause, self.whole)
        return Memory(
            self.headings,
            topic=self.topic,
            is_past=is_past,
            cause=cause,
            is_on_disclosure=self.is_on_disclosure,
            before=tuple(self.found),
        )

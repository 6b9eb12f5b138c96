"""Clauses that state that nothing of a kind happened: 未收到, 未发生, 没有, 无, 零申请."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.figures.prose.passages import NOTE
from archive.figures.prose.rules import Count
from archive.figures.prose.wording import ABOUT, CARRIED_IN, CARRIED_OUT, EVERYBODY, FEE_FOR, REQUEST

_NO = r"(?:均|也|亦|都)?(?:尚未|暂未|从未|未曾|未|没有|没|尚无|暂无|无)"
_HAPPENED = (
    r"(?:发生|收到|接到|接收到?|出现|产生|存在|涉及|有(?!关)|收取|收)*(?:过|任何|(?:一|1)(?:起|件|例|宗))*"
)
NEGATION = re.compile(rf"{_NO}(?={_HAPPENED})")
_NEGATED = re.compile(rf"{_NO}{_HAPPENED}")
_STATE = r"(?:的?(?:情况|事项|现象|情形|事件|问题|业务|案例))?"
_REQUEST = re.compile(rf"{EVERYBODY}(?P<request>{REQUEST}|申请(?:件|表)?){_STATE}{NOTE}?")
_DISPUTE = re.compile(
    rf"(?:{ABOUT}|行政复议|行政诉讼|复议|诉讼|行政申诉|申诉|举报|投诉|案件?|情况|现象|事件|问题|情形|公民|法人|其[他它]组织|组织|群众"
    rf"|和|及|或者?|以及|、|等|各类|任何|方面|{NOTE})++"
)
_LEAK = re.compile(r"[^\d,]{0,20}?(?:失?泄密|泄露|泄漏)(?:国家秘密)?的?(?:事件|事故|问题|情况|现象|案件)")
_FEE = re.compile(
    rf"(?:向|对|就|因|针对|有关|工作|事务|申请人|公民|法人|其[他它]组织|、|和|或)*(?:收取|收)?(?:过|任何|有关|各种|各项|{FEE_FOR})*"
    rf"(?:工作|事务)?的?(?:信息处理费用?|费用|收费|费)(?:(?:和|及|、|或)?减免)?的?(?:情况|事项|现象|行为|项目|问题)?"
)
_CARRIED = (
    (re.compile(rf"{CARRIED_OUT}的?{_STATE}"), ("requests.carried_out", "total")),
    (re.compile(rf"{CARRIED_IN}的?{_STATE}"), ("requests.carried_in", "total")),
)
_FEES_OF = re.compile(
    rf"(?:在|对|就)?(?:政府信息公开|依申请公开|提供政府信息){FEE_FOR}(?:信息)?(?:工作|方面|过程|中)*(?={_NO})"
)
_FEE_WORD = re.compile(r"收取|收费|信息处理费|费用")
_NO_REQUESTS = re.compile(
    r"(?:(?:政府信息)?依申请公开|政府信息公开|信息公开)(?:工作|事项)?(?:实现|保持|为)?零申请"
)
_GOES_ON = re.compile(
    r"(?:和|或者?|及|以及)?(?:被)?(?:提起|引起|引发)?的?行政诉讼(?:案件|案)?的?(?:情况|现象|情形|事件)?"
)
DISPUTES: dict[str, Count] = {
    "复议": ("reconsideration.total", None),
    "诉讼": ("litigation.total", None),
    "申诉": ("appeals.total", None),
}
RECEIVED: Count = ("requests.received", "total")
FEE: Count = ("information_fee.amount", None)
UNITS = {"disclosure.leaks": "起", "information_fee.amount": "元"}


def zero_counts(wording: str) -> Iterator[tuple[Count, str]]:
    """What a clause states to be nought, with what has to be spoken of for it to mean that.

    Arguments: `wording`, the clause without its opening, in relation to the year. Returns pairs of an indicator with its
    dimension, and "requests", "fees" or "anything". Raises nothing. A clause with one word that is not known states
    nothing: 无…申请结转办理情况 is no want of applications, 没有因…被纠错 none of disputes.
    """
    if _NO_REQUESTS.fullmatch(wording):
        yield RECEIVED, "anything"
        return
    spoken_of = _FEES_OF.match(wording)
    negated = _NEGATED.match(wording, spoken_of.end() if spoken_of else 0)
    if negated is None:
        return
    rest = wording[negated.end() :]
    request = None if spoken_of else _REQUEST.fullmatch(rest)
    if request:
        yield RECEIVED, "requests" if request["request"].startswith("申请") else "anything"
    elif not spoken_of and _DISPUTE.fullmatch(rest):
        yield from ((count, "anything") for word, count in DISPUTES.items() if word in rest)
    elif not spoken_of and _LEAK.fullmatch(rest):
        yield ("disclosure.leaks", None), "anything"
    elif _FEE.fullmatch(rest) and _FEE_WORD.search(wording):
        yield FEE, "fees"
    yield from ((count, "requests") for pattern, count in _CARRIED if pattern.fullmatch(rest))


def goes_on(clause: str) -> bool:
    """Whether a clause only ends the list of disputes that the clause before it denies.

    Arguments: `clause`, folded. Returns true for 提起行政诉讼的情况 and its like. Raises nothing. After 第五十条.
    """
    return bool(_GOES_ON.fullmatch(clause))

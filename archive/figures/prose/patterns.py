"""Wordings that count disputes, training and fees, and all rules in the order they are tried."""

from __future__ import annotations

import re

from archive.figures.prose.disclosure_patterns import DISCLOSURE
from archive.figures.prose.quantities import Quantity
from archive.figures.prose.request_patterns import REQUESTS
from archive.figures.prose.rules import DISPUTES, MONEY, TIMES, Rule, counted, number_first, when_about
from archive.figures.prose.wording import ABOUT, FEE_FOR, REQUEST, TRAINING

_REVIEW = r"行政复议(?:申请|案件|案|类案件|类)?"
_SUIT = r"行政诉讼(?:案件|案|类案件|类)?"
_APPEAL = r"(?:行政)?申诉(?:案件|案)?"
_THING = rf"(?:{ABOUT})*?"


def _disputes() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for indicator, words, keyword in (
        ("reconsideration.total", _REVIEW, "复议"),
        ("litigation.total", _SUIT, "诉讼"),
        ("appeals.total", _APPEAL, "申诉"),
    ):
        rule = when_about(
            counted((indicator, None), "件", DISPUTES, keyword, rf"{_THING}{words}"), "disputes"
        )
        found += [rule, number_first(rule, rf"(?:{ABOUT})*(?:发生|引发|引起|产生)", rf"{_THING}{words}")]
    return tuple(found)


# 行政复议、行政诉讼均为0件 says nothing of either unless it says nought.
_NOUGHTS: tuple[Rule, ...] = (
    Rule(
        (("reconsideration.total", None), ("litigation.total", None)),
        "件",
        DISPUTES,
        "复议",
        re.compile(rf"{_THING}{_REVIEW}(?:和|及|以及|与|或|、)(?:被)?(?:提起)?{_SUIT}(?:的案件|的情况)?"),
        None,
        "disputes",
    ),
)
_ATTENDED = when_about(
    counted(
        ("training.attended", None),
        "次",
        TIMES,
        "培训",
        rf"(?:派员|派人|选派人员|组织(?:工作)?人员|安排人员|组织|积极|选派|认真)*参加了?{TRAINING}",
    ),
    "disclosure",
)
_HELD = when_about(
    counted(
        ("training.held", None), "次", TIMES, "培训", rf"(?:举办|组织|开展|召开|举行)+了?(?:了)?{TRAINING}"
    ),
    "disclosure",
)
_FEE_WORDS = r"(?:信息处理费用?|信息公开处理费|费用|收费)(?:总)?(?:金额)?"
_FEE = rf"(?:{FEE_FOR}(?:收取|征收)了?的?{FEE_FOR}{_FEE_WORDS}|{FEE_FOR}信息处理费(?:收取)?(?:总)?(?:金额)?)"
_FEE_CASES = when_about(
    counted(("information_fee.cases", None), "件", frozenset({"件", "起", "宗", "笔", "例"}), "费", _FEE),
    "fees",
)
_FEES = (
    when_about(counted(("information_fee.amount", None), "元", MONEY, "费", _FEE), "fees"),
    _FEE_CASES,
    when_about(
        counted(
            ("information_fee.cases", None),
            "件",
            _FEE_CASES.printed,
            "涉及",
            rf"涉及(?:{REQUEST}|申请)?",
        ),
        "fee_amount",
    ),
    number_first(_FEE_CASES, r"(?:对|就)?", rf"(?:{REQUEST}|申请)?收取了?{FEE_FOR}信息处理费"),
    when_about(
        counted(
            ("information_fee.amount", None),
            "元",
            MONEY,
            "",
            r"(?:收取|收费|总)*(?:金额|费用)?(?:共计|合计)?",
        ),
        "fee_cases",
    ),
)

_RULES: tuple[Rule, ...] = (
    *DISCLOSURE,
    *REQUESTS,
    *_disputes(),
    _ATTENDED,
    number_first(_ATTENDED, r"参加了?", TRAINING),
    _HELD,
    number_first(_HELD, r"(?:举办|组织|开展|召开)+了?", TRAINING),
    *_FEES,
)
_UNITS = frozenset().union(*(rule.printed for rule in _RULES))
_BY_UNIT = {unit: tuple(rule for rule in _RULES if unit in rule.printed) for unit in _UNITS}


def rules_for(quantity: Quantity) -> tuple[Rule, ...]:
    """The rules that a `quantity` may be the number of, in the order they are tried; nothing is raised."""
    rules = _BY_UNIT.get(quantity.unit, ())
    if quantity.value != 0:
        return rules
    return (*(rule for rule in _NOUGHTS if quantity.unit in rule.printed), *rules)

"""Wordings that count requests: received, carried over, answered, and how."""

from __future__ import annotations

from archive.figures.prose.passages import NOTE
from archive.figures.prose.rules import CASES, RESULTS, Rule, counted, number_first, when_about
from archive.figures.prose.wording import CARRIED_IN, CARRIED_OUT, EVERYBODY, RECEIVED, REQUEST

_RECEIVED = counted(
    ("requests.received", "total"), "件", CASES, "申请", rf"{RECEIVED}{EVERYBODY}{REQUEST}的?(?:总数|数量?)?"
)
_ASKED = when_about(
    counted(
        ("requests.received", "total"),
        "件",
        CASES,
        "申请",
        rf"{RECEIVED}{EVERYBODY}申请件?的?(?:总数|数量?)?",
    ),
    "requests",
)
_NUMBER_ASKED = counted(
    ("requests.received", "total"),
    "件",
    CASES,
    "申请",
    rf"{REQUEST}的?(?:总数量?|总量|数量?|受理数)(?:共计?|为|是|有|:)*",
)
_CARRIED = (
    when_about(
        counted(
            ("requests.carried_in", "total"),
            "件",
            CASES,
            "年",
            rf"(?:含|包括|包含|其中含)?(?:{CARRIED_IN}|结转的?上一?年度?的?(?:{REQUEST}|申请)?)",
        ),
        "requests",
    ),
    when_about(counted(("requests.carried_out", "total"), "件", CASES, "年", CARRIED_OUT), "requests"),
)
_DONE = when_about(
    counted(
        ("requests.results_total", "total"),
        "件",
        CASES,
        "",
        rf"(?:办理)?(?:办结|答复|回复)了?(?:{EVERYBODY}(?:{REQUEST}|申请件?))?"
        rf"|(?:对)?(?:收到的)?{REQUEST}(?:已|共|均)*(?:办结|答复|回复)",
    ),
    "requests",
)
_GRANT = r"(?:依法|决定)*(?:予以公开|同意公开|全部公开)"
_PART = r"(?:依法|予以|同意)*部分公开"
_REPLY = r"(?:答复|决定|处理)?"
_OUTCOMES = {
    "granted_or_in_part": (rf"{_GRANT}(?:和|及|或|与|、|以及|/){_PART}", "公开"),
    "granted": (_GRANT, "公开"),
    "granted_in_part": (_PART, "公开"),
    "refused": (r"(?:依法|决定)*(?:不予公开|不同意公开|否决公开)", "公开"),
    "not_available": (r"(?:依法|决定)*无法提供", "无法提供"),
    "not_processed": (r"(?:依法|决定)*不予处理", "不予处理"),
    "other": (rf"其[他它]处理{NOTE}?", "处理"),
}


def _outcomes() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for outcome, (words, keyword) in _OUTCOMES.items():
        count = (f"requests.{outcome}", "total")
        rule = when_about(
            counted(count, "件", RESULTS, keyword, rf"(?:作出|属于|答复为|答复|告知)?{words}{_REPLY}类?"),
            "requests",
        )
        found += [
            rule,
            number_first(rule, r"(?:剩余|其余)?", rf"(?:申请)?(?:答复为?|属于)?{words}{_REPLY}的?"),
        ]
    return tuple(found)


_APPLICANTS = {
    "natural_person": r"(?:自然人|公民)",
    "business": r"(?:商业企业|企业)",
    "research_body": r"科研机构",
    "public_interest_body": r"(?:社会)?公益(?:性)?组织",
    "legal_services": r"法律服务机构",
    "other": r"其[他它](?:组织)?",
}


def _applicants() -> tuple[Rule, ...]:
    return tuple(
        when_about(
            counted(
                ("requests.received", dimension),
                "件",
                CASES,
                "",
                rf"(?:涉及|来自|由)?{who}(?:提出|提交)?的?(?:申请)?",
            ),
            "received",
        )
        for dimension, who in _APPLICANTS.items()
    )


REQUESTS: tuple[Rule, ...] = (
    _RECEIVED,
    number_first(_RECEIVED, RECEIVED, rf"{EVERYBODY}{REQUEST}"),
    _ASKED,
    _NUMBER_ASKED,
    *_CARRIED,
    number_first(
        _CARRIED[1], r"(?:尚有|剩余|其余)?", rf"(?:申请)?(?:因[^\d,]{{1,16}}|正在办理,?|按规定)?{CARRIED_OUT}"
    ),
    _DONE,
    number_first(_DONE, r"(?:办结|答复|回复)了?", REQUEST),
    *_outcomes(),
    *_applicants(),
)

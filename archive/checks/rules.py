"""The identities (勾稽关系) of each edition of the form, as data: what adds up to what, and what is never more than what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from archive.checks.stated import Key
from archive.vocabulary.forms import forms

Relation = Literal["equal", "at_most", "near"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One identity: what the `parts` give together stands in `relation` to what the `totals` give.

    `is_hard` where the form prints it or it holds by definition. `optional` parts count where the report has them:
    rows that only one edition has.
    """

    id: str
    subject: str
    parts: tuple[Key, ...]
    totals: tuple[Key, ...]
    relation: Relation = "equal"
    is_hard: bool = True
    optional: tuple[Key, ...] = ()


_OTHER_RESULTS = (
    "requests.other",
    "requests.other.not_corrected",
    "requests.other.fee_not_paid",
    "requests.other.else",
)
_NOT_RESULTS = ("requests.received", "requests.carried_in", "requests.results_total", "requests.carried_out")
_DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
_OUTCOMES = ("upheld", "corrected", "other", "pending")


@cache
def rules() -> tuple[Rule, ...]:
    """Every identity within one report, in the order of the forms."""
    return (*_requests(), *_disputes(), *_proactive(), *_statistics(), *_annex())


def _requests() -> list[Rule]:
    members = [member.key for member in forms().applicants]
    rows = [i.key for i in forms().of_part("requests")]
    results = [row for row in rows if row not in (*_OTHER_RESULTS, *_NOT_RESULTS)]
    received, carried_in, done, carried_out = _NOT_RESULTS
    balance = [
        Rule("BAL", m, ((received, m), (carried_in, m)), ((done, m), (carried_out, m))) for m in members
    ]
    across = [Rule("ROW", row, tuple((row, m) for m in members[:-1]), ((row, "total"),)) for row in rows]
    down = [
        Rule(
            "SUM",
            m,
            tuple((row, m) for row in results),
            ((done, m),),
            optional=tuple((row, m) for row in _OTHER_RESULTS),
        )
        for m in members
    ]
    return [*balance, *across, *down]


def _disputes() -> list[Rule]:
    return [_sum("RL", group, [f"{group}.{o}" for o in _OUTCOMES], f"{group}.total") for group in _DISPUTES]


def _proactive() -> list[Rule]:
    """The form of 2019: what is new is part of all that is disclosed, and seldom more than what was made."""
    found = []
    for name in ("rules", "normative_documents"):
        new, made, all_ = (f"proactive.{name}_{kind}" for kind in ("newly_disclosed", "made", "disclosed"))
        found += [_at_most("NP", f"{new} ≤ {all_}", new, all_, False)]
        found += [_at_most("NP", f"{new} ≤ {made}", new, made, False)]
    return found


def _statistics() -> list[Rule]:
    """The statistics of 2014; disputes have no row for pending ones there, which break their sums."""

    def named(*names: str) -> list[str]:
        return [f"statistics.{name}" for name in names]

    channels = named(*(f"channel_{name}" for name in ("gazette", "website", "weibo", "wechat", "other")))
    requests = named(*(f"requests_{name}" for name in ("in_person", "by_fax", "online", "by_letter")))
    answers = named(
        *(
            f"answered_{name}"
            for name in ("already_public", "granted", "granted_in_part", "refused", "not_ours")
        ),
        *(f"answered_{name}" for name in ("not_existing", "to_be_amended", "other_channel")),
    )
    grounds = (
        "state_secret",
        "trade_secret",
        "privacy",
        "security_stability",
        "not_government_information",
        "other_law",
    )
    refusals = named(*(f"refused_{name}" for name in grounds))
    disclosed, closed, answered, received = named("disclosed", "closed", "answered", "requests")
    documents, issued = named("normative_documents_disclosed", "normative_documents_issued")
    return [
        *(_at_most("CH", f"{channel} ≤ {disclosed}", channel, disclosed, False) for channel in channels),
        _at_least_sum("CH", disclosed, channels),
        _at_most("ND", f"{documents} ≤ {disclosed}", documents, disclosed, False),
        _at_most("ND", f"{documents} ≤ {issued}", documents, issued, False),
        _sum("RQ", "statistics", requests, received),
        _sum("CL", "statistics", named("closed_on_time", "closed_after_extension"), closed),
        _sum("RP", "statistics", answers, answered),
        _sum("RF", "statistics", refusals, "statistics.answered_refused"),
        *(
            _sum(rule, "statistics", [f"{total}_{o}" for o in ("upheld", "corrected", "other")], total, False)
            for rule, total in zip(("RV", "LT"), named("reconsiderations", "litigations"), strict=True)
        ),
        _sum("ST", "statistics", named("staff_full_time", "staff_part_time"), "statistics.staff"),
        *(
            _at_most("ST", f"{part} ≤ {whole}", part, whole, True)
            for whole in named("press_conferences", "interviews")
            for part in [f"{whole}_by_head"]
        ),
        Rule("CR", f"{closed} = {answered}", ((answered, None),), ((closed, None),), "near", False),
        _at_most("CR", f"{closed} ≤ {received}", closed, received, False),
    ]


def _annex() -> list[Rule]:
    """The local annexes; one city's own software printed totals of answers that leave the refusals out."""
    sums = {
        "requests": ("in_person", "by_fax", "by_email", "online", "by_letter", "other"),
        "answered": ("granted", "granted_in_part", "refused"),
        "fees_proactive": ("post", "delivery", "paper", "disc", "floppy"),
        "fees_requests": ("search", "post", "delivery", "paper", "disc", "floppy", "other"),
        "fees": ("proactive", "requests"),
        "staff": ("full_time", "part_time"),
    }
    grounds = [i.key for i in forms().of_part("annex") if i.key.startswith("annex.refused_")]
    return [
        *(
            _sum("A", f"annex.{total}", [f"annex.{total}_{part}" for part in parts], f"annex.{total}")
            for total, parts in sums.items()
        ),
        _sum("A", "annex.answered_refused", grounds, "annex.answered_refused"),
        *(
            _at_most("A", f"annex.{part} ≤ annex.{whole}", f"annex.{part}", f"annex.{whole}", True)
            for part, whole in (
                ("appeals_first", "appeals"),
                ("disclosed_full_text", "disclosed"),
                ("normative_documents", "disclosed"),
            )
        ),
    ]


def _sum(rule: str, subject: str, parts: list[str], total: str, is_hard: bool = True) -> Rule:
    return Rule(rule, subject, tuple((part, None) for part in parts), ((total, None),), is_hard=is_hard)


def _at_most(rule: str, subject: str, part: str, whole: str, is_hard: bool) -> Rule:
    return Rule(rule, subject, ((part, None),), ((whole, None),), "at_most", is_hard)


def _at_least_sum(rule: str, total: str, parts: list[str]) -> Rule:
    """The total is never more than its parts together: what is in two of them counts once."""
    return Rule(
        rule, f"{total} ≤ sum", ((total, None),), tuple((part, None) for part in parts), "at_most", False
    )

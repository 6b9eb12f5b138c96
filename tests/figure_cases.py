"""Figures of invented reports, written as a table prints them: `5 1 0 0 0 0 6`, `_` a blank cell, `?` an unreadable one."""

from __future__ import annotations

from collections.abc import Mapping

from archive.reports import Figure, ValueState
from archive.vocabulary.forms import cell_key, forms

Rows = Mapping[str, str]
STATES: dict[str, ValueState] = {"_": "blank", "/": "slash", "?": "unreadable", "无": "text"}
TABLES = {"proactive": 1, "requests": 2, "disputes": 3, "statistics": 1, "annex": 1}

# Six kinds of applicant and their total; 5 + 1 received and 1 carried in, 5 concluded and 2 carried out.
REQUESTS: Rows = {
    "requests.received": "5 1 0 0 0 0 6",
    "requests.carried_in": "1 0 0 0 0 0 1",
    "requests.granted": "3 0 0 0 0 0 3",
    "requests.granted_in_part": "1 0 0 0 0 0 1",
    "requests.not_available.not_held": "1 0 0 0 0 0 1",
    "requests.results_total": "5 0 0 0 0 0 5",
    "requests.carried_out": "1 1 0 0 0 0 2",
}
DISPUTES: Rows = {
    "reconsideration.upheld": "1",
    "reconsideration.pending": "1",
    "reconsideration.total": "2",
    "litigation_after_reconsideration.other": "1",
    "litigation_after_reconsideration.total": "1",
}
PROACTIVE_2021: Rows = {
    "proactive.normative_documents_issued": "1",
    "proactive.normative_documents_in_force": "12",
    "proactive.permits": "236",
    "proactive.fees": "3.5",
}
PROACTIVE_2019: Rows = {
    "proactive.normative_documents_made": "4",
    "proactive.normative_documents_newly_disclosed": "3",
    "proactive.normative_documents_disclosed": "9",
    "proactive.permit_items_previous": "39",
    "proactive.permit_items_change": "-6",
    "proactive.permits": "181",
}
STATISTICS: Rows = {
    f"statistics.{name}": value
    for name, value in {
        "disclosed": "100", "channel_gazette": "10", "channel_website": "90", "channel_wechat": "20",
        "normative_documents_disclosed": "4", "normative_documents_issued": "6", "press_conferences": "3",
        "press_conferences_by_head": "1", "interviews": "2", "interviews_by_head": "1", "requests": "11",
        "requests_in_person": "1", "requests_online": "8", "requests_by_letter": "2", "closed": "11",
        "closed_on_time": "10", "closed_after_extension": "1", "answered": "11", "answered_already_public": "2",
        "answered_granted": "6", "answered_granted_in_part": "1", "answered_refused": "2", "refused_privacy": "1",
        "refused_trade_secret": "1", "reconsiderations": "1", "reconsiderations_upheld": "1", "litigations": "3",
        "litigations_upheld": "2", "litigations_corrected": "1", "staff": "9", "staff_full_time": "2",
        "staff_part_time": "7",
    }.items()
}  # fmt: skip
ANNEX: Rows = {
    f"annex.{name}": value
    for name, value in {
        "disclosed": "864", "disclosed_full_text": "800", "normative_documents": "12", "requests": "14",
        "requests_in_person": "1", "requests_online": "13", "answered": "14", "answered_granted": "11",
        "answered_granted_in_part": "1", "answered_refused": "2", "refused_not_existing": "1", "refused_exempt_3": "1",
        "appeals": "2", "appeals_first": "1", "fees": "30", "fees_proactive": "10", "fees_proactive_paper": "10",
        "fees_requests": "20", "fees_requests_search": "15", "fees_requests_post": "5", "staff": "3",
        "staff_full_time": "1", "staff_part_time": "2",
    }.items()
}  # fmt: skip


def complete(edition: str) -> dict[str, str]:
    """Every row of an edition, nought where the samples above state nothing: all of its sums hold."""
    samples: dict[str, Rows] = {
        "f2008": ANNEX,
        "f2014": STATISTICS,
        "f2019": {**PROACTIVE_2019, **REQUESTS, **DISPUTES},
        "f2021": {**PROACTIVE_2021, **REQUESTS, **DISPUTES},
    }
    rows = {
        i.key: " ".join("0" * (len(forms().applicants) if i.dimension else 1))
        for i in forms().indicators.values()
        if edition in i.cells
    }
    return {**rows, **samples[edition]}


def figures(rows: Rows) -> tuple[Figure, ...]:
    """The figures of some rows, each row where it stands in the table of its part."""
    found = []
    for number, (key, printed) in enumerate(rows.items(), start=1):
        indicator = forms().indicators[key]
        (cell,) = set(indicator.cells.values())
        cells = printed.split()
        members = forms().applicants if indicator.dimension else (None,)
        assert len(cells) == len(members), key
        for column, (member, text) in enumerate(zip(members, cells, strict=True), start=2):
            value, state = _value(text)
            found.append(
                Figure(
                    key, member.key if member else None, value, text.replace("_", ""), state, indicator.unit, "table",
                    indicator.zh, cell_key(cell, member) if member else cell, TABLES[indicator.part], number, column,
                )
            )  # fmt: skip
    return tuple(found)


def _value(text: str) -> tuple[int | float | None, ValueState]:
    if text in STATES:
        return None, STATES[text]
    value = float(text) if "." in text else int(text)
    return value, "number" if value else "zero"

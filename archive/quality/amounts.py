"""Rules on single cells and their proportions: money, rules, values no cell can hold, disputes, other outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.quality.reading import Reading, printed
from archive.quality.wording import Words, finding, joined, named, word
from archive.reports import Bureau, Figure, Finding

_MONEY = frozenset({"元", "万元"})
_FEES = "proactive.fees"
_MOST_FEES = 10_000_000
_PROCUREMENT = "proactive.procurement_amount"
_MOST_FOR_ONE_PROJECT = 100_000_000
_RULES = ("proactive.rules_issued", "proactive.rules_made", "proactive.rules_in_force")
_MOST_COUNTED = 100_000_000
_MOST_CELLS = 5
_SMALL_LEVELS = frozenset({"county", "township"})
_FEWEST_DISPUTES = 10
_FEWEST_OTHERS = 5
_LARGE_SHARE = 0.1
_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


def money(reading: Reading) -> Iterator[Finding]:
    """Q-14: an amount that its printed unit makes larger than such a body can have.

    Arguments: `reading`. Returns a finding for the fees and one for the procurement. Raises nothing. Fees (万元) of a
    township, a department or a county of ten million 万元 and more; one procurement printed in 万元 above 10,000 of them.
    """
    fees, bureau = reading.cell(_FEES), reading.report.bureau
    if fees and fees.value and fees.value >= _MOST_FEES and bureau and _is_small(bureau):
        fields = {"name": named(_FEES), "raw": fees.value_raw, "amount": fees.value * 10_000}
        yield finding("Q-14", _FEES, printed(fees), beside=word("nothing"), **fields)
    bought, projects = reading.cell(_PROCUREMENT), reading.number("proactive.procurement_projects")
    is_in_wanyuan = bought is not None and "万" in bought.value_raw + bought.evidence
    if bought and is_in_wanyuan and projects == 1 and (bought.value or 0) > _MOST_FOR_ONE_PROJECT:
        fields = {"name": named(_PROCUREMENT), "raw": bought.value_raw, "amount": bought.value}
        beside = word("beside_projects", count=projects)
        yield finding("Q-14", _PROCUREMENT, printed(bought), beside=beside, **fields)


def _is_small(bureau: Bureau) -> bool:
    if bureau.level == "central" or not bureau.is_certain:
        return False
    return bureau.kind in ("township", "department") or bureau.level in _SMALL_LEVELS


def rules_of_law(reading: Reading) -> Iterator[Finding]:
    """Q-15: government rules (规章) stated by a body that has no power to make them.

    Arguments: `reading`. Returns at most one finding. Raises nothing. Legislation Law: departments of the State Council,
    governments of provinces, cities with districts and autonomous prefectures. A body of unknown level is let be.
    """
    bureau = reading.report.bureau
    if bureau is None or not bureau.is_certain or not _has_no_power(bureau):
        return
    stated = [figure for key in _RULES if (figure := reading.cell(key)) and (figure.value or 0) > 0]
    if stated:
        cells = joined(word("entry", name=named(f.indicator), value=f.value) for f in stated)
        evidence = "；".join(printed(figure) for figure in stated)
        yield finding("Q-15", "proactive.rules", evidence, printed=cells, name=bureau.name_then)


def _has_no_power(bureau: Bureau) -> bool:
    if bureau.kind == "township":
        return True
    if bureau.kind == "department":
        return bureau.level in ("province", "city", "county")
    return bureau.kind == "government" and bureau.level == "county"


def values(reading: Reading) -> Iterator[Finding]:
    """Q-27: a cell holds a negative number, a count with decimals, one above 10⁸, or words.

    Arguments: `reading`. Returns a finding for each such number and one for all words. Raises nothing. Changes may be
    negative. Cells recognised in pictures are let be: the fault may be the recognition's.
    """
    cells = [figure for figure in reading.tabled if figure.source == "table"]
    for figure in cells:
        what = _fault(figure)
        if what:
            fields = {"name": _cell_name(figure), "raw": figure.value_raw, "what": word(what)}
            subject = f"{figure.indicator}:{figure.dimension}" if figure.dimension else figure.indicator
            yield finding("Q-27", subject, printed(figure), **fields)
    words = [figure for figure in cells if figure.value_state == "text"]
    if words:
        shown = joined(_quoted(figure) for figure in words[:_MOST_CELLS])
        evidence = "；".join(printed(figure) for figure in words[:_MOST_CELLS])
        yield finding("Q-27/words", "words", evidence, count=len(words), cells=shown)


def _fault(figure: Figure) -> str | None:
    if figure.value is None:
        return None
    if figure.value < 0:
        return None if figure.indicator.endswith("_change") else "negative"
    if figure.unit in _MONEY:
        return None
    if figure.value != int(figure.value):
        return "decimal"
    return "enormous" if figure.value > _MOST_COUNTED else None


def _cell_name(figure: Figure) -> Words:
    name = named(figure.indicator)
    return joined([name, named(figure.dimension)], Words("，", ", ")) if figure.dimension else name


def _quoted(figure: Figure) -> Words:
    name, raw = _cell_name(figure), re.sub(r"\s+", " ", figure.value_raw)
    return Words(f"{name.zh}“{raw}”", f"{name.en} “{raw}”")


def disputes(reading: Reading) -> Iterator[Finding]:
    """Q-25: half as many disputes as requests concluded or more, or half of the decided ones corrected.

    Arguments: `reading`. Returns its findings. Raises nothing. From ten disputes on; the numbers stand for themselves.
    """
    review = reading.number("reconsideration.total")
    litigation = reading.numbers(tuple(f"{group}.total" for group in _LITIGATION))
    results = reading.number("requests.results_total")
    if review is not None and litigation is not None and results is not None:
        together = review + sum(litigation)
        if together >= _FEWEST_DISPUTES and together >= results / 2:
            fields = {"review": review, "litigation": sum(litigation), "disputes": together}
            yield finding("Q-25", "disputes", reading.report.title, results=results, **fields)
    yield from _corrected(reading, "reconsideration", ("reconsideration",))
    yield from _corrected(reading, "litigation", _LITIGATION)


def _corrected(reading: Reading, name: str, groups: tuple[str, ...]) -> Iterator[Finding]:
    decided: int | float = 0
    corrected: int | float = 0
    for group in groups:
        found = reading.numbers(tuple(f"{group}.{outcome}" for outcome in ("upheld", "corrected", "other")))
        if found is None:
            return
        decided, corrected = decided + sum(found), corrected + found[1]
    if decided >= _FEWEST_DISPUTES and corrected * 2 >= decided:
        cells = [reading.cell(f"{group}.corrected") for group in groups]
        evidence = "；".join(printed(cell) for cell in cells if cell)
        fields = {"name": named(name), "decided": decided, "corrected": corrected}
        yield finding("Q-25/corrected", f"corrected:{name}", evidence, **fields)


def other_outcomes(reading: Reading) -> Iterator[Finding]:
    """Q-26: more than a tenth of the requests concluded stand under 其他处理, 3.其他.

    Arguments: `reading`. Returns at most one finding. Raises nothing. From five on; withdrawals are counted there.
    """
    others, results = reading.cell("requests.other.else"), reading.number("requests.results_total")
    if others is None or not others.value or not results:
        return
    if others.value >= _FEWEST_OTHERS and others.value > results * _LARGE_SHARE:
        share = round(100 * others.value / results, 1)
        fields = {"others": others.value, "results": results, "share": share}
        yield finding("Q-26", "requests.other.else", printed(others), **fields)

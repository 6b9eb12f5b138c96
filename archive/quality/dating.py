"""Rules on days and years: when the report was published, and whether all it prints is of one year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from archive.deadlines import FIRST_YEAR_OF_ARTICLE_49, days_late, is_named
from archive.quality.reading import Reading
from archive.quality.sentences import Sentence
from archive.quality.wording import Words, finding, inner, word
from archive.reports import DateWitness, Finding
from archive.text import fold, lines

_HEAD = 600
_HEADING_LINES = 6
_HEADING = re.compile(
    r"[^。,;]{0,30}(20[0-4]\d)年?度?[^。,;\d]{0,8}(?:政府|政务)?信息公开[^。,;\d]{0,8}(?:报告|年报)"
)
_PERIOD = re.compile(
    r"统计(?:期限|时间|时限|数据)[^。]{0,20}?(?P<start>20[0-4]\d)年(?P<month>\d{1,2})月(?:\d{1,2}日)?起?[至到\-~—]+(?:(?P<end>20[0-4]\d)年)?12月"
)
_YEAR = re.compile(r"(?<![\d〔\[(《])(20[0-4]\d)年")
_OTHER_YEARS = re.compile(
    r"计划|打算|下一步|下阶段|今后|将|力争|规划|比|较|相比|同期|上年|去年|条例|办法|意见|通知|以来|起施行|结转"
)
_FEWEST_MENTIONS = 4
_AS_OF = re.compile(r"截[至止]到?(20[0-4]\d)年(?:底|末|年底|12月31日)")
_COUNTED = re.compile(r"申请|复议|诉讼|主动公开|发布")
_CUMULATIVE = re.compile(r"累计|历年|共有|现有|结转|比|较|同期|上年|去年")
_LAST_MONTH = 12


def publication(reading: Reading) -> Iterator[Finding]:
    """Q-01: the page is dated after the last day that the law allows.

    Arguments: `reading`. Returns at most one finding. Raises nothing. Regulations on Open Government Information, order
    711, Article 49 (departments 31 January, governments 31 March; townships are not named), order 492 before it
    (everybody 31 March).
    """
    report = reading.report
    published, due, bureau = report.published_on, _due(reading), report.bureau
    if published is None or due is None or bureau is None:
        return
    witness = _chosen(reading, "published")
    days = days_late(published, due, report.signed_on, witness.place if witness else None)
    if days is None or days <= 0:
        return
    fields: dict[str, object] = {"published": published, "due": due, "days": days}
    fields["signed"] = word("signed", day=report.signed_on) if report.signed_on else word("nothing")
    fields["law"] = word("law_711" if reading.year >= FIRST_YEAR_OF_ARTICLE_49 else "law_492")
    evidence = witness.raw if witness else published.isoformat()
    if is_named(bureau.kind, bureau.sector, reading.year):
        yield finding("Q-01", "published_on", evidence, **fields)
    else:
        body = word("body_township" if bureau.kind == "township" else "body_other")
        yield finding("Q-01/not_named", "published_on", evidence, body=body, **fields)


def _due(reading: Reading) -> date | None:
    """The last day; None where it is not certain whose report it is."""
    bureau = reading.report.bureau
    return reading.report.due_on if bureau is not None and bureau.is_certain and reading.year else None


def years(reading: Reading) -> Iterator[Finding]:
    """Q-03: a place of the report states another year than the one it reports on.

    Arguments: `reading`. Returns a finding for each place: heading, period, body, day the figures run to, signature.
    Raises nothing. Plans for the next year and comparisons with the last are no contradiction.
    """
    if reading.year:
        yield from _heading(reading)
        yield from _period(reading)
        yield from _body(reading)
        yield from _signature(reading)


def _disagrees(reading: Reading, place: str, stated: Words, quote: str) -> Finding:
    named = word(f"place_{place}")
    return finding("Q-03", place, quote, year=reading.year, place=named, stated=stated, quote=inner(quote))


def _heading(reading: Reading) -> Iterator[Finding]:
    for line in lines(reading.report.text[:_HEAD])[:_HEADING_LINES]:
        matched = _HEADING.fullmatch(fold(line))
        if matched and int(matched[1]) != reading.year:
            yield _disagrees(reading, "heading", word("year", year=matched[1]), line)
            return


def _period(reading: Reading) -> Iterator[Finding]:
    for sentence in reading.sentences:
        matched = _PERIOD.search(sentence.folded) if "统计" in sentence.folded else None
        if matched is None:
            continue
        start, end = int(matched["start"]), int(matched["end"] or matched["start"])
        # Some places count from the December before.
        is_whole_year = int(matched["month"]) == 1
        if not start <= reading.year <= end or (is_whole_year and start != end):
            stated = word("year", year=start) if start == end else word("years", start=start, end=end)
            yield _disagrees(reading, "period", stated, sentence.printed)
        return


def _body(reading: Reading) -> Iterator[Finding]:
    mentioned: Counter[int] = Counter()
    first: dict[int, Sentence] = {}
    for sentence in reading.sentences:
        found = [int(year) for year in _YEAR.findall(sentence.folded)] if "20" in sentence.folded else []
        if not found or _PERIOD.search(sentence.folded):
            continue
        if reading.year not in found and _is_of_last_year(reading, sentence, found):
            yield _disagrees(reading, "as_of", word("year", year=reading.year - 1), sentence.printed)
        if not _OTHER_YEARS.search(sentence.folded):
            mentioned.update(found)
            for year in found:
                first.setdefault(year, sentence)
    own = mentioned[reading.year]
    year, count = max(mentioned.items(), key=lambda entry: (entry[1], -entry[0]), default=(0, 0))
    # A year later is that of the plans, wherever they stand.
    if year < reading.year and count >= _FEWEST_MENTIONS and count > 2 * own:
        stated = word("times", year=year, count=count, own=own)
        yield _disagrees(reading, "body", stated, first[year].printed)


def _is_of_last_year(reading: Reading, sentence: Sentence, found: list[int]) -> bool:
    as_of = _AS_OF.search(sentence.folded)
    if as_of is None or int(as_of[1]) != reading.year - 1 or len(found) != 1:
        return False
    return bool(_COUNTED.search(sentence.folded)) and not _CUMULATIVE.search(sentence.folded)


def _signature(reading: Reading) -> Iterator[Finding]:
    witness = _chosen(reading, "written")
    if witness is None or witness.place != "signature" or witness.value is None:
        return
    signed = witness.value
    # Many sign at the end of the year they report on.
    written_at_its_end = signed.year == reading.year and signed.month == _LAST_MONTH
    if signed.year != reading.year + 1 and not written_at_its_end:
        yield _disagrees(reading, "signature", word("year", year=signed.year), witness.raw)


def _chosen(reading: Reading, kind: str) -> DateWitness | None:
    return next((one for one in reading.report.dates if one.kind == kind and one.chosen), None)

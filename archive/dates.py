"""Dates as Chinese portals and reports print them; libraries read half of these forms and misread some of the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.reports import Precision, ReadDate

_EARLIEST = date(1997, 1, 1)
BEIJING = ZoneInfo("Asia/Shanghai")
# Every character portals use for the zero of a Chinese year.
_ZEROS = "〇○◯⊙零Oo0ΟοОо"
_DIGITS = {**dict.fromkeys(_ZEROS, "0"), **{c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)}}
_HAN_YEAR = f"[一二三四五六七八九{_ZEROS}]"
_HAN_NUMBER = "[元正一二三四五六七八九十廿卅〇○零]"

# Alternatives from the most to the least exact; white space may stand anywhere inside, even a line break.
_PATTERN = re.compile(
    r"(?<![\d/.\-〔(\[])(?P<iso>(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
    r"|(?<![\d/.\-])(?P<y1>(?:19|20)\d\d)\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})(?:\s*日|(?![\d\s]*[\d年月项条件个]))"
    r"|(?<![\d/.\-])(?P<y2>(?:19|20)\d\d)\s*[-/.]\s*(?P<m2>\d{1,2})\s*[-/.]\s*(?P<d2>\d{1,2})(?![\d/\-])"
    r"|(?<![\d/.\-])(?P<y3>(?:19|20)\d\d)(?P<m3>\d\d)(?P<d3>\d\d)(?![\d\-])"
    rf"|(?<!{_HAN_YEAR})(?P<y4>[一二12](?:{_HAN_YEAR}|\d){{3}})\s*年\s*(?P<m4>{_HAN_NUMBER}{{1,3}}|\d{{1,2}})\s*月\s*"
    rf"(?P<d4>{_HAN_NUMBER}{{1,3}}|\d{{1,2}})\s*日"
    # Day and month in elements of their own, the day above: 22 2020-01.
    r"|(?<![\d/.\-:])(?P<d9>\d{1,2})\s*日?\s+(?P<y9>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m9>\d{1,2})\s*月?(?![\d/.\-:])"
    r"|(?<![\d/.\-])(?P<y5>(?:19|20)\d\d)\s*年\s*(?P<m5>\d{1,2})\s*月(?!\s*\d)"
    rf"|(?<!{_HAN_YEAR})(?P<y6>[一二]{_HAN_YEAR}{{3}})\s*年\s*(?P<m6>{_HAN_NUMBER}{{1,3}})\s*月"
    r"|(?<![\d/.\-])(?P<y0>(?:19|20)\d\d)\s*[-/.]\s*(?P<m0>\d{1,2})(?![\d/.\-])"
    r"|(?<![\d/.\-〔(\[])(?P<y7>(?:19|20)\d\d)\s*年"
    rf"|(?<!{_HAN_YEAR})(?P<y8>[一二]{_HAN_YEAR}{{3}})\s*年"
)
_MONTH_DAY = re.compile(r"(?<![\d\-/.])(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?![\d\-/.])")
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2}
_RELATIVE = re.compile(r"(今天|昨天|前天)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?")
_SIGNATURE_LINES = 8
_LONGEST_SIGNATURE = 40
_NO_SIGNATURE = re.compile(r"[，。；：:,;]|发布|时间|截[至止]|^[自从至到]")
# Under the title stands the day of publication.
_TITLE_LINES = 4


def read_dates(text: str, latest: date) -> list[ReadDate]:
    """Every date in `text`, in order.

    `latest` is the last day believed possible, as a rule the day the text was captured; a date more than a day
    after it, before 1997, or that no calendar has, is not read. Document numbers (〔2020〕5号) are not dates.
    """
    return list(_read(text, latest))


def read_date(text: str, latest: date, year: int | None = None) -> ReadDate | None:
    """The first date in `text`, or None.

    `year` completes a bare month and day (`01-22`, `1月22日`); a text that is nothing but 昨天 is reckoned from
    `latest`, which has to be the day the text was captured.
    """
    found = next(_read(text, latest), None)
    if found is not None:
        return found
    folded, offsets = _folded(text)
    relative = _RELATIVE.fullmatch(folded.strip())
    if relative:
        value = latest - timedelta(days=_DAYS_AGO[relative[1]])
        return _checked(value.year, value.month, value.day, "day", relative[1], latest)
    bare = _MONTH_DAY.search(folded) if year is not None else None
    if bare is None or year is None:
        return None
    raw = text[offsets[bare.start()] : offsets[bare.end() - 1] + 1]
    return _checked(year, int(bare[1]), int(bare[2]), "day", raw, latest)


def read_epoch(number: int) -> date:
    """The day in Beijing of an epoch in seconds or, from 10¹¹ on, in milliseconds."""
    seconds = number / 1000 if number >= 10**11 else number
    return datetime.fromtimestamp(seconds, BEIJING).date()


def signature_date(lines: Sequence[str], latest: date) -> ReadDate | None:
    """The date that closes a report: the last one, to the day, that stands alone or beside the bureau's name.

    `lines` are the report's lines. Contact lines may follow the signature, so the last few count; above them, where
    an annex follows, only a line that is nothing but a date in words, and never one under the title. Prose that
    mentions a day is no signature.
    """
    printed = [line for line in lines if line.strip()]
    for line in reversed(printed[-_SIGNATURE_LINES:]):
        read = _alone(line, latest, _LONGEST_SIGNATURE)
        if read is not None:
            return read
    above_annex = (_alone(line, latest, 0) for line in reversed(printed[_TITLE_LINES:-_SIGNATURE_LINES]))
    return next((read for read in above_annex if read is not None and "日" in read.raw), None)


def _alone(line: str, latest: date, longest_rest: int) -> ReadDate | None:
    """The only day on a line, if what else stands there is short and no prose."""
    found = [read for read in _read(line, latest) if read.precision == "day"]
    if len(found) != 1:
        return None
    rest = line.replace(found[0].raw, "").strip(" 　()（）")
    return found[0] if len(rest) <= longest_rest and not _NO_SIGNATURE.search(rest) else None


def _read(text: str, latest: date) -> Iterator[ReadDate]:
    folded, offsets = _folded(text)
    for matched in _PATTERN.finditer(folded):
        raw = text[offsets[matched.start()] : offsets[matched.end() - 1] + 1]
        read = _from_match(matched, raw, latest)
        if read is not None:
            yield read


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` in NFKC with, for each character, where it stood: the raw text must be quoted as printed."""
    folded = [(c, at) for at, character in enumerate(text) for c in unicodedata.normalize("NFKC", character)]
    return "".join(c for c, _ in folded), [at for _, at in folded]


def _from_match(matched: re.Match[str], raw: str, latest: date) -> ReadDate | None:
    groups = matched.groupdict()
    if groups["iso"]:
        return _at_moment(groups["iso"], raw, latest)
    for n in "12349":
        if groups[f"y{n}"]:
            parts = (_year(groups[f"y{n}"]), _number(groups[f"m{n}"]), _number(groups[f"d{n}"]))
            return _checked(*parts, "day", raw, latest)
    for n in "560":
        if groups[f"y{n}"]:
            return _checked(_year(groups[f"y{n}"]), _number(groups[f"m{n}"]), 1, "month", raw, latest)
    return _checked(_year(groups["y7"] or groups["y8"]), 1, 1, "year", raw, latest)


def _at_moment(text: str, raw: str, latest: date) -> ReadDate | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(BEIJING)
    except ValueError:
        return None
    return _checked(moment.year, moment.month, moment.day, "day", raw, latest)


def _year(text: str) -> int:
    return int("".join(_DIGITS.get(c, c) for c in text))


def _number(text: str) -> int:
    """A month or a day in digits or numerals: 元, 十二, 廿二, 三十一; 0 where it is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("元", "一").replace("正", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if ten:
        return int(_DIGITS.get(tens, "1") if tens else "1") * 10 + int(
            _DIGITS.get(ones, "0") if ones else "0"
        )
    digits = "".join(_DIGITS.get(c, "") for c in text)
    return int(digits) if digits else 0


def _checked(
    year: int, month: int, day: int, precision: Precision, raw: str, latest: date
) -> ReadDate | None:
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    if value < _EARLIEST or (value - latest).days > 1:
        return None
    return ReadDate(value, precision, raw)


def day_in_china(moment: str) -> date:
    """The day in China of a moment in ISO 8601 with its offset, as rows hold it."""
    return datetime.fromisoformat(moment).astimezone(BEIJING).date()

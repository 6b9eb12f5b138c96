"""Rules on the form: which edition is used and named, whether its tables are there, what a government must add."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.quality.reading import Reading
from archive.quality.wording import Words, finding, joined, word
from archive.reports import Finding
from archive.vocabulary.forms import forms

FIRST_YEAR_OF_SIX_PARTS = 2019
FIRST_YEAR_OF_F2021 = 2021
_EDITIONS = ("f2008", "f2014", "f2019", "f2021")
_PARTS_OF_LISTS = {"f2008": "annex", "f2014": "statistics"}
_TRIAL_FORM = re.compile(r"国办公开办函[〔\[(【]?2019[〕\])】]?60号")
_FORM_IN_FORCE = re.compile(r"2021[〕\])】]?30号")
_AS_BASIS = re.compile(r"根据|按照|依据|遵照|要求|规定|编制|格式")
_NOT_AS_BASIS = re.compile(r"废止|停止|替代|取代|修订|原《|不再")
_FORM_NUMBER = re.compile(
    r"年度报告格式[^。,;]{0,25}?(国办(?:发|函|公开办函)?[〔\[(【]?(20\d\d)[〕\])】]?(\d{1,3})号)"
)
_FORM_NUMBERS = frozenset({("2019", "60"), ("2021", "30")})
_FEWEST_WORDS = 100
_FULL_TEXT = 300
_ACCOUNTABILITY = re.compile(r"考核|考评|评议|责任追究|追责|问责|追究")
_TABLE_HEADINGS = re.compile(r"主动公开政府信息情况|收到和处理政府信息公开申请情况")
_MOST_NAMES = 3


def prescribed(year: int) -> Words:
    """The document that prescribes the form for a report year from 2019 on."""
    return word("form_f2021" if year >= FIRST_YEAR_OF_F2021 else "form_f2019")


def edition(reading: Reading) -> Iterator[Finding]:
    """Q-04: the tables are of an earlier form, or the report names another document as its form.

    Arguments: `reading`. Returns a finding for the tables, for the basis and for a wrong number. Raises nothing. Forms:
    国办公开办函〔2019〕60号 for 2019 and 2020, 〔2021〕30号 since.
    """
    used, year = reading.report.form_edition, reading.year
    if _is_earlier_form(reading):
        evidence = next((figure.evidence for figure in reading.tabled), reading.report.title)
        yield finding("Q-04", "form", evidence, year=year, used=word(f"form_{used}"), due=prescribed(year))
    if "国办" not in reading.folded:
        return
    for sentence in reading.sentences:
        basis = _AS_BASIS.search(sentence.folded) and not _NOT_AS_BASIS.search(sentence.folded)
        basis = basis and not _FORM_IN_FORCE.search(sentence.folded)
        if year >= FIRST_YEAR_OF_F2021 and basis and _TRIAL_FORM.search(sentence.folded):
            fields = {"year": year, "used": word("form_f2019"), "due": prescribed(year)}
            yield finding("Q-04/basis", "basis", sentence.printed, **fields)
            break
    for sentence in reading.sentences:
        number = _FORM_NUMBER.search(sentence.folded)
        if number and (number[2], number[3]) not in _FORM_NUMBERS:
            quote = number[1]
            yield finding("Q-04/misquoted", "number", sentence.printed, quote=quote, forms=word("forms"))
            break


def _is_earlier_form(reading: Reading) -> bool:
    used, year = reading.report.form_edition, reading.year
    if used not in _EDITIONS or year < FIRST_YEAR_OF_SIX_PARTS:
        return False
    if used == "f2019":
        return year >= FIRST_YEAR_OF_F2021
    # Labels of the older lists turn up in sentences too: only figures read from them show that they are used.
    part = _PARTS_OF_LISTS.get(used)
    known = forms().indicators
    return any(f.indicator in known and known[f.indicator].part == part for f in reading.tabled)


def tables(reading: Reading) -> Iterator[Finding]:
    """Q-05 and Q-31: from 2019 on, no cell of the statutory tables is in the text; it may be in a file beside it.

    Arguments: `reading`. Returns at most one finding. Raises nothing. Article 50 of order 711 and the forms made under
    it. Where files are attached, or characters were recognised in pictures, nothing is said to be missing.
    """
    report = reading.report
    is_printed = report.form_edition in ("f2019", "f2021")
    if reading.year < FIRST_YEAR_OF_SIX_PARTS or reading.statutory or is_printed or reading.is_recognised:
        return
    if report.attachments:
        yield from _beside(reading)
    elif len(reading.folded) >= _FEWEST_WORDS:
        yield finding("Q-05", "tables", report.title, year=reading.year, due=prescribed(reading.year))


def _beside(reading: Reading) -> Iterator[Finding]:
    headings = [s.heading for s in reading.report.sections if _TABLE_HEADINGS.search(s.heading)]
    if headings:
        attached = [link.name or link.url for link in reading.report.attachments]
        names = joined(Words(name, name) for name in attached[:_MOST_NAMES])
        fields = {"heading": headings[0], "count": len(attached), "names": names}
        yield finding("Q-31", "tables", headings[0], **fields)


def accountability(reading: Reading) -> Iterator[Finding]:
    """Q-30: a government's report has no word on assessment, appraisal and accountability.

    Arguments: `reading`. Returns at most one finding. Raises nothing. Order 711, Article 50, paragraph 4, of 2019;
    only where the text is long enough to be the whole report.
    """
    report = reading.report
    is_government = report.bureau is not None and report.bureau.kind == "government"
    if not is_government or reading.year < FIRST_YEAR_OF_SIX_PARTS or reading.is_recognised:
        return
    if report.attachments or len(reading.folded) < _FULL_TEXT:
        return
    if not _ACCOUNTABILITY.search(reading.folded):
        yield finding("Q-30", "accountability", report.title)

"""A parsed document becomes a report: one title, type, year, bureau and date, chosen among witnesses and kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from archive.authors import Author, choose_author
from archive.checks import check_report
from archive.dates import read_date, signature_date
from archive.deadlines import due_on
from archive.figures.reader import read_figures
from archive.forms import form_edition, scope
from archive.quality import findings
from archive.records import Document, Link, Origin, ParsedReport, Problem, Witness
from archive.report_types import classify, report_year
from archive.reports import DateWitness, ReadDate, Report
from archive.sections import split_sections
from archive.text import clean, fold, lines
from archive.vocabulary import Gazetteer

# Which place is believed first when several state when a report was published. The URL's date is when the
# page was made or imported, so it comes last.
_PUBLISHED_PLACES = ("catalogue", "visible_line", "list_row", "meta", "url", "attachment_name")
_DISAGREEMENT_DAYS = 7
# The type whose form the law prescribes.
_WITH_FORM = "disclosure_annual"
_HEAD_CHARACTERS = 600
_HEAD_LINES = 6
# 偃林〔2020〕5号, alone on a line above the text.
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,15}[〔\[(（【]20\d\d[〕\])）】](?:第)?\d{1,4}号")


def normalise(
    parsed: ParsedReport, link: Link | None, origin: Origin, seen_on: date, gazetteer: Gazetteer
) -> Report:
    """Decide what a parsed document is, and keep every witness of the decision.

    `link` is the list row that led to it, `seen_on` the day its bytes were captured: no date after it is
    believed. The report's `key` is None where it is not a report of its channel's type, or bureau or year are
    not stated anywhere.
    """
    text_lines = lines(parsed.document.text)
    head = "\n".join(text_lines)[:_HEAD_CHARACTERS]
    signature = signature_date(text_lines, seen_on)
    dates = _dates(_with_link(parsed.witnesses, link), signature, seen_on)
    published, signed = _chosen(dates, "published"), _chosen(dates, "written")
    listed = clean(link.title) if link else ""
    title = clean(parsed.title) or listed
    author = choose_author(parsed, origin, signed or published or seen_on, gazetteer)
    kind = classify(title, head)
    year = report_year(title, parsed.document.text)[0] or report_year(listed, "")[0]
    report = Report(
        key=_key(author, kind, year) if kind == origin.report_type else None,
        title=title,
        report_type=kind,
        report_year=year,
        bureau=author.bureau,
        bureau_raw=author.raw,
        published_on=published,
        signed_on=signed,
        due_on=due_on(author.bureau.kind, year) if author.bureau and year else None,
        form_edition=form_edition(parsed.document.tables, parsed.document.text),
        scope=scope(author.bureau, parsed.document.text),
        document_number=_stated(parsed.witnesses, "document_number") or _number_above(text_lines),
        index_number=_stated(parsed.witnesses, "index_number"),
        text=parsed.document.text,
        sections=split_sections(parsed.document.text),
        dates=dates,
        bureaus=author.witnesses,
        attachments=parsed.attachments,
        tables=parsed.document.tables,
        problems=parsed.problems + _disagreements(dates),
    )
    if kind == origin.report_type:
        report = replace(report, problems=report.problems + author.problems + _unfiled(report))
    return _with_figures(report, parsed.document)


def _with_figures(report: Report, document: Document) -> Report:
    """The same with what its tables and sentences state, where it is an annual report on disclosure."""
    if report.report_type != _WITH_FORM:
        return report
    read = read_figures(document, report.report_year, _names(report))
    checks = check_report(read.figures, read.rows)
    return replace(
        report,
        figures=read.figures,
        printed_rows=read.rows,
        checks=checks,
        findings=findings(report, read.figures, checks),
        problems=report.problems + read.problems,
    )


def _names(report: Report) -> list[str]:
    """What the bureau is called, in the report's year, today and as printed: a page keeps its title apart from its text."""
    bureau = report.bureau
    names = (bureau.name_then, bureau.name, report.bureau_raw) if bureau else ()
    return [name for name in names if name]


def _key(author: Author, kind: str, year: int | None) -> str | None:
    return f"{author.bureau.key}-{kind}-{year}" if author.bureau and year else None


def _with_link(witnesses: tuple[Witness, ...], link: Link | None) -> tuple[Witness, ...]:
    return (
        (*witnesses, Witness("published", "list_row", link.date_raw)) if link and link.date_raw else witnesses
    )


def _dates(
    witnesses: tuple[Witness, ...], signature: ReadDate | None, seen_on: date
) -> tuple[DateWitness, ...]:
    year = _year_in_address(witnesses, seen_on)
    read = [
        DateWitness(w.kind, w.place, w.raw, day.value if day else None, day.precision if day else None)
        for w in witnesses
        if w.kind in ("published", "written")
        for day in [read_date(w.raw, seen_on, year if w.place == "list_row" else None)]
    ]
    if signature:
        read.append(DateWitness("written", "signature", signature.raw, signature.value, signature.precision))
    chosen = _choose(read)
    return tuple(replace(witness, chosen=witness is chosen.get(witness.kind)) for witness in read)


def _year_in_address(witnesses: tuple[Witness, ...], seen_on: date) -> int | None:
    """The year for rows that print 01-22 alone, where no place of the page states a whole date."""
    stated = {w.place: read_date(w.raw, seen_on) for w in witnesses if w.kind == "published"}
    address = stated.pop("url", None)
    is_stated = any(day is not None and day.precision == "day" for day in stated.values())
    return address.value.year if address and not is_stated else None


def _choose(read: list[DateWitness]) -> dict[str, DateWitness]:
    """The believed witness of each kind: an exact day, from the most trusted place."""
    chosen: dict[str, DateWitness] = {}
    for place in (*_PUBLISHED_PLACES, "signature"):
        for witness in read:
            if witness.kind == "published" and witness.place == place and witness.precision == "day":
                chosen.setdefault("published", witness)
    for place in ("signature", *_PUBLISHED_PLACES):
        for witness in read:
            if witness.kind == "written" and witness.place == place and witness.precision == "day":
                chosen.setdefault("written", witness)
    return chosen


def _chosen(dates: tuple[DateWitness, ...], kind: str) -> date | None:
    return next((d.value for d in dates if d.kind == kind and d.chosen), None)


def _stated(witnesses: tuple[Witness, ...], kind: str) -> str | None:
    return next((clean(w.raw) for w in witnesses if w.kind == kind), None)


def _number_above(text_lines: list[str]) -> str | None:
    """The document number that a red-headed letter prints on a line of its own above its text."""
    return next((line for line in text_lines[:_HEAD_LINES] if _DOCUMENT_NUMBER.fullmatch(fold(line))), None)


def _disagreements(dates: tuple[DateWitness, ...]) -> tuple[Problem, ...]:
    stated = [
        d for d in dates if d.kind == "published" and d.value and d.place not in ("url", "attachment_name")
    ]
    days = sorted(d.value for d in stated if d.value)
    if not days or (days[-1] - days[0]).days <= _DISAGREEMENT_DAYS:
        return ()
    evidence = ", ".join(f"{d.place}: {clean(d.raw)}" for d in stated)
    return (
        Problem("dates_disagree", f"The page states publication dates more than a week apart ({evidence})."),
    )


def _unfiled(report: Report) -> tuple[Problem, ...]:
    """Why a document of the channel's own type is nevertheless not filed as a report."""
    if report.key:
        return ()
    if report.bureau is None:
        return (
            Problem(
                "no_bureau", f"No bureau could be read for “{report.title}”; state `bureau` for its channel."
            ),
        )
    return (
        Problem(
            "no_report_year", f"Neither title nor text of “{report.title}” states the year it reports on."
        ),
    )

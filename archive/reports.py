"""What the archive makes of a document: dates, places, bureaus, sections, and the report they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.records import AttachmentLink, Problem, Table, WitnessPlace

Precision = Literal["day", "month", "year"]
Scope = Literal["own", "region_total", "unknown"]
ValueState = Literal["number", "zero", "blank", "slash", "text", "unreadable"]
Verdict = Literal["pass", "fail", "blank", "not_applicable"]
Repair = Literal["blank_as_zero", "column_shift"]


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as read from text: the first day it can mean, how exact it is, and the text it was read from."""

    value: date
    precision: Precision
    raw: str


@dataclass(frozen=True, slots=True)
class DateWitness:
    """A date that one place states; `chosen` marks the one the report is filed under.

    `value` is None where the text could not be read as a date: it is kept all the same.
    """

    kind: Literal["published", "written"]
    place: WitnessPlace
    raw: str
    value: date | None
    precision: Precision | None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or county, under every name and code it has had.

    `division_code` is the six-digit code it is filed under for good; `name` its name today as bureaus carry it
    (`洛阳市偃师区`, `安图县`); `names` every name, old ones included, longest first.
    """

    division_code: str
    name: str
    level: str
    names: tuple[str, ...]
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class Bureau:
    """The body that issues a report.

    `key` is permanent (`410381-林业局`); `name` is its name today, `name_then` its full name in the year asked
    for (偃师市林业局 in 2019); `organ` the name without its place; `kind` government, department or township.
    `is_certain` is False where the printed short form could mean another place's bureau.
    """

    key: str
    name: str
    name_then: str
    organ: str
    kind: Literal["government", "department", "township", "other"]
    place: str | None
    division_code: str | None
    level: str | None
    sector: str | None
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class BureauWitness:
    """A bureau name that one place prints; `role` tells the author from the office that uploaded the page."""

    place: WitnessPlace
    raw: str
    role: Literal["author", "uploader", "unused"]


@dataclass(frozen=True, slots=True)
class Section:
    """One top-level section: `number` as printed (一), `ordinal` its place in the text from 1."""

    ordinal: int
    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one indicator, with the place it was read from.

    `indicator` is its key in `vocabulary/indicators.yml`, `dimension` who or what of it is counted (`natural_person`,
    `total`), None where it is not divided. `value` is in the indicator's `unit`, None unless `value_state` is number or
    zero; `value_raw` is what is printed. `cell` is the key of the cell of the form, None in prose. `evidence` quotes the
    sentence, or the labels of the row and the column; `table`, `row` and `column` count from 1 in the grids of the report,
    `start` and `end` are offsets into its text. `scope` is whose activity the sentence counts, `is_approximate` where it
    says about, or more than.
    """

    indicator: str
    dimension: str | None
    value: int | float | None
    value_raw: str
    value_state: ValueState
    unit: str
    source: Literal["table", "prose", "ocr"]
    evidence: str
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    scope: Scope = "unknown"
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of a statutory table as it is printed; `table` and `row` count from 1, a merged cell stands in each place.

    `kind` is heading, figures, or unknown: a row with values that the form does not have; `column` is then that of its
    value, None where it has several.
    """

    table: int
    row: int
    label: str
    cells: tuple[str, ...]
    kind: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One sum or relation of the form recomputed (`rule` BAL, ROW, SUM, …) for one `subject`, a row or a column.

    `expected` is what the parts give, `actual` what is printed for them, None where it is not all stated. `is_hard` where
    it must hold by the form's own words or by definition. `repair` names what makes it hold: blank cells counted as
    nothing, or the row read one column to the right.
    """

    rule: str
    subject: str
    verdict: Verdict
    expected: int | float | None
    actual: int | float | None
    is_hard: bool = True
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a report that a reader should know before quoting it: a quality rule (Q-01 …) that it meets.

    `subject` tells one finding of a rule from another (an indicator, a section); the messages say what is printed and
    what does not agree, never why; `evidence` quotes the report.
    """

    rule: str
    subject: str
    message_zh: str
    message_en: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Report:
    """One bureau × report type × year, normalised from one document.

    `key` is None, and nothing is filed as a report, while bureau or year is unknown or the document is of
    another type than its channel's. Dates are days; `days_late` is negative when early, None when unknown.
    """

    key: str | None
    title: str
    report_type: str
    report_year: int | None
    bureau: Bureau | None
    bureau_raw: str | None
    published_on: date | None
    signed_on: date | None
    due_on: date | None
    form_edition: str | None
    scope: str
    document_number: str | None
    index_number: str | None
    text: str
    sections: tuple[Section, ...] = ()
    dates: tuple[DateWitness, ...] = ()
    bureaus: tuple[BureauWitness, ...] = ()
    attachments: tuple[AttachmentLink, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    printed_rows: tuple[PrintedRow, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

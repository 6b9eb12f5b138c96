"""What was read of a page or a file becomes rows: a report of its own, a rendition of its page, or an annex to it."""

from __future__ import annotations

from typing import cast

from archive import store
from archive.database import Connection, Row
from archive.dates import BEIJING
from archive.file_reports import FileReport, file_name, file_report
from archive.filing.report import Filing, file_parsed
from archive.filing.revisions import Provenance
from archive.normalise import normalise
from archive.records import Capture, Document, Link, ParsedReport, Problem, ReadFile, Reading
from archive.renditions import Source, differences, is_same_report, is_stub
from archive.reports import Report
from archive.vocabulary import Gazetteer

# A report has a heading for each of the contents that the law asks for; a table or a form has none.
_SECTIONS_OF_A_REPORT = 2

_PAGE = """
select v.*, r.key, r.bureau_id, r.report_year from revision v join report r on r.id = v.report_id
where v.url = ? order by v.id desc limit 1
"""


class DocumentFiling:
    """Files what readings say, through one connection."""

    def __init__(self, connection: Connection, gazetteer: Gazetteer) -> None:
        self._connection, self._gazetteer = connection, gazetteer

    def file(self, reading: Reading) -> list[str]:
        """File the page or every file of `reading`; one word for each says what it was to the archive."""
        if reading.report is not None:
            capture = reading.capture
            report = self._normalise(reading, reading.report, reading.link)
            return [self._file(report, Provenance(capture, capture.url, capture.url, "html")).filed]
        return [self._file_one(reading, file) for file in reading.files]

    def _file_one(self, reading: Reading, file: ReadFile) -> str:
        filing = self._file_document(reading, file, file.document) if file.document else Filing("unreadable")
        if reading.capture.role == "attachment":
            store.save_file(self._connection, reading, file, filing.revision_id)
        return filing.filed

    def _file_document(self, reading: Reading, file: ReadFile, document: Document) -> Filing:
        capture = reading.capture
        stated = file_report(reading, file, document)
        report = self._normalise(reading, stated.parsed, stated.link)
        page = self._page_of(capture)
        if capture.role == "attachment" and not _carries_report(report, stated, page):
            self._note_annex(capture, report, stated, page)
            return Filing("annex")
        url = store.file_url(capture, file)
        provenance = Provenance(
            capture, url, capture.parent_url or url, file.media_type, document.source == "ocr"
        )
        filing = self._file(report, provenance)
        if page is not None and page["key"] == report.key:
            self._compare(page, report, provenance, file_name(reading, file))
        return filing

    def _page_of(self, capture: Capture) -> Row | None:
        """The latest document filed under the address of the page that links to an attachment."""
        return cast("Row | None", self._connection.execute(_PAGE, (capture.parent_url,)).fetchone())

    def _normalise(self, reading: Reading, parsed: ParsedReport, link: Link | None) -> Report:
        seen_on = reading.capture.captured_at.astimezone(BEIJING).date()
        return normalise(parsed, link, reading.origin, seen_on, self._gazetteer)

    def _file(self, report: Report, provenance: Provenance) -> Filing:
        filing = file_parsed(self._connection, report, provenance)
        for problem in report.problems:
            self._open_issue(provenance.capture, problem, report.key or provenance.url, filing.report_id)
        return filing

    def _compare(self, page: Row, report: Report, provenance: Provenance, name: str) -> None:
        """Open an issue where a page and its file print different numbers for the same thing."""
        found = differences(_source(page), Source.of_file(report, provenance.is_ocr))
        if found:
            places = "one place" if len(found) == 1 else f"{len(found)} places"
            message = (
                f"The page and its file {name or provenance.url} differ in {places}: {'; '.join(found)}."
            )
            problem = Problem("renditions_differ", message)
            self._open_issue(provenance.capture, problem, report.key or "", page["report_id"])

    def _note_annex(self, capture: Capture, report: Report, stated: FileReport, page: Row | None) -> None:
        if page is None or not stated.is_titled or report.report_year in (None, page["report_year"]):
            return
        message = (
            f"The file {capture.url} is headed as the report of {report.report_year}, its page as that of "
            f"{page['report_year']}; it was kept as an annex and not filed as a report."
        )
        self._open_issue(
            capture, Problem("attachment_of_another_year", message), page["key"], page["report_id"]
        )

    def _open_issue(self, capture: Capture, problem: Problem, subject: str, report_id: int | None) -> None:
        store.save_issue(self._connection, capture, problem, subject, report_id)


def _carries_report(report: Report, stated: FileReport, page: Row | None) -> bool:
    """Whether an attachment is a report: its page's, or another bureau's of the same year, or one without a filed page."""
    if report.key is None:
        return False
    if page is None:
        return stated.is_titled
    if report.key != page["key"]:
        return stated.is_titled and report.report_year == page["report_year"]
    if is_same_report(page["text"], report.text):
        return True
    has_sections = len(report.sections) >= _SECTIONS_OF_A_REPORT
    return has_sections and (stated.is_titled or is_stub(page["text"], report.text))


def _source(row: Row) -> Source:
    return Source(
        row["text"], row["form_edition"] is not None, row["url"] == row["page_url"], bool(row["is_ocr"])
    )
